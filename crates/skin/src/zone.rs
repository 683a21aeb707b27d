//! Zones of the face and body, from `data/zones.toml`.

use needlework_evidence::{Provenance, Sourced};
use schemars::JsonSchema;
use serde::Serialize;

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

/// All zones by id.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneCatalogue {
    zones: Vec<Zone>,
}
