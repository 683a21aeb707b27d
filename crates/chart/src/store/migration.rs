//! Migrations: numbered, in order, never changed once they were released. The database remembers the hash of each and
//! refuses a program whose migrations differ.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Migrations from their texts, numbered from 1.
pub(super) fn migrator(texts: &[(&'static str, &'static str)]) -> Migrator {
    let migrations = texts.iter().zip(1..).map(|((name, sql), version)| {
        Migration::new(
            version,
            (*name).into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}
