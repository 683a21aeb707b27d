//! Check-ins and the healing watch, as patient and clinic meet them. Giulia Fontana had her first session on 24 November 2026,
//! two days before the clock of these tests; her one report waits.

mod actives;
mod again;
mod board;
mod checks;
mod events;
mod grave_events;
mod missed;
mod open;
mod replies;
mod report;
mod report_photograph;

use axum::http::StatusCode;
use needlework_chart::fold::CheckIn;
use needlework_chart::id::{CheckInId, PatientId};

use crate::support::{Answer, Browser, House, between};

/// Names of the graded signs, from protocol 5.3.
pub(crate) const SIGNS: [&str; 8] = [
    "redness",
    "swelling",
    "tenderness",
    "tightness",
    "flaking",
    "itch",
    "bruise",
    "spots",
];

/// The key of a form that is drawn.
pub(crate) async fn key(browser: &Browser, address: &str) -> String {
    let page = browser.page(address).await;
    between(&page, "name=\"key\" value=\"", "\"").to_owned()
}

/// Fields of a form: every sign with the same grade, no pain, and what is given besides.
pub(crate) fn fields(key: &str, grade: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = vec![("key".to_owned(), key.to_owned())];
    for sign in SIGNS {
        fields.push((format!("grade_{sign}"), grade.to_owned()));
    }
    fields.push(("pain".to_owned(), "0".to_owned()));
    let more = more.iter();
    fields.extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// Sends fields as a form with parts, as a browser does where a photograph may be among them.
pub(crate) async fn send_parts(
    browser: &Browser,
    address: &str,
    fields: &[(String, String)],
    photograph: &[u8],
) -> Answer {
    const MARK: &str = "----needlework";
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{MARK}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
    }
    let head = format!(
        "--{MARK}\r\ncontent-disposition: form-data; name=\"photograph\"; filename=\"a.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(photograph);
    body.extend_from_slice(format!("\r\n--{MARK}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={MARK}");
    browser.send(address, &kind, body).await
}

/// Where an answer stands after a report was taken.
pub(crate) fn taken(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// A report as it lies in the chart.
pub(crate) async fn kept(house: &House, patient: PatientId, address: &str) -> CheckIn {
    let id = address.rsplit('/').next().unwrap();
    let id: CheckInId = id.split('?').next().unwrap().parse().unwrap();
    house.chart(patient).await.check_ins[&id].clone()
}
