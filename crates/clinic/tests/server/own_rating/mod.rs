//! What a patient says of the result: who is asked and when, what is kept, and where it is seen.

mod in_registry;
mod kept;
mod seen;

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use needlework_chart::event::{Role as ChartRole, ScaleRated};
use needlework_chart::fold::Stated;

use crate::support::{Answer, Browser, House, between};

pub(crate) const OWN: &str = "/mine/rating";
/// The day on which the result of Anna Huber is judged, 90 days after her last session, and the last one that judges it, half of
/// that later.
const OPENS: Date = date(2026, 11, 12);
const CLOSES: Date = date(2026, 12, 27);

/// Fields of the form as it is drawn: its key and whose it is, then what is answered.
pub(crate) async fn fields(
    browser: &Browser,
    answers: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    let page = browser.page(OWN).await;
    let hidden = |name: &str| {
        let begin = format!("name=\"{name}\" value=\"");
        between(&page, &begin, "\"").to_owned()
    };
    let mut fields = vec![("key", hidden("key")), ("whose", hidden("whose"))];
    let answers = answers.iter();
    fields.extend(answers.map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

/// Answers once.
pub(crate) async fn rate(browser: &Browser, answers: &[(&'static str, &str)]) -> Answer {
    let fields = fields(browser, answers).await;
    browser.post(OWN, &fields).await
}

pub(crate) fn saved(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.location(), "/mine/rating?from=saved");
}

/// Own ratings of a chart, in the order in which they were recorded.
pub(crate) async fn own_ratings(house: &House, family: &str) -> Vec<Stated<ScaleRated>> {
    let chart = house.chart(house.patient(family).await).await;
    let ratings = chart.ratings.into_values();
    let mut own: Vec<_> = ratings
        .filter(|one| one.author.role == ChartRole::Patient)
        .collect();
    own.sort_by_key(|one| one.recorded_at);
    own
}
