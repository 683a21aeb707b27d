//! Makes the clinic.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use needlework_chart::record::Record;
use needlework_chart::store::{AnyStore, Store as _};

use crate::patient::{EVENTS, patient};

/// Charts that are written at the same time: they share the waits for the disk.
const AT_ONCE: u64 = 64;

pub(crate) async fn make(record: Arc<Record<AnyStore>>, patients: u64, seed: u64) {
    let started = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let desks = (0..AT_ONCE).map(|_| {
        let (record, next) = (Arc::clone(&record), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= patients {
                    return;
                }
                let (patient, events) = patient(seed, number);
                record.register(patient, &events).await.unwrap();
            }
        })
    });
    for desk in desks.collect::<Vec<_>>() {
        desk.await.unwrap();
    }
    let took = started.elapsed().as_secs_f64();
    let events = patients * EVENTS as u64;
    println!(
        "{patients} patients with {events} events in {took:.1} s, {:.0} events/s.",
        events as f64 / took
    );
    record.store().close().await;
}
