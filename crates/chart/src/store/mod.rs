//! Where entries lie: one trait, two databases.
//!
//! A store knows nothing of events, names or keys: it keeps sealed bodies in order. Everything it promises is told by one
//! conformance story that the tests run over both databases.

mod append;
mod chaining;
mod error;
mod migration;
mod postgres;
mod rows;
mod sqlite;
mod writer;

use std::future::Future;

pub use append::{Append, AppendRefusal, KeyChange, NewEntry, Receipt};
pub use error::StoreError;
pub use postgres::PostgresStore;
pub use sqlite::SqliteStore;
pub use writer::{MOST_APPENDS_AT_ONCE, WriteError, Writer};

use crate::entry::{Entry, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::WrappedKey;

/// Answer of a store, in time.
pub trait Answer<T>: Future<Output = Result<T, StoreError>> + Send {}

impl<T, F: Future<Output = Result<T, StoreError>> + Send> Answer<T> for F {}

/// A database that keeps the record.
pub trait Store: Send + Sync + 'static {
    /// Appends many at once, in one transaction. When this returns, everything that was taken is on the disk. Each append is
    /// taken or refused for itself; either all of its entries are there, or none.
    ///
    /// An error is about the transaction as a whole. If the database went away in the middle of it, nobody knows whether it
    /// was carried out: appending again is safe, since the expected version then no longer holds.
    fn append(&self, appends: Vec<Append>) -> impl Answer<Vec<Result<Receipt, AppendRefusal>>>;

    /// All entries of one chart, the first one first.
    fn chart(&self, patient: PatientId) -> impl Answer<Vec<Entry>>;

    /// Up to `at_most` entries of the record after a position, in order.
    fn after(&self, position: u64, at_most: u32) -> impl Answer<Vec<Entry>>;

    /// Where the record ends.
    fn head(&self) -> impl Answer<Head>;

    /// The wrapped data key of a patient.
    fn data_key(&self, patient: PatientId) -> impl Answer<Option<WrappedKey>>;

    /// All wrapped data keys, sorted by patient.
    fn data_keys(&self) -> impl Answer<Vec<(PatientId, WrappedKey)>>;

    /// Puts a wrapped data key in the place of one with another outer lock; `false` if that one is not there any more.
    fn replace_data_key(
        &self,
        patient: PatientId,
        locked_with: KeyId,
        wrapped: WrappedKey,
    ) -> impl Answer<bool>;

    /// Removes the wrapped data key of a patient, if it is there.
    fn remove_data_key(&self, patient: PatientId) -> impl Answer<()>;

    /// Takes in entries as they are, with wrapped data keys: for restoring a backup. They must follow the head.
    fn take_in(
        &self,
        entries: Vec<Entry>,
        data_keys: Vec<(PatientId, WrappedKey)>,
    ) -> impl Answer<()>;

    /// Lets go of the database.
    fn close(&self) -> impl Future<Output = ()> + Send;
}
