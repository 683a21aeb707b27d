//! A value with its unit, its source and how well that source was read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Bibliography, Block, DataError};

/// How much weight the source behind a value can carry, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The table or passage that holds the number was read in full.
    ReadInFull,
    /// Only the abstract or an official summary was read.
    Abstract,
    /// Quoted by somebody else, taken from published code, a vendor or a clinic page.
    Secondary,
    /// No source: a stated assumption or a placeholder until calibration.
    Assumption,
}

impl Confidence {
    const NAMES: [(&'static str, Self); 4] = [
        ("read-in-full", Self::ReadInFull),
        ("abstract", Self::Abstract),
        ("secondary", Self::Secondary),
        ("assumption", Self::Assumption),
    ];
}

/// A value from the world with everything that a reader needs in order to check it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sourced<T> {
    /// The value, in `unit`.
    pub value: T,
    /// Unit of the value, for example `mm`, `1/d` or `-` for a pure number.
    pub unit: String,
    /// Keys into the [`Bibliography`]; empty only for an assumption.
    pub sources: Vec<String>,
    /// How well the sources were read.
    pub confidence: Confidence,
    /// How the value follows from the source, and what speaks against it.
    pub note: Option<String>,
}

impl Sourced<f64> {
    /// Reads the table `key` of a block: `value`, `unit`, `allowed = [low, high]` and the provenance.
    ///
    /// # Errors
    /// When the table is missing, its unit is not `unit`, its value is out of its allowed range, or its provenance is
    /// refused by [`Provenance::read`].
    pub fn read(
        block: &mut Block,
        key: &str,
        unit: &str,
        bibliography: &Bibliography,
    ) -> Result<Self, DataError> {
        let mut row = block.block(key)?;
        row.choice("unit", &[(unit, ())])?;
        let [low, high] = row.number_pair("allowed")?;
        let value = row.number("value", low..=high)?;
        let provenance = Provenance::read(&mut row, bibliography)?;
        row.finish()?;
        Ok(provenance.of(value, unit))
    }
}

/// The part of a data row that says where its values come from: `source`, `confidence` and `note`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Provenance {
    /// Keys into the [`Bibliography`]; empty only for an assumption.
    pub sources: Vec<String>,
    /// How well the sources were read.
    pub confidence: Confidence,
    /// How the values follow from the source, and what speaks against them.
    pub note: Option<String>,
}

impl Provenance {
    /// Reads `source`, `confidence` and `note` from a data row.
    ///
    /// # Errors
    /// When the confidence is unknown, a source is not in the bibliography, no source is given and the row is not marked
    /// as an assumption, or an assumption does not say in its note what was assumed.
    pub fn read(block: &mut Block, bibliography: &Bibliography) -> Result<Self, DataError> {
        let sources = block.texts("source")?;
        let confidence = block.choice("confidence", &Confidence::NAMES)?;
        let note = block.optional_text("note")?;
        if sources.is_empty() && confidence != Confidence::Assumption {
            return Err(block.error(
                "source",
                "nothing",
                "one or more keys of bibliography.toml, or confidence = \"assumption\"",
            ));
        }
        if confidence == Confidence::Assumption && note.is_none() {
            return Err(block.error(
                "note",
                "missing",
                "a text that says what was assumed and why, since confidence is \"assumption\"",
            ));
        }
        for key in &sources {
            if bibliography.get(key).is_none() {
                return Err(block.error("source", key, "a key of bibliography.toml"));
            }
        }
        Ok(Self {
            sources,
            confidence,
            note,
        })
    }

    /// Attaches this provenance to a value.
    pub fn of<T>(&self, value: T, unit: &str) -> Sourced<T> {
        Sourced {
            value,
            unit: unit.to_owned(),
            sources: self.sources.clone(),
            confidence: self.confidence,
            note: self.note.clone(),
        }
    }
}
