//! The cabinet and the access trail in SQLite.

use sqlx::{Connection as _, QueryBuilder, Sqlite, SqliteConnection, Transaction};

use super::{ROWS_AT_ONCE, SqliteStore, renew_after_error};
use crate::access::{Access, AccessQuery};
use crate::entry::Head;
use crate::id::PatientId;
use crate::keys::WrappedKey;
use crate::store::StoreError;
use crate::store::clinic_rows::{
    self, AccessColumns, DocumentColumns, LAST_ACCESS, NEWEST_REVISION, STANDING, unsigned,
};
use crate::store::filing::{DocumentConflict, Filing, SealedDocument, Versions, file};
use crate::store::rows::signed;

impl SqliteStore {
    pub(super) async fn write_documents(
        &self,
        filings: Vec<Filing>,
    ) -> Result<Result<u64, DocumentConflict>, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let told = Self::file_over(&mut connection, filings).await;
        renew_after_error(connection, told).await
    }

    async fn file_over(
        connection: &mut SqliteConnection,
        filings: Vec<Filing>,
    ) -> Result<Result<u64, DocumentConflict>, StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let mut versions = Versions::new();
        for filing in &filings {
            let version: Option<i64> =
                sqlx::query_scalar("SELECT version FROM cabinet WHERE drawer = ? AND id = ?")
                    .bind(&filing.drawer)
                    .bind(filing.id)
                    .fetch_optional(&mut *transaction)
                    .await?;
            let place = (filing.drawer.clone(), filing.id);
            versions.insert(place, version.map_or(0, unsigned));
        }
        let newest: i64 = sqlx::query_scalar(NEWEST_REVISION)
            .fetch_one(&mut *transaction)
            .await?;
        let documents = match file(unsigned(newest), versions, filings) {
            Ok(documents) => documents,
            Err(conflict) => return Ok(Err(conflict)),
        };
        let newest = documents
            .last()
            .map_or(unsigned(newest), |last| last.revision);
        Self::put_documents(&mut transaction, documents).await?;
        transaction.commit().await?;
        Ok(Ok(newest))
    }

    async fn put_documents(
        transaction: &mut Transaction<'_, Sqlite>,
        documents: Vec<SealedDocument>,
    ) -> Result<(), StoreError> {
        for document in documents {
            sqlx::query(
                "INSERT INTO cabinet (drawer, id, version, revision, body) VALUES (?, ?, ?, ?, ?) \
                 ON CONFLICT (drawer, id) DO UPDATE SET \
                 version = excluded.version, revision = excluded.revision, body = excluded.body",
            )
            .bind(document.drawer)
            .bind(document.id)
            .bind(signed(document.version))
            .bind(signed(document.revision))
            .bind(document.body)
            .execute(&mut **transaction)
            .await?;
        }
        Ok(())
    }

    pub(super) async fn restore_documents(
        &self,
        documents: Vec<SealedDocument>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Self::put_documents(&mut transaction, documents).await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn read_documents(
        &self,
        revision: u64,
        at_most: u32,
    ) -> Result<Vec<SealedDocument>, StoreError> {
        let rows: Vec<DocumentColumns> = sqlx::query_as(
            "SELECT drawer, id, version, revision, body FROM cabinet WHERE revision > ? ORDER BY revision LIMIT ?",
        )
        .bind(signed(revision))
        .bind(i64::from(at_most))
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(clinic_rows::document).collect())
    }

    pub(super) async fn read_standing(&self) -> Result<(Head, u64), StoreError> {
        clinic_rows::standing(sqlx::query_as(STANDING).fetch_one(&self.readers).await?)
    }

    pub(super) async fn insert_data_key(
        &self,
        patient: PatientId,
        wrapped: WrappedKey,
    ) -> Result<bool, StoreError> {
        let inserted = sqlx::query(
            "INSERT INTO data_key (patient, clinic_key, sealed) VALUES (?, ?, ?) ON CONFLICT (patient) DO NOTHING",
        )
        .bind(patient.uuid())
        .bind(wrapped.clinic_key.uuid())
        .bind(wrapped.sealed)
        .execute(&self.writer)
        .await?;
        Ok(inserted.rows_affected() == 1)
    }

    pub(super) async fn write_accesses(&self, accesses: Vec<Access>) -> Result<(), StoreError> {
        let mut connection = self.writer.acquire().await?;
        let told = Self::note_over(&mut connection, accesses).await;
        renew_after_error(connection, told).await
    }

    async fn note_over(
        connection: &mut SqliteConnection,
        accesses: Vec<Access>,
    ) -> Result<(), StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let last: i64 = sqlx::query_scalar(LAST_ACCESS)
            .fetch_one(&mut *transaction)
            .await?;
        let accesses = clinic_rows::placed(last, accesses);
        Self::insert_accesses(&mut transaction, accesses).await?;
        Ok(transaction.commit().await?)
    }

    async fn insert_accesses(
        transaction: &mut Transaction<'_, Sqlite>,
        accesses: Vec<(u64, Access)>,
    ) -> Result<(), StoreError> {
        for rows in accesses.chunks(ROWS_AT_ONCE) {
            let mut insert = QueryBuilder::new(
                "INSERT INTO access (position, at, by_user, patient, action, subject) ",
            );
            insert.push_values(rows, |mut row, (position, access)| {
                row.push_bind(signed(*position))
                    .push_bind(access.at.as_microsecond())
                    .push_bind(access.user.uuid())
                    .push_bind(access.patient.map(PatientId::uuid))
                    .push_bind(access.action.clone())
                    .push_bind(access.subject);
            });
            // The text depends on the number of rows; only that of a lone access comes again and again.
            let is_usual = rows.len() == 1;
            insert
                .build()
                .persistent(is_usual)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(())
    }

    pub(super) async fn restore_accesses(
        &self,
        accesses: Vec<(u64, Access)>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Self::insert_accesses(&mut transaction, accesses).await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn read_accesses(
        &self,
        query: AccessQuery,
    ) -> Result<Vec<(u64, Access)>, StoreError> {
        let rows: Vec<AccessColumns> = clinic_rows::ask_for_accesses::<Sqlite>(query)
            .build_query_as()
            .fetch_all(&self.readers)
            .await?;
        clinic_rows::accesses(rows)
    }

    pub(super) async fn read_accesses_after(
        &self,
        position: u64,
        at_most: u32,
    ) -> Result<Vec<(u64, Access)>, StoreError> {
        let rows: Vec<AccessColumns> = sqlx::query_as(
            "SELECT position, at, by_user, patient, action, subject FROM access WHERE position > ? ORDER BY position LIMIT ?",
        )
        .bind(signed(position))
        .bind(i64::from(at_most))
        .fetch_all(&self.readers)
        .await?;
        clinic_rows::accesses(rows)
    }
}
