//! Taking in an export.

use std::path::Path;

use serde_json::Value;

use super::error::ArchiveError;
use super::export::{EVENTS, FORMAT, PATIENTS, PHOTOGRAPHS, TITLE, Title, file_name};
use super::folder;
use crate::event::Recorded;
use crate::fold::Chart;
use crate::id::PatientId;
use crate::record::{Record, RecordError, sha256};
use crate::store::{AppendRefusal, Store, WriteError};

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Import {
    /// Charts.
    pub patients: u64,
    /// Events.
    pub events: u64,
    /// Photographs.
    pub photographs: u64,
}

/// Takes in an export, chart by chart, each wholly or not at all. Authors and times stay as they were recorded.
///
/// # Errors
/// When a chart is known already, damaged, or belongs to a person who was erased here. Charts before it were taken in.
pub async fn import<S: Store>(record: &Record<S>, from: &Path) -> Result<Import, ArchiveError> {
    let title: Title = folder::read_title(from, TITLE, "export")?;
    if title.format != FORMAT {
        return Err(ArchiveError::NotACopy {
            path: from.to_owned(),
            what: "export",
            file: TITLE,
        });
    }
    let mut imported = Import::default();
    for patient in title.patients {
        let folder = from.join(PATIENTS).join(patient.to_string());
        import_chart(record, patient, &folder, &mut imported).await?;
    }
    Ok(imported)
}

async fn import_chart<S: Store>(
    record: &Record<S>,
    patient: PatientId,
    from: &Path,
    imported: &mut Import,
) -> Result<(), ArchiveError> {
    let (events, chart) = read_chart(&from.join(EVENTS))?;
    let mut photographs = Vec::new();
    for (id, photograph) in &chart.photographs {
        if photograph.withdrawn.is_some() {
            continue;
        }
        let path = from.join(PHOTOGRAPHS).join(file_name(photograph));
        let pixels = folder::read(&path)?;
        if sha256(&pixels) != photograph.added.facts.sha256 {
            return Err(ArchiveError::OtherPhotograph { path });
        }
        photographs.push((*id, pixels));
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
    Ok((events, chart))
}
