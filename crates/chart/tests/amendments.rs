//! What a signed session says after it was amended: what was first recorded stays, and what happened to the skin is known as
//! far as the amendments tell it.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_chart::event::{
    AddedZone, Corrected, CorrectedZone, Correction, Deviation, OverrideDecided, OverrideSubject,
    SecondName, SessionAmended,
};
use needlework_chart::fold::{Chart, Refusal, Session, ZoneEntry};
use needlework_chart::id::{AmendmentId, ZoneEntryId};
use proptest::prelude::*;
use support::so_far::{self, try_by};
use support::story::{self, FIRST_SESSION, ZONE_ENTRY};
use support::{front_desk, operator, physician};
use uuid::Uuid;

const OTHER_ENTRY: ZoneEntryId = ZoneEntryId::from_uuid(Uuid::from_u128(0x61));

/// A session with two entries of the cheek, 1.1 mm and three passes each, that waits for a signature.
fn open_session() -> Chart {
    let mut chart = so_far::open_session();
    for entry in [ZONE_ENTRY, OTHER_ENTRY] {
        let zone = story::zone(FIRST_SESSION, entry, Deviation::Inside);
        chart = try_by(&chart, zone, operator()).unwrap();
    }
    chart
}

fn signed_session() -> Chart {
    try_by(&open_session(), story::signed(FIRST_SESSION), operator()).unwrap()
}

fn amended(entry: Option<ZoneEntryId>, corrected: Option<Correction>) -> SessionAmended {
    SessionAmended {
        session: FIRST_SESSION,
        amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa9)),
        entry,
        text: if corrected.is_none() { "otherwise" } else { "" }.to_owned(),
        reason: "misread".to_owned(),
        corrected,
        deviation: None,
        override_id: None,
    }
}

fn depth(depth_set_mm: Corrected<f64>) -> CorrectedZone {
    CorrectedZone {
        depth_set_mm: Some(depth_set_mm),
        ..CorrectedZone::default()
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "an amendment takes it or goes without"
)]
fn needled(zone: CorrectedZone) -> Option<Correction> {
    Some(Correction::Needled(zone))
}

/// The chart after an amendment of the first entry.
fn after(chart: &Chart, corrected: Option<Correction>) -> Result<Chart, Refusal> {
    try_by(chart, amended(Some(ZONE_ENTRY), corrected), operator())
}

fn session(chart: &Chart) -> &Session {
    chart.session(FIRST_SESSION).unwrap()
}

fn first(chart: &Chart) -> &ZoneEntry {
    session(chart).entries().next().unwrap().1
}

#[test]
fn before_any_amendment_an_entry_says_what_was_recorded() {
    let chart = signed_session();
    let zones = &session(&chart).zones;
    assert!(
        session(&chart).delivered().eq(zones
            .iter()
            .map(|zone| ZoneEntry::from(&zone.facts))
            .collect::<Vec<_>>()
            .iter())
    );
    assert_eq!(first(&chart).depth_set_mm, Some(1.1));
}

#[test]
fn what_is_absent_stays_and_later_amendments_of_an_entry_stack() {
    let signed = signed_session();
    let shallower = after(&signed, needled(depth(Corrected::Is(0.5)))).unwrap();
    assert_eq!(first(&shallower).depth_set_mm, Some(0.5));
    assert_eq!(first(&shallower).passes, Some(3.0));
    let moved = CorrectedZone {
        zone: Some("forehead".to_owned()),
        passes: Some(Corrected::NotKnown),
        needling_minutes: Some(Corrected::Is(4.0)),
        ..CorrectedZone::default()
    };
    let moved = after(&shallower, needled(moved)).unwrap();
    let entry = first(&moved);
    assert_eq!(
        (entry.zone.as_str(), entry.depth_set_mm),
        ("forehead", Some(0.5))
    );
    assert_eq!((entry.passes, entry.needling_minutes), (None, Some(4.0)));
    // The other entry and everything that was signed are as they were.
    let (before, now) = (session(&signed), session(&moved));
    assert!(before.zones == now.zones && before.signed == now.signed);
    assert_eq!(before.delivered().nth(1), now.delivered().nth(1));
    assert_eq!(now.amendments_of(ZONE_ENTRY).count(), 2);
    assert_eq!(now.amendments_of(OTHER_ENTRY).count(), 0);
}

