//! Mails that remind patients, and those that tell colleagues that a report waits: what each is about, when it goes, and what became of it. No address lies here: the chart has it,
//! and whoever is erased takes it along.

use std::collections::BTreeSet;

use jiff::Timestamp;
use needlework_chart::cabinet::{Document, Drawer};
use needlework_chart::id::PatientId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Filed, Held, Shelf};

/// Why a mail was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The server of mails refused it, with this reply code.
    Reply(u16),
    /// The server of mails was not reached.
    Unreachable,
    /// The server of mails did not accept name and password.
    NotLetIn,
    /// The certificate of the server of mails is not trusted, or is of another name.
    NotTrusted,
    /// The server of mails offers no encrypted connection.
    NotEncrypted,
    /// The address is none that a mail can be sent to.
    Address,
}

impl Failure {
    /// Whether it says something of the server of mails or of the way to it, and nothing of the mail: all others would meet the same.
    pub const fn is_of_server(self) -> bool {
        match self {
            Self::Unreachable | Self::NotLetIn | Self::NotTrusted | Self::NotEncrypted => true,
            Self::Reply(_) | Self::Address => false,
        }
    }
}

/// Why a mail is not wanted any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// What it reminds of has moved or is no more.
    Moved,
    /// The patient is not to be written to.
    NotWanted,
    /// Its hour is over.
    TooLate,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailState {
    /// It goes at its hour.
    Waiting,
    /// It is being handed over. Written before the server of mails is asked, so that no other server hands it over too.
    HandingOver,
    /// The server of mails took it.
    Sent,
    /// It was refused, and is not tried again by itself.
    Refused(Failure),
    /// It was being handed over when the program or the line ended: nobody knows whether it arrived. Never tried again by itself.
    NotKnown,
    /// It is not wanted any more, and was never handed over.
    Stopped(StopReason),
    /// It went wrong, and the clinic has seen to it in another way. It is kept, so that the same mail is not queued anew.
    PutAway,
}

impl MailState {
    /// Whether somebody of the clinic must look at it.
    pub const fn needs_somebody(self) -> bool {
        matches!(self, Self::Refused(_) | Self::NotKnown)
    }

    /// Whether nothing happens to it any more by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Waiting | Self::HandingOver)
    }
}

/// To whom a mail goes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// The patient, at the address that the chart has.
    #[default]
    Patient,
    /// The colleagues whom the settings name for what is grave.
    Alerts,
    /// Those whom they name for what is overdue.
    Overdue,
}

impl Recipient {
    /// Whether it is the patient.
    pub const fn is_patient(&self) -> bool {
        matches!(self, Self::Patient)
    }
}

/// A mail that reminds a patient of one moment, or tells colleagues that a report waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its id; it follows from patient, what it is about and moment, so that it cannot be queued twice.
    pub id: Uuid,
    /// To whom it goes.
    #[serde(default, skip_serializing_if = "Recipient::is_patient")]
    pub to: Recipient,
    /// Of whom it is.
    pub patient: PatientId,
    /// What it is about: the number of the session and the place of the moment beside it.
    pub about: String,
    /// The moment of which it reminds.
    pub moment: Timestamp,
    /// When it goes, or goes again.
    pub send_at: Timestamp,
    /// From when on it is of no use.
    pub good_until: Timestamp,
    /// How often it was refused.
    pub tries: u32,
    /// Why it was refused the last time.
    pub failure: Option<Failure>,
    /// What became of it.
    pub state: MailState,
    /// Since when.
    pub since: Timestamp,
}

impl Filed for Mail {
    const DRAWER: Drawer = Drawer::new("mail");

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Mail {
    /// The same mail in another state.
    #[must_use]
    pub fn becoming(&self, state: MailState, at: Timestamp) -> Self {
        Self {
            state,
            since: at,
            ..self.clone()
        }
    }
}

/// All mails, found by patient, by hour and by what became of them.
#[derive(Debug, Clone, Default)]
pub struct Mails {
    shelf: Shelf<Mail>,
    by_patient: BTreeSet<(PatientId, Uuid)>,
    waiting: BTreeSet<(Timestamp, Uuid)>,
    handing_over: BTreeSet<(Timestamp, Uuid)>,
    settled: BTreeSet<(Timestamp, Uuid)>,
    needing: BTreeSet<(Timestamp, Uuid)>,
}

impl Mails {
    /// A mail by its id.
    pub fn get(&self, id: Uuid) -> Option<&Held<Mail>> {
        self.shelf.get(id)
    }

