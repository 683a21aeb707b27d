//! Graded signs beside the band that was locked for this person.

use needlework_protocol::check_in::{CheckIn, CheckInRules, Grade, GradedSign, grade_of};

use crate::locked::{LockedForecast, LockedSideEffect, LockedZone, Quantiles};

/// A graded sign beside what was forecast for the hour of the report. Of several zones the strongest counts, since a person
/// grades the whole area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstForecast {
    /// The sign.
    pub sign: GradedSign,
    /// What the person reported.
    pub grade: Grade,
    /// The grade of the middle forecast.
    pub expected: Grade,
    /// The grade that 95 of 100 forecasts do not exceed.
    pub at_most: Grade,
}

impl AgainstForecast {
    /// Whether the sign is stronger than nearly all forecasts.
    pub fn is_outside(self) -> bool {
        self.grade > self.at_most
    }
}

/// Every sign that was both graded and forecast.
pub fn against_forecast(
    rules: &CheckInRules,
    forecast: &LockedForecast,
    check_in: &CheckIn,
) -> Vec<AgainstForecast> {
    check_in
        .grades
        .iter()
        .filter_map(|(sign, grade)| {
            let band = forecast.grade_band(sign.id(), check_in.hour)?;
            Some(AgainstForecast {
                sign: *sign,
                grade: *grade,
                expected: grade_of(rules, band.p50),
                at_most: grade_of(rules, band.p95),
            })
        })
        .collect()
}

impl LockedForecast {
    /// Quantiles of the grade of a sign at an hour after a session; in each the strongest of all zones. `None` for a sign that
    /// was not forecast.
    pub fn grade_band(&self, sign: &str, hour: f64) -> Option<Quantiles> {
        let zones = self.zones.iter();
        let bands = zones.filter_map(|zone| zone.side_effect(sign)?.grade_at(&self.hours, hour));
        bands.reduce(strongest)
    }
}

impl LockedZone {
    fn side_effect(&self, id: &str) -> Option<&LockedSideEffect> {
        self.side_effects.iter().find(|effect| effect.id == id)
    }
}

fn strongest(one: Quantiles, other: Quantiles) -> Quantiles {
    Quantiles {
        p05: one.p05.max(other.p05),
        p25: one.p25.max(other.p25),
        p50: one.p50.max(other.p50),
        p75: one.p75.max(other.p75),
        p95: one.p95.max(other.p95),
    }
}
