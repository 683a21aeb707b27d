//! Charts in a real database: written, opened, erased, their keys rotated.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use std::collections::BTreeSet;

use needlework_chart::event::{ContactChanged, Event};
use needlework_chart::fold::{Chart, Refusal};
use needlework_chart::id::PatientId;
use needlework_chart::keys::KeyError;
use needlework_chart::record::{RecordError, Tombstone};
use needlework_chart::store::{AppendRefusal, Store, WriteError};
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::{Database, Sqlite};
use support::{front_desk, minute, story};

fn moved() -> needlework_chart::event::Recorded {
    Event::from(ContactChanged {
        contact: needlework_chart::event::Contact::default(),
    })
    .by(front_desk(), minute(950))
}

async fn a_chart_is_opened_as_the_fold_of_what_was_recorded<D: Database>(clinic: Clinic<D>) {
    let events = story::events();
    let written = record_all(&clinic.open().await, MARA, &events).await;
    let opened = clinic.open().await.open(MARA).await.unwrap();
    assert!(opened == written);
    assert!(*opened.chart() == Chart::fold(&events).unwrap());
    assert_eq!(opened.sequence(), events.len() as u64);
}

async fn a_refused_event_is_not_recorded_and_neither_are_those_beside_it<D: Database>(
    clinic: Clinic<D>,
) {
    let record = clinic.open().await;
    let chart = record.register(MARA, &story::events()[..1]).await.unwrap();
    let events = [moved(), story::events()[0].clone()];
    let told = record.append(&chart, &events).await;
    assert_eq!(told, Err(RecordError::Refused(Refusal::AlreadyRegistered)));
    assert_eq!(record.open(MARA).await.unwrap().sequence(), 1);
}

async fn whoever_opened_an_older_chart_is_told_and_can_repeat<D: Database>(clinic: Clinic<D>) {
    let (here, there) = (clinic.open().await, clinic.open().await);
    let seen_here = here.register(MARA, &story::events()[..1]).await.unwrap();
    let seen_there = there.open(MARA).await.unwrap();
    here.append(&seen_here, &[moved()]).await.unwrap();
    let conflict = AppendRefusal::Conflict {
        expected: 1,
        found: 2,
    };
    assert_eq!(
        there.append(&seen_there, &[moved()]).await,
        Err(RecordError::Write(WriteError::Refused(conflict)))
    );
    let again = there.open(MARA).await.unwrap();
    assert_eq!(
        there.append(&again, &[moved()]).await.unwrap().sequence(),
        3
    );
}

async fn nobody_is_registered_twice_under_one_id<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    assert!(record.register(MARA, &[nils()]).await.is_err());
    // The data key of the first registration still opens the chart, in a program that has not opened it yet.
    let chart = clinic.open().await.open(MARA).await.unwrap();
    assert!(*chart.chart() == Chart::fold(&story::events()).unwrap());
}

async fn an_erased_person_cannot_be_read_and_a_tombstone_remains<D: Database>(clinic: Clinic<D>) {
    let (record, elsewhere) = (clinic.open().await, clinic.open().await);
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    // Another server has the chart open, and so its key in memory.
    let open_elsewhere = elsewhere.open(MARA).await.unwrap();

    record.erase(MARA, &asked_for()).await.unwrap();
    for server in [&record, &elsewhere, &clinic.open().await] {
        assert_eq!(server.open(MARA).await, Err(RecordError::Erased(MARA)));
        assert!(server.open(NILS).await.is_ok());
    }
    assert_eq!(
        elsewhere.append(&open_elsewhere, &[moved()]).await,
        Err(RecordError::Erased(MARA))
    );
    let entries = record.store().chart(MARA).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!(Tombstone::from_body(&last.body), Some(asked_for()));
    assert_eq!(entries.len(), story::events().len() + 1);
    assert_eq!(record.store().data_key(MARA).await.unwrap(), None);
    record.erase(MARA, &asked_for()).await.unwrap();
    assert_eq!(record.store().chart(MARA).await.unwrap(), entries);
}

/// Another server, which has opened no key yet: charts that are asked for together open as each does by itself.
async fn charts_that_are_asked_for_together_open_as_each_by_itself<D: Database>(clinic: Clinic<D>) {
    let nobody = "6a7b2d34-0000-7000-8000-00000000ffff".parse().unwrap();
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    let elsewhere = clinic.open().await;
    let of = |patients: &[PatientId]| patients.iter().copied().collect::<BTreeSet<_>>();
    let together = elsewhere.sealed_charts(&of(&[NILS, nobody, MARA])).await;
    for (patient, sealed) in together.unwrap() {
        let alone = clinic.open().await.open(patient).await;
        assert_eq!(sealed.and_then(|sealed| sealed.open()), alone);
    }
    assert!(elsewhere.sealed_charts(&of(&[])).await.unwrap().is_empty());

    record.erase(MARA, &asked_for()).await.unwrap();
    let together = elsewhere.sealed_charts(&of(&[MARA, NILS])).await.unwrap();
    assert_eq!(
        together[&MARA].as_ref().err(),
        Some(&RecordError::Erased(MARA))
    );
    assert!(together[&NILS].is_ok());
}

