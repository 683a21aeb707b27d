//! What was recorded of a zone, held against the plan.

use needlework_chart::event::Deviation;
use needlework_chart::fold::ZoneEntry;
use needlework_needling::Device;
use needlework_planning::{
    Comparison, DeviationClass, Library, LockedCoverage, LockedTechnique, Measured, Planned,
    compare,
};
use needlework_protocol::Visits;

use crate::plan_page::how_it_works::coverage;
use crate::server::earlier::delivered_zone;
use crate::server::face_map::ZoneRole;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// Compares an entry, as it is being recorded or as it stands now, with the plan.
pub(super) fn comparison(
    page: &Page,
    document: &PlanDocument,
    device: &Device,
    library: &Library,
    entry: &ZoneEntry,
) -> Comparison {
    let planned = Planned::of(&document.forecast, &entry.zone, library);
    let mut compared = compare(
        &planned,
        &delivered_zone(entry),
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
