//! Restoring a backup.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::backup::{
    DATA_KEYS, DRAWN, ENTRIES, EntryLine, FORMAT, KeyLine, PHOTOGRAPHS, TITLE, Title,
};
use super::clinic;
use super::error::{ArchiveError, failed};
use super::folder;
use crate::entry::{Entry, EntryKind, Head};
use crate::id::{PatientId, PhotographId};
use crate::photographs::drawn::part_named;
use crate::record::{Ground, Record, Tombstone};
use crate::store::Store;

/// Entries that are taken in at once.
const PAGE: usize = 1000;

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Where the restored record ends.
    pub head: Head,
    /// Photographs.
    pub photographs: u64,
    /// Parts of what plans drew.
    pub drawn: u64,
    /// People who were erased after the backup was made, and were erased again.
    pub erased_again: u64,
}

/// Whether a folder is a backup: asked before a record is made for it.
///
/// # Errors
/// When it is none, or one of a format that this version does not know.
pub fn expect_backup(from: &Path) -> Result<(), ArchiveError> {
    title_of_backup(from).map(|_| ())
}

fn title_of_backup(from: &Path) -> Result<Title, ArchiveError> {
    let is_known = |title: &Title| (1..=FORMAT).contains(&title.format);
    folder::read_title(from, TITLE, "backup", is_known)
}

/// Restores a backup into an empty record. The chain is checked link by link while it is taken in.
///
/// # Errors
/// When the record is not empty, or the backup is damaged or not complete.
pub async fn restore<S: Store>(record: &Record<S>, from: &Path) -> Result<Restored, ArchiveError> {
    let title = title_of_backup(from)?;
    let head = record.store().head().await?;
    if head != Head::EMPTY {
        return Err(ArchiveError::NotEmpty(head.position));
    }
    clinic::refuse_used(record).await?;
    let erased: BTreeMap<PatientId, Timestamp> = record
        .keyring()
        .room()
        .erased()
        .map_err(crate::record::RecordError::from)?
        .into_iter()
        .collect();
    let unfinished = restore_entries(record, from, &erased).await?;
    let restored = record.store().head().await?;
    if restored.position != title.position || restored.hash.to_string() != title.hash {
        return Err(ArchiveError::OtherHead {
            path: from.to_owned(),
        });
    }
    restore_data_keys(record, from, &erased).await?;
    if title.format > 1 {
        clinic::restore_cabinet(record, from, title.cabinet).await?;
        clinic::restore_accesses(record, from, title.accesses).await?;
    }
    let photographs = restore_photographs(record, from, &erased).await?;
    let drawn = restore_drawn(record, from, &erased).await?;
    for (patient, erased_at) in &unfinished {
        let tombstone = Tombstone {
            erased_at: *erased_at,
            by: None,
            ground: Ground::Ledger,
        };
        record.erase(*patient, &tombstone).await?;
    }
    record
        .keyring()
        .room()
        .weigh_anchors()
        .map_err(crate::record::RecordError::from)?;
    Ok(Restored {
        head: record.store().head().await?,
        photographs,
        drawn,
        erased_again: unfinished.len() as u64,
    })
}

/// Takes in the entries. Returns who is in the ledger, but has no tombstone among them.
async fn restore_entries<S: Store>(
    record: &Record<S>,
    from: &Path,
    erased: &BTreeMap<PatientId, Timestamp>,
) -> Result<BTreeMap<PatientId, Timestamp>, ArchiveError> {
    let path = from.join(ENTRIES);
    let mut unfinished = BTreeMap::new();
    let mut page: Vec<Entry> = Vec::with_capacity(PAGE);
    for (line, number) in folder::read_lines::<EntryLine>(&path)?.zip(1..) {
        let entry = line?.read().ok_or_else(|| ArchiveError::Line {
            path: path.clone(),
            line: number,
        })?;
        if entry.kind == EntryKind::Tombstone {
            unfinished.remove(&entry.patient);
        } else if let Some(at) = erased.get(&entry.patient) {
            unfinished.insert(entry.patient, *at);
        }
        page.push(entry);
        if page.len() == PAGE {
            record
                .store()
                .take_in(std::mem::take(&mut page), Vec::new())
                .await?;
        }
    }
    if !page.is_empty() {
        record.store().take_in(page, Vec::new()).await?;
    }
    Ok(unfinished)
}

async fn restore_data_keys<S: Store>(
    record: &Record<S>,
    from: &Path,
    erased: &BTreeMap<PatientId, Timestamp>,
) -> Result<(), ArchiveError> {
    let path = from.join(DATA_KEYS);
    let mut data_keys = Vec::new();
    for (line, number) in folder::read_lines::<KeyLine>(&path)?.zip(1..) {
        let (patient, wrapped) = line?.read().ok_or_else(|| ArchiveError::Line {
            path: path.clone(),
            line: number,
        })?;
        if !erased.contains_key(&patient) {
            data_keys.push((patient, wrapped));
        }
    }
    // An empty cabinet may have a key already; that of the backup takes its place.
    record.remove_cabinet_key().await?;
    Ok(record.store().take_in(Vec::new(), data_keys).await?)
}

async fn restore_photographs<S: Store>(
    record: &Record<S>,
    from: &Path,
    erased: &BTreeMap<PatientId, Timestamp>,
) -> Result<u64, ArchiveError> {
    let mut restored = 0;
    for (patient, path) in not_erased(&from.join(PHOTOGRAPHS), erased)? {
        for (photograph, file) in named::<PhotographId>(&path)? {
            let sealed = folder::read(&file)?;
            record
                .photographs()
                .put(patient, photograph, sealed)
                .await?;
            restored += 1;
        }
    }
    Ok(restored)
}

async fn restore_drawn<S: Store>(
    record: &Record<S>,
    from: &Path,
    erased: &BTreeMap<PatientId, Timestamp>,
) -> Result<u64, ArchiveError> {
    let mut restored = 0;
    for (patient, path) in not_erased(&from.join(DRAWN), erased)? {
        for file in files(&path)? {
            let Some((plan, part)) = file.file_name().and_then(|name| part_named(name.to_str()?))
            else {
                continue;
            };
            let sealed = folder::read(&file)?;
            let objects = record.photographs();
            objects.put_drawn(patient, plan, part, sealed).await?;
            restored += 1;
        }
    }
    Ok(restored)
}

/// Folders of the patients in a folder of a backup, which may have none, but of nobody who was erased.
fn not_erased(
    folder: &Path,
    erased: &BTreeMap<PatientId, Timestamp>,
) -> Result<Vec<(PatientId, PathBuf)>, ArchiveError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut folders = named::<PatientId>(folder)?;
    folders.retain(|(patient, _)| !erased.contains_key(patient));
    Ok(folders)
}

/// What lies in a folder under the name of an id.
pub(super) fn named<Id: std::str::FromStr>(
    folder: &Path,
) -> Result<Vec<(Id, PathBuf)>, ArchiveError> {
    let files = files(folder)?.into_iter();
    let named = files.filter_map(|path| {
        let id = path.file_stem()?.to_str()?.parse().ok()?;
        Some((id, path))
    });
    Ok(named.collect())
}

/// What lies in a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let unreadable = "the folder cannot be read; check its permissions, or take another copy";
    let found = fs::read_dir(folder).map_err(failed(folder, unreadable))?;
    found
        .map(|file| Ok(file.map_err(failed(folder, unreadable))?.path()))
        .collect()
}
