//! From events to sealed bodies and back.

use super::error::RecordError;
use crate::chance::Chance;
use crate::entry::{Entry, EntryKind};
use crate::event::Recorded;
use crate::id::PatientId;
use crate::keys::KeyError;
use crate::seal::{Place, SecretKey, open, seal};
use crate::store::NewEntry;

pub(super) fn seal_event(
    patient: PatientId,
    sequence: u64,
    event: &Recorded,
    data_key: &SecretKey,
    chance: &dyn Chance,
) -> Result<NewEntry, RecordError> {
    let kind = EntryKind::Event;
    let text = zeroize::Zeroizing::new(event.to_json().map_err(RecordError::NotWritten)?);
    let place = Place::Entry(patient, sequence, kind);
    let body = seal(data_key, place, &text, chance).map_err(KeyError::from)?;
    Ok(NewEntry { kind, body })
}

pub(crate) fn open_entry(entry: &Entry, data_key: &SecretKey) -> Result<Recorded, RecordError> {
    let (patient, sequence) = (entry.patient, entry.sequence);
    let place = Place::Entry(patient, sequence, entry.kind);
    let text = open(data_key, place, &entry.body)
        .map_err(|_| RecordError::NotOpened { patient, sequence })?;
    Recorded::from_json(&text).map_err(|error| RecordError::Unreadable {
        patient,
        sequence,
        error,
    })
}
