//! The first days after a session: what shows, how strongly, and until when.

use std::collections::BTreeMap;

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::SideEffectOutlook;
use needlework_planning::{Plan, ZonePlan};
use needlework_protocol::check_in::{ExpectedDay, Grade, GradeName, strongest_within};

use crate::chart::{Drawing, HeatCell, HeatRow, HeatStrip};

use super::amount::{at_day, end, people, time};
use super::evidence::Evidence;
use super::open_skin::OpenSkin;
use crate::language::Language;

/// Last day that has a column of its own in the strip.
const LAST_DAY: u32 = 7;

/// The section "The first days".
pub(crate) struct FirstDays {
    pub(crate) zones: Vec<ZoneDays>,
    pub(crate) grades: Vec<GradeKey>,
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

/// One grade in the key of the strip.
pub(crate) struct GradeKey {
    pub(crate) number: u8,
    pub(crate) dots: String,
    pub(crate) name: String,
    pub(crate) meaning: String,
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
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
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
            let words = zone.expected_days.iter().flat_map(|day| &day.basis);
            signs
                .chain(classes)
                .chain(&zone.outlook.barrier.basis)
                .chain(words)
        });
        let zones = plan.zones.iter().enumerate();
        let grades = &plan.check_ins.grades;
        Self {
            zones: zones
                .map(|(index, zone)| zone_days(index, zone, (grades, words)))
                .collect(),
            grades: grades.iter().filter_map(grade_key).collect(),
            evidence: Evidence::of(plan, basis, words),
        }
    }
}

/// A grade that a sign can have; none is not in the key.
fn grade_key(grade: &GradeName) -> Option<GradeKey> {
    (grade.number > 0).then(|| GradeKey {
        number: grade.number,
        dots: "●".repeat(usize::from(grade.number)),
        name: grade.name.clone(),
        meaning: grade.meaning.trim_end_matches('.').to_lowercase(),
    })
}

fn zone_days(
    index: usize,
    zone: &ZonePlan,
    (grades, words): (&[GradeName], &Language),
) -> ZoneDays {
    let signs = &zone.outlook.side_effects;
    let caveats = signs.iter().filter_map(|sign| {
        sign.caveat
            .clone()
            .map(|caveat| (sign.plain_name.clone(), caveat))
    });
    ZoneDays {
        name: zone.plain_name.clone(),
        strip: strip(index, zone, (grades, words)),
        signs: signs
            .iter()
            .map(|sign| sign_row(sign, grades, words))
            .collect(),
        days: day_cards(zone, grades, words),
        open: OpenSkin::of(index, zone, words),
        caveats: caveats.collect(),
    }
}

fn stretches(words: &Language) -> Vec<Stretch> {
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
        let number = day.to_string();
        stretch(
            &words.say_with("plan-strip-day", "day", &number),
            &words.say_with("plan-strip-day-short", "day", &number),
            from,
            from + HOURS_PER_DAY,
        )
    }));
    let (from, to) = (8.0 * HOURS_PER_DAY, 15.0 * HOURS_PER_DAY);
    all.push(stretch("8\u{2013}14", "8\u{2013}14", from, to));
    all
}

/// Number of the grade by which a predicted value is called.
pub(crate) fn band(value: f64, grades: &[GradeName]) -> u8 {
    grades
        .iter()
        .filter(|grade| value >= grade.from)
        .map(|grade| grade.number)
        .max()
        .unwrap_or(0)
}

/// Name of a grade.
pub(crate) fn grade_name(number: u8, grades: &[GradeName]) -> &str {
    grades
        .iter()
        .find(|grade| grade.number == number)
        .map_or("", |grade| &grade.name)
}

