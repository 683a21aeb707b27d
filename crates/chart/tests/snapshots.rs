//! Snapshots of the lists: the same lists, faster; nobody who was erased; and nothing lost when one is missing or damaged.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use std::fs;
use std::path::PathBuf;

use needlework_chart::archive::back_up;
use needlework_chart::keys::SNAPSHOT;
use needlework_chart::lists::{Beginning, Lists};
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::Store;
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Sqlite};
use support::{minute, story};

fn file<D: Database>(clinic: &Clinic<D>) -> PathBuf {
    clinic.folder().join("lists.snapshot")
}

/// Mara in the middle of her story, and Nils; their lists are saved.
async fn saved<D: Database>(clinic: &Clinic<D>) -> Record<D::Store> {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..20]).await;
    record_all(&record, NILS, &[nils()]).await;
    let lists = Lists::rebuild(&record).await.unwrap();
    lists.save(&record, &file(clinic)).await.unwrap();
    record
}

async fn start<S: Store, D: Database>(
    record: &Record<S>,
    clinic: &Clinic<D>,
) -> (Lists, Beginning) {
    Lists::start(record, &file(clinic)).await.unwrap()
}

async fn lists_from_a_snapshot_are_those_that_are_rebuilt<D: Database>(clinic: Clinic<D>) {
    let record = saved(&clinic).await;
    let (lists, beginning) = start(&record, &clinic).await;
    assert_eq!(beginning, Beginning::Snapshot(21));
    assert!(lists == Lists::rebuild(&record).await.unwrap());

    // What happened since comes from the record: also to sessions that began before.
    let chart = record.open(MARA).await.unwrap();
    record.append(&chart, &story::events()[20..]).await.unwrap();
    let elsewhere = clinic.open().await;
    let (lists, beginning) = start(&elsewhere, &clinic).await;
    assert_eq!(beginning, Beginning::Snapshot(21));
    assert!(lists == Lists::rebuild(&record).await.unwrap());
    assert_eq!(lists.directory().search("vog", 9).total, 1);
    assert!(lists.recall().use_of_unit("L-88", "003").is_some());
}

async fn a_snapshot_from_before_an_erasure_opens_for_nobody<D: Database>(clinic: Clinic<D>) {
    let record = saved(&clinic).await;
    let old_keys = clinic.keys().with_file_name("old");
    copy_folder(&clinic.keys(), &old_keys);
    record.erase(MARA, &asked_for()).await.unwrap();
    let (lists, beginning) = start(&record, &clinic).await;
    assert_eq!(beginning, Beginning::Record);
    assert!(lists.directory().row(MARA).is_none());
    assert_eq!(lists.recall().use_of_unit("L-88", "003"), None);

    // Somebody puts old shares back beside the ledger: opening the key room destroys them.
    copy_folder(&old_keys.join("shares"), &clinic.keys().join("shares"));
    let (lists, beginning) = start(&clinic.open().await, &clinic).await;
    assert_eq!(beginning, Beginning::Record);
    assert!(lists.directory().row(MARA).is_none());
    let share = clinic.keys().join("shares").join(SNAPSHOT.to_string());
    assert!(!share.exists());
}

/// A server that has not heard of an erasure saves what it knows.
async fn whoever_was_erased_is_in_no_snapshot_that_is_saved_afterwards<D: Database>(
    clinic: Clinic<D>,
) {
    let (record, elsewhere) = (saved(&clinic).await, clinic.open().await);
    let (before, _) = start(&elsewhere, &clinic).await;
    record.erase(MARA, &asked_for()).await.unwrap();
    assert!(before.directory().row(MARA).is_some());
    before.save(&elsewhere, &file(&clinic)).await.unwrap();
    // The record from before the erasure, so that no tombstone takes her away again.
    let (lists, beginning) = start(&elsewhere, &clinic).await;
    assert_eq!(beginning, Beginning::Snapshot(21));
    assert!(lists.directory().row(MARA).is_none());
    assert_eq!(lists.recall().use_of_unit("L-88", "003"), None);
    assert!(lists.directory().row(NILS).is_some());
    assert!(lists == Lists::rebuild(&record).await.unwrap());
}

