//! Whether the patient still has to tell what the card of the day asks for.

use jiff::Zoned;
use needlework_chart::fold::Chart;
use needlework_protocol::care::Instruction;

use crate::server::check_in::HealingSession;
use crate::server::mail::{QuietHours, reminded_at};
use crate::server::pages::photographs::consent;

/// The care rule that asks for a photograph with a check-in.
const PHOTOGRAPH_RULE: &str = "photo-checkin";

/// What a patient has told, and may show.
pub(super) struct Asked<'a> {
    healing: Option<HealingSession<'a>>,
    /// Hours after the session at which something was told.
    heard_hours: Vec<f64>,
    may_photograph: bool,
    quiet: QuietHours,
}

impl<'a> Asked<'a> {
    /// What was told up to a moment.
    pub(super) fn at(chart: &'a Chart, now: &Zoned, quiet: QuietHours) -> Self {
        let healing = HealingSession::of(chart, now.timestamp());
        let history = healing.map_or_else(Vec::new, |healing| healing.history(chart));
        Self {
            healing,
            heard_hours: history.iter().map(|one| one.hour).collect(),
            may_photograph: consent(chart, now.date()).is_some(),
            quiet,
        }
    }

    /// Whether a check-in that is due was not given yet. Nobody is asked for a photograph that may not be sent, nor for one alone:
    /// it comes with the answers.
    pub(super) fn waits_for(&self, due: &Instruction) -> bool {
        if due.rule == PHOTOGRAPH_RULE && !self.may_photograph {
            return false;
        }
        let since = reminded_at(&due.from, self.quiet).timestamp();
        let since = self.healing.map_or(0.0, |healing| healing.hours_to(since));
        !self.heard_hours.iter().any(|hour| *hour >= since)
    }
}
