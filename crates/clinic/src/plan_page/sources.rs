//! How sure we are, and where the numbers come from.

use std::collections::BTreeMap;

use needlework_evidence::{Confidence, Parameter, Prior};
use needlework_planning::Plan;

use super::amount::{plain, pretty_unit, rounded};
use super::evidence::{anchor, origins};
use crate::language::Language;

/// The section "How sure are we".
pub(crate) struct Sources {
    pub(crate) confidence: Vec<ConfidenceRow>,
    /// How the forecast was made, in words.
    pub(crate) how_made: String,
    /// How many numbers and data rows stand behind the plan, in words.
    pub(crate) rows_behind: String,
    pub(crate) cited: Vec<SourceRow>,
    pub(crate) assumptions: Vec<AssumptionRow>,
    pub(crate) engine_version: String,
    pub(crate) parameter_set: String,
    pub(crate) input: String,
    pub(crate) draws_and_seed: String,
    pub(crate) schema: String,
}

/// How many numbers have a source that was read this well.
pub(crate) struct ConfidenceRow {
    pub(crate) name: String,
    pub(crate) count: usize,
    pub(crate) percent: String,
}

/// One source.
pub(crate) struct SourceRow {
    pub(crate) anchor: String,
    pub(crate) title: String,
    pub(crate) identifier: String,
    pub(crate) link: Option<String>,
    pub(crate) note: String,
    /// How many numbers and rows it stands behind, in words.
    pub(crate) behind: String,
}

/// One assumption.
pub(crate) struct AssumptionRow {
    pub(crate) what: Vec<String>,
    pub(crate) value: String,
    /// Whether the value is a text, which is kept in English.
    pub(crate) is_text: bool,
    pub(crate) note: String,
}

impl Sources {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let draws = plan.identity.draws.to_string();
        let learned = plan.calibrated.parameters.len().to_string();
        Self {
            how_made: words.say_all(
                "plan-sure-text",
                &[("draws", &draws), ("learned", &learned)],
            ),
            confidence: confidence(plan, words),
            rows_behind: words.count("plan-rows-behind", origins(plan).count()),
            cited: cited(plan, words),
            assumptions: assumptions(plan, words),
            engine_version: plan.identity.engine_version.clone(),
            parameter_set: plan.identity.parameter_set.clone(),
            input: plan.identity.input.clone(),
            draws_and_seed: words.say_all(
                "plan-draws-and-seed-of",
                &[("draws", &draws), ("seed", &plan.identity.seed.to_string())],
            ),
            schema: plan.schema.clone(),
        }
    }

    /// The start of the hash of the case: enough to find the document that belongs to a sheet of paper.
    pub(crate) fn short_input(&self) -> String {
        const DIGITS: usize = 12;
        self.input.chars().take(DIGITS).collect()
    }

    /// Number of assumptions.
    pub(crate) fn assumed(&self) -> usize {
        self.assumptions.len()
    }
}

fn confidence(plan: &Plan, words: &Language) -> Vec<ConfidenceRow> {
    const NAMES: [(Confidence, &str); 4] = [
        (Confidence::ReadInFull, "plan-basis-in-full"),
        (Confidence::Abstract, "plan-basis-abstract"),
        (Confidence::Secondary, "plan-basis-secondary"),
        (Confidence::Assumption, "plan-basis-assumption"),
    ];
    let total = origins(plan).count().max(1);
    let rows = NAMES.into_iter().map(|(level, name)| {
        let count = origins(plan)
            .filter(|origin| origin.confidence == level)
            .count();
        ConfidenceRow {
            name: words.say(name),
            count,
            percent: format!("{:.0}", 100.0 * count as f64 / total as f64),
        }
    });
    rows.collect()
}

fn cited(plan: &Plan, words: &Language) -> Vec<SourceRow> {
    let mut used: BTreeMap<&String, usize> = BTreeMap::new();
    for origin in origins(plan) {
        for key in origin.sources {
            *used.entry(key).or_default() += 1;
        }
    }
    let rows = plan.sources.iter().map(|(key, source)| {
        let identifier = source.identifier.clone().unwrap_or_default();
        SourceRow {
            anchor: anchor(key),
            title: source.title.clone(),
            link: web_address(&identifier),
            identifier,
            note: source.note.clone().unwrap_or_default(),
            behind: words.count("plan-behind", used.get(key).copied().unwrap_or(0)),
        }
    });
    rows.collect()
}

/// The address behind an identifier: only a whole https address or a DOI becomes a link.
pub(crate) fn web_address(identifier: &str) -> Option<String> {
    let sound = |text: &str| {
        text.chars()
            .all(|letter| letter.is_ascii_graphic() && !"\"<>".contains(letter))
    };
    if !sound(identifier) {
        return None;
    }
    if identifier.starts_with("https://") {
        return Some(identifier.to_owned());
    }
    let doi = identifier.strip_prefix("doi:").unwrap_or(identifier);
    doi.starts_with("10.")
        .then(|| format!("https://doi.org/{doi}"))
}

fn assumptions(plan: &Plan, words: &Language) -> Vec<AssumptionRow> {
    let values = plan
        .parameters
        .values()
        .filter(|parameter| parameter.nominal.confidence == Confidence::Assumption)
        .map(|parameter| AssumptionRow {
            what: parts(&parameter.key),
            value: value(parameter, words),
            is_text: false,
            note: parameter.nominal.note.clone().unwrap_or_default(),
        });
    let rows = plan
        .rows
        .iter()
        .filter(|(_, row)| row.provenance.confidence == Confidence::Assumption)
        .map(|(key, row)| AssumptionRow {
            what: parts(key),
            value: row.text.clone(),
            is_text: true,
            note: row.provenance.note.clone().unwrap_or_default(),
        });
    values.chain(rows).collect()
}

/// The parts of a key; the page may break the line between them.
pub(crate) fn parts(key: &str) -> Vec<String> {
    key.split_inclusive(['.', '_']).map(str::to_owned).collect()
}

/// "0.12 1/d (0.05 to 0.3)"
pub(crate) fn value(parameter: &Parameter, words: &Language) -> String {
    let unit = match parameter.nominal.unit.as_str() {
        "-" => String::new(),
        unit => format!(" {}", pretty_unit(unit)),
    };
    let range = match parameter.prior {
        Prior::Fixed => words.say("plan-held-fixed"),
        Prior::Normal { low, high }
        | Prior::Lognormal { low, high }
        | Prior::Uniform { low, high } => {
            let (from, to) = (digits(low, words), digits(high, words));
            words.say_all("plan-from-to", &[("from", &from), ("to", &to)])
        }
    };
    let value = digits(parameter.nominal.value, words);
    format!("{value}{unit} ({range})")
}

/// A model number in full: two decimals for usual sizes, a power of ten for very small and very large ones.
fn digits(value: f64, words: &Language) -> String {
    let size = value.abs();
    if size == 0.0 || (0.1..1e6).contains(&size) {
        plain(words, value)
    } else if size >= 1e6 {
        rounded(words, value, 1.0)
    } else {
        words
            .number(&format!("{value:.1e}"))
            .replace('-', "\u{2212}")
    }
}
