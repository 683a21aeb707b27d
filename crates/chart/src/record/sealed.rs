//! From events to sealed bodies and back.

use super::error::RecordError;
use crate::chance::Chance;
use crate::entry::{Entry, EntryKind};
use crate::event::{DocumentError, EventKind, Glance, Recorded};
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
    let text = open_body(entry, data_key)?;
    Recorded::from_json(&text).map_err(|error| unreadable(entry, error))
}

/// Opens an entry and looks into it if its kind is wanted.
pub(super) fn glance_at(
    entry: &Entry,
    data_key: &SecretKey,
    is_wanted: impl Fn(EventKind) -> bool,
) -> Result<Glance, RecordError> {
    let text = open_body(entry, data_key)?;
    Glance::at(&text, is_wanted).map_err(|error| unreadable(entry, error))
}

fn open_body(
    entry: &Entry,
    data_key: &SecretKey,
) -> Result<zeroize::Zeroizing<Vec<u8>>, RecordError> {
    let (patient, sequence) = (entry.patient, entry.sequence);
    let place = Place::Entry(patient, sequence, entry.kind);
    open(data_key, place, &entry.body).map_err(|_| RecordError::NotOpened { patient, sequence })
}

fn unreadable(entry: &Entry, error: DocumentError) -> RecordError {
    RecordError::Unreadable {
        patient: entry.patient,
        sequence: entry.sequence,
        error,
    }
}
