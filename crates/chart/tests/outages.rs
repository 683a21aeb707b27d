//! A database that goes away and comes back: nothing that was acknowledged is lost, and work goes on.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use needlework_chart::event::Event;
use needlework_chart::id::PatientId;
use needlework_chart::record::{OpenChart, Record, RecordError};
use needlework_chart::store::{AppendRefusal, PostgresStore, Store, StoreError, WriteError};
use needlework_chart::verify::verify;
use support::clinic::{Clinic, NILS, nils, note, record_over};
use support::database::Postgres;
use support::proxy::Proxy;
use uuid::Uuid;

/// Appends, however often the database goes away. An append whose fate is unknown is looked up before it is repeated.
async fn append_surely<S: Store>(record: &Record<S>, chart: OpenChart, text: &str) -> OpenChart {
    let mut chart = chart;
    loop {
        match record.append(&chart, &[note(text.to_owned())]).await {
            Ok(next) => return next,
            Err(
                RecordError::Store(StoreError::Unreachable(_))
                | RecordError::Write(
                    WriteError::Store(StoreError::Unreachable(_))
                    | WriteError::Refused(AppendRefusal::Conflict { .. }),
                ),
            ) => {}
            Err(error) => panic!("{error}"),
        }
        let before = chart.sequence();
        chart = open_surely(record, chart.patient()).await;
        if chart.sequence() > before {
            return chart;
        }
    }
}

async fn open_surely<S: Store>(record: &Record<S>, patient: PatientId) -> OpenChart {
    loop {
        match record.open(patient).await {
            Ok(chart) => return chart,
            Err(RecordError::Store(StoreError::Unreachable(_))) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_away_and_comes_back_loses_nothing_and_doubles_nothing() {
    const CUTS: u64 = 20;
    const APPENDS_BETWEEN_CUTS: u64 = 9;
    const CHARTS: u128 = 4;
    let clinic = Clinic::<Postgres>::new().await;
    let proxy = Proxy::before(&clinic.database.address).await;
    let store = PostgresStore::open(&proxy.address()).await.unwrap();
    let record = Arc::new(record_over(store, clinic.folder()));
    let written = Arc::new(AtomicU64::new(0));
    let charts = (1..=CHARTS).map(|number| {
        let (record, written) = (Arc::clone(&record), Arc::clone(&written));
        tokio::spawn(async move {
            let patient = PatientId::from_uuid(Uuid::from_u128(number));
            let mut chart = record.register(patient, &[nils()]).await.unwrap();
            let mut texts = Vec::new();
            while written.fetch_add(1, Ordering::Relaxed) < CUTS * APPENDS_BETWEEN_CUTS {
                let text = format!("{number}/{}", texts.len());
                chart = append_surely(&record, chart, &text).await;
                texts.push(text);
            }
            (patient, texts)
        })
    });
    let charts: Vec<_> = charts.collect();
    for cut in 1..=CUTS {
        while written.load(Ordering::Relaxed) < cut * APPENDS_BETWEEN_CUTS {
            tokio::task::yield_now().await;
        }
        proxy.cut();
    }
    for chart in charts {
        let (patient, texts) = chart.await.unwrap();
        let recorded: Vec<String> = open_and_read(&record, patient).await;
        assert_eq!(recorded, texts);
    }
    assert_eq!(proxy.cuts(), CUTS);
    assert_eq!(verify(&*record).await.unwrap().findings, []);
}

async fn open_and_read<S: Store>(record: &Record<S>, patient: PatientId) -> Vec<String> {
    let history = record.history(patient).await.unwrap();
    history
        .into_iter()
        .filter_map(|one| match one.event {
            Event::ContactChanged(facts) => facts.contact.address,
            _ => None,
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_everybody_is_told_and_nothing_is_taken() {
    let clinic = Clinic::<Postgres>::new().await;
    let proxy = Proxy::before(&clinic.database.address).await;
    let store = PostgresStore::open(&proxy.address()).await.unwrap();
    let record = record_over(store, clinic.folder());
    let chart = record.register(NILS, &[nils()]).await.unwrap();
    proxy.go_away();
    let told = record.append(&chart, &[note("away".to_owned())]).await;
    assert!(
        matches!(
            told,
            Err(RecordError::Write(WriteError::Store(
                StoreError::Unreachable(_)
            )))
        ),
        "{told:?}"
    );
    proxy.come_back();
    assert!(record.open(NILS).await.unwrap() == chart);
    let chart = record
        .append(&chart, &[note("back".to_owned())])
        .await
        .unwrap();
    assert_eq!(chart.sequence(), 2);
}
