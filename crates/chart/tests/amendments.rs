//! What a signed session says after it was amended: what was first recorded stays, and what happened to the skin is known as
//! far as the amendments tell it.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_chart::event::{Corrected, CorrectedZone, Correction, Deviation, SessionAmended};
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
            Some(Correction::NotNeedled) => None,
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
