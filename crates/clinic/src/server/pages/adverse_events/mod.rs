//! Adverse events: opened against the treatment record, followed up, reported, closed.

pub(in crate::server) mod new;
pub(in crate::server) mod one;
pub(in crate::server) mod report;
mod treatment;

use askama::Template;
use axum::extract::Path;
use needlework_chart::fold::AdverseEvent;
use needlework_chart::id::{AdverseEventId, PatientId};
use needlework_planning::Library;

use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, FollowUp, ReadCharts};
use crate::server::page::Page;

/// Longest free words, characters.
const LONGEST: usize = 4000;
/// An adverse event in the list.
struct Row {
    address: String,
    sign: String,
    when: String,
    grade: String,
    is_open: bool,
    is_serious: bool,
}

#[derive(Template)]
#[template(path = "clinic/adverse_events.html")]
struct AdverseEventsPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    rows: Vec<Row>,
    may_open: bool,
}

/// All adverse events of a patient, the newest first.
pub(in crate::server) async fn show_adverse_events(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let mut events: Vec<(&AdverseEventId, &AdverseEvent)> =
        opened.chart().adverse_events.iter().collect();
    events.sort_by_key(|(_, event)| event.opened.recorded_at);
    let rows = events.into_iter().rev().map(|(id, event)| Row {
        address: format!("/patients/{patient}/adverse-events/{id}"),
        sign: page.known_sign_name(&event.opened.facts.sign),
        when: page.moment(event.opened.recorded_at),
        grade: grade_name(&page, event.grade()),
        is_open: event.is_open(),
        is_serious: event.is_serious(),
    });
    show(&AdverseEventsPage {
        tabs: Tabs::of(&page, patient, "/adverse-events"),
        rows: rows.collect(),
        may_open: reader.and::<FollowUp>().is_some(),
        patient,
        page,
    })
}

fn grade_name(page: &Page, grade: u8) -> String {
    page.say_with("adverse-event-grade", "grade", &grade.to_string())
}

/// A grade with what it means.
fn grade_words(page: &Page, grade: u8) -> String {
    let words = page.library().adverse_event_grades.label(grade);
    words.map_or_else(
        || grade_name(page, grade),
        |words| format!("{}: {}", grade_name(page, grade), page.quoted(words)),
    )
}

/// The grades that can be chosen, each with what it means.
fn grades(page: &Page) -> Vec<(u8, String)> {
    let grades = page.library().adverse_event_grades.iter();
    grades
        .map(|one| (one.grade, grade_words(page, one.grade)))
        .collect()
}

/// Whether an adverse event is serious, as far as a clinician has said (protocol 5.6).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seriousness {
    Serious,
    NotSerious,
    /// No clinician has said anything.
    NotSaid,
    /// Nobody has called it serious, and its grade does not let that stand for a no.
    ToDecide,
}

impl Seriousness {
    fn of(library: &Library, event: &AdverseEvent) -> Self {
        let grades = &library.adverse_event_grades;
        match (event.is_serious(), has_clinician_said(event)) {
            (true, _) => Self::Serious,
            (false, _) if grades.asks_whether_serious(event.grade()) => Self::ToDecide,
            (false, true) => Self::NotSerious,
            (false, false) => Self::NotSaid,
        }
    }

    const fn is_said(self) -> bool {
        matches!(self, Self::Serious | Self::NotSerious)
    }

    fn words(self, page: &Page) -> String {
        page.say(match self {
            Self::Serious => "word-yes",
            Self::NotSerious => "word-no",
            Self::NotSaid => "report-serious-not-said",
            Self::ToDecide => "report-serious-to-decide",
        })
    }
}

/// Whether somebody who says if it is serious has opened it or looked after it: with their form they say so.
fn has_clinician_said(event: &AdverseEvent) -> bool {
    let followed_up = event.followed_up.iter().map(|one| &one.author);
    let mut authors = followed_up.chain([&event.opened.author]);
    authors.any(|author| author.role.is_licensed())
}

/// Whether a report to the authority and the maker is still to be decided.
fn is_report_open(library: &Library, event: &AdverseEvent) -> bool {
    let grades = &library.adverse_event_grades;
    grades.asks_for_report(event.grade(), event.is_serious()) && !event.is_report_decided()
}
