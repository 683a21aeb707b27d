//! How long the registry of a large clinic takes: 100,000 sessions of 25,000 courses over ten years.

use std::hint::black_box;
use std::time::{Duration, Instant};

use needlework_registry::{
    CourseOutcome, Reliability, RunChart, SyntheticClinic, Trait, Watch, Weighed,
};

/// Runs, of which the shortest is told.
const RUNS: u32 = 5;

fn main() {
    let clinic = SyntheticClinic {
        courses: 25_000,
        days: 3650,
        devices: 12,
        operators: 20,
        ..SyntheticClinic::steady(1)
    };
    let record = clinic.record();
    println!(
        "{} sessions, {} results",
        record.sessions.len(),
        record.outcomes.len()
    );
    let rows = record.outcomes.iter();
    let positions = Weighed::shared(rows.map(|one| (one, one.position())));
    tell("positions of all results", || {
        record
            .outcomes
            .iter()
            .map(CourseOutcome::position)
            .collect::<Vec<_>>()
    });
    tell("how predictions held", || Reliability::of(&positions));
    tell("what stands apart", || Watch::over(&record.outcomes));
    tell("a run chart", || {
        RunChart::of(record.sessions.iter(), "pigment-darkening")
    });
    tell("groups by every trait", || {
        let of_trait = |by: Trait| {
            record
                .outcomes
                .iter()
                .map(move |one| one.group.by(by))
                .collect::<Vec<_>>()
        };
        Trait::ALL.map(of_trait)
    });
}

fn tell<T>(what: &str, mut work: impl FnMut() -> T) {
    let shortest = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed()
        })
        .min()
        .unwrap_or(Duration::ZERO);
    println!("{what}: {:.0} ms", 1e3 * shortest.as_secs_f64());
}
