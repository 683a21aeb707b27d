//! SQLite: the record in one file, for one computer.
//!
//! WAL, so that readers and the writer do not wait for one another; `synchronous = FULL`, so that a commit is on the disk
//! when it returns. One connection writes.

mod clinic;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection as _, QueryBuilder, Sqlite, Transaction};

use crate::access::{Access, AccessQuery};
use crate::entry::{Entry, Head};
use crate::id::{KeyId, PatientId};
use crate::keys::WrappedKey;
use crate::store::append::{Append, AppendRefusal, KeyChange, Receipt};
use crate::store::chaining::{Last, chain, require_order};
use crate::store::error::StoreError;
use crate::store::filing::{DocumentConflict, Filing, SealedDocument};
use crate::store::migration::migrator;
use crate::store::rows::{self, EntryColumns, KeyColumns, signed};
use crate::store::{Answer, Store};

const MIGRATIONS: [(&str, &str); 2] = [
    (
        "record",
        include_str!("../../../migrations/sqlite/0001_record.sql"),
    ),
    (
        "clinic",
        include_str!("../../../migrations/sqlite/0002_clinic.sql"),
    ),
];

/// Rows of one statement; SQLite takes 32,766 values, and a row has six.
const ROWS_AT_ONCE: usize = 500;
/// Rows that a reading thread may be ahead: with few it wakes its reader all the time, and most rows are read by the page.
const ROWS_IN_FLIGHT: usize = 1024;
/// Connections that read.
const READERS: u32 = 4;
/// How long somebody waits for another program that writes, for example a backup tool.
const PATIENCE: Duration = Duration::from_secs(10);

