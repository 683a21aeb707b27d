//! The first days after a session: what shows, how strongly, until when; how long the skin is open.

use needlework_outcome::{Estimate, Series, SideEffectOutlook};
use needlework_planning::{Plan, ZonePlan};

use crate::chart::{Drawing, FanChart, HeatCell, HeatRow, HeatStrip};

use super::amount::{Spread, at_day, of_hundred, people, scaled, time};
use super::evidence::Evidence;

const DAY_HOURS: f64 = 24.0;
/// Grade from which a sign counts as noticeable, strong and severe: halfway to the next grade.
const BAND_STARTS: [f64; 3] = [0.5, 1.5, 2.5];
/// Names of the grades.
const BANDS: [&str; 4] = ["none", "mild", "moderate", "severe"];

/// The section "The first days".
pub(crate) struct FirstDays {
    pub(crate) zones: Vec<ZoneDays>,
    pub(crate) evidence: Evidence,
}

/// The first days in one zone.
pub(crate) struct ZoneDays {
    pub(crate) name: String,
    pub(crate) strip: String,
    pub(crate) signs: Vec<SignRow>,
    pub(crate) days: Vec<DayCard>,
    pub(crate) closing: String,
    pub(crate) barrier: String,
    pub(crate) absorption: Vec<AbsorptionRow>,
    pub(crate) caveats: Vec<(String, String)>,
}

/// One sign in the table.
pub(crate) struct SignRow {
    pub(crate) plain_name: String,
    pub(crate) name: String,
    pub(crate) people: String,
    pub(crate) strongest: String,
    pub(crate) grade: String,
    pub(crate) ends: String,
}

/// One day, or a run of days that are alike, in words.
pub(crate) struct DayCard {
    pub(crate) day: String,
    pub(crate) text: String,
}

/// Uptake of one class of skin care.
pub(crate) struct AbsorptionRow {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}

/// A stretch of time after the session, hours.
struct Stretch {
    label: String,
    from: f64,
    to: f64,
}

impl FirstDays {
    pub(crate) fn of(plan: &Plan) -> Self {
        let basis = plan.zones.iter().flat_map(|zone| {
            let signs = zone
                .outlook
                .side_effects
                .iter()
                .flat_map(|sign| &sign.basis);
            signs.chain(
                zone.outlook
                    .absorption
                    .iter()
                    .flat_map(|class| &class.basis),
            )
        });
        Self {
            zones: plan
                .zones
                .iter()
                .enumerate()
                .map(|(index, zone)| zone_days(index, zone))
                .collect(),
            evidence: Evidence::of(plan, basis),
        }
    }
}

fn zone_days(index: usize, zone: &ZonePlan) -> ZoneDays {
    let outlook = &zone.outlook;
    let caveats = outlook
        .side_effects
        .iter()
        .map(|sign| (&sign.plain_name, &sign.caveat))
        .chain(
            outlook
                .absorption
                .iter()
                .map(|class| (&class.name, &class.caveat)),
        )
        .filter_map(|(name, caveat)| caveat.clone().map(|caveat| (name.clone(), caveat)))
        .collect();
    ZoneDays {
        name: zone.plain_name.clone(),
        strip: strip(index, zone),
        signs: outlook.side_effects.iter().map(sign_row).collect(),
        days: day_cards(&outlook.side_effects),
        closing: closing(&outlook.barrier),
        barrier: barrier(index, zone),
        absorption: outlook
            .absorption
            .iter()
            .map(|class| AbsorptionRow {
                name: class.name.clone(),
                values: ABSORPTION_DAYS
                    .iter()
                    .map(|(_, day)| {
                        at_day(&class.gain, *day).map_or_else(String::new, |gain| {
                            format!("{}×", Spread::of(&gain, 0.1).short())
                        })
                    })
                    .collect(),
            })
            .collect(),
        caveats,
    }
}

/// When absorption is told, in days after the session.
pub(crate) const ABSORPTION_DAYS: [(&str, f64); 3] = [
    ("Right after", 0.0),
    ("After 1 day", 1.0),
    ("After 3 days", 3.0),
];

