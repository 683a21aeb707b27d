//! A chart is the fold of its events; what cannot be is refused with a sentence.

mod support;

use needlework_chart::event::{
    CartridgeOpened, ConsentClass, ConsentRevoked, Deviation, Event, PlanSubmitted, Recorded, Role,
    SessionSigned,
};
use needlework_chart::fold::{Chart, PlanState, Refusal, SessionState};
use needlework_chart::id::{ConsentId, PlanId, ZoneEntryId};
use proptest::prelude::*;
use support::so_far::{approved_plan, open_session, signed_session, try_by, until};
use support::story::{self, FIRST_PLAN, FIRST_SESSION, SECOND_PLAN, SECOND_SESSION, THIRD_SESSION};
use support::{author, front_desk, minute, operator, physician};
use uuid::Uuid;

#[test]
fn the_whole_story_is_admitted_event_by_event_and_folds_to_the_same_chart() {
    let events = story::events();
    let mut chart = Chart::default();
    for event in &events {
        chart = chart.admit(event).unwrap();
    }
    assert!(chart == Chart::fold(&events).unwrap());
    assert_eq!(chart.sequence, events.len() as u64);
    assert_eq!(chart.identity.as_ref().unwrap().name.family, "Vogel");
    assert_eq!(chart.plan(FIRST_PLAN).unwrap().state, PlanState::Completed);
    assert_eq!(chart.plan(SECOND_PLAN).unwrap().state, PlanState::Stopped);
    let session = chart.session(FIRST_SESSION).unwrap();
    assert_eq!(session.state, SessionState::Signed);
    assert_eq!(session.amendments.len(), 3);
    assert!(chart.photographs[&story::PHOTOGRAPH].withdrawn.is_some());
    assert!(!chart.adverse_events[&story::ADVERSE_EVENT].is_open());
}

#[test]
fn nothing_is_recorded_before_the_patient_is_registered_and_nobody_twice() {
    let events = story::events();
    assert_eq!(
        Chart::default().admit(&events[1]),
        Err(Refusal::NotRegistered)
    );
    let chart = Chart::fold(&events[..1]).unwrap();
    assert_eq!(chart.admit(&events[0]), Err(Refusal::AlreadyRegistered));
}

#[test]
fn a_signed_session_is_only_amended() {
    let chart = signed_session();
    let entry = ZoneEntryId::from_uuid(Uuid::from_u128(0x61));
    for event in [
        story::zone(FIRST_SESSION, entry, Deviation::Inside),
        story::cartridge(FIRST_SESSION, "L-88", "004"),
        story::signed(FIRST_SESSION),
    ] {
        let refusal = try_by(&chart, event, operator()).unwrap_err().to_string();
        assert!(refusal.contains("write an amendment"), "{refusal}");
    }
}

#[test]
fn a_session_starts_only_by_a_plan_in_force_and_with_a_consent_to_this_revision() {
    let no_consent = Err(Refusal::NoConsent {
        class: ConsentClass::Treatment,
    });
    let start = || story::started(FIRST_SESSION, FIRST_PLAN);
    assert_eq!(try_by(&approved_plan(), start(), operator()), no_consent);

    let drafted = until(|event| matches!(event, Event::PlanDrafted(_)));
    let agreed = story::consent(
        story::TREATMENT_CONSENT,
        ConsentClass::Treatment,
        Some(FIRST_PLAN),
    );
    let chart = try_by(&drafted, agreed, front_desk()).unwrap();
    assert!(matches!(
        try_by(&chart, start(), operator()),
        Err(Refusal::Plan {
            state: PlanState::Draft,
            ..
        })
    ));

    let mut chart = signed_session();
    for (event, by) in [
        (story::drafted(SECOND_PLAN, Some(FIRST_PLAN)), operator()),
        (PlanSubmitted { plan: SECOND_PLAN }.into(), operator()),
        (story::approved(SECOND_PLAN), physician()),
    ] {
        chart = try_by(&chart, event, by).unwrap();
    }
    let by_revision = story::started(SECOND_SESSION, SECOND_PLAN);
    assert_eq!(try_by(&chart, by_revision, operator()), no_consent);
}

