//! A sealed snapshot of the lists in a file, so that a start need not read the whole record.
//!
//! It says up to which entry it goes, and is used only if the record has that entry there. Erasing somebody destroys the share
//! of its key, so that no snapshot that names the person can be opened; whoever saves one afterwards takes a new share and
//! leaves out everybody in the ledger of erasures. It is never part of a backup. A snapshot that is missing or damaged costs
//! time and nothing else.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::num::NonZero;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::thread::available_parallelism;

use data_encoding::BASE64;
use futures_util::stream::{self, Stream, StreamExt as _};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Lists;
use super::recall::UseOfOne;
use super::row::PatientRow;
use crate::entry::{Digest, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::{KeyError, WrappedKey};
use crate::record::{Record, RecordError};
use crate::seal::{Place, SecretKey, open, seal};
use crate::store::Store;

/// Version of the layout. A snapshot of another one is not used.
const FORMAT: u32 = 8;
/// Patients of one part: parts are opened on all cores.
const PATIENTS_PER_PART: usize = 2000;
const LENGTH_BYTES: usize = 4;

/// From what the lists were read at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// From a snapshot, and from the entries after this position.
    Snapshot(u64),
    /// From the whole record.
    Record,
}

/// The first line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    format: u32,
    position: u64,
    hash: String,
    unreadable: u64,
    parts: u32,
    clinic_key: KeyId,
    key: String,
}

impl Title {
    fn head(&self) -> Option<Head> {
        Some(Head {
            position: self.position,
            hash: Digest::from_hex(&self.hash)?,
        })
    }

    fn key(&self) -> Option<WrappedKey> {
        Some(WrappedKey {
            clinic_key: self.clinic_key,
            sealed: BASE64.decode(self.key.as_bytes()).ok()?,
        })
    }
}

/// Some patients; rows and uses apart, since a damaged chart may have uses without a row.
#[derive(Serialize)]
struct Part<'a> {
    rows: &'a [&'a PatientRow],
    uses: &'a [(PatientId, Vec<UseOfOne>)],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadPart {
    rows: Vec<PatientRow>,
    uses: Vec<(PatientId, Vec<UseOfOne>)>,
}

/// The number of a part, and the part.
type SealedPart = (u32, Vec<u8>);

impl Lists {
    /// Lists from the snapshot of a file and what was recorded since; from the whole record where there is no snapshot, or
    /// none that can be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn start<S: Store>(
        record: &Record<S>,
        snapshot: &Path,
    ) -> Result<(Self, Beginning), RecordError> {
        let (mut lists, beginning) = match read(record, snapshot).await? {
            Some(lists) => {
                let beginning = Beginning::Snapshot(lists.head.position);
                (lists, beginning)
            }
            None => (Self::default(), Beginning::Record),
        };
        lists.catch_up(record).await?;
        Ok((lists, beginning))
    }

    /// Writes a snapshot, sealed, readable by its owner alone. It is complete or not there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save<S: Store>(
        &self,
        record: &Record<S>,
        snapshot: &Path,
    ) -> Result<(), RecordError> {
        // The key comes before the ledger is read: whoever is erased from now on takes the share of this key along.
        let (key, wrapped) = record.make_snapshot_key()?;
        let erased = erased(record)?;
        let is_kept = |patient: &PatientId| erased.binary_search(patient).is_err();
        let rows: Vec<&PatientRow> = self
            .directory
            .rows()
            .filter(|row| is_kept(&row.patient))
            .collect();
        let mut uses: Vec<(PatientId, Vec<UseOfOne>)> =
            self.recall.by_patient().into_iter().collect();
        uses.retain(|(patient, _)| is_kept(patient));
        let parts = rows.len().max(uses.len()).div_ceil(PATIENTS_PER_PART);
        let parts = u32::try_from(parts).unwrap_or(u32::MAX);
        let title = Title {
            format: FORMAT,
            position: self.head.position,
            hash: self.head.hash.to_string(),
            unreadable: self.unreadable,
            parts,
            clinic_key: wrapped.clinic_key,
            key: BASE64.encode(&wrapped.sealed),
        };
        let mut bytes = json(&title, snapshot)?;
        bytes.push(b'\n');
        let mut row_parts = rows.chunks(PATIENTS_PER_PART);
        let mut use_parts = uses.chunks(PATIENTS_PER_PART);
        for number in 0..parts {
            let part = Part {
                rows: row_parts.next().unwrap_or_default(),
                uses: use_parts.next().unwrap_or_default(),
            };
            let text = Zeroizing::new(json(&part, snapshot)?);
            let place = Place::Snapshot(self.head, number, parts);
            let sealed = seal(&key, place, &text, record.chance()).map_err(KeyError::from)?;
            let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&sealed);
            // Others want to be served meanwhile.
            tokio::task::yield_now().await;
        }
        let path = snapshot.to_owned();
        let written = tokio::task::spawn_blocking(move || write(&path, &bytes)).await;
        match written {
            Ok(written) => written.map_err(|error| not_written(snapshot, &error)),
            Err(_) => Err(RecordError::Ending),
        }
    }
}

