//! A chart is the fold of its events; what cannot be is refused with a sentence.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_chart::event::{
    AdverseEventFollowedUp, AdverseEventOpened, Author, CartridgeOpened, CheckInAnswered,
    ConsentClass, Deviation, Event, IntakeSent, PlanApproved, PlanChanged, PlanStopped,
    PlanSubmitted, Recorded, ReminderMail, RemindersChosen, ReplyRead, Role, SecondName,
    SessionSigned, SilenceNoted,
};
use needlework_chart::fold::{Chart, PlanState, Refusal, SessionState};
use needlework_chart::id::{IntakeId, PlanId, ZoneEntryId};
use proptest::prelude::*;
use support::story::{self, FIRST_PLAN, FIRST_SESSION, SECOND_PLAN, SECOND_SESSION, THIRD_SESSION};
use support::{author, front_desk, minute, operator, physician};
use uuid::Uuid;

/// The chart after the first events of the story, up to and with the first one of which `is_last` holds.
fn until(is_last: impl Fn(&Event) -> bool) -> Chart {
    let events = story::events();
    let last = events.iter().position(|one| is_last(&one.event)).unwrap();
    Chart::fold(events.iter().take(last + 1)).unwrap()
}

fn approved_plan() -> Chart {
    until(|event| matches!(event, Event::PlanApproved(_)))
}

fn open_session() -> Chart {
    until(|event| matches!(event, Event::CartridgeOpened(_)))
}

fn signed_session() -> Chart {
    until(|event| matches!(event, Event::SessionSigned(_)))
}

fn try_by(chart: &Chart, event: impl Into<Event>, author: Author) -> Result<Chart, Refusal> {
    chart.admit(&event.into().by(author, minute(900)))
}

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
    assert_eq!(session.amendments.len(), 2);
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
fn an_approved_plan_cannot_change() {
    let chart = approved_plan();
    let change = PlanChanged {
        plan: FIRST_PLAN,
        sessions: 9,
        basis: story::basis(),
        document: serde_json::json!({}),
    };
    let refusal = try_by(&chart, change, operator()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        format!(
            "plan {FIRST_PLAN} is approved and cannot be changed; it cannot change any more: start a session, stop it, or approve a revision."
        )
    );
    let submit = PlanSubmitted { plan: FIRST_PLAN };
    assert!(try_by(&chart, submit, operator()).is_err());
}

#[test]
fn nobody_approves_the_own_plan_unless_the_clinic_says_that_there_is_nobody_else() {
    let by_physician = |event: Event| event.by(physician(), minute(1));
    let drafted = [
        story::events()[0].clone(),
        by_physician(story::drafted(FIRST_PLAN, None)),
        by_physician(PlanSubmitted { plan: FIRST_PLAN }.into()),
    ];
    let chart = Chart::fold(&drafted).unwrap();
    assert_eq!(
        try_by(&chart, story::approved(FIRST_PLAN), physician()),
        Err(Refusal::OwnPlan(FIRST_PLAN))
    );
    let alone = PlanApproved {
        plan: FIRST_PLAN,
        second_name: Some(SecondName::SingleUser),
    };
    let approved = try_by(&chart, alone, physician()).unwrap();
    let plan = approved.plan(FIRST_PLAN).unwrap();
    assert_eq!(plan.second_name, Some(SecondName::SingleUser));
    let other = author(8, "Dr. Ole Aas", Role::Clinician);
    assert!(try_by(&chart, story::approved(FIRST_PLAN), other).is_ok());
}

#[test]
fn a_revision_supersedes_the_plan_that_it_replaces_when_it_is_approved() {
    let mut chart = signed_session();
    for (event, by) in [
        (story::drafted(SECOND_PLAN, Some(FIRST_PLAN)), operator()),
        (PlanSubmitted { plan: SECOND_PLAN }.into(), operator()),
    ] {
        chart = try_by(&chart, event, by).unwrap();
        assert_eq!(chart.plan(FIRST_PLAN).unwrap().state, PlanState::Active);
    }
    chart = try_by(&chart, story::approved(SECOND_PLAN), physician()).unwrap();
    let first = chart.plan(FIRST_PLAN).unwrap();
    assert_eq!(first.state, PlanState::Superseded);
    assert_eq!(first.superseded_by, Some(SECOND_PLAN));
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "late".to_owned(),
    };
    assert!(try_by(&chart, stop, physician()).is_err());
}

