//! Where sources contradict one another, and the default that was chosen, from `data/conflicts.toml` (protocol 9).

use needlework_evidence::{Bibliography, Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

const FILE: DataFile = DataFile {
    name: "conflicts.toml",
    text: include_str!("../data/conflicts.toml"),
};

/// Two sides of a question that the sources answer differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict {
    /// Identifier, for example `C5`.
    pub id: String,
    /// What the sources disagree about.
    pub topic: String,
    /// What some of them say.
    pub one_side: String,
    /// What others say.
    pub other_side: String,
    /// The default that was chosen, a proposal until a clinician signs it.
    pub chosen: String,
    /// Rule ids, data rows or sections of the protocol that rest on the choice.
    pub affects: Vec<String>,
    /// Keys into the bibliography, both sides.
    pub sources: Vec<String>,
}

/// All conflicts by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflicts {
    conflicts: Vec<Conflict>,
}

impl Conflicts {
    /// The conflicts that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads conflicts from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing or unknown, or a source is missing or not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let conflicts = Block::parse(file.name, file.text)?
            .into_blocks()?
            .into_iter()
            .map(|(id, block)| conflict(id, block, bibliography))
            .collect::<Result<_, _>>()?;
        Ok(Self { conflicts })
    }

    /// The conflict with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| conflict.id == id)
    }

    /// All conflicts in the order of their ids as texts.
    pub fn iter(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter()
    }
}

fn conflict(
    id: String,
    mut block: Block,
    bibliography: &Bibliography,
) -> Result<Conflict, DataError> {
    let conflict = Conflict {
        id,
        topic: block.text("topic")?,
        one_side: block.text("one_side")?,
        other_side: block.text("other_side")?,
        chosen: block.text("chosen")?,
        affects: block.texts("affects")?,
        sources: block.texts("source")?,
    };
    if conflict.sources.is_empty() {
        return Err(block.error("source", "nothing", "one or more keys of bibliography.toml"));
    }
    for key in &conflict.sources {
        if bibliography.get(key).is_none() {
            return Err(block.error("source", key, "a key of bibliography.toml"));
        }
    }
    block.finish()?;
    Ok(conflict)
}
