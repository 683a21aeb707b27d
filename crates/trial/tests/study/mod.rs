//! Studies that the tests share.

#![expect(clippy::unwrap_used, reason = "a study that cannot be read has failed")]
#![allow(dead_code, reason = "each test file uses some of it")]

use needlework_planning::Settings;
use needlework_trial::{EndpointPrediction, Knowledge, Trial, predict};

/// A small wrinkle study whose parts can be replaced.
pub(crate) const STUDY: &str = r#"schema = 1
id = "study"
title = "A study"

[design]
blinded = false
controlled = false

[population]
participants = 60
age_years = [40, 60]
indication = "facial-wrinkles"
zones = ["cheek"]

[protocol]
device = "exceed"
needle_length_mm = 1.5
sessions = 4
interval_days = 30

[[endpoint]]
day = 150
scale = "lemperle-wrinkles"
statistic = "mean-change"
observed = -1.0
interval = [-1.2, -0.8]
"#;

/// The study with one part replaced, which it must hold.
pub(crate) fn with(part: &str, other: &str) -> String {
    assert!(STUDY.contains(part), "{part}");
    STUDY.replace(part, other)
}

pub(crate) fn predicted(text: &str, draws: usize) -> Vec<EndpointPrediction> {
    let knowledge = Knowledge::shipped().unwrap();
    let trial = Trial::read("study.toml", text.as_bytes(), &knowledge).unwrap();
    let settings = Settings { draws, seed: 3 };
    predict(&trial, &knowledge, &settings, &|_| {})
        .unwrap()
        .endpoints
}

/// The reported numbers of every draw.
pub(crate) fn reported(text: &str, draws: usize) -> Vec<Vec<f64>> {
    reported_by(&Knowledge::shipped().unwrap(), text, draws)
}

/// The same at a place that is like most places: durations do not differ between places.
pub(crate) fn reported_at_a_typical_place(text: &str, draws: usize) -> Vec<Vec<f64>> {
    const NO_SPREAD: f64 = -12.0;
    let mut posterior = needlework_planning::posterior().unwrap();
    let key = "outcome.between_places.duration".to_owned();
    assert!(!posterior.keys.contains(&key), "it is learned now: set it");
    posterior.keys.push(key);
    for draw in &mut posterior.draws {
        draw.push(NO_SPREAD);
    }
    let knowledge = Knowledge::shipped().unwrap().informed_by(&posterior);
    reported_by(&knowledge, text, draws)
}

fn reported_by(knowledge: &Knowledge, text: &str, draws: usize) -> Vec<Vec<f64>> {
    let trial = Trial::read("study.toml", text.as_bytes(), knowledge).unwrap();
    let settings = Settings { draws, seed: 3 };
    needlework_trial::reported(&trial, knowledge, &settings, &|_| {}).unwrap()
}
