//! One score for a session.
//!
//! It follows the gamma index of radiotherapy: deviations are measured in units of their tolerance and added as squares, so
//! that 1 is the border of what may be recorded without a second name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Comparison, DeviationClass};

/// Version of the rule that computes [`DeliveryScore`]; a record names it.
pub const DELIVERY_VERSION: &str = "delivery/2";

/// Delivered against planned over a session, computed at signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryScore {
    /// [`DELIVERY_VERSION`].
    pub version: String,
    /// Share of zones, planned or needled, of which every entry and all of them together are inside or minor, 0 to 1.
    pub share_within_tolerance: f64,
    /// Mean of the gamma of every zone that was planned and needled: the root of the summed squares of the largest deviation of
    /// depth and that of the coverage of the whole session; `None` where there is none. 0: exactly as planned; 1: at the border
    /// of the tolerance.
    pub mean_gamma: Option<f64>,
    /// Zones, planned or needled.
    pub zones: usize,
}

/// The score of a session: `planned` are the zones of the plan, `comparisons` all entries in their order, of which a zone may have
/// several; the last one of a zone says what all of them come to. A planned zone without an entry, and an entry in a zone that was
/// not planned, are not within tolerance. Without any zone the share is 1.
pub fn delivery_score(planned: &[&str], comparisons: &[Comparison]) -> DeliveryScore {
    let mut zones: Vec<&str> = planned.to_vec();
    zones.extend(comparisons.iter().map(|one| one.zone.as_str()));
    zones.sort_unstable();
    zones.dedup();
    let entries = |zone: &str| -> Vec<&Comparison> {
        let of_zone = comparisons.iter().filter(|one| one.zone == zone);
        of_zone.collect()
    };
    let within = zones.iter().filter(|zone| {
        let entries = entries(zone);
        planned.contains(zone) && is_within(&entries)
    });
    let share_within_tolerance = if zones.is_empty() {
        1.0
    } else {
        within.count() as f64 / zones.len() as f64
    };
    let gammas: Vec<f64> = zones
        .iter()
        .filter_map(|zone| gamma(&entries(zone)))
        .collect();
    DeliveryScore {
        version: DELIVERY_VERSION.to_owned(),
        share_within_tolerance,
        mean_gamma: (!gammas.is_empty()).then(|| gammas.iter().sum::<f64>() / gammas.len() as f64),
        zones: zones.len(),
    }
}

/// Whether a zone was needled, every entry of it as it should be, and in all as much as it should.
fn is_within(entries: &[&Comparison]) -> bool {
    let is_sound = |class: DeviationClass| class <= DeviationClass::Minor;
    let mut own = entries.iter().map(|one| one.class_of_entry());
    entries.last().is_some_and(|last| {
        let received = last.coverage().map(|one| one.class);
        received.is_none_or(is_sound) && own.all(is_sound)
    })
}

fn gamma(entries: &[&Comparison]) -> Option<f64> {
    let depths = entries.iter().filter_map(|one| one.depth_gamma);
    let depth = depths.reduce(f64::max)?;
    let coverage = entries.last().and_then(|one| one.coverage_gamma);
    Some(depth.hypot(coverage.unwrap_or(0.0)))
}
