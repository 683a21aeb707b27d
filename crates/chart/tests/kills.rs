//! A process that is killed (kill -9) under a load of writes loses nothing that it acknowledged, and leaves nothing torn.
//!
//! The test starts itself as the process to be killed. `NEEDLEWORK_KILLS` says how often, per database; without it a few
//! times, so that every run of the tests has some. The counts are printed: `cargo test --test kills -- --nocapture`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use needlework_chart::chance::{Chance as _, OperatingSystem};
use needlework_chart::entry::{Entry, Head};
use needlework_chart::event::{Contact, ContactChanged, Event, Recorded};
use needlework_chart::id::PatientId;
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record, RecordError};
use needlework_chart::store::{PostgresStore, SqliteStore, Store};
use needlework_chart::verify::verify;
use support::clinic::{Clinic, nils};
use support::database::{Database, Postgres, Sqlite};
use support::{front_desk, minute};

/// Kills per database unless `NEEDLEWORK_KILLS` says otherwise.
const USUAL_KILLS: u32 = 25;
/// Charts that a process writes at the same time.
const CHARTS: u64 = 8;
/// Most acknowledgements that are waited for before a kill.
const MOST_ACKNOWLEDGED: u32 = 150;
/// Longest time between the last of them and the kill.
const LONGEST_JITTER_US: u32 = 3000;

/// An event that says where it belongs: its place in the chart, and the last place of those that were appended with it.
fn event(patient: PatientId, sequence: u64, last_of_group: u64) -> Recorded {
    Event::from(ContactChanged {
        contact: Contact {
            telephone: Some(format!("{patient} {sequence} {last_of_group}")),
            ..Contact::default()
        },
    })
    .by(front_desk(), minute(0))
}

fn random_below(limit: u32) -> u32 {
    let mut bytes = [0; 4];
    OperatingSystem.fill(&mut bytes).unwrap();
    u32::from_le_bytes(bytes) % limit
}

fn record_of<S: Store>(store: S, folder: &Path) -> Record<S> {
    let room = KeyRoom::open(&folder.join("keys")).unwrap();
    let keyring = Keyring::open(room, ClinicKeySource::Room, minute(0), &OperatingSystem);
    Record::new(
        Arc::new(store),
        keyring.unwrap(),
        Photographs::in_folder(&folder.join("photographs")).unwrap(),
        Arc::new(OperatingSystem),
    )
}

/// Writes until it is killed. Groups of one to three events; each is acknowledged when it is on the disk.
async fn write_chart<S: Store>(record: Arc<Record<S>>) -> Result<(), RecordError> {
    let patient = PatientId::new(jiff::Timestamp::now(), &OperatingSystem).unwrap();
    let mut chart = record.register(patient, &[nils()]).await?;
    loop {
        let first = chart.sequence() + 1;
        let last = first + first % 3;
        let events: Vec<_> = (first..=last)
            .map(|sequence| event(patient, sequence, last))
            .collect();
        chart = record.append(&chart, &events).await?;
        // One write per line: a line is there as a whole, or not.
        let line = format!("acknowledged {patient} {last}\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}

async fn write_for_ever<S: Store>(record: Record<S>) {
    let record = Arc::new(record);
    let charts: Vec<_> = (0..CHARTS)
        .map(|_| tokio::spawn(write_chart(Arc::clone(&record))))
        .collect();
    for chart in charts {
        chart.await.unwrap().unwrap();
    }
}

/// The process that is killed. Run by itself it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_that_is_killed() {
    let Ok(folder) = std::env::var("NEEDLEWORK_KILL_FOLDER") else {
        return;
    };
    let folder = Path::new(&folder);
    if let Ok(address) = std::env::var("NEEDLEWORK_KILL_ADDRESS") {
        let store = PostgresStore::open(&address).await.unwrap();
        write_for_ever(record_of(store, folder)).await;
    } else {
        let file = folder.join("chart.sqlite");
        let store = SqliteStore::open(&file).await.unwrap();
        write_for_ever(record_of(store, folder)).await;
    }
}

/// Starts the process, kills it at a random moment, and returns the last acknowledged event of every chart.
fn run_and_kill(folder: &Path, address: Option<&str>) -> BTreeMap<PatientId, u64> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "process_that_is_killed", "--nocapture"])
        .env("NEEDLEWORK_KILL_FOLDER", folder)
        .env_remove("NEEDLEWORK_KILL_ADDRESS")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(address) = address {
        command.env("NEEDLEWORK_KILL_ADDRESS", address);
    }
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = BTreeMap::new();
    let mut note = |line: String| {
        let mut words = line.split(' ');
        if words.next() != Some("acknowledged") {
            return false;
        }
        let (patient, sequence) = (words.next().unwrap(), words.next().unwrap());
        acknowledged.insert(patient.parse().unwrap(), sequence.parse().unwrap());
        true
    };
    let mut waited_for = 1 + random_below(MOST_ACKNOWLEDGED);
    while waited_for > 0 {
        let line = lines.next().expect("the process ended by itself").unwrap();
        waited_for -= u32::from(note(line));
    }
    let moment = Instant::now() + Duration::from_micros(random_below(LONGEST_JITTER_US).into());
    while Instant::now() < moment {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What was acknowledged before the kill and not read yet counts as well; a line that was cut off does not.
    for line in lines.map_while(Result::ok) {
        if line.split(' ').count() == 3 && line.len() > 40 {
            note(line);
        }
    }
    acknowledged
}

