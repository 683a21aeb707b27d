//! The front desk: lists, registration, contact data, appointments, stock and recalls. Nothing of health.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{
    Contact, ContactChanged, Event, IdentityCorrected, PatientRegistered, PersonName,
};
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Article, Board, PatientRow, Use};
use needlework_chart::record::{OpenChart, RecordError};
use uuid::Uuid;

use super::{Allowed, KeepStock, Register, SeeLists};
use crate::server::access::sign_in::uuid;
use crate::server::office::appointment::{Appointment, Purpose};
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::office::{discard, file};
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

    /// The first patients of a board, whoever waits longest first, and how many are on it.
    pub async fn waiting(&self, board: Board, at_most: usize) -> Found {
        let lists = self.clinic().lists().await;
        let found = lists.directory().board(board, at_most);
        Found {
            total: found.total,
            rows: found.rows.into_iter().cloned().collect(),
        }
    }

    /// Appointments that begin from a moment on and before another, in order.
    pub async fn appointments(&self, from: Timestamp, before: Timestamp) -> Vec<Expected> {
        let (expected, _) = self
            .appointments_for_which(from, before, usize::MAX, |_, _| true)
            .await;
        expected
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
    /// Where.
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
    /// When nobody has this id, the room is taken, or the database does not answer.
    pub async fn make_appointment(&self, new: NewAppointment) -> Result<Uuid, Problem> {
        let appointment = Appointment {
            id: uuid(self.clinic())?,
            patient: new.patient,
            purpose: new.purpose,
            starts_at: new.starts_at,
            minutes: new.minutes,
            room: new.room,
        };
        {
            let lists = self.clinic().lists().await;
            if lists.directory().row(appointment.patient).is_none() {
                return Err(Problem::NotFound);
            }
            let office = self.clinic().office().await;
            if office.appointments.in_the_way_of(&appointment).is_some() {
                return Err(Problem::refused("refused-room-taken"));
            }
        }
        self.clinic()
            .record
            .put_documents(&[file(&appointment, 0)?])
            .await?;
        self.note(
            "appointment-made",
            Some(appointment.patient),
            Some(appointment.id),
        )
        .await?;
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

impl Allowed<KeepStock> {
    /// Devices of the clinic.
    pub async fn devices(&self) -> Vec<ClinicDevice> {
        let office = self.clinic().office().await;
        office.devices.iter().cloned().collect()
    }

    /// Lots of cartridges with how many units were used.
    pub async fn stock(&self) -> Vec<(CartridgeLot, usize)> {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let used = |lot: &str| lists.recall().number_of_uses(Article::Cartridge, lot);
        office
            .stock
            .iter()
            .map(|lot| (lot.clone(), used(&lot.lot)))
            .collect()
    }

    /// Adds a device, or changes one.
    ///
    /// # Errors
    /// When somebody else wrote meanwhile.
    pub async fn keep_device(&self, device: ClinicDevice) -> Result<(), Problem> {
        let seen = {
            let office = self.clinic().office().await;
            office.devices.get(device.id).map_or(0, |held| held.version)
        };
        let id = device.id;
        self.clinic()
            .record
            .put_documents(&[file(&device, seen)?])
            .await?;
        self.note("device-kept", None, Some(id)).await
    }

    /// Takes a lot of cartridges into stock.
    ///
    /// # Errors
    /// When the lot is known already, or the database does not answer.
    pub async fn receive(&self, lot: CartridgeLot) -> Result<(), Problem> {
        {
            let office = self.clinic().office().await;
            if office.stock.iter().any(|one| one.lot == lot.lot) {
                return Err(Problem::refused_with(
                    "refused-lot-known",
                    &[("lot", &lot.lot)],
                ));
            }
        }
        let id = lot.id;
        self.clinic()
            .record
            .put_documents(&[file(&lot, 0)?])
            .await?;
        self.note("lot-received", None, Some(id)).await
    }

    /// A new id for a device or a lot.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn new_id(&self) -> Result<Uuid, Problem> {
        uuid(self.clinic())
    }

    /// Who was touched by a lot or a device: the recall, the first day first, from a place on; and how many uses there are.
    ///
    /// # Errors
    /// When the trail cannot be written.
    pub async fn recall(
        &self,
        article: Article,
        lot_or_serial: &str,
        passed_over: usize,
        at_most: usize,
    ) -> Result<(Vec<(Use, PatientRow)>, usize), Problem> {
        self.note("recall-searched", None, None).await?;
        let lists = self.clinic().lists().await;
        let uses = lists.recall().uses_of(article, lot_or_serial);
        let with_who = |one: &Use| Some((one.clone(), lists.directory().row(one.patient)?.clone()));
        let found = uses.skip(passed_over).take(at_most).filter_map(with_who);
        let total = lists.recall().number_of_uses(article, lot_or_serial);
        Ok((found.collect(), total))
    }
}
