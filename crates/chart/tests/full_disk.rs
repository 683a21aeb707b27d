//! A full disk below either database: it is told, nothing that was acknowledged is lost, and work goes on when there is room.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use needlework_chart::record::{OpenChart, Record, RecordError};
use needlework_chart::store::{PostgresStore, SqliteStore, Store, StoreError, WriteError};
use needlework_chart::verify::verify;
use sqlx::{Connection as _, PgConnection};
use support::clinic::{MARA, nils, note, record_over};
use support::database::server_address;

/// Space that is left on a small disk before the appends begin, bytes.
const LEFT: u64 = 3 << 20;

/// A disk that is small, as only this process and its children see it, and a folder on a large one.
struct Disks {
    small: PathBuf,
    large: PathBuf,
}

impl Disks {
    /// The disks on which this process was started; `None`: it was not.
    fn given() -> Option<Self> {
        Some(Self {
            small: std::env::var_os("NEEDLEWORK_SMALL_DISK")?.into(),
            large: std::env::var_os("NEEDLEWORK_LARGE_DISK")?.into(),
        })
    }

    /// Fills the small disk but for a little.
    fn fill(&self) {
        let mut ballast = File::create(self.ballast()).unwrap();
        while ballast.write_all(&[1; 1 << 13]).is_ok() {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length - LEFT).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.small.join("ballast")
    }
}

/// Appends until it is refused: the chart as it was acknowledged last, and what was told.
async fn append_until_refused<S: Store>(
    record: &Record<S>,
    chart: OpenChart,
) -> (OpenChart, StoreError) {
    let mut chart = chart;
    loop {
        match record.append(&chart, &[note("x".repeat(4000))]).await {
            Ok(next) => chart = next,
            Err(RecordError::Write(WriteError::Store(error))) => return (chart, error),
            Err(error) => panic!("not told of the disk: {error}"),
        }
    }
}

/// Opens the chart, however long the database takes to come back.
async fn open_surely<S: Store>(record: &Record<S>) -> OpenChart {
    loop {
        match record.open(MARA).await {
            Ok(chart) => return chart,
            Err(RecordError::Store(StoreError::Unreachable(_))) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn assert_goes_on<S: Store>(record: &Record<S>, chart: &OpenChart) {
    let text = "room again".to_owned();
    let chart = record.append(chart, &[note(text)]).await.unwrap();
    assert!(record.open(MARA).await.unwrap() == chart);
    assert_eq!(verify(record).await.unwrap().findings, []);
}

/// Runs on a small disk. By itself it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_with_sqlite_on_a_small_disk() {
    let Some(disks) = Disks::given() else { return };
    let file = disks.small.join("chart.sqlite");
    let store = SqliteStore::open(&file).await.unwrap();
    let record = record_over(store, &disks.large);
    let chart = record.register(MARA, &[nils()]).await.unwrap();
    disks.fill();
    let (chart, told) = append_until_refused(&record, chart).await;
    assert!(matches!(told, StoreError::Full(_)), "{told}");
    // What was acknowledged can be read while the disk is full, and nothing else is there.
    assert!(record.open(MARA).await.unwrap() == chart);
    assert!(chart.sequence() > 10);
    disks.make_room();
    assert_goes_on(&record, &chart).await;
    println!("full after {} events", chart.sequence() - 1);
}

/// A PostgreSQL in this process's own disks, reached by a socket. It ends with the process.
struct Server {
    programs: PathBuf,
    disks: Disks,
    tables: PathBuf,
}

impl Server {
    /// A server with its tables and its log of changes in two folders.
    fn start(disks: Disks, tables: PathBuf, log_of_changes: &Path) -> Self {
        let programs = std::env::var_os("NEEDLEWORK_POSTGRES_PROGRAMS").unwrap();
        let server = Self {
            programs: programs.into(),
            disks,
            tables,
        };
        let mut make = server.program("initdb");
        make.args(["--auth", "trust", "--username", "postgres"])
            .args(["--wal-segsize", "1", "--no-sync"])
            .arg("--waldir")
            .arg(log_of_changes);
        succeed(&mut make);
        server.start_again();
        server
    }

    fn start_again(&self) {
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c min_wal_size=2MB -c max_wal_size=64MB",
            self.disks.large.display()
        );
        let log = self.disks.large.join("postgres.log");
        let mut start = self.program("pg_ctl");
        start.args(["--wait", "--silent", "--options", &options]);
        succeed(start.arg("--log").arg(log).arg("start"));
    }

    fn runs(&self) -> bool {
        let status = self.program("pg_ctl").arg("status").output();
        status.unwrap().status.success()
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.env("PGDATA", &self.tables).stdout(Stdio::null());
        command
    }

    async fn store(&self) -> PostgresStore {
        let folder = self.disks.large.display();
        let address = format!("postgres://postgres@localhost/postgres?host={folder}");
        PostgresStore::open(&address).await.unwrap()
    }
}

fn succeed(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// Runs on a small disk. By itself it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_with_tables_of_postgres_on_a_small_disk() {
    let Some(disks) = Disks::given() else { return };
    let (tables, changes) = (disks.small.join("tables"), disks.large.join("changes"));
    let server = Server::start(disks, tables, &changes);
    let record = record_over(server.store().await, &server.disks.large);
    let chart = record.register(MARA, &[nils()]).await.unwrap();
    server.disks.fill();
    let (chart, told) = append_until_refused(&record, chart).await;
    assert!(matches!(told, StoreError::Full(_)), "{told}");
    assert!(record.open(MARA).await.unwrap() == chart);
    assert!(chart.sequence() > 10);
    server.disks.make_room();
    assert_goes_on(&record, &chart).await;
    println!("full after {} events", chart.sequence() - 1);
}

/// Runs on a small disk. By itself it has nothing to do. A PostgreSQL that cannot write its log of changes ends, and whether
/// what was being recorded is there is known only when it is back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_with_changes_of_postgres_on_a_small_disk() {
    let Some(disks) = Disks::given() else { return };
    let (tables, changes) = (disks.large.join("tables"), disks.small.join("changes"));
    let server = Server::start(disks, tables, &changes);
    let record = record_over(server.store().await, &server.disks.large);
    let chart = record.register(MARA, &[nils()]).await.unwrap();
    server.disks.fill();
    let (acknowledged, told) = append_until_refused(&record, chart).await;
    assert!(matches!(told, StoreError::Unreachable(_)), "{told}");
    assert!(acknowledged.sequence() > 10);
    server.disks.make_room();
    if !server.runs() {
        server.start_again();
    }
    let chart = open_surely(&record).await;
    let unknown = chart.sequence() - acknowledged.sequence();
    assert!(unknown <= 1, "{unknown} events that nobody was told of");
    assert_goes_on(&record, &chart).await;
    println!("full after {} events", chart.sequence() - 1);
}

