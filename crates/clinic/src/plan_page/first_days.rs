//! The first days after a session: what shows, how strongly, and until when.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{Estimate, Series, SideEffectOutlook};
use needlework_planning::{Plan, ZonePlan};

use crate::chart::{Drawing, HeatCell, HeatRow, HeatStrip};

use super::amount::{at_day, end, of_hundred, people, time};
use super::evidence::Evidence;
use super::head::capitalised;
use super::open_skin::OpenSkin;

/// Grade from which a sign counts as mild, moderate and severe: halfway from the grade below.
const BAND_STARTS: [f64; 3] = [0.5, 1.5, 2.5];
/// Names of the grades.
const BANDS: [&str; 4] = ["none", "mild", "moderate", "severe"];
/// Last day that is told in words.
const LAST_DAY: u32 = 7;
/// Wording of the expected course for patients (protocol 5.1), where redness is expected on the day itself.
const LIKE_SUNBURN: &str = "Red, warm and tight, like sunburn.";

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
    pub(crate) open: OpenSkin,
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

/// A stretch of time after the session, hours, with its name in full and for a phone.
struct Stretch {
    names: [String; 2],
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
            let classes = zone
                .outlook
                .absorption
                .iter()
                .flat_map(|class| &class.basis);
            signs.chain(classes).chain(&zone.outlook.barrier.basis)
        });
        let zones = plan.zones.iter().enumerate();
        Self {
            zones: zones.map(|(index, zone)| zone_days(index, zone)).collect(),
            evidence: Evidence::of(plan, basis),
        }
    }
}

fn zone_days(index: usize, zone: &ZonePlan) -> ZoneDays {
    let signs = &zone.outlook.side_effects;
    let caveats = signs.iter().filter_map(|sign| {
        sign.caveat
            .clone()
            .map(|caveat| (sign.plain_name.clone(), caveat))
    });
    ZoneDays {
        name: zone.plain_name.clone(),
        strip: strip(index, zone),
        signs: signs.iter().map(sign_row).collect(),
        days: day_cards(signs),
        open: OpenSkin::of(index, zone),
        caveats: caveats.collect(),
    }
}

fn stretches() -> Vec<Stretch> {
    let stretch = |full: &str, brief: &str, from: f64, to: f64| Stretch {
        names: [full.to_owned(), brief.to_owned()],
        from,
        to,
    };
    let mut all = vec![
        stretch("0\u{2013}6 h", "6 h", 0.0, 6.0),
        stretch("6\u{2013}24 h", "24 h", 6.0, HOURS_PER_DAY),
    ];
    all.extend((1..=LAST_DAY).map(|day| {
        let from = f64::from(day) * HOURS_PER_DAY;
        stretch(
            &format!("day {day}"),
            &format!("d {day}"),
            from,
            from + HOURS_PER_DAY,
        )
    }));
    let (from, to) = (8.0 * HOURS_PER_DAY, 15.0 * HOURS_PER_DAY);
    all.push(stretch("8\u{2013}14", "8\u{2013}14", from, to));
    all
}

/// The strongest grade within a stretch of time, median and 95 % quantile.
fn strongest_within(grade: &Series, from_hour: f64, to_hour: f64) -> Option<(f64, f64)> {
    let (from, to) = (from_hour / HOURS_PER_DAY, to_hour / HOURS_PER_DAY);
    let inside = grade
        .days
        .iter()
        .zip(&grade.values)
        .filter(|(day, _)| **day >= from && **day < to)
        .map(|(_, value)| *value);
    let ends = [at_day(grade, from), at_day(grade, to)];
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
    let signs = &zone.outlook.side_effects;
    let cell = |sign: &SideEffectOutlook, stretch: &Stretch| {
        let strongest = strongest_within(&sign.grade, stretch.from, stretch.to);
        let (expected, at_most) = strongest.unwrap_or((0.0, 0.0));
        HeatCell {
            expected: band(expected),
            at_most: band(at_most),
        }
    };
    let rows = signs.iter().map(|sign| HeatRow {
        label: sign.plain_name.clone(),
        remark: format!("{} people", people(&sign.probability))
            .replace("less than ", "<")
            .replace("more than ", ">"),
        cells: stretches
            .iter()
            .map(|stretch| cell(sign, stretch))
            .collect(),
    });
    let chart = HeatStrip {
        rows: rows.collect(),
        columns: stretches
            .iter()
            .map(|stretch| stretch.names.clone())
            .collect(),
    };
    let said: Vec<String> = signs
        .iter()
        .map(|sign| {
            let (people, end) = (people(&sign.probability), end(&sign.ends_hour));
            format!(
                "{}: {people} people, noticeable until {end}",
                sign.plain_name
            )
        })
        .collect();
    let title = format!("Strength of each sign after a session: {}", zone.plain_name);
    chart.picture(
        &format!("days-{index}"),
        &title,
        &format!("{}.", said.join(". ")),
    )
}