#[test]
fn words_leave_the_numbers_unknown_until_they_are_said_again() {
    let chart = after(&signed_session(), None).unwrap();
    let entry = first(&chart);
    assert!(entry.is_needled && entry.zone == "cheek");
    assert_eq!((entry.depth_set_mm, entry.passes), (None, None));
    assert!(entry.has_lost(&session(&chart).zones[0].facts));
    let said = after(&chart, needled(depth(Corrected::Is(1.1)))).unwrap();
    assert_eq!(first(&said).depth_set_mm, Some(1.1));
    assert_eq!(first(&said).passes, None);
    // Words about the session may be about any of its entries.
    let whole = try_by(&signed_session(), amended(None, None), operator()).unwrap();
    assert!(
        session(&whole)
            .delivered()
            .all(|one| one.depth_set_mm.is_none())
    );
}

#[test]
fn an_entry_that_was_made_by_mistake_was_not_delivered_and_can_come_back() {
    let mistake = Some(Correction::NotNeedled);
    let one = after(&signed_session(), mistake.clone()).unwrap();
    let left: Vec<ZoneEntryId> = session(&one).delivered().map(|one| one.entry).collect();
    assert_eq!(left, [OTHER_ENTRY]);
    assert_eq!(session(&one).entries().count(), 2);
    assert!(session(&one).is_held());
    assert_eq!(after(&one, mistake.clone()), Err(Refusal::NothingCorrected));
    let last = amended(Some(OTHER_ENTRY), mistake.clone());
    assert_eq!(
        try_by(&one, last, operator()),
        Err(Refusal::LastEntry(FIRST_SESSION))
    );
    let none = try_by(&one, amended(None, mistake), operator()).unwrap();
    assert!(!session(&none).is_held());
    assert_eq!(session(&none).last_needled_at(), None);
    let back = after(&none, needled(CorrectedZone::default())).unwrap();
    assert!(session(&back).is_held());
    assert_eq!(first(&back).depth_set_mm, Some(1.1));
}

#[test]
fn a_correction_is_in_range_of_a_signed_session_and_by_somebody_who_may_treat() {
    let signed = signed_session();
    for (wrong, what) in [
        (depth(Corrected::Is(10.5)), "the depth in mm"),
        (depth(Corrected::Is(f64::NAN)), "the depth in mm"),
        (
            CorrectedZone {
                passes: Some(Corrected::Is(-1.0)),
                ..CorrectedZone::default()
            },
            "the number of passes",
        ),
        (
            CorrectedZone {
                pain_0_to_10: Some(Corrected::Is(11.0)),
                ..CorrectedZone::default()
            },
            "pain",
        ),
    ] {
        let refused = after(&signed, needled(wrong));
        assert!(
            matches!(refused, Err(Refusal::OutOfRange { what: named, .. }) if named == what),
            "{what}"
        );
    }
    let nowhere = CorrectedZone {
        zone: Some(" ".to_owned()),
        ..CorrectedZone::default()
    };
    assert_eq!(
        after(&signed, needled(nowhere)),
        Err(Refusal::Blank("the zone"))
    );
    let deeper = || needled(depth(Corrected::Is(2.0)));
    assert!(matches!(
        after(&open_session(), deeper()),
        Err(Refusal::Session { .. })
    ));
    let by = |author| try_by(&signed, amended(Some(ZONE_ENTRY), deeper()), author);
    assert!(matches!(by(front_desk()), Err(Refusal::Role { .. })));
    assert!(by(physician()).is_ok());
    assert_eq!(
        try_by(&signed, amended(None, deeper()), operator()),
        Err(Refusal::CorrectionOfNoEntry)
    );
    let silent = SessionAmended {
        text: String::new(),
        ..amended(Some(ZONE_ENTRY), None)
    };
    assert_eq!(
        try_by(&signed, silent, operator()),
        Err(Refusal::Blank("the amendment"))
    );
    let unreasoned = SessionAmended {
        reason: " ".to_owned(),
        ..amended(Some(ZONE_ENTRY), deeper())
    };
    assert_eq!(
        try_by(&signed, unreasoned, operator()),
        Err(Refusal::Blank("the reason"))
    );
}

#[test]
fn a_correction_says_something_else_than_what_stands() {
    let signed = signed_session();
    for same in [CorrectedZone::default(), depth(Corrected::Is(1.1))] {
        assert_eq!(
            after(&signed, needled(same)),
            Err(Refusal::NothingCorrected)
        );
    }
}

