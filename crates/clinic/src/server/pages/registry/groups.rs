//! How predictions held by zone, indication, phototype, age, device and operator.

use std::collections::BTreeMap;

use needlework_registry::{CourseOutcome, Position, Reliability, SMALLEST_CELL, Trait};

use super::{class_of_verdict, share_words};
use crate::server::page::Page;

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
pub(super) fn tables(page: &Page, outcomes: &[CourseOutcome]) -> Vec<GroupTable> {
    let positions: Vec<Position> = outcomes.iter().map(CourseOutcome::position).collect();
    Trait::ALL
        .into_iter()
        .map(|by| table(page, outcomes, &positions, by))
        .filter(|table| !table.rows.is_empty())
        .collect()
}

fn table(page: &Page, outcomes: &[CourseOutcome], positions: &[Position], by: Trait) -> GroupTable {
    let mut groups: BTreeMap<String, Vec<Position>> = BTreeMap::new();
    for (outcome, position) in outcomes.iter().zip(positions) {
        groups
            .entry(outcome.group.by(by))
            .or_default()
            .push(*position);
    }
    let rows = groups
        .into_iter()
        .filter(|(_, positions)| positions.len() >= SMALLEST_CELL)
        .map(|(value, positions)| row(page, by, &value, &positions));
    GroupTable {
        name: page.say(&format!("trait-{}", by.name())),
        rows: rows.collect(),
    }
}

fn row(page: &Page, by: Trait, value: &str, positions: &[Position]) -> GroupRow {
    /// Means below it are not worth a word: a fifth of a standard deviation.
    const WORTH_A_WORD: f64 = 0.2;
    let reliability = Reliability::of(positions);
    let leaning = if reliability.mean_score > WORTH_A_WORD {
        "leaning-more"
    } else if reliability.mean_score < -WORTH_A_WORD {
        "leaning-less"
    } else {
        "leaning-none"
    };
    GroupRow {
        name: name(page, by, value),
        results: positions.len().to_string(),
        half: share_words(&reliability.half.held),
        nine_tenths: share_words(&reliability.nine_tenths.held),
        class: class_of_verdict(reliability.nine_tenths.is_off()),
        leaning: page.say(leaning),
    }
}

fn name(page: &Page, by: Trait, value: &str) -> String {
    match by {
        Trait::Zone => page.zone_name(value),
        Trait::Indication => page.indication_name(value),
        Trait::Age => page.say_with("age-decade", "age", value),
        Trait::Phototype | Trait::Device | Trait::Operator => value.to_owned(),
    }
}
