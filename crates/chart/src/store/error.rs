//! Why a database did not answer. Texts of databases are passed on: they name tables, limits and files, never contents,
//! since bodies are sealed and everything else is ids and numbers.

use std::error::Error as _;

use sqlx::error::DatabaseError;
use sqlx::postgres::{PgDatabaseError, PgSeverity};
use thiserror::Error;

/// Why a database did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// It is not there.
    #[error(
        "the database cannot be reached ({0}); check that it runs, then try again. What was being recorded at this moment may or may not be there: open the chart and look."
    )]
    Unreachable(String),
    /// The disk is full.
    #[error("the disk of the database is full ({0}); make room. Nothing of this was recorded.")]
    Full(String),
    /// The address is none.
    #[error("this is no address of a PostgreSQL database; write postgres://user@host/database.")]
    Address,
    /// The tables are of another version.
    #[error(
        "the tables of the database cannot be brought up to date ({0}); use the version of Needlework that wrote them, or a newer one."
    )]
    Migration(String),
    /// A row that cannot be.
    #[error(
        "entry {position} is damaged ({what}); run `needlework verify`, then restore a backup."
    )]
    Damaged {
        /// Position.
        position: i64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A row of the access trail that cannot be.
    #[error("row {0} of the access trail is damaged; restore a backup.")]
    DamagedAccess(i64),
    /// Entries that do not follow the head.
    #[error("entry {0} does not follow the record; a backup is restored into an empty record.")]
    NotInOrder(u64),
    /// Anything else.
    #[error("the database refused ({0}); nothing of this was recorded.")]
    Failed(String),
}

/// SQLite: the database or disk is full.
const SQLITE_FULL: &str = "13";
/// SQLite: an error of the disk, and the same when writing (also what a limit on file sizes ends in).
const SQLITE_DISK_ERRORS: [&str; 2] = ["10", "778"];
/// PostgreSQL, class 53: insufficient resources; 53100 is a full disk.
const POSTGRES_DISK_FULL: &str = "53100";
/// PostgreSQL, classes 08 and 57: the connection is gone, or the server shuts down.
const POSTGRES_GONE: [&str; 2] = ["08", "57P"];

/// Whether PostgreSQL ends with this error, as when it cannot write its log of changes: what was being recorded may be there.
fn has_ended(refusal: &(dyn DatabaseError + 'static)) -> bool {
    refusal
        .try_downcast_ref::<PgDatabaseError>()
        .is_some_and(|error| matches!(error.severity(), PgSeverity::Panic))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) => {
                let code = refusal.code().unwrap_or_default();
                let text = refusal.message().to_owned();
                if has_ended(&**refusal) {
                    Self::Unreachable(text)
                } else if code == SQLITE_FULL || code == POSTGRES_DISK_FULL {
                    Self::Full(text)
                } else if SQLITE_DISK_ERRORS.contains(&code.as_ref())
                    || POSTGRES_GONE.iter().any(|class| code.starts_with(class))
                {
                    Self::Unreachable(text)
                } else {
                    Self::Failed(text)
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unreachable(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => Self::Migration(match other.source() {
                Some(source) => format!("{other}: {source}"),
                None => other.to_string(),
            }),
        }
    }
}
