//! The cabinet, over both databases: versions, order, seals; and backups of it and of the access trail.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::fs;
use std::sync::Arc;

use needlework_chart::archive::{ArchiveError, back_up, restore};
use needlework_chart::cabinet::{CABINET, Document, Drawer, NewDocument};
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::{DocumentConflict, Store};
use needlework_chart::verify::verify;
use support::clinic::{Clinic, EVERYTHING, MARA, access, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Postgres, Sqlite};
use support::{minute, physician, story};
use tempfile::TempDir;
use uuid::Uuid;

const ACCOUNT: Drawer = Drawer::new("account");
const DEVICE: Drawer = Drawer::new("device");

fn document(drawer: Drawer, id: u128, expected_version: u64, body: Option<&str>) -> NewDocument {
    NewDocument {
        drawer,
        id: Uuid::from_u128(id),
        expected_version,
        body: body.map(|body| body.as_bytes().to_vec()),
    }
}

/// What was read, in words: drawer, id, version, revision, content.
fn told(documents: &[Document]) -> Vec<String> {
    let body = |document: &Document| match &document.body {
        Some(body) => String::from_utf8(body.to_vec()).unwrap(),
        None => "removed".to_owned(),
    };
    documents
        .iter()
        .map(|one| {
            let (drawer, id) = (&one.drawer, one.id.as_u128());
            format!(
                "{drawer} {id} v{} r{}: {}",
                one.version,
                one.revision,
                body(one)
            )
        })
        .collect()
}

async fn three_documents<S: Store>(record: &Record<S>) -> u64 {
    let documents = [
        document(ACCOUNT, 1, 0, Some("Kim")),
        document(DEVICE, 1, 0, Some("pen")),
        document(ACCOUNT, 2, 0, Some("Noa")),
    ];
    record.put_documents(&documents).await.unwrap()
}

async fn an_empty_cabinet_has_revision_0_and_no_key<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    assert_eq!(record.newest_revision().await.unwrap(), 0);
    assert!(record.documents_after(0).await.unwrap().is_empty());
    assert_eq!(record.store().data_key(CABINET).await.unwrap(), None);
}

async fn documents_are_read_back_in_the_order_of_their_last_change<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    assert_eq!(three_documents(&record).await, 3);
    let changed = [
        document(ACCOUNT, 1, 1, Some("Kim Roth")),
        document(DEVICE, 1, 1, None),
    ];
    assert_eq!(record.put_documents(&changed).await.unwrap(), 5);
    let elsewhere = clinic.open().await;
    let all = [
        "account 2 v1 r3: Noa",
        "account 1 v2 r4: Kim Roth",
        "device 1 v2 r5: removed",
    ];
    assert_eq!(told(&elsewhere.documents_after(0).await.unwrap()), all);
    assert_eq!(told(&elsewhere.documents_after(3).await.unwrap()), all[1..]);
    assert!(elsewhere.documents_after(5).await.unwrap().is_empty());
    // A removed document goes on counting: whoever believes that there was none is told.
    let anew = [document(DEVICE, 1, 0, Some("another pen"))];
    assert!(record.put_documents(&anew).await.is_err());
    let again = [document(DEVICE, 1, 2, Some("another pen"))];
    assert_eq!(record.put_documents(&again).await.unwrap(), 6);
}

async fn of_documents_that_are_put_together_all_are_there_or_none<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    three_documents(&record).await;
    let before = record.documents_after(0).await.unwrap();
    for (wrong, found) in [(0, 1), (2, 1), (7, 1)] {
        let put = [
            document(ACCOUNT, 9, 0, Some("new")),
            document(ACCOUNT, 1, wrong, Some("Kim Roth")),
        ];
        let conflict = DocumentConflict {
            drawer: "account".to_owned(),
            id: Uuid::from_u128(1),
            expected: wrong,
            found,
        };
        let refused = record.put_documents(&put).await.unwrap_err();
        assert_eq!(refused, RecordError::Conflict(conflict));
        let said = refused.to_string();
        for part in ["account", "version 1", &format!("at version {wrong}")] {
            assert!(said.contains(part), "{said}");
        }
    }
    assert_eq!(record.documents_after(0).await.unwrap(), before);
    assert_eq!(record.newest_revision().await.unwrap(), 3);
    // Two versions of one document, one after the other.
    let both = [
        document(ACCOUNT, 1, 1, Some("Kim R.")),
        document(ACCOUNT, 1, 2, Some("Kim Roth")),
    ];
    assert_eq!(record.put_documents(&both).await.unwrap(), 5);
    assert_eq!(
        told(&record.documents_after(4).await.unwrap()),
        ["account 1 v3 r5: Kim Roth"]
    );
    assert_eq!(record.put_documents(&[]).await.unwrap(), 5);
}

