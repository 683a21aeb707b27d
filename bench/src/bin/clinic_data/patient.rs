//! Thirty plausible events of one patient: registration, screening, a plan, consents, three sessions and what came after.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use needlework_chart::event::{
    Author, CartridgeOpened, CheckInReported, ConsentClass, ConsentGiven, Contact, ContactChanged,
    Deviation, DeviceUsed, Event, Identifier, KeptJson, PatientRegistered, PersonName,
    PlanApproved, PlanBasis, PlanDrafted, PlanSubmitted, ProductApplied, Recorded, Role,
    ScaleRated, ScreeningAnswered, SessionSigned, SessionStarted, Signature, SignedSection,
    SignedText, Verdict, ZoneRecorded,
};
use needlework_chart::id::{
    CheckInId, ConsentId, PatientId, PlanId, RatingId, ScreeningId, SessionId, UserId, ZoneEntryId,
};
use needlework_clinic::server::plan_for_another;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::dice::Dice;
use crate::models::{Models, PlanModel};

/// Events of every patient.
pub(crate) const EVENTS: usize = 30;

const BEGINNINGS: [&str; 24] = [
    "Al", "Bau", "Ber", "Bran", "Dor", "Eng", "Fi", "Fromm", "Gei", "Ha", "Hoff", "Jan", "Kel",
    "Kra", "Lan", "Mei", "Mül", "Neu", "Ost", "Ro", "Schul", "Stei", "Wag", "Zim",
];
const ENDS: [&str; 14] = [
    "er", "ler", "mann", "ski", "ner", "in", "feld", "berger", "wald", "sen", "hardt", "ing", "lé",
    "ko",
];
const GIVEN: [&str; 20] = [
    "Anna", "Éva", "Mara", "Nils", "Jon", "Ida", "Noa", "Kim", "Zoë", "Adam", "Lea", "Mia", "Emil",
    "Paul", "Greta", "Hugo", "Ines", "Karl", "Lotte", "Vera",
];
/// One patient in so many has a whole plan and whole answers, as the program makes them.
pub(crate) const WHOLE_PLANS: u64 = 10;
/// One patient in so many leaves before the last signature.
const OPEN_AT_THE_END: u64 = 500;
/// Lots of cartridges that were ever used.
pub(crate) const LOTS: u64 = 600;

/// Whether the last session of a patient is not signed; these have photographs, too.
pub(crate) const fn is_open_at_the_end(number: u64) -> bool {
    number.is_multiple_of(OPEN_AT_THE_END)
}

pub(crate) fn author(number: u128, name: &str, role: Role) -> Author {
    Author {
        user: UserId::from_uuid(Uuid::from_u128(number)),
        name: name.to_owned(),
        role,
    }
}

/// One patient and what happened.
pub(crate) struct Story<'a> {
    models: &'a Models,
    dice: Dice,
    patient: PatientId,
    number: u64,
    first_day: Date,
    at: Timestamp,
    events: Vec<Recorded>,
}

/// The id and the events of a patient.
pub(crate) fn patient(models: &Models, seed: u64, number: u64) -> (PatientId, Vec<Recorded>) {
    let mut dice = Dice::new(seed, number);
    let patient = PatientId::from_uuid(dice.id());
    let first_day = date(2024, 1, 8) + i64::try_from(dice.below(900)).unwrap().days();
    let at = first_day
        .at(8, 0, 0, 0)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .unwrap()
        .timestamp();
    let mut story = Story {
        models,
        dice,
        patient,
        number,
        first_day,
        at,
        events: Vec::with_capacity(EVENTS),
    };
    story.tell();
    (patient, story.events)
}

