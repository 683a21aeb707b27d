//! What improves, when, by how much, and whether it can be seen.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_outcome::{ChangeDirection, Estimate, ScaleOutlook};
use needlework_planning::{Plan, ZonePlan};
use needlework_protocol::{Grade, ScaleDefinition};

use crate::chart::{Drawing, FanChart, RangeRow, RangeRows};

use super::amount::{
    Spread, against_today, at_day, counted, difference, finest_of, of_hundred, plain,
};
use super::day;
use super::evidence::{Evidence, SourceLink, link};
use super::head::likelihood;
use crate::language::Language;

/// The section "What improves, and when".
pub(crate) struct Improvement {
    pub(crate) zones: Vec<ZoneScales>,
    pub(crate) upkeep: Option<Upkeep>,
    pub(crate) evidence: Evidence,
}

/// The scales of one zone.
pub(crate) struct ZoneScales {
    pub(crate) name: String,
    pub(crate) scales: Vec<ScaleCard>,
    pub(crate) overall: Vec<OverallRow>,
}

/// One scale.
pub(crate) struct ScaleCard {
    pub(crate) unit: String,
    pub(crate) plain_name: String,
    pub(crate) name: String,
    pub(crate) sentence: String,
    pub(crate) too_small: bool,
    pub(crate) earliest: String,
    pub(crate) picture: String,
    pub(crate) moments: Vec<MomentRow>,
    pub(crate) scale_text: String,
    pub(crate) definition: Option<Definition>,
    pub(crate) caveat: Option<String>,
    pub(crate) evidence: Evidence,
}

/// What the grades of a scale mean, as far as that was found.
pub(crate) struct Definition {
    /// Value or band, and its meaning.
    pub(crate) grades: Vec<(String, String)>,
    pub(crate) rater: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) sources: Vec<SourceLink>,
}

/// The prediction at one moment.
pub(crate) struct MomentRow {
    pub(crate) moment: String,
    pub(crate) change: String,
    pub(crate) too_small: bool,
    pub(crate) visible: String,
}

/// One grade of the global improvement.
pub(crate) struct OverallRow {
    pub(crate) name: String,
    pub(crate) of_hundred: String,
    pub(crate) width: String,
}

/// What upkeep or another number of sessions would change.
pub(crate) struct Upkeep {
    pub(crate) scale: String,
    pub(crate) unit: String,
    pub(crate) moment: String,
    pub(crate) picture: String,
    pub(crate) rows: Vec<ScenarioRow>,
}

/// One other course.
pub(crate) struct ScenarioRow {
    pub(crate) name: String,
    pub(crate) differences: Vec<String>,
    pub(crate) better: String,
}

/// The moments that are told: the day of judgement, one year and two years after the first session.
pub(crate) fn moments(plan: &Plan, words: &Language) -> Vec<(String, f64)> {
    let judged = day::date(words, &plan.judged_on);
    vec![
        (
            words.say_with("plan-when-judged-on", "day", &judged),
            plan.judged_day,
        ),
        (words.say("plan-after-1-year"), DAYS_PER_YEAR),
        (words.say("plan-after-2-years"), 2.0 * DAYS_PER_YEAR),
    ]
}

impl Improvement {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let scales = plan.zones.iter().flat_map(|zone| &zone.outlook.scales);
        Self {
            zones: plan
                .zones
                .iter()
                .enumerate()
                .map(|(index, zone)| zone_scales(plan, (index, zone), words))
                .collect(),
            upkeep: upkeep(plan, words),
            evidence: Evidence::of(plan, scales.flat_map(|scale| &scale.basis), words),
        }
    }
}

fn zone_scales(plan: &Plan, (index, zone): (usize, &ZonePlan), words: &Language) -> ZoneScales {
    let scales = zone.outlook.scales.iter().enumerate();
    ZoneScales {
        name: zone.plain_name.clone(),
        scales: scales
            .map(|(at, scale)| scale_card(plan, &format!("scale-{index}-{at}"), scale, words))
            .collect(),
        overall: overall(&zone.outlook.global_improvement, words),
    }
}