/// The lists of a snapshot that belongs to this record; `None` if there is none that can be used.
async fn read<S: Store>(record: &Record<S>, snapshot: &Path) -> Result<Option<Lists>, RecordError> {
    let path = snapshot.to_owned();
    let Ok(Ok(bytes)) = tokio::task::spawn_blocking(move || fs::read(path)).await else {
        return Ok(None);
    };
    let Some((title, parts)) = take_apart(&bytes) else {
        return Ok(None);
    };
    let Some((head, wrapped)) = title.head().zip(title.key()) else {
        return Ok(None);
    };
    if !is_of(record, head).await? {
        return Ok(None);
    }
    let Ok(key) = record.snapshot_key(&wrapped) else {
        return Ok(None);
    };
    drop(bytes);
    let erased = erased(record)?;
    let is_kept = |patient: &PatientId| erased.binary_search(patient).is_err();
    let mut lists = Lists::empty_at(head, title.unreadable);
    // What is opened goes into the lists while the next parts are opened.
    let mut opened = pin!(open_in_order(parts, (head, title.parts), &key));
    while let Some(part) = opened.next().await {
        let Some(part) = part else {
            return Ok(None);
        };
        let rows = part.rows.into_iter();
        rows.filter(|row| is_kept(&row.patient))
            .for_each(|row| lists.directory.insert(row));
        let uses = part.uses.into_iter();
        uses.filter(|(patient, _)| is_kept(patient))
            .for_each(|(patient, uses)| lists.recall.put_back(patient, uses));
    }
    Ok(Some(lists))
}

/// Whether the record has this entry at this position.
async fn is_of<S: Store>(record: &Record<S>, head: Head) -> Result<bool, RecordError> {
    let Some(before) = head.position.checked_sub(1) else {
        return Ok(head == Head::EMPTY);
    };
    let found = record.store().after(before, 1).await?;
    Ok(found.first().is_some_and(|entry| entry.head() == head))
}

/// Everybody in the ledger of erasures, sorted.
fn erased<S: Store>(record: &Record<S>) -> Result<Vec<PatientId>, RecordError> {
    let erased = record.keyring().room().erased()?;
    Ok(erased.into_iter().map(|(patient, _)| patient).collect())
}

/// The first line, and the sealed parts.
fn take_apart(bytes: &[u8]) -> Option<(Title, Vec<SealedPart>)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let title: Title = serde_json::from_slice(bytes.get(..end)?).ok()?;
    if title.format != FORMAT {
        return None;
    }
    let mut rest = bytes.get(end + 1..)?;
    let mut parts = Vec::new();
    for number in 0..title.parts {
        let (length, others) = rest.split_first_chunk::<LENGTH_BYTES>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (part, others) = others.split_at_checked(length)?;
        parts.push((number, part.to_vec()));
        rest = others;
    }
    rest.is_empty().then_some((title, parts))
}

/// All parts in order, opened on all cores, no more at once than there are; `None` for one that does not open.
fn open_in_order(
    parts: Vec<SealedPart>,
    (head, of): (Head, u32),
    key: &SecretKey,
) -> impl Stream<Item = Option<ReadPart>> {
    let key = Arc::new(key.clone());
    let openings = parts.into_iter().map(move |(number, sealed)| {
        let key = Arc::clone(&key);
        tokio::task::spawn_blocking(move || -> Option<ReadPart> {
            let text = open(&key, Place::Snapshot(head, number, of), &sealed).ok()?;
            serde_json::from_slice(&text).ok()
        })
    });
    let cores = available_parallelism().map_or(1, NonZero::get);
    let opened = stream::iter(openings).buffered(cores);
    opened.map(|part| part.ok().flatten())
}

fn json(value: &impl Serialize, snapshot: &Path) -> Result<Vec<u8>, RecordError> {
    serde_json::to_vec(value).map_err(|error| not_written(snapshot, &error.into()))
}

fn not_written(snapshot: &Path, error: &std::io::Error) -> RecordError {
    RecordError::Snapshot {
        path: snapshot.to_owned(),
        reason: error.to_string(),
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let partial = path.with_extension(format!("{}.partial", std::process::id()));
    let written = write_new(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // The first error is the one that matters.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
