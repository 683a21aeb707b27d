//! A clinic: a database with a key room and photographs beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use needlework_chart::access::{Access, AccessQuery};
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Contact, ContactChanged, Event, Recorded};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Ground, Keyring, OpenChart, Record, Tombstone};
use needlework_chart::store::Store;
use tempfile::TempDir;
use uuid::Uuid;

use super::database::Database;
use super::shelf::{Bucket, Shelf};
use super::{front_desk, minute, physician, registration};

pub const MARA: PatientId = PatientId::from_uuid(Uuid::from_u128(0x4d41_5241));
pub const NILS: PatientId = PatientId::from_uuid(Uuid::from_u128(0x4e49_4c53));

pub struct Clinic<D> {
    pub database: D,
    pub shelf: Shelf,
    folder: TempDir,
}

impl<D: Database> Clinic<D> {
    pub async fn new() -> Self {
        Self::with(D::new().await, TempDir::new().unwrap())
    }

    /// A clinic whose photographs lie in an object store.
    pub async fn with_bucket() -> Self {
        Self {
            shelf: Shelf::Bucket(Bucket::new()),
            ..Self::new().await
        }
    }

    /// A clinic over a database, with its keys and photographs in a folder.
    pub fn with(database: D, folder: TempDir) -> Self {
        Self {
            database,
            shelf: Shelf::Folder(folder.path().join("photographs")),
            folder,
        }
    }

    /// Another clinic of the same kind, with nothing in it.
    pub async fn another(&self) -> Self {
        match self.shelf {
            Shelf::Folder(_) => Self::new().await,
            Shelf::Bucket(_) => Self::with_bucket().await,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    /// A server of this clinic.
    pub async fn open(&self) -> Record<D::Store> {
        self.open_with(&self.keys()).await
    }

    /// A server with another key room.
    pub async fn open_with(&self, keys: &Path) -> Record<D::Store> {
        record_with(self.database.open().await, keys, self.shelf.photographs())
    }
}

/// A record over a store, with photographs somewhere.
pub fn record_with<S: Store>(store: S, keys: &Path, photographs: Photographs) -> Record<S> {
    let room = KeyRoom::open(keys).unwrap();
    let keyring = Keyring::open(room, ClinicKeySource::Room, minute(0), &OperatingSystem);
    Record::new(
        Arc::new(store),
        keyring.unwrap(),
        photographs,
        Arc::new(OperatingSystem),
    )
}

/// A record over a store, with keys and photographs in a folder.
pub fn record_over<S: Store>(store: S, folder: &Path) -> Record<S> {
    let photographs = Photographs::in_folder(&folder.join("photographs"));
    record_with(store, &folder.join("keys"), photographs.unwrap())
}

/// Somebody moves to an address of any length.
pub fn note(text: String) -> Recorded {
    Event::from(ContactChanged {
        contact: Contact {
            address: Some(text),
            ..Contact::default()
        },
    })
    .by(front_desk(), minute(1))
}

/// Records events one by one, as they happen.
pub async fn record_all<S: needlework_chart::store::Store>(
    record: &Record<S>,
    patient: PatientId,
    events: &[Recorded],
) -> OpenChart {
    let mut chart = record.register(patient, &events[..1]).await.unwrap();
    for event in &events[1..] {
        chart = record
            .append(&chart, std::slice::from_ref(event))
            .await
            .unwrap();
    }
    chart
}

pub fn nils() -> Recorded {
    registration("Holm", "Nils", "1990-12-24", "1042")
}

pub fn asked_for() -> Tombstone {
    Tombstone {
        erased_at: minute(1000),
        by: Some(physician().user),
        ground: Ground::Request,
    }
}

/// Somebody does something, at a minute of the story.
pub fn access(at: i64, user: u128, patient: Option<PatientId>, action: &str) -> Access {
    Access {
        at: minute(at),
        user: UserId::from_uuid(Uuid::from_u128(user)),
        patient,
        action: action.to_owned(),
        subject: patient.is_none().then(|| Uuid::from_u128(0xdef)),
    }
}

/// The newest hundred rows of the trail.
pub const EVERYTHING: AccessQuery = AccessQuery {
    patient: None,
    user: None,
    before_position: None,
    at_most: 100,
};

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let copy = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &copy);
        } else {
            std::fs::copy(file.path(), copy).unwrap();
        }
    }
}
