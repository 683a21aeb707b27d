//! A new clinic key.

use jiff::Timestamp;

use super::Record;
use super::error::RecordError;
use crate::keys::{KeyError, rewrap};
use crate::store::Store;

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Data keys that are locked with the new clinic key now.
    pub relocked: u64,
}

impl<S: Store> Record<S> {
    /// Makes a new clinic key, then changes the outer lock of every data key to it. The earlier key stays in the file for
    /// older backups. Cut off at any point, it goes on when it is called again.
    ///
    /// # Errors
    /// When the clinic key comes from the environment, or a lock does not open.
    pub async fn rotate_clinic_key(&self, at: Timestamp) -> Result<Rotation, RecordError> {
        if !self.keyring().has_key_file() {
            return Err(KeyError::FromEnvironment.into());
        }
        let rotated = self.keyring().reload()?.rotated(at, &*self.chance)?;
        self.keyring().change_clinic_keys(rotated)?;
        self.relock_data_keys().await
    }

    /// Changes the outer lock of every data key to the current clinic key.
    ///
    /// # Errors
    /// When a lock does not open.
    pub async fn relock_data_keys(&self) -> Result<Rotation, RecordError> {
        let keys = self.keyring().clinic_keys();
        let (current, _) = keys.current();
        let mut relocked = 0;
        for (patient, wrapped) in self.store().data_keys().await? {
            if wrapped.clinic_key == current {
                continue;
            }
            let rewrapped = rewrap(patient, &wrapped, &keys, &*self.chance)?;
            let is_replaced = self
                .store()
                .replace_data_key(patient, wrapped.clinic_key, rewrapped)
                .await?;
            relocked += u64::from(is_replaced);
        }
        Ok(Rotation { relocked })
    }

    /// Removes earlier clinic keys from the file. Backups that were made before the rotation can never be restored again.
    /// No other program may be using the record meanwhile.
    ///
    /// # Errors
    /// When a data key cannot be relocked, or the file cannot be written.
    pub async fn forget_earlier_clinic_keys(&self) -> Result<(), RecordError> {
        if !self.keyring().has_key_file() {
            return Err(KeyError::FromEnvironment.into());
        }
        self.relock_data_keys().await?;
        let keys = self.keyring().clinic_keys().without_retired();
        self.keyring().change_clinic_keys(keys)?;
        Ok(())
    }
}
