//! The cabinet and the access trail in PostgreSQL. Whoever writes takes a turn by an advisory lock, as appends do: revisions
//! and positions have no gaps and become visible in their order.

use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::PostgresStore;
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

/// Number of the lock by which documents are written in turns.
const CABINET_LOCK: i64 = 0x4e65_6564_6c66;
/// Number of the lock by which accesses are noted in turns.
const ACCESS_LOCK: i64 = 0x4e65_6564_6c67;

impl PostgresStore {
    pub(super) async fn write_documents(
        &self,
        filings: Vec<Filing>,
    ) -> Result<Result<u64, DocumentConflict>, StoreError> {
        let mut transaction = self.begin_turn(CABINET_LOCK).await?;
        let versions = Self::versions(&mut transaction, &filings).await?;
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

    async fn versions(
        transaction: &mut Transaction<'_, Postgres>,
        filings: &[Filing],
    ) -> Result<Versions, StoreError> {
        let (drawers, ids): (Vec<String>, Vec<Uuid>) = filings
            .iter()
            .map(|filing| (filing.drawer.clone(), filing.id))
            .unzip();
        let rows: Vec<(String, Uuid, i64)> = sqlx::query_as(
            "SELECT drawer, id, version FROM cabinet WHERE (drawer, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))",
        )
        .bind(drawers)
        .bind(ids)
        .fetch_all(&mut **transaction)
        .await?;
        let versions = rows.into_iter();
        Ok(versions
            .map(|(drawer, id, version)| ((drawer, id), unsigned(version)))
            .collect())
    }

    async fn put_documents(
        transaction: &mut Transaction<'_, Postgres>,
        documents: Vec<SealedDocument>,
    ) -> Result<(), StoreError> {
        for document in documents {
            sqlx::query(
                "INSERT INTO cabinet (drawer, id, version, revision, body) VALUES ($1, $2, $3, $4, $5) \
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
        let mut transaction = self.begin_turn(CABINET_LOCK).await?;
        Self::put_documents(&mut transaction, documents).await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn read_documents(
        &self,
        revision: u64,
        at_most: u32,
    ) -> Result<Vec<SealedDocument>, StoreError> {
        let rows: Vec<DocumentColumns> = sqlx::query_as(
            "SELECT drawer, id, version, revision, body FROM cabinet WHERE revision > $1 ORDER BY revision LIMIT $2",
        )
        .bind(signed(revision))
        .bind(i64::from(at_most))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(clinic_rows::document).collect())
    }

    pub(super) async fn read_standing(&self) -> Result<(Head, u64), StoreError> {
        clinic_rows::standing(sqlx::query_as(STANDING).fetch_one(&self.pool).await?)
    }

    pub(super) async fn insert_data_key(
        &self,
        patient: PatientId,
        wrapped: WrappedKey,
    ) -> Result<bool, StoreError> {
        let inserted = sqlx::query(
            "INSERT INTO data_key (patient, clinic_key, sealed) VALUES ($1, $2, $3) ON CONFLICT (patient) DO NOTHING",
        )
        .bind(patient.uuid())
        .bind(wrapped.clinic_key.uuid())
        .bind(wrapped.sealed)
        .execute(&self.pool)
        .await?;
        Ok(inserted.rows_affected() == 1)
    }

    pub(super) async fn write_accesses(&self, accesses: Vec<Access>) -> Result<(), StoreError> {
        let mut transaction = self.begin_turn(ACCESS_LOCK).await?;
        let last: i64 = sqlx::query_scalar(LAST_ACCESS)
            .fetch_one(&mut *transaction)
            .await?;
        let accesses = clinic_rows::placed(last, accesses);
        Self::insert_accesses(&mut transaction, accesses).await?;
        Ok(transaction.commit().await?)
    }

    async fn insert_accesses(
        transaction: &mut Transaction<'_, Postgres>,
        accesses: Vec<(u64, Access)>,
    ) -> Result<(), StoreError> {
        let mut places: (Vec<i64>, Vec<i64>) = Default::default();
        let mut who: (Vec<Uuid>, Vec<Option<Uuid>>) = Default::default();
        let mut what: (Vec<String>, Vec<Option<Uuid>>) = Default::default();
        for (position, access) in accesses {
            places.0.push(signed(position));
            places.1.push(access.at.as_microsecond());
            who.0.push(access.user.uuid());
            who.1.push(access.patient.map(PatientId::uuid));
            what.0.push(access.action);
            what.1.push(access.subject);
        }
        sqlx::query(
            "INSERT INTO access (position, at, by_user, patient, action, subject) \
             SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[])",
        )
        .bind(places.0)
        .bind(places.1)
        .bind(who.0)
        .bind(who.1)
        .bind(what.0)
        .bind(what.1)
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    pub(super) async fn restore_accesses(
        &self,
        accesses: Vec<(u64, Access)>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin_turn(ACCESS_LOCK).await?;
        Self::insert_accesses(&mut transaction, accesses).await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn read_accesses(
        &self,
        query: AccessQuery,
    ) -> Result<Vec<(u64, Access)>, StoreError> {
        let rows: Vec<AccessColumns> = clinic_rows::ask_for_accesses::<Postgres>(query)
            .build_query_as()
            .fetch_all(&self.pool)
            .await?;
        clinic_rows::accesses(rows)
    }

    pub(super) async fn read_accesses_after(
        &self,
        position: u64,
        at_most: u32,
    ) -> Result<Vec<(u64, Access)>, StoreError> {
        let rows: Vec<AccessColumns> = sqlx::query_as(
            "SELECT position, at, by_user, patient, action, subject FROM access WHERE position > $1 ORDER BY position LIMIT $2",
        )
        .bind(signed(position))
        .bind(i64::from(at_most))
        .fetch_all(&self.pool)
        .await?;
        clinic_rows::accesses(rows)
    }
}