const ADDED_ENTRY: ZoneEntryId = ZoneEntryId::from_uuid(Uuid::from_u128(0x62));

/// A zone that was needled and forgotten.
fn forgotten(zone: &str) -> Correction {
    Correction::Added(AddedZone {
        zone: zone.to_owned(),
        depth_set_mm: 0.75,
        passes: 2.0,
        directions: Some(2),
        speed_per_min: None,
        endpoint: Some("uniform-erythema".to_owned()),
        pain_0_to_10: Some(2.0),
        area_cm2: Some(30.0),
        needling_minutes: Some(5.0),
    })
}

fn addition(zone: &str, deviation: Option<Deviation>) -> SessionAmended {
    SessionAmended {
        deviation,
        ..amended(Some(ADDED_ENTRY), Some(forgotten(zone)))
    }
}

#[test]
fn a_zone_that_was_forgotten_counts_as_delivered_once_it_is_added() {
    let signed = signed_session();
    let inside = Some(Deviation::Inside);
    let chart = try_by(&signed, addition("forehead", inside), operator()).unwrap();
    let now = session(&chart);
    let added = now.delivered().nth(2).unwrap();
    assert_eq!(
        (added.entry, added.zone.as_str()),
        (ADDED_ENTRY, "forehead")
    );
    assert_eq!((added.depth_set_mm, added.passes), (Some(0.75), Some(2.0)));
    assert_eq!(
        (added.area_cm2, added.needling_minutes),
        (Some(30.0), Some(5.0))
    );
    let by = now.addition_of(ADDED_ENTRY).unwrap();
    assert_eq!(
        (by.author.clone(), by.facts.reason.as_str()),
        (operator(), "misread")
    );
    assert!(now.addition_of(ZONE_ENTRY).is_none());
    // When it was needled, nobody wrote down; what was signed is as it was.
    assert_eq!(now.last_needled_at(), session(&signed).last_needled_at());
    assert!(now.signed == session(&signed).signed);
    assert!(now.zones[..2] == session(&signed).zones[..]);
    // It is corrected as every other entry; words about the session before it do not touch it.
    assert_eq!(now.amendments_of(ADDED_ENTRY).count(), 0);
    let deeper = amended(Some(ADDED_ENTRY), needled(depth(Corrected::Is(1.0))));
    let chart = try_by(&chart, deeper, physician()).unwrap();
    assert_eq!(session(&chart).amendments_of(ADDED_ENTRY).count(), 1);
    let depth = session(&chart).delivered().nth(2).unwrap().depth_set_mm;
    assert_eq!(depth, Some(1.0));
    let whole = try_by(&signed, amended(None, None), operator()).unwrap();
    let chart = try_by(&whole, addition("forehead", inside), operator()).unwrap();
    assert_eq!(session(&chart).amendments_of(ADDED_ENTRY).count(), 0);
    let depth = session(&chart).delivered().nth(2).unwrap().depth_set_mm;
    assert_eq!(depth, Some(0.75));
}

#[test]
fn a_zone_that_is_added_brings_back_a_session_that_was_amended_to_nothing() {
    let none = amended(None, Some(Correction::NotNeedled));
    let none = try_by(&signed_session(), none, operator()).unwrap();
    let back = addition("forehead", Some(Deviation::Inside));
    let back = try_by(&none, back, operator()).unwrap();
    assert!(session(&back).is_held());
    assert_eq!(session(&back).delivered().count(), 1);
    assert_eq!(session(&back).last_needled_at(), None);
}

#[test]
fn a_zone_is_added_once_after_the_signature_and_in_range() {
    let signed = signed_session();
    let inside = Some(Deviation::Inside);
    let once = try_by(&signed, addition("forehead", inside), operator()).unwrap();
    assert!(matches!(
        try_by(&once, addition("forehead", inside), operator()),
        Err(Refusal::Twice { .. })
    ));
    assert!(matches!(
        try_by(&open_session(), addition("forehead", inside), operator()),
        Err(Refusal::Session { .. })
    ));
    assert_eq!(
        try_by(&signed, addition("forehead", None), operator()),
        Err(Refusal::Blank("the distance from the plan"))
    );
    assert_eq!(
        try_by(&signed, addition(" ", inside), operator()),
        Err(Refusal::Blank("the zone"))
    );
    let of_nothing = SessionAmended {
        entry: None,
        ..addition("forehead", inside)
    };
    assert_eq!(
        try_by(&signed, of_nothing, operator()),
        Err(Refusal::CorrectionOfNoEntry)
    );
    let mut deep = addition("forehead", inside);
    if let Some(Correction::Added(zone)) = &mut deep.corrected {
        zone.depth_set_mm = 10.5;
    }
    assert!(matches!(
        try_by(&signed, deep, operator()),
        Err(Refusal::OutOfRange { .. })
    ));
}

