//! How sure we are, and where the numbers come from.

use std::collections::BTreeMap;

use needlework_evidence::{Confidence, Parameter, Prior};
use needlework_planning::Plan;

use super::amount::{plain, pretty_unit, rounded};
use super::evidence::{anchor, origins};

/// The section "How sure are we".
pub(crate) struct Sources {
    pub(crate) confidence: Vec<ConfidenceRow>,
    pub(crate) total: usize,
    pub(crate) cited: Vec<SourceRow>,
    pub(crate) assumptions: Vec<AssumptionRow>,
    pub(crate) engine_version: String,
    pub(crate) parameter_set: String,
    pub(crate) input: String,
    pub(crate) draws: usize,
    pub(crate) seed: u64,
    pub(crate) schema: String,
    /// Numbers that were learned from studies.
    pub(crate) learned: usize,
}

/// How many numbers have a source that was read this well.
pub(crate) struct ConfidenceRow {
    pub(crate) name: &'static str,
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
    pub(crate) used: usize,
}

/// One assumption.
pub(crate) struct AssumptionRow {
    pub(crate) what: Vec<String>,
    pub(crate) value: String,
    pub(crate) note: String,
}

impl Sources {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            confidence: confidence(plan),
            total: origins(plan).count(),
            cited: cited(plan),
            assumptions: assumptions(plan),
            engine_version: plan.identity.engine_version.clone(),
            parameter_set: plan.identity.parameter_set.clone(),
            input: plan.identity.input.clone(),
            draws: plan.identity.draws,
            seed: plan.identity.seed,
            schema: plan.schema.clone(),
            learned: plan.calibrated.parameters.len(),
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

fn confidence(plan: &Plan) -> Vec<ConfidenceRow> {
    const NAMES: [(Confidence, &str); 4] = [
        (Confidence::ReadInFull, "source read in full"),
        (
            Confidence::Abstract,
            "only the abstract or an official summary read",
        ),
        (
            Confidence::Secondary,
            "quoted by somebody else, a vendor or a clinic page",
        ),
        (Confidence::Assumption, "assumption: no source found"),
    ];
    let total = origins(plan).count().max(1);
    let rows = NAMES.into_iter().map(|(level, name)| {
        let count = origins(plan)
            .filter(|origin| origin.confidence == level)
            .count();
        ConfidenceRow {
            name,
            count,
            percent: format!("{:.0}", 100.0 * count as f64 / total as f64),
        }
    });
    rows.collect()
}

fn cited(plan: &Plan) -> Vec<SourceRow> {
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
            used: used.get(key).copied().unwrap_or(0),
        }
    });
    rows.collect()
}

/// The address behind an identifier: only a whole https address or a DOI becomes a link.
fn web_address(identifier: &str) -> Option<String> {
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

fn assumptions(plan: &Plan) -> Vec<AssumptionRow> {
    let values = plan
        .parameters
        .values()
        .filter(|parameter| parameter.nominal.confidence == Confidence::Assumption)
        .map(|parameter| AssumptionRow {
            what: words(&parameter.key),
            value: value(parameter),
            note: parameter.nominal.note.clone().unwrap_or_default(),
        });
    let rows = plan
        .rows
        .iter()
        .filter(|(_, row)| row.provenance.confidence == Confidence::Assumption)
        .map(|(key, row)| AssumptionRow {
            what: words(key),
            value: row.text.clone(),
            note: row.provenance.note.clone().unwrap_or_default(),
        });
    values.chain(rows).collect()
}

/// The parts of a key; the page may break the line between them.
fn words(key: &str) -> Vec<String> {
    key.split_inclusive(['.', '_']).map(str::to_owned).collect()
}

/// "0.12 1/d (0.05 to 0.3)"
fn value(parameter: &Parameter) -> String {
    let unit = match parameter.nominal.unit.as_str() {
        "-" => String::new(),
        unit => format!(" {}", pretty_unit(unit)),
    };
    let range = match parameter.prior {
        Prior::Fixed => "held fixed".to_owned(),
        Prior::Normal { low, high }
        | Prior::Lognormal { low, high }
        | Prior::Uniform { low, high } => {
            format!("{} to {}", digits(low), digits(high))
        }
    };
    format!("{}{unit} ({range})", digits(parameter.nominal.value))
}

/// A model number in full: two decimals for usual sizes, a power of ten for very small and very large ones.
fn digits(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (0.1..1e6).contains(&size) {
        plain(value)
    } else if size >= 1e6 {
        rounded(value, 1.0)
    } else {
        format!("{value:.1e}").replace('-', "\u{2212}")
    }
}
