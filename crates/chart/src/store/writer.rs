//! Group commit: appends that wait while one transaction goes to the disk share the next one.
//!
//! Nobody waits for company: a lone append is written at once. Under load a transaction carries up to
//! [`MOST_APPENDS_AT_ONCE`], so that one wait for the disk serves many.

use std::sync::Arc;

use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use super::Store;
use super::append::{Append, AppendRefusal, Receipt};
use super::error::StoreError;

/// Most appends in one transaction: enough that the disk is no longer what takes the time.
pub const MOST_APPENDS_AT_ONCE: usize = 256;

/// Why an append is not on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] AppendRefusal),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program is ending.
    #[error(
        "the program is ending; start it again, open the chart and look whether this was recorded."
    )]
    Ending,
}

struct Waiting {
    append: Append,
    answer: oneshot::Sender<Result<Receipt, WriteError>>,
}

/// Where everybody of this program appends. Clones share the queue.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
}

impl Writer {
    /// Starts writing into a store; must be called on the runtime. It ends when the last clone is dropped.
    pub fn start<S: Store>(store: Arc<S>) -> Self {
        let (queue, waiting) = mpsc::channel(MOST_APPENDS_AT_ONCE);
        tokio::spawn(write_all(store, waiting));
        Self { queue }
    }

    /// Appends, and returns when it is on the disk.
    ///
    /// # Errors
    /// When it is refused, or the database does not answer.
    pub async fn append(&self, append: Append) -> Result<Receipt, WriteError> {
        let (answer, told) = oneshot::channel();
        let waiting = Waiting { append, answer };
        self.queue
            .send(waiting)
            .await
            .map_err(|_| WriteError::Ending)?;
        told.await.map_err(|_| WriteError::Ending)?
    }
}

async fn write_all<S: Store>(store: Arc<S>, mut queue: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(MOST_APPENDS_AT_ONCE);
    while queue.recv_many(&mut waiting, MOST_APPENDS_AT_ONCE).await > 0 {
        let (appends, answers): (Vec<_>, Vec<_>) = waiting
            .drain(..)
            .map(|one| (one.append, one.answer))
            .unzip();
        match store.append(appends).await {
            Ok(told) => {
                for (answer, told) in answers.into_iter().zip(told) {
                    // Whoever no longer waits loses only the answer.
                    let _ = answer.send(told.map_err(WriteError::from));
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error.clone().into()));
                }
            }
        }
    }
}
