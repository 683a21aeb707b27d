//! The front desk: lists, registration, contact data, appointments. Nothing of health.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{
    Contact, ContactChanged, Event, IdentityCorrected, PatientRegistered, PersonName,
};
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, SiteId};
use needlework_chart::lists::{Board, Lists, PatientRow};
use needlework_chart::record::{OpenChart, RecordError};
use uuid::Uuid;

use super::{Allowed, Register, SeeLists};
use crate::server::access::sign_in::uuid;
use crate::server::answering_clinic::answering;
use crate::server::office::appointment::{Appointment, Purpose, ROOM_TURN, RoomTurn};
use crate::server::office::{Office, discard, file};
use crate::server::problem::Problem;

/// Patients that fit what was typed, the first ones, and how many there are.
#[derive(Debug)]
pub struct Found {
    /// The first ones.
    pub rows: Vec<PatientRow>,
    /// How many fit.
    pub total: usize,
}

/// An appointment with who comes.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The appointment.
    pub appointment: Appointment,
    /// Who comes.
    pub patient: PatientRow,
}

impl Allowed<SeeLists> {
    /// Patients that fit what was typed.
    pub async fn search(&self, typed: &str, at_most: usize) -> Found {
        let lists = self.clinic().lists().await;
        let found = lists.directory().search(typed, at_most);
        Found {
            total: found.total,
            rows: found.rows.into_iter().cloned().collect(),
        }
    }

    /// One patient in the list.
    ///
    /// # Errors
    /// When nobody has this id.
    pub async fn row(&self, patient: PatientId) -> Result<PatientRow, Problem> {
        let lists = self.clinic().lists().await;
        let row = lists.directory().row(patient).cloned();
        row.ok_or(Problem::NotFound)
    }

    /// The first patients of a board, whoever waits longest first, and how many are on it: all of them, or those whom one clinic
    /// of the group answers.
    pub async fn waiting(&self, board: Board, at_most: usize, site: Option<SiteId>) -> Found {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let Some(site) = site else {
            let found = lists.directory().board(board, at_most);
            return Found {
                total: found.total,
                rows: found.rows.into_iter().cloned().collect(),
            };
        };
        let now = self.clinic().now();
        let mut rows = lists.directory().board(board, usize::MAX).rows;
        rows.retain(|row| answering(&office, &lists, row.patient, now).id == site);
        Found {
            total: rows.len(),
            rows: rows.into_iter().take(at_most).cloned().collect(),
        }
    }

    /// The first appointments that begin from a moment on and before another and are of a kind, in order, and how many such
    /// there are. It looks through those between the two moments and through no others.
    pub async fn appointments_for_which(
        &self,
        from: Timestamp,
        before: Timestamp,
        at_most: usize,
        mut is_wanted: impl FnMut(&Appointment, &PatientRow) -> bool,
    ) -> (Vec<Expected>, usize) {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let mut expected = Vec::new();
        let mut total = 0;
        for appointment in office.appointments.between(from, before) {
            let Some(row) = lists.directory().row(appointment.patient) else {
                continue;
            };
            if !is_wanted(appointment, row) {
                continue;
            }
            total += 1;
            if expected.len() < at_most {
                expected.push(Expected {
                    appointment: appointment.clone(),
                    patient: row.clone(),
                });
            }
        }
        (expected, total)
    }
}

/// Who is to be registered, or how a registration is corrected.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// Number at the clinic.
    pub clinic_number: String,
}

/// Name, contact and nothing else of a chart, as of one version of it.
#[derive(Debug)]
pub struct Registration {
    chart: OpenChart,
    /// What is registered.
    pub known: PatientRegistered,
}

impl Registration {
    fn of(chart: OpenChart) -> Result<Self, Problem> {
        let known = chart.chart().identity.clone().ok_or(Problem::NotFound)?;
        Ok(Self { chart, known })
    }

    /// The version of the chart that was read.
    pub fn sequence(&self) -> u64 {
        self.chart.sequence()
    }
}

/// An appointment that is to be made.
#[derive(Debug, Clone)]
pub struct NewAppointment {
    /// Who comes.
    pub patient: PatientId,
    /// What for.
    pub purpose: Purpose,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes, min.
    pub minutes: u32,
    /// In which clinic.
    pub site: SiteId,
    /// In which room of it.
    pub room: String,
}

impl Allowed<Register> {
    /// The number after the highest one that is a number.
    pub async fn next_number(&self) -> String {
        let lists = self.clinic().lists().await;
        let highest = lists.directory().highest_number();
        highest.unwrap_or(1000).saturating_add(1).to_string()
    }

