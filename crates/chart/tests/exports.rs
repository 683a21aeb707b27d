//! Exports: what comes out goes in again elsewhere, beside what is about the clinic, and nobody who was erased comes back.

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
use needlework_chart::archive::{ArchiveError, Beside, Booked, TakesIn, export, import};
use needlework_chart::cabinet::{Drawer, NewDocument};
use needlework_chart::event::{Contact, ContactChanged, Correction, Event, SessionAmended};
use needlework_chart::id::{AmendmentId, PatientId};
use needlework_chart::record::RecordError;
use serde_json::{Value, json};
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Sqlite};
use support::so_far::up_to;
use support::two_charts::{assert_holds_two_charts, two_charts};
use support::{minute, physician, story};
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
    let imported = import(&other.open().await, &to, &AnyClinic, None)
        .await
        .unwrap();
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
    let imported = import(&record, &to, &AnyClinic, None).await.unwrap();
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
    let imported = import(&record, &to, &AnyClinic, None).await.unwrap();
    assert_eq!((imported.documents, imported.documents_kept), (3, 1));
}

/// Nothing was needled in the session that began within the appointment: it was none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_appointment_at_which_nothing_was_needled_after_all_is_in_the_calendar() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let to = copies.path().join("export");
    let record = clinic.open().await;
    let signed = up_to(|event| matches!(event, Event::SessionSigned(_)));
    // Without photographs, whose pixels this test does not keep.
    let mut events = story::events()[..signed].to_vec();
    events.retain(|one| !matches!(one.event, Event::PhotographAdded(_)));
    let chart = record_all(&record, MARA, &events).await;
    let nothing = SessionAmended {
        session: story::FIRST_SESSION,
        amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa8)),
        entry: None,
        text: String::new(),
        reason: "written into the wrong chart".to_owned(),
        corrected: Some(Correction::NotNeedled),
        deviation: None,
        override_id: None,
    };
    let nothing = [Event::from(nothing).by(physician(), minute(900))];
    record.append(&chart, &nothing).await.unwrap();
    export(&record, Some(MARA), &beside(), &to, minute(901))
        .await
        .unwrap();
    let text = fs::read_to_string(to.join(format!("patients/{MARA}/sessions.ics"))).unwrap();
    assert!(text.contains("DTSTART:20261102T084500Z"), "{text}");
    assert!(!text.contains("DTSTART:20261102T090000Z"), "{text}");
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
        without_manifest(&to, 2);
        fs::write(to.join(file), text).unwrap();
        let other = Clinic::<Sqlite>::new().await;
        let record = other.open().await;
        let refused = import(&record, &to, &AnyClinic, None).await.unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
        assert!(record.open(NILS).await.is_err());
        assert!(record.documents_after(0).await.unwrap().is_empty());
    }
}

/// Makes an export one of the time before there were manifests.
fn without_manifest(export: &Path, format: u32) {
    let title = fs::read_to_string(export.join("export.json")).unwrap();
    let title = title.replace("\"format\": 3", &format!("\"format\": {format}"));
    fs::write(export.join("export.json"), title).unwrap();
    fs::remove_file(export.join("manifest.json")).unwrap();
}

/// A damaged chart is found before the sound one beside it is taken in, and the sound copy is then taken in whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_export_leaves_nothing_behind_and_a_sound_copy_is_taken_in_after_it() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let (sound, damaged) = (copies.path().join("sound"), copies.path().join("damaged"));
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    for to in [&sound, &damaged] {
        export(&record, None, &beside(), to, minute(60))
            .await
            .unwrap();
    }
    without_manifest(&damaged, 2);
    let last = MARA.max(NILS);
    fs::write(damaged.join(format!("patients/{last}/events.json")), "[").unwrap();
    let other = Clinic::<Sqlite>::new().await;
    let record = other.open().await;
    assert!(import(&record, &damaged, &AnyClinic, None).await.is_err());
    assert!(record.open(MARA.min(NILS)).await.is_err());
    assert!(record.documents_after(0).await.unwrap().is_empty());
    let imported = import(&record, &sound, &AnyClinic, None).await.unwrap();
    assert_eq!((imported.patients, imported.patients_known), (2, 0));
    let again = import(&record, &sound, &AnyClinic, None).await.unwrap();
    assert_eq!((again.patients, again.patients_known), (0, 2));
}

