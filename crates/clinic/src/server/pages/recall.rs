//! The recall: whom a lot, a device or an operator touched, page by page, and all of them as a table to call them by.

use axum::extract::Query;
use axum::response::Response;
use needlework_chart::lists::Article;
use serde::Deserialize;

use super::csv_file;
use super::patients::full_name;
use crate::server::access::{Allowed, KeepStock, Recalled, UseFound, UseToCall};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Uses on a page.
const MOST_USES: usize = 100;

/// Articles that can be recalled, by their names in forms.
const ARTICLES: [(&str, Article); 5] = [
    ("cartridge", Article::Cartridge),
    ("device", Article::Device),
    ("numbing", Article::Numbing),
    ("product", Article::Product),
    ("operator", Article::Operator),
];

/// Headings of the table, by their keys.
const COLUMNS: [&str; 9] = [
    "clinic-number",
    "recall-name",
    "birth-date",
    "telephone",
    "mail",
    "address",
    "recall-day",
    "recall-unit",
    "recall-remark",
];

/// What is searched.
#[derive(Default, Deserialize)]
pub(in crate::server) struct Searched {
    #[serde(default)]
    article: String,
    #[serde(default)]
    lot: String,
    /// Unit of a cartridge within its lot; empty: every one.
    #[serde(default)]
    unit: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// How many uses are passed over: those of the pages before.
    #[serde(default)]
    after: usize,
}

/// One use on the page.
pub(super) struct UseRow {
    pub(super) address: String,
    pub(super) name: String,
    pub(super) day: String,
    /// The clinic of the group in which it was; `None`: there is but one.
    pub(super) clinic: Option<String>,
    pub(super) unit: String,
    /// That the session was amended to nothing; empty: it stands.
    pub(super) remark: String,
}

/// What a recall found.
pub(super) struct RecallPart {
    /// Articles to choose from: name in the form, words.
    pub(super) articles: Vec<(&'static str, String)>,
    /// Name in the form of the one that was searched.
    pub(super) article: &'static str,
    /// Lot, serial number or name that was searched; empty: none.
    pub(super) lot: String,
    /// Unit of a cartridge that was searched; empty: every one.
    pub(super) unit: String,
    /// First and last day as they were typed; empty: all.
    pub(super) from: String,
    pub(super) until: String,
    /// Whether something was searched.
    pub(super) is_searched: bool,
    pub(super) uses: Vec<UseRow>,
    /// How many uses there are.
    pub(super) total: usize,
    /// That units were used on people who were erased since; `None`: none was.
    pub(super) on_erased: Option<String>,
    /// Marks that are nearly the one that was searched, which was never used.
    pub(super) near: Vec<String>,
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

    /// A lot, or days alone: then every session on them.
    fn recalled(&self) -> Result<Option<Recalled<'_>>, Problem> {
        let recalled = Recalled::asked(self.article().1, self.lot(), (&self.from, &self.until))?;
        Ok(recalled.map(|recalled| recalled.of_unit(&self.unit)))
    }
}

/// What is shown of a recall beside the stock.
pub(super) async fn recall_part(
    page: &Page,
    keeper: &Allowed<KeepStock>,
    settings: &Settings,
    searched: &Searched,
) -> Result<RecallPart, Problem> {
    let articles = ARTICLES.map(|(id, _)| (id, page.say(&format!("article-{id}"))));
    let mut part = RecallPart {
        articles: articles.into(),
        article: searched.article().0,
        lot: searched.lot().to_owned(),
        unit: searched.unit.trim().to_owned(),
        from: searched.from.clone(),
        until: searched.until.clone(),
        is_searched: false,
        uses: Vec::new(),
        total: 0,
        on_erased: None,
        near: Vec::new(),
        after: None,
    };
    let Some(recalled) = searched.recalled()? else {
        return Ok(part);
    };
    let found = keeper.recall(recalled, searched.after, MOST_USES).await?;
    let next = searched.after.saturating_add(MOST_USES);
    part.is_searched = true;
    part.after = (next < found.total).then_some(next);
    part.total = found.total;
    part.on_erased = (found.on_erased > 0).then(|| page.count("recall-on-erased", found.on_erased));
    part.near = found.near;
    let uses = found.uses.into_iter();
    part.uses = uses.map(|one| row(page, settings, one)).collect();
    Ok(part)
}

fn row(page: &Page, settings: &Settings, one: UseFound) -> UseRow {
    UseRow {
        remark: remark(page, &one),
        address: format!("/patients/{}", one.used.patient),
        name: full_name(&one.patient.name),
        day: page.day(one.used.day),
        clinic: settings.name_beside(one.site).map(str::to_owned),
        unit: one.used.unit.unwrap_or_default(),
    }
}

/// What was opened or stood in the room was not used on anybody where the session was amended to nothing.
fn remark(page: &Page, one: &UseFound) -> String {
    if one.patient.follow_up.stands(one.used.session) {
        String::new()
    } else {
        page.say("session-not-needled")
    }
}

/// All uses as a table, with how to reach everybody.
pub(in crate::server) async fn recall_table(
    keeper: Allowed<KeepStock>,
    Query(searched): Query<Searched>,
) -> Result<Response, Problem> {
    let page = Page::of(keeper.who(), "/stock").await;
    let recalled = searched.recalled()?;
    let recalled = recalled.ok_or_else(|| Problem::refused("refused-recall-nothing"))?;
    let found = keeper.recall_to_call(recalled).await?;
    let settings = keeper.clinic().settings().await;
    let text = written(&page, &settings, found).map_err(|_| Problem::Fault("recall"))?;
    Ok(csv_file("needlework-recall.csv", text))
}

/// With the clinic of each where the group has several.
fn written(page: &Page, settings: &Settings, found: Vec<UseToCall>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let clinic = settings.sites.are_several().then_some("site-field");
    writer.write_record(COLUMNS.into_iter().chain(clinic).map(|key| page.say(key)))?;
    for UseToCall { found, contact } in found {
        let remark = remark(page, &found);
        let clinic = clinic.map(|_| settings.name_beside(found.site).unwrap_or_default());
        let clinic = clinic.map(|name| no_formula(name.to_owned()));
        let row = [
            no_formula(found.patient.clinic_number),
            no_formula(full_name(&found.patient.name)),
            found.patient.birth_date.to_string(),
            no_formula(contact.telephone.unwrap_or_default()),
            no_formula(contact.mail.unwrap_or_default()),
            no_formula(contact.address.unwrap_or_default()),
            found.used.day.to_string(),
            no_formula(found.used.unit.unwrap_or_default()),
            remark,
        ];
        writer.write_record(row.into_iter().chain(clinic))?;
    }
    Ok(writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?)
}

/// A spreadsheet takes a cell that begins like a formula for one, and what stands here was typed by somebody. A telephone number with
/// its country may begin with a plus and nothing but digits and blanks after it.
fn no_formula(text: String) -> String {
    let is_number = |rest: &str| rest.chars().all(|one| one.is_ascii_digit() || one == ' ');
    let is_telephone = text.strip_prefix('+').is_some_and(is_number);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_telephone {
        format!("'{text}")
    } else {
        text
    }
}
