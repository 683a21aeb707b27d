//! Making a backup.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clinic::{self, Copied};
use super::error::ArchiveError;
use super::folder::{self, LineWriter, NewFolder};
use crate::cabinet::CABINET;
use crate::entry::{Digest, Entry, EntryKind, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::WrappedKey;
use crate::photographs::PhotographError;
use crate::photographs::drawn::name_of_part;
use crate::record::Record;
use crate::store::Store;

pub(super) const TITLE: &str = "backup.json";
pub(super) const ENTRIES: &str = "entries.jsonl";
pub(super) const DATA_KEYS: &str = "data-keys.jsonl";
pub(super) const PHOTOGRAPHS: &str = "photographs";
/// What plans drew: that a plan is printed as it was submitted must not end with a disk. A version that knows nothing of it
/// restores the rest, so that it is no other format.
pub(super) const DRAWN: &str = "drawn";
/// Version of the layout: 2 brought the cabinet and the access trail.
pub(super) const FORMAT: u32 = 2;
/// Entries that are copied at once.
const PAGE: u32 = 1000;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Where the record ended.
    pub head: Head,
    /// Photographs.
    pub photographs: u64,
    /// Parts of what plans drew.
    pub drawn: u64,
    /// Newest revision of the cabinet; 0: it is empty.
    pub revision: u64,
    /// Rows of the access trail.
    pub accesses: u64,
}

/// The file by which a backup is known.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    pub(super) format: u32,
    pub(super) made_at: Timestamp,
    pub(super) position: u64,
    pub(super) hash: String,
    #[serde(default)]
    pub(super) cabinet: Copied,
    #[serde(default)]
    pub(super) accesses: Copied,
}

/// An entry as a line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryLine {
    position: u64,
    patient: PatientId,
    sequence: u64,
    kind: u8,
    body: String,
    hash: String,
}

/// A wrapped data key as a line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyLine {
    patient: PatientId,
    clinic_key: KeyId,
    sealed: String,
}

impl From<&Entry> for EntryLine {
    fn from(entry: &Entry) -> Self {
        Self {
            position: entry.position,
            patient: entry.patient,
            sequence: entry.sequence,
            kind: entry.kind.code(),
            body: BASE64.encode(&entry.body),
            hash: entry.hash.to_string(),
        }
    }
}

impl EntryLine {
    pub(super) fn read(self) -> Option<Entry> {
        Some(Entry {
            position: self.position,
            patient: self.patient,
            sequence: self.sequence,
            kind: EntryKind::from_code(self.kind)?,
            body: BASE64.decode(self.body.as_bytes()).ok()?,
            hash: Digest::from_hex(&self.hash)?,
        })
    }
}

impl KeyLine {
    pub(super) fn read(self) -> Option<(PatientId, WrappedKey)> {
        let wrapped = WrappedKey {
            clinic_key: self.clinic_key,
            sealed: BASE64.decode(self.sealed.as_bytes()).ok()?,
        };
        Some((self.patient, wrapped))
    }
}

/// Makes a backup in a folder that is not there yet, while the record is in use. Photographs are copied before and after the
/// entries, so that those are there which the entries name; one that is added and withdrawn meanwhile may be missing.
///
/// # Errors
/// When the folder is there, or something cannot be read or written.
pub async fn back_up<S: Store>(
    record: &Record<S>,
    to: &Path,
    at: Timestamp,
) -> Result<Backup, ArchiveError> {
    let folder = NewFolder::make(to)?;
    let mut copied = BTreeSet::new();
    let known = patients_up_to(record, record.store().head().await?).await?;
    copy_photographs(record, &known, &folder, &mut copied).await?;
    let head = record.store().head().await?;
    let patients = copy_entries(record, head, &folder).await?;
    copy_photographs(record, &patients, &folder, &mut copied).await?;
    let drawn = copy_drawn(record, &patients, &folder).await?;
    let cabinet = clinic::copy_cabinet(record, folder.place()).await?;
    let accesses = clinic::copy_accesses(record, folder.place()).await?;
    copy_data_keys(record, &patients, &folder).await?;
    let title = Title {
        format: FORMAT,
        made_at: at,
        position: head.position,
        hash: head.hash.to_string(),
        cabinet,
        accesses,
    };
    folder::write_json(&folder.place().join(TITLE), &title)?;
    folder.complete()?;
    Ok(Backup {
        head,
        photographs: copied.len() as u64,
        drawn,
        revision: cabinet.last,
        accesses: accesses.lines,
    })
}

async fn patients_up_to<S: Store>(
    record: &Record<S>,
    head: Head,
) -> Result<BTreeSet<PatientId>, ArchiveError> {
    let mut patients = BTreeSet::new();
    let mut position = 0;
    while position < head.position {
        let page = record.store().after(position, PAGE).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        patients.extend(page.iter().map(|entry| entry.patient));
    }
    Ok(patients)
}

async fn copy_entries<S: Store>(
    record: &Record<S>,
    head: Head,
    folder: &NewFolder,
) -> Result<BTreeSet<PatientId>, ArchiveError> {
    let mut lines = LineWriter::create(folder.place().join(ENTRIES))?;
    let mut patients = BTreeSet::new();
    let mut position = 0;
    while position < head.position {
        let page = record.store().after(position, PAGE).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        for entry in page.iter().filter(|entry| entry.position <= head.position) {
            lines.write(&EntryLine::from(entry))?;
            patients.insert(entry.patient);
        }
    }
    lines.close()?;
    Ok(patients)
}

async fn copy_data_keys<S: Store>(
    record: &Record<S>,
    patients: &BTreeSet<PatientId>,
    folder: &NewFolder,
) -> Result<(), ArchiveError> {
    let mut lines = LineWriter::create(folder.place().join(DATA_KEYS))?;
    for (patient, wrapped) in record.store().data_keys().await? {
        if patient == CABINET || patients.contains(&patient) {
            lines.write(&KeyLine {
                patient,
                clinic_key: wrapped.clinic_key,
                sealed: BASE64.encode(&wrapped.sealed),
            })?;
        }
    }
    lines.close()
}

async fn copy_photographs<S: Store>(
    record: &Record<S>,
    patients: &BTreeSet<PatientId>,
    folder: &NewFolder,
    copied: &mut BTreeSet<PathBuf>,
) -> Result<(), ArchiveError> {
    for (patient, photograph) in record.photographs().all().await? {
        let file = folder
            .place()
            .join(PHOTOGRAPHS)
            .join(patient.to_string())
            .join(photograph.to_string());
        if !patients.contains(&patient) || copied.contains(&file) {
            continue;
        }
        match record.photographs().get(patient, photograph).await {
            Ok(sealed) => {
                folder::write(&file, &sealed)?;
                copied.insert(file);
            }
            // Withdrawn since it was listed.
            Err(PhotographError::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What is drawn meanwhile is missing and drawn again where it is asked for.
async fn copy_drawn<S: Store>(
    record: &Record<S>,
    patients: &BTreeSet<PatientId>,
    folder: &NewFolder,
) -> Result<u64, ArchiveError> {
    let drawn = folder.place().join(DRAWN);
    let mut copied = 0;
    for (patient, plan, part) in record.photographs().all_drawn().await? {
        if !patients.contains(&patient) {
            continue;
        }
        // Nothing where the person was erased since it was listed.
        if let Some(sealed) = record.photographs().drawn(patient, plan, &part).await? {
            let file = drawn.join(patient.to_string());
            folder::write(&file.join(name_of_part(plan, &part)), &sealed)?;
            copied += 1;
        }
    }
    Ok(copied)
}
