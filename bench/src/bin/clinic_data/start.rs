//! How long a server takes to start on a clinic, and what it then holds.

use std::path::Path;
use std::time::{Duration, Instant};

use needlework_chart::id::PatientId;
use needlework_chart::lists::Lists;
use needlework_chart::record::Record;
use needlework_chart::store::{AnyStore, Store as _};

use crate::patient::EVENTS;

/// Charts that are opened.
const CHARTS: usize = 500;

pub(crate) async fn measure(folder: &Path, record: Record<AnyStore>, started: Instant) {
    let opened = started.elapsed();
    let snapshot = folder.join("lists.snapshot");
    let (lists, beginning) = Lists::start(&record, &snapshot).await.unwrap();
    println!(
        "{} patients, {} entries: record open after {:.2} s, lists ready after {:.2} s from {beginning:?}; {:.0} MB.",
        lists.directory().len(),
        lists.position(),
        opened.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        resident_mb()
    );
    assert_eq!(lists.unreadable(), 0);
    let started = Instant::now();
    lists.save(&record, &snapshot).await.unwrap();
    println!(
        "Saving a snapshot of {:.0} MB took {:.2} s; {:.0} MB.",
        std::fs::metadata(&snapshot).unwrap().len() as f64 / 1e6,
        started.elapsed().as_secs_f64(),
        resident_mb()
    );

    let all: Vec<PatientId> = lists.directory().rows().map(|row| row.patient).collect();
    let step = (all.len() / CHARTS).max(1);
    let mut times = Vec::new();
    for patient in all.iter().step_by(step) {
        let started = Instant::now();
        let chart = record.open(*patient).await.unwrap();
        // Some have photographs beside.
        assert!(chart.sequence() >= EVENTS as u64);
        times.push(started.elapsed());
    }
    println!("Opening a chart of 30 events: {}.", summary(times));
    record.store().close().await;
}

fn summary(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |share: usize| {
        let at = (times.len() * share / 100).min(times.len() - 1);
        times
            .get(at)
            .map_or(0.0, |time| 1000.0 * time.as_secs_f64())
    };
    format!(
        "p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        ms(50),
        ms(99),
        ms(100)
    )
}

/// Memory of this process, MB; 0 where the system does not say.
fn resident_mb() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}
