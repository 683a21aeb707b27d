//! One patient from registration to the end of an adverse event; every kind of event occurs.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::*;
use needlework_chart::id::*;
use serde_json::json;
use uuid::Uuid;

use super::{blinded_rater, front_desk, minute, operator, physician, registration};

pub const FIRST_PLAN: PlanId = PlanId::from_uuid(Uuid::from_u128(0x10));
pub const SECOND_PLAN: PlanId = PlanId::from_uuid(Uuid::from_u128(0x11));
pub const FIRST_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x20));
pub const SECOND_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x21));
pub const THIRD_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x22));
pub const TREATMENT_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x30));
pub const PHOTOGRAPH_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x31));
pub const MARKETING_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x32));
pub const INTAKE: IntakeId = IntakeId::from_uuid(Uuid::from_u128(0xd0));
pub const SCREENING: ScreeningId = ScreeningId::from_uuid(Uuid::from_u128(0x40));
pub const OVERRIDE: OverrideId = OverrideId::from_uuid(Uuid::from_u128(0x50));
pub const ZONE_ENTRY: ZoneEntryId = ZoneEntryId::from_uuid(Uuid::from_u128(0x60));
pub const PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x70));
pub const BEFORE_PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x71));
pub const AFTER_PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x72));
pub const CHECK_IN: CheckInId = CheckInId::from_uuid(Uuid::from_u128(0x80));
pub const ADVERSE_EVENT: AdverseEventId = AdverseEventId::from_uuid(Uuid::from_u128(0x90));

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn basis() -> PlanBasis {
    PlanBasis {
        model_version: "0.1.0".to_owned(),
        parameter_set: "4f1c".to_owned(),
        inputs: "9b2d".to_owned(),
    }
}

pub fn drafted(plan: PlanId, supersedes: Option<PlanId>) -> Event {
    PlanDrafted {
        plan,
        supersedes,
        sessions: 4,
        basis: basis(),
        document: json!({ "case": { "title": "Cheek lines" }, "depth_mm": 1.1 }),
    }
    .into()
}

pub fn approved(plan: PlanId) -> Event {
    PlanApproved {
        plan,
        second_name: None,
    }
    .into()
}

pub fn consent(consent: ConsentId, class: ConsentClass, plan: Option<PlanId>) -> Event {
    ConsentGiven {
        consent,
        class,
        text_version: "2026-10".to_owned(),
        plan,
        purpose: None,
        expires_on: Some(date("2027-11-01")),
        signature: Signature::Drawn {
            name: "Mara Vogel".to_owned(),
            path: "M0 0 L10 4".to_owned(),
        },
    }
    .into()
}

pub fn started(session: SessionId, plan: PlanId) -> Event {
    SessionStarted {
        session,
        plan,
        day: date("2026-11-02"),
        t0: moment("2026-11-02T09:00:00Z"),
        operator: "Noa Lind".to_owned(),
        supervisor: "Dr. Ida Frei".to_owned(),
        room: "2".to_owned(),
        is_identity_confirmed: true,
        is_contact_verified: true,
        device: DeviceUsed {
            device: "skinpen-precision".to_owned(),
            clearance_number: Some("K202243".to_owned()),
            serial: "SP-0071".to_owned(),
            maximum_depth_mm: Some(2.5),
            off_label_reason: None,
        },
    }
    .into()
}

pub fn cartridge(session: SessionId, lot: &str, unit: &str) -> Event {
    CartridgeOpened {
        session,
        reference: "C-12".to_owned(),
        lot: lot.to_owned(),
        unit: unit.to_owned(),
        expires_on: date("2027-05-31"),
        needles: 14,
        needle_length_mm: 2.5,
        is_pack_intact: true,
        is_opened_before_patient: true,
        is_single_use_confirmed: true,
    }
    .into()
}

pub fn zone(session: SessionId, entry: ZoneEntryId, deviation: Deviation) -> Event {
    ZoneRecorded {
        session,
        entry,
        zone: "cheek".to_owned(),
        depth_set_mm: 1.1,
        passes: 3.0,
        directions: 4,
        speed_per_min: Some(6500.0),
        endpoint: Some("uniform-erythema".to_owned()),
        pain_0_to_10: Some(3.0),
        area_cm2: Some(42.5),
        needling_minutes: None,
        deviation,
        override_id: (deviation == Deviation::Major).then_some(OVERRIDE),
    }
    .into()
}

pub fn signed(session: SessionId) -> Event {
    SessionSigned {
        session,
        ended_at: moment("2026-11-02T09:40:00Z"),
        aftercare_card_version: "3".to_owned(),
        score: Some(DeliveryScore {
            share_within_tolerance: 1.0,
            version: "1".to_owned(),
        }),
    }
    .into()
}

fn tolerance_override() -> Event {
    OverrideDecided {
        override_id: OVERRIDE,
        subject: OverrideSubject::Tolerance {
            session: FIRST_SESSION,
            zone: "cheek".to_owned(),
        },
        reason_code: "thick-skin".to_owned(),
        reason: "scarred plaque, deeper as discussed".to_owned(),
        second_name: Some(SecondName::Person(operator())),
    }
    .into()
}

