//! What happens to made-up people in the course of a treatment.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::event::{
    Author, CartridgeDiscarded, CartridgeOpened, ConsentClass, ConsentGiven, DeliveryScore,
    Deviation, DeviceUsed, HeldAt, Identifier, NumbingApplied, Phase, PlanApproved, PlanDrafted,
    PlanSubmitted, ProductApplied, SessionSigned, SessionStarted, Signature, ZoneRecorded,
};
use needlework_chart::id::{ConsentId, PlanId, SessionId, ZoneEntryId};
use needlework_planning::{LockedCoverage, LockedZone, SessionKind, Settings};

use super::staff::{LOT, SERIAL};
use super::{Somebody, Story};
use crate::server::earlier::learn;
use crate::server::office::clinic_site::FIRST_SITE;
use crate::server::pages::Draft;
use crate::server::pages::consents::{text_of, whole_text};
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// How far a made-up plan has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    Draft,
    InReview,
    Approved,
}

/// What a made-up option is called and differs in.
pub(super) struct Wish {
    pub(super) name: &'static str,
    pub(super) sessions: Option<u32>,
    pub(super) is_declined: bool,
}

/// The usual course.
pub(super) const USUAL: Wish = Wish {
    name: "",
    sessions: None,
    is_declined: false,
};

/// A path of a signature: nobody's.
const SIGNATURE: &str = "M40 120L70 60L90 130L120 80L150 120L190 70L230 115L300 95";

/// Minutes of needling as planned, of a pen.
fn minutes_of(zone: &LockedZone) -> Option<f64> {
    match zone.technique.coverage {
        LockedCoverage::SecondsPerCm2(seconds) => {
            let minutes = seconds * zone.area_cm2 / 60.0;
            Some((minutes * 10.0).round() / 10.0)
        }
        LockedCoverage::Passes(_) | LockedCoverage::ChannelsPerCm2(_) => None,
    }
}

fn minutes(at: Timestamp, minutes: i64) -> Timestamp {
    at + SignedDuration::from_mins(minutes)
}

