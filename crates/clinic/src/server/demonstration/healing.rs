//! What made-up people report after a session. It is judged as the reports of real people are.

use axum::body::Bytes;
use jiff::Timestamp;
use needlework_chart::event::{Author, CheckInReported, Role};
use needlework_chart::id::CheckInId;
use needlework_protocol::Language;
use needlework_protocol::check_in::{CheckIn, Grade, GradedSign};

use super::{Somebody, Story};
use crate::server::check_in::{Context, Filled, HealingSession, report};
use crate::server::office::clinic_site::{ClinicSite, FIRST_SITE};
use crate::server::problem::Problem;

/// What somebody tells of the skin; signs that are not named are not there.
pub(super) struct Told {
    grades: &'static [(GradedSign, Grade)],
    pain: u8,
    words: Option<&'static str>,
}

/// Redness that still bothers, and words that a person must read.
pub(super) const STILL_RED: Told = Told {
    grades: &[
        (GradedSign::Redness, Grade::Moderate),
        (GradedSign::Tightness, Grade::Mild),
    ],
    pain: 1,
    words: Some("Still rather red on the left."),
};

/// Skin that has settled.
pub(super) const CALM: Told = Told {
    grades: &[],
    pain: 0,
    words: None,
};

impl Story<'_> {
    /// Somebody reports after a session.
    pub(super) fn report(
        &mut self,
        who: &Somebody,
        at: Timestamp,
        told: &Told,
    ) -> Result<(), Problem> {
        let reporter = Author {
            role: Role::Patient,
            name: format!("{} {}", who.given, who.family),
            ..self.stage.staff.front_desk.clone()
        };
        let reported = self.reported(at, told)?;
        self.add(at, &reporter, reported)
    }

    fn reported(&self, at: Timestamp, told: &Told) -> Result<CheckInReported, Problem> {
        let stage = self.stage;
        let signs = GradedSign::NAMES.iter().map(|(_, sign)| *sign);
        let grades = signs.map(|sign| {
            let named = told.grades.iter().find(|(named, _)| *named == sign);
            (sign, named.map_or(Grade::None, |(_, grade)| *grade))
        });
        let filled = Filled {
            key: CheckInId::new(at, stage.clinic.chance())?,
            whose: None,
            told: CheckIn {
                grades: grades.collect(),
                pain: Some(told.pain),
                free_text: told.words.map(str::to_owned),
                ..CheckIn::default()
            },
            kept_at: None,
            photograph: Bytes::new(),
        };
        let site = ClinicSite::new(FIRST_SITE);
        let zone = stage.page.zone();
        let context = Context::new(&stage.library, Language::ENGLISH, &site, zone);
        let healing = HealingSession::of(&self.chart, at).ok_or(Problem::NotFound)?;
        report(
            &context,
            &self.chart,
            healing,
            (filled.key, &filled),
            at,
            None,
        )
    }
}