#[test]
fn a_second_plan_is_not_approved_beside_the_one_in_force() {
    let mut chart = approved_plan();
    for event in [
        story::drafted(SECOND_PLAN, None),
        PlanSubmitted { plan: SECOND_PLAN }.into(),
    ] {
        chart = try_by(&chart, event, operator()).unwrap();
    }
    assert_eq!(
        try_by(&chart, story::approved(SECOND_PLAN), physician()),
        Err(Refusal::AnotherPlanInForce {
            plan: SECOND_PLAN,
            other: FIRST_PLAN
        })
    );
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "another wish".to_owned(),
    };
    let chart = try_by(&chart, stop, physician()).unwrap();
    assert!(try_by(&chart, story::approved(SECOND_PLAN), physician()).is_ok());
}

/// Older versions let both through; what they wrote stays readable, and the later decision counts.
#[test]
fn of_two_plans_in_force_in_an_old_chart_the_one_approved_last_counts() {
    let by = |event: Event, minutes| event.by(physician(), minute(minutes));
    let mut events = vec![story::events()[0].clone()];
    for (plan, drafted_at, approved_at) in [(FIRST_PLAN, 1, 9), (SECOND_PLAN, 2, 8)] {
        events.push(by(story::drafted(plan, None), drafted_at));
        events.push(by(PlanSubmitted { plan }.into(), drafted_at));
        events.push(by(story::approved(plan), approved_at));
    }
    let chart = Chart::fold(&events).unwrap();
    assert_eq!(chart.plan_in_force().map(|(id, _)| id), Some(FIRST_PLAN));
    events[3].recorded_at = minute(7);
    let chart = Chart::fold(&events).unwrap();
    assert_eq!(chart.plan_in_force().map(|(id, _)| id), Some(SECOND_PLAN));
}

#[test]
fn a_plan_does_not_end_while_a_session_of_it_is_open() {
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "moved away".to_owned(),
    };
    assert_eq!(
        try_by(&open_session(), stop, physician()),
        Err(Refusal::OpenSession {
            plan: FIRST_PLAN,
            session: FIRST_SESSION
        })
    );
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

/// Protocol 5.6: a clinician says whether it is serious; an operator may think so.
#[test]
fn only_a_clinician_calls_an_adverse_event_serious() {
    let chart = signed_session();
    let opened = |is_serious, is_thought_serious| AdverseEventOpened {
        adverse_event: story::ADVERSE_EVENT,
        session: Some(FIRST_SESSION),
        sign: "pigment-change".to_owned(),
        description: "darker patch".to_owned(),
        onset_on: Some(story::date("2026-11-01")),
        is_serious,
        is_thought_serious,
        grade: 2,
    };
    let by_operator = try_by(&chart, opened(true, true), operator());
    assert!(matches!(by_operator, Err(Refusal::Role { .. })));
    let thought = try_by(&chart, opened(false, true), operator()).unwrap();
    assert!(!thought.adverse_events[&story::ADVERSE_EVENT].is_serious());
    let followed_up = |is_serious| AdverseEventFollowedUp {
        adverse_event: story::ADVERSE_EVENT,
        note: "seen".to_owned(),
        grade: 3,
        is_serious,
    };
    assert!(try_by(&thought, followed_up(false), operator()).is_ok());
    let by_operator = try_by(&thought, followed_up(true), operator());
    assert!(matches!(by_operator, Err(Refusal::Role { .. })));
    let called = try_by(&thought, followed_up(true), physician()).unwrap();
    assert!(called.adverse_events[&story::ADVERSE_EVENT].is_serious());
    // Nor does an operator take it back.
    let by_operator = try_by(&called, followed_up(false), operator());
    assert!(matches!(by_operator, Err(Refusal::Role { .. })));
    let future = AdverseEventOpened {
        onset_on: Some(story::date("2026-11-05")),
        ..opened(false, false)
    };
    let future = try_by(&chart, future, operator()).unwrap_err();
    assert_eq!(future, Refusal::OnsetInFuture);
}

