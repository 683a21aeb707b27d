//! Taking in an export.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use serde_json::Value;
use uuid::Uuid;

use super::beside::TakesIn;
use super::error::ArchiveError;
use super::export::{
    APPOINTMENTS, CLINIC, EVENTS, FORMAT, PATIENTS, PHOTOGRAPHS, TITLE, Title, WITH_MANIFEST,
    file_name,
};
use super::{folder, manifest};
use crate::cabinet::NewDocument;
use crate::entry::Digest;
use crate::event::Recorded;
use crate::fold::{Chart, Photograph};
use crate::id::PatientId;
use crate::record::{Record, RecordError, sha256};
use crate::store::{AppendRefusal, Store, WriteError};

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Import {
    /// Charts.
    pub patients: u64,
    /// Charts that were in the record with the very same events, and were passed over: an import that was cut off goes on.
    pub patients_known: u64,
    /// Events.
    pub events: u64,
    /// Photographs.
    pub photographs: u64,
    /// Documents about the clinic, and appointments.
    pub documents: u64,
    /// Documents that the record has of its own, and that therefore stay as they are.
    pub documents_kept: u64,
    /// SHA-256 of the manifest with which every file was compared; `None`: an export of the time before there was one.
    pub manifest: Option<Digest>,
}

/// Whether a folder is an export: asked before a record is made for it.
///
/// # Errors
/// When it is none, or one of a format that this version does not know.
pub fn expect_export(from: &Path) -> Result<(), ArchiveError> {
    title_of_export(from).map(|_| ())
}

fn title_of_export(from: &Path) -> Result<Title, ArchiveError> {
    let is_known = |title: &Title| (1..=FORMAT).contains(&title.format);
    folder::read_title(from, TITLE, "export", is_known)
}

/// Takes in an export: what is about the clinic all together, then chart by chart, each wholly or not at all. Authors and times stay
/// as they were recorded. A document that the record has of its own stays as it is, and a chart that the record has with the very
/// same events is passed over. Everything is read, compared with its manifest and folded before anything is written.
///
/// With `manifest`, the export must have the manifest of this SHA-256.
///
/// # Errors
/// When a file was edited, is damaged or does not fit, or when somebody is known already by another chart or was erased here: then
/// nothing was taken in. When the record cannot be written: then what came before it was taken in, and the import can be repeated.
pub async fn import<S: Store>(
    record: &Record<S>,
    from: &Path,
    clinic: &impl TakesIn,
    manifest: Option<Digest>,
) -> Result<Import, ArchiveError> {
    let title = title_of_export(from)?;
    let mut imported = Import {
        manifest: compared(from, title.format, manifest)?,
        ..Import::default()
    };
    let about_clinic = read_clinic(&from.join(CLINIC), clinic)?;
    let mut of_patients = Vec::with_capacity(title.patients.len());
    for patient in title.patients.into_iter().collect::<BTreeSet<_>>() {
        let folder = from.join(PATIENTS).join(patient.to_string());
        let path = folder.join(APPOINTMENTS);
        let appointments = if title.format == 1 {
            Vec::new()
        } else {
            read_documents(&path, |document| {
                clinic.appointment(patient, document).map(Some)
            })?
        };
        let is_known = is_known(record, patient, &folder).await?;
        imported.patients_known += u64::from(is_known);
        of_patients.push((patient, folder, appointments, is_known));
    }
    let known = record.documents_after(0).await?;
    let known = known.into_iter().map(|one| (one.drawer, one.id)).collect();
    put(record, about_clinic, &known, &mut imported).await?;
    for (patient, folder, appointments, is_known) in of_patients {
        if !is_known {
            import_chart(record, patient, &folder, &mut imported).await?;
        }
        put(record, appointments, &known, &mut imported).await?;
    }
    Ok(imported)
}

/// Compares the files with the manifest, and the manifest with the one that is expected.
fn compared(
    from: &Path,
    format: u32,
    expected: Option<Digest>,
) -> Result<Option<Digest>, ArchiveError> {
    let found = (format >= WITH_MANIFEST)
        .then(|| manifest::check(from))
        .transpose()?;
    if expected.is_some() && found != expected {
        return Err(ArchiveError::OtherManifest {
            path: from.to_owned(),
        });
    }
    Ok(found)
}

/// Reads and folds a chart of an export with its photographs, and looks whether the record has it already.
///
/// # Errors
/// When it is damaged, or can never be taken in.
async fn is_known<S: Store>(
    record: &Record<S>,
    patient: PatientId,
    folder: &Path,
) -> Result<bool, ArchiveError> {
    let (events, chart) = read_chart(&folder.join(EVENTS))?;
    for photograph in photographs_of(&chart) {
        read_photograph(folder, photograph)?;
    }
    if record.may_take_over(patient).await? {
        return Ok(false);
    }
    if record.history(patient).await? == events {
        return Ok(true);
    }
    Err(ArchiveError::Known(patient))
}

