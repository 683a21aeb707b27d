//! How a patient is reminded, as the clinic records it and as the patient chooses.

pub(in crate::server) mod stop;

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::event::{ReminderMail, RemindersChosen};
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use serde::Deserialize;

use super::patient::page_about;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Register};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Parts of the world whose zones are offered; others are old names of the same.
const REGIONS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A choice of a list.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

/// The fields about mails.
pub(super) struct ReminderForm {
    pub(super) address: String,
    pub(super) languages: Vec<Choice>,
    pub(super) zones: Vec<Choice>,
    /// Whether mails go now.
    pub(super) is_on: bool,
    /// Since when it is as it is, in words; `None`: nobody has chosen.
    pub(super) since: Option<String>,
}

impl ReminderForm {
    /// The fields with what was chosen, else with what the chart knows.
    pub(super) fn of(page: &Page, chart: &Chart) -> Self {
        let chosen = chart.reminders.as_ref();
        let mail = chart.reminder_mail();
        let contact = chart
            .identity
            .as_ref()
            .and_then(|one| one.contact.mail.clone());
        let address = mail.map(|mail| mail.address.clone()).or(contact);
        let language = mail.map_or(page.code(), |mail| mail.language.as_str());
        let languages = page.languages().into_iter().map(|(code, name, _)| Choice {
            id: code.to_owned(),
            text: name,
            is_chosen: code == language,
        });
        let zone = mail.and_then(|mail| mail.time_zone.as_deref());
        Self {
            address: address.unwrap_or_default(),
            languages: languages.collect(),
            zones: zones(zone),
            is_on: mail.is_some(),
            since: chosen.map(|one| {
                let day = page.day(page.local(one.recorded_at).date());
                let values = [("day", day.as_str()), ("who", one.author.name.as_str())];
                page.say_all("reminders-since", &values)
            }),
        }
    }
}

/// All zones by name, the chosen one among them.
fn zones(chosen: Option<&str>) -> Vec<Choice> {
    let known = jiff::tz::db().available().map(|name| name.to_string());
    let mut names: Vec<String> = known
        .filter(|name| REGIONS.iter().any(|region| name.starts_with(region)))
        .collect();
    names.extend(chosen.map(str::to_owned));
    names.sort();
    names.dedup();
    let choices = names.into_iter().map(|name| Choice {
        text: name.replace('_', " "),
        is_chosen: chosen == Some(name.as_str()),
        id: name,
    });
    choices.collect()
}

/// What was chosen.
#[derive(Deserialize)]
pub(in crate::server) struct Chosen {
    #[serde(rename = "do")]
    what: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    agreed: String,
}

impl Chosen {
    /// As it is recorded. Mails need the word of the patient.
    pub(super) fn facts(self, page: &Page) -> Result<RemindersChosen, Problem> {
        if self.what == "stop" {
            return Ok(RemindersChosen { mail: None });
        }
        if self.agreed != "yes" {
            return Err(Problem::refused("refused-reminders-not-agreed"));
        }
        let zone = self.time_zone.trim().to_owned();
        let mail = ReminderMail {
            address: self.address.trim().to_owned(),
            language: page.speaking(&self.language).code().to_owned(),
            time_zone: Some(zone).filter(|zone| !zone.is_empty()),
        };
        if mail.address.parse::<lettre::Address>().is_err() {
            return Err(Problem::refused("refused-mail-address"));
        }
        Ok(RemindersChosen { mail: Some(mail) })
    }
}

#[derive(Template)]
#[template(path = "clinic/reminders.html")]
struct RemindersPage {
    page: Page,
    patient: PatientId,
    form: ReminderForm,
}

/// Shows how a patient is reminded.
pub(in crate::server) async fn show_reminders(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let opened = desk.open_for_reminders(patient).await?;
    let page = page_about(&desk, patient).await?;
    show(&RemindersPage {
        form: ReminderForm::of(&page, opened.chart()),
        page,
        patient,
    })
}

/// Records how a patient is reminded.
pub(in crate::server) async fn choose(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(chosen): Form<Chosen>,
) -> Done {
    let page = Page::of(desk.who(), "/patients").await;
    let opened = desk.open_for_reminders(patient).await?;
    desk.choose_reminders(&opened, chosen.facts(&page)?).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/reminders")))
}
