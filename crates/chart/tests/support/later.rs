//! What comes after the first session: reports, an adverse event, a second plan, a second look at photographs of the outcome, and
//! answers before another course.

use needlework_chart::event::*;
use needlework_chart::id::*;
use serde_json::json;
use uuid::Uuid;

use super::story::{
    ADVERSE_EVENT, AFTER_PHOTOGRAPH, BEFORE_PHOTOGRAPH, CHECK_IN, FIRST_PLAN, FIRST_SESSION,
    PHOTOGRAPH, PHOTOGRAPH_CONSENT, SECOND_PLAN, SECOND_SESSION, approved, consent, date, drafted,
    moment, started,
};
use super::{author, blinded_rater, front_desk, operator, physician};

pub const RATING: RatingId = RatingId::from_uuid(Uuid::from_u128(0xc0));
pub const INTAKE: IntakeId = IntakeId::from_uuid(Uuid::from_u128(0xd0));

pub fn after_the_session() -> Vec<(Event, Author)> {
    let adverse_event = ADVERSE_EVENT;
    vec![
        (
            CheckInReported {
                check_in: CHECK_IN,
                session: FIRST_SESSION,
                hours_after_t0: 26.5,
                answers: json!({ "redness": 2 }),
                level: Some(2),
                free_text: Some("itches at night".to_owned()),
            }
            .into(),
            author(9, "Mara Vogel", Role::Patient),
        ),
        (
            CheckInAnswered {
                check_in: CHECK_IN,
                response: "called back, looks calm".to_owned(),
                words: Some("called back, looks calm".to_owned()),
            }
            .into(),
            physician(),
        ),
        (
            ClearanceGiven {
                clearance: ClearanceId::from_uuid(Uuid::from_u128(0xb0)),
                session: FIRST_SESSION,
                instructions: vec!["make-up".to_owned()],
            }
            .into(),
            physician(),
        ),
        (
            ScaleRated {
                rating: RATING,
                scale: "lemperle".to_owned(),
                scale_version: Some(1),
                zone: Some("cheek".to_owned()),
                grade: 2.0,
                label: Some("shallow".to_owned()),
                direction: Some(ScaleDirection::LowerIsBetter),
                day: date("2026-11-30"),
                seen: Some(Seen::Photographs),
                is_blinded: false,
            }
            .into(),
            physician(),
        ),
        (
            AdverseEventOpened {
                adverse_event,
                session: Some(FIRST_SESSION),
                sign: "pigment-change".to_owned(),
                description: "darker patch, left cheek".to_owned(),
                onset_on: None,
                is_thought_serious: false,
                is_serious: false,
                grade: 2,
            }
            .into(),
            physician(),
        ),
        (
            AdverseEventFollowedUp {
                adverse_event,
                note: "paler".to_owned(),
                grade: 1,
                is_serious: false,
            }
            .into(),
            physician(),
        ),
        (
            AdverseEventReported {
                adverse_event,
                recipient: "the maker".to_owned(),
                sent_on: date("2026-12-01"),
                reference: Some("R-17".to_owned()),
            }
            .into(),
            physician(),
        ),
        (
            AdverseEventClosed {
                adverse_event,
                outcome: "resolved".to_owned(),
            }
            .into(),
            physician(),
        ),
        (
            PhotographWithdrawn {
                photograph: PHOTOGRAPH,
                reason: "asked by the patient".to_owned(),
            }
            .into(),
            front_desk(),
        ),
    ]
}

pub fn the_end_of_two_plans() -> Vec<(Event, Author)> {
    let second = ConsentId::from_uuid(Uuid::from_u128(0x33));
    vec![
        (started(SECOND_SESSION, FIRST_PLAN), operator()),
        (
            SessionAbandoned {
                session: SECOND_SESSION,
                reason: "felt faint".to_owned(),
            }
            .into(),
            operator(),
        ),
        (PlanCompleted { plan: FIRST_PLAN }.into(), operator()),
        (drafted(SECOND_PLAN, Some(FIRST_PLAN)), operator()),
        (PlanSubmitted { plan: SECOND_PLAN }.into(), operator()),
        (approved(SECOND_PLAN), physician()),
        (
            consent(second, ConsentClass::Treatment, Some(SECOND_PLAN)),
            front_desk(),
        ),
        (
            PlanStopped {
                plan: SECOND_PLAN,
                reason: "moved away".to_owned(),
            }
            .into(),
            physician(),
        ),
        (
            RemindersChosen {
                mail: Some(ReminderMail {
                    address: "mara@example.org".to_owned(),
                    language: "es".to_owned(),
                    time_zone: Some("America/New_York".to_owned()),
                }),
            }
            .into(),
            front_desk(),
        ),
    ]
}

