//! PostgreSQL: the record of a group of clinics, with several servers.
//!
//! `synchronous_commit = on`, so that a commit is on the disk when it returns. Appends take turns by an advisory lock that
//! ends with the transaction: positions have no gaps and become visible in their order, so that whoever has read up to a
//! position has read everything before it.

mod clinic;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

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
        include_str!("../../../migrations/postgres/0001_record.sql"),
    ),
    (
        "clinic",
        include_str!("../../../migrations/postgres/0002_clinic.sql"),
    ),
];

/// What addresses of PostgreSQL begin with.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];
/// Connections of one server.
const CONNECTIONS: u32 = 8;
/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// Number of the lock by which appends take turns; any number that nothing else in the database uses.
const APPEND_LOCK: i64 = 0x4e65_6564_6c65;

/// The record in a PostgreSQL database.
pub struct PostgresStore {
    pool: PgPool,
}

impl fmt::Debug for PostgresStore {
    /// The address may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PostgresStore")
    }
}

impl PostgresStore {
    /// Opens a database by its address: `postgres://user:password@host:port/database`.
    ///
    /// # Errors
    /// When the address is none, nobody answers there, or the tables are of a newer version.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
            return Err(StoreError::Address);
        }
        let options = PgConnectOptions::from_str(address)
            .map_err(|_| StoreError::Address)?
            .application_name("needlework")
            .options([("synchronous_commit", "on")]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        migrator(&MIGRATIONS).run(&pool).await?;
        Ok(Self { pool })
    }

    async fn begin_turn(&self, lock: i64) -> Result<Transaction<'static, Postgres>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(lock)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
    }

    async fn lasts(
        transaction: &mut Transaction<'_, Postgres>,
        patients: Vec<Uuid>,
    ) -> Result<HashMap<PatientId, Last>, StoreError> {
        let rows: Vec<(Uuid, i64, i16)> = sqlx::query_as(
            "SELECT wanted.patient, last.sequence, last.kind FROM unnest($1::uuid[]) AS wanted (patient) \
             CROSS JOIN LATERAL (SELECT sequence, kind FROM entry WHERE entry.patient = wanted.patient \
             ORDER BY sequence DESC LIMIT 1) AS last",
        )
        .bind(patients)
        .fetch_all(&mut **transaction)
        .await?;
        let lasts = rows.into_iter().filter_map(|(patient, sequence, kind)| {
            let last = Last {
                sequence: u64::try_from(sequence).ok()?,
                kind: rows::kind_of(kind)?,
            };
            Some((PatientId::from_uuid(patient), last))
        });
        Ok(lasts.collect())
    }

    async fn head_in(transaction: &mut Transaction<'_, Postgres>) -> Result<Head, StoreError> {
        rows::head(
            sqlx::query_as(HEAD)
                .fetch_optional(&mut **transaction)
                .await?,
        )
    }

    async fn insert(
        transaction: &mut Transaction<'_, Postgres>,
        entries: Vec<Entry>,
    ) -> Result<(), StoreError> {
        let mut columns: (Vec<i64>, Vec<Uuid>, Vec<i64>, Vec<i16>) = Default::default();
        let mut sealed: (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
        for entry in entries {
            columns.0.push(signed(entry.position));
            columns.1.push(entry.patient.uuid());
            columns.2.push(signed(entry.sequence));
            columns.3.push(i16::from(entry.kind.code()));
            sealed.0.push(entry.body);
            sealed.1.push(entry.hash.0.to_vec());
        }
        sqlx::query(
            "INSERT INTO entry (position, patient, sequence, kind, body, hash) \
             SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::smallint[], $5::bytea[], $6::bytea[])",
        )
        .bind(columns.0)
        .bind(columns.1)
        .bind(columns.2)
        .bind(columns.3)
        .bind(sealed.0)
        .bind(sealed.1)
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    async fn change_key(
        transaction: &mut Transaction<'_, Postgres>,
        patient: PatientId,
        change: KeyChange,
    ) -> Result<(), StoreError> {
        let query = match change {
            KeyChange::Keep => return Ok(()),
            KeyChange::Add(wrapped) => sqlx::query(
                "INSERT INTO data_key (patient, clinic_key, sealed) VALUES ($1, $2, $3)",
            )
            .bind(patient.uuid())
            .bind(wrapped.clinic_key.uuid())
            .bind(wrapped.sealed),
            KeyChange::Remove => {
                sqlx::query("DELETE FROM data_key WHERE patient = $1").bind(patient.uuid())
            }
        };
        query.execute(&mut **transaction).await?;
        Ok(())
    }

    async fn write(
        &self,
        appends: Vec<Append>,
    ) -> Result<Vec<Result<Receipt, AppendRefusal>>, StoreError> {
        let mut patients: Vec<Uuid> = appends.iter().map(|one| one.patient.uuid()).collect();
        patients.sort_unstable();
        patients.dedup();
        let mut transaction = self.begin_turn(APPEND_LOCK).await?;
        let lasts = Self::lasts(&mut transaction, patients).await?;
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
        let mut transaction = self.begin_turn(APPEND_LOCK).await?;
        require_order(Self::head_in(&mut transaction).await?, &entries)?;
        Self::insert(&mut transaction, entries).await?;
        for (patient, wrapped) in data_keys {
            Self::change_key(&mut transaction, patient, KeyChange::Add(wrapped)).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

const HEAD: &str = "SELECT position, hash FROM entry ORDER BY position DESC LIMIT 1";

impl Store for PostgresStore {
    fn append(&self, appends: Vec<Append>) -> impl Answer<Vec<Result<Receipt, AppendRefusal>>> {
        self.write(appends)
    }

    async fn chart(&self, patient: PatientId) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryColumns> = sqlx::query_as(
            "SELECT position, patient, sequence, kind, body, hash FROM entry WHERE patient = $1 ORDER BY sequence",
        )
        .bind(patient.uuid())
        .fetch_all(&self.pool)
        .await?;
        rows::entries(rows)
    }

    async fn charts(&self, patients: Vec<PatientId>) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryColumns> = sqlx::query_as(
            "SELECT position, patient, sequence, kind, body, hash FROM entry WHERE patient = ANY($1) ORDER BY patient, sequence",
        )
        .bind(uuids(&patients))
        .fetch_all(&self.pool)
        .await?;
        rows::entries(rows)
    }

    async fn after(&self, position: u64, at_most: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryColumns> = sqlx::query_as(
            "SELECT position, patient, sequence, kind, body, hash FROM entry WHERE position > $1 ORDER BY position LIMIT $2",
        )
        .bind(signed(position))
        .bind(i64::from(at_most))
        .fetch_all(&self.pool)
        .await?;
        rows::entries(rows)
    }

    async fn head(&self) -> Result<Head, StoreError> {
        rows::head(sqlx::query_as(HEAD).fetch_optional(&self.pool).await?)
    }

    async fn data_key(&self, patient: PatientId) -> Result<Option<WrappedKey>, StoreError> {
        let row: Option<KeyColumns> =
            sqlx::query_as("SELECT patient, clinic_key, sealed FROM data_key WHERE patient = $1")
                .bind(patient.uuid())
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|columns| rows::wrapped(columns).1))
    }

    async fn data_keys_of(
        &self,
        patients: Vec<PatientId>,
    ) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        let rows: Vec<KeyColumns> = sqlx::query_as(
            "SELECT patient, clinic_key, sealed FROM data_key WHERE patient = ANY($1)",
        )
        .bind(uuids(&patients))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(rows::wrapped).collect())
    }

    async fn data_keys(&self) -> Result<Vec<(PatientId, WrappedKey)>, StoreError> {
        let rows: Vec<KeyColumns> =
            sqlx::query_as("SELECT patient, clinic_key, sealed FROM data_key ORDER BY patient")
                .fetch_all(&self.pool)
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
            "UPDATE data_key SET clinic_key = $1, sealed = $2 WHERE patient = $3 AND clinic_key = $4",
        )
        .bind(wrapped.clinic_key.uuid())
        .bind(wrapped.sealed)
        .bind(patient.uuid())
        .bind(locked_with.uuid())
        .execute(&self.pool)
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    async fn remove_data_key(&self, patient: PatientId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM data_key WHERE patient = $1")
            .bind(patient.uuid())
            .execute(&self.pool)
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
        self.pool.close().await;
    }
}

fn uuids(patients: &[PatientId]) -> Vec<Uuid> {
    patients.iter().map(|patient| patient.uuid()).collect()
}