/// Two servers, each with its own keys in memory, count one document up together and read along.
async fn two_servers_stay_in_step_and_nothing_is_overwritten<D: Database>(clinic: Clinic<D>) {
    const ROUNDS: u64 = 12;
    let servers = [Arc::new(clinic.open().await), Arc::new(clinic.open().await)];
    let reader = clinic.open().await;
    let counting = servers.map(|server| {
        tokio::spawn(async move {
            let mut version = 0;
            for _ in 0..ROUNDS {
                loop {
                    let put = [document(ACCOUNT, 1, version, Some("x"))];
                    match server.put_documents(&put).await {
                        Ok(_) => break version += 1,
                        Err(RecordError::Conflict(conflict)) => version = conflict.found,
                        Err(error) => panic!("{error}"),
                    }
                }
            }
        })
    });
    let mut revision = 0;
    while counting.iter().any(|one| !one.is_finished()) {
        for document in reader.documents_after(revision).await.unwrap() {
            assert!(document.revision > revision);
            assert_eq!(document.version, document.revision);
            revision = document.revision;
        }
    }
    for one in counting {
        one.await.unwrap();
    }
    assert_eq!(reader.newest_revision().await.unwrap(), 2 * ROUNDS);
}

/// Different documents at two servers: a reader who was told a revision has seen everything up to it.
async fn revisions_become_visible_in_their_order_and_without_gaps<D: Database>(clinic: Clinic<D>) {
    const DOCUMENTS: u64 = 40;
    let servers = [Arc::new(clinic.open().await), Arc::new(clinic.open().await)];
    let reader = clinic.open().await;
    let writing = servers.clone().map(|server| {
        let first = u128::from(Arc::ptr_eq(&server, &servers[0])) * 1000;
        tokio::spawn(async move {
            for number in 0..u128::from(DOCUMENTS) / 2 {
                let put = [document(DEVICE, first + number, 0, Some("x"))];
                server.put_documents(&put).await.unwrap();
            }
        })
    });
    let mut revision = 0;
    let mut is_writing = true;
    while is_writing {
        // Looked at before the last reading, so that nothing comes after it.
        is_writing = writing.iter().any(|one| !one.is_finished());
        for document in reader.documents_after(revision).await.unwrap() {
            assert_eq!(document.revision, revision + 1);
            revision = document.revision;
        }
    }
    for one in writing {
        one.await.unwrap();
    }
    assert_eq!(revision, DOCUMENTS);
}

async fn one_look_tells_how_far_record_and_cabinet_go<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let empty = record.standing().await.unwrap();
    assert_eq!((empty.head.position, empty.revision), (0, 0));
    three_documents(&record).await;
    assert_eq!(record.standing().await.unwrap().head, empty.head);
    record_all(&record, MARA, &story::events()[..4]).await;
    let standing = clinic.open().await.standing().await.unwrap();
    assert_eq!(standing.head, record.store().head().await.unwrap());
    assert_eq!((standing.head.position, standing.revision), (4, 3));
}

async fn a_document_cannot_be_removed_or_set_back_by_sql<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    three_documents(&record).await;
    let before = record.documents_after(0).await.unwrap();
    for sql in [
        "DELETE FROM cabinet",
        "UPDATE cabinet SET body = NULL",
        "UPDATE cabinet SET version = version + 1",
        "UPDATE cabinet SET revision = revision + 100",
        "UPDATE cabinet SET drawer = 'other', version = version + 1, revision = revision + 100",
    ] {
        assert!(clinic.database.try_sql(sql).await.is_err(), "{sql}");
    }
    assert_eq!(record.documents_after(0).await.unwrap(), before);
}

async fn a_document_that_was_changed_or_moved_does_not_open_and_verify_says_which<D: Database>(
    clinic: Clinic<D>,
) {
    let record = clinic.open().await;
    three_documents(&record).await;
    assert_eq!(verify(&record).await.unwrap().findings, []);
    clinic
        .database
        .tamper("UPDATE cabinet SET body = (SELECT body FROM cabinet WHERE revision = 3) WHERE revision = 1")
        .await;
    let not_opened = RecordError::DocumentNotOpened {
        drawer: "account".to_owned(),
        id: Uuid::from_u128(1),
    };
    assert_eq!(record.documents_after(0).await, Err(not_opened));
    let findings = verify(&record).await.unwrap().findings;
    assert_eq!(findings.len(), 1);
    let said = findings[0].to_string();
    assert!(said.contains(&Uuid::from_u128(1).to_string()) && said.contains("account"));
}