fn stretches() -> Vec<Stretch> {
    let stretch = |label: &str, from: f64, to: f64| Stretch {
        label: label.to_owned(),
        from,
        to,
    };
    let mut all = vec![
        stretch("0\u{2013}6 h", 0.0, 6.0),
        stretch("6\u{2013}24 h", 6.0, 24.0),
    ];
    all.extend((1..=7).map(|day| {
        let from = f64::from(day) * DAY_HOURS;
        stretch(&format!("day {day}"), from, from + DAY_HOURS)
    }));
    all.push(stretch("8\u{2013}14", 8.0 * DAY_HOURS, 15.0 * DAY_HOURS));
    all
}

/// The strongest grade within a stretch of time, quantile by quantile.
fn strongest_within(grade: &Series, from_hour: f64, to_hour: f64) -> Option<(f64, f64)> {
    let (from, to) = (from_hour / DAY_HOURS, to_hour / DAY_HOURS);
    let inside = grade
        .days
        .iter()
        .zip(&grade.values)
        .filter(|(day, _)| **day >= from && **day < to)
        .map(|(_, value)| *value);
    let ends = [at_day(grade, from), at_day(grade, to - 1e-6)];
    inside
        .chain(ends.into_iter().flatten())
        .map(|value: Estimate| (value.p50, value.p95))
        .reduce(|one, other| (one.0.max(other.0), one.1.max(other.1)))
}

/// 0 not noticeable, 1 mild, 2 moderate, 3 severe.
fn band(grade: f64) -> u8 {
    let passed = BAND_STARTS.iter().filter(|start| grade >= **start).count();
    u8::try_from(passed).unwrap_or(3)
}

fn band_name(grade: f64) -> &'static str {
    BANDS
        .get(usize::from(band(grade)))
        .copied()
        .unwrap_or("severe")
}

fn strip(index: usize, zone: &ZonePlan) -> String {
    let stretches = stretches();
    let rows = zone.outlook.side_effects.iter().map(|sign| HeatRow {
        label: sign.plain_name.clone(),
        remark: format!("{} people", people(&sign.probability)),
        cells: stretches
            .iter()
            .map(|stretch| {
                let (expected, at_most) =
                    strongest_within(&sign.grade, stretch.from, stretch.to).unwrap_or((0.0, 0.0));
                HeatCell {
                    expected: band(expected),
                    at_most: band(at_most),
                }
            })
            .collect(),
    });
    let chart = HeatStrip {
        columns: stretches
            .iter()
            .map(|stretch| stretch.label.clone())
            .collect(),
        rows: rows.collect(),
    };
    let title = format!("Strength of each sign after a session: {}", zone.plain_name);
    let said: Vec<String> = zone
        .outlook
        .side_effects
        .iter()
        .map(|sign| {
            format!(
                "{}: {}, gone after {}",
                sign.plain_name,
                people(&sign.probability),
                time(&sign.ends_hour)
            )
        })
        .collect();
    chart.picture(
        &format!("days-{index}"),
        &title,
        &format!("{}.", said.join(". ")),
    )
}

fn sign_row(sign: &SideEffectOutlook) -> SignRow {
    let peak = sign.peak_hour.p50 / DAY_HOURS;
    let grade = strongest_within(&sign.grade, 0.0, f64::MAX).unwrap_or((0.0, 0.0));
    let grade_low = at_day(&sign.grade, peak).map_or(0.0, |value| value.p05);
    SignRow {
        plain_name: sign.plain_name.clone(),
        name: sign.name.clone(),
        people: people(&sign.probability),
        strongest: time(&sign.peak_hour),
        grade: format!(
            "{} ({} to {})",
            band_name(grade.0),
            band_name(grade_low),
            band_name(grade.1)
        ),
        ends: time(&sign.ends_hour),
    }
}

/// One sentence per day; days that read alike are joined.
fn day_cards(signs: &[SideEffectOutlook]) -> Vec<DayCard> {
    let mut cards: Vec<(u32, u32, String)> = Vec::new();
    for day in 0..=7_u32 {
        let text = day_text(signs, f64::from(day));
        match cards.last_mut() {
            Some((_, last, same)) if *same == text => *last = day,
            _ => cards.push((day, day, text)),
        }
    }
    cards
        .into_iter()
        .map(|(first, last, text)| DayCard {
            day: match (first, last) {
                (0, 0) => "Day 0, the day of the session".to_owned(),
                (first, last) if first == last => format!("Day {first}"),
                (first, 7) => format!("From day {first}"),
                (first, last) => format!("Days {first} to {last}"),
            },
            text,
        })
        .collect()
}

