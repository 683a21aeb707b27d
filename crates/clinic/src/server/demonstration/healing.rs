//! What made-up people report after a session. It is judged as the reports of real people are.

use axum::body::Bytes;
use jiff::Timestamp;
use needlework_chart::event::CheckInReported;
use needlework_chart::id::CheckInId;
use needlework_protocol::Language;
use needlework_protocol::check_in::{CheckIn, Grade, GradedSign};

use super::Story;
use crate::server::check_in::{Context, Filled, HealingSession, report};
use crate::server::office::clinic_site::{ClinicSite, FIRST_SITE};
use crate::server::problem::Problem;

impl Story<'_> {
    /// Redness that still bothers, and words that a person must read.
    pub(super) fn reported(&self, at: Timestamp) -> Result<CheckInReported, Problem> {
        let stage = self.stage;
        let signs = GradedSign::NAMES.iter().map(|(_, sign)| *sign);
        let grades = signs.map(|sign| match sign {
            GradedSign::Redness => (sign, Grade::Moderate),
            GradedSign::Tightness => (sign, Grade::Mild),
            _ => (sign, Grade::None),
        });
        let filled = Filled {
            key: CheckInId::new(at, stage.clinic.chance())?,
            whose: None,
            told: CheckIn {
                grades: grades.collect(),
                pain: Some(1),
                free_text: Some("Still rather red on the left.".to_owned()),
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
