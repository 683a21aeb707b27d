//! Vessels that a channel strikes (model 5).

use needlework_skin::{DermalLayer, Skin};

use crate::BleedingParameters;
use crate::channel::Channel;

/// Capillary loops that one channel of this radius strikes (model 5).
pub fn loop_strikes_per_channel(radius_mm: f64, bleeding: &BleedingParameters) -> f64 {
    let reach_mm = radius_mm + bleeding.loop_radius_um / 1000.0;
    bleeding.loops_per_mm2 * std::f64::consts::PI * reach_mm.powi(2)
}

/// Vessels of one horizontal plexus that a channel of this radius strikes (model 5).
pub fn plexus_strikes_per_channel(radius_mm: f64, bleeding: &BleedingParameters) -> f64 {
    2.0 * (radius_mm + bleeding.plexus_radius_um / 1000.0) * bleeding.plexus_mm_per_mm2
}

/// Share of channels that bleed: those that strike at least one vessel. Loops count from the top of the dermis, the upper
/// plexus lies below the papillary layer, the lower one below the dermis; a channel that ends above them strikes none.
pub(crate) fn bleeding_share(channel: &Channel, skin: &Skin, bleeding: &BleedingParameters) -> f64 {
    let [
        DermalLayer {
            bottom_mm: upper_mm,
            ..
        },
        ..,
    ] = skin.dermis;
    let loops = channel
        .radius_below_mm(skin.epidermis_mm)
        .map_or(0.0, |radius| loop_strikes_per_channel(radius, bleeding));
    let plexuses: f64 = [upper_mm, skin.depth_mm()]
        .into_iter()
        .filter_map(|depth_mm| channel.radius_below_mm(depth_mm))
        .map(|radius| plexus_strikes_per_channel(radius, bleeding))
        .sum();
    1.0 - (-(loops + plexuses)).exp()
}
