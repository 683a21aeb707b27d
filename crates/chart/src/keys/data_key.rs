//! The data key of a patient, behind two locks.

use super::clinic_keys::ClinicKeys;
use super::error::KeyError;
use crate::chance::Chance;
use crate::id::{KeyId, PatientId};
use crate::seal::{NotOpened, Place, SecretKey, open, seal};

/// A data key as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The clinic key of the outer lock.
    pub clinic_key: KeyId,
    /// The key behind both locks.
    pub sealed: Vec<u8>,
}

/// Puts a data key behind both locks.
///
/// # Errors
/// When no random bytes can be had.
pub fn wrap(
    patient: PatientId,
    data_key: &SecretKey,
    share: &SecretKey,
    keys: &ClinicKeys,
    chance: &dyn Chance,
) -> Result<WrappedKey, KeyError> {
    let inner = seal(share, Place::InnerLock(patient), data_key.bytes(), chance)?;
    lock_outer(patient, &inner, keys, chance)
}

/// Opens both locks.
///
/// # Errors
/// When the clinic key is missing, or a lock does not open.
pub fn unwrap(
    patient: PatientId,
    wrapped: &WrappedKey,
    share: &SecretKey,
    keys: &ClinicKeys,
) -> Result<SecretKey, KeyError> {
    let not_opened = |_: NotOpened| KeyError::NotOpened(patient);
    let clinic_key = keys.get(wrapped.clinic_key)?;
    let inner = open(clinic_key, Place::OuterLock(patient), &wrapped.sealed).map_err(not_opened)?;
    let bytes = open(share, Place::InnerLock(patient), &inner).map_err(not_opened)?;
    SecretKey::from_slice(&bytes).ok_or(KeyError::NotOpened(patient))
}

/// Changes the outer lock to the current clinic key. The inner one stays shut: rotation needs no share.
///
/// # Errors
/// When the earlier clinic key is missing or does not open the lock.
pub fn rewrap(
    patient: PatientId,
    wrapped: &WrappedKey,
    keys: &ClinicKeys,
    chance: &dyn Chance,
) -> Result<WrappedKey, KeyError> {
    let clinic_key = keys.get(wrapped.clinic_key)?;
    let inner = open(clinic_key, Place::OuterLock(patient), &wrapped.sealed)
        .map_err(|_| KeyError::NotOpened(patient))?;
    lock_outer(patient, &inner, keys, chance)
}

fn lock_outer(
    patient: PatientId,
    inner: &[u8],
    keys: &ClinicKeys,
    chance: &dyn Chance,
) -> Result<WrappedKey, KeyError> {
    let (clinic_key, key) = keys.current();
    Ok(WrappedKey {
        clinic_key,
        sealed: seal(key, Place::OuterLock(patient), inner, chance)?,
    })
}
