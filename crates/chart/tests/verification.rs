//! Seeded damage: every edit, loss and reordering is found, at its place.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_chart::access::Access;
use needlework_chart::keys::KeyRoom;
use needlework_chart::store::Store;
use needlework_chart::verify::{Finding, Verification, verify};
use support::clinic::{Clinic, MARA, NILS, asked_for, copy_folder, nils, record_all};
use support::database::Database;
use support::{minute, physician, story};

/// Entries 1 to 6 are Mara's, 7 is the registration of Nils, 8 and 9 are Mara's again.
async fn two_charts<D: Database>(clinic: &Clinic<D>) {
    let record = clinic.open().await;
    let events = story::events();
    record_all(&record, MARA, &events[..6]).await;
    record_all(&record, NILS, &[nils()]).await;
    let chart = record.open(MARA).await.unwrap();
    record.append(&chart, &events[6..8]).await.unwrap();
}

async fn verified<D: Database>(clinic: &Clinic<D>) -> Verification {
    verify(&clinic.open().await).await.unwrap()
}

/// The sentences of the findings after a change of the database.
async fn after<D: Database>(clinic: &Clinic<D>, sql: &str) -> Vec<String> {
    clinic.database.tamper(sql).await;
    let findings = verified(clinic).await.findings;
    findings.iter().map(ToString::to_string).collect()
}

fn assert_says(findings: &[String], parts: &[&str]) {
    assert!(
        findings
            .iter()
            .any(|finding| parts.iter().all(|part| finding.contains(part))),
        "nothing about {parts:?} in {findings:#?}"
    );
}

async fn a_whole_record_has_no_finding_and_becomes_the_anchor<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    clinic.open().await.erase(NILS, &asked_for()).await.unwrap();
    let verification = verified(&clinic).await;
    assert_eq!(verification.findings, []);
    assert_eq!(verification.entries, 10);
    assert_eq!((verification.charts, verification.erased), (2, 1));
    let room = KeyRoom::open(&clinic.keys()).unwrap();
    assert_eq!(room.anchor().unwrap(), Some(verification.head));
}

async fn an_edited_body_is_found<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    let findings = after(
        &clinic,
        "UPDATE entry SET body = (SELECT body FROM entry WHERE position = 2) WHERE position = 4",
    )
    .await;
    let patient = format!("patient {MARA}");
    assert_says(&findings, &["entry 4 ", &patient, "event 4", "edited"]);
    assert_says(
        &findings,
        &["entry 4)", &patient, "event 4", "does not open"],
    );
    assert_eq!(findings.len(), 2, "{findings:#?}");
}

async fn a_lost_entry_is_found_with_the_chart_that_misses_it<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    let findings = after(&clinic, "DELETE FROM entry WHERE position IN (3, 4)").await;
    assert_says(&findings, &["entries 3 to 4", "lost"]);
    assert_says(
        &findings,
        &[
            "entry 5",
            &MARA.to_string(),
            "event 5",
            "event 3 should come next",
        ],
    );
}

async fn two_entries_in_each_others_place_are_found<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    clinic
        .database
        .tamper("UPDATE entry SET position = 1000 WHERE position = 7")
        .await;
    clinic
        .database
        .tamper("UPDATE entry SET position = 7 WHERE position = 8")
        .await;
    let findings = after(
        &clinic,
        "UPDATE entry SET position = 8 WHERE position = 1000",
    )
    .await;
    assert_says(&findings, &["entry 7 ", &MARA.to_string(), "moved"]);
    assert_says(&findings, &["entry 8 ", &NILS.to_string(), "moved"]);
}

async fn two_events_of_one_chart_in_each_others_place_are_found<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    for (from, to) in [(8, 900), (7, 8), (900, 7)] {
        let sql = format!("UPDATE entry SET sequence = {to} WHERE sequence = {from}");
        clinic.database.tamper(&sql).await;
    }
    let findings = verified(&clinic).await.findings;
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_says(&findings, &["entry 8 ", &MARA.to_string(), "event 8"]);
    assert_says(
        &findings,
        &["entry 8 holds event 8", "event 7 should come next"],
    );
    assert_says(&findings, &["does not open", "event 7"]);
}

/// A forger recomputes the hash of the edited entry; the next one does not follow any more.
async fn an_edit_with_a_forged_hash_is_found_at_the_body_and_at_the_next_entry<D: Database>(
    clinic: Clinic<D>,
) {
    two_charts(&clinic).await;
    let store = clinic.database.open().await;
    let entries = store.after(3, 1).await.unwrap();
    let mut forged = entries.into_iter().next().unwrap();
    let before = store.after(2, 1).await.unwrap().pop().unwrap();
    forged.body.push(0);
    forged.hash = forged.hash_after(before.hash);
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let literal = |bytes: &[u8]| clinic.database.bytes(&hex(bytes));
    let findings = after(
        &clinic,
        &format!(
            "UPDATE entry SET body = {}, hash = {} WHERE position = 4",
            literal(&forged.body),
            literal(&forged.hash.0)
        ),
    )
    .await;
    assert_says(&findings, &["entry 4)", "does not open"]);
    assert_says(&findings, &["entry 5 ", "does not follow"]);
}

async fn a_record_that_was_cut_off_is_found_by_the_anchor<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    assert_eq!(verified(&clinic).await.findings, []);
    clinic
        .database
        .tamper("DELETE FROM entry WHERE position > 7")
        .await;
    assert_eq!(
        verified(&clinic).await.findings,
        [Finding::CutOff { anchor: 9, end: 7 }]
    );
    // Written on from there, it is another record, which stays found.
    let record = clinic.open().await;
    let chart = record.open(MARA).await.unwrap();
    let events = story::events();
    record.append(&chart, &events[6..9]).await.unwrap();
    assert_eq!(
        verified(&clinic).await.findings,
        [Finding::Replaced { anchor: 9 }]
    );
}

