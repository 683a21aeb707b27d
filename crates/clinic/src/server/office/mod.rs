//! What is about the clinic and not about a patient: accounts, sign-ins, rooms, devices, stock, appointments, settings. It
//! lies sealed in the cabinet of the record, and whole in memory.

pub mod account;
pub mod appointment;
pub mod blinded_pair;
pub mod calendar_address;
pub mod challenge;
pub mod clinic_site;
pub mod device;
pub mod erasure_request;
pub mod inquiry;
pub mod invitation;
pub mod login;
pub mod mail;
pub mod mail_secret;
pub mod one_time_code;
pub mod passkey;
pub mod password;
pub mod patient_link;
pub mod settings;
pub mod stock;

use std::collections::BTreeMap;

use needlework_chart::cabinet::{Document, Drawer, NewDocument};
use needlework_chart::id::PatientId;
use needlework_chart::lists::plain_mark;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use account::Account;
use appointment::{Appointment, Appointments, RoomTurn};
use blinded_pair::BlindedPair;
use calendar_address::CalendarAddress;
use challenge::Challenge;
use device::ClinicDevice;
use erasure_request::ErasureRequest;
use inquiry::Inquiry;
use invitation::Invitation;
use login::Login;
use mail::{Mail, Mails};
use mail_secret::MailSecret;
use patient_link::PatientLink;
use settings::Settings;
use stock::CartridgeLot;

/// Something that lies in a drawer of the cabinet.
pub trait Filed: Serialize + DeserializeOwned + Clone {
    /// Which drawer.
    const DRAWER: Drawer;
    /// Whether another one may lie under the id of one that was removed: its versions then go on.
    const RETURNS: bool = false;

    /// Its id.
    fn id(&self) -> Uuid;

    /// Reads it as this version or an earlier one wrote it.
    ///
    /// # Errors
    /// When it is none of this kind that this version can read.
    fn read(body: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(body)
    }
}

/// A document as it was last read: what is written over it names the version that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// Number of times that it was written.
    pub version: u64,
    /// What it says.
    pub value: T,
}

/// All documents of one drawer.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    documents: BTreeMap<Uuid, Held<T>>,
    /// Versions with which documents were removed that may return.
    removed: BTreeMap<Uuid, u64>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            documents: BTreeMap::new(),
            removed: BTreeMap::new(),
        }
    }
}

impl<T: Filed> Shelf<T> {
    /// A document by its id.
    pub fn get(&self, id: Uuid) -> Option<&Held<T>> {
        self.documents.get(&id)
    }

    /// The version that whoever writes a document names as seen: that of the one that is there, else of the one that was removed;
    /// 0: there was none.
    pub fn seen(&self, id: Uuid) -> u64 {
        let held = self.documents.get(&id).map(|held| held.version);
        held.or_else(|| self.removed.get(&id).copied()).unwrap_or(0)
    }

    /// All documents, by id and so by the moment at which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.documents.values().map(|held| &held.value)
    }

    /// All documents with their versions.
    pub fn held(&self) -> impl Iterator<Item = &Held<T>> {
        self.documents.values()
    }

    /// Takes in a document; `false` if it is none of this kind that this version can read.
    fn take(&mut self, document: &Document) -> bool {
        let Some(body) = &document.body else {
            self.documents.remove(&document.id);
            if T::RETURNS {
                self.removed.insert(document.id, document.version);
            }
            return true;
        };
        let Ok(value) = T::read(body) else {
            return false;
        };
        let held = Held {
            version: document.version,
            value,
        };
        self.documents.insert(document.id, held);
        true
    }
}

/// Everything about the clinic, as of one revision of the cabinet.
#[derive(Debug, Clone, Default)]
pub struct Office {
    revision: u64,
    /// Who may sign in.
    pub accounts: Shelf<Account>,
    /// Who is signed in.
    pub logins: login::Logins,
    /// Links that let somebody in once.
    pub invitations: Shelf<Invitation>,
    /// What browsers were asked for passkeys and have not answered yet.
    pub challenges: Shelf<Challenge>,
    /// Links that let a patient in once.
    pub patient_links: Shelf<PatientLink>,
    /// Secret addresses of calendars.
    pub calendar_addresses: Shelf<CalendarAddress>,
    /// Pairs of photographs that were drawn to be graded blind.
    pub blinded_pairs: Shelf<BlindedPair>,
    /// Mails that remind patients.
    pub mails: Mails,
    mail_secret: Shelf<MailSecret>,
    /// What people sent before the first visit.
    pub inquiries: Shelf<Inquiry>,
    /// Wishes that somebody be erased.
    pub erasure_requests: Shelf<ErasureRequest>,
    /// Devices in the rooms.
    pub devices: Shelf<ClinicDevice>,
    /// Cartridges in stock.
    pub stock: Shelf<CartridgeLot>,
    /// Appointments.
    pub appointments: Appointments,
    /// Whose turn it is to make one.
    pub room_turn: Shelf<RoomTurn>,
    settings: Shelf<Settings>,
    usual: Settings,
}