    /// Mails of a patient.
    pub fn of_patient(&self, patient: PatientId) -> impl Iterator<Item = &Held<Mail>> {
        let range = (patient, Uuid::nil())..=(patient, Uuid::max());
        let found = self.by_patient.range(range);
        found.filter_map(|(_, id)| self.shelf.get(*id))
    }

    /// Everybody to whom there is a mail.
    pub fn patients(&self) -> BTreeSet<PatientId> {
        self.by_patient
            .iter()
            .map(|(patient, _)| *patient)
            .collect()
    }

    /// Patients of whom something waits that goes to them, or to colleagues.
    pub fn awaited(&self, is_for_patients: bool) -> BTreeSet<PatientId> {
        let waiting = self.waiting().map(|held| &held.value);
        let wanted = waiting.filter(|mail| mail.to.is_patient() == is_for_patients);
        wanted.map(|mail| mail.patient).collect()
    }

    /// Those that wait, whose hour comes first first.
    pub fn waiting(&self) -> impl DoubleEndedIterator<Item = &Held<Mail>> {
        self.found(&self.waiting)
    }

    /// Those whose hour has come.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = &Held<Mail>> {
        self.waiting()
            .take_while(move |held| held.value.send_at <= now)
    }

    /// Those that are being handed over, the longest first.
    pub fn handing_over(&self) -> impl Iterator<Item = &Held<Mail>> {
        self.found(&self.handing_over)
    }

    /// Those that are over, the oldest first.
    pub fn settled(&self) -> impl DoubleEndedIterator<Item = &Held<Mail>> {
        self.found(&self.settled)
    }

    /// How many are over.
    pub fn number_settled(&self) -> usize {
        self.settled.len()
    }

    /// Those at which somebody must look, the oldest first.
    pub fn needing(&self) -> impl DoubleEndedIterator<Item = &Held<Mail>> {
        self.found(&self.needing)
    }

    /// How many there are at which somebody must look.
    pub fn number_needing(&self) -> usize {
        self.needing.len()
    }

    /// Those that were over before a moment, the oldest first.
    pub fn settled_before(&self, at: Timestamp) -> impl Iterator<Item = &Held<Mail>> {
        self.settled().take_while(move |held| held.value.since < at)
    }

    fn found<'a>(
        &'a self,
        places: &'a BTreeSet<(Timestamp, Uuid)>,
    ) -> impl DoubleEndedIterator<Item = &'a Held<Mail>> {
        places.iter().filter_map(|(_, id)| self.shelf.get(*id))
    }

    pub(super) fn take(&mut self, document: &Document) -> bool {
        if let Some(old) = self.shelf.get(document.id) {
            let old = old.value.clone();
            self.by_patient.remove(&(old.patient, old.id));
            for places in [
                &mut self.waiting,
                &mut self.handing_over,
                &mut self.settled,
                &mut self.needing,
            ] {
                places.remove(&(old.send_at, old.id));
                places.remove(&(old.since, old.id));
            }
        }
        let is_read = self.shelf.take(document);
        if let Some(new) = self.shelf.get(document.id) {
            let Mail {
                id,
                patient,
                send_at,
                since,
                state,
                ..
            } = new.value;
            self.by_patient.insert((patient, id));
            match state {
                MailState::Waiting => self.waiting.insert((send_at, id)),
                MailState::HandingOver => self.handing_over.insert((since, id)),
                _ => self.settled.insert((since, id)),
            };
            if state.needs_somebody() {
                self.needing.insert((since, id));
            }
        }
        is_read
    }
}
