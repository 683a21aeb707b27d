//! The keys of a running program: the clinic key, the key room, and the data keys that were opened.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::error::RecordError;
use crate::chance::Chance;
use crate::id::PatientId;
use crate::keys::{ClinicKeys, KeyError, KeyRoom, WrappedKey, unwrap, wrap};
use crate::seal::SecretKey;
use crate::store::Store;

/// Where the clinic key comes from.
#[derive(Debug, Clone)]
pub enum ClinicKeySource {
    /// The file in the key room, which is made on the first start.
    Room,
    /// Given from outside, for example by the environment.
    Given(ClinicKeys),
}

/// The keys of a running program.
#[derive(Debug)]
pub struct Keyring {
    room: KeyRoom,
    source: ClinicKeySource,
    clinic_keys: Mutex<ClinicKeys>,
    opened: Mutex<HashMap<PatientId, SecretKey>>,
}

impl Keyring {
    /// Opens the key room, and makes the clinic key if this is the first start.
    ///
    /// # Errors
    /// When a file of the key room cannot be read or written.
    pub fn open(
        room: KeyRoom,
        source: ClinicKeySource,
        at: Timestamp,
        chance: &dyn Chance,
    ) -> Result<Self, KeyError> {
        room.destroy_shares_of_erased()?;
        let clinic_keys = match &source {
            ClinicKeySource::Room => ClinicKeys::read_or_make(&room.clinic_key_file(), at, chance)?,
            ClinicKeySource::Given(keys) => keys.clone(),
        };
        Ok(Self {
            room,
            source,
            clinic_keys: Mutex::new(clinic_keys),
            opened: Mutex::default(),
        })
    }

    /// The key room.
    pub const fn room(&self) -> &KeyRoom {
        &self.room
    }

    /// The clinic keys as they are now.
    pub fn clinic_keys(&self) -> ClinicKeys {
        held(&self.clinic_keys).clone()
    }

    /// Whether the program may change the clinic key itself.
    pub(super) const fn has_key_file(&self) -> bool {
        matches!(self.source, ClinicKeySource::Room)
    }

    /// Puts new clinic keys into the file and into use.
    pub(super) fn change_clinic_keys(&self, keys: ClinicKeys) -> Result<(), KeyError> {
        keys.write(&self.room.clinic_key_file())?;
        *held(&self.clinic_keys) = keys;
        Ok(())
    }

    /// Reads the key file again: another program may have rotated the clinic key.
    pub(super) fn reload(&self) -> Result<ClinicKeys, KeyError> {
        if self.has_key_file()
            && let Some(keys) = ClinicKeys::read(&self.room.clinic_key_file())?
        {
            *held(&self.clinic_keys) = keys;
        }
        Ok(self.clinic_keys())
    }

    /// A new data key, with its wrapped form. The newest clinic key locks it, even if another program rotated.
    pub(super) fn make_data_key(
        &self,
        patient: PatientId,
        chance: &dyn Chance,
    ) -> Result<(SecretKey, WrappedKey), KeyError> {
        let share = self.room.make_share(patient, chance)?;
        let data_key = SecretKey::generate(chance)?;
        let wrapped = wrap(patient, &data_key, &share, &self.reload()?, chance)?;
        Ok((data_key, wrapped))
    }

    /// The data key of a patient.
    pub(super) async fn data_key(
        &self,
        store: &impl Store,
        patient: PatientId,
    ) -> Result<SecretKey, RecordError> {
        if self.room.is_erased(patient)? {
            self.forget(patient);
            return Err(RecordError::Erased(patient));
        }
        let known = held(&self.opened).get(&patient).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let wrapped = store
            .data_key(patient)
            .await?
            .ok_or(RecordError::NoDataKey(patient))?;
        let data_key = self.unwrap(patient, &wrapped)?;
        self.remember(patient, data_key.clone());
        Ok(data_key)
    }

    /// Opens the data keys of these patients that were not opened before: one question for all of them.
    pub(super) async fn open_keys_of(
        &self,
        store: &impl Store,
        patients: &[PatientId],
    ) -> Result<(), RecordError> {
        let unknown: Vec<PatientId> = {
            let opened = held(&self.opened);
            let patients = patients.iter().copied();
            patients
                .filter(|patient| !opened.contains_key(patient))
                .collect()
        };
        if !unknown.is_empty() {
            self.open_all(&store.data_keys_of(unknown).await?);
        }
        Ok(())
    }

    /// Opens the data keys of many at once, as they came from the database. One that does not open is left out: it is
    /// asked for by itself when it is needed, and then says why.
    pub(super) fn open_all(&self, wrapped: &[(PatientId, WrappedKey)]) {
        for (patient, wrapped) in wrapped {
            if held(&self.opened).contains_key(patient) {
                continue;
            }
            if let Ok(data_key) = self.unwrap(*patient, wrapped) {
                self.remember(*patient, data_key);
            }
        }
    }

    pub(super) fn remember(&self, patient: PatientId, data_key: SecretKey) {
        held(&self.opened).insert(patient, data_key);
    }

    pub(super) fn forget(&self, patient: PatientId) {
        held(&self.opened).remove(&patient);
    }

    pub(super) fn unwrap(
        &self,
        patient: PatientId,
        wrapped: &WrappedKey,
    ) -> Result<SecretKey, KeyError> {
        let share = self.room.share(patient)?;
        match unwrap(patient, wrapped, &share, &self.clinic_keys()) {
            Err(KeyError::UnknownClinicKey(_)) => unwrap(patient, wrapped, &share, &self.reload()?),
            told => told,
        }
    }
}

/// A lock whose holder panicked still guards whole keys: they are replaced, never changed in place.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
