//! What the hand does.

use schemars::JsonSchema;
use serde::Serialize;

/// How much of the skin is covered with channels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// Passes over every spot: of a roller, presses of a stamp, or sweeps of a pen.
    Passes(f64),
    /// Channels per cm², when the operator counts them or the device does.
    ChannelsPerCm2(f64),
    /// Time that a pen spends on each cm², s.
    SecondsPerCm2(f64),
}

/// How hard the device is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HandPressure {
    /// Resting on the skin.
    Light,
    /// Usual.
    Usual,
    /// Pressed in.
    Firm,
}

impl HandPressure {
    /// Names in files, from light to firm.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("light", Self::Light),
        ("usual", Self::Usual),
        ("firm", Self::Firm),
    ];
}

/// What the hand does in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Technique {
    /// Device id.
    pub device: String,
    /// Needle length of the roller or stamp, or setting of the pen, mm.
    pub needle_length_mm: f64,
    /// How much of the skin is covered.
    pub coverage: Coverage,
    /// How hard the device is pressed.
    pub hand_pressure: HandPressure,
}