impl Story<'_> {
    fn note(&mut self, event: impl Into<Event>, author: Author) {
        self.at += SignedDuration::from_mins(3);
        self.events.push(event.into().by(author, self.at));
    }

    fn tell(&mut self) {
        self.arrive();
        let plan = PlanId::from_uuid(self.dice.id());
        self.agree_on(plan);
        for number in 0..3 {
            self.treat(plan, number);
        }
        self.look_back();
        assert_eq!(self.events.len(), EVENTS);
    }

    fn arrive(&mut self) {
        let desk = || author(3, "Kim Roth", Role::FrontDesk);
        let birth_date = date(1935, 1, 1) + i64::try_from(self.dice.below(25_000)).unwrap().days();
        let family = format!(
            "{}{}",
            self.dice.one_of(&BEGINNINGS),
            self.dice.one_of(&ENDS)
        );
        let registered = PatientRegistered {
            name: PersonName {
                family,
                given: self.dice.one_of(&GIVEN).to_owned(),
            },
            birth_date,
            clinic_number: (10_000 + self.number).to_string(),
            contact: Contact::default(),
        };
        self.note(registered, desk());
        let contact = Contact {
            telephone: Some(format!("+41 44 {:07}", self.dice.below(10_000_000))),
            mail: Some(format!("p{}@example.org", self.number)),
            address: Some(format!("Seeweg {}, 8000 Zürich", self.dice.below(200))),
        };
        self.note(ContactChanged { contact }, desk());
        let screening = ScreeningAnswered {
            screening: ScreeningId::from_uuid(self.dice.id()),
            form_version: "7".to_owned(),
            answers: self.answers(),
            verdict: Verdict::Permitted,
            fired: Vec::new(),
        };
        self.note(screening, author(2, "Noa Lind", Role::Operator));
    }

    fn is_whole(&self) -> bool {
        self.number.is_multiple_of(WHOLE_PLANS)
    }

    fn answers(&mut self) -> Value {
        if self.is_whole() {
            let one = self.dice.below(self.models.answers.len() as u64);
            let one = usize::try_from(one).unwrap();
            return self.models.answers.get(one).unwrap().clone();
        }
        json!({ "isotretinoin": false, "pregnant": false, "keloids": "none",
            "filler": { "weeks": self.dice.below(90) }, "phototype": self.dice.below(6) })
    }

    fn agree_on(&mut self, plan: PlanId) {
        let operator = || author(2, "Noa Lind", Role::Operator);
        let model = self.plan();
        let drafted = PlanDrafted {
            plan,
            supersedes: None,
            sessions: model.sessions,
            basis: model.basis,
            document: model.document,
        };
        self.note(drafted, operator());
        self.note(PlanSubmitted { plan }, operator());
        let approved = PlanApproved {
            plan,
            second_name: None,
        };
        self.note(approved, author(1, "Dr. Ida Frei", Role::Physician));
        for (class, plan) in [
            (ConsentClass::Treatment, Some(plan)),
            (ConsentClass::Photograph, None),
        ] {
            let given = ConsentGiven {
                consent: ConsentId::from_uuid(self.dice.id()),
                class,
                text_version: "2026-10".to_owned(),
                plan,
                purpose: None,
                expires_on: None,
                signature: Signature::Drawn {
                    name: "as registered".to_owned(),
                    path: "M0 0 L10 4 L14 9 L20 4 L30 8 L44 2".repeat(8),
                },
                signed: Some(signed_text()),
            };
            self.note(given, author(3, "Kim Roth", Role::FrontDesk));
        }
    }

    /// A whole plan for some; a few hundred bytes for the others.
    fn plan(&mut self) -> PlanModel {
        if self.is_whole() {
            let one = self.dice.below(self.models.plans.len() as u64);
            let one = usize::try_from(one).unwrap();
            let model = self.models.plans.get(one).unwrap();
            let identifier = self.patient.to_string();
            let own = plan_for_another(&model.document, &identifier, &self.models.library);
            let (document, basis) = own.unwrap();
            return PlanModel {
                sessions: model.sessions,
                basis,
                document,
            };
        }
        let curve: Vec<Value> = (0..4)
            .map(|day| {
                let share = |roll: u64| roll as f64 / 1000.0;
                json!({ "day": day, "median": share(self.dice.below(1000)),
                    "low": share(self.dice.below(1000)), "high": share(self.dice.below(1000)) })
            })
            .collect();
        PlanModel {
            sessions: 4,
            basis: PlanBasis {
                model_version: "0.1.0".to_owned(),
                parameter_set: "4f1c9d21".to_owned(),
                inputs: format!("{:016x}", self.dice.roll()),
            },
            document: KeptJson::of(
                &json!({ "case": { "title": "Cheek lines" }, "depth_mm": 1.1, "curve": curve }),
            )
            .unwrap(),
        }
    }

    fn treat(&mut self, plan: PlanId, number: u64) {
        let operator = || author(2, "Noa Lind", Role::Operator);
        let session = SessionId::from_uuid(self.dice.id());
        let day = self.first_day + i64::try_from(7 + 30 * number).unwrap().days();
        self.at = day
            .at(9, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap()
            .timestamp();
        let started = SessionStarted {
            session,
            plan,
            day,
            t0: self.at,
            operator: "Noa Lind".to_owned(),
            supervisor: "Dr. Ida Frei".to_owned(),
            clinic: None,
            room: "2".to_owned(),
            identified_by: [Identifier::Photograph, Identifier::BirthDate].into(),
            is_contact_verified: true,
            device: DeviceUsed {
                device: "skinpen-precision".to_owned(),
                clearance_number: Some("K202243".to_owned()),
                serial: format!("SP-{:04}", self.dice.below(40)),
                maximum_depth_mm: Some(2.5),
                off_label_reason: None,
            },
        };
        self.note(started, operator());
        let cartridge = CartridgeOpened {
            session,
            reference: "C-12".to_owned(),
            lot: format!("L-{}", self.dice.below(LOTS)),
            unit: format!("{}-{number}", self.number),
            expires_on: day + 300.days(),
            needles: 14,
            needle_length_mm: 2.5,
            is_pack_intact: true,
            is_opened_before_patient: true,
            is_single_use_confirmed: true,
        };
        self.note(cartridge, operator());
        let product = ProductApplied {
            session,
            phase: needlework_chart::event::Phase::During,
            product: "sterile hyaluronic gel".to_owned(),
            lot: format!("H-{}", self.dice.below(200)),
            expires_on: None,
            is_sterile: true,
            is_on_allow_list: true,
        };
        self.note(product, operator());
        for zone in ["cheek", "forehead"] {
            let recorded = ZoneRecorded {
                session,
                entry: ZoneEntryId::from_uuid(self.dice.id()),
                zone: zone.to_owned(),
                depth_set_mm: 1.1,
                passes: 3.0,
                directions: Some(4),
                speed_per_min: Some(6500.0),
                endpoint: Some("uniform-erythema".to_owned()),
                pain_0_to_10: Some(3.0),
                area_cm2: Some(42.5),
                needling_minutes: None,
                deviation: Deviation::Inside,
                override_id: None,
            };
            self.note(recorded, operator());
        }
        // A few leave before the last signature.
        let is_open = number == 2 && is_open_at_the_end(self.number);
        if is_open {
            let changed = ContactChanged {
                contact: Contact::default(),
            };
            self.note(changed, operator());
        } else {
            let signed = SessionSigned {
                session,
                ended_at: self.at,
                aftercare_card_version: "3".to_owned(),
                score: None,
            };
            self.note(signed, operator());
        }
        self.report(session);
    }

    fn report(&mut self, session: SessionId) {
        let reported = CheckInReported {
            check_in: CheckInId::from_uuid(self.dice.id()),
            session,
            hours_after_t0: 26.5,
            answers: json!({ "redness": 2, "swelling": 1, "itching": 0 }),
            level: (self.dice.below(2000) == 0).then_some(2),
            free_text: None,
        };
        self.note(reported, author(9, "as registered", Role::Patient));
    }

    fn look_back(&mut self) {
        let rated = ScaleRated {
            rating: RatingId::from_uuid(self.dice.id()),
            scale: "lemperle".to_owned(),
            scale_version: None,
            label: None,
            direction: None,
            seen: None,
            zone: Some("cheek".to_owned()),
            grade: 2.0,
            day: self.first_day + 120.days(),
            is_blinded: false,
        };
        self.note(rated, author(1, "Dr. Ida Frei", Role::Physician));
    }
}

/// What was read and signed, as long as the text of a treatment with its forecast.
fn signed_text() -> SignedText {
    let sentence = "Fine needles make many small channels in my skin. It closes them and renews itself over weeks; several sessions are planned.";
    let sentences = |number: usize| vec![sentence.to_owned(); number];
    SignedText {
        language: "en".to_owned(),
        title: "Consent to the treatment".to_owned(),
        paragraphs: sentences(10),
        sections: vec![SignedSection {
            heading: "The plan".to_owned(),
            sentences: sentences(12),
        }],
        revoking: sentence.to_owned(),
    }
}
