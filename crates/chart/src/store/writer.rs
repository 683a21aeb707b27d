//! Where everybody of this program appends and notes accesses: two queues, each with its own group commit.

use std::sync::Arc;

use super::Store;
use super::append::{Append, Receipt};
use super::group::{Group, WriteError};
use crate::access::Access;

/// Where everybody of this program appends. Clones share the queue.
#[derive(Debug, Clone)]
pub struct Writer {
    group: Group<Append, Receipt>,
}

impl Writer {
    /// Starts writing into a store; must be called on the runtime. It ends when the last clone is dropped.
    pub fn start<S: Store>(store: Arc<S>) -> Self {
        let write = move |appends| {
            let store = Arc::clone(&store);
            async move {
                let told = store.append(appends).await?;
                Ok(told
                    .into_iter()
                    .map(|one| one.map_err(WriteError::from))
                    .collect())
            }
        };
        Self {
            group: Group::start(write),
        }
    }

    /// Appends, and returns when it is on the disk.
    ///
    /// # Errors
    /// When it is refused, or the database does not answer.
    pub async fn append(&self, append: Append) -> Result<Receipt, WriteError> {
        self.group.write(append).await
    }
}

/// Where everybody of this program notes accesses. Clones share the queue.
#[derive(Debug, Clone)]
pub struct AccessWriter {
    group: Group<Vec<Access>, ()>,
}

impl AccessWriter {
    /// Starts writing into a store; must be called on the runtime. It ends when the last clone is dropped.
    pub fn start<S: Store>(store: Arc<S>) -> Self {
        let write = move |looks: Vec<Vec<Access>>| {
            let store = Arc::clone(&store);
            async move {
                let noted = looks.len();
                store
                    .note_accesses(looks.into_iter().flatten().collect())
                    .await?;
                Ok(vec![Ok(()); noted])
            }
        };
        Self {
            group: Group::start(write),
        }
    }

    /// Notes the accesses of one look, all or none, and returns when they are on the disk.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note(&self, look: Vec<Access>) -> Result<(), WriteError> {
        self.group.write(look).await
    }
}