fn strip(index: usize, zone: &ZonePlan, (grades, words): (&[GradeName], &Language)) -> String {
    let stretches = stretches(words);
    let signs = &zone.outlook.side_effects;
    let cell = |sign: &SideEffectOutlook, stretch: &Stretch| {
        let days = [stretch.from, stretch.to].map(|hour| hour / HOURS_PER_DAY);
        let strongest = strongest_within(&sign.grade, days[0], days[1]);
        let (expected, at_most) = strongest.unwrap_or((0.0, 0.0));
        HeatCell {
            expected: band(expected, grades),
            at_most: band(at_most, grades),
        }
    };
    let rows = signs.iter().map(|sign| HeatRow {
        label: sign.plain_name.clone(),
        remark: words
            .say_with(
                "plan-strip-people",
                "people",
                &people(words, &sign.probability),
            )
            .replace(&words.say("plan-less-than-one"), "<1")
            .replace(&words.say("plan-more-than-99"), ">99"),
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
            words.say_all(
                "plan-strip-picture",
                &[
                    ("sign", &sign.plain_name),
                    ("people", &people(words, &sign.probability)),
                    ("end", &end(words, &sign.ends_hour)),
                ],
            )
        })
        .collect();
    let title = words.say_with("plan-strip", "zone", &zone.plain_name);
    chart.picture(
        &format!("days-{index}"),
        &title,
        &format!("{}.", said.join(". ")),
    )
}

fn sign_row(sign: &SideEffectOutlook, grades: &[GradeName], words: &Language) -> SignRow {
    let called = |value: f64| grade_name(band(value, grades), grades);
    let peak = at_day(&sign.grade, sign.peak_hour.p50 / HOURS_PER_DAY);
    let grade = peak.map_or_else(String::new, |grade| {
        words.say_all(
            "plan-banded",
            &[
                ("middle", called(grade.p50)),
                ("low", called(grade.p05)),
                ("high", called(grade.p95)),
            ],
        )
    });
    SignRow {
        plain_name: sign.plain_name.clone(),
        name: sign.name.clone(),
        people: people(words, &sign.probability),
        strongest: time(words, &sign.peak_hour),
        grade,
        ends: end(words, &sign.ends_hour),
    }
}

/// A few sentences per day; days that read alike are joined.
fn day_cards(zone: &ZonePlan, grades: &[GradeName], words: &Language) -> Vec<DayCard> {
    let mut runs: Vec<(u32, u32, String)> = Vec::new();
    for day in &zone.expected_days {
        let text = day_text(day, &zone.outlook.side_effects, grades, words);
        match runs.last_mut() {
            Some((_, last, same)) if *same == text => *last = day.day,
            _ => runs.push((day.day, day.day, text)),
        }
    }
    let end = zone.expected_days.last().map_or(0, |day| day.day);
    let cards = runs.into_iter().map(|(first, last, text)| DayCard {
        day: words.say_all(
            match (first, last) {
                (0, 0) => "plan-day-of-the-session",
                (first, last) if first == last => "plan-day",
                (_, last) if last == end => "plan-from-day",
                _ => "plan-days-between",
            },
            &[("from", &first.to_string()), ("to", &last.to_string())],
        ),
        text,
    });
    cards.collect()
}

/// What to expect on one day: the words of the protocol, then what most people notice by strength, then what some may
/// notice.
fn day_text(
    day: &ExpectedDay,
    outlook: &[SideEffectOutlook],
    grades: &[GradeName],
    words: &Language,
) -> String {
    let mut expected: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
    let mut possible: Vec<String> = Vec::new();
    for sign in &day.signs {
        let Some(named) = outlook.iter().find(|known| known.id == sign.id) else {
            continue;
        };
        let name = named.plain_name.as_str();
        let most_people = sign.probability.p50 >= 0.5;
        if sign.expected > Grade::None && most_people {
            expected
                .entry(sign.expected.number())
                .or_default()
                .push(name);
        } else if sign.at_most > Grade::None {
            possible.push(if most_people {
                name.to_owned()
            } else {
                let share = people(words, &sign.probability);
                words.say_all("plan-people-have-it", &[("sign", name), ("people", &share)])
            });
        }
    }
    let mut sentences: Vec<String> = day.patient.clone();
    if expected.is_empty() {
        sentences.push(words.say("plan-notice-nothing"));
    } else {
        let strengths = expected.iter().rev();
        let told: Vec<String> = strengths
            .flat_map(|(number, names)| {
                let strength = grade_name(*number, grades);
                names.iter().map(move |name| format!("{name} ({strength})"))
            })
            .collect();
        sentences.push(words.say_with("plan-predicted-here", "signs", &told.join("; ")));
    }
    if !possible.is_empty() {
        sentences.push(words.say_with("plan-possible", "signs", &possible.join("; ")));
    }
    sentences.join(" ")
}
