//! The access trail of the record.

use super::Record;
use super::error::RecordError;
use crate::access::{Access, AccessQuery};
use crate::store::Store;

impl<S: Store> Record<S> {
    /// Notes that somebody looked at or did something. When this returns it is on the disk; many who note at once share the
    /// wait for it.
    ///
    /// # Errors
    /// When the action is no code, or nothing could be written.
    pub async fn note_access(&self, access: Access) -> Result<(), RecordError> {
        self.note_look(vec![access]).await
    }

    /// Notes everything that one look showed, as [`Self::note_access`] does, by one wait for the disk: all of it or nothing.
    ///
    /// # Errors
    /// As [`Self::note_access`].
    pub async fn note_look(&self, look: Vec<Access>) -> Result<(), RecordError> {
        if !look.iter().all(Access::has_code) {
            return Err(RecordError::NotACode);
        }
        Ok(self.access_writer.note(look).await?)
    }

    /// A page of the trail with its positions, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accesses(&self, query: AccessQuery) -> Result<Vec<(u64, Access)>, RecordError> {
        Ok(self.store().accesses(query).await?)
    }
}
