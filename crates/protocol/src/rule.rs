//! Rules that a plan checks by itself, from `data/rules.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use schemars::JsonSchema;
use serde::Serialize;

const FILE: DataFile = DataFile {
    name: "rules.toml",
    text: include_str!("../data/rules.toml"),
};

/// One rule (protocol 1).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rule {
    /// Identifier, for example `age-minimum`.
    pub id: String,
    /// The rule in words, for a clinician.
    pub text: String,
    /// The number that the rule compares with, in its unit; `None` when it compares with no number of its own.
    pub threshold: Option<f64>,
    /// Where the rule comes from.
    pub provenance: Provenance,
}

/// All rules by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    rules: Vec<Rule>,
}

impl Rules {
    /// The rules that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads rules from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let rules = Block::parse(file.name, file.text)?
            .into_blocks()?
            .into_iter()
            .map(|(id, block)| rule(id, block, bibliography))
            .collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }

    /// The rule with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// All rules in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }
}

fn rule(id: String, mut block: Block, bibliography: &Bibliography) -> Result<Rule, DataError> {
    let text = block.text("text")?;
    let threshold = block.optional_number("threshold", f64::MIN..=f64::MAX)?;
    if threshold.is_some() {
        block.text("unit")?;
    }
    let provenance = Provenance::read(&mut block, bibliography)?;
    block.finish()?;
    Ok(Rule {
        id,
        text,
        threshold,
        provenance,
    })
}
