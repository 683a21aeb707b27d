//! What was recorded of a zone, held against the plan.

use std::collections::BTreeMap;

use needlework_chart::event::{Deviation, ZoneRecorded};
use needlework_chart::fold::Session;
use needlework_needling::Device;
use needlework_planning::{
    Comparison, DeliveredZone, DeviationClass, Library, LockedCoverage, LockedTechnique, Planned,
    compare,
};
use needlework_protocol::Visits;

use crate::plan_page::how_it_works::coverage;
use crate::server::earlier::delivered_zone;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Compares an entry with the plan, with what the session recorded of its zone before.
pub(super) fn comparison(
    page: &Page,
    document: &PlanDocument,
    (device, library): (&Device, &Library),
    before: &[DeliveredZone],
    entry: &ZoneRecorded,
) -> Comparison {
    let planned = Planned::of(&document.forecast, &entry.zone, library);
    compare(
        &planned,
        (before, &delivered_zone(entry)),
        device,
        library,
        page.protocol_language(),
    )
}

/// What a session recorded of a zone.
pub(super) fn received(session: &Session, zone: &str) -> Vec<DeliveredZone> {
    let entries = session.zones.iter().map(|stated| &stated.facts);
    let entries = entries.filter(|entry| entry.zone == zone);
    entries.map(delivered_zone).collect()
}

/// All entries of a session in their order, each compared with the plan.
///
/// # Errors
/// When the catalogue does not hold the device of the session.
pub(super) fn comparisons(
    page: &Page,
    document: &PlanDocument,
    library: &Library,
    session: &Session,
) -> Result<Vec<Comparison>, Problem> {
    let device = device_of(library, session)?;
    let mut before: BTreeMap<&str, Vec<DeliveredZone>> = BTreeMap::new();
    let entries = session.zones.iter().map(|stated| &stated.facts);
    let compared = entries.map(|entry| {
        let earlier = before.entry(&entry.zone).or_default();
        let compared = comparison(page, document, (device, library), earlier, entry);
        earlier.push(delivered_zone(entry));
        compared
    });
    Ok(compared.collect())
}

/// The device with which a session is held.
///
/// # Errors
/// When the catalogue does not hold it.
pub(super) fn device_of<'a>(
    library: &'a Library,
    session: &Session,
) -> Result<&'a Device, Problem> {
    let device = library.devices.get(&session.started.facts.device.device);
    device.ok_or_else(|| Problem::refused("refused-unknown-session-device"))
}

/// The class as the record keeps it; `None`: a hard stop, which is never recorded.
pub(super) const fn deviation(class: DeviationClass) -> Option<Deviation> {
    match class {
        DeviationClass::Inside => Some(Deviation::Inside),
        DeviationClass::Minor => Some(Deviation::Minor),
        DeviationClass::Major => Some(Deviation::Major),
        DeviationClass::HardStop => None,
    }
}

/// The planned coverage in words, of a pen with the minutes that it takes.
pub(super) fn coverage_words(page: &Page, technique: &LockedTechnique, area_cm2: f64) -> String {
    let words = coverage(technique.coverage.into(), page.language());
    match planned_minutes(technique, area_cm2) {
        Some(minutes) => page.say_all(
            "planned-minutes",
            &[("coverage", &words), ("minutes", &page.number(minutes, 1))],
        ),
        None => words,
    }
}

/// Passes that the plan asks for, or else what the record proposes.
pub(super) const fn planned_passes(technique: &LockedTechnique, visits: &Visits) -> f64 {
    match technique.coverage {
        LockedCoverage::Passes(passes) => passes,
        LockedCoverage::ChannelsPerCm2(_) | LockedCoverage::SecondsPerCm2(_) => {
            visits.recorded_passes.value
        }
    }
}

/// Minutes of needling that the plan asks for in a zone, of a pen.
pub(super) fn planned_minutes(technique: &LockedTechnique, area_cm2: f64) -> Option<f64> {
    match technique.coverage {
        LockedCoverage::SecondsPerCm2(seconds) => Some(seconds * area_cm2 / 60.0),
        LockedCoverage::Passes(_) | LockedCoverage::ChannelsPerCm2(_) => None,
    }
}