/// What is known of the record between kills.
struct Checked {
    head: Head,
    acknowledged: u64,
    found: u64,
}

impl Checked {
    /// Checks what was written since the last kill: linked, readable, in its place, no group torn, nothing lost.
    async fn check<S: Store>(
        &mut self,
        record: &Record<S>,
        acknowledged: &BTreeMap<PatientId, u64>,
    ) {
        let entries: Vec<Entry> = record
            .store()
            .after(self.head.position, u32::MAX)
            .await
            .unwrap();
        let mut ends: BTreeMap<PatientId, (u64, u64)> = BTreeMap::new();
        for entry in &entries {
            assert_eq!(entry.position, self.head.position + 1);
            assert_eq!(entry.hash, entry.hash_after(self.head.hash));
            self.head = entry.head();
            let end = ends.entry(entry.patient).or_default();
            assert_eq!(entry.sequence, end.0 + 1, "an event was lost or reordered");
            *end = (entry.sequence, self.last_of_group(record, entry).await);
        }
        for (patient, (sequence, last_of_group)) in &ends {
            assert_eq!(sequence, last_of_group, "a group of {patient} is torn");
        }
        for (patient, sequence) in acknowledged {
            let found = ends.get(patient).map_or(0, |end| end.0);
            assert!(
                found >= *sequence,
                "event {sequence} of {patient} was acknowledged and is lost: {found} are there"
            );
            self.acknowledged += sequence;
        }
        self.found += entries.len() as u64;
    }

    async fn last_of_group<S: Store>(&self, record: &Record<S>, entry: &Entry) -> u64 {
        let event = record.event_of(entry).await.unwrap().unwrap().event;
        let Event::ContactChanged(facts) = event else {
            return 1;
        };
        let text = facts.contact.telephone.unwrap();
        let words: Vec<&str> = text.split(' ').collect();
        let [patient, sequence, last] = words.as_slice() else {
            panic!("an event is torn");
        };
        assert_eq!(*patient, entry.patient.to_string());
        assert_eq!(*sequence, entry.sequence.to_string());
        last.parse().unwrap()
    }
}

async fn kill_and_check<D: Database>(clinic: Clinic<D>, name: &str, address: Option<&str>) {
    let kills =
        std::env::var("NEEDLEWORK_KILLS").map_or(USUAL_KILLS, |kills| kills.parse().unwrap());
    let folder = clinic.folder();
    let mut checked = Checked {
        head: Head::EMPTY,
        acknowledged: 0,
        found: 0,
    };
    for _ in 0..kills {
        let acknowledged = run_and_kill(folder, address);
        let record = record_of(clinic.database.open().await, folder);
        checked.check(&record, &acknowledged).await;
        record.store().close().await;
    }
    let record = record_of(clinic.database.open().await, folder);
    assert_eq!(verify(&record).await.unwrap().findings, []);
    println!(
        "{name}: {kills} kills, {} events acknowledged, {} found, none lost, none torn",
        checked.acknowledged, checked.found
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_in_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    let clinic = Clinic::with(Sqlite::in_folder(folder.path()), folder);
    kill_and_check(clinic, "SQLite", None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_in_postgres() {
    let clinic = Clinic::<Postgres>::new().await;
    let address = clinic.database.address.clone();
    kill_and_check(clinic, "PostgreSQL", Some(&address)).await;
}
