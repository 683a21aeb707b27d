//! The cabinet and the access trail between columns and their types: what both databases share.

use jiff::Timestamp;
use sqlx::{Database, Encode, QueryBuilder, Type};
use uuid::Uuid;

use super::error::StoreError;
use super::filing::SealedDocument;
use super::rows::{self, signed};
use crate::access::{Access, AccessQuery};
use crate::entry::Head;
use crate::id::{PatientId, UserId};

pub(super) const NEWEST_REVISION: &str = "SELECT COALESCE(MAX(revision), 0) FROM cabinet";
pub(super) const LAST_ACCESS: &str = "SELECT COALESCE(MAX(position), 0) FROM access";
/// One question for everything that may be new: the end of the record and the newest revision, of one moment.
pub(super) const STANDING: &str = "SELECT last.position, last.hash, newest.revision \
    FROM (SELECT COALESCE(MAX(revision), 0) AS revision FROM cabinet) AS newest \
    LEFT JOIN (SELECT position, hash FROM entry ORDER BY position DESC LIMIT 1) AS last ON 1 = 1";

/// drawer, id, version, revision, body.
pub(super) type DocumentColumns = (String, Uuid, i64, i64, Option<Vec<u8>>);
/// position, at, `by_user`, patient, action, subject.
pub(super) type AccessColumns = (i64, i64, Uuid, Option<Uuid>, String, Option<Uuid>);
/// position and hash of the last entry, newest revision.
pub(super) type StandingColumns = (Option<i64>, Option<Vec<u8>>, i64);

/// A number that a check of the table keeps from being negative.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

pub(super) fn document(columns: DocumentColumns) -> SealedDocument {
    let (drawer, id, version, revision, body) = columns;
    SealedDocument {
        drawer,
        id,
        version: unsigned(version),
        revision: unsigned(revision),
        body,
    }
}

pub(super) fn standing(columns: StandingColumns) -> Result<(Head, u64), StoreError> {
    let (position, hash, revision) = columns;
    Ok((rows::head(position.zip(hash))?, unsigned(revision)))
}

pub(super) fn accesses(rows: Vec<AccessColumns>) -> Result<Vec<(u64, Access)>, StoreError> {
    rows.into_iter().map(access).collect()
}

fn access(columns: AccessColumns) -> Result<(u64, Access), StoreError> {
    let (position, at, user, patient, action, subject) = columns;
    let access = Access {
        at: Timestamp::from_microsecond(at).map_err(|_| StoreError::DamagedAccess(position))?,
        user: UserId::from_uuid(user),
        patient: patient.map(PatientId::from_uuid),
        action,
        subject,
    };
    Ok((unsigned(position), access))
}

/// Accesses with the places after `last`.
pub(super) fn placed(last: i64, accesses: Vec<Access>) -> Vec<(u64, Access)> {
    (unsigned(last) + 1..).zip(accesses).collect()
}

/// The question for a page of the trail, newest first; only the conditions that were asked for, so that an index serves it.
pub(super) fn ask_for_accesses<DB: Database>(query: AccessQuery) -> QueryBuilder<DB>
where
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    Uuid: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut question = QueryBuilder::new(
        "SELECT position, at, by_user, patient, action, subject FROM access WHERE position < ",
    );
    question.push_bind(signed(query.before_position.unwrap_or(u64::MAX)));
    if let Some(patient) = query.patient {
        question.push(" AND patient = ").push_bind(patient.uuid());
    }
    if let Some(user) = query.user {
        question.push(" AND by_user = ").push_bind(user.uuid());
    }
    question
        .push(" ORDER BY position DESC LIMIT ")
        .push_bind(i64::from(query.at_most));
    question
}
