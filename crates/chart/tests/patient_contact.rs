//! What goes between clinic and patient: answers sent, replies, silence, reminders; and who says what of an adverse event.

mod support;

use needlework_chart::event::{
    AdverseEventFollowedUp, AdverseEventOpened, CheckInAnswered, Event, IntakeSent, ReminderMail,
    RemindersChosen, ReplyRead, Role, SilenceNoted,
};
use needlework_chart::fold::{Chart, Refusal};
use needlework_chart::id::IntakeId;
use support::so_far::{open_session, signed_session, try_by, until};
use support::story::{self, FIRST_SESSION};
use support::{author, front_desk, minute, operator, physician};
use uuid::Uuid;

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

/// Protocol 5.6: a clinician says whether it is serious; an operator may think so.
#[test]
fn only_a_clinician_calls_an_adverse_event_serious() {
    let chart = signed_session();
    let opened = |is_serious, is_thought_serious| AdverseEventOpened {
        adverse_event: story::ADVERSE_EVENT,
        session: Some(FIRST_SESSION),
        sign: "pigment-change".to_owned(),
        description: "darker patch".to_owned(),
        onset_on: Some(story::date("2026-11-02")),
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