/// Photographs of a chart that were not withdrawn.
fn photographs_of(chart: &Chart) -> impl Iterator<Item = &Photograph> {
    let all = chart.photographs.values();
    all.filter(|photograph| photograph.withdrawn.is_none())
}

/// The pixels of a photograph of an export.
fn read_photograph(folder: &Path, photograph: &Photograph) -> Result<Vec<u8>, ArchiveError> {
    let path = folder.join(PHOTOGRAPHS).join(file_name(photograph));
    let pixels = folder::read(&path)?;
    if sha256(&pixels) != photograph.added.facts.sha256 {
        return Err(ArchiveError::OtherPhotograph { path });
    }
    Ok(pixels)
}

/// Documents about the clinic that are taken in.
fn read_clinic(folder: &Path, clinic: &impl TakesIn) -> Result<Vec<NewDocument>, ArchiveError> {
    let mut documents = Vec::new();
    for file in folder::files_of(folder)? {
        if let Some(drawer) = file.strip_suffix(".json") {
            let path = folder.join(&file);
            documents.extend(read_documents(&path, |document| {
                clinic.document(drawer, document)
            })?);
        }
    }
    Ok(documents)
}

/// The documents of a file that are taken in.
fn read_documents(
    path: &Path,
    taken_in: impl Fn(&Value) -> Result<Option<NewDocument>, String>,
) -> Result<Vec<NewDocument>, ArchiveError> {
    let values: Vec<Value> =
        serde_json::from_slice(&folder::read(path)?).map_err(|error| ArchiveError::Line {
            path: path.to_owned(),
            line: error.line(),
        })?;
    let mut documents = Vec::with_capacity(values.len());
    for (value, number) in values.iter().zip(1..) {
        let document = taken_in(value).map_err(|reason| ArchiveError::Document {
            path: path.to_owned(),
            number,
            reason,
        })?;
        documents.extend(document);
    }
    Ok(documents)
}

/// Writes documents that the record has not, all of them or none.
async fn put<S: Store>(
    record: &Record<S>,
    documents: Vec<NewDocument>,
    known: &HashSet<(String, Uuid)>,
    imported: &mut Import,
) -> Result<(), ArchiveError> {
    let is_known = |one: &NewDocument| known.contains(&(one.drawer.name().to_owned(), one.id));
    let (kept, new): (Vec<_>, Vec<_>) = documents.into_iter().partition(is_known);
    imported.documents_kept += kept.len() as u64;
    imported.documents += new.len() as u64;
    if !new.is_empty() {
        record.put_documents(&new).await?;
    }
    Ok(())
}

async fn import_chart<S: Store>(
    record: &Record<S>,
    patient: PatientId,
    from: &Path,
    imported: &mut Import,
) -> Result<(), ArchiveError> {
    let (events, chart) = read_chart(&from.join(EVENTS))?;
    let mut photographs = Vec::new();
    for photograph in photographs_of(&chart) {
        let id = photograph.added.facts.photograph;
        photographs.push((id, read_photograph(from, photograph)?));
    }
    imported.patients += 1;
    imported.events += events.len() as u64;
    imported.photographs += photographs.len() as u64;
    match record.take_over(patient, &events, photographs).await {
        Err(RecordError::Write(WriteError::Refused(AppendRefusal::Conflict { .. }))) => {
            Err(ArchiveError::Known(patient))
        }
        told => Ok(told?),
    }
}

fn read_chart(path: &Path) -> Result<(Vec<Recorded>, Chart), ArchiveError> {
    let damaged = |line| ArchiveError::Line {
        path: path.to_owned(),
        line,
    };
    let values: Vec<Value> =
        serde_json::from_slice(&folder::read(path)?).map_err(|error| damaged(error.line()))?;
    let mut chart = Chart::default();
    let mut events = Vec::with_capacity(values.len());
    for (value, number) in values.into_iter().zip(1..) {
        let event = Recorded::from_value(&value).map_err(|error| ArchiveError::Event {
            path: path.to_owned(),
            number,
            error,
        })?;
        chart.apply(&event).map_err(|refusal| ArchiveError::Unfit {
            path: path.to_owned(),
            number,
            refusal,
        })?;
        events.push(event);
    }
    if events.is_empty() {
        return Err(ArchiveError::NoEvents {
            path: path.to_owned(),
        });
    }
    Ok((events, chart))
}
