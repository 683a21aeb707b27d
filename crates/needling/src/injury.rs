//! What a technique leaves in the skin.

use needlework_skin::{DERMAL_LAYERS, Skin};
use schemars::JsonSchema;
use serde::Serialize;

use crate::bleeding::bleeding_share;
use crate::channel::{Channel, Fractions};
use crate::coverage::channels_per_cm2;
use crate::insertion::penetrate;
use crate::{Device, NeedlingError, NeedlingParameters, Technique};

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
    /// Channels per cm²: needle strokes that pierce the skin.
    pub channels_per_cm2: f64,
    /// Share of needle strokes that pierce the skin, 0 to 1.
    pub penetration_probability: f64,
    /// Mean depth of the channels, mm; 0 when no stroke pierces the skin. It may lie below the dermis, in fat.
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

const MM2_PER_CM2: f64 = 100.0;

/// The injury that a technique leaves in one zone of one person (model 3.3, 3.4, 5). The person's answer to it is the
/// task of healing.
///
/// # Errors
/// When the technique names another device, its needle is longer or shorter than the device allows, or its coverage is
/// negative, absurd, not a number or meant for a motor that the device does not have.
pub fn injure(
    device: &Device,
    technique: &Technique,
    skin: &Skin,
    parameters: &NeedlingParameters,
) -> Result<Injury, NeedlingError> {
    let strokes_per_cm2 = channels_per_cm2(device, technique, parameters)?;
    let penetration = penetrate(device, technique, parameters);
    let channels_per_cm2 = strokes_per_cm2 * penetration.probability;
    let density_per_mm2 = channels_per_cm2 / MM2_PER_CM2;
    let channel = Channel::new(
        penetration.depth_mm,
        device.needle_diameter_mm.value,
        &parameters.channel,
    );
    let bleeding = bleeding_share(&channel, skin, &parameters.bleeding);
    // Blood wells up through the whole channel, so that every layer holds the same share of clot.
    let clot_share = parameters.bleeding.filled_share * bleeding;
    let layer = |top_mm, bottom_mm| {
        let Fractions { lumen, damaged } = channel.fractions(density_per_mm2, top_mm, bottom_mm);
        LayerInjury {
            channel: lumen,
            damaged,
            clot: clot_share * lumen,
        }
    };
    Ok(Injury {
        channels_per_cm2,
        penetration_probability: penetration.probability,
        channel_depth_mm: channel.depth_mm,
        channel_radius_mm: channel.mouth_radius_mm,
        epidermis: layer(0.0, skin.epidermis_mm),
        dermis: skin.dermis.map(|part| layer(part.top_mm, part.bottom_mm)),
        open_area: channel.open_area(density_per_mm2),
        bleeding_points_per_cm2: bleeding * channels_per_cm2,
    })
}
