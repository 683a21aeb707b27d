//! From a case to its screening, and from its screening to the first possible day.

use jiff::civil::Date;
use needlework_needling::Device;
use needlework_protocol::screening::{BookedZone, Booking, Screening, screen_in};
use needlework_protocol::{Language, Phrases};

use crate::case::Case;
use crate::library::Library;
use crate::outline::ZoneOutline;

/// Screens the case for an appointment, in the words of a language.
pub(crate) fn screened(
    case: &Case,
    device: &Device,
    zones: &[ZoneOutline],
    library: &Library,
    appointment: Date,
    language: Language,
) -> Screening {
    let speech = library.speech(language);
    let translated = |id: &str| speech.translations.and_then(|into| into.zone(id));
    let booking = Booking {
        appointment,
        age_years: case.person.age_years,
        phototype: case.person.phototype,
        indication: &case.indication,
        device,
        clinic_device_limit_mm: library
            .clinic
            .as_ref()
            .and_then(|clinic| clinic.device_depth_mm.get(&device.id))
            .copied(),
        zones: zones
            .iter()
            .map(|zone| BookedZone {
                id: &zone.zone.id,
                name: translated(&zone.zone.id)
                    .map_or(&zone.zone.plain_name, |names| &names.plain_name),
                inside_orbital_rim: zone.zone.blocked.is_some(),
                needle_length_mm: zone.chosen.technique.needle_length_mm,
                depth: zone.chosen.depth_row,
            })
            .collect(),
    };
    screen_in(
        &library.screening,
        &library.conflicts,
        &booking,
        case.screening.as_ref(),
        speech,
    )
}

/// A later appointment can meet what an earlier one did not (a planned trip), so the day is looked for in steps. Each step
/// moves forward; more than these have never been needed.
pub(crate) const MOST_STEPS: usize = 10;

/// The day before which not all zones can be treated together.
pub(crate) fn not_before(screening: &Screening) -> Option<Date> {
    screening
        .earliest_together
        .as_ref()
        .map(|earliest| earliest.day)
}

/// Why the first session cannot lie earlier.
pub(crate) fn moved_because(screening: &Screening, phrases: &Phrases) -> Option<String> {
    let earliest = screening.earliest_together.as_ref()?;
    let finding = screening
        .findings
        .iter()
        .find(|one| one.rule == earliest.rule)?;
    Some(phrases.say(
        "schedule.not-before",
        &[
            ("day", &phrases.day(earliest.day)),
            ("because", &finding.because),
        ],
    ))
}
