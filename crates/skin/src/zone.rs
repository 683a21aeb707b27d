//! Zones of the face and body, from `data/zones.toml`.

use std::collections::BTreeSet;

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use schemars::JsonSchema;
use serde::Serialize;

use crate::Sex;

/// Which part of the body a zone belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneKind {
    /// Face.
    Face,
    /// Neck.
    Neck,
    /// Body.
    Body,
}

/// Thickness of a layer over people of one sex.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Thickness {
    /// Mean, mm.
    pub mean_mm: f64,
    /// Standard deviation between people, mm.
    pub standard_deviation_mm: f64,
}

/// A zone: where it is and how thick its layers are.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Zone {
    /// Identifier in case files, for example `cheek`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient, for example "around the eyes".
    pub plain_name: String,
    /// Face, neck or body.
    pub kind: ZoneKind,
    /// Usual area of both sides together, cm².
    pub area_cm2: Sourced<f64>,
    /// Epidermis by histology, women and men.
    pub epidermis: [Thickness; 2],
    /// Where the epidermis figures come from.
    pub epidermis_provenance: Provenance,
    /// Dermis by ultrasound, women and men.
    pub dermis: [Thickness; 2],
    /// Where the dermis figures come from.
    pub dermis_provenance: Provenance,
    /// Whether bone lies close below, where pressure leaves tracks most easily.
    pub over_bone: bool,
    /// Set when the zone must never be needled: the reason, as a sentence (inside the orbital rim, eyelid).
    pub blocked: Option<String>,
}

impl Zone {
    /// Epidermis of one sex.
    pub fn epidermis_of(&self, sex: Sex) -> &Thickness {
        of_sex(&self.epidermis, sex)
    }

    /// Dermis of one sex.
    pub fn dermis_of(&self, sex: Sex) -> &Thickness {
        of_sex(&self.dermis, sex)
    }
}

fn of_sex(layer: &[Thickness; 2], sex: Sex) -> &Thickness {
    let [female, male] = layer;
    match sex {
        Sex::Female => female,
        Sex::Male => male,
    }
}

/// All zones by id.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneCatalogue {
    zones: Vec<Zone>,
}

impl ZoneCatalogue {
    /// The zones that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        const FILE: DataFile = DataFile {
            name: "zones.toml",
            text: include_str!("../data/zones.toml"),
        };
        Self::load(FILE, bibliography)
    }

    /// Reads zones: one `[[zone]]` each.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of its allowed range, an id occurs twice, or a figure
    /// has neither a source nor the mark `assumption`.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut zones = Vec::new();
        let mut seen = BTreeSet::new();
        for mut block in root.blocks("zone")? {
            let zone = read_zone(&mut block, bibliography)?;
            if !seen.insert(zone.id.clone()) {
                return Err(block.error("id", &zone.id, "an id that no other zone has"));
            }
            block.finish()?;
            zones.push(zone);
        }
        root.finish()?;
        Ok(Self { zones })
    }

    /// The zone with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.id == id)
    }

    /// All zones in file order, blocked ones included.
    pub fn iter(&self) -> impl Iterator<Item = &Zone> {
        self.zones.iter()
    }
}

fn read_zone(block: &mut Block, bibliography: &Bibliography) -> Result<Zone, DataError> {
    let (epidermis, epidermis_provenance) = read_layer(block, "epidermis", bibliography)?;
    let (dermis, dermis_provenance) = read_layer(block, "dermis", bibliography)?;
    Ok(Zone {
        id: block.text("id")?,
        name: block.text("name")?,
        plain_name: block.text("plain_name")?,
        kind: block.choice(
            "kind",
            &[
                ("face", ZoneKind::Face),
                ("neck", ZoneKind::Neck),
                ("body", ZoneKind::Body),
            ],
        )?,
        area_cm2: Sourced::read(block, "area_cm2", "cm2", bibliography)?,
        epidermis,
        epidermis_provenance,
        dermis,
        dermis_provenance,
        over_bone: block.flag("over_bone", false)?,
        blocked: block.optional_text("blocked")?,
    })
}

fn read_layer(
    block: &mut Block,
    key: &str,
    bibliography: &Bibliography,
) -> Result<([Thickness; 2], Provenance), DataError> {
    let mut layer = block.block(key)?;
    let both = [
        read_thickness(&mut layer, "female")?,
        read_thickness(&mut layer, "male")?,
    ];
    let provenance = Provenance::read(&mut layer, bibliography)?;
    layer.finish()?;
    Ok((both, provenance))
}

/// No layer of human skin is thicker than this, mm: a guard against a figure in µm.
const THICKEST_MM: f64 = 5.0;

fn read_thickness(layer: &mut Block, sex: &str) -> Result<Thickness, DataError> {
    let mean_mm = layer.number(&format!("{sex}_mean_mm"), 0.01..=THICKEST_MM)?;
    let standard_deviation_mm =
        layer.number(&format!("{sex}_standard_deviation_mm"), 0.0..=mean_mm)?;
    Ok(Thickness {
        mean_mm,
        standard_deviation_mm,
    })
}
