//! What the skin of a zone received in one session, from all entries of it.

use needlework_needling::Device;

use super::DeliveredZone;
use crate::locked::LockedCoverage;

/// Seconds of a minute.
const SECONDS_PER_MINUTE: f64 = 60.0;

/// Coverage that a zone received in a session, in the unit of the plan.
pub(super) struct Received {
    /// As far as it was noted.
    pub(super) known: f64,
    /// Whether every entry says what it added.
    pub(super) is_whole: bool,
}

/// What several entries of a zone add up to. An entry that covered a part of the zone counts by its area, so that two halves are
/// one whole; but what one entry gave to its own part is received there, however small the part is. Whether parts overlapped nobody
/// notes.
pub(super) fn received_coverage<'a>(
    entries: impl Iterator<Item = &'a DeliveredZone> + Clone,
    planned: LockedCoverage,
    zone_area_cm2: f64,
    device: &Device,
) -> Received {
    let area_of = |entry: &DeliveredZone| {
        let noted = entry.area_cm2.filter(|area| *area > 0.0);
        noted.unwrap_or(zone_area_cm2)
    };
    let whole_area = entries.clone().map(area_of).fold(zone_area_cm2, f64::max);
    let mut received = Received {
        known: 0.0,
        is_whole: true,
    };
    let mut most = 0.0_f64;
    for entry in entries {
        let area = area_of(entry);
        match local_coverage(entry, planned, area, device) {
            Some(local) => {
                received.known += local * area / whole_area;
                most = most.max(local);
            }
            None => received.is_whole = false,
        }
    }
    received.known = received.known.max(most);
    received
}

/// What an entry gave to the skin where it was, in the unit of the plan; `None`: what was noted does not tell it.
fn local_coverage(
    entry: &DeliveredZone,
    planned: LockedCoverage,
    area_cm2: f64,
    device: &Device,
) -> Option<f64> {
    match planned {
        LockedCoverage::Passes(_) => entry.passes,
        LockedCoverage::ChannelsPerCm2(_) => {
            let per_pass = device.channels_per_cm2_per_pass.as_ref()?;
            Some(entry.passes? * per_pass.value)
        }
        LockedCoverage::SecondsPerCm2(_) => {
            let minutes = entry.minutes?;
            (area_cm2 > 0.0).then(|| SECONDS_PER_MINUTE * minutes / area_cm2)
        }
    }
}
