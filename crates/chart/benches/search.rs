//! Search as somebody types, among as many patients as the first argument says (100,000): how long an answer of 50 rows with the
//! number of all who fit takes, and what the lists hold in memory.
//!
//! `cargo bench --package needlework-chart --bench search`. It prints Markdown for BENCHMARKS.md. The record is made in memory
//! where there is a disk of it, since the disk is not what is measured.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a benchmark that cannot run has failed"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::date;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    Author, Contact, Event, PatientRegistered, PersonName, Recorded, Role,
};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::lists::Lists;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::SqliteStore;
use uuid::Uuid;

const PATIENTS: u64 = 100_000;
const AT_ONCE: u64 = 256;
/// Rows of an answer.
const ROWS: usize = 50;
/// People who are looked for, letter by letter.
const LOOKED_FOR: usize = 400;

const BEGINNINGS: [&str; 24] = [
    "Al", "Bau", "Ber", "Bran", "Dor", "Eng", "Fi", "Fromm", "Gei", "Ha", "Hoff", "Jan", "Kel",
    "Kra", "Lan", "Mei", "Mül", "Neu", "Ost", "Ro", "Schul", "Stei", "Wag", "Zim",
];
const MIDDLES: [&str; 12] = [
    "", "der", "ger", "ne", "ter", "mann", "li", "ko", "ri", "sen", "ber", "lé",
];
const ENDS: [&str; 10] = [
    "", "er", "s", "ing", "hardt", "ski", "ner", "in", "feld", "wald",
];
const GIVEN: [&str; 30] = [
    "Anna", "Éva", "Mara", "Nils", "Jon", "Ida", "Noa", "Kim", "Zoë", "Siân", "Adam", "Lea", "Mia",
    "Emil", "Paul", "Greta", "Hugo", "Ines", "Jana", "Karl", "Lotte", "Max", "Nora", "Olaf", "Pia",
    "Rita", "Sven", "Tom", "Ulla", "Vera",
];

/// Everybody has another mixture; low numbers come more often, as frequent names do.
fn person(number: u64) -> PatientRegistered {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(0xd129_0d3d_4bb3_6f29).wrapping_add(1);
        (state >> 33) % limit
    };
    let (beginning, middles, ends) = (below(24), 1 + below(12), 1 + below(10));
    let family = format!(
        "{}{}{}",
        BEGINNINGS[beginning as usize],
        MIDDLES[below(middles) as usize],
        ENDS[below(ends) as usize]
    );
    PatientRegistered {
        name: PersonName {
            family,
            given: GIVEN[below(30) as usize].to_owned(),
        },
        birth_date: date(1930, 1, 1)
            .checked_add(jiff::Span::new().days(i64::try_from(below(28_000)).unwrap()))
            .unwrap(),
        clinic_number: (10_000 + number).to_string(),
        contact: Contact::default(),
    }
}

fn registration(number: u64) -> Recorded {
    let author = Author {
        user: UserId::from_uuid(Uuid::from_u128(1)),
        name: "Kim Roth".to_owned(),
        role: Role::FrontDesk,
    };
    Event::from(person(number)).by(author, Timestamp::UNIX_EPOCH)
}

async fn record_in(folder: &Path) -> Arc<Record<SqliteStore>> {
    let room = KeyRoom::open(&folder.join("keys")).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let keyring = Keyring::open(room, ClinicKeySource::Room, now, &OperatingSystem);
    let store = SqliteStore::open(&folder.join("chart.sqlite")).await;
    Arc::new(Record::new(
        Arc::new(store.unwrap()),
        keyring.unwrap(),
        Photographs::in_folder(&folder.join("photographs")).unwrap(),
        Arc::new(OperatingSystem),
    ))
}

async fn register_all(record: &Arc<Record<SqliteStore>>, patients: u64) {
    let desks = (0..AT_ONCE).map(|desk| {
        let record = Arc::clone(record);
        tokio::spawn(async move {
            for number in (desk..patients).step_by(AT_ONCE as usize) {
                let patient = PatientId::from_uuid(Uuid::from_u128(u128::from(number) + 1));
                record
                    .register(patient, &[registration(number)])
                    .await
                    .unwrap();
            }
        })
    });
    for desk in desks.collect::<Vec<_>>() {
        desk.await.unwrap();
    }
}