async fn the_cabinet_opens_after_a_rotation_on_every_server<D: Database>(clinic: Clinic<D>) {
    let (record, elsewhere) = (clinic.open().await, clinic.open().await);
    three_documents(&record).await;
    let before = record.store().data_key(CABINET).await.unwrap();
    assert_eq!(
        record.rotate_clinic_key(minute(2)).await.unwrap().relocked,
        1
    );
    assert_ne!(record.store().data_key(CABINET).await.unwrap(), before);
    record.forget_earlier_clinic_keys().await.unwrap();
    for server in [&record, &elsewhere, &clinic.open().await] {
        assert_eq!(server.documents_after(0).await.unwrap().len(), 3);
    }
}

async fn without_the_key_room_no_document_opens<D: Database>(clinic: Clinic<D>) {
    three_documents(&clinic.open().await).await;
    let other = clinic.keys().with_file_name("other");
    let stranger = clinic.open_with(&other).await;
    assert!(stranger.documents_after(0).await.is_err());
    let findings = verify(&stranger).await.unwrap().findings;
    assert!(findings[0].to_string().contains("documents of the clinic"));
}

async fn nobody_is_registered_under_the_id_of_the_cabinet<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    three_documents(&record).await;
    let told = record.register(CABINET, &[nils()]).await;
    assert_eq!(told, Err(RecordError::Reserved));
    assert!(record.erase(CABINET, &asked_for()).await.is_err());
    assert_eq!(record.documents_after(0).await.unwrap().len(), 3);
}

over_both_databases! {
    an_empty_cabinet_has_revision_0_and_no_key
    documents_are_read_back_in_the_order_of_their_last_change
    of_documents_that_are_put_together_all_are_there_or_none
    two_servers_stay_in_step_and_nothing_is_overwritten
    revisions_become_visible_in_their_order_and_without_gaps
    one_look_tells_how_far_record_and_cabinet_go
    a_document_cannot_be_removed_or_set_back_by_sql
    a_document_that_was_changed_or_moved_does_not_open_and_verify_says_which
    the_cabinet_opens_after_a_rotation_on_every_server
    without_the_key_room_no_document_opens
    nobody_is_registered_under_the_id_of_the_cabinet
}

/// A clinic with a chart, documents and a trail, and its backup.
async fn backed_up<D: Database>() -> (Clinic<D>, TempDir) {
    let clinic = Clinic::<D>::new().await;
    let copies = TempDir::new().unwrap();
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..4]).await;
    three_documents(&record).await;
    let changed = [
        document(ACCOUNT, 1, 1, Some("Kim Roth")),
        document(DEVICE, 1, 1, None),
    ];
    record.put_documents(&changed).await.unwrap();
    for at in 0..3 {
        let one = access(
            at,
            physician().user.uuid().as_u128(),
            Some(MARA),
            "chart-opened",
        );
        record.note_access(one).await.unwrap();
    }
    let backup = back_up(&record, &copies.path().join("backup"), minute(50))
        .await
        .unwrap();
    assert_eq!((backup.revision, backup.accesses), (5, 3));
    (clinic, copies)
}

