//! Backups: what comes out goes in again, and nobody who was erased comes back.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use std::fs;

use needlework_chart::archive::{ArchiveError, Beside, back_up, export, restore};
use needlework_chart::record::RecordError;
use needlework_chart::store::Store as _;
use needlework_chart::verify::verify;
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Postgres, Sqlite};
use support::two_charts::{PIXELS, assert_holds_two_charts, two_charts};
use support::{minute, story};
use tempfile::TempDir;

/// A backup of one kind of database is restored into the other.
async fn a_backup_is_restored<From: Database, To: Database>(
    clinic: Clinic<From>,
    other: Clinic<To>,
) {
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    let mara = two_charts(&record).await;
    let chart = record.open(MARA).await.unwrap();
    let plan = story::FIRST_PLAN;
    let kept = record.keep_drawn(&chart, plan, "paper-en", b"as it was submitted");
    kept.await.unwrap();
    let to = copies.path().join("backup");
    let backup = back_up(&record, &to, minute(50)).await.unwrap();
    assert_eq!((backup.photographs, backup.drawn), (1, 1));

    copy_folder(&clinic.keys(), &other.keys());
    let restored = restore(&other.open().await, &to).await.unwrap();
    assert_eq!(restored.head, backup.head);
    assert_eq!((restored.photographs, restored.drawn), (1, 1));
    assert_eq!(restored.erased_again, 0);
    let drawn = other.open().await.drawn(&chart, plan, "paper-en").await;
    assert_eq!(&drawn.unwrap().unwrap()[..], b"as it was submitted");
    assert_holds_two_charts(&other.open().await, &mara).await;
    // The head is that of the first record: the chain was taken over link by link.
    let head = record.store().head().await.unwrap();
    assert_eq!(other.open().await.store().head().await.unwrap(), head);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_sqlite_is_restored_into_postgres() {
    let (clinic, other) = (Clinic::<Sqlite>::new().await, Clinic::new().await);
    a_backup_is_restored::<_, Postgres>(clinic, other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_postgres_is_restored_into_sqlite() {
    let (clinic, other) = (Clinic::<Postgres>::new().await, Clinic::new().await);
    a_backup_is_restored::<_, Sqlite>(clinic, other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_photographs_in_an_object_store_is_restored_into_a_folder() {
    let (clinic, other) = (Clinic::with_bucket().await, Clinic::new().await);
    a_backup_is_restored::<Sqlite, Sqlite>(clinic, other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_photographs_in_a_folder_is_restored_into_an_object_store() {
    let (clinic, other) = (Clinic::new().await, Clinic::with_bucket().await);
    a_backup_is_restored::<Sqlite, Sqlite>(clinic, other).await;
}

async fn a_backup_restored_after_an_erasure_does_not_bring_the_person_back<D: Database>(
    clinic: Clinic<D>,
) {
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("backup");
    let record = clinic.open().await;
    two_charts(&record).await;
    let chart = record.open(MARA).await.unwrap();
    let kept = record.keep_drawn(&chart, story::FIRST_PLAN, "paper-en", b"as submitted");
    kept.await.unwrap();
    back_up(&record, &to, minute(50)).await.unwrap();
    record.erase(MARA, &asked_for()).await.unwrap();

    let other = clinic.another().await;
    copy_folder(&clinic.keys(), &other.keys());
    let restored = restore(&other.open().await, &to).await.unwrap();
    assert_eq!((restored.photographs, restored.drawn), (0, 0));
    assert_eq!(restored.erased_again, 1);
    let record = other.open().await;
    assert_eq!(record.open(MARA).await, Err(RecordError::Erased(MARA)));
    assert_eq!(record.store().data_key(MARA).await.unwrap(), None);
    assert!(record.photographs().of(MARA).await.unwrap().is_empty());
    assert!(record.open(NILS).await.is_ok());
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

/// While events keep coming in; whatever the backup holds is whole.
async fn a_backup_made_while_the_record_is_in_use_is_consistent<D: Database>(clinic: Clinic<D>) {
    let copies = TempDir::new().unwrap();
    let record = std::sync::Arc::new(clinic.open().await);
    record_all(&record, NILS, &[nils()]).await;
    let writer = std::sync::Arc::clone(&record);
    let writing = tokio::spawn(async move {
        record_all(&writer, MARA, &story::events()).await;
    });
    let mut heads = Vec::new();
    for number in 0..3 {
        let to = copies.path().join(number.to_string());
        heads.push(back_up(&record, &to, minute(50)).await.unwrap().head);
    }
    writing.await.unwrap();
    for (head, number) in heads.iter().zip(0..) {
        let other = Clinic::<Sqlite>::new().await;
        copy_folder(&clinic.keys(), &other.keys());
        let server = other.open().await;
        let from = copies.path().join(number.to_string());
        assert_eq!(restore(&server, &from).await.unwrap().head, *head);
        // Photographs of the story have no pixels; nothing else is missing.
        let findings = verify(&server).await.unwrap().findings;
        assert!(
            findings
                .iter()
                .all(|one| one.to_string().contains("photograph"))
        );
    }
}

over_every_place! {
    a_backup_restored_after_an_erasure_does_not_bring_the_person_back
    a_backup_made_while_the_record_is_in_use_is_consistent
}

/// A backup of two charts, its clinic, and the folder that holds it.
async fn backed_up() -> (Clinic<Sqlite>, TempDir) {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    two_charts(&record).await;
    let to = copies.path().join("backup");
    back_up(&record, &to, minute(50)).await.unwrap();
    (clinic, copies)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_holds_no_key_and_nothing_in_the_clear() {
    let (clinic, copies) = backed_up().await;
    let to = copies.path().join("backup");
    let key_file = fs::read_to_string(clinic.keys().join("clinic.key")).unwrap();
    let clinic_key = key_file.lines().last().unwrap().split_once(':').unwrap().1;
    let share = fs::read_to_string(clinic.keys().join("shares").join(MARA.to_string())).unwrap();
    for file in ["entries.jsonl", "data-keys.jsonl", "backup.json"] {
        let text = fs::read_to_string(to.join(file)).unwrap();
        for secret in [clinic_key, share.as_str(), "Vogel", "registered"] {
            assert!(!text.contains(secret), "{file} holds {secret}");
        }
    }
    let photograph = to
        .join("photographs")
        .join(MARA.to_string())
        .join(story::PHOTOGRAPH.to_string());
    assert_ne!(fs::read(photograph).unwrap(), PIXELS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_or_shortened_backup_is_refused() {
    let (clinic, copies) = backed_up().await;
    let entries = copies.path().join("backup/entries.jsonl");
    let whole = fs::read_to_string(&entries).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let shortened = lines[..lines.len() - 1].join("\n");
    let mut reordered = lines.clone();
    reordered.swap(3, 4);
    let edited = whole.replacen("\"sequence\":3", "\"sequence\":4", 1);
    for damage in [shortened, reordered.join("\n"), edited, "{}".to_owned()] {
        fs::write(&entries, damage).unwrap();
        let other = Clinic::<Sqlite>::new().await;
        copy_folder(&clinic.keys(), &other.keys());
        let told = restore(&other.open().await, &copies.path().join("backup")).await;
        assert!(told.is_err(), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_overwritten_and_only_an_empty_record_is_restored_into() {
    let (clinic, copies) = backed_up().await;
    let to = copies.path().join("backup");
    let record = clinic.open().await;
    let exists = Err(ArchiveError::Exists { path: to.clone() });
    assert_eq!(back_up(&record, &to, minute(50)).await, exists);
    assert!(
        export(&record, None, &Beside::default(), &to, minute(60))
            .await
            .is_err()
    );
    assert!(matches!(
        restore(&record, &to).await,
        Err(ArchiveError::NotEmpty(_))
    ));
    assert!(matches!(
        restore(&Clinic::<Sqlite>::new().await.open().await, copies.path()).await,
        Err(ArchiveError::NotACopy { .. })
    ));
}
