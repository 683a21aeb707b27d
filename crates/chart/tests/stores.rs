//! One conformance story over both databases. PostgreSQL is real: `cargo xtask test` starts one.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::sync::Arc;

use needlework_chart::entry::{Digest, Entry, EntryKind, Head};
use needlework_chart::id::{KeyId, PatientId};
use needlework_chart::keys::WrappedKey;
use needlework_chart::store::{
    Append, AppendRefusal, KeyChange, NewEntry, Store, StoreError, WriteError, Writer,
};
use sha2::{Digest as _, Sha256};
use support::clinic::Clinic;
use support::database::{Database, Sqlite};
use uuid::Uuid;

fn patient(number: u128) -> PatientId {
    PatientId::from_uuid(Uuid::from_u128(number))
}

fn wrapped(number: u128) -> WrappedKey {
    WrappedKey {
        clinic_key: KeyId::from_uuid(Uuid::from_u128(number)),
        sealed: number.to_be_bytes().to_vec(),
    }
}

fn event(body: &str) -> NewEntry {
    NewEntry {
        kind: EntryKind::Event,
        body: body.as_bytes().to_vec(),
    }
}

fn append(number: u128, expected: u64, bodies: &[&str]) -> Append {
    Append {
        patient: patient(number),
        expected,
        entries: bodies.iter().map(|body| event(body)).collect(),
        data_key: KeyChange::Keep,
    }
}

fn tombstone(number: u128, expected: u64) -> Append {
    Append {
        patient: patient(number),
        expected,
        entries: vec![NewEntry {
            kind: EntryKind::Tombstone,
            body: b"{}".to_vec(),
        }],
        data_key: KeyChange::Remove,
    }
}

async fn all(store: &impl Store) -> Vec<Entry> {
    store.after(0, u32::MAX).await.unwrap()
}

/// Whether positions and hashes run without a gap from the first entry to the head.
async fn assert_whole(store: &impl Store) {
    let mut head = Head::EMPTY;
    for entry in all(store).await {
        assert_eq!(entry.position, head.position + 1);
        assert_eq!(entry.hash, entry.hash_after(head.hash));
        head = entry.head();
    }
    assert_eq!(store.head().await.unwrap(), head);
}

async fn an_empty_record_ends_at_its_start<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    assert_eq!(store.head().await.unwrap(), Head::EMPTY);
    assert!(all(&store).await.is_empty());
    assert!(store.chart(patient(1)).await.unwrap().is_empty());
    assert_eq!(store.data_key(patient(1)).await.unwrap(), None);
}

async fn what_was_appended_is_read_back_in_order_after_reopening<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    let told = store
        .append(vec![
            append(1, 0, &["a", "b"]),
            append(2, 0, &["c"]),
            append(1, 2, &["d"]),
        ])
        .await
        .unwrap();
    let sequences: Vec<u64> = told.iter().map(|one| one.unwrap().sequence).collect();
    assert_eq!(sequences, [2, 1, 3]);
    store.close().await;

    let store = clinic.database.open().await;
    let bodies = |entries: Vec<Entry>| -> Vec<Vec<u8>> {
        entries.into_iter().map(|entry| entry.body).collect()
    };
    let chart = store.chart(patient(1)).await.unwrap();
    assert_eq!(
        chart.iter().map(|one| one.sequence).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(bodies(chart), [b"a", b"b", b"d"]);
    assert_eq!(bodies(all(&store).await), [b"a", b"b", b"c", b"d"]);
    assert_eq!(told[2].unwrap().head, store.head().await.unwrap());
    assert_whole(&store).await;
}

async fn of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost<D: Database>(
    clinic: Clinic<D>,
) {
    let (here, there) = (clinic.database.open().await, clinic.database.open().await);
    here.append(vec![append(1, 0, &["seen by both"])])
        .await
        .unwrap();
    let (first, second) = tokio::join!(
        here.append(vec![append(1, 1, &["here"])]),
        there.append(vec![append(1, 1, &["there"])]),
    );
    let told = [first.unwrap()[0], second.unwrap()[0]];
    let conflict = Err(AppendRefusal::Conflict {
        expected: 1,
        found: 2,
    });
    assert_eq!(told.iter().filter(|one| one.is_ok()).count(), 1);
    assert!(told.contains(&conflict));
    assert_eq!(here.chart(patient(1)).await.unwrap().len(), 2);
    assert_whole(&there).await;
}

