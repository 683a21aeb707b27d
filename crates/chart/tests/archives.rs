//! Backups and exports: what comes out goes in again, and nobody who was erased comes back.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use std::fs;
use std::path::Path;

use calcard::icalendar::ICalendarComponentType::{VCalendar, VEvent};
use needlework_chart::archive::{ArchiveError, back_up, export, import, restore};
use needlework_chart::event::Event;
use needlework_chart::record::{NewPhotograph, OpenChart, Record, RecordError};
use needlework_chart::store::Store;
use needlework_chart::verify::verify;
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Postgres, Sqlite};
use support::{minute, operator, story};
use tempfile::TempDir;

const PIXELS: &[u8] = b"\xff\xd8\xff these are the pixels of a face";

/// Mara in the middle of her first session, with a photograph, and Nils.
async fn two_charts<S: Store>(record: &Record<S>) -> OpenChart {
    let started = story::events()
        .iter()
        .position(|one| matches!(one.event, Event::SessionStarted(_)));
    let chart = record_all(record, MARA, &story::events()[..=started.unwrap()]).await;
    record_all(record, NILS, &[nils()]).await;
    let photograph = NewPhotograph {
        photograph: story::PHOTOGRAPH,
        consent: story::PHOTOGRAPH_CONSENT,
        session: None,
        view: "front".to_owned(),
        taken_at: minute(30),
        media_type: "image/jpeg".to_owned(),
    };
    record
        .add_photograph(&chart, photograph, PIXELS, operator(), minute(40))
        .await
        .unwrap()
}

async fn assert_holds_two_charts<S: Store>(record: &Record<S>, mara: &OpenChart) {
    assert!(record.open(MARA).await.unwrap() == *mara);
    assert!(record.open(NILS).await.is_ok());
    let pixels = record.pixels(mara, story::PHOTOGRAPH).await.unwrap();
    assert_eq!(&pixels[..], PIXELS);
    assert_eq!(verify(record).await.unwrap().findings, []);
}

/// A backup of one kind of database is restored into the other.
async fn a_backup_is_restored<From: Database, To: Database>(
    clinic: Clinic<From>,
    other: Clinic<To>,
) {
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    let mara = two_charts(&record).await;
    let to = copies.path().join("backup");
    let backup = back_up(&record, &to, minute(50)).await.unwrap();
    assert_eq!(backup.photographs, 1);

    copy_folder(&clinic.keys(), &other.keys());
    let restored = restore(&other.open().await, &to).await.unwrap();
    assert_eq!(restored.head, backup.head);
    assert_eq!((restored.photographs, restored.erased_again), (1, 0));
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
    back_up(&record, &to, minute(50)).await.unwrap();
    record.erase(MARA, &asked_for()).await.unwrap();

    let other = clinic.another().await;
    copy_folder(&clinic.keys(), &other.keys());
    let restored = restore(&other.open().await, &to).await.unwrap();
    assert_eq!((restored.photographs, restored.erased_again), (0, 1));
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

async fn an_export_imports_into_an_empty_clinic_to_the_same_charts<D: Database>(clinic: Clinic<D>) {
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    let mara = two_charts(&record).await;
    let exported = export(&record, None, &to, minute(60)).await.unwrap();
    assert_eq!((exported.patients, exported.photographs), (2, 1));

    let other = clinic.another().await;
    let imported = import(&other.open().await, &to).await.unwrap();
    assert_eq!(imported.events, exported.events);
    assert_holds_two_charts(&other.open().await, &mara).await;
    // Exported again, it is the same to the byte.
    let again = copies.path().join("again");
    export(&other.open().await, None, &again, minute(60))
        .await
        .unwrap();
    for file in [
        "export.json".to_owned(),
        format!("patients/{MARA}/events.json"),
        format!("patients/{MARA}/sessions.ics"),
        format!("patients/{MARA}/photographs/{}.jpg", story::PHOTOGRAPH),
    ] {
        let bytes = |folder: &Path| fs::read(folder.join(&file)).unwrap();
        assert_eq!(bytes(&to), bytes(&again), "{file}");
    }
}

async fn an_export_of_one_person_holds_nobody_else<D: Database>(clinic: Clinic<D>) {
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    two_charts(&record).await;
    let exported = export(&record, Some(NILS), &to, minute(60)).await.unwrap();
    assert_eq!((exported.patients, exported.events), (1, 1));
    let folders: Vec<_> = fs::read_dir(to.join("patients")).unwrap().collect();
    assert_eq!(folders.len(), 1);
    assert_eq!(folders[0].as_ref().unwrap().file_name(), *NILS.to_string());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_owner_enters_an_export() {
    use std::os::unix::fs::PermissionsExt as _;
    let (clinic, copies) = backed_up().await;
    let to = copies.path().join("export");
    let record = clinic.open().await;
    export(&record, None, &to, minute(60)).await.unwrap();
    let mode = fs::metadata(&to).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

async fn nobody_is_imported_twice_or_after_an_erasure<D: Database>(clinic: Clinic<D>) {
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    two_charts(&record).await;
    export(&record, Some(MARA), &to, minute(60)).await.unwrap();
    assert_eq!(import(&record, &to).await, Err(ArchiveError::Known(MARA)));
    record.erase(MARA, &asked_for()).await.unwrap();
    assert!(import(&record, &to).await.is_err());
    assert_eq!(record.open(MARA).await, Err(RecordError::Erased(MARA)));

    // A clinic whose record is empty, but whose key room knows of the erasure.
    let other = clinic.another().await;
    copy_folder(&clinic.keys(), &other.keys());
    assert_eq!(
        import(&other.open().await, &to).await,
        Err(ArchiveError::Record(RecordError::Erased(MARA)))
    );
}

over_every_place! {
    a_backup_restored_after_an_erasure_does_not_bring_the_person_back
    a_backup_made_while_the_record_is_in_use_is_consistent
    an_export_imports_into_an_empty_clinic_to_the_same_charts
    an_export_of_one_person_holds_nobody_else
    nobody_is_imported_twice_or_after_an_erasure
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
    assert!(export(&record, None, &to, minute(60)).await.is_err());
    assert!(matches!(
        restore(&record, &to).await,
        Err(ArchiveError::NotEmpty(_))
    ));
    assert!(matches!(
        restore(&Clinic::<Sqlite>::new().await.open().await, copies.path()).await,
        Err(ArchiveError::NotACopy { .. })
    ));
}

/// Read by somebody else's reader.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calendar_of_an_export_is_icalendar() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    let to = copies.path().join("export");
    export(&record, Some(MARA), &to, minute(60)).await.unwrap();
    let text = fs::read_to_string(to.join(format!("patients/{MARA}/sessions.ics"))).unwrap();
    let calendar = calcard::icalendar::ICalendar::parse(&text).unwrap();
    let kinds: Vec<_> = calendar
        .components
        .iter()
        .map(|one| one.component_type.clone())
        .collect();
    assert_eq!(kinds, [VCalendar, VEvent]);
    assert!(text.contains("DTSTART:20261102T090000Z") && text.contains("DTEND:20261102T094000Z"));
    assert!(!text.to_lowercase().contains("needling"));
}