#[test]
fn a_cartridge_is_refused_when_it_is_old_open_unnamed_or_used() {
    let chart = open_session();
    let with = |change: &dyn Fn(&mut CartridgeOpened)| {
        let Event::CartridgeOpened(mut facts) = story::cartridge(FIRST_SESSION, "L-88", "004")
        else {
            unreachable!()
        };
        change(&mut facts);
        try_by(&chart, facts, operator())
    };
    assert!(with(&|_| {}).is_ok());
    assert!(matches!(
        with(&|one| one.expires_on = "2026-11-01".parse().unwrap()),
        Err(Refusal::CartridgeExpired(_))
    ));
    assert!(with(&|one| one.expires_on = "2026-11-02".parse().unwrap()).is_ok());
    assert_eq!(
        with(&|one| one.lot.clear()),
        Err(Refusal::Blank("the lot of the cartridge"))
    );
    assert!(with(&|one| one.is_pack_intact = false).is_err());
    assert!(with(&|one| one.is_opened_before_patient = false).is_err());
    assert!(with(&|one| one.is_single_use_confirmed = false).is_err());
    assert_eq!(
        with(&|one| one.unit = "003".to_owned()),
        Err(Refusal::CartridgeUnfit("was used already"))
    );
}

#[test]
fn a_major_deviation_needs_an_override_with_a_second_name() {
    let chart = open_session();
    let entry = story::ZONE_ENTRY;
    let zone = |deviation| story::zone(FIRST_SESSION, entry, deviation);
    assert!(try_by(&chart, zone(Deviation::Minor), operator()).is_ok());
    assert!(matches!(
        try_by(&chart, zone(Deviation::Major), operator()),
        Err(Refusal::NoOverride { .. })
    ));
    let chart = until(|event| matches!(event, Event::OverrideDecided(_)));
    assert!(try_by(&chart, zone(Deviation::Major), operator()).is_ok());
}

#[test]
fn a_photograph_needs_a_consent_of_its_own_kind() {
    let photograph = story::events()
        .into_iter()
        .find_map(|one| match one.event {
            Event::PhotographAdded(facts) => Some(facts),
            _ => None,
        })
        .unwrap();
    let chart = until(|event| matches!(event, Event::SessionStarted(_)));
    let mut by_treatment = photograph.clone();
    by_treatment.consent = story::TREATMENT_CONSENT;
    assert!(matches!(
        try_by(&chart, by_treatment, operator()),
        Err(Refusal::NoConsent {
            class: ConsentClass::Photograph
        })
    ));
    assert!(try_by(&chart, photograph, operator()).is_ok());
}

#[test]
fn roles_decide_who_may_write_what() {
    let in_review = until(|event| matches!(event, Event::PlanSubmitted(_)));
    let approve = story::approved(FIRST_PLAN);
    assert!(matches!(
        try_by(&in_review, approve, author(4, "Jo Berg", Role::Operator)),
        Err(Refusal::Role {
            role: Role::Operator,
            ..
        })
    ));
    assert!(matches!(
        try_by(&open_session(), story::signed(FIRST_SESSION), front_desk()),
        Err(Refusal::Role {
            role: Role::FrontDesk,
            ..
        })
    ));
}

#[test]
fn a_session_without_zones_is_abandoned_and_one_with_zones_is_signed() {
    assert_eq!(
        try_by(&open_session(), story::signed(FIRST_SESSION), operator()),
        Err(Refusal::NothingNeedled(FIRST_SESSION))
    );
    let needled = until(|event| matches!(event, Event::ZoneRecorded(_)));
    let abandon = needlework_chart::event::SessionAbandoned {
        session: FIRST_SESSION,
        reason: "late".to_owned(),
    };
    assert_eq!(
        try_by(&needled, abandon, operator()),
        Err(Refusal::SomethingNeedled(FIRST_SESSION))
    );
}

#[test]
fn what_the_chart_does_not_hold_is_unknown() {
    let chart = signed_session();
    for event in [
        story::approved(PlanId::from_uuid(Uuid::from_u128(7))),
        story::signed(THIRD_SESSION),
    ] {
        assert!(matches!(
            try_by(&chart, event, physician()),
            Err(Refusal::Unknown { .. })
        ));
    }
}

#[test]
fn debug_output_and_refusals_show_nothing_of_the_patient() {
    let events = story::events();
    let shown = format!("{events:?} {:?}", Chart::fold(&events).unwrap());
    for private in ["Vogel", "Mara", "1974", "itches"] {
        assert!(!shown.contains(private), "{private}");
    }
}