async fn a_snapshot_of_another_record_is_not_used<D: Database>(clinic: Clinic<D>) {
    saved(&clinic).await;
    let other = Clinic::<D>::new().await;
    copy_folder(&clinic.keys(), &other.keys());
    let record = other.open_with(&clinic.keys()).await;
    record_all(&record, NILS, &[nils()]).await;
    let (lists, beginning) = start(&record, &clinic).await;
    assert_eq!(beginning, Beginning::Record);
    assert_eq!(lists.directory().len(), 1);
}

async fn a_snapshot_opens_after_a_rotation_as_long_as_the_old_key_is_kept<D: Database>(
    clinic: Clinic<D>,
) {
    let record = saved(&clinic).await;
    record.rotate_clinic_key(minute(2)).await.unwrap();
    assert_eq!(start(&record, &clinic).await.1, Beginning::Snapshot(21));
    record.forget_earlier_clinic_keys().await.unwrap();
    assert_eq!(start(&record, &clinic).await.1, Beginning::Record);
}

over_both_databases! {
    lists_from_a_snapshot_are_those_that_are_rebuilt
    a_snapshot_from_before_an_erasure_opens_for_nobody
    whoever_was_erased_is_in_no_snapshot_that_is_saved_afterwards
    a_snapshot_of_another_record_is_not_used
    a_snapshot_opens_after_a_rotation_as_long_as_the_old_key_is_kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_or_damaged_snapshot_costs_time_and_nothing_else() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = saved(&clinic).await;
    let rebuilt = Lists::rebuild(&record).await.unwrap();
    let whole = fs::read(file(&clinic)).unwrap();
    let mut damages: Vec<Vec<u8>> = (0..whole.len())
        .step_by(37)
        .map(|at| {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            damaged
        })
        .collect();
    damages.extend(
        (0..whole.len())
            .step_by(101)
            .map(|end| whole[..end].to_vec()),
    );
    damages.push([whole.as_slice(), b"more"].concat());
    for damaged in damages {
        fs::write(file(&clinic), damaged).unwrap();
        let (lists, beginning) = start(&record, &clinic).await;
        // The count of unreadable entries lies outside the seal; it changes nothing that is listed.
        assert!(lists.directory() == rebuilt.directory());
        assert!(lists.recall() == rebuilt.recall());
        assert!(beginning == Beginning::Record || lists.unreadable() != rebuilt.unreadable());
    }
    fs::remove_file(file(&clinic)).unwrap();
    assert_eq!(start(&record, &clinic).await.1, Beginning::Record);
    let nowhere = clinic.folder().join("not-there").join("lists.snapshot");
    let told = rebuilt.save(&record, &nowhere).await;
    assert!(
        matches!(told, Err(RecordError::Snapshot { .. })),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_snapshot_lies_in_the_clear_or_in_a_backup() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = saved(&clinic).await;
    let bytes = fs::read(file(&clinic)).unwrap();
    assert!(bytes.len() > 1000);
    for private in ["Vogel", "Mara", "1974", "L-88", &MARA.to_string()] {
        let is_there = bytes
            .windows(private.len())
            .any(|window| window == private.as_bytes());
        assert!(!is_there, "{private} lies in the clear");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(file(&clinic)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let to = clinic.folder().join("backup");
    back_up(&record, &to, minute(50)).await.unwrap();
    let keys = fs::read_to_string(to.join("data-keys.jsonl")).unwrap();
    assert!(!keys.contains(&SNAPSHOT.to_string()));
    assert!(!to.join("lists.snapshot").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_record_has_an_empty_snapshot() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    Lists::default()
        .save(&record, &file(&clinic))
        .await
        .unwrap();
    let (lists, beginning) = start(&record, &clinic).await;
    assert_eq!(beginning, Beginning::Snapshot(0));
    assert!(lists.directory().is_empty());
    let told = record.register(SNAPSHOT, &[nils()]).await;
    assert_eq!(told, Err(RecordError::Reserved));
}

/// As a server does it: in tasks that move between threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_started_and_saved_in_tasks_of_their_own() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = std::sync::Arc::new(saved(&clinic).await);
    let (server, path) = (std::sync::Arc::clone(&record), file(&clinic));
    let started = tokio::spawn(async move {
        let (mut lists, _) = Lists::start(&server, &path).await.unwrap();
        lists.catch_up(&server).await.unwrap();
        lists.save(&server, &path).await.unwrap();
        lists
    });
    assert!(started.await.unwrap() == Lists::rebuild(&record).await.unwrap());
}