async fn a_refused_append_takes_no_other_with_it<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    let told = store
        .append(vec![
            append(1, 0, &["first"]),
            append(1, 0, &["too late"]),
            append(1, 5, &["too early"]),
            append(2, 0, &[]),
            append(2, 0, &["second"]),
        ])
        .await
        .unwrap();
    let conflict = |expected| AppendRefusal::Conflict { expected, found: 1 };
    assert_eq!(told[1], Err(conflict(0)));
    assert_eq!(told[2], Err(conflict(5)));
    assert_eq!(told[3], Err(AppendRefusal::Nothing));
    assert!(told[0].is_ok() && told[4].is_ok());
    assert_eq!(all(&store).await.len(), 2);
    assert_whole(&store).await;
}

async fn after_a_tombstone_nothing_is_taken_and_the_data_key_is_gone<D: Database>(
    clinic: Clinic<D>,
) {
    let store = clinic.database.open().await;
    let with_key = |number| Append {
        data_key: KeyChange::Add(wrapped(number)),
        ..append(number, 0, &["registered"])
    };
    let told = store.append(vec![with_key(1), with_key(2)]).await.unwrap();
    assert!(told.iter().all(Result::is_ok));
    assert_eq!(store.data_key(patient(1)).await.unwrap(), Some(wrapped(1)));

    let told = store
        .append(vec![tombstone(1, 1), append(1, 2, &["late"])])
        .await
        .unwrap();
    assert!(told[0].is_ok());
    assert_eq!(told[1], Err(AppendRefusal::Erased));
    let told = store.append(vec![append(1, 2, &["later"])]).await.unwrap();
    assert_eq!(told, [Err(AppendRefusal::Erased)]);
    assert_eq!(store.data_key(patient(1)).await.unwrap(), None);
    assert_eq!(store.data_keys().await.unwrap(), [(patient(2), wrapped(2))]);
    assert_eq!(store.chart(patient(1)).await.unwrap().len(), 2);
    assert_whole(&store).await;
}

async fn an_outer_lock_is_changed_only_where_the_expected_one_hangs<D: Database>(
    clinic: Clinic<D>,
) {
    let store = clinic.database.open().await;
    let with_key = Append {
        data_key: KeyChange::Add(wrapped(1)),
        ..append(7, 0, &["registered"])
    };
    store.append(vec![with_key]).await.unwrap();
    let replace = |from: u128, to| {
        let from = KeyId::from_uuid(Uuid::from_u128(from));
        store.replace_data_key(patient(7), from, wrapped(to))
    };
    assert!(replace(1, 2).await.unwrap());
    assert!(!replace(1, 3).await.unwrap());
    assert_eq!(store.data_key(patient(7)).await.unwrap(), Some(wrapped(2)));
}

async fn the_record_is_read_in_pages<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    let bodies: Vec<String> = (0..25).map(|number| number.to_string()).collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    store.append(vec![append(1, 0, &bodies)]).await.unwrap();
    let mut read = Vec::new();
    loop {
        let page = store.after(read.len() as u64, 10).await.unwrap();
        assert!(page.len() <= 10);
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    assert_eq!(read, all(&store).await);
    assert_eq!(read.len(), 25);
}

async fn entries_cannot_be_changed_or_removed_by_sql<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    store.append(vec![append(1, 0, &["a", "b"])]).await.unwrap();
    let before = all(&store).await;
    for sql in [
        "UPDATE entry SET sequence = 9 WHERE sequence = 2",
        "DELETE FROM entry WHERE sequence = 2",
    ] {
        assert!(clinic.database.try_sql(sql).await.is_err(), "{sql}");
    }
    assert_eq!(all(&store).await, before);
}

async fn only_entries_that_follow_the_head_are_taken_in<D: Database>(clinic: Clinic<D>) {
    let store = clinic.database.open().await;
    store
        .append(vec![append(1, 0, &["a", "b"]), append(2, 0, &["c"])])
        .await
        .unwrap();
    let entries = all(&store).await;

    let elsewhere = D::new().await;
    let copy = elsewhere.open().await;
    let take_in =
        |entries: &[Entry]| copy.take_in(entries.to_vec(), vec![(patient(1), wrapped(1))]);
    let mut edited = entries.clone();
    edited[1].body.push(b'!');
    let mut other_hash = entries.clone();
    other_hash[2].hash = Digest([1; 32]);
    for (wrong, at) in [(&edited[..], 2), (&other_hash[..], 3), (&entries[1..], 2)] {
        assert_eq!(take_in(wrong).await, Err(StoreError::NotInOrder(at)));
        assert_eq!(copy.head().await.unwrap(), Head::EMPTY);
    }
    take_in(&entries[..2]).await.unwrap();
    assert_eq!(copy.data_key(patient(1)).await.unwrap(), Some(wrapped(1)));
    copy.take_in(entries[2..].to_vec(), Vec::new())
        .await
        .unwrap();
    assert_eq!(all(&copy).await, entries);
}