proptest! {
    /// The story with gaps and with events that come again or too early: what is admitted one by one is what folds, and no
    /// plan beyond its draft and no signed session ever changes but by the moves that are allowed: a zone may be added to it.
    #[test]
    fn what_is_admitted_folds_and_what_is_final_stays(
        kept in proptest::collection::vec(proptest::bool::weighted(0.97), 64),
        strays in proptest::collection::vec((0_usize..64, 0_usize..64), 0..60),
    ) {
        let story = story::events();
        let tried = (0..story.len()).flat_map(|at| {
            let in_order = kept[at].then_some(at);
            let out_of_order = strays.iter().filter(move |(when, _)| *when == at);
            in_order.into_iter().chain(out_of_order.map(|(_, which)| which % story.len()))
        });
        let mut chart = Chart::default();
        let mut admitted: Vec<Recorded> = Vec::new();
        for at in tried {
            let Ok(next) = chart.admit(&story[at]) else { continue };
            if let (Some(before), Some(after)) =
                (chart.plans.get(&FIRST_PLAN), next.plans.get(&FIRST_PLAN))
                && !matches!(before.state, PlanState::Draft)
            {
                prop_assert_eq!(&before.document, &after.document);
            }
            if let (Some(before), Some(after)) =
                (chart.sessions.get(&FIRST_SESSION), next.sessions.get(&FIRST_SESSION))
                && before.state == SessionState::Signed
            {
                prop_assert!(after.zones.starts_with(&before.zones));
                prop_assert!(before.signed == after.signed);
            }
            chart = next;
            admitted.push(story[at].clone());
        }
        prop_assert!(Chart::fold(&admitted).unwrap() == chart);
    }

    /// Any number that a device can show survives the way through JSON, bit by bit.
    #[test]
    fn numbers_are_read_back_bit_by_bit(depth in 0.0_f64..10.0, share in 0.0_f64..=1.0) {
        let zone = story::zone(FIRST_SESSION, story::ZONE_ENTRY, Deviation::Inside);
        let Event::ZoneRecorded(mut zone) = zone else { unreachable!() };
        zone.depth_set_mm = depth;
        let signed = story::signed(FIRST_SESSION);
        let Event::SessionSigned(SessionSigned { score: Some(mut score), .. }) = signed else {
            unreachable!()
        };
        score.share_within_tolerance = share;
        let recorded = Event::from(zone).by(operator(), minute(1));
        let back = Recorded::from_json(&recorded.to_json().unwrap()).unwrap();
        prop_assert!(back == recorded);
    }
}

/// Two signatures to the same are one agreement: whoever takes it back is not told that it holds all the same.
#[test]
fn taking_a_consent_back_ends_every_consent_to_the_same_and_leaves_the_others() {
    let first = story::TREATMENT_CONSENT;
    let second = ConsentId::from_uuid(Uuid::from_u128(0x91));
    let again = story::consent(second, ConsentClass::Treatment, Some(FIRST_PLAN));
    let chart = try_by(&open_session(), again, front_desk()).unwrap();
    let day = chart.session(FIRST_SESSION).unwrap().started.facts.day;
    let holds = |chart: &Chart| chart.has_consent(ConsentClass::Treatment, Some(FIRST_PLAN), day);
    assert!(holds(&chart));
    let taken_back = |consent| ConsentRevoked {
        consent,
        reason: None,
    };
    let others = |chart: &Chart| {
        let consents = chart.consents.values();
        let others = consents.filter(|one| one.given.facts.class != ConsentClass::Treatment);
        others.filter(|one| one.is_valid(day)).count()
    };
    let before = others(&chart);
    let chart = try_by(&chart, taken_back(second), front_desk()).unwrap();
    assert!(!holds(&chart));
    assert_eq!(others(&chart), before);
    // Records of before know both taken back, one after the other; neither twice.
    // What is signed afterwards holds, also where the other one is taken back after that.
    let third = ConsentId::from_uuid(Uuid::from_u128(0x92));
    let anew = story::consent(third, ConsentClass::Treatment, Some(FIRST_PLAN));
    let signed = try_by(&chart, anew, front_desk()).unwrap();
    assert!(holds(&signed));
    let signed = try_by(&signed, taken_back(first), front_desk()).unwrap();
    assert!(holds(&signed));
    let chart = try_by(&chart, taken_back(first), front_desk()).unwrap();
    assert!(matches!(
        try_by(&chart, taken_back(first), front_desk()),
        Err(Refusal::Over { .. })
    ));
}
