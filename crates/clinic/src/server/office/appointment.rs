//! Appointments: who comes when, for what; kept in the order of time, so that a day costs the same in a clinic of any age.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::{Document, Drawer};
use needlework_chart::id::{PatientId, SiteId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clinic_site::first_site;
use super::{Filed, Held, Shelf};

/// What somebody comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// First talk, screening, planning.
    Consultation,
    /// A session of the plan in force, whichever it is on that day.
    Treatment,
    /// A look at the result or at the healing.
    Review,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Consultation, Self::Treatment, Self::Review];

    /// Name in forms and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::Treatment => "treatment",
            Self::Review => "review",
        }
    }

    /// The purpose with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its id.
    pub id: Uuid,
    /// Who comes.
    pub patient: PatientId,
    /// What for.
    pub purpose: Purpose,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes, min.
    pub minutes: u32,
    /// In which clinic.
    #[serde(default = "first_site")]
    pub site: SiteId,
    /// In which room of it.
    pub room: String,
}

/// Longest appointment, min: a working day.
pub const LONGEST_MINUTES: u32 = 480;

impl Appointment {
    /// When it ends.
    pub fn ends_at(&self) -> Timestamp {
        let ends = self
            .starts_at
            .checked_add(SignedDuration::from_mins(i64::from(self.minutes)));
        ends.unwrap_or(Timestamp::MAX)
    }

    /// Whether two would be in one room at one time.
    pub fn is_in_the_way_of(&self, other: &Self) -> bool {
        (self.site, &self.room) == (other.site, &other.room)
            && self.starts_at < other.ends_at()
            && other.starts_at < self.ends_at()
    }
}

impl Filed for Appointment {
    const DRAWER: Drawer = Drawer::new("appointment");

    fn id(&self) -> Uuid {
        self.id
    }
}

/// Whose turn it is to give away a room. Everybody who makes an appointment writes it over together with the appointment, and so
/// learns whether somebody else has made one since.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RoomTurn {}

/// Id of the only [`RoomTurn`].
pub const ROOM_TURN: Uuid = Uuid::from_u128(1);

impl Filed for RoomTurn {
    const DRAWER: Drawer = Drawer::new("room-turn");

    fn id(&self) -> Uuid {
        ROOM_TURN
    }
}

/// All appointments.
#[derive(Debug, Clone, Default)]
pub struct Appointments {
    shelf: Shelf<Appointment>,
    by_start: BTreeSet<(Timestamp, Uuid)>,
    by_patient: BTreeSet<(PatientId, Timestamp, Uuid)>,
    revision: u64,
}

impl Appointments {
    /// An appointment by its id.
    pub fn get(&self, id: Uuid) -> Option<&Held<Appointment>> {
        self.shelf.get(id)
    }

    /// Revision of the cabinet with which one was last made, moved or cancelled.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Appointments that begin from a moment on and before another, the first one first.
    pub fn between(
        &self,
        from: Timestamp,
        before: Timestamp,
    ) -> impl Iterator<Item = &Appointment> {
        // A range that ends before it begins has nothing in it.
        let before = before.max(from);
        let range = (
            Bound::Included((from, Uuid::nil())),
            Bound::Excluded((before, Uuid::nil())),
        );
        let found = self.by_start.range(range);
        found.filter_map(|(_, id)| self.shelf.get(*id).map(|held| &held.value))
    }

    /// Appointments of a patient, the first one first.
    pub fn of_patient(&self, patient: PatientId) -> impl Iterator<Item = &Appointment> {
        self.held_of_patient(patient).map(|held| &held.value)
    }

    /// Appointments of a patient that begin from a moment on, the first one first.
    pub fn of_patient_from(
        &self,
        patient: PatientId,
        from: Timestamp,
    ) -> impl Iterator<Item = &Appointment> {
        self.held_from(patient, from).map(|held| &held.value)
    }

    /// The same with their versions.
    pub fn held_of_patient(&self, patient: PatientId) -> impl Iterator<Item = &Held<Appointment>> {
        self.held_from(patient, Timestamp::MIN)
    }

    fn held_from(
        &self,
        patient: PatientId,
        from: Timestamp,
    ) -> impl Iterator<Item = &Held<Appointment>> {
        let first = (patient, from, Uuid::nil());
        let last = (patient, Timestamp::MAX, Uuid::max());
        let found = self.by_patient.range(first..=last);
        found.filter_map(|(.., id)| self.shelf.get(*id))
    }

    /// The first one that would be in one room with another at one time.
    pub fn in_the_way_of(&self, other: &Appointment) -> Option<&Appointment> {
        let longest = SignedDuration::from_mins(i64::from(LONGEST_MINUTES));
        let from = other.starts_at.checked_sub(longest);
        self.between(from.unwrap_or(Timestamp::MIN), other.ends_at())
            .find(|one| one.is_in_the_way_of(other))
    }

    pub(super) fn take(&mut self, document: &Document) -> bool {
        if let Some(old) = self.shelf.get(document.id) {
            let (patient, starts_at) = (old.value.patient, old.value.starts_at);
            self.by_start.remove(&(starts_at, document.id));
            self.by_patient.remove(&(patient, starts_at, document.id));
        }
        self.revision = self.revision.max(document.revision);
        let is_read = self.shelf.take(document);
        if let Some(new) = self.shelf.get(document.id) {
            let (patient, starts_at) = (new.value.patient, new.value.starts_at);
            self.by_start.insert((starts_at, document.id));
            self.by_patient.insert((patient, starts_at, document.id));
        }
        is_read
    }
}

#[cfg(test)]
mod tests;
