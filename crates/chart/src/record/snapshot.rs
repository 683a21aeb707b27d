//! The key of snapshots of the lists.
//!
//! It lies with the snapshot itself, behind a share and the clinic key as a data key does. The share is destroyed whenever
//! somebody is erased, so that no snapshot from before can be opened by anybody.

use super::Record;
use super::error::RecordError;
use crate::chance::Chance;
use crate::keys::{SNAPSHOT, WrappedKey};
use crate::seal::SecretKey;
use crate::store::Store;

impl<S: Store> Record<S> {
    /// A new key for a snapshot, with its wrapped form.
    pub(crate) fn make_snapshot_key(&self) -> Result<(SecretKey, WrappedKey), RecordError> {
        Ok(self.keyring.make_data_key(SNAPSHOT, &*self.chance)?)
    }

    /// The key of a snapshot.
    pub(crate) fn snapshot_key(&self, wrapped: &WrappedKey) -> Result<SecretKey, RecordError> {
        Ok(self.keyring.unwrap(SNAPSHOT, wrapped)?)
    }

    /// Where random bytes come from.
    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.chance
    }
}
