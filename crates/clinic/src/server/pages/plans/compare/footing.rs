//! What all columns of a comparison know of the person, so that they differ by nothing but the plans.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use needlework_chart::fold::Chart;
use needlework_chart::id::PlanId;
use needlework_planning::Library;

use super::super::super::plan_form::Draft;
use crate::server::case_draft::{CaseDraft, CourseDraft, DatesDraft, ZoneDraft};
use crate::server::earlier::learn;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// Grades before treatment: Lemperle, Goodman-Baron, laxity.
type Grades = [Option<f64>; 3];

/// What is known of the person today.
pub(super) struct Footing {
    /// Person, answers and earlier results.
    known: Draft,
    /// How each zone looks before treatment, as the newest of the compared plans says.
    grades: BTreeMap<String, Grades>,
}

impl Footing {
    /// What a chart tells today, and the compared plans of how zones look.
    pub(super) fn of(
        mut known: Draft,
        documents: &[(PlanId, PlanDocument)],
        (page, chart, library): (&Page, &Chart, &Library),
    ) -> Self {
        learn(&mut known.case, page, chart, library);
        // Ids grow with time: the grades of the newest plan stand.
        let by_age: BTreeMap<PlanId, &CaseDraft> = documents
            .iter()
            .map(|(id, document)| (*id, &document.case))
            .collect();
        let mut grades: BTreeMap<String, Grades> = BTreeMap::new();
        for zone in known
            .case
            .zones
            .iter()
            .chain(by_age.values().flat_map(|case| &case.zones))
        {
            let held = grades.entry(zone.zone.clone()).or_default();
            for (held, said) in held.iter_mut().zip(grades_of(zone)) {
                *held = said.or(*held);
            }
        }
        Self { known, grades }
    }

    /// A plan with what is known today in the place of what was known when it was saved.
    pub(super) fn plan(&self, document: &PlanDocument) -> Draft {
        let known = &self.known.case;
        let mut draft = Draft::from(document.clone());
        let case = &mut draft.case;
        case.person = known.person.clone();
        case.planned_on = known.planned_on;
        case.screening.clone_from(&known.screening);
        case.earlier.clone_from(&known.earlier);
        for zone in &mut case.zones {
            if let Some([lemperle, scar, laxity]) = self.grades.get(&zone.zone).copied() {
                zone.lemperle_grade = lemperle;
                zone.goodman_baron_grade = scar;
                zone.laxity_grade = laxity;
            }
        }
        to_come(&mut case.dates, known.planned_on);
        draft
    }

    /// The course that is usual for the wish, the zones and the device of a plan, or else of the newest one: everything that can
    /// be left to the protocol is.
    pub(super) fn usual(&self, document: Option<&PlanDocument>) -> Draft {
        let mut draft = document.map_or_else(|| self.known.clone(), |document| self.plan(document));
        draft.case.course = CourseDraft::default();
        for zone in &mut draft.case.zones {
            zone.needle_length_mm = None;
            zone.passes = None;
            zone.channels_per_cm2 = None;
            zone.seconds_per_cm2 = None;
        }
        draft
    }
}

const fn grades_of(zone: &ZoneDraft) -> Grades {
    [
        zone.lemperle_grade,
        zone.goodman_baron_grade,
        zone.laxity_grade,
    ]
}

/// Forgets dates that are over: the course is then compared as if it began now.
fn to_come(dates: &mut DatesDraft, today: Date) {
    let first = dates.first_session.take();
    dates.first_session = first.filter(|first| {
        first
            .parse::<DateTime>()
            .is_ok_and(|first| first.date() > today)
    });
    dates.event = dates.event.filter(|event| *event > today);
}