/// The record in an SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, and makes it if needed.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await?;
        migrator(&MIGRATIONS).run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .connect_with(
                options
                    .row_buffer_size(ROWS_IN_FLIGHT)
                    .pragma("query_only", "on"),
            )
            .await?;
        Ok(Self { writer, readers })
    }

    async fn last(
        transaction: &mut Transaction<'_, Sqlite>,
        patient: PatientId,
    ) -> Result<Option<Last>, StoreError> {
        let row: Option<(i64, i16)> = sqlx::query_as(
            "SELECT sequence, kind FROM entry WHERE patient = ? ORDER BY sequence DESC LIMIT 1",
        )
        .bind(patient.uuid())
        .fetch_optional(&mut **transaction)
        .await?;
        Ok(row.and_then(|(sequence, kind)| {
            Some(Last {
                sequence: u64::try_from(sequence).ok()?,
                kind: rows::kind_of(kind)?,
            })
        }))
    }

    async fn head_in(transaction: &mut Transaction<'_, Sqlite>) -> Result<Head, StoreError> {
        rows::head(
            sqlx::query_as(HEAD)
                .fetch_optional(&mut **transaction)
                .await?,
        )
    }

    /// Many rows by one statement: under load the calls cost more than the rows.
    async fn insert(
        transaction: &mut Transaction<'_, Sqlite>,
        entries: Vec<Entry>,
    ) -> Result<(), StoreError> {
        for rows in entries.chunks(ROWS_AT_ONCE) {
            let mut insert = QueryBuilder::new(
                "INSERT INTO entry (position, patient, sequence, kind, body, hash) ",
            );
            insert.push_values(rows, |mut row, entry| {
                row.push_bind(signed(entry.position))
                    .push_bind(entry.patient.uuid())
                    .push_bind(signed(entry.sequence))
                    .push_bind(i16::from(entry.kind.code()))
                    .push_bind(entry.body.clone())
                    .push_bind(entry.hash.0.to_vec());
            });
            // The text depends on the number of rows; only that of a lone event comes again and again.
            let is_usual = rows.len() == 1;
            insert
                .build()
                .persistent(is_usual)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(())
    }

    async fn change_key(
        transaction: &mut Transaction<'_, Sqlite>,
        patient: PatientId,
        change: KeyChange,
    ) -> Result<(), StoreError> {
        let query = match change {
            KeyChange::Keep => return Ok(()),
            KeyChange::Add(wrapped) => {
                sqlx::query("INSERT INTO data_key (patient, clinic_key, sealed) VALUES (?, ?, ?)")
                    .bind(patient.uuid())
                    .bind(wrapped.clinic_key.uuid())
                    .bind(wrapped.sealed)
            }
            KeyChange::Remove => {
                sqlx::query("DELETE FROM data_key WHERE patient = ?").bind(patient.uuid())
            }
        };
        query.execute(&mut **transaction).await?;
        Ok(())
    }

    async fn write(
        &self,
        appends: Vec<Append>,
    ) -> Result<Vec<Result<Receipt, AppendRefusal>>, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let told = Self::append_over(&mut connection, appends).await;
        renew_after_error(connection, told).await
    }

    async fn append_over(
        connection: &mut SqliteConnection,
        appends: Vec<Append>,
    ) -> Result<Vec<Result<Receipt, AppendRefusal>>, StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let mut lasts = HashMap::new();
        for append in &appends {
            if let Some(last) = Self::last(&mut transaction, append.patient).await? {
                lasts.insert(append.patient, last);
            }
        }
        let chained = chain(Self::head_in(&mut transaction).await?, lasts, appends);
        Self::insert(&mut transaction, chained.entries).await?;
        for (patient, change) in chained.key_changes {
            Self::change_key(&mut transaction, patient, change).await?;
        }
        transaction.commit().await?;
        Ok(chained.answers)
    }

    async fn restore(
        &self,
        entries: Vec<Entry>,
        data_keys: Vec<(PatientId, WrappedKey)>,
    ) -> Result<(), StoreError> {
        let mut connection = self.writer.acquire().await?;
        let told = Self::take_in_over(&mut connection, entries, data_keys).await;
        renew_after_error(connection, told).await
    }

    async fn take_in_over(
        connection: &mut SqliteConnection,
        entries: Vec<Entry>,
        data_keys: Vec<(PatientId, WrappedKey)>,
    ) -> Result<(), StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        require_order(Self::head_in(&mut transaction).await?, &entries)?;
        Self::insert(&mut transaction, entries).await?;
        for (patient, wrapped) in data_keys {
            Self::change_key(&mut transaction, patient, KeyChange::Add(wrapped)).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Passes on what was told. After an error, for example on a full disk, SQLite may have rolled back by itself, of which the
/// connection knows nothing: it is closed, and the next writer gets a new one.
async fn renew_after_error<T>(
    connection: PoolConnection<Sqlite>,
    told: Result<T, StoreError>,
) -> Result<T, StoreError> {
    if told.is_err() {
        // The first error is the one that matters.
        let _ = connection.close().await;
    }
    told
}

const CHART: &str = "SELECT position, patient, sequence, kind, body, hash FROM entry WHERE patient = ? ORDER BY sequence";
const DATA_KEY: &str = "SELECT patient, clinic_key, sealed FROM data_key WHERE patient = ?";
const HEAD: &str = "SELECT position, hash FROM entry ORDER BY position DESC LIMIT 1";

impl Store for SqliteStore {
    fn append(&self, appends: Vec<Append>) -> impl Answer<Vec<Result<Receipt, AppendRefusal>>> {
        self.write(appends)
    }

    async fn chart(&self, patient: PatientId) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryColumns> = sqlx::query_as(CHART)
            .bind(patient.uuid())
            .fetch_all(&self.readers)
            .await?;
        rows::entries(rows)
    }

    async fn charts(&self, patients: Vec<PatientId>) -> Result<Vec<Entry>, StoreError> {
        // A question costs no way to another machine here, and the statement is prepared once.
        let mut reader = self.readers.acquire().await?;
        let mut all = Vec::new();
        for patient in patients {
            let rows: Vec<EntryColumns> = sqlx::query_as(CHART)
                .bind(patient.uuid())
                .fetch_all(&mut *reader)
                .await?;
            all.extend(rows);
        }
        rows::entries(all)
    }

    async fn after(&self, position: u64, at_most: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryColumns> = sqlx::query_as(
            "SELECT position, patient, sequence, kind, body, hash FROM entry WHERE position > ? ORDER BY position LIMIT ?",
        )
        .bind(signed(position))
        .bind(i64::from(at_most))
        .fetch_all(&self.readers)
        .await?;
        rows::entries(rows)
    }

    async fn head(&self) -> Result<Head, StoreError> {
        rows::head(sqlx::query_as(HEAD).fetch_optional(&self.readers).await?)
    }

    async fn data_key(&self, patient: PatientId) -> Result<Option<WrappedKey>, StoreError> {
        let row: Option<KeyColumns> = sqlx::query_as(DATA_KEY)
            .bind(patient.uuid())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|columns| rows::wrapped(columns).1))
    }

    async fn data_keys_of(
        &self,
        patients: Vec<PatientId>,
    ) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let mut all = Vec::with_capacity(patients.len());
        for patient in patients {
            let row: Option<KeyColumns> = sqlx::query_as(DATA_KEY)
                .bind(patient.uuid())
                .fetch_optional(&mut *reader)
                .await?;
            all.extend(row.map(rows::wrapped));
        }
        Ok(all)
    }

    async fn data_keys(&self) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        let rows: Vec<KeyColumns> =
            sqlx::query_as("SELECT patient, clinic_key, sealed FROM data_key ORDER BY patient")
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(rows::wrapped).collect())
    }

    async fn replace_data_key(
        &self,
        patient: PatientId,
        locked_with: KeyId,
        wrapped: WrappedKey,
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            "UPDATE data_key SET clinic_key = ?, sealed = ? WHERE patient = ? AND clinic_key = ?",
        )
        .bind(wrapped.clinic_key.uuid())
        .bind(wrapped.sealed)
        .bind(patient.uuid())
        .bind(locked_with.uuid())
        .execute(&self.writer)
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    async fn remove_data_key(&self, patient: PatientId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM data_key WHERE patient = ?")
            .bind(patient.uuid())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    fn take_in(
        &self,
        entries: Vec<Entry>,
        data_keys: Vec<(PatientId, WrappedKey)>,
    ) -> impl Answer<()> {
        self.restore(entries, data_keys)
    }

    fn file_documents(&self, filings: Vec<Filing>) -> impl Answer<Result<u64, DocumentConflict>> {
        self.write_documents(filings)
    }

    fn documents_after(&self, revision: u64, at_most: u32) -> impl Answer<Vec<SealedDocument>> {
        self.read_documents(revision, at_most)
    }

    fn standing(&self) -> impl Answer<(Head, u64)> {
        self.read_standing()
    }

    fn add_data_key(&self, patient: PatientId, wrapped: WrappedKey) -> impl Answer<bool> {
        self.insert_data_key(patient, wrapped)
    }

    fn note_accesses(&self, accesses: Vec<Access>) -> impl Answer<()> {
        self.write_accesses(accesses)
    }

    fn accesses(&self, query: AccessQuery) -> impl Answer<Vec<(u64, Access)>> {
        self.read_accesses(query)
    }

    fn accesses_after(&self, position: u64, at_most: u32) -> impl Answer<Vec<(u64, Access)>> {
        self.read_accesses_after(position, at_most)
    }

    fn take_in_documents(&self, documents: Vec<SealedDocument>) -> impl Answer<()> {
        self.restore_documents(documents)
    }

    fn take_in_accesses(&self, accesses: Vec<(u64, Access)>) -> impl Answer<()> {
        self.restore_accesses(accesses)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