async fn a_backup_brings_cabinet_and_trail_back<From: Database, To: Database>() {
    let (clinic, copies) = backed_up::<From>().await;
    let record = clinic.open().await;
    let other = Clinic::<To>::new().await;
    copy_folder(&clinic.keys(), &other.keys());
    let restored = other.open().await;
    restore(&restored, &copies.path().join("backup"))
        .await
        .unwrap();
    for server in [&restored, &other.open().await] {
        assert_eq!(
            server.documents_after(0).await.unwrap(),
            record.documents_after(0).await.unwrap()
        );
        assert_eq!(
            server.accesses(EVERYTHING).await.unwrap(),
            record.accesses(EVERYTHING).await.unwrap()
        );
        assert_eq!(verify(server).await.unwrap().findings, []);
    }
    // Both go on where they ended.
    let next = [document(ACCOUNT, 2, 1, Some("Noa Lind"))];
    assert_eq!(restored.put_documents(&next).await.unwrap(), 6);
    let one = access(9, 1, None, "signed-in");
    restored.note_access(one.clone()).await.unwrap();
    assert_eq!(restored.accesses(EVERYTHING).await.unwrap()[0], (4, one));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_sqlite_brings_cabinet_and_trail_back_in_postgres() {
    a_backup_brings_cabinet_and_trail_back::<Sqlite, Postgres>().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_postgres_brings_cabinet_and_trail_back_in_sqlite() {
    a_backup_brings_cabinet_and_trail_back::<Postgres, Sqlite>().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cabinet_or_trail_in_use_is_not_restored_over() {
    let (clinic, copies) = backed_up::<Sqlite>().await;
    let from = copies.path().join("backup");
    let other = Clinic::<Sqlite>::new().await;
    copy_folder(&clinic.keys(), &other.keys());
    let record = other.open().await;
    three_documents(&record).await;
    let told = restore(&record, &from).await;
    assert_eq!(told, Err(ArchiveError::CabinetNotEmpty(3)));

    let third = Clinic::<Sqlite>::new().await;
    let record = third.open().await;
    record
        .note_access(access(1, 1, None, "signed-in"))
        .await
        .unwrap();
    let told = restore(&record, &from).await;
    assert_eq!(told, Err(ArchiveError::AccessNotEmpty));
}

/// A server that was refused has made a cabinet key already; that of the backup takes its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_an_empty_cabinet_does_not_stand_in_the_way() {
    let (clinic, copies) = backed_up::<Sqlite>().await;
    let other = Clinic::<Sqlite>::new().await;
    copy_folder(&clinic.keys(), &other.keys());
    let record = other.open().await;
    let refused = [document(ACCOUNT, 1, 5, Some("x"))];
    assert!(record.put_documents(&refused).await.is_err());
    assert!(record.store().data_key(CABINET).await.unwrap().is_some());
    restore(&record, &copies.path().join("backup"))
        .await
        .unwrap();
    assert_eq!(record.documents_after(0).await.unwrap().len(), 3);
}

/// As it was before there was a cabinet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_format_1_is_still_restored() {
    let (clinic, copies) = backed_up::<Sqlite>().await;
    let from = copies.path().join("backup");
    let title = fs::read_to_string(from.join("backup.json")).unwrap();
    let mut title: serde_json::Value = serde_json::from_str(&title).unwrap();
    let fields = title.as_object_mut().unwrap();
    fields.insert("format".to_owned(), 1.into());
    fields.remove("cabinet").unwrap();
    fields.remove("accesses").unwrap();
    fs::write(from.join("backup.json"), title.to_string()).unwrap();
    for file in ["cabinet.jsonl", "access.jsonl"] {
        fs::remove_file(from.join(file)).unwrap();
    }
    let other = Clinic::<Sqlite>::new().await;
    copy_folder(&clinic.keys(), &other.keys());
    let record = other.open().await;
    restore(&record, &from).await.unwrap();
    assert!(record.open(MARA).await.is_ok());
    assert_eq!(record.newest_revision().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shortened_cabinet_or_trail_is_refused() {
    let (clinic, copies) = backed_up::<Sqlite>().await;
    let from = copies.path().join("backup");
    for file in ["cabinet.jsonl", "access.jsonl"] {
        let whole = fs::read_to_string(from.join(file)).unwrap();
        let lines: Vec<&str> = whole.lines().collect();
        for missing in [0, lines.len() - 1] {
            let mut kept = lines.clone();
            kept.remove(missing);
            fs::write(from.join(file), kept.join("\n")).unwrap();
            let other = Clinic::<Sqlite>::new().await;
            copy_folder(&clinic.keys(), &other.keys());
            let told = restore(&other.open().await, &from).await;
            assert!(
                matches!(told, Err(ArchiveError::OtherHead { .. })),
                "{told:?}"
            );
        }
        fs::write(from.join(file), whole).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_document_lies_in_the_clear_on_the_disk_or_in_a_backup() {
    let (clinic, copies) = backed_up::<Sqlite>().await;
    clinic.open().await.store().close().await;
    let mut bytes = fs::read(clinic.database.file()).unwrap();
    bytes.extend(fs::read(copies.path().join("backup/cabinet.jsonl")).unwrap());
    for private in ["Kim", "Noa", "Roth"] {
        let is_there = bytes
            .windows(private.len())
            .any(|window| window == private.as_bytes());
        assert!(!is_there, "{private} lies in the clear");
    }
}
