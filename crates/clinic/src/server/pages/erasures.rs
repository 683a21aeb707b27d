//! Erasing a person: a colleague asks for it on a page of the patient, and the owner decides on a page of requests.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::id::PatientId;
use needlework_chart::record::Ground;
use serde::Deserialize;

use super::patient::page_about;
use super::patients::full_name;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, AskedBy, AskedErasure, Erase, Register};
use crate::server::office::erasure_request::{ErasureRequest, LONGEST_REFUSAL};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Grounds that somebody may name.
const GROUNDS: [Ground; 2] = [Ground::Request, Ground::RetentionOver];

/// Name in forms and texts.
const fn name_of(ground: Ground) -> &'static str {
    match ground {
        Ground::Request | Ground::Ledger => "request",
        Ground::RetentionOver => "retention-over",
    }
}

/// How a request stands, in words.
pub(super) struct RequestView {
    /// When it was asked.
    pub(super) asked: String,
    /// The answer of the owner, if there is one.
    pub(super) refused: Option<String>,
    /// The reason, in the words of the owner.
    pub(super) reason: String,
}

impl RequestView {
    /// A request; `keys` are the texts of asked and refused.
    pub(super) fn of(page: &Page, request: &ErasureRequest, keys: [&str; 2]) -> Self {
        let [asked, refused] = keys;
        let day = |at| page.day(page.local(at).date());
        let refusal = request.refusal.as_ref();
        Self {
            asked: page.say_with(asked, "day", &day(request.asked_at)),
            refused: refusal.map(|one| page.say_with(refused, "day", &day(one.at))),
            reason: refusal.map_or_else(String::new, |one| one.reason.clone()),
        }
    }
}

#[derive(Template)]
#[template(path = "clinic/erasure.html")]
struct ErasurePage {
    page: Page,
    patient: PatientId,
    request: Option<RequestView>,
    /// Name and text of each ground.
    grounds: Vec<(&'static str, String)>,
}

/// Shows whether a patient is to be erased, and lets somebody ask for it.
pub(in crate::server) async fn show_erasure(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let page = page_about(&desk, patient).await?;
    let request = desk.erasure_request_of(patient).await;
    let view =
        |one: &ErasureRequest| RequestView::of(&page, one, ["erasure-asked-on", "erasure-kept"]);
    let grounds = GROUNDS.map(name_of);
    show(&ErasurePage {
        request: request.as_ref().map(view),
        grounds: grounds
            .map(|name| (name, page.say(&format!("erasure-ground-{name}"))))
            .into(),
        patient,
        page,
    })
}

/// What somebody asks.
#[derive(Deserialize)]
pub(in crate::server) struct Asked {
    #[serde(rename = "do", default)]
    what: String,
    #[serde(default)]
    ground: String,
}

/// Asks the owner to erase a patient, or takes that back.
pub(in crate::server) async fn ask(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(asked): Form<Asked>,
) -> Done {
    if asked.what == "withdraw" {
        desk.withdraw_erasure_of(patient).await?;
    } else {
        let mut grounds = GROUNDS.into_iter();
        let ground = grounds.find(|ground| name_of(*ground) == asked.ground);
        let ground = ground.ok_or_else(|| Problem::refused("refused-erasure-ground"))?;
        desk.ask_to_erase(patient, ground).await?;
    }
    Ok(Redirect::to(&format!("/patients/{patient}/erasure")))
}

struct RequestRow {
    address: String,
    /// The patient, in ids of the page.
    patient: PatientId,
    name: String,
    born: String,
    number: String,
    asked: String,
    ground: String,
    is_open: bool,
    refused: Option<String>,
    reason: String,
}

#[derive(Template)]
#[template(path = "clinic/erasures.html")]
struct ErasuresPage {
    page: Page,
    is_done: bool,
    rows: Vec<RequestRow>,
    longest_reason: usize,
}

/// Whether somebody was just erased.
#[derive(Deserialize)]
pub(in crate::server) struct Just {
    #[serde(default)]
    done: String,
}

/// Shows the requests.
pub(in crate::server) async fn show_erasures(
    owner: Allowed<Erase>,
    Query(just): Query<Just>,
) -> Shown {
    let page = Page::of(owner.who(), "/erasures").await;
    let asked = owner.erasures().await?;
    let rows = asked.iter().map(|one| row(&page, one));
    show(&ErasuresPage {
        rows: rows.collect(),
        is_done: just.done == "yes",
        longest_reason: LONGEST_REFUSAL,
        page,
    })
}

fn row(page: &Page, asked: &AskedErasure) -> RequestRow {
    let request = &asked.request;
    let keys = ["erasure-asked-on", "erasure-kept"];
    let RequestView {
        asked: when,
        refused,
        reason,
    } = RequestView::of(page, request, keys);
    let by = match &asked.asked_by {
        AskedBy::Patient => page.say("erasure-by-patient"),
        AskedBy::Colleague(name) => page.say_with("erasure-by-colleague", "name", name),
    };
    let ground = name_of(request.ground);
    RequestRow {
        address: format!("/erasures/{}", request.patient),
        patient: request.patient,
        name: full_name(&asked.name),
        born: page.day(asked.birth_date),
        number: asked.clinic_number.clone(),
        asked: format!("{when} {by}"),
        ground: page.say(&format!("erasure-ground-{ground}")),
        is_open: asked.is_open,
        refused,
        reason,
    }
}

/// What the owner decides.
#[derive(Deserialize)]
pub(in crate::server) struct Decided {
    #[serde(rename = "do", default)]
    what: String,
    #[serde(default)]
    may_go: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    reason: String,
}

/// Erases a person, or says why the record must be kept.
pub(in crate::server) async fn decide(
    owner: Allowed<Erase>,
    Path(patient): Path<PatientId>,
    Form(decided): Form<Decided>,
) -> Done {
    match decided.what.as_str() {
        "erase" => {
            if decided.may_go != "yes" {
                return Err(Problem::refused("refused-erasure-duty"));
            }
            owner.erase(patient, &decided.password).await?;
            Ok(Redirect::to("/erasures?done=yes"))
        }
        "keep" => {
            let reason = decided.reason.trim();
            if reason.is_empty() || reason.chars().count() > LONGEST_REFUSAL {
                return Err(Problem::refused_with(
                    "refused-erasure-reason",
                    &[("most", &LONGEST_REFUSAL.to_string())],
                ));
            }
            owner.refuse_erasure(patient, reason.to_owned()).await?;
            Ok(Redirect::to("/erasures"))
        }
        _ => Err(Problem::refused("refused-no-decision")),
    }
}
