//! Everything about one person, or about all of them, in open formats.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::calendar::sessions;
use super::error::ArchiveError;
use super::folder::{self, NewFolder};
use crate::entry::EntryKind;
use crate::fold::Photograph;
use crate::id::PatientId;
use crate::record::{Record, RecordError};
use crate::store::Store;

pub(super) const TITLE: &str = "export.json";
pub(super) const PATIENTS: &str = "patients";
pub(super) const EVENTS: &str = "events.json";
const SESSIONS: &str = "sessions.ics";
pub(super) const PHOTOGRAPHS: &str = "photographs";
/// Version of the layout.
pub(super) const FORMAT: u32 = 1;
/// Entries that are read at once.
const PAGE: u32 = 1000;

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Export {
    /// Charts.
    pub patients: u64,
    /// Events.
    pub events: u64,
    /// Photographs.
    pub photographs: u64,
}

/// The file by which an export is known.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    pub(super) format: u32,
    pub(super) exported_at: Timestamp,
    pub(super) patients: Vec<PatientId>,
}

/// Exports one patient, or everybody, into a folder that is not there yet. Its files are in the clear.
///
/// # Errors
/// When the folder is there, somebody's chart cannot be read, or a file cannot be written.
pub async fn export<S: Store>(
    record: &Record<S>,
    patient: Option<PatientId>,
    to: &Path,
    at: Timestamp,
) -> Result<Export, ArchiveError> {
    let folder = NewFolder::make(to)?;
    let patients = match patient {
        Some(patient) => BTreeSet::from([patient]),
        None => everybody(record).await?,
    };
    let mut exported = Export::default();
    for patient in &patients {
        let to = folder.place().join(PATIENTS).join(patient.to_string());
        export_chart(record, *patient, &to, &mut exported).await?;
    }
    let title = Title {
        format: FORMAT,
        exported_at: at,
        patients: patients.into_iter().collect(),
    };
    folder::write_json(&folder.place().join(TITLE), &title)?;
    folder.complete()?;
    Ok(exported)
}

/// All who have a chart and were not erased.
async fn everybody<S: Store>(record: &Record<S>) -> Result<BTreeSet<PatientId>, ArchiveError> {
    let mut patients = BTreeSet::new();
    let mut position = 0;
    loop {
        let page = record.store().after(position, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(patients);
        };
        position = last.position;
        for entry in page {
            if entry.kind == EntryKind::Tombstone {
                patients.remove(&entry.patient);
            } else {
                patients.insert(entry.patient);
            }
        }
    }
}

/// A file of an export, in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Its name, with the folder in which it lies.
    pub name: String,
    /// What stands in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for ExportedFile {
    /// Health data does not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ExportedFile({} bytes)", self.bytes.len())
    }
}

/// Everything about one person as files in memory, the same that [`export`] writes into a folder: for the person.
///
/// # Errors
/// When the chart cannot be read.
pub async fn files_of<S: Store>(
    record: &Record<S>,
    patient: PatientId,
) -> Result<Vec<ExportedFile>, RecordError> {
    let mut files = Vec::new();
    hand_out(record, patient, |name, bytes| {
        files.push(ExportedFile { name, bytes });
        Ok::<(), RecordError>(())
    })
    .await?;
    Ok(files)
}

/// What was handed out of one chart.
struct HandedOut {
    events: u64,
    photographs: u64,
}

/// Hands out every file of a chart, one after another: events, sessions, photographs.
async fn hand_out<S: Store, E: From<RecordError>>(
    record: &Record<S>,
    patient: PatientId,
    mut give: impl FnMut(String, Zeroizing<Vec<u8>>) -> Result<(), E>,
) -> Result<HandedOut, E> {
    let history = record.history(patient).await?;
    let events: Vec<Value> = history
        .iter()
        .map(|event| event.to_value().map_err(RecordError::NotWritten))
        .collect::<Result<_, _>>()?;
    let mut handed_out = HandedOut {
        events: events.len() as u64,
        photographs: 0,
    };
    let text = format!("{:#}\n", Value::Array(events)).into_bytes();
    give(EVENTS.to_owned(), text.into())?;
    let opened = record.open(patient).await?;
    let calendar = sessions(opened.chart()).into_bytes();
    give(SESSIONS.to_owned(), calendar.into())?;
    for (id, photograph) in &opened.chart().photographs {
        if photograph.withdrawn.is_none() {
            let name = format!("{PHOTOGRAPHS}/{}", file_name(photograph));
            give(name, record.pixels(&opened, *id).await?)?;
            handed_out.photographs += 1;
        }
    }
    Ok(handed_out)
}

async fn export_chart<S: Store>(
    record: &Record<S>,
    patient: PatientId,
    to: &Path,
    exported: &mut Export,
) -> Result<(), ArchiveError> {
    let handed_out = hand_out(record, patient, |name, bytes| {
        folder::write(&to.join(name), &bytes)
    })
    .await?;
    exported.patients += 1;
    exported.events += handed_out.events;
    exported.photographs += handed_out.photographs;
    Ok(())
}

/// Name of the file of a photograph: its id, with the ending that programs expect.
pub(super) fn file_name(photograph: &Photograph) -> String {
    let facts = &photograph.added.facts;
    let ending = match facts.media_type.as_str() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/tiff" => "tif",
        _ => "image",
    };
    format!("{}.{ending}", facts.photograph)
}
