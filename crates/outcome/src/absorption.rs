//! Absorption through open channels relative to untouched skin (model 4.3): it depends on the molecule more than on the
//! needle.

use needlework_healing::SurfaceState;
use needlework_needling::Injury;
use needlework_skin::Skin;

use crate::parameters::Absorption;

/// A class of molecules in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct AbsorptionDraw {
    /// Id of the row in `findings.toml`.
    pub id: &'static str,
    /// Uptake relative to untouched skin at the sampled days.
    pub gain: Vec<f64>,
}

/// Uptake of each class over the sampled surface states.
pub(crate) fn observe(
    skin: &Skin,
    injury: &Injury,
    surface: &[SurfaceState],
    parameters: &Absorption,
) -> Vec<AbsorptionDraw> {
    let classes = [
        (
            "small-permeable",
            parameters.small_channel_diffusivity_mm2_per_h,
            parameters.small_permeability_mm_per_h,
        ),
        (
            "ascorbic-acid",
            parameters.small_channel_diffusivity_mm2_per_h,
            parameters.ascorbic_acid_permeability_mm_per_h,
        ),
        (
            "peptides",
            parameters.peptide_channel_diffusivity_mm2_per_h,
            parameters.peptide_permeability_mm_per_h,
        ),
        (
            "large-molecules",
            parameters.large_channel_diffusivity_mm2_per_h,
            parameters.large_permeability_mm_per_h,
        ),
    ];
    classes
        .into_iter()
        .map(|(id, diffusivity, skin_permeability)| {
            let tissue = diffusivity * parameters.tissue_diffusivity_share;
            let channel = channel_permeability(skin, injury, diffusivity, tissue);
            let gain = surface
                .iter()
                .map(|state| {
                    let open = supplying_area(state.open_area, parameters.half_supply_area);
                    (1.0 - open) + open * channel / skin_permeability
                })
                .collect();
            AbsorptionDraw { id, gain }
        })
        .collect()
}

/// Open area that counts for uptake: `open / (1 + open / half)`. Neighbouring channels supply the same tissue and the same
/// film of product, so that more of them add less and less.
fn supplying_area(open_area: f64, half: f64) -> f64 {
    let open = open_area.clamp(0.0, 1.0);
    open / (1.0 + open / half)
}

/// Permeability of an open channel, mm/h: `1/P = l/D_ch + pi R/(4 D_t)`. The channel counts from the surface to the living
/// tissue below the epidermis, where its flank takes over.
fn channel_permeability(skin: &Skin, injury: &Injury, channel: f64, tissue: f64) -> f64 {
    let length_mm = injury.channel_depth_mm.min(skin.epidermis_mm);
    let resistance =
        length_mm / channel + std::f64::consts::PI * injury.channel_radius_mm / (4.0 * tissue);
    if resistance > 0.0 {
        1.0 / resistance
    } else {
        0.0
    }
}
