//! How long the skin is open after a session, and how much more skin care gets in meanwhile.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{Estimate, Series};
use needlework_planning::ZonePlan;

use crate::chart::{Drawing, FanChart};

use super::amount::{at_day, scaled, share, time, times};

/// When absorption is told, in days after the session.
pub(crate) const ABSORPTION_DAYS: [(&str, f64); 3] = [
    ("Right after", 0.0),
    ("After 1 day", 1.0),
    ("After 3 days", 3.0),
];

/// When the share of open channels is told, in hours after the session.
const OPEN_HOURS: [(&str, f64); 5] = [
    ("After 2 hours", 2.0),
    ("After 6 hours", 6.0),
    ("After 1 day", 24.0),
    ("After 2 days", 48.0),
    ("After 3 days", 72.0),
];

/// The openings of one zone.
pub(crate) struct OpenSkin {
    pub(crate) closing: String,
    pub(crate) picture: String,
    pub(crate) open_shares: Vec<(&'static str, String)>,
    pub(crate) caveat: Option<String>,
    pub(crate) absorption: Vec<AbsorptionRow>,
}

/// Uptake of one class of skin care.
pub(crate) struct AbsorptionRow {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
    pub(crate) caveat: Option<String>,
}

impl OpenSkin {
    pub(crate) fn of(index: usize, zone: &ZonePlan) -> Self {
        let classes = zone.outlook.absorption.iter();
        Self {
            closing: closing(&zone.outlook.barrier.open),
            picture: picture(index, zone),
            caveat: zone.outlook.barrier.caveat.clone(),
            open_shares: OPEN_HOURS
                .iter()
                .filter_map(|(label, hour)| {
                    let open = at_day(&zone.outlook.barrier.open, hour / HOURS_PER_DAY)?;
                    Some((*label, share(&open)))
                })
                .collect(),
            absorption: classes
                .map(|class| AbsorptionRow {
                    name: class.name.clone(),
                    values: ABSORPTION_DAYS
                        .iter()
                        .map(|(_, day)| told(&class.gain, *day))
                        .collect(),
                    caveat: class.caveat.clone(),
                })
                .collect(),
        }
    }
}

fn told(gain: &Series, day: f64) -> String {
    at_day(gain, day).map_or_else(String::new, |gain| times(&gain))
}

/// How long the channels stay open, from the curves of the quantiles: each falls, so the time at which the 5 % curve
/// crosses a level is the 5 % quantile of the crossing time.
fn closing(barrier: &Series) -> String {
    let after = |level: f64| -> Option<String> {
        let [low, middle, high] = [
            first_below(barrier, level, |value| value.p05)?,
            first_below(barrier, level, |value| value.p50)?,
            first_below(barrier, level, |value| value.p95)?,
        ];
        Some(time(&Estimate {
            mean: middle,
            p05: low,
            p25: low,
            p50: middle,
            p75: high,
            p95: high,
        }))
    };
    match (after(0.5), after(0.1)) {
        (Some(half), Some(most)) => format!(
            "Half of the openings have closed after {half}, nine in ten after {most}. Until then, what is put on the \
             skin gets in more easily."
        ),
        (Some(half), None) => format!(
            "Half of the openings have closed after {half}. How long the last ones stay open is not predicted."
        ),
        _ => "How fast the openings close is not predicted here.".to_owned(),
    }
}

/// Hours until a quantile of the series falls to `level`.
fn first_below(series: &Series, level: f64, of: fn(&Estimate) -> f64) -> Option<f64> {
    let mut before: Option<(f64, f64)> = None;
    for (day, value) in series.days.iter().zip(&series.values) {
        let value = of(value);
        if value <= level {
            let crossing = match before {
                Some((earlier, above)) if above > value => {
                    earlier + (day - earlier) * (above - level) / (above - value)
                }
                _ => *day,
            };
            return Some(crossing * HOURS_PER_DAY);
        }
        before = Some((*day, value));
    }
    None
}

fn picture(index: usize, zone: &ZonePlan) -> String {
    /// Hours that the chart shows.
    const SHOWN_HOURS: f64 = 96.0;
    let barrier = &zone.outlook.barrier.open;
    let points = barrier
        .days
        .iter()
        .zip(&barrier.values)
        .map(|(day, value)| (day * HOURS_PER_DAY, scaled(value, 100.0)))
        .filter(|(hour, _)| *hour <= SHOWN_HOURS);
    let chart = FanChart {
        value_label: "openings still open, % of those at first".to_owned(),
        time_label: "hours after the session".to_owned(),
        time_steps: vec![6.0, 12.0, 24.0, 48.0],
        points: points.collect(),
        threshold: None,
        sessions: Vec::new(),
        pointer: None,
    };
    let title = format!("How fast the openings close: {}", zone.plain_name);
    chart.picture(&format!("barrier-{index}"), &title, &closing(barrier))
}
