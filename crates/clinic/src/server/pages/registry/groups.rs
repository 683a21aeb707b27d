//! How predictions held by zone, indication, phototype, age, device and operator.

use needlework_registry::{Reliability, Trait};

use super::told::Onlooker;
use super::{class_of_verdict, share_words};
use crate::server::page::Page;
use crate::server::registry::{Groups, Operators};

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

/// A table per trait that has groups large enough to be told.
pub(super) fn tables(
    page: &Page,
    groups: &[Groups],
    operators: &Operators,
    onlooker: Onlooker,
) -> Vec<GroupTable> {
    groups
        .iter()
        .map(|groups| table(page, groups, operators, onlooker))
        .filter(|table| !table.rows.is_empty())
        .collect()
}

fn table(page: &Page, groups: &Groups, operators: &Operators, onlooker: Onlooker) -> GroupTable {
    let is_told =
        |value: &String| onlooker.sees_small_counts || groups.telling.as_ref() != Some(value);
    let told = groups.held.iter().filter(|(value, _)| is_told(value));
    let rows = told.map(|(value, reliability)| {
        let name = group_name(page, groups.by, value, operators);
        row(page, name, reliability)
    });
    GroupTable {
        name: page.say(&format!("trait-{}", groups.by.name())),
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