/// What somebody does to an export.
type Change<'a> = &'a dyn Fn(&Path);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_which_a_file_was_edited_lost_or_added_is_refused_whole() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    record_all(&record, NILS, &[nils()]).await;
    let events = format!("patients/{NILS}/events.json");
    let edit = |to: &Path| {
        let text = fs::read_to_string(to.join(&events)).unwrap();
        fs::write(to.join(&events), text.replace("  ", " ")).unwrap();
    };
    let lose = |to: &Path| fs::remove_file(to.join("clinic/access.jsonl")).unwrap();
    let add = |to: &Path| fs::write(to.join("clinic/other.json"), "[]").unwrap();
    let changes: [(&str, Change<'_>); 3] = [
        (events.as_str(), &edit),
        ("clinic/access.jsonl", &lose),
        ("clinic/other.json", &add),
    ];
    for (number, (file, change)) in changes.into_iter().enumerate() {
        let to = copies.path().join(number.to_string());
        export(&record, None, &beside(), &to, minute(60))
            .await
            .unwrap();
        change(&to);
        let other = Clinic::<Sqlite>::new().await;
        let record = other.open().await;
        let refused = import(&record, &to, &AnyClinic, None).await;
        assert_eq!(
            refused,
            Err(ArchiveError::Edited {
                path: to.join(file)
            })
        );
        assert!(record.open(NILS).await.is_err());
    }
}

/// Whoever edits an export can write its manifest anew, but not the hash that was kept elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_with_another_manifest_than_expected_is_refused() {
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
    let (to, later) = (copies.path().join("export"), copies.path().join("later"));
    let record = clinic.open().await;
    record_all(&record, NILS, &[nils()]).await;
    let exported = export(&record, None, &beside(), &to, minute(60))
        .await
        .unwrap();
    export(&record, None, &beside(), &later, minute(61))
        .await
        .unwrap();
    let expected = Some(exported.manifest);
    let other = Clinic::<Sqlite>::new().await;
    let record = other.open().await;
    for path in [&later, &to] {
        if path == &to {
            let imported = import(&record, path, &AnyClinic, expected).await.unwrap();
            assert_eq!(imported.manifest, expected);
            continue;
        }
        let refused = import(&record, path, &AnyClinic, expected).await;
        let path = path.clone();
        assert_eq!(refused, Err(ArchiveError::OtherManifest { path }));
        assert!(record.open(NILS).await.is_err());
    }
    without_manifest(&to, 2);
    let refused = import(&record, &to, &AnyClinic, expected).await;
    assert_eq!(refused, Err(ArchiveError::OtherManifest { path: to }));
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
    without_manifest(&to, 1);
    fs::remove_dir_all(to.join("clinic")).unwrap();
    fs::remove_file(to.join(format!("patients/{NILS}/appointments.json"))).unwrap();
    let other = Clinic::<Sqlite>::new().await;
    let imported = import(&other.open().await, &to, &AnyClinic, None)
        .await
        .unwrap();
    assert_eq!((imported.patients, imported.documents), (1, 0));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_owner_enters_an_export() {
    use std::os::unix::fs::PermissionsExt as _;
    let clinic = Clinic::<Sqlite>::new().await;
    let copies = TempDir::new().unwrap();
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
    // The very same chart is passed over; another one of the same person is not.
    let again = import(&record, &to, &AnyClinic, None).await.unwrap();
    assert_eq!((again.patients, again.patients_known), (0, 1));
    let chart = record.open(MARA).await.unwrap();
    let later = Event::from(ContactChanged {
        contact: Contact::default(),
    })
    .by(physician(), minute(900));
    record.append(&chart, &[later]).await.unwrap();
    assert_eq!(
        import(&record, &to, &AnyClinic, None).await,
        Err(ArchiveError::Known(MARA))
    );
    record.erase(MARA, &asked_for()).await.unwrap();
    assert!(import(&record, &to, &AnyClinic, None).await.is_err());
    assert_eq!(record.open(MARA).await, Err(RecordError::Erased(MARA)));

    // A clinic whose record is empty, but whose key room knows of the erasure.
    let other = clinic.another().await;
    copy_folder(&clinic.keys(), &other.keys());
    assert_eq!(
        import(&other.open().await, &to, &AnyClinic, None).await,
        Err(ArchiveError::Record(RecordError::Erased(MARA)))
    );
}

over_every_place! {
    an_export_imports_into_an_empty_clinic_to_the_same_charts
    an_export_of_one_person_holds_nobody_else
    nobody_is_imported_twice_or_after_an_erasure
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
