//! Ratings: who gives them, of which day, and how they are taken back. Adverse events: of which day, and how they end.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_chart::event::{
    AdverseEventClosed, AdverseEventOpened, AdverseEventReportNotDue, AdverseEventReported,
    RatingWithdrawn, Role, ScaleRated, Seen,
};
use needlework_chart::fold::{Chart, Refusal};
use needlework_chart::id::RatingId;
use support::later::RATING;
use support::so_far::{signed_session, try_by};
use support::story::{self, ADVERSE_EVENT, FIRST_SESSION, date};
use support::{author, blinded_rater, operator, physician};
use uuid::Uuid;

fn rated(day: &str) -> ScaleRated {
    ScaleRated {
        rating: RATING,
        scale: "lemperle-wrinkles".to_owned(),
        scale_version: Some(1),
        zone: Some("cheek".to_owned()),
        grade: 2.0,
        label: None,
        direction: None,
        day: date(day),
        seen: Some(Seen::Live),
        is_blinded: false,
    }
}

fn withdrawn(reason: &str) -> RatingWithdrawn {
    RatingWithdrawn {
        rating: RATING,
        reason: reason.to_owned(),
    }
}

/// Protocol 6: the clinician and the patient grade; whoever needles does not judge the own work.
#[test]
fn an_outcome_is_graded_by_a_clinician_or_the_patient() {
    let chart = signed_session();
    let by = |who| try_by(&chart, rated("2026-11-02"), who);
    assert!(matches!(by(operator()), Err(Refusal::Role { .. })));
    assert!(by(physician()).is_ok());
    assert!(by(author(9, "Mara Vogel", Role::Patient)).is_ok());
}

#[test]
fn nobody_is_rated_before_being_born_or_registered() {
    let chart = signed_session();
    for day in ["1900-01-01", "1974-03-08", "2026-10-31"] {
        let refusal = try_by(&chart, rated(day), physician()).unwrap_err();
        assert_eq!(refusal, Refusal::RatedBeforeRegistered, "{day}");
    }
}

#[test]
fn a_rating_is_taken_back_by_its_rater_or_a_clinician_once_and_with_a_reason() {
    let chart = try_by(&signed_session(), rated("2026-11-02"), physician());
    let chart = chart.unwrap();
    assert_eq!(chart.standing_ratings().count(), 1);
    let blank = try_by(&chart, withdrawn(" "), physician()).unwrap_err();
    assert_eq!(blank, Refusal::Blank("the reason"));
    let by_operator = try_by(&chart, withdrawn("not mine"), operator()).unwrap_err();
    assert_eq!(by_operator, Refusal::RatingOfAnother);
    let unknown = RatingWithdrawn {
        rating: RatingId::from_uuid(Uuid::from_u128(0xcf)),
        ..withdrawn("wrong chart")
    };
    let unknown = try_by(&chart, unknown, physician()).unwrap_err();
    assert!(matches!(unknown, Refusal::Unknown { .. }));
    let gone = try_by(&chart, withdrawn("misread"), blinded_rater()).unwrap();
    assert_eq!(gone.standing_ratings().count(), 0);
    assert!(gone.ratings.contains_key(&RATING));
    assert_eq!(gone.withdrawn_ratings[&RATING].facts.reason, "misread");
    let again = try_by(&gone, withdrawn("misread"), physician()).unwrap_err();
    assert!(matches!(again, Refusal::Over { .. }));
    // Whoever graded knows the person, also where nothing but a grade that was taken back tells of it.
    let rater = author(8, "Dr. Ole Aas", Role::Clinician);
    let graded = try_by(&signed_session(), rated("2026-11-02"), rater.clone()).unwrap();
    let gone = try_by(&graded, withdrawn("misread"), rater.clone()).unwrap();
    let knows = |chart: &Chart| {
        let who = chart.who_knows(story::FIRST_PLAN, [story::PHOTOGRAPH; 2]);
        who.contains(&rater.user)
    };
    assert!(!knows(&signed_session()));
    assert!(knows(&gone));
}

#[test]
fn what_the_patient_said_is_taken_back_by_no_colleague() {
    let patient = author(9, "Mara Vogel", Role::Patient);
    let chart = try_by(&signed_session(), rated("2026-11-02"), patient.clone()).unwrap();
    let by_physician = try_by(&chart, withdrawn("too good"), physician()).unwrap_err();
    assert_eq!(by_physician, Refusal::RatingOfAnother);
    assert!(try_by(&chart, withdrawn("a slip"), patient).is_ok());
}

fn opened(onset_on: Option<&str>, is_tied: bool) -> AdverseEventOpened {
    AdverseEventOpened {
        adverse_event: ADVERSE_EVENT,
        session: is_tied.then_some(FIRST_SESSION),
        sign: "pigment-change".to_owned(),
        description: "darker patch".to_owned(),
        onset_on: onset_on.map(date),
        is_serious: true,
        is_thought_serious: false,
        grade: 4,
    }
}

#[test]
fn an_adverse_event_begins_after_the_birth_and_not_before_its_session() {
    let chart = signed_session();
    let refusal = |onset, is_tied| {
        let tried = try_by(&chart, opened(Some(onset), is_tied), physician());
        tried.err()
    };
    assert_eq!(refusal("1900-01-01", true), Some(Refusal::OnsetBeforeBirth));
    assert_eq!(
        refusal("1900-01-01", false),
        Some(Refusal::OnsetBeforeBirth)
    );
    assert_eq!(
        refusal("2026-11-01", true),
        Some(Refusal::OnsetBeforeSession)
    );
    assert_eq!(refusal("2026-11-01", false), None);
    assert_eq!(refusal("2026-11-02", true), None);
}

fn serious() -> Chart {
    try_by(&signed_session(), opened(None, true), physician()).unwrap()
}

fn closed() -> AdverseEventClosed {
    AdverseEventClosed {
        adverse_event: ADVERSE_EVENT,
        outcome: "healed".to_owned(),
    }
}

#[test]
fn a_serious_adverse_event_ends_reported_or_with_why_not() {
    let refusal = try_by(&serious(), closed(), physician()).unwrap_err();
    assert_eq!(refusal, Refusal::Unreported);
    let not_due = |reason: &str| AdverseEventReportNotDue {
        adverse_event: ADVERSE_EVENT,
        reason: reason.to_owned(),
    };
    let by_operator = try_by(&serious(), not_due("no"), operator()).unwrap_err();
    assert!(matches!(by_operator, Refusal::Role { .. }));
    let blank = try_by(&serious(), not_due(""), physician()).unwrap_err();
    assert_eq!(blank, Refusal::Blank("the reason"));
    let decided = try_by(&serious(), not_due("of another cause"), physician()).unwrap();
    assert!(try_by(&decided, closed(), physician()).is_ok());
    let reported = |sent_on| AdverseEventReported {
        adverse_event: ADVERSE_EVENT,
        recipient: "the maker".to_owned(),
        sent_on: date(sent_on),
        reference: None,
    };
    let early = try_by(&serious(), reported("2026-10-31"), physician()).unwrap_err();
    assert_eq!(early, Refusal::ReportedBeforeOpened);
    let told = try_by(&serious(), reported("2026-11-02"), physician()).unwrap();
    assert!(try_by(&told, closed(), physician()).is_ok());
}
