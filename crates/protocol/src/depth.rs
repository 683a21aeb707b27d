//! Needle settings by zone and indication, from `data/depths.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use schemars::JsonSchema;
use serde::Serialize;

const FILE: DataFile = DataFile {
    name: "depths.toml",
    text: include_str!("../data/depths.toml"),
};

/// Longest setting that a row may name, mm: no needle of the catalogue is longer.
const LONGEST_MM: f64 = 3.0;

/// Settings for some zones and indications (protocol 3.3).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DepthRow {
    /// Zone ids.
    pub zones: Vec<String>,
    /// Indication ids.
    pub indications: Vec<String>,
    /// Planned first setting, mm; the operator may begin lower.
    pub start_mm: f64,
    /// A deeper setting needs a reason, mm.
    pub warn_above_mm: f64,
    /// Working limit of the protocol, before the device's own limit, mm.
    pub cap_mm: f64,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// All rows of settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Depths {
    rows: Vec<DepthRow>,
}

impl Depths {
    /// The settings that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads settings from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, the three depths are out of order, a source
    /// is not in the bibliography, or two rows speak about the same zone and indication.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut rows: Vec<DepthRow> = Vec::new();
        for mut block in root.blocks("depth")? {
            let row = depth_row(&mut block, bibliography)?;
            if let Some((zone, indication)) = row
                .pairs()
                .find(|(zone, indication)| rows.iter().any(|other| other.is_for(zone, indication)))
            {
                return Err(block.sentence(&format!(
                    "two rows speak about {zone} and {indication}; keep one of them."
                )));
            }
            block.finish()?;
            rows.push(row);
        }
        root.finish()?;
        Ok(Self { rows })
    }

    /// The row for a zone and an indication; `None` where no depth is known and the clinician sets it.
    pub fn get(&self, zone: &str, indication: &str) -> Option<&DepthRow> {
        self.rows.iter().find(|row| row.is_for(zone, indication))
    }

    /// All rows in file order.
    pub fn iter(&self) -> impl Iterator<Item = &DepthRow> {
        self.rows.iter()
    }
}

impl DepthRow {
    fn is_for(&self, zone: &str, indication: &str) -> bool {
        self.zones.iter().any(|id| id == zone) && self.indications.iter().any(|id| id == indication)
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.zones.iter().flat_map(|zone| {
            self.indications
                .iter()
                .map(move |indication| (zone.as_str(), indication.as_str()))
        })
    }
}

fn depth_row(block: &mut Block, bibliography: &Bibliography) -> Result<DepthRow, DataError> {
    let zones = block.texts("zones")?;
    let indications = block.texts("indications")?;
    let start_mm = block.number("start_mm", 0.0..=LONGEST_MM)?;
    let warn_above_mm = block.number("warn_above_mm", start_mm..=LONGEST_MM)?;
    let cap_mm = block.number("cap_mm", warn_above_mm..=LONGEST_MM)?;
    Ok(DepthRow {
        zones,
        indications,
        start_mm,
        warn_above_mm,
        cap_mm,
        provenance: Provenance::read(block, bibliography)?,
    })
}