fn before_the_course() -> Vec<(Event, Author)> {
    let screening = ScreeningAnswered {
        screening: SCREENING,
        form_version: "7".to_owned(),
        answers: json!({ "isotretinoin": false, "filler": { "weeks": 9 } }),
        verdict: Verdict::Permitted,
        fired: vec![FiredRule {
            rule: "filler-recent".to_owned(),
            version: 2,
            grade: "precaution".to_owned(),
        }],
    };
    let plan = FIRST_PLAN;
    vec![
        (
            IdentityCorrected {
                name: PersonName {
                    family: "Vogel".to_owned(),
                    given: "Mara".to_owned(),
                },
                birth_date: date("1974-03-09"),
                clinic_number: "1041".to_owned(),
                reason: "misspelt".to_owned(),
            }
            .into(),
            front_desk(),
        ),
        (
            ContactChanged {
                contact: Contact {
                    telephone: None,
                    mail: Some("mara@example.org".to_owned()),
                    address: Some("Seeweg 3".to_owned()),
                },
            }
            .into(),
            front_desk(),
        ),
        (screening.into(), operator()),
        (drafted(plan, None), operator()),
        (PlanSubmitted { plan }.into(), operator()),
        (
            PlanReturned {
                plan,
                comment: "shallower on the forehead".to_owned(),
            }
            .into(),
            physician(),
        ),
        (
            PlanChanged {
                plan,
                sessions: 3,
                basis: basis(),
                document: json!({ "depth_mm": 0.75 }),
            }
            .into(),
            operator(),
        ),
        (PlanSubmitted { plan }.into(), operator()),
        (approved(plan), physician()),
        (
            consent(TREATMENT_CONSENT, ConsentClass::Treatment, Some(plan)),
            front_desk(),
        ),
        (
            consent(PHOTOGRAPH_CONSENT, ConsentClass::Photograph, None),
            front_desk(),
        ),
        (
            consent(MARKETING_CONSENT, ConsentClass::Marketing, None),
            front_desk(),
        ),
        (
            ConsentRevoked {
                consent: MARKETING_CONSENT,
                reason: Some("changed my mind".to_owned()),
            }
            .into(),
            front_desk(),
        ),
    ]
}

fn first_session() -> Vec<(Event, Author)> {
    let session = FIRST_SESSION;
    vec![
        (started(session, FIRST_PLAN), operator()),
        (
            PhotographAdded {
                photograph: PHOTOGRAPH,
                consent: PHOTOGRAPH_CONSENT,
                session: Some(session),
                view: "front".to_owned(),
                taken_at: moment("2026-11-02T08:50:00Z"),
                media_type: "image/jpeg".to_owned(),
                bytes: 5,
                sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
                    .to_owned(),
            }
            .into(),
            operator(),
        ),
        (cartridge(session, "L-88", "003"), operator()),
        (
            NumbingApplied {
                session,
                product: "lidocaine cream".to_owned(),
                strength: "4 %".to_owned(),
                lot: "N-5".to_owned(),
                amount_g: 4.5,
                area_cm2: 90.0,
                applied_at: moment("2026-11-02T08:20:00Z"),
                removed_at: moment("2026-11-02T08:55:00Z"),
                is_occluded: false,
            }
            .into(),
            operator(),
        ),
        (
            ProductApplied {
                session,
                phase: Phase::During,
                product: "sterile hyaluronic gel".to_owned(),
                lot: "H-2".to_owned(),
                expires_on: Some(date("2027-01-31")),
                is_sterile: true,
                is_on_allow_list: true,
            }
            .into(),
            operator(),
        ),
        (tolerance_override(), physician()),
        (zone(session, ZONE_ENTRY, Deviation::Major), operator()),
        (
            ReactionNoted {
                session,
                reaction: "even redness".to_owned(),
            }
            .into(),
            operator(),
        ),
        (signed(session), operator()),
        (
            CartridgeDiscarded {
                session,
                lot: "L-88".to_owned(),
                unit: "003".to_owned(),
                discarded_at: moment("2026-11-02T09:45:00Z"),
            }
            .into(),
            operator(),
        ),
        (
            SessionAmended {
                session,
                amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa0)),
                entry: Some(ZONE_ENTRY),
                text: "two passes, not three".to_owned(),
                reason: "counted again on the film".to_owned(),
            }
            .into(),
            physician(),
        ),
    ]
}

fn after_the_session() -> Vec<(Event, Author)> {
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
            super::author(9, "Mara Vogel", Role::Patient),
        ),
        (
            CheckInAnswered {
                check_in: CHECK_IN,
                response: "called back, looks calm".to_owned(),
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
                rating: RatingId::from_uuid(Uuid::from_u128(0xc0)),
                scale: "lemperle".to_owned(),
                zone: Some("cheek".to_owned()),
                grade: 2.0,
                day: date("2026-11-30"),
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

fn the_end_of_two_plans() -> Vec<(Event, Author)> {
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

fn a_second_look() -> Vec<(Event, Author)> {
    let withdrawn = |photograph| -> Event {
        PhotographWithdrawn {
            photograph,
            reason: "asked by the patient".to_owned(),
        }
        .into()
    };
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

/// Everything that happens to Mara Vogel.
pub fn events() -> Vec<Recorded> {
    let parts = [
        before_the_course(),
        first_session(),
        after_the_session(),
        the_end_of_two_plans(),
        a_second_look(),
    ];
    std::iter::once(registration("Fogel", "Mara", "1974-03-09", "1041"))
        .chain(
            parts
                .into_iter()
                .flatten()
                .zip(1..)
                .map(|((event, author), at)| event.by(author, minute(at))),
        )
        .collect()
}
