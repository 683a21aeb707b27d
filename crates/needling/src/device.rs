//! The device catalogue, from `data/devices.toml`.

use needlework_evidence::{Provenance, Sourced};
use schemars::JsonSchema;
use serde::Serialize;

/// How a device brings its needles into the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// A drum of needles rolled over the skin.
    Roller,
    /// A plate of needles pressed onto the skin.
    Stamp,
    /// A motor drives a cartridge of needles in and out.
    Pen,
}

/// Needle lengths that a device can be set or bought to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LengthRange {
    /// Shortest, mm.
    pub shortest_mm: f64,
    /// Longest: the mechanical limit, a hard stop, mm.
    pub longest_mm: f64,
}

/// A use that a regulator or a trial has evaluated. Beyond it lies an override, not a hard stop.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvaluatedUse {
    /// Clearance number or study.
    pub reference: String,
    /// Zones and use in words.
    pub indication: String,
    /// Longest evaluated needle setting, mm; `None` where no source states it.
    pub longest_mm: Option<f64>,
    /// Lowest and highest phototype evaluated (1 to 6); `None` where no source states it.
    pub phototypes: Option<[u8; 2]>,
    /// Youngest age evaluated, years; `None` where no source states it.
    pub minimum_age_years: Option<f64>,
    /// Source of this row.
    pub provenance: Provenance,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Device {
    /// Identifier in case files, for example `exceed-unlimited`.
    pub id: String,
    /// Product or class name.
    pub name: String,
    /// Roller, stamp or pen.
    pub kind: DeviceKind,
    /// Needle lengths: the mechanical limits.
    pub lengths: LengthRange,
    /// Needles that act together: on the drum, the plate or the cartridge.
    pub needle_count: Sourced<f64>,
    /// Needle diameter at the base, mm.
    pub needle_diameter_mm: Sourced<f64>,
    /// Needle tip diameter, µm.
    pub tip_diameter_um: Sourced<f64>,
    /// Distance between neighbouring needles that touch the skin together, mm.
    pub needle_spacing_mm: Sourced<f64>,
    /// Strokes per second of a pen; `None` for rollers and stamps.
    pub strokes_per_second: Option<Sourced<f64>>,
    /// Channels per cm² that one pass of a roller, or one press of a stamp, leaves; `None` for pens.
    pub channels_per_cm2_per_pass: Option<Sourced<f64>>,
    /// Error of the length setting, ± mm; `None` where no source states it.
    pub setting_error_mm: Option<Sourced<f64>>,
    /// Uses that have been evaluated, empty when every use is off-label.
    pub evaluated_uses: Vec<EvaluatedUse>,
}

/// All devices by id.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceCatalogue {
    devices: Vec<Device>,
}
