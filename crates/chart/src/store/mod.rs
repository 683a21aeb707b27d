//! Where entries lie: one trait, two databases.
//!
//! A store knows nothing of events, names or keys: it keeps sealed bodies in order. Everything it promises is told by one
//! conformance story that the tests run over both databases.

mod any;
mod append;
mod chaining;
mod clinic_rows;
mod error;
mod filing;
mod group;
mod migration;
mod postgres;
mod rows;
mod sqlite;
mod writer;

use std::future::Future;

pub use any::AnyStore;
pub use append::{Append, AppendRefusal, KeyChange, NewEntry, Receipt};
pub use error::StoreError;
pub use filing::{DocumentConflict, Filing, SealedDocument};
pub use group::{MOST_AT_ONCE, WriteError};
pub use postgres::PostgresStore;
pub use sqlite::SqliteStore;
pub use writer::{AccessWriter, Writer};

use crate::access::{Access, AccessQuery};
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

    /// All entries of these charts, by one question: those of a chart in their order, charts in no order.
    fn charts(&self, patients: Vec<PatientId>) -> impl Answer<Vec<Entry>>;

    /// Up to `at_most` entries of the record after a position, in order.
    fn after(&self, position: u64, at_most: u32) -> impl Answer<Vec<Entry>>;

    /// Where the record ends.
    fn head(&self) -> impl Answer<Head>;

    /// The wrapped data key of a patient.
    fn data_key(&self, patient: PatientId) -> impl Answer<Option<WrappedKey>>;

    /// The wrapped data keys of these patients, as far as there are any, in no order.
    fn data_keys_of(&self, patients: Vec<PatientId>) -> impl Answer<Vec<(PatientId, WrappedKey)>>;

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

    /// Writes versions of documents of the cabinet, all or none, and tells the newest revision. When this returns they are on
    /// the disk. Revisions become visible in their order and without gaps.
    fn file_documents(&self, filings: Vec<Filing>) -> impl Answer<Result<u64, DocumentConflict>>;

    /// Up to `at_most` documents whose newest version came after a revision, in order of revisions; removed ones too.
    fn documents_after(&self, revision: u64, at_most: u32) -> impl Answer<Vec<SealedDocument>>;

    /// Where the record ends, and the newest revision of the cabinet, of the same moment and by one question.
    fn standing(&self) -> impl Answer<(Head, u64)>;

    /// Puts a wrapped data key where there is none yet; `false` if there is one.
    fn add_data_key(&self, patient: PatientId, wrapped: WrappedKey) -> impl Answer<bool>;

    /// Adds rows to the access trail in this order. When this returns they are on the disk.
    fn note_accesses(&self, accesses: Vec<Access>) -> impl Answer<()>;

    /// A page of the access trail with its positions, newest first.
    fn accesses(&self, query: AccessQuery) -> impl Answer<Vec<(u64, Access)>>;

    /// Up to `at_most` rows of the access trail after a position, in order.
    fn accesses_after(&self, position: u64, at_most: u32) -> impl Answer<Vec<(u64, Access)>>;

    /// Takes in documents as they are: for restoring a backup.
    fn take_in_documents(&self, documents: Vec<SealedDocument>) -> impl Answer<()>;

    /// Takes in rows of the access trail as they are: for restoring a backup.
    fn take_in_accesses(&self, accesses: Vec<(u64, Access)>) -> impl Answer<()>;

    /// Lets go of the database.
    fn close(&self) -> impl Future<Output = ()> + Send;
}
