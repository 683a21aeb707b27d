//! An object store that goes away, refuses, or has no bucket: no photograph is acknowledged that is not stored, and everybody
//! is told what to do.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use std::convert::Infallible;

use needlework_chart::event::Event;
use needlework_chart::id::PhotographId;
use needlework_chart::photographs::{PhotographError, Photographs};
use needlework_chart::record::{NewPhotograph, OpenChart, Record, RecordError};
use needlework_chart::store::SqliteStore;
use needlework_chart::verify::verify;
use support::clinic::{Clinic, MARA, record_all, record_with};
use support::database::{Database as _, Sqlite};
use support::proxy::Proxy;
use support::shelf::{Bucket, opened};
use support::{minute, operator, story};
use uuid::Uuid;

fn new(number: u128) -> NewPhotograph {
    NewPhotograph {
        photograph: PhotographId::from_uuid(Uuid::from_u128(number)),
        consent: story::PHOTOGRAPH_CONSENT,
        session: None,
        view: "front".to_owned(),
        taken_at: minute(30),
        media_type: "image/jpeg".to_owned(),
    }
}

/// Pixels of some hundred kilobytes, as a telephone makes them: they take more than one packet.
fn pixels(number: u128) -> Vec<u8> {
    (0..400_000_u32)
        .map(|place| (u128::from(place) * (number + 7) % 251) as u8)
        .collect()
}

/// A record whose photographs are reached through a relay, with Mara in the middle of her first session.
async fn before_a_relay(clinic: &Clinic<Sqlite>, bucket: &Bucket) -> (Record<SqliteStore>, Proxy) {
    let (relay, port) = Proxy::before_server(&bucket.server).await;
    let mut variables = bucket.variables();
    variables.insert("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}"));
    let photographs = opened(&bucket.place, &variables);
    let store = clinic.database.open().await;
    let record = record_with(store, &clinic.keys(), photographs);
    let events = story::events();
    let started = events
        .iter()
        .take_while(|one| !matches!(one.event, Event::SessionStarted(_)))
        .count();
    record_all(&record, MARA, events.get(..=started).unwrap()).await;
    (record, relay)
}

async fn add(
    record: &Record<SqliteStore>,
    chart: &OpenChart,
    number: u128,
) -> Result<OpenChart, RecordError> {
    let pixels = pixels(number);
    record
        .add_photograph(chart, new(number), &pixels, operator(), minute(40))
        .await
}

