//! Registering a patient, with people pointed out who may be the same; and correcting a registration.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{Contact, PatientRegistered, PersonName};
use needlework_chart::id::PatientId;
use serde::Deserialize;

use super::patients::Row;
use super::stale::shown_again;
use super::{Shown, show};
use crate::server::access::{Allowed, Identity, Register, Registration};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest field, characters: guards against pasted pages.
const LONGEST: usize = 200;
/// Oldest birth that is believed, years.
const OLDEST_YEARS: i16 = 120;

/// What is typed about a person.
#[derive(Debug, Clone, Default, Deserialize)]
pub(in crate::server) struct Typed {
    #[serde(default)]
    family: String,
    given: String,
    birth_date: String,
    #[serde(default)]
    clinic_number: String,
    #[serde(default)]
    telephone: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    is_another: String,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// A field of what is typed: key of its name, and where it is.
type Field = (&'static str, fn(&mut Typed) -> &mut String);

const FIELDS: [Field; 7] = [
    ("family-name", |typed| &mut typed.family),
    ("given-names", |typed| &mut typed.given),
    ("birth-date", |typed| &mut typed.birth_date),
    ("clinic-number", |typed| &mut typed.clinic_number),
    ("telephone", |typed| &mut typed.telephone),
    ("mail", |typed| &mut typed.mail),
    ("address", |typed| &mut typed.address),
];

impl Typed {
    fn of(registered: &PatientRegistered) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            family: registered.name.family.clone(),
            given: registered.name.given.clone(),
            birth_date: registered.birth_date.to_string(),
            clinic_number: registered.clinic_number.clone(),
            telephone: text(&registered.contact.telephone),
            mail: text(&registered.contact.mail),
            address: text(&registered.contact.address),
            ..Self::default()
        }
    }

    fn identity(&self, today: Date) -> Result<Identity, Problem> {
        let fields = [
            &self.family,
            &self.given,
            &self.clinic_number,
            &self.telephone,
            &self.mail,
            &self.address,
            &self.reason,
        ];
        if fields.iter().any(|field| field.chars().count() > LONGEST) {
            return Err(Problem::refused("refused-field-too-long"));
        }
        let birth_date: Date = self
            .birth_date
            .parse()
            .map_err(|_| Problem::refused("refused-birth-date"))?;
        if birth_date > today || today.year() - birth_date.year() > OLDEST_YEARS {
            return Err(Problem::refused("refused-birth-date-range"));
        }
        Ok(Identity {
            name: PersonName {
                family: self.family.trim().to_owned(),
                given: self.given.trim().to_owned(),
            },
            birth_date,
            clinic_number: self.clinic_number.trim().to_owned(),
        })
    }

    fn contact(&self) -> Contact {
        let some = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        Contact {
            telephone: some(&self.telephone),
            mail: some(&self.mail),
            address: some(&self.address),
        }
    }
}

#[derive(Template)]
#[template(path = "clinic/register.html")]
struct RegisterPage {
    page: Page,
    heading: String,
    action: String,
    back: String,
    typed: Typed,
    alike: Vec<Row>,
    needs_reason: bool,
    /// Version of the chart that is shown; empty: there is none yet.
    seen: String,
    /// Whether somebody else corrected the registration meanwhile.
    is_stale: bool,
    /// What somebody else wrote into fields that this person changed too.
    recorded_meanwhile: Vec<(String, String)>,
}

/// The empty form.
pub(in crate::server) async fn show_new(desk: Allowed<Register>) -> Shown {
    let page = Page::of(desk.who(), "/patients").await;
    show(&new_page(page, Typed::default(), Vec::new()))
}

fn new_page(page: Page, typed: Typed, alike: Vec<Row>) -> RegisterPage {
    RegisterPage {
        heading: page.say("new-patient"),
        action: "/patients".to_owned(),
        back: "/patients".to_owned(),
        page,
        typed,
        alike,
        needs_reason: false,
        seen: String::new(),
        is_stale: false,
        recorded_meanwhile: Vec::new(),
    }
}

/// Registers a patient; asks first where somebody may be the same person.
pub(in crate::server) async fn register(
    desk: Allowed<Register>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let mut identity = typed.identity(desk.clinic().today().await)?;
    let alike = desk.alike(&identity).await;
    if !alike.is_empty() && typed.is_another != "yes" {
        let page = Page::of(desk.who(), "/patients").await;
        let rows = alike.iter().map(|row| Row::of(&page, row)).collect();
        return Ok(show(&new_page(page, typed, rows))?.into_response());
    }
    if identity.clinic_number.is_empty() {
        identity.clinic_number = desk.next_number().await;
    }
    let patient = desk.register(identity, typed.contact()).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

/// The form with what is registered.
pub(in crate::server) async fn show_identity(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let registration = desk.registration(patient).await?;
    let typed = Typed::of(&registration.known);
    show(&identity_page(&desk, patient, registration.sequence(), typed).await)
}

async fn identity_page(
    desk: &Allowed<Register>,
    patient: PatientId,
    seen: u64,
    typed: Typed,
) -> RegisterPage {
    let page = Page::of(desk.who(), "/patients").await;
    let back = format!("/patients/{patient}");
    RegisterPage {
        heading: page.say("correct-identity"),
        action: format!("{back}/identity"),
        back,
        typed,
        page,
        alike: Vec::new(),
        needs_reason: true,
        seen: seen.to_string(),
        recorded_meanwhile: Vec::new(),
        is_stale: false,
    }
}

/// Corrects a registration; writes down only what has changed. Where somebody else corrected it since the page was shown, the page
/// is shown again and nothing is written.
pub(in crate::server) async fn correct_identity(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let identity = typed.identity(desk.clinic().today().await)?;
    let registration = desk.registration(patient).await?;
    let before = match typed.seen.trim().parse() {
        Ok(seen) => desk.registration_at(&registration, seen).await?,
        Err(_) => None,
    };
    // What else was written into the chart does not matter here.
    if before.as_ref() != Some(&registration.known) {
        let shown = corrected_meanwhile(&desk, patient, &registration, before.as_ref(), &typed);
        return Ok(shown_again(show(&shown.await)?));
    }
    let contact = typed.contact();
    let reason = typed.reason.trim().to_owned();
    desk.correct(&registration, identity, contact, reason)
        .await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

/// The form with what is registered now, and with what was typed where that was a change of this person; it says what somebody
/// else wrote into the same fields.
async fn corrected_meanwhile(
    desk: &Allowed<Register>,
    patient: PatientId,
    registration: &Registration,
    before: Option<&PatientRegistered>,
    typed: &Typed,
) -> RegisterPage {
    let (mut own, mut now) = (typed.clone(), Typed::of(&registration.known));
    let mut before = before.map(Typed::of);
    let mut merged = now.clone();
    merged.reason.clone_from(&own.reason);
    let mut both = Vec::new();
    for (key, field) in FIELDS {
        let (own, newest) = (field(&mut own).trim().to_owned(), field(&mut now).clone());
        let old = before.as_mut().map(|before| field(before).clone());
        if own == newest || old.as_ref() == Some(&own) {
            continue;
        }
        if old.as_ref() != Some(&newest) {
            both.push((key, newest));
        }
        *field(&mut merged) = own;
    }
    let sequence = registration.sequence();
    let mut shown = identity_page(desk, patient, sequence, merged).await;
    shown.recorded_meanwhile = both
        .into_iter()
        .map(|(key, value)| (shown.page.say(key), value))
        .collect();
    shown.is_stale = true;
    shown
}
