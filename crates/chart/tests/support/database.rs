//! Real databases, empty and of one's own.

use std::path::{Path, PathBuf};

use needlework_chart::chance::OperatingSystem;
use needlework_chart::id::PatientId;
use needlework_chart::store::{PostgresStore, SqliteStore, Store};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// A database that tests can open more than once and change behind the program's back.
pub trait Database {
    type Store: Store;

    /// An empty one.
    async fn new() -> Self;

    /// Opens it, as a server does.
    async fn open(&self) -> Self::Store;

    /// Runs SQL that the program would never run, the guards against changes taken away.
    async fn tamper(&self, sql: &str);

    /// Bytes in SQL, from hexadecimal digits.
    fn bytes(&self, hex: &str) -> String;

    /// Runs SQL that the program would never run, and says what the database answers.
    async fn try_sql(&self, sql: &str) -> Result<(), sqlx::Error>;
}

pub struct Sqlite {
    folder: PathBuf,
    /// Goes with the database, if it is a folder of its own.
    _own: Option<TempDir>,
}

impl Sqlite {
    /// The database of a folder that somebody else keeps.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            _own: None,
        }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.join("chart.sqlite")
    }
}

impl Database for Sqlite {
    type Store = SqliteStore;

    async fn new() -> Self {
        let own = TempDir::new().unwrap();
        Self {
            folder: own.path().to_owned(),
            _own: Some(own),
        }
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.file()).await.unwrap()
    }

    async fn tamper(&self, sql: &str) {
        for guard in [
            "entry_is_not_changed",
            "entry_is_not_removed",
            "cabinet_only_grows",
            "cabinet_is_not_removed",
            "access_is_not_changed",
            "access_is_not_removed",
        ] {
            let drop = format!("DROP TRIGGER IF EXISTS {guard}");
            self.try_sql(&drop).await.unwrap();
        }
        self.try_sql(sql).await.unwrap();
    }

    fn bytes(&self, hex: &str) -> String {
        format!("x'{hex}'")
    }

    async fn try_sql(&self, sql: &str) -> Result<(), sqlx::Error> {
        let address = format!("sqlite://{}", self.file().display());
        let mut connection = SqliteConnection::connect(&address).await?;
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await
    }
}

pub struct Postgres {
    pub address: String,
}

/// Where a PostgreSQL runs in which tests may make databases.
pub fn server_address() -> String {
    std::env::var("NEEDLEWORK_POSTGRES").expect(
        "NEEDLEWORK_POSTGRES is not set: run `cargo xtask test`, which installs and starts a PostgreSQL for this test",
    )
}

impl Database for Postgres {
    type Store = PostgresStore;

    async fn new() -> Self {
        let server = server_address();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let random = PatientId::new(at, &OperatingSystem).unwrap();
        let name = format!("needlework_{}", random.uuid().simple());
        let mut connection = PgConnection::connect(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut connection)
            .await
            .unwrap();
        let (host, _) = server.rsplit_once('/').unwrap();
        Self {
            address: format!("{host}/{name}"),
        }
    }

    async fn open(&self) -> PostgresStore {
        PostgresStore::open(&self.address).await.unwrap()
    }

    async fn tamper(&self, sql: &str) {
        for table in ["entry", "cabinet", "access"] {
            let disable = format!("ALTER TABLE {table} DISABLE TRIGGER USER");
            self.try_sql(&disable).await.unwrap();
        }
        self.try_sql(sql).await.unwrap();
    }

    fn bytes(&self, hex: &str) -> String {
        format!("'\\x{hex}'::bytea")
    }

    async fn try_sql(&self, sql: &str) -> Result<(), sqlx::Error> {
        let mut connection = PgConnection::connect(&self.address).await?;
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await
    }
}
