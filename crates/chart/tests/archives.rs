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
use jiff::SignedDuration;
use needlework_chart::archive::{
    ArchiveError, Beside, Booked, TakesIn, back_up, export, import, restore,
};
use needlework_chart::cabinet::{Drawer, NewDocument};
use needlework_chart::event::Event;
use needlework_chart::id::PatientId;
use needlework_chart::record::{NewPhotograph, OpenChart, Record, RecordError};
use needlework_chart::store::Store;
use needlework_chart::verify::verify;
use serde_json::{Value, json};
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Postgres, Sqlite};
use support::{minute, operator, story};
use tempfile::TempDir;
use uuid::Uuid;

const DEVICES: Drawer = Drawer::new("device");
const APPOINTMENTS: Drawer = Drawer::new("appointment");

/// A clinic whose documents have an id and, of a device, a serial number.
struct AnyClinic;

impl AnyClinic {
    fn filed(drawer: Drawer, document: &Value) -> Result<NewDocument, String> {
        let id = document["id"].as_str().and_then(|id| id.parse().ok());
        Ok(NewDocument {
            drawer,
            id: id.ok_or("there is no id")?,
            expected_version: 0,
            body: Some(document.to_string().into_bytes()),
        })
    }
}

impl TakesIn for AnyClinic {
    fn document(&self, drawer: &str, document: &Value) -> Result<Option<NewDocument>, String> {
        if drawer != DEVICES.name() {
            return Ok(None);
        }
        document["serial"].as_str().ok_or("there is no serial")?;
        Self::filed(DEVICES, document).map(Some)
    }

    fn appointment(&self, _: PatientId, document: &Value) -> Result<NewDocument, String> {
        Self::filed(APPOINTMENTS, document)
    }
}

/// A device, a colleague, and an appointment of Mara and one of Nils, on the day of the first session and a month later.
fn beside() -> Beside {
    let booked = |number: u128, starts: &str| {
        let (id, starts_at) = (Uuid::from_u128(number), story::moment(starts));
        Booked {
            id,
            starts_at,
            ends_at: starts_at + SignedDuration::from_hours(1),
            document: json!({ "id": id }),
        }
    };
    let device = json!({ "id": Uuid::from_u128(7), "serial": "SP-1" });
    let colleague = json!({ "user": Uuid::from_u128(8), "name": "Dr. Ida Frei" });
    Beside {
        documents: [
            (DEVICES.name().to_owned(), vec![device]),
            ("account".to_owned(), vec![colleague]),
        ]
        .into(),
        appointments: [
            (
                MARA,
                vec![
                    booked(1, "2026-11-02T08:45:00Z"),
                    booked(2, "2026-12-02T08:45:00Z"),
                ],
            ),
            (NILS, vec![booked(3, "2026-12-03T08:45:00Z")]),
        ]
        .into(),
    }
}

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
    let exported = export(&record, None, &Beside::default(), &to, minute(60))
        .await
        .unwrap();
    assert_eq!((exported.patients, exported.photographs), (2, 1));

    let other = clinic.another().await;
    let imported = import(&other.open().await, &to, &AnyClinic).await.unwrap();
    assert_eq!(imported.events, exported.events);
    assert_holds_two_charts(&other.open().await, &mara).await;
    // Exported again, it is the same to the byte.
    let again = copies.path().join("again");
    export(
        &other.open().await,
        None,
        &Beside::default(),
        &again,
        minute(60),
    )
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
    let exported = export(&record, Some(NILS), &beside(), &to, minute(60))
        .await
        .unwrap();
    assert_eq!(
        (exported.patients, exported.events, exported.documents),
        (1, 1, 1)
    );
    assert!(!to.join("clinic").exists());
    let folders: Vec<_> = fs::read_dir(to.join("patients")).unwrap().collect();
    assert_eq!(folders.len(), 1);
    assert_eq!(folders[0].as_ref().unwrap().file_name(), *NILS.to_string());
}