    /// People in the list who may be the same person.
    pub async fn alike(&self, identity: &Identity) -> Vec<PatientRow> {
        let lists = self.clinic().lists().await;
        let alike = lists.directory().alike(&identity.name, identity.birth_date);
        alike.into_iter().cloned().collect()
    }

    /// Begins a chart.
    ///
    /// # Errors
    /// When something is missing or the database does not answer.
    pub async fn register(
        &self,
        identity: Identity,
        contact: Contact,
    ) -> Result<PatientId, Problem> {
        let now = self.clinic().now();
        let patient = PatientId::new(now, self.clinic().chance())?;
        let event = Event::from(PatientRegistered {
            name: identity.name,
            birth_date: identity.birth_date,
            clinic_number: identity.clinic_number,
            contact,
        });
        let recorded = event.by(self.author()?, now);
        self.clinic().record.register(patient, &[recorded]).await?;
        self.note("patient-registered", Some(patient), None).await?;
        Ok(patient)
    }

    /// Name, contact and nothing else of a chart.
    ///
    /// # Errors
    /// When nobody has this id or the database does not answer.
    pub async fn registration(&self, patient: PatientId) -> Result<Registration, Problem> {
        let chart = self.clinic().record.open(patient).await?;
        self.note("identity-read", Some(patient), None).await?;
        Registration::of(chart)
    }

    /// The same as it stood at an earlier version of the chart; `None`: the chart has no such version.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn registration_at(
        &self,
        now: &Registration,
        sequence: u64,
    ) -> Result<Option<PatientRegistered>, Problem> {
        let history = self.clinic().record.history(now.chart.patient()).await?;
        let Some(until_then) = usize::try_from(sequence)
            .ok()
            .and_then(|events| history.get(..events))
        else {
            return Ok(None);
        };
        let chart = Chart::fold(until_then).map_err(RecordError::from)?;
        Ok(chart.identity)
    }

    /// Corrects name, day of birth, number and contact, and writes down only what has changed.
    ///
    /// # Errors
    /// When the reason is missing, or somebody else wrote since the registration was read.
    pub async fn correct(
        &self,
        registration: &Registration,
        identity: Identity,
        contact: Contact,
        reason: String,
    ) -> Result<(), Problem> {
        let known = &registration.known;
        let mut events = Vec::new();
        let is_same = identity.name == known.name
            && identity.birth_date == known.birth_date
            && identity.clinic_number == known.clinic_number;
        if !is_same {
            events.push(Event::from(IdentityCorrected {
                name: identity.name,
                birth_date: identity.birth_date,
                clinic_number: identity.clinic_number,
                reason,
            }));
        }
        if contact != known.contact {
            events.push(ContactChanged { contact }.into());
        }
        if !events.is_empty() {
            self.append(&registration.chart, events).await?;
        }
        Ok(())
    }

    /// Makes an appointment.
    ///
    /// # Errors
    /// When nobody has this id, no plan is in force for a treatment, the clinic is closed, the room is taken, or the database does
    /// not answer.
    pub async fn make_appointment(&self, new: NewAppointment) -> Result<Uuid, Problem> {
        let appointment = Appointment {
            id: uuid(self.clinic())?,
            patient: new.patient,
            purpose: new.purpose,
            starts_at: new.starts_at,
            minutes: new.minutes,
            site: new.site,
            room: new.room,
        };
        let made = |office: &Office, lists: &Lists| {
            let row = lists.directory().row(appointment.patient);
            let row = row.ok_or(Problem::NotFound)?;
            if appointment.purpose == Purpose::Treatment && row.plan_in_force().is_none() {
                return Err(Problem::refused("refused-treatment-without-plan"));
            }
            let sites = &office.settings().value.sites;
            if sites.get_open(appointment.site).is_none() {
                return Err(Problem::refused("refused-unknown-site"));
            }
            if office.appointments.in_the_way_of(&appointment).is_some() {
                return Err(Problem::refused("refused-room-taken"));
            }
            let turn = file(&RoomTurn {}, office.room_turn.seen(ROOM_TURN))?;
            Ok(vec![file(&appointment, 0)?, turn])
        };
        self.clinic().put_from_newest(made).await?;
        let (who, id) = (Some(appointment.patient), Some(appointment.id));
        self.note("appointment-made", who, id).await?;
        Ok(appointment.id)
    }

    /// Cancels an appointment.
    ///
    /// # Errors
    /// When there is none with this id, or the database does not answer.
    pub async fn cancel_appointment(&self, id: Uuid) -> Result<(), Problem> {
        let held = self.clinic().office().await.appointments.get(id).cloned();
        let held = held.ok_or(Problem::NotFound)?;
        self.clinic()
            .record
            .put_documents(&[discard(&held)])
            .await?;
        self.note("appointment-cancelled", Some(held.value.patient), Some(id))
            .await
    }
}
