//! The access trail, over both databases: order, pages, durability, and that it is never rewritten.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use std::sync::Arc;

use jiff::Timestamp;
use needlework_chart::access::{Access, AccessQuery};
use needlework_chart::id::UserId;
use needlework_chart::record::RecordError;
use needlework_chart::verify::verify;
use support::clinic::{Clinic, EVERYTHING, MARA, access, asked_for, record_all};
use support::database::Database;
use support::{minute, story};
use uuid::Uuid;

async fn the_trail_tells_who_did_what_the_newest_first<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let noted = [
        access(1, 1, Some(MARA), "chart-opened"),
        access(2, 2, None, "signed-in"),
        access(3, 2, Some(MARA), "photograph-seen"),
        access(3, 1, None, "account-made"),
    ];
    for one in &noted {
        record.note_access(one.clone()).await.unwrap();
    }
    let elsewhere = clinic.open().await;
    let asked = async |query: AccessQuery| elsewhere.accesses(query).await.unwrap();
    let newest_first: Vec<_> = (1..).zip(noted.clone()).collect::<Vec<_>>();
    let newest_first: Vec<(u64, Access)> = newest_first.into_iter().rev().collect();
    assert_eq!(asked(EVERYTHING).await, newest_first);
    let of_mara = AccessQuery {
        patient: Some(MARA),
        ..EVERYTHING
    };
    assert_eq!(
        asked(of_mara).await,
        [newest_first[1].clone(), newest_first[3].clone()]
    );
    let by_the_second = AccessQuery {
        user: Some(noted[1].user),
        ..EVERYTHING
    };
    assert_eq!(asked(by_the_second).await, newest_first[1..3]);
    let both = AccessQuery {
        user: Some(noted[1].user),
        ..of_mara
    };
    assert_eq!(asked(both).await, newest_first[1..2]);
    let page = AccessQuery {
        before_position: Some(4),
        at_most: 2,
        ..EVERYTHING
    };
    assert_eq!(asked(page).await, newest_first[1..3]);
}

async fn an_action_is_a_code<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    for action in ["", "Mara Vogel opened", "x".repeat(41).as_str()] {
        let told = record.note_access(access(1, 1, None, action)).await;
        assert_eq!(told, Err(RecordError::NotACode), "{action}");
        let look = vec![
            access(1, 1, None, "chart-opened"),
            access(1, 1, None, action),
        ];
        let told = record.note_look(look).await;
        assert_eq!(told, Err(RecordError::NotACode), "{action}");
    }
    assert!(record.accesses(EVERYTHING).await.unwrap().is_empty());
}

async fn the_trail_cannot_be_changed_by_sql_and_a_gap_is_found<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    for at in 0..4 {
        record
            .note_access(access(at, 1, None, "signed-in"))
            .await
            .unwrap();
    }
    for sql in [
        "UPDATE access SET action = 'other'",
        "DELETE FROM access WHERE position = 2",
    ] {
        assert!(clinic.database.try_sql(sql).await.is_err(), "{sql}");
    }
    assert_eq!(verify(&record).await.unwrap().findings, []);
    clinic
        .database
        .tamper("DELETE FROM access WHERE position IN (2, 3)")
        .await;
    let findings = verify(&record).await.unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .to_string()
            .contains("rows 2 to 3 of the access trail")
    );
}

/// Two servers, many people at once.
async fn everybody_who_was_told_so_is_in_the_trail<D: Database>(clinic: Clinic<D>) {
    const PEOPLE: u128 = 24;
    let servers = [Arc::new(clinic.open().await), Arc::new(clinic.open().await)];
    let people = (0..PEOPLE).map(|person| {
        let server = Arc::clone(&servers[usize::from(person % 2 == 0)]);
        tokio::spawn(async move {
            for at in 0..5 {
                let one = access(at, person, Some(MARA), "chart-opened");
                server.note_access(one).await.unwrap();
            }
        })
    });
    for person in people.collect::<Vec<_>>() {
        person.await.unwrap();
    }
    let query = AccessQuery {
        at_most: 1000,
        ..EVERYTHING
    };
    let trail = servers[0].accesses(query).await.unwrap();
    let positions: Vec<u64> = trail.iter().rev().map(|(position, _)| *position).collect();
    assert_eq!(positions, (1..=5 * 24).collect::<Vec<u64>>());
    for person in 0..PEOPLE {
        let user = UserId::from_uuid(Uuid::from_u128(person));
        let times: Vec<Timestamp> = trail
            .iter()
            .rev()
            .filter(|(_, one)| one.user == user)
            .map(|(_, one)| one.at)
            .collect();
        assert_eq!(times, (0..5).map(minute).collect::<Vec<_>>());
    }
}

async fn the_trail_outlives_an_erasure<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..2]).await;
    let seen = access(5, 1, Some(MARA), "chart-opened");
    record.note_access(seen.clone()).await.unwrap();
    record.erase(MARA, &asked_for()).await.unwrap();
    assert_eq!(record.accesses(EVERYTHING).await.unwrap(), [(1, seen)]);
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

over_both_databases! {
    the_trail_tells_who_did_what_the_newest_first
    an_action_is_a_code
    the_trail_cannot_be_changed_by_sql_and_a_gap_is_found
    everybody_who_was_told_so_is_in_the_trail
    the_trail_outlives_an_erasure
}