impl Office {
    /// Revision of the cabinet up to which this goes.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The settings of the clinic, with the version that was seen; 0 if they were never changed.
    pub fn settings(&self) -> Held<&Settings> {
        match self.settings.get(settings::ID) {
            Some(held) => Held {
                version: held.version,
                value: &held.value,
            },
            None => Held {
                version: 0,
                value: &self.usual,
            },
        }
    }

    /// All parts of a lot that came to several clinics of the group; most lots have but one.
    pub fn parts_of(&self, lot: &str) -> impl Iterator<Item = &Held<CartridgeLot>> + use<'_> {
        let mark = plain_mark(lot);
        let stock = self.stock.held();
        stock.filter(move |held| plain_mark(&held.value.lot) == mark)
    }

    /// Units of a lot that were used on people who were erased since.
    pub fn used_on_erased(&self, lot: &str) -> impl Iterator<Item = &str> + use<'_> {
        let parts = self.parts_of(lot);
        let units = parts.flat_map(|part| &part.value.used_on_erased);
        units.map(String::as_str)
    }

    /// The secret behind mails; `None`: none was made yet.
    pub fn mail_secret(&self) -> Option<&MailSecret> {
        self.mail_secret
            .get(mail_secret::ID)
            .map(|held| &held.value)
    }

    /// For how long a sign-in of this account holds.
    pub fn limits_of(&self, account: &Account) -> login::Limits {
        match account.patient() {
            Some(_) => login::PATIENT_LIMITS,
            None => self.settings().value.login_limits(),
        }
    }

    /// The account of a patient; `None`: this patient has never had access.
    pub fn account_of(&self, patient: PatientId) -> Option<&Held<Account>> {
        let held = self.accounts.get(patient.uuid())?;
        (held.value.patient() == Some(patient)).then_some(held)
    }

    /// Takes in documents, in the order of their revisions.
    pub fn take_all(&mut self, documents: &[Document]) {
        for document in documents {
            if !self.take(document) {
                tracing::warn!(drawer = %document.drawer, "a document of the clinic cannot be read by this version; it is left out");
            }
            self.revision = self.revision.max(document.revision);
        }
    }

    fn take(&mut self, document: &Document) -> bool {
        let is = |drawer: Drawer| document.drawer == drawer.name();
        if is(Account::DRAWER) {
            self.accounts.take(document)
        } else if is(Login::DRAWER) {
            self.logins.take(document)
        } else if is(Invitation::DRAWER) {
            self.invitations.take(document)
        } else if is(Challenge::DRAWER) {
            self.challenges.take(document)
        } else if is(PatientLink::DRAWER) {
            self.patient_links.take(document)
        } else if is(CalendarAddress::DRAWER) {
            self.calendar_addresses.take(document)
        } else if is(BlindedPair::DRAWER) {
            self.blinded_pairs.take(document)
        } else if is(Mail::DRAWER) {
            self.mails.take(document)
        } else if is(MailSecret::DRAWER) {
            self.mail_secret.take(document)
        } else if is(Inquiry::DRAWER) {
            self.inquiries.take(document)
        } else if is(ErasureRequest::DRAWER) {
            self.erasure_requests.take(document)
        } else if is(ClinicDevice::DRAWER) {
            self.devices.take(document)
        } else if is(CartridgeLot::DRAWER) {
            self.stock.take(document)
        } else if is(Appointment::DRAWER) {
            self.appointments.take(document)
        } else if is(RoomTurn::DRAWER) {
            self.room_turn.take(document)
        } else if is(Settings::DRAWER) {
            self.settings.take(document)
        } else {
            false
        }
    }
}

/// A document to be written over the version that was seen; 0: it is new.
///
/// # Errors
/// When it cannot be written as JSON, which no document of ours is known to cause.
pub fn file<T: Filed>(value: &T, seen: u64) -> Result<NewDocument, serde_json::Error> {
    Ok(NewDocument {
        drawer: T::DRAWER,
        id: value.id(),
        expected_version: seen,
        body: Some(serde_json::to_vec(value)?),
    })
}

/// The removal of a document.
pub fn discard<T: Filed>(held: &Held<T>) -> NewDocument {
    NewDocument {
        drawer: T::DRAWER,
        id: held.value.id(),
        expected_version: held.version,
        body: None,
    }
}