#[test]
fn a_reply_waits_until_the_patient_has_read_it() {
    let reported = until(|event| matches!(event, Event::CheckInReported(_)));
    let unread = |chart: &Chart| {
        let texts = chart.check_ins[&story::CHECK_IN].unread();
        texts.map(|(_, words)| words.to_owned()).collect::<Vec<_>>()
    };
    let answered = |words: Option<&str>| CheckInAnswered {
        check_in: story::CHECK_IN,
        response: "called".to_owned(),
        words: words.map(str::to_owned),
    };
    let silent = try_by(&reported, answered(None), physician()).unwrap();
    assert!(unread(&silent).is_empty());
    let told = try_by(&silent, answered(Some("It looks calm.")), physician()).unwrap();
    assert_eq!(unread(&told), ["It looks calm."]);
    let read = ReplyRead {
        check_in: story::CHECK_IN,
    };
    let read = Event::from(read).by(author(9, "Mara Vogel", Role::Patient), minute(901));
    let read = told.admit(&read).unwrap();
    assert!(unread(&read).is_empty());
    let later = Event::from(answered(Some("And on Monday?"))).by(physician(), minute(902));
    assert_eq!(unread(&read.admit(&later).unwrap()), ["And on Monday?"]);
    let blank = try_by(&reported, answered(Some(" ")), physician());
    assert_eq!(
        blank.unwrap_err(),
        Refusal::Blank("the words to the patient")
    );
}

#[test]
fn silence_is_looked_at_again_and_not_before_it_was_noted() {
    let noted = |minutes| SilenceNoted {
        session: FIRST_SESSION,
        note: "called, nobody answered".to_owned(),
        look_again_at: minute(minutes),
    };
    let chart = try_by(&signed_session(), noted(1000), operator()).unwrap();
    assert_eq!(chart.silences.len(), 1);
    let before = try_by(&signed_session(), noted(900), operator());
    assert_eq!(before.unwrap_err(), Refusal::LookedAtBefore);
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

fn reminded_at(address: &str, time_zone: Option<&str>) -> RemindersChosen {
    RemindersChosen {
        mail: Some(ReminderMail {
            address: address.to_owned(),
            language: "en".to_owned(),
            time_zone: time_zone.map(str::to_owned),
        }),
    }
}

#[test]
fn the_newest_choice_of_reminders_counts_and_can_be_none() {
    let chart = Chart::fold(&story::events()).unwrap();
    let address = |chart: &Chart| {
        let chosen = chart.reminders.as_ref().unwrap();
        chosen.facts.mail.as_ref().map(|mail| mail.address.clone())
    };
    assert_eq!(address(&chart).as_deref(), Some("mara@example.org"));
    let chart = try_by(&chart, reminded_at("m@b.example", None), front_desk()).unwrap();
    assert_eq!(address(&chart).as_deref(), Some("m@b.example"));
    let chart = try_by(&chart, RemindersChosen { mail: None }, front_desk()).unwrap();
    assert_eq!(address(&chart), None);
}

#[test]
fn reminders_go_to_one_address_and_by_a_known_clock() {
    let chart = open_session();
    for address in [
        "",
        "mara",
        "mara@",
        "@example.org",
        "mara@example",
        "mara@example.org, nils@example.org",
        "mara@example.org\r\nBcc: nils@example.org",
        "Mara <mara@example.org>",
        "mara@nils@example.org",
        "mara@.example",
    ] {
        let refused = try_by(&chart, reminded_at(address, None), front_desk());
        assert_eq!(refused, Err(Refusal::NoMailAddress), "{address}");
    }
    let zone = |zone| {
        try_by(
            &chart,
            reminded_at("mara@example.org", Some(zone)),
            front_desk(),
        )
    };
    assert_eq!(zone("Europe/Nowhere"), Err(Refusal::UnknownTimeZone));
    assert!(zone("America/New_York").is_ok());
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
    /// plan beyond its draft and no signed session ever changes but by the moves that are allowed.
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
                prop_assert!(before.zones == after.zones && before.signed == after.signed);
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

#[test]
fn answers_that_the_person_sent_stay_beside_what_the_clinic_records() {
    let chart = until(|event| matches!(event, Event::IntakeSent(_)));
    assert_eq!(chart.screenings.len(), 1);
    let sent = chart.intakes.values().next().unwrap().facts.clone();
    let again = try_by(&chart, sent.clone(), front_desk());
    assert!(matches!(again, Err(Refusal::Twice { .. })));
    let later = IntakeSent {
        intake: IntakeId::from_uuid(Uuid::from_u128(7)),
        sent_at: minute(901),
        ..sent
    };
    assert_eq!(
        try_by(&chart, later.clone(), front_desk()),
        Err(Refusal::SentLater)
    );
    let blank = IntakeSent {
        sent_at: minute(900),
        form_version: " ".to_owned(),
        ..later
    };
    let blank = try_by(&chart, blank, front_desk());
    assert!(matches!(blank, Err(Refusal::Blank(_))));
}
