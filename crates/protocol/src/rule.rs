//! Rules that every plan states, from `data/rules.toml`.

use needlework_evidence::{Bibliography, DataError, DataFile};

use crate::record::{Record, RecordReader};

const FILE: DataFile = DataFile {
    name: "rules.toml",
    text: include_str!("../data/rules.toml"),
};

/// All rules by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    rules: Vec<Record>,
}

impl Rules {
    /// The rules that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let rules = RecordReader::shipped(bibliography)?.file(FILE)?;
        Ok(Self { rules })
    }

    /// The rule with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// All rules in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.rules.iter()
    }
}
