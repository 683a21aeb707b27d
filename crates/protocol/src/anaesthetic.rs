//! Anaesthetics that answers of the screening bar, and names by which a product is known to contain one, from
//! `data/anaesthetics.toml` (protocol 3.6).

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};

const FILE: DataFile = DataFile {
    name: "anaesthetics.toml",
    text: include_str!("../data/anaesthetics.toml"),
};

/// What may be barred.
#[derive(Debug, Clone, PartialEq)]
pub struct Anaesthetics {
    /// Prilocaine, for whoever may get methaemoglobinaemia of it.
    pub prilocaine: BarredAnaesthetic,
    /// Any local anaesthetic, for whoever is allergic to one.
    pub any: BarredAnaesthetic,
}

/// An anaesthetic with the rule that bars it.
#[derive(Debug, Clone, PartialEq)]
pub struct BarredAnaesthetic {
    /// Id of the screening rule that bars it where it fires, whatever was decided about it.
    pub rule: String,
    /// Where the names come from.
    pub provenance: Provenance,
    names: Vec<String>,
}

impl Anaesthetics {
    /// What Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(FILE.name, FILE.text)?;
        let anaesthetics = Self {
            prilocaine: BarredAnaesthetic::read(root.block("prilocaine")?, bibliography)?,
            any: BarredAnaesthetic::read(root.block("anaesthetic")?, bibliography)?,
        };
        root.finish()?;
        Ok(anaesthetics)
    }
}

impl BarredAnaesthetic {
    /// Whether a product is known by its name to contain it. `false` says nothing of a product with another name.
    pub fn is_named_by(&self, product: &str) -> bool {
        let product = product.to_lowercase();
        self.names.iter().any(|name| product.contains(name))
    }

    fn read(mut row: Block, bibliography: &Bibliography) -> Result<Self, DataError> {
        let barred = Self {
            rule: row.text("rule")?,
            names: row.texts("names")?,
            provenance: Provenance::read(&mut row, bibliography)?,
        };
        row.finish()?;
        Ok(barred)
    }
}
