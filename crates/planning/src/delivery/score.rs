//! One score for a session.
//!
//! It follows the gamma index of radiotherapy: deviations are measured in units of their tolerance and added as squares, so
//! that 1 is the border of what may be recorded without a second name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Comparison, DeviationClass};

/// Version of the rule that computes [`DeliveryScore`]; a record names it.
pub const DELIVERY_VERSION: &str = "delivery/1";
/// Delivered against planned over a session, computed at signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryScore {
    /// [`DELIVERY_VERSION`].
    pub version: String,
    /// Share of zones, planned or needled, of which every entry is inside or minor, 0 to 1.
    pub share_within_tolerance: f64,
    /// Mean of the largest gamma of every zone that was planned and needled; `None` where there is none. 0: exactly as
    /// planned; 1: at the border of the tolerance.
    pub mean_gamma: Option<f64>,
    /// Zones, planned or needled.
    pub zones: usize,
}

/// The score of a session: `planned` are the zones of the plan, `comparisons` all entries, of which a zone may have several.
/// A planned zone without an entry, and an entry in a zone that was not planned, are not within tolerance. Without any zone
/// the share is 1.
pub fn delivery_score(planned: &[&str], comparisons: &[Comparison]) -> DeliveryScore {
    let mut zones: Vec<&str> = planned.to_vec();
    zones.extend(comparisons.iter().map(|one| one.zone.as_str()));
    zones.sort_unstable();
    zones.dedup();
    let entries = |zone: &&str| -> Vec<&Comparison> {
        let of_zone = comparisons.iter().filter(|one| one.zone == **zone);
        of_zone.collect()
    };
    let within = zones.iter().filter(|zone| {
        let entries = entries(zone);
        let is_inside = |one: &&Comparison| one.class <= DeviationClass::Minor;
        planned.contains(zone) && !entries.is_empty() && entries.iter().all(is_inside)
    });
    let share_within_tolerance = if zones.is_empty() {
        1.0
    } else {
        within.count() as f64 / zones.len() as f64
    };
    let gammas: Vec<f64> = zones
        .iter()
        .filter_map(|zone| {
            let gammas = entries(zone).into_iter().filter_map(|one| one.gamma);
            gammas.reduce(f64::max)
        })
        .collect();
    DeliveryScore {
        version: DELIVERY_VERSION.to_owned(),
        share_within_tolerance,
        mean_gamma: (!gammas.is_empty()).then(|| gammas.iter().sum::<f64>() / gammas.len() as f64),
        zones: zones.len(),
    }
}
