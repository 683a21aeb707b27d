//! Check-ins of a patient as the clinic sees them: all of them on the forecast bands, one of them with its answer, and one that
//! is taken by telephone.

mod bands;
pub(in crate::server) mod new;
pub(in crate::server) mod one;
pub(in crate::server) mod silence;

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use needlework_chart::event::Role;
use needlework_chart::fold::{Chart, CheckIn};
use needlework_chart::id::{CheckInId, PatientId};
use needlework_planning::Library;
use needlework_protocol::check_in::Level;

use super::patient::{Tabs, open_chart};
use super::watch::day_of;
use super::{Shown, show};
use crate::server::access::{Allowed, FollowUp, ReadCharts};
use crate::server::check_in::{
    CheckInAnswers, ClinicAnswer, HealingSession, SaidSign, clinic_answers, level_class,
    level_name, said_signs, said_symptoms,
};
use crate::server::mail::quiet_hours;
use crate::server::page::Page;
use bands::BandPicture;
use silence::Silence;

/// A report in the list.
pub(super) struct CheckInRow {
    pub(super) id: CheckInId,
    pub(super) address: String,
    pub(super) when: String,
    pub(super) day: String,
    /// Who told it, or wrote down what was told by telephone.
    pub(super) who: String,
    pub(super) level: String,
    pub(super) class: &'static str,
    pub(super) signs: Vec<SaidSign>,
    pub(super) symptoms: Vec<String>,
    pub(super) pain: Option<u8>,
    /// Free words of the patient.
    pub(super) words: Option<String>,
    /// Address of a photograph that was sent along.
    pub(super) photograph: Option<String>,
    /// Whether a report with a level waits for an answer.
    pub(super) is_waiting: bool,
    /// Answers of the clinic.
    pub(super) answers: Vec<ClinicAnswer>,
}

#[derive(Template)]
#[template(path = "clinic/check_ins.html")]
struct CheckInsPage {
    page: Page,
    tabs: Tabs,
    pictures: Vec<BandPicture>,
    rows: Vec<CheckInRow>,
    /// Where a report is taken by telephone; `None`: no session yet, or not this person's duty.
    new: Option<String>,
    has_session: bool,
    /// Where a try to reach a silent patient is noted; `None`: the patient was heard of, or it is not this person's duty.
    silence: Option<Silence>,
    /// What was tried, and by whom and when.
    tries: Vec<(String, String)>,
    patient: PatientId,
    releases: Option<String>,
}

/// All reports of a patient, the newest first, and those of the last session on their bands.
pub(in crate::server) async fn show_check_ins(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let library = reader.clinic().library().await;
    let now = reader.clinic().now_at_clinic().await;
    let quiet = quiet_hours(&reader.clinic().settings().await);
    let healing = HealingSession::of(chart, now.timestamp());
    let may = reader.and::<FollowUp>().is_some() && healing.is_some();
    show(&CheckInsPage {
        tabs: Tabs::of(&page, patient, "/check-ins"),
        pictures: healing.map_or_else(Vec::new, |healing| {
            bands::pictures(&page, &library, chart, healing)
        }),
        rows: rows(&page, &library, (patient, now.date()), chart),
        new: may.then(|| format!("/patients/{patient}/check-ins/new")),
        has_session: healing.is_some(),
        silence: Silence::of(chart, &library, &now, quiet).filter(|_| may),
        tries: silence::tries(&page, chart),
        patient,
        releases: healing.map(|_| format!("/patients/{patient}/releases")),
        page,
    })
}

fn rows(page: &Page, library: &Library, on: (PatientId, Date), chart: &Chart) -> Vec<CheckInRow> {
    let mut reports: Vec<(&CheckInId, &CheckIn)> = chart.check_ins.iter().collect();
    reports.sort_by_key(|(_, one)| one.reported.recorded_at);
    let rows = reports.into_iter().rev();
    rows.map(|(id, one)| row(page, library, on, chart, *id, one))
        .collect()
}

/// One report of a patient in words, as it is shown on a day.
pub(super) fn row(
    page: &Page,
    library: &Library,
    (patient, today): (PatientId, Date),
    chart: &Chart,
    id: CheckInId,
    check_in: &CheckIn,
) -> CheckInRow {
    let facts = &check_in.reported.facts;
    let level = facts.level.and_then(Level::numbered);
    let answers = CheckInAnswers::read(&facts.answers);
    let photograph = answers.as_ref().and_then(|answers| answers.photograph);
    let photograph = photograph.filter(|id| chart.require_shown([*id], today).is_ok());
    let said = answers.as_ref();
    CheckInRow {
        id,
        address: format!("/patients/{patient}/check-ins/{id}"),
        when: page.moment(check_in.reported.recorded_at),
        day: page.say_with("day-after", "day", &day_of(facts.hours_after_t0)),
        who: match check_in.reported.author.role {
            Role::Patient => page.say("check-in-by-patient"),
            _ => page.say_with("check-in-told-to", "name", &check_in.reported.author.name),
        },
        level: level_name(page, library, level),
        class: level_class(level),
        signs: said.map_or_else(Vec::new, |said| said_signs(page, library, said)),
        symptoms: said.map_or_else(Vec::new, |said| said_symptoms(page, library, said)),
        pain: said.and_then(|said| said.told().pain),
        words: facts.free_text.clone(),
        photograph: photograph.map(|id| format!("/patients/{patient}/photographs/{id}")),
        is_waiting: level.is_some() && check_in.answers.is_empty(),
        answers: clinic_answers(page, check_in),
    }
}