fn sign_row(sign: &SideEffectOutlook) -> SignRow {
    let peak = at_day(&sign.grade, sign.peak_hour.p50 / HOURS_PER_DAY);
    let grade = peak.map_or_else(String::new, |grade| {
        format!(
            "{} ({} to {})",
            band_name(grade.p50),
            band_name(grade.p05),
            band_name(grade.p95)
        )
    });
    SignRow {
        plain_name: sign.plain_name.clone(),
        name: sign.name.clone(),
        people: people(&sign.probability),
        strongest: time(&sign.peak_hour),
        grade,
        ends: end(&sign.ends_hour),
    }
}

/// A few sentences per day; days that read alike are joined.
fn day_cards(signs: &[SideEffectOutlook]) -> Vec<DayCard> {
    let mut runs: Vec<(u32, u32, String)> = Vec::new();
    for day in 0..=LAST_DAY {
        let text = day_text(signs, day);
        match runs.last_mut() {
            Some((_, last, same)) if *same == text => *last = day,
            _ => runs.push((day, day, text)),
        }
    }
    let cards = runs.into_iter().map(|(first, last, text)| DayCard {
        day: match (first, last) {
            (0, 0) => "Day 0, the session".to_owned(),
            (first, last) if first == last => format!("Day {first}"),
            (first, LAST_DAY) => format!("From day {first}"),
            (first, last) => format!("Days {first} to {last}"),
        },
        text,
    });
    cards.collect()
}

/// What to expect on one day: what most people notice by strength, then what some may notice.
fn day_text(signs: &[SideEffectOutlook], day: u32) -> String {
    let from = f64::from(day) * HOURS_PER_DAY;
    let mut expected: [Vec<&str>; 4] = Default::default();
    let mut possible: Vec<String> = Vec::new();
    let mut sentences: Vec<String> = Vec::new();
    for sign in signs {
        let Some((middle, high)) = strongest_within(&sign.grade, from, from + HOURS_PER_DAY) else {
            continue;
        };
        let most_people = sign.probability.p50 >= 0.5;
        if band(middle) > 0 && most_people {
            if let Some(names) = expected.get_mut(usize::from(band(middle))) {
                names.push(&sign.plain_name);
            }
            if day == 0 && sign.id == "redness" {
                sentences.push(LIKE_SUNBURN.to_owned());
            }
        } else if band(high) > 0 {
            let share = of_hundred(sign.probability.p50);
            possible.push(if most_people {
                sign.plain_name.clone()
            } else {
                format!("{} ({share} of 100 people have it at all)", sign.plain_name)
            });
        }
    }
    for (band, names) in expected.iter().enumerate().rev() {
        if let (Some(name), false) = (BANDS.get(band), names.is_empty()) {
            sentences.push(format!("{}: {}.", capitalised(name), names.join("; ")));
        }
    }
    if sentences.is_empty() {
        sentences.push("Most people notice nothing.".to_owned());
    }
    if !possible.is_empty() {
        sentences.push(format!("Possible: {}.", possible.join("; ")));
    }
    sentences.join(" ")
}