/// A chart that was registered since the last verification goes from the end of the record without a trace in the database.
async fn entries_since_the_last_verification_are_missed_once_the_anchors_moved_on<D: Database>(
    clinic: Clinic<D>,
) {
    two_charts(&clinic).await;
    clinic.open().await.move_anchors().await.unwrap();
    clinic
        .database
        .tamper("DELETE FROM entry WHERE position > 7")
        .await;
    // Neither does a server that goes on make this the record that is expected.
    let record = clinic.open().await;
    record.move_anchors().await.unwrap();
    let cut_off = [Finding::CutOff { anchor: 9, end: 7 }];
    assert_eq!(verify(&record).await.unwrap().findings, cut_off);
    let chart = record.open(MARA).await.unwrap();
    let events = story::events();
    record.append(&chart, &events[6..9]).await.unwrap();
    record.move_anchors().await.unwrap();
    assert_eq!(
        verify(&record).await.unwrap().findings,
        [Finding::Replaced { anchor: 9 }]
    );
}

/// Rows of the trail lie in the clear and can be written over one by one; whoever does is found.
async fn a_trail_that_was_cut_off_or_edited_is_found<D: Database>(clinic: Clinic<D>) {
    let looked = |minutes: i64| Access {
        at: minute(minutes),
        user: physician().user,
        patient: Some(MARA),
        action: "chart-opened".to_owned(),
        subject: None,
    };
    let record = clinic.open().await;
    for minutes in 1..=3 {
        record.note_access(looked(minutes)).await.unwrap();
    }
    record.move_anchors().await.unwrap();
    record.note_access(looked(4)).await.unwrap();
    assert_eq!(verify(&record).await.unwrap().findings, []);
    let edited = after(
        &clinic,
        "UPDATE access SET action = 'chart-closed' WHERE position = 2",
    )
    .await;
    assert_says(&edited, &["rows 1 to 4", "edited"]);
    let put_back = after(
        &clinic,
        "UPDATE access SET action = 'chart-opened' WHERE position = 2",
    )
    .await;
    assert!(put_back.is_empty(), "{put_back:#?}");
    let cut_off = after(&clinic, "DELETE FROM access WHERE position > 2").await;
    assert_says(&cut_off, &["ends at row 2", "row 4"]);
    // As many new rows as were lost do not take their place.
    for minutes in 5..=6 {
        record.note_access(looked(minutes)).await.unwrap();
    }
    record.move_anchors().await.unwrap();
    let replaced = verify(&record).await.unwrap().findings;
    assert_eq!(replaced, [Finding::AccessesEdited { to: 4 }]);
}

async fn a_row_that_cannot_be_is_found_and_the_rest_is_still_read<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    let findings = after(&clinic, "UPDATE entry SET kind = 77 WHERE position = 2").await;
    assert_says(&findings, &["entry 2 is damaged", "unknown kind"]);
    clinic
        .database
        .tamper("DELETE FROM entry WHERE position = 8")
        .await;
    let findings = after(&clinic, "UPDATE entry SET kind = 1 WHERE position = 2").await;
    assert_says(&findings, &["entries 8 to 8", "lost"]);
}

async fn a_missing_data_key_is_found<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    let findings = after(&clinic, "DELETE FROM data_key").await;
    assert_says(&findings, &[&MARA.to_string(), "data key"]);
    assert_says(&findings, &[&NILS.to_string(), "data key"]);
}

async fn an_erasure_that_was_cut_off_is_found_and_can_be_finished<D: Database>(clinic: Clinic<D>) {
    two_charts(&clinic).await;
    let room = KeyRoom::open(&clinic.keys()).unwrap();
    room.erase(NILS, asked_for().erased_at).unwrap();
    assert_eq!(
        verified(&clinic).await.findings,
        [Finding::ErasureUnfinished(NILS)]
    );
    clinic.open().await.erase(NILS, &asked_for()).await.unwrap();
    assert_eq!(verified(&clinic).await.findings, []);
}

async fn an_older_key_room_that_does_not_know_of_an_erasure_is_found<D: Database>(
    clinic: Clinic<D>,
) {
    two_charts(&clinic).await;
    let copy = clinic.keys().with_file_name("copy");
    copy_folder(&clinic.keys(), &copy);
    clinic.open().await.erase(NILS, &asked_for()).await.unwrap();
    let older = clinic.open_with(&copy).await;
    let findings = verify(&older).await.unwrap().findings;
    assert_eq!(findings, [Finding::NotInLedger(NILS)]);
    older.erase(NILS, &asked_for()).await.unwrap();
    assert_eq!(verify(&older).await.unwrap().findings, []);
}

over_both_databases! {
    a_whole_record_has_no_finding_and_becomes_the_anchor
    an_edited_body_is_found
    a_lost_entry_is_found_with_the_chart_that_misses_it
    two_entries_in_each_others_place_are_found
    two_events_of_one_chart_in_each_others_place_are_found
    an_edit_with_a_forged_hash_is_found_at_the_body_and_at_the_next_entry
    a_record_that_was_cut_off_is_found_by_the_anchor
    entries_since_the_last_verification_are_missed_once_the_anchors_moved_on
    a_trail_that_was_cut_off_or_edited_is_found
    a_row_that_cannot_be_is_found_and_the_rest_is_still_read
    a_missing_data_key_is_found
    an_erasure_that_was_cut_off_is_found_and_can_be_finished
    an_older_key_room_that_does_not_know_of_an_erasure_is_found
}
