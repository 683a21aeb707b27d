//! What improves, when, by how much, and whether it can be seen.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_outcome::{ChangeDirection, Estimate, ScaleOutlook};
use needlework_planning::{Plan, ZonePlan};
use needlework_protocol::{Grade, ScaleDefinition};

use crate::chart::{Drawing, FanChart, RangeRow, RangeRows};

use super::amount::{
    Spread, against_today, at_day, difference, finest_of, of_hundred, plain, pretty_unit, spaced,
};
use super::day;
use super::evidence::{Evidence, SourceLink, link};
use super::head::{chance_at, likelihood};

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
    pub(crate) name: &'static str,
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
pub(crate) fn moments(plan: &Plan) -> Vec<(String, f64)> {
    vec![
        (
            format!("When judged, {}", day::date(&plan.judged_on)),
            plan.judged_day,
        ),
        ("After 1 year".to_owned(), DAYS_PER_YEAR),
        ("After 2 years".to_owned(), 2.0 * DAYS_PER_YEAR),
    ]
}

impl Improvement {
    pub(crate) fn of(plan: &Plan) -> Self {
        let scales = plan.zones.iter().flat_map(|zone| &zone.outlook.scales);
        Self {
            zones: plan
                .zones
                .iter()
                .enumerate()
                .map(|(index, zone)| zone_scales(plan, index, zone))
                .collect(),
            upkeep: upkeep(plan),
            evidence: Evidence::of(plan, scales.flat_map(|scale| &scale.basis)),
        }
    }
}

fn zone_scales(plan: &Plan, index: usize, zone: &ZonePlan) -> ZoneScales {
    let scales = zone.outlook.scales.iter().enumerate();
    ZoneScales {
        name: zone.plain_name.clone(),
        scales: scales
            .map(|(at, scale)| scale_card(plan, &format!("scale-{index}-{at}"), scale))
            .collect(),
        overall: overall(&zone.outlook.global_improvement),
    }
}

fn scale_card(plan: &Plan, id: &str, scale: &ScaleOutlook) -> ScaleCard {
    let judged = at_day(&scale.improvement, plan.judged_day);
    let threshold = scale.minimal_detectable_change.value;
    let too_small = judged.is_some_and(|change| change.p50 < threshold);
    let sentence = judged.map_or_else(String::new, |change| {
        sentence(plan, scale, &change, too_small)
    });
    let picture = fan(plan, scale).picture(
        id,
        &format!("{} over two years", scale.plain_name),
        &sentence,
    );
    ScaleCard {
        plain_name: scale.plain_name.clone(),
        name: scale.name.clone(),
        unit: pretty_unit(&scale.improvement.unit),
        sentence,
        too_small,
        earliest: earliest(plan, scale),
        picture,
        moments: moment_rows(plan, scale),
        scale_text: scale_text(scale),
        definition: definition(plan, scale),
        caveat: scale.caveat.clone(),
        evidence: Evidence::of(plan, &scale.basis),
    }
}

