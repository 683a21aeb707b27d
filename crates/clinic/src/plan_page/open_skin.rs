//! How long the skin is open after a session, and how much more skin care gets in meanwhile.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{Estimate, Series};
use needlework_planning::ZonePlan;

use crate::chart::{Drawing, FanChart};
use crate::language::Language;

use super::amount::{at_day, scaled, share, time, times};

/// When absorption is told, in days after the session.
const ABSORPTION_DAYS: [(&str, f64); 3] = [
    ("plan-right-after", 0.0),
    ("plan-after-1-day", 1.0),
    ("plan-after-3-days", 3.0),
];

/// When the share of open channels is told, in hours after the session.
const OPEN_HOURS: [(&str, f64); 5] = [
    ("plan-after-2-hours", 2.0),
    ("plan-after-6-hours", 6.0),
    ("plan-after-1-day", 24.0),
    ("plan-after-2-days", 48.0),
    ("plan-after-3-days", 72.0),
];

/// The openings of one zone.
pub(crate) struct OpenSkin {
    pub(crate) closing: String,
    pub(crate) picture: String,
    pub(crate) open_shares: Vec<(String, String)>,
    pub(crate) caveat: Option<String>,
    /// When absorption is told.
    pub(crate) absorption_times: Vec<String>,
    pub(crate) absorption: Vec<AbsorptionRow>,
}

/// Uptake of one class of skin care.
pub(crate) struct AbsorptionRow {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
    pub(crate) caveat: Option<String>,
}

impl OpenSkin {
    pub(crate) fn of(index: usize, zone: &ZonePlan, words: &Language) -> Self {
        let classes = zone.outlook.absorption.iter();
        Self {
            closing: closing(&zone.outlook.barrier.open, words),
            picture: picture(index, zone, words),
            caveat: zone.outlook.barrier.caveat.clone(),
            open_shares: OPEN_HOURS
                .iter()
                .filter_map(|(label, hour)| {
                    let open = at_day(&zone.outlook.barrier.open, hour / HOURS_PER_DAY)?;
                    Some((words.say(label), share(words, &open)))
                })
                .collect(),
            absorption_times: ABSORPTION_DAYS
                .iter()
                .map(|(label, _)| words.say(label))
                .collect(),
            absorption: classes
                .map(|class| AbsorptionRow {
                    name: class.name.clone(),
                    values: ABSORPTION_DAYS
                        .iter()
                        .map(|(_, day)| told(&class.gain, *day, words))
                        .collect(),
                    caveat: class.caveat.clone(),
                })
                .collect(),
        }
    }
}

fn told(gain: &Series, day: f64, words: &Language) -> String {
    at_day(gain, day).map_or_else(String::new, |gain| times(words, &gain))
}

/// How long the channels stay open, from the curves of the quantiles: each falls, so the time at which the 5 % curve
/// crosses a level is the 5 % quantile of the crossing time.
fn closing(barrier: &Series, words: &Language) -> String {
    let after = |level: f64| -> Option<String> {
        let [low, middle, high] = [
            first_below(barrier, level, |value| value.p05)?,
            first_below(barrier, level, |value| value.p50)?,
            first_below(barrier, level, |value| value.p95)?,
        ];
        let hours = Estimate {
            mean: middle,
            p05: low,
            p25: low,
            p50: middle,
            p75: high,
            p95: high,
        };
        Some(time(words, &hours))
    };
    match (after(0.5), after(0.1)) {
        (Some(half), Some(most)) => {
            words.say_all("plan-closing", &[("half", &half), ("most", &most)])
        }
        (Some(half), None) => words.say_with("plan-closing-half", "half", &half),
        _ => words.say("plan-closing-unknown"),
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

fn picture(index: usize, zone: &ZonePlan, words: &Language) -> String {
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
        value_label: words.say("plan-open-axis"),
        time_label: words.say("plan-open-hours"),
        time_steps: vec![6.0, 12.0, 24.0, 48.0],
        decimal_mark: words.decimal_mark().to_owned(),
        points: points.collect(),
        threshold: None,
        sessions: Vec::new(),
        pointer: None,
    };
    let title = words.say_with("plan-open-picture", "zone", &zone.plain_name);
    let id = format!("barrier-{index}");
    chart.picture(&id, &title, &closing(barrier, words))
}