fn is_away(error: &RecordError) -> bool {
    matches!(error, RecordError::Photograph(PhotographError::Store(_)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_store_is_away_no_photograph_is_acknowledged_and_verify_says_so_once() {
    let (clinic, bucket) = (Clinic::<Sqlite>::new().await, Bucket::new());
    let (record, relay) = before_a_relay(&clinic, &bucket).await;
    let chart = record.open(MARA).await.unwrap();
    let chart = add(&record, &chart, 1).await.unwrap();

    relay.go_away();
    let error = add(&record, &chart, 2).await.unwrap_err();
    assert!(is_away(&error), "{error}");
    assert!(record.open(MARA).await.unwrap() == chart);
    let error = record.pixels(&chart, new(1).photograph).await.unwrap_err();
    assert!(is_away(&error), "{error}");
    let error = verify(&record).await.unwrap_err();
    assert!(is_away(&error), "{error}");

    relay.come_back();
    let chart = add(&record, &chart, 2).await.unwrap();
    for number in 1..=2 {
        let read = record.pixels(&chart, new(number).photograph).await.unwrap();
        assert!(*read == pixels(number));
    }
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

/// Every second photograph is added while connections are cut again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_whose_connections_are_cut_loses_no_photograph_that_was_acknowledged() {
    const PHOTOGRAPHS: u128 = 24;
    let (clinic, bucket) = (Clinic::<Sqlite>::new().await, Bucket::new());
    let (record, relay) = before_a_relay(&clinic, &bucket).await;
    let mut chart = record.open(MARA).await.unwrap();
    let mut acknowledged = Vec::new();
    for number in 1..=PHOTOGRAPHS {
        let adding = add(&record, &chart, number);
        let told = if number % 2 == 0 {
            tokio::select! {
                told = adding => told,
                never = cut_for_ever(&relay) => match never {},
            }
        } else {
            adding.await
        };
        match told {
            Ok(next) => {
                chart = next;
                acknowledged.push(number);
            }
            Err(error) => assert!(number % 2 == 0 && is_away(&error), "{number}: {error}"),
        }
    }
    assert!(relay.cuts() > 10, "only {} cuts", relay.cuts());
    assert!(record.open(MARA).await.unwrap() == chart);
    for number in &acknowledged {
        let photograph = new(*number).photograph;
        let read = record.pixels(&chart, photograph).await.unwrap();
        assert!(*read == pixels(*number));
    }
    assert_eq!(verify(&record).await.unwrap().findings, []);
    println!(
        "{} of {PHOTOGRAPHS} acknowledged, {} cuts",
        acknowledged.len(),
        relay.cuts()
    );
}

async fn cut_for_ever(relay: &Proxy) -> Infallible {
    loop {
        relay.cut();
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_or_bucket_is_told_and_no_key_is_in_the_sentence() {
    let bucket = Bucket::new();
    let variables = bucket.variables();
    let with = |name, value: &str| {
        let mut variables = variables.clone();
        variables.insert(name, value.to_owned());
        opened(&bucket.place, &variables)
    };
    let elsewhere = opened("s3://no-such-bucket/clinic", &variables);
    for (photographs, expected) in [
        (
            with("AWS_SECRET_ACCESS_KEY", "wrong-secret"),
            PhotographError::Keys,
        ),
        (
            with("AWS_ACCESS_KEY_ID", "wrong-key"),
            PhotographError::Keys,
        ),
        (elsewhere, PhotographError::Bucket),
    ] {
        for told in answers(&photographs).await {
            assert_eq!(told, Err(expected.clone()));
        }
        let sentence = expected.to_string();
        for key in variables.values() {
            assert!(!sentence.contains(key.as_str()) && !sentence.contains("wrong-"));
        }
    }
    assert_eq!(bucket.photographs().check().await, Ok(()));
}

/// What is told to whoever checks, puts, reads, lists and lists all.
async fn answers(photographs: &Photographs) -> [Result<(), PhotographError>; 5] {
    let photograph = new(1).photograph;
    [
        photographs.check().await,
        photographs.put(MARA, photograph, vec![1]).await,
        photographs.get(MARA, photograph).await.map(drop),
        photographs.of(MARA).await.map(drop),
        photographs.all().await.map(drop),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_largest_photograph_is_stored_and_read() {
    let (photographs, photograph) = (Bucket::new().photographs(), new(1).photograph);
    let sealed = pixels(1).repeat(30);
    let put = photographs.put(MARA, photograph, sealed.clone());
    put.await.unwrap();
    assert!(photographs.get(MARA, photograph).await.unwrap() == sealed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_go_on_after_their_first_page_and_hold_one_clinic_only() {
    // A store lists at most 1,000 objects at once.
    const PHOTOGRAPHS: u128 = 1_010;
    let (bucket, other) = (Bucket::new(), Bucket::new());
    let photographs = bucket.photographs();
    let alien = other.photographs();
    alien.put(MARA, new(1).photograph, vec![1]).await.unwrap();
    let mut puts = tokio::task::JoinSet::new();
    for number in 1..=PHOTOGRAPHS {
        let photographs = photographs.clone();
        puts.spawn(async move {
            photographs
                .put(MARA, new(number).photograph, vec![1])
                .await
                .unwrap();
        });
        if number % 16 == 0 {
            while puts.join_next().await.is_some() {}
        }
    }
    puts.join_all().await;
    assert_eq!(
        photographs.of(MARA).await.unwrap().len() as u128,
        PHOTOGRAPHS
    );
    let mut all = photographs.all().await.unwrap();
    all.sort_unstable();
    let expected = (1..=PHOTOGRAPHS).map(|number| (MARA, new(number).photograph));
    assert!(all.into_iter().eq(expected));
}
