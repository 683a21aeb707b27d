//! Group commit: what waits while one transaction goes to the disk shares the next one.
//!
//! Nobody waits for company: whoever comes alone is written at once. Under load a transaction carries up to
//! [`MOST_AT_ONCE`], so that one wait for the disk serves many.

use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use super::append::AppendRefusal;
use super::error::StoreError;

/// Most of a kind in one transaction: enough that the disk is no longer what takes the time.
pub const MOST_AT_ONCE: usize = 256;

/// Why something is not on the disk.
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

/// What each of a group is told.
pub(super) type Told<Answer> = Result<Answer, WriteError>;

struct Waiting<Item, Answer> {
    item: Item,
    answer: oneshot::Sender<Told<Answer>>,
}

/// The queue of everybody who waits for the disk. Clones share it.
#[derive(Debug)]
pub(super) struct Group<Item, Answer> {
    queue: mpsc::Sender<Waiting<Item, Answer>>,
}

impl<Item, Answer> Clone for Group<Item, Answer> {
    fn clone(&self) -> Self {
        Self {
            queue: self.queue.clone(),
        }
    }
}

impl<Item: Send + 'static, Answer: Send + 'static> Group<Item, Answer> {
    /// Starts writing by `write`, which tells one answer per item in their order; must be called on the runtime. It ends
    /// when the last clone is dropped.
    pub(super) fn start<Write, Written>(write: Write) -> Self
    where
        Write: Fn(Vec<Item>) -> Written + Send + 'static,
        Written: Future<Output = Result<Vec<Told<Answer>>, StoreError>> + Send + 'static,
    {
        let (queue, waiting) = mpsc::channel(MOST_AT_ONCE);
        tokio::spawn(write_all(write, waiting));
        Self { queue }
    }

    /// Hands over an item, and returns when it is on the disk.
    pub(super) async fn write(&self, item: Item) -> Told<Answer> {
        let (answer, told) = oneshot::channel();
        let waiting = Waiting { item, answer };
        self.queue
            .send(waiting)
            .await
            .map_err(|_| WriteError::Ending)?;
        told.await.map_err(|_| WriteError::Ending)?
    }
}

async fn write_all<Item, Answer, Write, Written>(
    write: Write,
    mut queue: mpsc::Receiver<Waiting<Item, Answer>>,
) where
    Write: Fn(Vec<Item>) -> Written,
    Written: Future<Output = Result<Vec<Told<Answer>>, StoreError>>,
{
    let mut waiting = Vec::with_capacity(MOST_AT_ONCE);
    while queue.recv_many(&mut waiting, MOST_AT_ONCE).await > 0 {
        let (items, answers): (Vec<_>, Vec<_>) =
            waiting.drain(..).map(|one| (one.item, one.answer)).unzip();
        match write(items).await {
            Ok(told) => {
                for (answer, told) in answers.into_iter().zip(told) {
                    // Whoever no longer waits loses only the answer.
                    let _ = answer.send(told);
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
