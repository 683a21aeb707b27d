//! What was needled, as the planner compares it: the truth as far as it is known, with everything that was corrected since.

use needlework_chart::fold::{Session, ZoneEntry};
use needlework_planning::DeliveredZone;
use needlework_protocol::Endpoint;

/// An entry of a session, as the planner compares it.
pub(in crate::server) fn delivered_zone(entry: &ZoneEntry) -> DeliveredZone {
    DeliveredZone {
        zone: entry.zone.clone(),
        depth_set_mm: entry.depth_set_mm,
        passes: entry.passes,
        minutes: entry.needling_minutes,
        area_cm2: entry.area_cm2,
        endpoint: entry.endpoint.as_deref().and_then(Endpoint::of_name),
    }
}

/// What was delivered to a zone in a session. What a correction in words left open is not known.
pub(in crate::server) fn delivered_to(session: &Session, zone: &str) -> Vec<DeliveredZone> {
    let entries = session.delivered().filter(|entry| entry.zone == zone);
    entries.map(delivered_zone).collect()
}

/// Whether a zone was needled in a session.
pub(super) fn is_needled(session: &Session, zone: &str) -> bool {
    session.delivered().any(|entry| entry.zone == zone)
}
