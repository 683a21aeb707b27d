//! How predictions held by zone, indication, phototype, age, device and operator.

use std::collections::BTreeMap;

use needlework_registry::{CourseOutcome, Position, Reliability, SMALLEST_CELL, Trait};

use super::{class_of_verdict, share_words};
use crate::server::page::Page;
use crate::server::registry::Operators;

/// Groups by one trait.
pub(super) struct GroupTable {
    pub(super) name: String,
    pub(super) rows: Vec<GroupRow>,
}

/// One group.
pub(super) struct GroupRow {
    pub(super) name: String,
    pub(super) results: String,
    pub(super) half: String,
    pub(super) nine_tenths: String,
    pub(super) class: &'static str,
    pub(super) leaning: String,
}

/// A table per trait. Groups with fewer than [`SMALLEST_CELL`] results say nothing and are left out.
pub(super) fn tables(
    page: &Page,
    outcomes: &[CourseOutcome],
    operators: &Operators,
) -> Vec<GroupTable> {
    let positions: Vec<Position> = outcomes.iter().map(CourseOutcome::position).collect();
    Trait::ALL
        .into_iter()
        .map(|by| table(page, outcomes, &positions, by, operators))
        .filter(|table| !table.rows.is_empty())
        .collect()
}

fn table(
    page: &Page,
    outcomes: &[CourseOutcome],
    positions: &[Position],
    by: Trait,
    operators: &Operators,
) -> GroupTable {
    let mut groups: BTreeMap<String, Vec<Position>> = BTreeMap::new();
    for (outcome, position) in outcomes.iter().zip(positions) {
        groups
            .entry(outcome.group.by(by))
            .or_default()
            .push(*position);
    }
    groups.retain(|_, positions| positions.len() >= SMALLEST_CELL);
    let sets = groups.len();
    let rows = groups.into_iter().map(|(value, positions)| {
        let name = group_name(page, by, &value, operators);
        row(page, name, &Reliability::among(&positions, sets))
    });
    GroupTable {
        name: page.say(&format!("trait-{}", by.name())),
        rows: rows.collect(),
    }
}

fn row(page: &Page, name: String, reliability: &Reliability) -> GroupRow {
    /// Means below it are not worth a word: a fifth of a standard deviation.
    const WORTH_A_WORD: f64 = 0.2;
    let leaning = if reliability.mean_score > WORTH_A_WORD {
        "leaning-more"
    } else if reliability.mean_score < -WORTH_A_WORD {
        "leaning-less"
    } else {
        "leaning-none"
    };
    GroupRow {
        name,
        results: reliability.results.to_string(),
        half: share_words(&reliability.half.held),
        nine_tenths: share_words(&reliability.nine_tenths.held),
        class: class_of_verdict(reliability.nine_tenths.is_off()),
        leaning: page.say(leaning),
    }
}

/// The name of a group, as people call it.
pub(super) fn group_name(page: &Page, by: Trait, value: &str, operators: &Operators) -> String {
    match by {
        Trait::Zone => page.zone_name(value),
        Trait::Indication => page.indication_name(value),
        Trait::Age => page.say_with("age-decade", "age", value),
        Trait::Operator => operators.name(value),
        Trait::Phototype | Trait::Device => value.to_owned(),
    }
}
