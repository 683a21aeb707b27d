//! What a technique leaves in the skin.

use needlework_skin::DERMAL_LAYERS;
use schemars::JsonSchema;
use serde::Serialize;

/// Volume fractions of one layer, each 0 to 1, averaged over the layer's depth.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct LayerInjury {
    /// Channel lumen, `w_c`.
    pub channel: f64,
    /// Damaged tissue including the halo around the lumen, `w_d`.
    pub damaged: f64,
    /// Clot, `w_b`.
    pub clot: f64,
}

/// The injury of one session in one zone, in one draw.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Injury {
    /// Channels per cm².
    pub channels_per_cm2: f64,
    /// Share of needle strokes that pierce the skin, 0 to 1.
    pub penetration_probability: f64,
    /// Depth that the needles reach, mm; 0 when none pierces the skin.
    pub channel_depth_mm: f64,
    /// Radius of the channel at the skin surface after withdrawal, mm.
    pub channel_radius_mm: f64,
    /// Damage in the epidermis.
    pub epidermis: LayerInjury,
    /// Damage in the dermal layers, papillary first.
    pub dermis: [LayerInjury; DERMAL_LAYERS],
    /// Share of the skin surface that is open channel right after needling, 0 to 1.
    pub open_area: f64,
    /// Expected visible bleeding points per cm².
    pub bleeding_points_per_cm2: f64,
}
