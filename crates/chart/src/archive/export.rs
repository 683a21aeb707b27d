//! Everything about one person, or about all of them, in open formats.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::beside::{Beside, Booked};
use super::calendar::sessions;
use super::clinic::copy_accesses;
use super::error::ArchiveError;
use super::folder::{self, NewFolder};
use super::manifest;
use crate::entry::{Digest, EntryKind};
use crate::fold::Photograph;
use crate::id::PatientId;
use crate::record::{Record, RecordError};
use crate::store::Store;

pub(super) const TITLE: &str = "export.json";
pub(super) const PATIENTS: &str = "patients";
pub(super) const EVENTS: &str = "events.json";
const SESSIONS: &str = "sessions.ics";
pub(super) const APPOINTMENTS: &str = "appointments.json";
/// Folder of what is about the clinic.
pub(super) const CLINIC: &str = "clinic";
pub(super) const PHOTOGRAPHS: &str = "photographs";
/// Version of the layout. Version 1 held charts alone, version 2 had no manifest.
pub(super) const FORMAT: u32 = 3;
/// The first version of the layout with a manifest.
pub(super) const WITH_MANIFEST: u32 = 3;
/// Entries that are read at once.
const PAGE: u32 = 1000;

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Charts.
    pub patients: u64,
    /// Events.
    pub events: u64,
    /// Photographs.
    pub photographs: u64,
    /// Documents about the clinic, and appointments.
    pub documents: u64,
    /// SHA-256 of the manifest: whoever keeps it apart from the export can tell later that nothing of it was edited.
    pub manifest: Digest,
}

/// The file by which an export is known.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    pub(super) format: u32,
    pub(super) exported_at: Timestamp,
    pub(super) patients: Vec<PatientId>,
}

/// Exports one patient with the own appointments, or everybody and the clinic, into a folder that is not there yet. Its files are in
/// the clear.
///
/// # Errors
/// When the folder is there, somebody's chart cannot be read, or a file cannot be written.
pub async fn export<S: Store>(
    record: &Record<S>,
    patient: Option<PatientId>,
    beside: &Beside,
    to: &Path,
    at: Timestamp,
) -> Result<Export, ArchiveError> {
    let folder = NewFolder::make(to)?;
    let patients = match patient {
        Some(patient) => BTreeSet::from([patient]),
        None => everybody(record).await?,
    };
    let mut exported = Export {
        patients: 0,
        events: 0,
        photographs: 0,
        documents: 0,
        manifest: Digest::START,
    };
    for patient in &patients {
        let to = folder.place().join(PATIENTS).join(patient.to_string());
        let appointments = beside.appointments_of(*patient);
        export_chart(record, *patient, appointments, &to, &mut exported).await?;
    }
    if patient.is_none() {
        let to = folder.place().join(CLINIC);
        for (drawer, documents) in &beside.documents {
            folder::write_json(&to.join(format!("{drawer}.json")), documents)?;
            exported.documents += documents.len() as u64;
        }
        folder::make(&to)?;
        copy_accesses(record, &to).await?;
    }
    let title = Title {
        format: FORMAT,
        exported_at: at,
        patients: patients.into_iter().collect(),
    };
    folder::write_json(&folder.place().join(TITLE), &title)?;
    exported.manifest = manifest::write(folder.place())?;
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
    appointments: &[Booked],
) -> Result<Vec<ExportedFile>, RecordError> {
    let mut files = Vec::new();
    hand_out(record, patient, appointments, |name, bytes| {
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

/// Hands out every file of a patient, one after another: events, appointments, the calendar of both, photographs.
async fn hand_out<S: Store, E: From<RecordError>>(
    record: &Record<S>,
    patient: PatientId,
    appointments: &[Booked],
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
    let listed = |values| format!("{:#}\n", Value::Array(values)).into_bytes();
    give(EVENTS.to_owned(), listed(events).into())?;
    let booked = appointments.iter().map(|one| one.document.clone());
    give(APPOINTMENTS.to_owned(), listed(booked.collect()).into())?;
    let opened = record.open(patient).await?;
    let calendar = sessions(opened.chart(), appointments).into_bytes();
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
    appointments: &[Booked],
    to: &Path,
    exported: &mut Export,
) -> Result<(), ArchiveError> {
    let handed_out = hand_out(record, patient, appointments, |name, bytes| {
        folder::write(&to.join(name), &bytes)
    })
    .await?;
    exported.patients += 1;
    exported.events += handed_out.events;
    exported.photographs += handed_out.photographs;
    exported.documents += appointments.len() as u64;
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