fn definition(plan: &Plan, scale: &ScaleOutlook) -> Option<Definition> {
    let is_it = |one: &&ScaleDefinition| one.predicted_as.as_ref() == Some(&scale.id);
    let found = plan.scale_definitions.iter().find(is_it)?;
    let band = |grade: &Grade| {
        if grade.from.total_cmp(&grade.to).is_eq() {
            plain(grade.from)
        } else {
            format!("{} to {}", plain(grade.from), plain(grade.to))
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

fn sentence(plan: &Plan, scale: &ScaleOutlook, change: &Estimate, too_small: bool) -> String {
    let verdict = if too_small {
        "The middle forecast is too small to be seen."
    } else {
        "The middle forecast is large enough to be seen."
    };
    format!(
        "On {}: {}. {verdict}",
        day::date(&plan.judged_on),
        against_today(change, finest_of(scale.range), &scale.improvement.unit),
    )
}

/// When a visible change becomes likely.
fn earliest(plan: &Plan, scale: &ScaleOutlook) -> String {
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
        (Some((days, _)), Some(first)) => format!(
            "No visible change is likely before {} ({} after the first session).",
            day::month_after(&first.starts, *days),
            day::stretch(*days)
        ),
        _ => format!(
            "A change big enough to be seen is {} at any time within the forecast (at best {} of 100).",
            likelihood(best),
            of_hundred(best)
        ),
    }
}

fn moment_rows(plan: &Plan, scale: &ScaleOutlook) -> Vec<MomentRow> {
    let threshold = scale.minimal_detectable_change.value;
    let last = scale.improvement.days.last().copied().unwrap_or(0.0);
    let rows = moments(plan)
        .into_iter()
        .filter(|(_, day)| *day <= last + 1.0);
    rows.filter_map(|(moment, day)| {
        let change = at_day(&scale.improvement, day)?;
        let chance = chance_at(scale, day)?;
        Some(MomentRow {
            moment,
            change: difference(&change, finest_of(scale.range)),
            too_small: change.p50 < threshold,
            visible: format!("{}\u{a0}of\u{a0}100", of_hundred(chance)),
        })
    })
    .collect()
}

fn scale_text(scale: &ScaleOutlook) -> String {
    let better = match scale.direction {
        ChangeDirection::LowerIsBetter => "lower is better",
        ChangeDirection::HigherIsBetter => "higher is better",
    };
    format!(
        "{}: {} to {}, {better}. Today {}. Changes below {}{} cannot be told from rating error.",
        scale.name,
        plain(scale.range[0]),
        plain(scale.range[1]),
        Spread::of(&scale.baseline, finest_of(scale.range)).about(""),
        plain(scale.minimal_detectable_change.value),
        spaced(&scale.improvement.unit),
    )
}

fn fan(plan: &Plan, scale: &ScaleOutlook) -> FanChart {
    let months = |days: f64| days / day::MONTH_DAYS;
    let unit = pretty_unit(&scale.improvement.unit);
    let unit = if matches!(unit.as_str(), "" | "1" | "\u{2011}") {
        String::new()
    } else {
        format!(", {unit}")
    };
    FanChart {
        value_label: format!("↑ better than before treatment{unit}"),
        time_label: "months after the first session".to_owned(),
        time_steps: vec![1.0, 2.0, 3.0, 6.0, 12.0, 24.0],
        points: scale
            .improvement
            .days
            .iter()
            .map(|days| months(*days))
            .zip(scale.improvement.values.iter().copied())
            .collect(),
        threshold: Some((
            scale.minimal_detectable_change.value,
            "smallest change that can be seen".to_owned(),
        )),
        sessions: plan
            .sessions
            .iter()
            .map(|session| months(session.day))
            .collect(),
        pointer: Some((months(plan.judged_day), "judged".to_owned())),
    }
}

/// The grades of global improvement as people of a hundred.
fn overall(shares: &[f64]) -> Vec<OverallRow> {
    const NAMES: [&str; 5] = [
        "worse",
        "no change",
        "improved",
        "much improved",
        "very much improved",
    ];
    let rows = NAMES
        .into_iter()
        .zip(shares)
        .map(|(name, share)| OverallRow {
            name,
            of_hundred: of_hundred(*share),
            width: format!("{:.0}", (share * 100.0).clamp(0.0, 100.0)),
        });
    rows.collect()
}

fn upkeep(plan: &Plan) -> Option<Upkeep> {
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
    let unit = spaced(&first.scale.difference.unit);
    let chart = RangeRows {
        label: format!(
            "against this plan after {}{}",
            day::stretch(last),
            comma(&unit)
        ),
        span: [-finest, finest],
        reference: Some(0.0),
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
                .map(|value| difference(value, finest))
                .collect(),
            better: scenario
                .scale
                .probability_better
                .last()
                .map_or_else(String::new, |share| {
                    format!("{} of 100", of_hundred(*share))
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
        unit: pretty_unit(&first.scale.difference.unit),
        moment: day::stretch(last),
        picture: chart.picture(
            "scenarios",
            "This plan against other courses",
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
