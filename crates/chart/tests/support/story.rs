//! One patient from registration to the end of an adverse event; every kind of event occurs.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::*;
use needlework_chart::id::*;
use serde_json::json;
use uuid::Uuid;

use super::{front_desk, later, minute, operator, physician, registration};

pub const FIRST_PLAN: PlanId = PlanId::from_uuid(Uuid::from_u128(0x10));
pub const SECOND_PLAN: PlanId = PlanId::from_uuid(Uuid::from_u128(0x11));
pub const FIRST_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x20));
pub const SECOND_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x21));
pub const THIRD_SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(0x22));
pub const TREATMENT_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x30));
pub const PHOTOGRAPH_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x31));
pub const MARKETING_CONSENT: ConsentId = ConsentId::from_uuid(Uuid::from_u128(0x32));
pub const SCREENING: ScreeningId = ScreeningId::from_uuid(Uuid::from_u128(0x40));
pub const OVERRIDE: OverrideId = OverrideId::from_uuid(Uuid::from_u128(0x50));
pub const ZONE_ENTRY: ZoneEntryId = ZoneEntryId::from_uuid(Uuid::from_u128(0x60));
pub const PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x70));
pub const BEFORE_PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x71));
pub const AFTER_PHOTOGRAPH: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x72));
pub const CHECK_IN: CheckInId = CheckInId::from_uuid(Uuid::from_u128(0x80));
pub const ADVERSE_EVENT: AdverseEventId = AdverseEventId::from_uuid(Uuid::from_u128(0x90));

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn basis() -> PlanBasis {
    PlanBasis {
        model_version: "0.1.0".to_owned(),
        parameter_set: "4f1c".to_owned(),
        inputs: "9b2d".to_owned(),
    }
}

/// JSON as an event keeps it.
fn kept(value: &serde_json::Value) -> KeptJson {
    KeptJson::of(value).unwrap()
}

/// What a plan says.
pub fn plan_json() -> KeptJson {
    kept(&json!({ "case": { "title": "Cheek lines" }, "depth_mm": 1.1 }))
}

pub fn drafted(plan: PlanId, supersedes: Option<PlanId>) -> Event {
    PlanDrafted {
        plan,
        supersedes,
        sessions: 4,
        basis: basis(),
        document: plan_json(),
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
        signed: Some(SignedText {
            language: "es".to_owned(),
            title: "Consentimiento".to_owned(),
            paragraphs: vec!["Estoy de acuerdo.".to_owned()],
            sections: vec![SignedSection {
                heading: "El plan".to_owned(),
                sentences: vec!["Mejillas, cuatro sesiones.".to_owned()],
            }],
            revoking: "Puedo retirarlo.".to_owned(),
        }),
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
        clinic: Some(HeldAt {
            site: SiteId::from_uuid(Uuid::from_u128(0x70)),
            name: "Skin at the Lake".to_owned(),
        }),
        room: "2".to_owned(),
        identified_by: [Identifier::Photograph, Identifier::BirthDate].into(),
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
        directions: Some(4),
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
                document: kept(&json!({ "depth_mm": 0.75 })),
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
                corrected: None,
                deviation: None,
                override_id: None,
            }
            .into(),
            physician(),
        ),
    ]
}

/// The same entry is corrected again, in fields.
fn a_correction_in_fields() -> Vec<(Event, Author)> {
    let amended = SessionAmended {
        session: FIRST_SESSION,
        amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa1)),
        entry: Some(ZONE_ENTRY),
        text: String::new(),
        reason: "measured on the film".to_owned(),
        corrected: Some(Correction::Needled(CorrectedZone {
            zone: Some("forehead".to_owned()),
            depth_set_mm: Some(Corrected::Is(0.75)),
            passes: Some(Corrected::Is(2.0)),
            endpoint: Some(Corrected::Is("pinpoint-bleeding".to_owned())),
            pain_0_to_10: None,
            area_cm2: Some(Corrected::NotKnown),
            needling_minutes: None,
        })),
        deviation: Some(Deviation::Minor),
        override_id: None,
    };
    vec![(amended.into(), physician())]
}

/// A zone that was needled and that nobody had recorded.
pub fn added_zone() -> Correction {
    Correction::Added(AddedZone {
        zone: "cheek".to_owned(),
        depth_set_mm: 1.5,
        passes: 4.0,
        directions: Some(4),
        speed_per_min: Some(6500.0),
        endpoint: Some("pinpoint-bleeding".to_owned()),
        pain_0_to_10: Some(4.0),
        area_cm2: Some(40.0),
        needling_minutes: Some(6.5),
    })
}

fn an_entry_that_was_forgotten() -> Vec<(Event, Author)> {
    let amended = SessionAmended {
        session: FIRST_SESSION,
        amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa2)),
        entry: Some(ZoneEntryId::from_uuid(Uuid::from_u128(0x63))),
        text: String::new(),
        reason: "the second cheek was not written down".to_owned(),
        corrected: Some(added_zone()),
        deviation: Some(Deviation::Major),
        override_id: Some(OVERRIDE),
    };
    vec![(amended.into(), operator())]
}

/// Everything that happens to Mara Vogel.
pub fn events() -> Vec<Recorded> {
    let parts = [
        before_the_course(),
        first_session(),
        later::after_the_session(),
        later::the_end_of_two_plans(),
        later::a_second_look(),
        a_correction_in_fields(),
        later::a_reply_and_a_silence(),
        an_entry_that_was_forgotten(),
        later::a_rating_taken_back_and_a_report_that_is_not_due(),
        later::a_photograph_taken_back(),
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
