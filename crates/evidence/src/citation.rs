//! The bibliography: one entry per source, found by its key.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Block, Confidence, DataError, DataFile};

/// A publication, label, data set or code base that numbers were taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Citation {
    /// Authors, year and title, as a reader would look for it.
    pub title: String,
    /// DOI, PubMed number, web address or registry number; absent where none is known.
    pub identifier: Option<String>,
    /// How well the source was read; absent where a source serves numbers only, whose rows say it themselves.
    pub reading: Option<Reading>,
    /// What a reader must know before trusting it (species, sample size, abstract only, vendor ...).
    pub note: Option<String>,
}

/// How well a source was read, the same wherever it is cited (protocol 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The passage, table or page of the primary document was read in full.
    ReadInFull,
    /// Abstract, official summary or opening of the document was read.
    Abstract,
    /// A clinic sheet, vendor page, news, blog or compilation.
    Secondary,
    /// A tertiary guide that cannot be looked up: never the only basis of an enforced rule.
    Unverified,
}

impl Reading {
    const NAMES: [(&'static str, Self); 4] = [
        ("read-in-full", Self::ReadInFull),
        ("abstract", Self::Abstract),
        ("secondary", Self::Secondary),
        ("unverified", Self::Unverified),
    ];

    /// The confidence that a row can claim from this source alone.
    pub fn confidence(self) -> Confidence {
        match self {
            Self::ReadInFull => Confidence::ReadInFull,
            Self::Abstract => Confidence::Abstract,
            Self::Secondary | Self::Unverified => Confidence::Secondary,
        }
    }
}

/// All sources by key, for example `ablon-2018`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bibliography {
    entries: BTreeMap<String, Citation>,
}

impl Bibliography {
    /// The sources that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        const FILE: DataFile = DataFile {
            name: "bibliography.toml",
            text: include_str!("../data/bibliography.toml"),
        };
        Self::load(FILE)
    }

    /// Reads a bibliography: one table per key with `title`, and `identifier`, `reading` and `note` where known.
    ///
    /// # Errors
    /// When the file is not TOML, an entry has no title, or holds an unknown key or reading.
    pub fn load(file: DataFile) -> Result<Self, DataError> {
        let mut entries = BTreeMap::new();
        for (key, mut block) in Block::parse(file.name, file.text)?.into_blocks()? {
            entries.insert(key, citation(&mut block)?);
            block.finish()?;
        }
        Ok(Self { entries })
    }

    /// The source with this key, if there is one.
    pub fn get(&self, key: &str) -> Option<&Citation> {
        self.entries.get(key)
    }

    /// All entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Citation)> {
        self.entries
            .iter()
            .map(|(key, citation)| (key.as_str(), citation))
    }
}

fn citation(block: &mut Block) -> Result<Citation, DataError> {
    Ok(Citation {
        title: block.text("title")?,
        identifier: block.optional_text("identifier")?,
        reading: if block.has("reading") {
            Some(block.choice("reading", &Reading::NAMES)?)
        } else {
            None
        },
        note: block.optional_text("note")?,
    })
}