/// What is about the clinic goes out and in again beside the charts; what the record has of its own stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_of_a_clinic_and_appointments_go_with_an_export() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    let exported = export(&record, None, &beside(), &to, minute(60))
        .await
        .unwrap();
    assert_eq!(exported.documents, 5);
    assert!(to.join("clinic/account.json").exists() && to.join("clinic/access.jsonl").exists());
    let calendar = |patient: PatientId| {
        fs::read_to_string(to.join(format!("patients/{patient}/sessions.ics"))).unwrap()
    };
    let of_mara = calendar(MARA);
    assert!(of_mara.contains("DTSTART:20261202T084500Z"), "{of_mara}");
    assert!(
        !of_mara.contains("DTSTART:20261102T084500Z"),
        "its session was held"
    );
    assert!(!of_mara.contains("20261203"), "it is of somebody else");

    let other = Clinic::<Sqlite>::new().await;
    let record = other.open().await;
    let imported = import(&record, &to, &AnyClinic).await.unwrap();
    assert_eq!((imported.documents, imported.documents_kept), (4, 0));
    let known = record.documents_after(0).await.unwrap();
    let drawers: Vec<&str> = known.iter().map(|one| one.drawer.as_str()).collect();
    assert_eq!(
        drawers,
        ["device", "appointment", "appointment", "appointment"]
    );

    // A record with a device of its own under this id keeps it.
    let third = Clinic::<Sqlite>::new().await;
    let record = third.open().await;
    let own = json!({ "id": Uuid::from_u128(7), "serial": "own" });
    let own = AnyClinic::filed(DEVICES, &own).unwrap();
    record.put_documents(&[own]).await.unwrap();
    let imported = import(&record, &to, &AnyClinic).await.unwrap();
    assert_eq!((imported.documents, imported.documents_kept), (3, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_with_a_document_that_is_not_well_formed_is_refused_whole() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    record_all(&record, NILS, &[nils()]).await;
    for (number, (file, text, said)) in [
        ("clinic/device.json", "[{}]", "there is no serial"),
        ("clinic/device.json", "{", "is damaged"),
        ("clinic/device.json", "{}", "is damaged"),
        (
            &*format!("patients/{NILS}/appointments.json"),
            "[{}]",
            "there is no id",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let to = copies.path().join(number.to_string());
        export(&record, None, &beside(), &to, minute(60))
            .await
            .unwrap();
        fs::write(to.join(file), text).unwrap();
        let other = Clinic::<Sqlite>::new().await;
        let record = other.open().await;
        let refused = import(&record, &to, &AnyClinic).await.unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
        assert!(record.open(NILS).await.is_err());
        assert!(record.documents_after(0).await.unwrap().is_empty());
    }
}

/// An export of the first version held charts alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_export_is_taken_in() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    record_all(&record, NILS, &[nils()]).await;
    export(&record, None, &Beside::default(), &to, minute(60))
        .await
        .unwrap();
    let title = fs::read_to_string(to.join("export.json")).unwrap();
    fs::write(
        to.join("export.json"),
        title.replace("\"format\": 2", "\"format\": 1"),
    )
    .unwrap();
    fs::remove_dir_all(to.join("clinic")).unwrap();
    fs::remove_file(to.join(format!("patients/{NILS}/appointments.json"))).unwrap();
    let other = Clinic::<Sqlite>::new().await;
    let imported = import(&other.open().await, &to, &AnyClinic).await.unwrap();
    assert_eq!((imported.patients, imported.documents), (1, 0));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_owner_enters_an_export() {
    use std::os::unix::fs::PermissionsExt as _;
    let (clinic, copies) = backed_up().await;
    let to = copies.path().join("export");
    let record = clinic.open().await;
    export(&record, None, &Beside::default(), &to, minute(60))
        .await
        .unwrap();
    let mode = fs::metadata(&to).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

async fn nobody_is_imported_twice_or_after_an_erasure<D: Database>(clinic: Clinic<D>) {
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    two_charts(&record).await;
    export(&record, Some(MARA), &Beside::default(), &to, minute(60))
        .await
        .unwrap();
    assert_eq!(
        import(&record, &to, &AnyClinic).await,
        Err(ArchiveError::Known(MARA))
    );
    record.erase(MARA, &asked_for()).await.unwrap();
    assert!(import(&record, &to, &AnyClinic).await.is_err());
    assert_eq!(record.open(MARA).await, Err(RecordError::Erased(MARA)));

    // A clinic whose record is empty, but whose key room knows of the erasure.
    let other = clinic.another().await;
    copy_folder(&clinic.keys(), &other.keys());
    assert_eq!(
        import(&other.open().await, &to, &AnyClinic).await,
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

/// Read by somebody else's reader.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calendar_of_an_export_is_icalendar() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    let to = copies.path().join("export");
    export(&record, Some(MARA), &Beside::default(), &to, minute(60))
        .await
        .unwrap();
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
