//! What the hand does in each zone: the case's wish, else the protocol's setting and coverage within the device's limits.

use needlework_needling::{Coverage, Device, DeviceKind, Technique};
use needlework_protocol::{DepthRow, Visits};

use crate::case::{Case, CaseZone};
use crate::error::PlanError;
use crate::library::Library;

/// The technique of one zone and the data rows behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChosenTechnique<'a> {
    pub(crate) technique: Technique,
    pub(crate) depth_row: Option<&'a DepthRow>,
    pub(crate) basis: Vec<String>,
}

/// The setting is the case's. Where the case leaves it open, it is the deepest that the protocol gives without asking for
/// a reason (`warn_above`), moved into what the device can be set to: `start` of the protocol is where the operator
/// begins, not what the course is planned at.
pub(crate) fn choose<'a>(
    case: &Case,
    zone: &CaseZone,
    device: &Device,
    library: &'a Library,
) -> Result<ChosenTechnique<'a>, PlanError> {
    let depth_row = library.depths.get(&zone.zone, &case.indication);
    let mut basis = vec![format!("needling.devices.{}", device.id)];
    if depth_row.is_some() {
        basis.push(depth_key(&zone.zone, &case.indication));
    }
    let needle_length_mm = match (zone.needle_length_mm, depth_row) {
        (Some(length), _) => length,
        (None, Some(row)) => row
            .warn_above_mm
            .clamp(device.lengths.shortest_mm, device.lengths.longest_mm),
        (None, None) => {
            return Err(PlanError::NoDepth {
                zone: zone.zone.clone(),
                indication: case.indication.clone(),
            });
        }
    };
    let coverage = zone.coverage.unwrap_or_else(|| {
        let (coverage, key) = usual_coverage(device, &library.visits);
        basis.push(key);
        coverage
    });
    Ok(ChosenTechnique {
        technique: Technique {
            device: device.id.clone(),
            needle_length_mm,
            coverage,
            hand_pressure: case.device.hand_pressure,
        },
        depth_row,
        basis,
    })
}

/// Key of a depth row in the plan's `rows`.
pub(crate) fn depth_key(zone: &str, indication: &str) -> String {
    format!("protocol.depths.{zone}.{indication}")
}

/// Coverage where the case gives none: pen time on each cm², or the whole number of passes that comes closest to the
/// usual density.
/// The second value is the key of the row behind it.
pub fn usual_coverage(device: &Device, visits: &Visits) -> (Coverage, String) {
    let (density, key) = match device.kind {
        DeviceKind::Pen => {
            return (
                Coverage::SecondsPerCm2(visits.pen_seconds_per_cm2.value),
                "protocol.visit.pen_seconds_per_cm2".to_owned(),
            );
        }
        DeviceKind::Roller => (
            visits.roller_channels_per_cm2.value,
            "protocol.visit.roller_channels_per_cm2",
        ),
        DeviceKind::Stamp => (
            visits.stamp_channels_per_cm2.value,
            "protocol.visit.stamp_channels_per_cm2",
        ),
    };
    let coverage = match &device.channels_per_cm2_per_pass {
        Some(per_pass) => Coverage::Passes((density / per_pass.value).round().max(1.0)),
        None => Coverage::ChannelsPerCm2(density),
    };
    (coverage, key.to_owned())
}
