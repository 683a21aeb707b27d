//! Either database, for programs that learn only at their start which one it is.

use std::path::Path;

use super::append::{Append, AppendRefusal, Receipt};
use super::error::StoreError;
use super::filing::{DocumentConflict, Filing, SealedDocument};
use super::{PostgresStore, SqliteStore, Store};
use crate::access::{Access, AccessQuery};
use crate::entry::{Entry, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::WrappedKey;

/// Either database.
#[derive(Debug)]
pub enum AnyStore {
    /// The record in one file.
    Sqlite(SqliteStore),
    /// The record of a group of clinics.
    Postgres(PostgresStore),
}

impl From<SqliteStore> for AnyStore {
    fn from(store: SqliteStore) -> Self {
        Self::Sqlite(store)
    }
}

impl From<PostgresStore> for AnyStore {
    fn from(store: PostgresStore) -> Self {
        Self::Postgres(store)
    }
}

/// Asks whichever it is.
macro_rules! either {
    ($self:ident, $method:ident ( $($argument:expr),* )) => {
        match $self {
            Self::Sqlite(store) => store.$method($($argument),*).await,
            Self::Postgres(store) => store.$method($($argument),*).await,
        }
    };
}

impl AnyStore {
    /// Opens the PostgreSQL database of an address, or else the SQLite file, which is made if needed.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub async fn open(address: Option<&str>, file: &Path) -> Result<Self, StoreError> {
        Ok(match address {
            Some(address) => PostgresStore::open(address).await?.into(),
            None => SqliteStore::open(file).await?.into(),
        })
    }
}

impl Store for AnyStore {
    async fn append(
        &self,
        appends: Vec<Append>,
    ) -> Result<Vec<Result<Receipt, AppendRefusal>>, StoreError> {
        either!(self, append(appends))
    }

    async fn chart(&self, patient: PatientId) -> Result<Vec<Entry>, StoreError> {
        either!(self, chart(patient))
    }

    async fn charts(&self, patients: Vec<PatientId>) -> Result<Vec<Entry>, StoreError> {
        either!(self, charts(patients))
    }

    async fn after(&self, position: u64, at_most: u32) -> Result<Vec<Entry>, StoreError> {
        either!(self, after(position, at_most))
    }

    async fn head(&self) -> Result<Head, StoreError> {
        either!(self, head())
    }

    async fn data_key(&self, patient: PatientId) -> Result<Option<WrappedKey>, StoreError> {
        either!(self, data_key(patient))
    }

    async fn data_keys_of(
        &self,
        patients: Vec<PatientId>,
    ) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        either!(self, data_keys_of(patients))
    }

    async fn data_keys(&self) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        either!(self, data_keys())
    }

    async fn replace_data_key(
        &self,
        patient: PatientId,
        locked_with: KeyId,
        wrapped: WrappedKey,
    ) -> Result<bool, StoreError> {
        either!(self, replace_data_key(patient, locked_with, wrapped))
    }

    async fn remove_data_key(&self, patient: PatientId) -> Result<(), StoreError> {
        either!(self, remove_data_key(patient))
    }

    async fn take_in(
        &self,
        entries: Vec<Entry>,
        data_keys: Vec<(PatientId, WrappedKey)>,
    ) -> Result<(), StoreError> {
        either!(self, take_in(entries, data_keys))
    }

    async fn file_documents(
        &self,
        filings: Vec<Filing>,
    ) -> Result<Result<u64, DocumentConflict>, StoreError> {
        either!(self, file_documents(filings))
    }

    async fn documents_after(
        &self,
        revision: u64,
        at_most: u32,
    ) -> Result<Vec<SealedDocument>, StoreError> {
        either!(self, documents_after(revision, at_most))
    }

    async fn standing(&self) -> Result<(Head, u64), StoreError> {
        either!(self, standing())
    }

    async fn add_data_key(
        &self,
        patient: PatientId,
        wrapped: WrappedKey,
    ) -> Result<bool, StoreError> {
        either!(self, add_data_key(patient, wrapped))
    }

    async fn note_accesses(&self, accesses: Vec<Access>) -> Result<(), StoreError> {
        either!(self, note_accesses(accesses))
    }

    async fn accesses(&self, query: AccessQuery) -> Result<Vec<(u64, Access)>, StoreError> {
        either!(self, accesses(query))
    }

    async fn accesses_after(
        &self,
        position: u64,
        at_most: u32,
    ) -> Result<Vec<(u64, Access)>, StoreError> {
        either!(self, accesses_after(position, at_most))
    }

    async fn take_in_documents(&self, documents: Vec<SealedDocument>) -> Result<(), StoreError> {
        either!(self, take_in_documents(documents))
    }

    async fn take_in_accesses(&self, accesses: Vec<(u64, Access)>) -> Result<(), StoreError> {
        either!(self, take_in_accesses(accesses))
    }

    async fn close(&self) {
        either!(self, close());
    }
}