fn photographed(photograph: PhotographId, taken_at: &str) -> Event {
    PhotographAdded {
        photograph,
        consent: PHOTOGRAPH_CONSENT,
        session: None,
        view: "front".to_owned(),
        taken_at: moment(taken_at),
        media_type: "image/jpeg".to_owned(),
        bytes: 5,
        sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824".to_owned(),
    }
    .into()
}

/// The pair of the outcome, graded by somebody who knows neither order nor person.
pub fn blinded_rating() -> BlindedPairRated {
    BlindedPairRated {
        rating: RatingId::from_uuid(Uuid::from_u128(0xc1)),
        plan: FIRST_PLAN,
        zone: "cheek".to_owned(),
        scale: "lemperle-wrinkles".to_owned(),
        before: BEFORE_PHOTOGRAPH,
        after: AFTER_PHOTOGRAPH,
        shown_first: ShownFirst::After,
        day: date("2027-03-09"),
        verdict: BlindedVerdict::Graded {
            first: 2.0,
            second: 3.0,
            looks_better: Some(LooksBetter::First),
        },
    }
}

fn withdrawn(photograph: PhotographId) -> Event {
    PhotographWithdrawn {
        photograph,
        reason: "asked by the patient".to_owned(),
    }
    .into()
}

pub fn a_second_look() -> Vec<(Event, Author)> {
    vec![
        (
            photographed(BEFORE_PHOTOGRAPH, "2026-11-02T08:51:00Z"),
            operator(),
        ),
        (
            photographed(AFTER_PHOTOGRAPH, "2027-03-02T10:00:00Z"),
            operator(),
        ),
        (blinded_rating().into(), blinded_rater()),
        (withdrawn(BEFORE_PHOTOGRAPH), front_desk()),
        (withdrawn(AFTER_PHOTOGRAPH), front_desk()),
        (sent_before_another_course(), front_desk()),
    ]
}

/// Answers that came by the public page, and that the front desk took into the chart.
fn sent_before_another_course() -> Event {
    IntakeSent {
        intake: INTAKE,
        sent_at: moment("2026-11-02T08:20:00Z"),
        form_version: "7".to_owned(),
        answers: json!({ "isotretinoin": "no", "filler": "unknown" }),
    }
    .into()
}

pub fn a_reply_and_a_silence() -> Vec<(Event, Author)> {
    vec![
        (
            ReplyRead { check_in: CHECK_IN }.into(),
            author(9, "Mara Vogel", Role::Patient),
        ),
        (
            SilenceNoted {
                session: FIRST_SESSION,
                note: "called, nobody answered".to_owned(),
                look_again_at: moment("2026-12-20T09:00:00Z"),
            }
            .into(),
            operator(),
        ),
    ]
}

pub fn a_rating_taken_back_and_a_report_that_is_not_due() -> Vec<(Event, Author)> {
    vec![
        (
            RatingWithdrawn {
                rating: RATING,
                reason: "read from the wrong photograph".to_owned(),
            }
            .into(),
            physician(),
        ),
        (
            AdverseEventReportNotDue {
                adverse_event: ADVERSE_EVENT,
                reason: "gone by itself within days".to_owned(),
            }
            .into(),
            physician(),
        ),
    ]
}

pub fn a_photograph_taken_back() -> Vec<(Event, Author)> {
    let photograph = PhotographId::from_uuid(Uuid::from_u128(0x73));
    vec![
        (photographed(photograph, "2026-11-02T08:52:00Z"), operator()),
        (
            PhotographTakenBack { photograph }.into(),
            author(9, "Mara Vogel", Role::Patient),
        ),
        (withdrawn(photograph), front_desk()),
    ]
}
