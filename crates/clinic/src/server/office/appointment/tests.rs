//! What is found between two moments is what a walk over all appointments finds, whatever was made, moved and cancelled.

use proptest::prelude::*;

use super::*;

const HOUR_SECONDS: i64 = 3600;

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
