//! One report: what was told, what the patient was told at once, and the answer of the clinic.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::event::CheckInAnswered;
use needlework_chart::id::{CheckInId, PatientId};
use needlework_planning::may_answer;
use needlework_protocol::check_in::Level;
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::{Done, Shown, show, written};
use super::{CheckInRow, row};
use crate::server::access::{Allowed, FollowUp, ReadCharts};
use crate::server::check_in::{Context, answered};
use crate::server::intake::own_role;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest answer, characters.
const LONGEST_ANSWER: usize = 2000;

/// A rule that spoke.
struct RuleRow {
    address: String,
    text: String,
}

#[derive(Template)]
#[template(path = "clinic/check_in.html")]
struct CheckInPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    one: CheckInRow,
    /// What the patient reads, in the language of the page.
    said: Vec<String>,
    rules: Vec<RuleRow>,
    may_answer: bool,
    /// Whether the rules leave the answer to a clinician, and this person is none.
    is_for_clinician: bool,
}

/// Shows a report.
pub(in crate::server) async fn show_check_in(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, CheckInId)>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let known = chart.check_ins.get(&id).ok_or(Problem::NotFound)?;
    let (facts, at) = (&known.reported.facts, known.reported.recorded_at);
    let library = reader.clinic().library().await;
    let site = reader.clinic().answering(patient).await;
    let today = reader.clinic().today().await;
    let context = Context::new(&library, page.protocol_language(), &site, page.zone());
    let said = answered(&context, chart, facts, at);
    let speech = library.speech(page.protocol_language());
    let rules = said.findings.iter().map(|finding| {
        let id = finding.rule.rsplit('.').next().unwrap_or_default();
        let record = library.record(id);
        RuleRow {
            address: format!("/rules/{id}"),
            text: record.map_or_else(String::new, |record| speech.text(record).to_owned()),
        }
    });
    let mut rules: Vec<RuleRow> = rules.collect();
    rules.dedup_by(|one, other| one.address == other.address);
    let may = may_be_answered(&reader, facts.level).await;
    show(&CheckInPage {
        tabs: Tabs::of(&page, patient, "/check-ins"),
        one: row(&page, &library, (patient, today), chart, id, known),
        said: said.sentences,
        rules,
        may_answer: may,
        is_for_clinician: !may && reader.and::<FollowUp>().is_some(),
        patient,
        page,
    })
}

/// Whether the rules let this person answer a report of a level.
async fn may_be_answered(reader: &Allowed<ReadCharts>, level: Option<u8>) -> bool {
    let library = reader.clinic().library().await;
    let level = level.and_then(Level::numbered);
    let role = own_role(reader.who());
    reader.and::<FollowUp>().is_some()
        && role.is_some_and(|role| may_answer(&library.check_in, level, role))
}

/// An answer.
#[derive(Deserialize)]
pub(in crate::server) struct Response {
    response: String,
    /// Words to the patient; empty: none.
    #[serde(default)]
    words: String,
}

/// Records what was done, by the name of whoever did it, and what the patient reads of it.
pub(in crate::server) async fn answer(
    follower: Allowed<FollowUp>,
    Path((patient, id)): Path<(PatientId, CheckInId)>,
    Form(form): Form<Response>,
) -> Done {
    let response = written(&form.response, "refused-words-done", LONGEST_ANSWER)?;
    let words = match form.words.trim() {
        "" => None,
        words => Some(written(words, "refused-words-to-patient", LONGEST_ANSWER)?),
    };
    let reader = follower.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    let known = opened.chart().check_ins.get(&id);
    let level = known.ok_or(Problem::NotFound)?.reported.facts.level;
    if !may_be_answered(&reader, level).await {
        return Err(Problem::refused("refused-answer-by-clinician"));
    }
    let facts = CheckInAnswered {
        check_in: id,
        response,
        words,
    };
    follower.answer(&opened, facts).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/check-ins/{id}")))
}
