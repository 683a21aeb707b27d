//! From the `basis` of a number to the sources at the end of the page.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use needlework_evidence::{Confidence, Provenance, Sourced};
use needlework_planning::Plan;

use crate::language::{Language, Parts};

/// One way into the list of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceLink {
    pub(crate) anchor: String,
    pub(crate) title: String,
}

/// What a section rests on; shown as a link to unfold.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "plan/evidence.html")]
pub(crate) struct Evidence {
    /// What unfolds it.
    pub(crate) summary: String,
    /// Marks the titles of sources where the page speaks another language.
    pub(crate) foreign: &'static str,
    /// Sources, in the order of their keys.
    pub(crate) links: Vec<SourceLink>,
    /// How many numbers and data rows there are, and how many of them are assumptions.
    pub(crate) counted: Parts,
    /// Numbers and data rows altogether.
    pub(crate) total: usize,
}

impl Evidence {
    /// Follows `basis` lists: each entry names a table of parameters, one parameter, or a data row.
    pub(crate) fn of<'a>(
        plan: &Plan,
        basis: impl IntoIterator<Item = &'a String>,
        words: &Language,
    ) -> Self {
        let mut found: BTreeMap<&str, Origin<'_>> = BTreeMap::new();
        for entry in basis {
            for (key, parameter) in &plan.parameters {
                if belongs(key, entry) {
                    found.insert(key, Origin::of_value(&parameter.nominal));
                }
            }
            for (key, row) in &plan.rows {
                if belongs(key, entry) {
                    found.insert(key, Origin::of_row(&row.provenance));
                }
            }
        }
        let keys: BTreeSet<&String> = found.values().flat_map(|origin| origin.sources).collect();
        let assumptions = found
            .values()
            .filter(|origin| origin.confidence == Confidence::Assumption)
            .count();
        let key = match (found.len(), assumptions) {
            (1, 0) => "plan-evidence-one",
            (1, _) => "plan-evidence-one-assumption",
            (_, 0) => "plan-evidence-many",
            _ => "plan-evidence-many-assumptions",
        };
        let values = [
            ("total", found.len().to_string()),
            ("assumptions", assumptions.to_string()),
        ];
        Self {
            summary: words.say("plan-evidence"),
            foreign: words.foreign(),
            links: keys.into_iter().map(|key| link(plan, key)).collect(),
            counted: words.parts(
                key,
                &values
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str())),
            ),
            total: found.len(),
        }
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0
    }
}

/// Where one number or row comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) sources: &'a [String],
    pub(crate) confidence: Confidence,
}

impl<'a> Origin<'a> {
    pub(crate) fn of_value<T>(value: &'a Sourced<T>) -> Self {
        Self {
            sources: &value.sources,
            confidence: value.confidence,
        }
    }

    pub(crate) fn of_row(provenance: &'a Provenance) -> Self {
        Self {
            sources: &provenance.sources,
            confidence: provenance.confidence,
        }
    }
}

/// Every number and row of the plan.
pub(crate) fn origins(plan: &Plan) -> impl Iterator<Item = Origin<'_>> {
    let values = plan.parameters.values();
    let rows = plan.rows.values();
    values
        .map(|parameter| Origin::of_value(&parameter.nominal))
        .chain(rows.map(|row| Origin::of_row(&row.provenance)))
}

/// The anchor of a source within the page.
pub(crate) fn anchor(key: &str) -> String {
    let safe: String = key
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    format!("source-{safe}")
}

/// The way to a source at the end of the page.
pub(crate) fn link(plan: &Plan, key: &str) -> SourceLink {
    SourceLink {
        anchor: anchor(key),
        title: plan
            .sources
            .get(key)
            .map_or_else(|| key.to_owned(), |source| source.title.clone()),
    }
}

fn belongs(key: &str, entry: &str) -> bool {
    key.strip_prefix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
