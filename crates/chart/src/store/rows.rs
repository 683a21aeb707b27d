//! From the columns of both databases to entries.

use uuid::Uuid;

use super::error::StoreError;
use crate::entry::{Digest, Entry, EntryKind, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::WrappedKey;

/// position, patient, sequence, kind, body, hash.
pub(super) type EntryColumns = (i64, Uuid, i64, i16, Vec<u8>, Vec<u8>);
/// patient, `clinic_key`, sealed.
pub(super) type KeyColumns = (Uuid, Uuid, Vec<u8>);

pub(super) fn entry(columns: EntryColumns) -> Result<Entry, StoreError> {
    let (position, patient, sequence, kind, body, hash) = columns;
    let damaged = |what| StoreError::Damaged { position, what };
    Ok(Entry {
        position: u64::try_from(position).map_err(|_| damaged("negative position"))?,
        patient: PatientId::from_uuid(patient),
        sequence: u64::try_from(sequence).map_err(|_| damaged("negative sequence"))?,
        kind: kind_of(kind).ok_or(damaged("unknown kind"))?,
        body,
        hash: Digest::from_slice(&hash).ok_or(damaged("hash of another length"))?,
    })
}

pub(super) fn entries(rows: Vec<EntryColumns>) -> Result<Vec<Entry>, StoreError> {
    rows.into_iter().map(entry).collect()
}

pub(super) fn head(columns: Option<(i64, Vec<u8>)>) -> Result<Head, StoreError> {
    let Some((position, hash)) = columns else {
        return Ok(Head::EMPTY);
    };
    let damaged = |what| StoreError::Damaged { position, what };
    Ok(Head {
        position: u64::try_from(position).map_err(|_| damaged("negative position"))?,
        hash: Digest::from_slice(&hash).ok_or(damaged("hash of another length"))?,
    })
}

pub(super) fn kind_of(code: i16) -> Option<EntryKind> {
    u8::try_from(code).ok().and_then(EntryKind::from_code)
}

pub(super) fn wrapped(columns: KeyColumns) -> (PatientId, WrappedKey) {
    let (patient, clinic_key, sealed) = columns;
    let wrapped = WrappedKey {
        clinic_key: KeyId::from_uuid(clinic_key),
        sealed,
    };
    (PatientId::from_uuid(patient), wrapped)
}

/// A number as databases count; positions stay far below 2^63.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