fn day_text(signs: &[SideEffectOutlook], day: f64) -> String {
    let (from, to) = (day * DAY_HOURS, (day + 1.0) * DAY_HOURS);
    let mut expected: Vec<(u8, &str)> = Vec::new();
    let mut possible: Vec<String> = Vec::new();
    for sign in signs {
        let Some((middle, high)) = strongest_within(&sign.grade, from, to) else {
            continue;
        };
        if band(middle) > 0 && sign.probability.p50 >= 0.5 {
            expected.push((band(middle), &sign.plain_name));
        } else if band(middle) > 0 {
            let share = of_hundred(sign.probability.p50);
            possible.push(format!("{} ({share} of 100 people)", sign.plain_name));
        } else if band(high) > 0 {
            possible.push(format!("a trace of {}", sign.plain_name));
        }
    }
    if expected.is_empty() && possible.is_empty() {
        return "Nothing is expected to be noticeable any more.".to_owned();
    }
    expected.sort_by_key(|(band, _)| std::cmp::Reverse(*band));
    let mut sentences = Vec::new();
    if expected.is_empty() {
        sentences.push("Most people notice little or nothing.".to_owned());
    } else {
        let named: Vec<String> = expected
            .iter()
            .map(|(band, name)| {
                format!(
                    "{} {name}",
                    BANDS.get(usize::from(*band)).copied().unwrap_or("")
                )
            })
            .collect();
        sentences.push(format!("Expected: {}.", named.join(", ")));
    }
    if !possible.is_empty() {
        sentences.push(format!("Possible: {}.", possible.join(", ")));
    }
    sentences.join(" ")
}

/// How long the channels stay open, from the curves of the quantiles: each falls, so the time at which the 5 % curve
/// crosses a level is the 5 % quantile of the crossing time.
fn closing(barrier: &Series) -> String {
    let told = |share: f64| -> Option<String> {
        let low = first_below(barrier, share, |value| value.p05)?;
        let middle = first_below(barrier, share, |value| value.p50)?;
        let high = first_below(barrier, share, |value| value.p95)?;
        let hours = Estimate {
            mean: middle,
            p05: low,
            p25: low,
            p50: middle,
            p75: high,
            p95: high,
        };
        Some(time(&hours))
    };
    match (told(0.5), told(0.1)) {
        (Some(half), Some(most)) => format!(
            "Half of the openings have closed after {half}, nine in ten after {most}. Until then, what is put on the \
             skin gets in more easily."
        ),
        (Some(half), None) => format!("Half of the openings have closed after {half}."),
        _ => "How fast the openings close is not predicted here.".to_owned(),
    }
}

/// Hours until a quantile of the series falls to `level`.
fn first_below(series: &Series, level: f64, of: fn(&Estimate) -> f64) -> Option<f64> {
    let mut before: Option<(f64, f64)> = None;
    for (day, value) in series.days.iter().zip(&series.values) {
        let value = of(value);
        if value <= level {
            let hours = match before {
                Some((earlier, above)) if above > value => {
                    earlier + (day - earlier) * (above - level) / (above - value)
                }
                _ => *day,
            };
            return Some(hours * DAY_HOURS);
        }
        before = Some((*day, value));
    }
    None
}

fn barrier(index: usize, zone: &ZonePlan) -> String {
    /// Hours that the chart shows.
    const SHOWN_HOURS: f64 = 96.0;
    let barrier = &zone.outlook.barrier;
    let points = barrier
        .days
        .iter()
        .zip(&barrier.values)
        .map(|(day, value)| (day * DAY_HOURS, scaled(value, 100.0)))
        .filter(|(hour, _)| *hour <= SHOWN_HOURS)
        .collect();
    let chart = FanChart {
        value_label: "openings still open, % of those right after the session".to_owned(),
        time_label: "hours after the session".to_owned(),
        time_steps: vec![6.0, 12.0, 24.0, 48.0],
        points,
        threshold: None,
        sessions: Vec::new(),
        pointer: None,
    };
    let title = format!("How fast the openings close: {}", zone.plain_name);
    chart.picture(&format!("barrier-{index}"), &title, &closing(barrier))
}
