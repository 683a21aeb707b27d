//! What was needled, as it was recorded and not corrected since.

use needlework_chart::event::ZoneRecorded;
use needlework_chart::fold::Session;
use needlework_planning::DeliveredZone;
use needlework_protocol::Endpoint;

/// An entry of a session, as the planner compares it.
pub(in crate::server) fn delivered_zone(entry: &ZoneRecorded) -> DeliveredZone {
    DeliveredZone {
        zone: entry.zone.clone(),
        depth_set_mm: entry.depth_set_mm,
        passes: entry.passes,
        minutes: entry.needling_minutes,
        area_cm2: entry.area_cm2,
        endpoint: entry.endpoint.as_deref().and_then(Endpoint::of_name),
    }
}

/// Entries of a zone that stand as they were written. A correction says in words what is true instead, so that the numbers that
/// it corrects are no longer known: those of one entry, or of the whole session.
pub(super) fn standing(session: &Session, zone: &str) -> Vec<DeliveredZone> {
    let entries = session.zones.iter().map(|stated| &stated.facts);
    entries
        .filter(|entry| entry.zone == zone)
        .filter(|entry| {
            let mut amendments = session.amendments.iter();
            !amendments.any(|one| one.facts.entry.is_none_or(|amended| amended == entry.entry))
        })
        .map(delivered_zone)
        .collect()
}

/// Whether a zone was needled in a session.
pub(super) fn is_needled(session: &Session, zone: &str) -> bool {
    session.zones.iter().any(|stated| stated.facts.zone == zone)
}
