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
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Identity, Register};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest field, characters: guards against pasted pages.
const LONGEST: usize = 200;
/// Oldest birth that is believed, years.
const OLDEST_YEARS: i16 = 120;

/// What is typed about a person.
#[derive(Debug, Default, Deserialize)]
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
}

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
    let page = Page::of(desk.who(), "/patients").await;
    let registered = desk.registration(patient).await?;
    let back = format!("/patients/{patient}");
    show(&RegisterPage {
        heading: page.say("correct-identity"),
        action: format!("{back}/identity"),
        back,
        typed: Typed::of(&registered),
        page,
        alike: Vec::new(),
        needs_reason: true,
    })
}

/// Corrects a registration; writes down only what has changed.
pub(in crate::server) async fn correct_identity(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(typed): Form<Typed>,
) -> Done {
    let identity = typed.identity(desk.clinic().today().await)?;
    let registered = desk.registration(patient).await?;
    let contact = typed.contact();
    if contact != registered.contact {
        desk.change_contact(patient, contact).await?;
    }
    let is_same = identity.name == registered.name
        && identity.birth_date == registered.birth_date
        && identity.clinic_number == registered.clinic_number;
    if !is_same {
        desk.correct(patient, identity, typed.reason.trim().to_owned())
            .await?;
    }
    Ok(Redirect::to(&format!("/patients/{patient}")))
}