#[test]
fn what_comes_to_lie_far_from_the_plan_names_a_decision_of_two_about_its_zone() {
    let signed = signed_session();
    let major = Some(Deviation::Major);
    let refused = Err(Refusal::NoOverride {
        zone: "forehead".to_owned(),
    });
    assert_eq!(
        try_by(&signed, addition("forehead", major), operator()),
        refused
    );
    let moved = SessionAmended {
        deviation: major,
        ..amended(
            Some(ZONE_ENTRY),
            needled(CorrectedZone {
                zone: Some("forehead".to_owned()),
                ..CorrectedZone::default()
            }),
        )
    };
    assert_eq!(try_by(&signed, moved.clone(), operator()), refused);
    let deeper = SessionAmended {
        deviation: major,
        ..amended(Some(ZONE_ENTRY), needled(depth(Corrected::Is(2.0))))
    };
    assert_eq!(
        try_by(&signed, deeper, operator()),
        Err(Refusal::NoOverride {
            zone: "cheek".to_owned()
        })
    );
    let decided = |second| OverrideDecided {
        override_id: story::OVERRIDE,
        subject: OverrideSubject::Tolerance {
            session: FIRST_SESSION,
            zone: "forehead".to_owned(),
        },
        reason_code: "major-deviation".to_owned(),
        reason: "as discussed".to_owned(),
        second_name: second,
    };
    let named = |amendment: SessionAmended| SessionAmended {
        override_id: Some(story::OVERRIDE),
        ..amendment
    };
    let alone = try_by(&signed, decided(None), operator()).unwrap();
    assert_eq!(try_by(&alone, named(moved.clone()), operator()), refused);
    let second = Some(SecondName::Person(physician()));
    let both = try_by(&signed, decided(second), operator()).unwrap();
    assert!(try_by(&both, named(moved), operator()).is_ok());
    assert!(try_by(&both, named(addition("forehead", major)), operator()).is_ok());
}

fn field() -> impl Strategy<Value = Option<Corrected<f64>>> {
    prop_oneof![
        Just(None),
        Just(Some(Corrected::NotKnown)),
        (0.0_f64..10.0).prop_map(|value| Some(Corrected::Is(value))),
    ]
}

fn correction() -> impl Strategy<Value = Option<Correction>> {
    let zone = (field(), field(), field()).prop_map(|(depth_set_mm, passes, area_cm2)| {
        Some(Correction::Needled(CorrectedZone {
            depth_set_mm,
            passes,
            area_cm2,
            ..CorrectedZone::default()
        }))
    });
    prop_oneof![
        1 => Just(None),
        1 => Just(Some(Correction::NotNeedled)),
        4 => zone,
    ]
}

proptest! {
    /// Whatever is amended, in whatever order: an entry says the newest thing that was said of each field since words last
    /// left it open, and what was signed never changes.
    #[test]
    fn an_entry_says_what_was_last_said_of_each_field(
        corrections in proptest::collection::vec(correction(), 0..12),
    ) {
        let signed = signed_session();
        let mut chart = signed.clone();
        let mut admitted: Vec<Option<Correction>> = Vec::new();
        for one in corrections {
            if let Ok(next) = after(&chart, one.clone()) {
                chart = next;
                admitted.push(one);
            }
        }
        let (before, now) = (session(&signed), session(&chart));
        prop_assert!(before.zones == now.zones && before.signed == now.signed);
        let mut said = admitted.iter().rev();
        let depth = said.find_map(|one| match one {
            None => Some(None),
            Some(Correction::NotNeedled | Correction::Added(_)) => None,
            Some(Correction::Needled(zone)) => zone.depth_set_mm.map(Corrected::known),
        });
        prop_assert_eq!(first(&chart).depth_set_mm, depth.unwrap_or(Some(1.1)));
        let happened = admitted.iter().rev().find_map(|one| {
            one.as_ref().map(|one| matches!(one, Correction::Needled(_)))
        });
        prop_assert_eq!(first(&chart).is_needled, happened.unwrap_or(true));
        prop_assert!(now.is_held());
    }
}
