//! Durable appends per second: one event each, acknowledged when it is on the disk, sealed and chained as in the record.
//!
//! `cargo bench --package needlework-chart` measures SQLite; lent an empty PostgreSQL by `cargo xtask with-servers`, it
//! measures that too. It prints Markdown for BENCHMARKS.md. Numbers depend on the disk: the row with one chart is one wait for
//! it per append.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has failed")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use needlework_chart::access::Access;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    Author, Contact, ContactChanged, Event, PatientRegistered, PersonName, Recorded, Role,
};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::lists::Lists;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::{PostgresStore, SqliteStore, Store};
use needlework_chart::verify::verify;

/// Charts that are written at the same time.
const CHARTS_AT_ONCE: [usize; 4] = [1, 8, 64, 256];
/// How long each row is measured.
const MEASURED: Duration = Duration::from_secs(4);

fn recorded(event: Event) -> Recorded {
    let author = Author {
        user: UserId::new(Timestamp::UNIX_EPOCH, &OperatingSystem).unwrap(),
        name: "Kim Roth".to_owned(),
        role: Role::FrontDesk,
    };
    event.by(author, Timestamp::UNIX_EPOCH)
}

fn registration() -> Recorded {
    recorded(
        PatientRegistered {
            name: PersonName {
                family: "Vogel".to_owned(),
                given: "Mara".to_owned(),
            },
            birth_date: jiff::civil::date(1974, 3, 9),
            clinic_number: "1041".to_owned(),
            contact: Contact::default(),
        }
        .into(),
    )
}

fn note() -> Recorded {
    recorded(
        ContactChanged {
            contact: Contact {
                address: Some("Seeweg 3, 8000 Zürich".to_owned()),
                ..Contact::default()
            },
        }
        .into(),
    )
}

fn record_of<S: Store>(store: S, folder: &Path) -> Arc<Record<S>> {
    let room = KeyRoom::open(&folder.join("keys")).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let keyring = Keyring::open(room, ClinicKeySource::Room, now, &OperatingSystem);
    Arc::new(Record::new(
        Arc::new(store),
        keyring.unwrap(),
        Photographs::in_folder(&folder.join("photographs")).unwrap(),
        Arc::new(OperatingSystem),
    ))
}

/// Appends to as many charts at once until the time is over; how many a second.
async fn appends_per_second<S: Store>(record: &Arc<Record<S>>, charts: usize) -> f64 {
    let mut opened = Vec::new();
    for _ in 0..charts {
        let patient = PatientId::new(Timestamp::now(), &OperatingSystem).unwrap();
        opened.push(record.register(patient, &[registration()]).await.unwrap());
    }
    let started = Instant::now();
    let writers: Vec<_> = opened
        .into_iter()
        .map(|mut chart| {
            let record = Arc::clone(record);
            tokio::spawn(async move {
                let mut appended = 0_u32;
                while started.elapsed() < MEASURED {
                    chart = record.append(&chart, &[note()]).await.unwrap();
                    appended += 1;
                }
                appended
            })
        })
        .collect();
    let mut appended = 0;
    for writer in writers {
        appended += writer.await.unwrap();
    }
    f64::from(appended) / started.elapsed().as_secs_f64()
}

/// Notes accesses by as many people at once until the time is over; how many a second.
async fn accesses_per_second<S: Store>(record: &Arc<Record<S>>, people: usize) -> f64 {
    let started = Instant::now();
    let noting: Vec<_> = (0..people)
        .map(|_| {
            let record = Arc::clone(record);
            tokio::spawn(async move {
                let user = UserId::new(Timestamp::UNIX_EPOCH, &OperatingSystem).unwrap();
                let mut noted = 0_u32;
                while started.elapsed() < MEASURED {
                    let access = Access {
                        at: Timestamp::UNIX_EPOCH,
                        user,
                        patient: None,
                        action: "chart-opened".to_owned(),
                        subject: Some(user.uuid()),
                    };
                    record.note_access(access).await.unwrap();
                    noted += 1;
                }
                noted
            })
        })
        .collect();
    let mut noted = 0;
    for one in noting {
        noted += one.await.unwrap();
    }
    f64::from(noted) / started.elapsed().as_secs_f64()
}

/// How long it takes to ask whether anything is new, ms.
async fn standing_ms<S: Store>(record: &Record<S>) -> f64 {
    const TIMES: u32 = 500;
    let started = Instant::now();
    for _ in 0..TIMES {
        record.standing().await.unwrap();
    }
    1000.0 * started.elapsed().as_secs_f64() / f64::from(TIMES)
}

async fn measure<S: Store>(name: &str, record: Arc<Record<S>>) {
    for charts in CHARTS_AT_ONCE {
        let rate = appends_per_second(&record, charts).await;
        println!("| {name} | {charts} | {rate:.0} |");
    }
    for people in [1, 64] {
        let rate = accesses_per_second(&record, people).await;
        println!("\n{name}: {people} at once note {rate:.0} accesses/s.");
    }
    let asking = standing_ms(&record).await;
    println!("\n{name}: asking whether anything is new takes {asking:.2} ms.");
    let entries = record.store().head().await.unwrap().position;
    let started = Instant::now();
    let told = verify(&record).await.unwrap();
    assert!(told.findings.is_empty());
    let verified = started.elapsed();
    let started = Instant::now();
    Lists::rebuild(&record).await.unwrap();
    println!(
        "\n{name}: verifying {entries} entries took {:.1} s, rebuilding the lists from them {:.1} s.\n",
        verified.as_secs_f64(),
        started.elapsed().as_secs_f64()
    );
}

#[tokio::main]
async fn main() {
    let folder = tempfile::TempDir::new_in(".").unwrap();
    println!("| database | charts written at once | durable appends/s |\n|---|---|---|");
    let store = SqliteStore::open(&folder.path().join("chart.sqlite"))
        .await
        .unwrap();
    measure("SQLite", record_of(store, folder.path())).await;
    if let Ok(address) = std::env::var("NEEDLEWORK_POSTGRES") {
        let keys = tempfile::TempDir::new_in(".").unwrap();
        let store = PostgresStore::open(&address).await.unwrap();
        measure("PostgreSQL", record_of(store, keys.path())).await;
    }
}
