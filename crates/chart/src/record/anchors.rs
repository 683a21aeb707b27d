//! The anchors in the key room move on with the record, so that what is taken away from its end is missed.

use super::{Record, RecordError};
use crate::entry::Head;
use crate::store::Store;

/// Rows of the trail that are read at once.
const PAGE: u32 = 1000;

impl<S: Store> Record<S> {
    /// Moves the anchors to where the record and the access trail end now. An anchor that the record does not hold any more stays:
    /// whatever was cut off or replaced must not become what is expected.
    ///
    /// # Errors
    /// When the database or the key room does not answer.
    pub async fn move_anchors(&self) -> Result<(), RecordError> {
        let room = self.keyring.room();
        let anchor = room.anchor()?.unwrap_or(Head::EMPTY);
        let head = self.store.head().await?;
        if head.position > anchor.position && self.holds(anchor).await? {
            room.drop_anchor(head)?;
        }
        let anchor = room.trail_anchor()?.unwrap_or(Head::EMPTY);
        let head = self.trail_after(anchor).await?;
        if head.position > anchor.position {
            room.drop_trail_anchor(head)?;
        }
        Ok(())
    }

    /// Whether the record has the entry of a head.
    async fn holds(&self, head: Head) -> Result<bool, RecordError> {
        let Some(before) = head.position.checked_sub(1) else {
            return Ok(true);
        };
        let page = self.store.after(before, 1).await?;
        Ok(page.first().is_some_and(|entry| entry.head() == head))
    }

    /// Where the access trail ends, with the hash over all rows; that of those up to `head` is taken from it.
    async fn trail_after(&self, mut head: Head) -> Result<Head, RecordError> {
        loop {
            let page = self.store.accesses_after(head.position, PAGE).await?;
            if page.is_empty() {
                return Ok(head);
            }
            for (position, access) in page {
                head = Head {
                    position,
                    hash: access.hash_after(head.hash, position),
                };
            }
        }
    }
}