/// The database comes back from before the erasure, with the wrapped data key and without the tombstone.
async fn an_older_database_does_not_bring_an_erased_person_back<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    let entries = record.store().after(0, u32::MAX).await.unwrap();
    let data_keys = record.store().data_keys().await.unwrap();
    record.erase(MARA, &asked_for()).await.unwrap();

    let older = Clinic::<D>::new().await;
    let restored = older.open_with(&clinic.keys()).await;
    restored.store().take_in(entries, data_keys).await.unwrap();
    assert!(restored.store().data_key(MARA).await.unwrap().is_some());
    assert_eq!(restored.open(MARA).await, Err(RecordError::Erased(MARA)));
}

async fn a_copy_of_the_keys_from_before_a_registration_does_not_open_the_chart<D: Database>(
    clinic: Clinic<D>,
) {
    let record = clinic.open().await;
    let copy = clinic.keys().with_file_name("copy");
    copy_folder(&clinic.keys(), &copy);
    record_all(&record, MARA, &story::events()[..3]).await;
    let with_older_keys = clinic.open_with(&copy).await;
    assert_eq!(
        with_older_keys.open(MARA).await,
        Err(RecordError::Key(KeyError::NoShare(MARA)))
    );
}

async fn rotation_keeps_every_chart_readable_on_every_server<D: Database>(clinic: Clinic<D>) {
    let (record, elsewhere) = (clinic.open().await, clinic.open().await);
    record_all(&record, MARA, &story::events()[..3]).await;
    record_all(&record, NILS, &[nils()]).await;
    let before = record.store().data_keys().await.unwrap();

    let rotation = record.rotate_clinic_key(minute(2)).await.unwrap();
    assert_eq!(rotation.relocked, 2);
    let after = record.store().data_keys().await.unwrap();
    assert!(before.iter().all(|old| !after.contains(old)));
    for server in [&elsewhere, &record, &clinic.open().await] {
        assert!(server.open(MARA).await.is_ok());
    }
    record.forget_earlier_clinic_keys().await.unwrap();
    assert!(clinic.open().await.open(NILS).await.is_ok());
    let keys = clinic.open().await.keyring().clinic_keys();
    assert!(matches!(
        keys.get(before[0].1.clinic_key),
        Err(KeyError::UnknownClinicKey(_))
    ));
}

/// The key file has the new key already, but only one of two data keys is locked with it.
async fn a_rotation_that_was_cut_off_is_finished_by_the_next<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..1]).await;
    let old = record.store().data_keys().await.unwrap();
    record_all(&record, NILS, &[nils()]).await;
    record.rotate_clinic_key(minute(2)).await.unwrap();
    let (current, _) = record.store().data_keys().await.unwrap()[0].clone();
    let locked_with = record
        .store()
        .data_key(MARA)
        .await
        .unwrap()
        .unwrap()
        .clinic_key;
    record
        .store()
        .replace_data_key(MARA, locked_with, old[0].1.clone())
        .await
        .unwrap();
    assert_eq!(current, MARA);

    let server = clinic.open().await;
    assert!(server.open(MARA).await.is_ok());
    assert_eq!(server.relock_data_keys().await.unwrap().relocked, 1);
    assert!(clinic.open().await.open(MARA).await.is_ok());
}

over_both_databases! {
    a_chart_is_opened_as_the_fold_of_what_was_recorded
    a_refused_event_is_not_recorded_and_neither_are_those_beside_it
    whoever_opened_an_older_chart_is_told_and_can_repeat
    nobody_is_registered_twice_under_one_id
    an_erased_person_cannot_be_read_and_a_tombstone_remains
    charts_that_are_asked_for_together_open_as_each_by_itself
    an_older_database_does_not_bring_an_erased_person_back
    a_copy_of_the_keys_from_before_a_registration_does_not_open_the_chart
    rotation_keeps_every_chart_readable_on_every_server
    a_rotation_that_was_cut_off_is_finished_by_the_next
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_patient_lies_in_the_clear_on_the_disk() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    record.store().close().await;
    let file = clinic.database.file();
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.len() > 10_000);
    for private in [
        "Vogel",
        "Mara",
        "1974-03-09",
        "itches",
        "adverse",
        "plan-approved",
        "2026-11-02",
    ] {
        let is_there = bytes
            .windows(private.len())
            .any(|window| window == private.as_bytes());
        assert!(!is_there, "{private} lies in the clear");
    }
}
