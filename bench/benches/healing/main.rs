//! One course and many courses of healing, beside SciPy LSODA, diffsol and a plain scalar DP5(4): the same four sessions,
//! 365 days, six layers that all differ, twelve sampled days. Every solver's error is taken against LSODA at 1e-12.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark"
)]

mod plain;
mod rival;
mod scene;
/// Young skin and nominal parameters, as in the tests of healing.
#[path = "../../../crates/healing/tests/scene/mod.rs"]
mod usual;

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use needlework_healing::{Ageing, CourseRequest, HealingParameters, heal, heal_many};
use serde_json::Value;

use scene::{Samples, Scene};

/// Courses of one batch.
const BATCH: usize = 256;

/// Shortest of several runs, s: what the work takes when nothing disturbs it.
fn shortest(runs: usize, mut work: impl FnMut()) -> f64 {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn lsoda(scene: &Scene, tolerance: &str) -> (f64, Samples) {
    let python = std::env::var("NEEDLEWORK_PYTHON").expect(
        "NEEDLEWORK_PYTHON is not set: run `cargo xtask bench`, which prepares Python with SciPy",
    );
    let mut child = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/healing/lsoda.py"
        ))
        .arg(tolerance)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(scene.as_json().to_string().as_bytes())
        .unwrap();
    let answer: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    (
        answer["seconds"].as_f64().unwrap(),
        Samples::of_json(&answer["layers"], scene.days.len()),
    )
}

fn main() {
    let scene = Scene::new();
    let (_, reference) = lsoda(&scene, "1e-12");
    let request = CourseRequest {
        skin: &scene.skin,
        sessions: &scene.sessions,
        parameters: &scene.parameters,
    };
    let one = || heal(&request, &scene.days, Ageing::Off).unwrap();
    let draws: Vec<HealingParameters> = scene.draws(BATCH);
    let requests: Vec<_> = draws
        .iter()
        .map(|parameters| CourseRequest {
            parameters,
            ..request
        })
        .collect();
    let seconds_one = shortest(400, || {
        black_box(one());
    });
    let seconds_many = shortest(12, || {
        black_box(heal_many(&requests, &scene.days, Ageing::Off).unwrap());
    }) / BATCH as f64;
    let ours = reference.difference(&Samples::of_course(&one()));
    let plain = plain::course(&scene, 1e-7);
    let seconds_plain = shortest(200, || {
        black_box(plain::course(&scene, 1e-7));
    });
    let rival = rival::course(&scene, 1e-7);
    let seconds_rival = shortest(20, || {
        black_box(rival::course(&scene, 1e-7));
    });
    let (seconds_lsoda, by_lsoda) = lsoda(&scene, "1e-7");

    println!("| solver | ms per course | courses/s | error | time relative to a batch of ours |");
    println!("|---|---|---|---|---|");
    for (name, seconds, error) in [
        ("`heal_many`, batch of 256 draws", seconds_many, ours),
        ("`heal`, one course", seconds_one, ours),
        (
            "plain scalar DP5(4), tolerance 1e-7",
            seconds_plain,
            reference.difference(&plain),
        ),
        (
            "diffsol, tsit45, tolerance 1e-7",
            seconds_rival,
            reference.difference(&rival),
        ),
        (
            "SciPy LSODA, tolerance 1e-7",
            seconds_lsoda,
            reference.difference(&by_lsoda),
        ),
    ] {
        println!(
            "| {name} | {:.4} | {:.0} | {error:.1e} | {:.1} |",
            1000.0 * seconds,
            1.0 / seconds,
            seconds / seconds_many
        );
    }
}
