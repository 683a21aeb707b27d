//! What was recorded of a zone, held against the plan.

use std::collections::BTreeMap;

use needlework_chart::event::Deviation;
use needlework_chart::fold::{Session, ZoneEntry};
use needlework_needling::Device;
use needlework_planning::{
    Comparison, DeliveredZone, DeviationClass, Library, LockedCoverage, LockedTechnique, Measured,
    Planned, compare,
};

use crate::plan_page::how_it_works::coverage;
use crate::server::earlier::delivered_zone;
use crate::server::face_map::ZoneRole;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Compares an entry, as it is being recorded or as it stands now, with the plan, with what the session gave to its zone before.
pub(super) fn comparison(
    page: &Page,
    document: &PlanDocument,
    (device, library): (&Device, &Library),
    before: &[DeliveredZone],
    entry: &ZoneEntry,
) -> Comparison {
    let planned = planned_of(document, &entry.zone, library);
    let mut compared = compare(
        &planned,
        (before, &delivered_zone(entry)),
        device,
        library,
        page.protocol_language(),
    );
    if planned == Planned::NotPlanned
        && let Some(sentence) = spared(page, document, &entry.zone)
    {
        for difference in &mut compared.differences {
            if difference.what == Measured::Zone {
                difference.sentence.clone_from(&sentence);
            }
        }
    }
    compared
}

/// What a plan says of a zone. One that the clinician left out is as closed as one that screening left out: the plan with which the
/// forecast was calculated knows nothing of it.
fn planned_of(document: &PlanDocument, zone: &str, library: &Library) -> Planned {
    if document.excluded.contains(zone) {
        return Planned::Excluded;
    }
    Planned::of(&document.forecast, zone, library)
}

/// That the plan protects a zone or leaves it out, in a sentence that names it; `None`: it does neither.
pub(super) fn spared(page: &Page, document: &PlanDocument, zone: &str) -> Option<String> {
    let key = match document.zone_roles().get(zone)? {
        ZoneRole::Protect => "zone-is-protected",
        ZoneRole::Exclude => "zone-is-excluded",
        ZoneRole::Target => return None,
    };
    Some(page.say_with(key, "zone", &page.zone_name(zone)))
}

/// Every zone that the plan protects or leaves out, in a sentence each.
pub(super) fn all_spared(page: &Page, document: &PlanDocument) -> Vec<String> {
    let roles = document.zone_roles();
    let zones = roles.keys();
    zones
        .filter_map(|zone| spared(page, document, zone))
        .collect()
}

/// All entries of a session in their order, each compared with the plan as it stands now; `None` for one that was not needled.
///
/// # Errors
/// When the catalogue does not hold the device of the session.
pub(super) fn comparisons(
    page: &Page,
    document: &PlanDocument,
    library: &Library,
    session: &Session,
) -> Result<Vec<Option<Comparison>>, Problem> {
    let device = device_of(library, session)?;
    let mut before: BTreeMap<&str, Vec<DeliveredZone>> = BTreeMap::new();
    let compared = session.entries().map(|(_, entry)| {
        if !entry.is_needled {
            return None;
        }
        let earlier = before.entry(&entry.zone).or_default();
        let compared = comparison(page, document, (device, library), earlier, entry);
        earlier.push(delivered_zone(entry));
        Some(compared)
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

/// Passes that the plan asks for; `None`: it asks for something else, so that whoever needles counts them.
pub(super) const fn planned_passes(technique: &LockedTechnique) -> Option<f64> {
    match technique.coverage {
        LockedCoverage::Passes(passes) => Some(passes),
        LockedCoverage::ChannelsPerCm2(_) | LockedCoverage::SecondsPerCm2(_) => None,
    }
}

/// Minutes of needling that the plan asks for in a zone, of a pen.
pub(super) fn planned_minutes(technique: &LockedTechnique, area_cm2: f64) -> Option<f64> {
    match technique.coverage {
        LockedCoverage::SecondsPerCm2(seconds) => Some(seconds * area_cm2 / 60.0),
        LockedCoverage::Passes(_) | LockedCoverage::ChannelsPerCm2(_) => None,
    }
}
