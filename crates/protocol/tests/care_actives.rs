//! Actives after a session are locked until the clinic releases them (a requirement of this project; hours and calm skin of
//! protocol 4.1).

mod support;

use needlework_protocol::care::{
    CareEvent, ClearanceRefused, Subject, check_clearance, earliest_release,
};
use support::{SESSION, at, check_in, clearance, forbids, planned};

/// Actives are released by the clinic, and as protocol 4.1 asks no sooner than a report of the last day, or a later one, tells of
/// neither redness nor flaking.
#[test]
fn actives_wait_for_the_clinic_and_for_calm_skin() {
    let timeline = planned(&[SESSION]);
    for (rule, subjects) in [
        (
            "no-retinoid-acid-bpo",
            [
                Subject::Retinoid,
                Subject::ExfoliatingAcid,
                Subject::BenzoylPeroxide,
            ]
            .as_slice(),
        ),
        ("no-vitamin-c", [Subject::VitaminC].as_slice()),
    ] {
        let released = |events: &[CareEvent], hour| {
            check_clearance(&timeline, events, &clearance(&timeline, rule, hour))
        };
        let is_restless = |events: &[CareEvent], hour| {
            matches!(
                released(events, hour),
                Err(ClearanceRefused::NotCalm { .. })
            )
        };
        let is_early = |events: &[CareEvent], hour| {
            matches!(
                released(events, hour),
                Err(ClearanceRefused::TooEarly { .. })
            )
        };
        let calm = [check_in(&timeline, 150, false, false)];
        assert!(is_early(&calm, 167), "{rule}");
        assert!(released(&calm, 168).is_ok(), "{rule}");
        // A report of the last day, or a later one, must say so: none is no calm skin.
        assert!(is_early(&[], 167), "{rule}");
        assert!(is_restless(&[], 2000), "{rule}");
        let old = [check_in(&timeline, 143, false, false)];
        assert!(is_restless(&old, 200), "{rule}");
        for (redness, flaking) in [(true, false), (false, true)] {
            let later = [calm[0].clone(), check_in(&timeline, 190, redness, flaking)];
            assert!(released(&later, 189).is_ok(), "{rule}");
            assert!(is_restless(&later, 190), "{rule}");
            let calm_again = [later.to_vec(), vec![check_in(&timeline, 230, false, false)]];
            assert!(is_restless(&calm_again.concat(), 229), "{rule}");
            assert!(released(&calm_again.concat(), 230).is_ok(), "{rule}");
        }
        // Neither the hour nor calm skin ends it: the word of the clinic does, and a later report takes nothing back.
        for subject in subjects {
            assert!(forbids(&timeline, &calm, 2000, *subject), "{subject:?}");
            let given = [
                calm[0].clone(),
                CareEvent::Clearance(clearance(&timeline, rule, 180)),
                check_in(&timeline, 200, true, false),
            ];
            assert!(forbids(&timeline, &given, 179, *subject), "{subject:?}");
            assert!(!forbids(&timeline, &given, 180, *subject), "{subject:?}");
            assert!(!forbids(&timeline, &given, 300, *subject), "{subject:?}");
        }
    }
}

/// Since when the clinic is asked: from the hour on, or from the first of the reports that tell of calm skin since.
#[test]
fn the_earliest_release_of_actives_is_that_of_calm_skin() {
    let timeline = planned(&[SESSION]);
    let calm = |hour| check_in(&timeline, hour, false, false);
    let red = |hour| check_in(&timeline, hour, true, false);
    for (events, hours) in [
        (vec![], None),
        (vec![calm(26)], None),
        (vec![calm(150), red(160)], None),
        (vec![calm(150)], Some(168)),
        (vec![calm(150), calm(250)], Some(168)),
        (vec![red(170), calm(200), calm(250)], Some(200)),
        (vec![calm(150), red(210), calm(250)], Some(250)),
        // Of two reports of one moment the less calm one counts.
        (vec![red(200), calm(200)], None),
    ] {
        let asked = at(&timeline, 300);
        let earliest = earliest_release(&timeline, &events, "no-vitamin-c", &asked);
        assert_eq!(
            earliest,
            hours.map(|hour| at(&timeline, hour)),
            "{events:?}"
        );
    }
}

/// A card that frees what waits for the clinic would release it.
#[test]
fn no_card_and_no_reminder_frees_what_waits_for_the_clinic() {
    let timeline = planned(&[SESSION]);
    let waiting = [
        "make-up",
        "powered facial brush",
        "retinoids",
        "acids",
        "benzoyl peroxide",
        "vitamin C",
    ];
    let cards = timeline.cards.iter().map(|card| {
        let freed = card.may_begin_again.iter();
        (
            freed.chain(&card.may_begin_again_when_calm),
            &card.clinic_may_release,
        )
    });
    let moments = timeline.moments.iter().map(|moment| {
        let freed = moment.may_begin_again.iter();
        (
            freed.chain(&moment.may_begin_again_when_calm),
            &moment.clinic_may_release,
        )
    });
    for told in [cards.collect::<Vec<_>>(), moments.collect::<Vec<_>>()] {
        for name in waiting {
            let is_freed = told
                .iter()
                .any(|(freed, _)| freed.clone().any(|one| one == name));
            assert!(!is_freed, "{name}");
            let may = told
                .iter()
                .filter(|(_, may)| may.iter().any(|one| one == name));
            assert_eq!(may.count(), 1, "{name}");
        }
    }
}