impl Story<'_> {
    /// A plan is written, and goes as far as it is to go.
    pub(super) fn plan(
        &mut self,
        at: Timestamp,
        wish: &Wish,
        reached: Reached,
    ) -> Result<PlanId, Problem> {
        let stage = self.stage;
        let today = stage.day(at);
        let mut draft = Draft::proposed(&stage.page, self.patient, &self.chart, today)?;
        learn(&mut draft.case, &stage.page, &self.chart, &stage.library);
        draft.case.course.sessions = wish.sessions;
        draft.case.title = format!(
            "{}, {:.0}",
            stage
                .library
                .courses
                .get(&draft.case.indication)
                .map_or("", |one| one.name.as_str()),
            draft.case.person.age_years
        );
        let case = draft.case.read(&stage.library)?;
        let calculated =
            needlework_planning::plan(&case, &stage.library, &Settings::default(), &|_| {})?;
        wish.name.clone_into(&mut draft.name);
        let mut document = PlanDocument::new(draft, &calculated);
        document.is_declined = wish.is_declined;
        let plan = PlanId::new(at, stage.clinic.chance())?;
        let author = stage.staff.clinician.clone();
        self.add(
            at,
            &author,
            PlanDrafted {
                plan,
                supersedes: None,
                sessions: document.treatments(),
                basis: document.basis(),
                document: document.to_json()?,
            },
        )?;
        if reached != Reached::Draft {
            self.add(minutes(at, 5), &author, PlanSubmitted { plan })?;
        }
        if reached == Reached::Approved {
            let approved = PlanApproved {
                plan,
                second_name: None,
            };
            let physician = stage.staff.physician.clone();
            self.add(minutes(at, 50), &physician, approved)?;
        }
        Ok(plan)
    }

    /// Consents are signed.
    pub(super) fn agree(
        &mut self,
        who: &Somebody,
        at: Timestamp,
        plan: PlanId,
        classes: &[ConsentClass],
    ) -> Result<ConsentId, Problem> {
        let mut last = ConsentId::new(at, self.stage.clinic.chance())?;
        let author = self.stage.staff.clinician.clone();
        for class in classes {
            last = ConsentId::new(at, self.stage.clinic.chance())?;
            let (page, library) = (&self.stage.page, &self.stage.library);
            let text = text_of(library, *class).ok_or(Problem::Fault("consent"))?;
            let given = ConsentGiven {
                consent: last,
                class: *class,
                text_version: text.text_version(),
                plan: (*class == ConsentClass::Treatment).then_some(plan),
                purpose: None,
                expires_on: None,
                signature: Signature::Drawn {
                    name: format!("{} {}", who.given, who.family),
                    path: SIGNATURE.to_owned(),
                },
                signed: Some(whole_text(page, library, text, &self.chart, None)?),
            };
            self.add(at, &author, given)?;
        }
        Ok(last)
    }

    /// A session takes place as planned; it is signed unless it is left open.
    pub(super) fn session(
        &mut self,
        at: Timestamp,
        plan: PlanId,
        unit: &str,
        is_signed: bool,
    ) -> Result<SessionId, Problem> {
        let stage = self.stage;
        let operator = stage.staff.operator.clone();
        let session = SessionId::new(at, stage.clinic.chance())?;
        let document = self
            .chart
            .plans
            .get(&plan)
            .map(|plan| PlanDocument::read(&plan.document))
            .ok_or(Problem::NotFound)??;
        self.add(at, &operator, self.started(at, session, plan))?;
        self.add(
            minutes(at, 1),
            &operator,
            CartridgeOpened {
                session,
                reference: "EXC-12".to_owned(),
                lot: LOT.to_owned(),
                unit: unit.to_owned(),
                expires_on: stage.day(at).saturating_add(jiff::Span::new().months(8)),
                needles: 6,
                needle_length_mm: 1.5,
                is_pack_intact: true,
                is_opened_before_patient: true,
                is_single_use_confirmed: true,
            },
        )?;
        self.add(
            minutes(at, 1),
            &operator,
            NumbingApplied {
                session,
                product: "Lidocaine 2.5 % / prilocaine 2.5 %".to_owned(),
                strength: "5 %".to_owned(),
                lot: "N114".to_owned(),
                amount_g: 6.0,
                area_cm2: 120.0,
                applied_at: minutes(at, -30),
                removed_at: minutes(at, -2),
                is_occluded: false,
            },
        )?;
        for (zone, offset) in document.forecast.zones.iter().zip(3..) {
            self.add(
                minutes(at, offset),
                &operator,
                ZoneRecorded {
                    session,
                    entry: ZoneEntryId::new(at, stage.clinic.chance())?,
                    zone: zone.zone.clone(),
                    depth_set_mm: zone.technique.needle_length_mm,
                    passes: 4.0,
                    directions: Some(4),
                    speed_per_min: None,
                    endpoint: Some("erythema".to_owned()),
                    pain_0_to_10: Some(3.0),
                    area_cm2: Some(zone.area_cm2),
                    needling_minutes: minutes_of(zone),
                    deviation: Deviation::Inside,
                    override_id: None,
                },
            )?;
        }
        if is_signed {
            self.close(at, session, unit, &operator)?;
        }
        Ok(session)
    }

    fn started(&self, at: Timestamp, session: SessionId, plan: PlanId) -> SessionStarted {
        SessionStarted {
            session,
            plan,
            day: self.stage.day(at),
            t0: at,
            operator: self.stage.staff.operator.name.clone(),
            supervisor: self.supervisor.clone(),
            clinic: Some(HeldAt {
                site: FIRST_SITE,
                name: "Clinic at the Linden".to_owned(),
            }),
            room: "1".to_owned(),
            identified_by: [Identifier::Name, Identifier::BirthDate].into(),
            is_contact_verified: true,
            device: DeviceUsed {
                device: "exceed-unlimited".to_owned(),
                clearance_number: None,
                serial: SERIAL.to_owned(),
                maximum_depth_mm: None,
                off_label_reason: None,
            },
        }
    }

    fn close(
        &mut self,
        at: Timestamp,
        session: SessionId,
        unit: &str,
        operator: &Author,
    ) -> Result<(), Problem> {
        self.add(
            minutes(at, 25),
            operator,
            ProductApplied {
                session,
                phase: Phase::After,
                product: "Sterile hyaluronic acid, single-use ampoule".to_owned(),
                lot: "H77".to_owned(),
                expires_on: None,
                is_sterile: true,
                is_on_allow_list: true,
            },
        )?;
        self.add(
            minutes(at, 26),
            operator,
            CartridgeDiscarded {
                session,
                lot: LOT.to_owned(),
                unit: unit.to_owned(),
                discarded_at: minutes(at, 26),
            },
        )?;
        let signed = SessionSigned {
            session,
            ended_at: minutes(at, 25),
            aftercare_card_version: env!("CARGO_PKG_VERSION").to_owned(),
            score: Some(DeliveryScore {
                share_within_tolerance: 1.0,
                version: "1".to_owned(),
            }),
        };
        self.add(minutes(at, 30), operator, signed)
    }

    /// Days of the treatment sessions of a plan after its first one.
    pub(super) fn gaps_days(&self, plan: PlanId) -> Vec<i64> {
        let document = self
            .chart
            .plans
            .get(&plan)
            .and_then(|plan| PlanDocument::read(&plan.document).ok());
        let Some(document) = document else {
            return Vec::new();
        };
        let treatments = document.forecast.sessions.iter();
        let treatments = treatments.filter(|session| session.kind == SessionKind::Treatment);
        let starts: Vec<_> = treatments.map(|session| session.starts.date()).collect();
        let first = starts.first().copied();
        starts
            .iter()
            .filter_map(|day| Some(day.duration_since(first?).as_hours() / 24))
            .collect()
    }
}