/// What is typed on the way to a text, the first letter first.
fn typed_on_the_way_to(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices()
        .map(|(at, letter)| &text[..at + letter.len_utf8()])
}

/// p50, p99 and longest of many times, ms.
fn summary(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |at: usize| 1000.0 * times[at].as_secs_f64();
    let (last, most) = (times.len() - 1, times.len() * 99 / 100);
    format!(
        "{} | {:.2} | {:.2} | {:.2}",
        times.len(),
        ms(times.len() / 2),
        ms(most.min(last)),
        ms(last)
    )
}

fn measure(lists: &Lists, typed: impl Iterator<Item = String>) -> String {
    let times = typed.map(|typed| {
        let started = Instant::now();
        let found = lists.directory().search(&typed, ROWS);
        assert!(found.total > 0 && found.rows.len() == found.total.min(ROWS));
        started.elapsed()
    });
    summary(times.collect())
}

/// Memory of this process, MB; 0 where the system does not say.
fn resident_mb() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}

#[tokio::main]
async fn main() {
    let patients = std::env::args().find_map(|one| one.parse().ok());
    let patients: u64 = patients.unwrap_or(PATIENTS);
    let memory = Path::new("/dev/shm");
    let folder = if memory.exists() {
        tempfile::TempDir::new_in(memory)
    } else {
        tempfile::TempDir::new()
    };
    let folder = folder.unwrap();
    register_all(&record_in(folder.path()).await, patients).await;

    let record = record_in(folder.path()).await;
    let started = Instant::now();
    let mut lists = Lists::rebuild(&record).await.unwrap();
    let rebuilt = started.elapsed();
    // What the keys of everybody hold is not the lists'.
    let before = resident_mb();
    let copy = lists.clone();
    let held = resident_mb() - before;
    drop(copy);
    println!(
        "{patients} patients: rebuilt in {:.2} s; the lists hold about {held:.0} MB.\n",
        rebuilt.as_secs_f64()
    );

    let looked_for: Vec<PatientRegistered> = (0..LOOKED_FOR as u64)
        .map(|number| person(number * 7919 % patients))
        .collect();
    let way = |text: fn(&PatientRegistered) -> String| {
        looked_for.iter().flat_map(move |person| {
            let text = text(person);
            typed_on_the_way_to(&text)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    };
    println!("| typed | answers | p50, ms | p99, ms | longest, ms |\n|---|---|---|---|---|");
    let nothing = std::iter::repeat_n(String::new(), LOOKED_FOR);
    println!("| nothing | {} |", measure(&lists, nothing));
    for (what, text) in [
        (
            "a family name, letter by letter",
            (|one| one.name.family.clone()) as fn(&PatientRegistered) -> String,
        ),
        ("family and given name", |one| {
            format!("{} {}", one.name.family, one.name.given)
        }),
        ("a day of birth, 1974-03-09", |one| {
            one.birth_date.to_string()
        }),
        ("a day of birth, 9.3.1974", |one| {
            one.birth_date.strftime("%-d.%-m.%Y").to_string()
        }),
        ("a number of the clinic", |one| one.clinic_number.clone()),
    ] {
        println!("| {what} | {} |", measure(&lists, way(text)));
    }
    let alike = looked_for.iter().map(|one| {
        let started = Instant::now();
        assert!(
            !lists
                .directory()
                .alike(&one.name, one.birth_date)
                .is_empty()
        );
        started.elapsed()
    });
    println!("| who may be there twice | {} |", summary(alike.collect()));

    let newcomers = (0..200).map(|number| patients + number);
    let mut times = Vec::new();
    for number in newcomers {
        let patient = PatientId::from_uuid(Uuid::from_u128(u128::from(number) + 1));
        record
            .register(patient, &[registration(number)])
            .await
            .unwrap();
        let started = Instant::now();
        lists.catch_up(&record).await.unwrap();
        times.push(started.elapsed());
    }
    println!("| catching up with one newcomer | {} |", summary(times));
}
