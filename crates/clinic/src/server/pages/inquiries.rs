//! What people sent before their first visit: a list, one of them, and taking it into a chart or removing it.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use needlework_chart::id::PatientId;
use serde::Deserialize;
use uuid::Uuid;

use super::patients::{Row, full_name};
use super::questionnaire::answered;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, CutOff, InquiryHead, Register, Screen};
use crate::server::intake::Intake;
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

struct InquiryRow {
    address: String,
    name: String,
    born: String,
    /// The clinic of the group to which the person wants to come; `None`: any of them, or there is but one.
    clinic: Option<String>,
    sent: String,
}

#[derive(Template)]
#[template(path = "clinic/inquiries.html")]
struct InquiriesPage {
    page: Page,
    rows: Vec<InquiryRow>,
}

/// What the person wrote of health, for whoever records answers.
struct Told {
    person: Vec<(String, String)>,
    answers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "clinic/inquiry.html")]
struct InquiryPage {
    page: Page,
    address: String,
    name: String,
    facts: Vec<(String, String)>,
    told: Option<Told>,
    /// What happened to somebody who began to take it up.
    cut_off: Option<String>,
    /// The chart that had been chosen then, or none; what is chosen now is chosen with this in mind.
    begun: String,
    /// Charts of people who may be the same.
    alike: Vec<(String, Row)>,
    /// Whether a chart must be chosen and was not.
    must_choose: bool,
}

/// The list, the oldest first.
pub(in crate::server) async fn show_inquiries(desk: Allowed<Register>) -> Shown {
    let page = Page::of(desk.who(), "/inquiries").await;
    let settings = desk.clinic().settings().await;
    let rows = desk.inquiries().await?.into_iter().map(|head| InquiryRow {
        clinic: wanted_clinic(&settings, &head),
        address: format!("/inquiries/{}", head.id),
        name: full_name(&head.name),
        born: page.day(head.birth_date),
        sent: page.moment(head.sent_at),
    });
    show(&InquiriesPage {
        rows: rows.collect(),
        page,
    })
}

/// One inquiry.
pub(in crate::server) async fn show_inquiry(
    desk: Allowed<Register>,
    Path(inquiry): Path<Uuid>,
) -> Shown {
    let head = desk.inquiry(inquiry).await?;
    inquiry_page(&desk, &head, false).await
}

async fn inquiry_page(desk: &Allowed<Register>, head: &InquiryHead, must_choose: bool) -> Shown {
    let page = Page::of(desk.who(), "/inquiries").await;
    let told = match desk.and::<Screen>() {
        Some(screener) => told(&page, &screener, head.id).await?,
        None => None,
    };
    let cut_off = desk.cut_off(head).await?;
    let settings = desk.clinic().settings().await;
    let mut alike = desk.alike_to(head).await;
    if let Some(chart) = cut_off.as_ref().and_then(|one| one.chart.as_ref()) {
        alike.retain(|row| row.patient != chart.patient);
        alike.insert(0, chart.clone());
    }
    let alike = alike
        .iter()
        .map(|row| (row.patient.to_string(), Row::of(&page, row)));
    show(&InquiryPage {
        cut_off: cut_off.map(|one| what_happened(&page, &one)),
        begun: head.begun.map_or_else(String::new, |one| one.to_string()),
        address: format!("/inquiries/{}", head.id),
        name: full_name(&head.name),
        facts: facts(&page, &settings, head),
        told,
        alike: alike.collect(),
        must_choose,
        page,
    })
}

/// What happened to somebody who began to take an inquiry into a chart, and what can be done now.
fn what_happened(page: &Page, cut_off: &CutOff) -> String {
    let Some(chart) = &cut_off.chart else {
        return page.say("inquiry-cut-off-new");
    };
    let name = full_name(&chart.name);
    if cut_off.has_answers {
        page.say_with("inquiry-cut-off-written", "name", &name)
    } else {
        page.say_with("inquiry-cut-off-unwritten", "name", &name)
    }
}

/// The clinic of the group to which somebody wants to come; `None`: any of them, or there is but one.
fn wanted_clinic(settings: &Settings, head: &InquiryHead) -> Option<String> {
    settings.name_beside(head.site?).map(str::to_owned)
}

fn facts(page: &Page, settings: &Settings, head: &InquiryHead) -> Vec<(String, String)> {
    let languages = page.languages().into_iter();
    let mut language = languages.filter(|(code, ..)| *code == head.language);
    let contact = |text: &Option<String>| text.clone().unwrap_or_default();
    let facts = [
        ("birth-date", page.day(head.birth_date)),
        ("telephone", contact(&head.contact.telephone)),
        ("mail", contact(&head.contact.mail)),
        (
            "language",
            language.next().map(|(_, name, _)| name).unwrap_or_default(),
        ),
        (
            "inquiry-site",
            wanted_clinic(settings, head).unwrap_or_default(),
        ),
        ("inquiry-sent", page.moment(head.sent_at)),
        ("inquiry-kept-until", page.moment(head.kept_until)),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (page.say(key), value))
        .collect()
}

async fn told(
    page: &Page,
    screener: &Allowed<Screen>,
    inquiry: Uuid,
) -> Result<Option<Told>, Problem> {
    let answers = screener.answers_of_inquiry(inquiry).await?;
    let Some(intake) = Intake::read(&answers) else {
        return Ok(None);
    };
    let library = screener.clinic().library().await;
    let person = &intake.person;
    let zones: Vec<String> = intake
        .zones
        .iter()
        .map(|zone| page.zone_name(&zone.zone))
        .collect();
    let named = |subject: &str, name: &str| page.say(&format!("{subject}-{name}"));
    Ok(Some(Told {
        person: vec![
            (page.say("wish"), page.indication_name(&intake.indication)),
            (page.say("zones"), zones.join(", ")),
            (page.say("sex"), named("sex", &person.sex)),
            (page.say("phototype"), named("phototype", &person.phototype)),
            (
                page.say("photodamage"),
                named("photodamage", &person.photodamage),
            ),
        ],
        answers: answered(page, &library, &intake),
    }))
}

/// Who it is, where somebody may be the same person.
#[derive(Default, Deserialize)]
pub(in crate::server) struct Chosen {
    /// Id of a patient, or `new`.
    #[serde(default)]
    chart: String,
    /// The chart into which somebody had begun to take it, as the page said; empty: none.
    #[serde(default)]
    begun: String,
}

/// Takes an inquiry into a chart; asks first where somebody may be the same person, or where somebody was cut off and the page
/// did not say so.
pub(in crate::server) async fn accept(
    desk: Allowed<Register>,
    Path(inquiry): Path<Uuid>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let head = desk.inquiry(inquiry).await?;
    let id = |text: &str| text.parse::<PatientId>().map_err(|_| Problem::NotFound);
    let begun = match chosen.begun.as_str() {
        "" => None,
        text => Some(id(text)?),
    };
    let known = match chosen.chart.as_str() {
        "" | "new" => None,
        text => Some(id(text)?),
    };
    let is_open =
        chosen.chart.is_empty() && (begun.is_some() || !desk.alike_to(&head).await.is_empty());
    if is_open || head.begun != begun {
        return Ok(inquiry_page(&desk, &head, true).await?.into_response());
    }
    let patient = desk.accept_inquiry(inquiry, begun, known).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

/// Removes an inquiry.
pub(in crate::server) async fn decline(desk: Allowed<Register>, Path(inquiry): Path<Uuid>) -> Done {
    desk.decline_inquiry(inquiry).await?;
    Ok(Redirect::to("/inquiries"))
}
