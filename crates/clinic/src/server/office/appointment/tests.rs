//! What is found between two moments is what a walk over all appointments finds, whatever was made, moved and cancelled.

use proptest::prelude::*;

use super::super::clinic_site::FIRST_SITE;
use super::*;

const HOUR_SECONDS: i64 = 3600;
/// Another clinic of the group.
const LAKE: SiteId = SiteId::from_uuid(Uuid::from_u128(2));

/// A document of an appointment; without an hour, its removal.
fn document(
    id: u8,
    version: u64,
    hour: Option<i64>,
    minutes: u32,
) -> (Document, Option<Appointment>) {
    let id = Uuid::from_u128(u128::from(id));
    let appointment = hour.map(|hour| Appointment {
        id,
        patient: PatientId::from_uuid(id),
        purpose: Purpose::Treatment,
        starts_at: at(hour),
        minutes,
        site: if id.as_u128().is_multiple_of(3) {
            LAKE
        } else {
            FIRST_SITE
        },
        room: if hour % 2 == 0 { "1" } else { "2" }.to_owned(),
    });
    let body = appointment
        .as_ref()
        .and_then(|one| serde_json::to_vec(one).ok());
    let document = Document {
        drawer: Appointment::DRAWER.name().to_owned(),
        id,
        version,
        revision: version,
        body: body.map(Into::into),
    };
    (document, appointment)
}

fn at(hour: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(hour * HOUR_SECONDS)
}

proptest! {
    #[test]
    fn a_range_of_time_is_what_a_walk_over_all_finds(
        steps in prop::collection::vec((0..12_u8, prop::option::weighted(0.8, 0..40_i64), 5..=LONGEST_MINUTES), 1..60),
        from in 0..40_i64,
        hours in -2..20_i64,
    ) {
        let mut kept = Appointments::default();
        let mut all = std::collections::BTreeMap::new();
        for (version, (id, hour, minutes)) in (1..).zip(steps) {
            let (document, appointment) = document(id, version, hour, minutes);
            prop_assert!(kept.take(&document));
            match appointment {
                Some(appointment) => { all.insert(id, appointment); }
                None => { all.remove(&id); }
            }
        }
        let (from, before) = (at(from), at(from + hours));
        let mut expected: Vec<&Appointment> = all
            .values()
            .filter(|one| from <= one.starts_at && one.starts_at < before)
            .collect();
        expected.sort_by_key(|one| (one.starts_at, one.id));
        let found: Vec<&Appointment> = kept.between(from, before).collect();
        prop_assert_eq!(found, expected);
        let (_, wished) = document(99, 1, Some(20), 30);
        if let Some(wished) = wished {
            let is_in_the_way = all.values().any(|one| one.is_in_the_way_of(&wished));
            prop_assert_eq!(kept.in_the_way_of(&wished).is_some(), is_in_the_way);
        }
    }
}

#[test]
fn rooms_of_one_name_in_two_clinics_are_two_rooms() {
    let (_, here) = document(1, 1, Some(20), 60);
    let there = here.clone().map(|here| Appointment { site: LAKE, ..here });
    let is_in_the_way = |other: &Option<Appointment>| {
        let (here, other) = (here.as_ref()?, other.as_ref()?);
        Some(here.is_in_the_way_of(other))
    };
    assert_eq!(is_in_the_way(&here), Some(true));
    assert_eq!(is_in_the_way(&there), Some(false));
}

/// A document from before there were several clinics.
#[test]
fn an_appointment_that_names_no_clinic_is_in_the_first() {
    let (document, _) = document(1, 1, Some(20), 60);
    let body = document.body.unwrap_or_default();
    let mut old: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    old.as_object_mut().and_then(|fields| fields.remove("site"));
    let read = Appointment::read(old.to_string().as_bytes());
    assert_eq!(read.map(|one| one.site).ok(), Some(FIRST_SITE));
}