/// Two servers with a group-commit writer each, 8 people at each, all of them on the same 3 charts.
async fn many_writers_on_few_charts_lose_nothing_and_leave_no_gap<D: Database>(clinic: Clinic<D>) {
    const PEOPLE: u64 = 16;
    const EVENTS: u64 = 12;
    let servers = [
        Arc::new(clinic.database.open().await),
        Arc::new(clinic.database.open().await),
    ];
    let writers = servers.clone().map(Writer::start);
    let people = (0..PEOPLE).map(|person| {
        let writer = writers[usize::from(person % 2 == 0)].clone();
        tokio::spawn(async move {
            for number in 0..EVENTS {
                let body = format!("{person}/{number}");
                let chart = u128::from(number % 3);
                let mut expected = 0;
                while let Err(refusal) = writer.append(append(chart, expected, &[&body])).await {
                    let WriteError::Refused(AppendRefusal::Conflict { found, .. }) = refusal else {
                        panic!("{refusal}");
                    };
                    expected = found;
                }
            }
        })
    });
    for person in people.collect::<Vec<_>>() {
        person.await.unwrap();
    }
    assert_whole(&*servers[0]).await;
    let mut bodies: Vec<Vec<u8>> = all(&*servers[1])
        .await
        .into_iter()
        .map(|one| one.body)
        .collect();
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len() as u64, PEOPLE * EVENTS);
    for chart in 0..3 {
        let entries = servers[0].chart(patient(chart)).await.unwrap();
        let sequences: Vec<u64> = entries.iter().map(|one| one.sequence).collect();
        assert_eq!(sequences, (1..=PEOPLE * EVENTS / 3).collect::<Vec<_>>());
    }
}

async fn whoever_reads_along_sees_every_entry_in_its_order<D: Database>(clinic: Clinic<D>) {
    let store = Arc::new(clinic.database.open().await);
    let reader = clinic.database.open().await;
    let writer = Writer::start(Arc::clone(&store));
    let writing = tokio::spawn(async move {
        for number in 0..60 {
            let (chart, sequence) = (u128::from(number % 5_u64), number / 5);
            writer
                .append(append(chart, sequence, &["x"]))
                .await
                .unwrap();
        }
    });
    let mut seen = Head::EMPTY;
    while seen.position < 60 {
        for entry in reader.after(seen.position, 7).await.unwrap() {
            assert_eq!(entry.position, seen.position + 1);
            assert_eq!(entry.hash, entry.hash_after(seen.hash));
            seen = entry.head();
        }
        tokio::task::yield_now().await;
    }
    writing.await.unwrap();
}

over_both_databases! {
    an_empty_record_ends_at_its_start
    what_was_appended_is_read_back_in_order_after_reopening
    of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost
    a_refused_append_takes_no_other_with_it
    after_a_tombstone_nothing_is_taken_and_the_data_key_is_gone
    an_outer_lock_is_changed_only_where_the_expected_one_hangs
    the_record_is_read_in_pages
    entries_cannot_be_changed_or_removed_by_sql
    only_entries_that_follow_the_head_are_taken_in
    many_writers_on_few_charts_lose_nothing_and_leave_no_gap
    whoever_reads_along_sees_every_entry_in_its_order
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_being_shown() {
    let address = "mysql://clinic:secret@host/x";
    let error = needlework_chart::store::PostgresStore::open(address)
        .await
        .unwrap_err();
    assert_eq!(error, StoreError::Address);
    assert!(!error.to_string().contains("secret"));
}

#[tokio::test]
async fn tables_of_a_newer_program_are_refused() {
    let database = Sqlite::new().await;
    database.open().await.close().await;
    database
        .try_sql("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99, 'later', true, x'00', 0)")
        .await
        .unwrap();
    let opened = needlework_chart::store::SqliteStore::open(&database.file()).await;
    assert!(matches!(opened, Err(StoreError::Migration(_))));
}

/// A migration that was released never changes: these are the hashes of their texts.
#[test]
fn migrations_are_as_they_were_released() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for (file, hash) in [
        (
            "sqlite/0001_record.sql",
            "0abefbfe1afafc9f9e7397f177e4e5de957a5614758a7f62d442f40b5bbbe1d3",
        ),
        (
            "postgres/0001_record.sql",
            "03dd966b6e95a1f34d972717052b03dcde6a18e85067a95c22e0bd822b52e8f4",
        ),
        (
            "sqlite/0002_clinic.sql",
            "4af76813de9e82c7d15e308351adcdeeeaae727f9ba7446c5c3dbe4caec74845",
        ),
        (
            "postgres/0002_clinic.sql",
            "a8895bec9d6f0333c4df13e8591af40833de3bc944dd97094308bd1acac54644",
        ),
    ] {
        let text = std::fs::read(folder.join(file)).unwrap();
        let digest = Digest(Sha256::digest(text).into());
        assert_eq!(digest.to_string(), hash, "{file}");
    }
}
