//! The recall: whom a lot or a device touched, page by page, and all of them as a table to call them by.

use axum::extract::Query;
use axum::response::Response;
use needlework_chart::lists::{Article, PatientRow, Use};
use serde::Deserialize;

use super::csv_file;
use super::patients::full_name;
use crate::server::access::{Allowed, KeepStock};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Uses on a page.
const MOST_USES: usize = 100;

/// Articles that can be recalled, by their names in forms.
const ARTICLES: [(&str, Article); 4] = [
    ("cartridge", Article::Cartridge),
    ("device", Article::Device),
    ("numbing", Article::Numbing),
    ("product", Article::Product),
];

/// Headings of the table, by their keys.
const COLUMNS: [&str; 5] = [
    "clinic-number",
    "recall-name",
    "birth-date",
    "recall-day",
    "recall-unit",
];

/// What is searched.
#[derive(Deserialize)]
pub(in crate::server) struct Searched {
    #[serde(default)]
    article: String,
    #[serde(default)]
    lot: String,
    /// How many uses are passed over: those of the pages before.
    #[serde(default)]
    after: usize,
}

/// One use on the page.
pub(super) struct UseRow {
    pub(super) address: String,
    pub(super) name: String,
    pub(super) day: String,
    pub(super) unit: String,
}

/// What a recall found.
pub(super) struct RecallPart {
    /// Articles to choose from: name in the form, words.
    pub(super) articles: Vec<(&'static str, String)>,
    /// Name in the form of the one that was searched.
    pub(super) article: &'static str,
    /// Lot or serial number that was searched; empty: none.
    pub(super) lot: String,
    pub(super) uses: Vec<UseRow>,
    /// How many uses there are.
    pub(super) total: usize,
    /// How many uses the next page passes over; `None`: these are the last ones.
    pub(super) after: Option<usize>,
}

impl Searched {
    fn article(&self) -> (&'static str, Article) {
        let [first, ..] = ARTICLES;
        let named = ARTICLES.into_iter().find(|(id, _)| *id == self.article);
        named.unwrap_or(first)
    }

    fn lot(&self) -> &str {
        self.lot.trim()
    }
}

/// What is shown of a recall beside the stock.
pub(super) async fn recall_part(
    page: &Page,
    keeper: &Allowed<KeepStock>,
    searched: &Searched,
) -> Result<RecallPart, Problem> {
    let (chosen, article) = searched.article();
    let articles = ARTICLES.map(|(id, _)| (id, page.say(&format!("article-{id}"))));
    let mut part = RecallPart {
        articles: articles.into(),
        article: chosen,
        lot: searched.lot().to_owned(),
        uses: Vec::new(),
        total: 0,
        after: None,
    };
    if part.lot.is_empty() {
        return Ok(part);
    }
    let (found, total) = keeper
        .recall(article, &part.lot, searched.after, MOST_USES)
        .await?;
    let next = searched.after.saturating_add(MOST_USES);
    part.after = (next < total).then_some(next);
    part.total = total;
    part.uses = found.into_iter().map(|found| row(page, found)).collect();
    Ok(part)
}

fn row(page: &Page, (one, of): (Use, PatientRow)) -> UseRow {
    UseRow {
        address: format!("/patients/{}", one.patient),
        name: full_name(&of.name),
        day: page.day(one.day),
        unit: one.unit.unwrap_or_default(),
    }
}

/// All uses as a table, for who must reach everybody.
pub(in crate::server) async fn recall_table(
    keeper: Allowed<KeepStock>,
    Query(searched): Query<Searched>,
) -> Result<Response, Problem> {
    let page = Page::of(keeper.who(), "/stock").await;
    let (_, article) = searched.article();
    let (found, _) = keeper
        .recall(article, searched.lot(), 0, usize::MAX)
        .await?;
    let text = written(&page, found).map_err(|_| Problem::Fault("recall"))?;
    Ok(csv_file("needlework-recall.csv", text))
}

fn written(page: &Page, found: Vec<(Use, PatientRow)>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|key| page.say(key)))?;
    for (one, of) in found {
        writer.write_record([
            no_formula(of.clinic_number),
            no_formula(full_name(&of.name)),
            of.birth_date.to_string(),
            one.day.to_string(),
            no_formula(one.unit.unwrap_or_default()),
        ])?;
    }
    Ok(writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?)
}

/// A spreadsheet takes a cell that begins like a formula for one, and what stands here was typed by somebody.
fn no_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