/// Whether this machine lets a process have disks of its own. Where it does not, the reason is printed and nothing is tested.
fn may_have_own_disks() -> bool {
    let mount = "mount -t tmpfs none /mnt";
    let tried = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", mount])
        .output();
    let reason = match tried {
        Ok(tried) if tried.status.success() => return true,
        Ok(tried) => String::from_utf8_lossy(&tried.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    println!("not tested, since this machine gives no small disk: {reason}");
    false
}

/// Starts one of the processes above on a disk of its own, in which nobody is root, since PostgreSQL will not run as root.
fn run_on_a_small_disk(process: &str, megabytes: u32, programs: Option<&str>) {
    if !may_have_own_disks() {
        return;
    }
    let folder = tempfile::TempDir::new().unwrap();
    let (small, large) = (folder.path().join("small"), folder.path().join("large"));
    fs::create_dir(&small).unwrap();
    fs::create_dir(&large).unwrap();
    let ran = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--pid", "--fork", "--kill-child"])
        .args(["sh", "-c"])
        .arg(format!(
            "mount -t tmpfs -o size={megabytes}m,mode=777 none \"$NEEDLEWORK_SMALL_DISK\" && exec unshare --map-user=1000 --map-group=1000 \"$0\" \"$@\""
        ))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", process, "--nocapture"])
        .env("NEEDLEWORK_SMALL_DISK", &small)
        .env("NEEDLEWORK_LARGE_DISK", &large)
        .envs(programs.map(|folder| ("NEEDLEWORK_POSTGRES_PROGRAMS", folder)))
        .output()
        .expect("unshare of util-linux is needed to make a small disk");
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(
        ran.status.success() && told.contains("full after"),
        "{told}\n{}\n{}",
        String::from_utf8_lossy(&ran.stderr),
        fs::read_to_string(large.join("postgres.log")).unwrap_or_default()
    );
    println!(
        "{}",
        told.lines()
            .find(|line| line.contains("full after"))
            .unwrap()
    );
}

/// Where the programs of the PostgreSQL of the tests lie, as it says itself.
async fn programs_of_postgres() -> String {
    let mut connection = PgConnection::connect(&server_address()).await.unwrap();
    let folder: String = sqlx::query_scalar("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert!(Path::new(&folder).join("initdb").is_file(), "{folder}");
    folder
}

#[test]
fn a_full_disk_below_sqlite_loses_nothing_and_work_goes_on_when_there_is_room() {
    run_on_a_small_disk("process_with_sqlite_on_a_small_disk", 8, None);
}

#[tokio::test]
async fn a_full_disk_below_the_tables_of_postgres_loses_nothing_and_work_goes_on() {
    let programs = programs_of_postgres().await;
    let process = "process_with_tables_of_postgres_on_a_small_disk";
    run_on_a_small_disk(process, 120, Some(&programs));
}

#[tokio::test]
async fn a_full_disk_below_the_changes_of_postgres_loses_nothing_and_work_goes_on() {
    let programs = programs_of_postgres().await;
    let process = "process_with_changes_of_postgres_on_a_small_disk";
    run_on_a_small_disk(process, 120, Some(&programs));
}