fn scale_card(plan: &Plan, id: &str, scale: &ScaleOutlook, words: &Language) -> ScaleCard {
    let judged = at_day(&scale.improvement, plan.judged_day);
    let threshold = scale.minimal_detectable_change.value;
    let too_small = judged.is_some_and(|change| change.p50 < threshold);
    let sentence = judged.map_or_else(String::new, |change| {
        sentence(plan, scale, (&change, too_small), words)
    });
    let title = words.say_with("plan-over-two-years", "scale", &scale.plain_name);
    let picture = fan(plan, scale, words).picture(id, &title, &sentence);
    ScaleCard {
        plain_name: scale.plain_name.clone(),
        name: scale.name.clone(),
        unit: words.units(&scale.improvement.unit),
        sentence,
        too_small,
        earliest: earliest(plan, scale, words),
        picture,
        moments: moment_rows(plan, scale, words),
        scale_text: scale_text(scale, words),
        definition: definition(plan, scale, words),
        caveat: scale.caveat.clone(),
        evidence: Evidence::of(plan, &scale.basis, words),
    }
}

fn definition(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> Option<Definition> {
    let is_it = |one: &&ScaleDefinition| one.predicted_as.as_ref() == Some(&scale.id);
    let found = plan.scale_definitions.iter().find(is_it)?;
    let band = |grade: &Grade| {
        let (from, to) = (plain(words, grade.from), plain(words, grade.to));
        if grade.from.total_cmp(&grade.to).is_eq() {
            from
        } else {
            words.say_all("plan-from-to", &[("from", &from), ("to", &to)])
        }
    };
    Some(Definition {
        grades: found
            .grades
            .iter()
            .map(|grade| (band(grade), grade.label.clone()))
            .collect(),
        rater: found.rater.clone(),
        note: found.provenance.note.clone(),
        sources: found
            .provenance
            .sources
            .iter()
            .map(|key| link(plan, key))
            .collect(),
    })
}

fn sentence(
    plan: &Plan,
    scale: &ScaleOutlook,
    (change, too_small): (&Estimate, bool),
    words: &Language,
) -> String {
    let verdict = words.say(if too_small {
        "plan-middle-too-small"
    } else {
        "plan-middle-large-enough"
    });
    let unit = &scale.improvement.unit;
    words.say_all(
        "plan-on-day",
        &[
            ("day", &day::date(words, &plan.judged_on)),
            (
                "change",
                &against_today(words, change, finest_of(scale.range), unit),
            ),
            ("verdict", &verdict),
        ],
    )
}

/// When a visible change becomes likely.
fn earliest(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> String {
    let samples = || {
        scale
            .improvement
            .days
            .iter()
            .zip(&scale.probability_detectable)
    };
    let best = samples()
        .map(|(_, chance)| *chance)
        .filter(|chance| chance.is_finite())
        .fold(0.0_f64, f64::max);
    let crossing = samples().find(|(_, chance)| **chance >= 0.5);
    match (crossing, plan.sessions.first()) {
        (Some((days, _)), Some(first)) => words.say_all(
            "plan-not-before-month",
            &[
                ("month", &day::month_after(words, &first.starts, *days)),
                ("stretch", &day::stretch(words, *days)),
            ],
        ),
        _ => words.say_all(
            "plan-at-any-time",
            &[
                ("likelihood", &likelihood(words, best)),
                ("number", &of_hundred(words, best)),
            ],
        ),
    }
}

fn moment_rows(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> Vec<MomentRow> {
    let threshold = scale.minimal_detectable_change.value;
    let last = scale.improvement.days.last().copied().unwrap_or(0.0);
    let rows = moments(plan, words)
        .into_iter()
        .filter(|(_, day)| *day <= last + 1.0);
    rows.filter_map(|(moment, day)| {
        let change = at_day(&scale.improvement, day)?;
        let chance = scale.chance_at(day)?;
        Some(MomentRow {
            moment,
            change: difference(words, &change, finest_of(scale.range)),
            too_small: change.p50 < threshold,
            visible: words.say_with("plan-chance", "number", &of_hundred(words, chance)),
        })
    })
    .collect()
}

fn scale_text(scale: &ScaleOutlook, words: &Language) -> String {
    let better = words.say(match scale.direction {
        ChangeDirection::LowerIsBetter => "plan-lower-is-better",
        ChangeDirection::HigherIsBetter => "plan-higher-is-better",
    });
    let today = Spread::of(words, &scale.baseline, finest_of(scale.range));
    let least = plain(words, scale.minimal_detectable_change.value);
    words.say_all(
        "plan-scale",
        &[
            ("scale", &scale.name),
            ("low", &plain(words, scale.range[0])),
            ("high", &plain(words, scale.range[1])),
            ("better", &better),
            ("today", &today.about_number(words)),
            (
                "least",
                &format!(
                    "{least}{}",
                    words.unit_after(&least, &scale.improvement.unit)
                ),
            ),
        ],
    )
}

fn fan(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> FanChart {
    let months = |days: f64| days / day::MONTH_DAYS;
    let unit = words.units(&scale.improvement.unit);
    let unit = if matches!(unit.as_str(), "" | "1" | "\u{2011}") {
        String::new()
    } else {
        format!(", {unit}")
    };
    FanChart {
        value_label: words.say_with("plan-fan-axis", "unit", &unit),
        time_label: words.say("plan-fan-months"),
        time_steps: vec![1.0, 2.0, 3.0, 6.0, 12.0, 24.0],
        decimal_mark: words.decimal_mark().to_owned(),
        points: scale
            .improvement
            .days
            .iter()
            .map(|days| months(*days))
            .zip(scale.improvement.values.iter().copied())
            .collect(),
        threshold: Some((
            scale.minimal_detectable_change.value,
            words.say("plan-smallest-seen"),
        )),
        sessions: plan
            .sessions
            .iter()
            .map(|session| months(session.day))
            .collect(),
        pointer: Some((months(plan.judged_day), words.say("plan-judged"))),
    }
}

/// The grades of global improvement as people of a hundred.
fn overall(shares: &[f64], words: &Language) -> Vec<OverallRow> {
    const NAMES: [&str; 5] = [
        "plan-overall-worse",
        "plan-overall-no-change",
        "plan-overall-improved",
        "plan-overall-much-improved",
        "plan-overall-very-much-improved",
    ];
    let rows = NAMES
        .into_iter()
        .zip(shares)
        .map(|(name, share)| OverallRow {
            name: words.say(name),
            of_hundred: of_hundred(words, *share),
            width: format!("{:.0}", (share * 100.0).clamp(0.0, 100.0)),
        });
    rows.collect()
}

fn upkeep(plan: &Plan, words: &Language) -> Option<Upkeep> {
    let first = plan.scenarios.first()?;
    let scale = plan
        .zones
        .first()?
        .outlook
        .scales
        .iter()
        .find(|scale| scale.id == first.scale.id)?;
    let last = first.scale.difference.days.last().copied()?;
    let finest = finest_of(scale.range);
    let rows = plan.scenarios.iter().filter_map(|scenario| {
        let difference = at_day(&scenario.scale.difference, last)?;
        Some(RangeRow {
            label: scenario.name.clone(),
            ranges: vec![difference],
        })
    });
    let unit = words.unit_after("", &first.scale.difference.unit);
    let chart = RangeRows {
        label: words.say_all(
            "plan-upkeep-axis",
            &[
                ("stretch", &day::stretch(words, last)),
                ("unit", &comma(&unit)),
            ],
        ),
        span: [-finest, finest],
        reference: Some(0.0),
        decimal_mark: words.decimal_mark().to_owned(),
        rows: rows.collect(),
    };
    let table: Vec<ScenarioRow> = plan
        .scenarios
        .iter()
        .map(|scenario| ScenarioRow {
            name: scenario.name.clone(),
            differences: scenario
                .scale
                .difference
                .values
                .iter()
                .map(|value| difference(words, value, finest))
                .collect(),
            better: scenario
                .scale
                .probability_better
                .last()
                .map_or_else(String::new, |share| {
                    counted(words, &of_hundred(words, *share), "of-hundred")
                }),
        })
        .collect();
    let said: Vec<String> = table
        .iter()
        .map(|row| {
            format!(
                "{}: {}",
                row.name,
                row.differences.last().map_or("", String::as_str)
            )
        })
        .collect();
    Some(Upkeep {
        scale: scale.plain_name.clone(),
        unit: words.units(&first.scale.difference.unit),
        moment: day::stretch(words, last),
        picture: chart.picture(
            "scenarios",
            &words.say("plan-upkeep-picture"),
            &said.join("; "),
        ),
        rows: table,
    })
}

fn comma(unit: &str) -> String {
    if unit.is_empty() {
        String::new()
    } else {
        format!(",{unit}")
    }
}
