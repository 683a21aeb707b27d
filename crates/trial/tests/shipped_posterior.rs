//! The posterior that is shipped: made from the shipped priors and studies, and good for what predictions ask of it.

#![expect(
    clippy::unwrap_used,
    reason = "a posterior that cannot be read has failed"
)]

use needlework_planning::{Library, Settings, posterior};
use needlework_trial::{
    CalibrationSettings, EVIDENCE_TRIALS, Knowledge, Trial, calibrate, studies_hash,
};

fn trials(knowledge: &Knowledge) -> Vec<Trial> {
    EVIDENCE_TRIALS
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), knowledge).unwrap())
        .collect()
}

#[test]
fn it_was_made_from_the_shipped_priors_and_studies() {
    let knowledge = Knowledge::shipped().unwrap();
    let shipped = posterior().unwrap();
    let again = "made anew by `needlework calibrate`, see CONTRIBUTING.md";
    let priors = knowledge.clone().uninformed().parameters.hash().to_owned();
    assert_eq!(
        shipped.parameter_set, priors,
        "priors have changed: it must be {again}"
    );
    let studies = studies_hash(&trials(&knowledge));
    assert_eq!(
        shipped.studies, studies,
        "studies have changed: it must be {again}"
    );
}

#[test]
fn it_holds_enough_joint_draws_of_numbers_that_exist() {
    let shipped = posterior().unwrap();
    assert!(shipped.draws.len() >= 512);
    let knowledge = Knowledge::shipped().unwrap();
    let known: Vec<&str> = knowledge
        .parameters
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    for key in &shipped.keys {
        assert!(known.contains(&key.as_str()), "{key}");
    }
    let again = needlework_evidence::Posterior::read(&needlework_evidence::DataFile {
        name: "posterior.toml",
        text: Box::leak(shipped.text().into_boxed_str()),
    });
    assert_eq!(again.unwrap(), shipped);
}

/// What two numbers taught together stays together: draws of a plan are rows of the posterior.
#[test]
fn draws_keep_the_rows_of_the_posterior_together() {
    let library = Library::shipped().unwrap();
    let shipped = posterior().unwrap();
    let set = &library.parameters;
    let held: Vec<&String> = shipped
        .keys
        .iter()
        .filter(|key| set.iter().any(|row| row.key == **key))
        .collect();
    let keys = set.keys_under(&held).unwrap();
    let rows: Vec<Vec<f64>> = shipped
        .draws
        .iter()
        .map(|row| {
            let pairs = shipped.keys.iter().zip(row);
            let own: Vec<f64> = pairs
                .filter(|(key, _)| held.contains(key))
                .map(|(_, score)| *score)
                .collect();
            // There and back, since values are kept within their allowed range.
            set.scores(&set.at_scores(set.nominal(), &keys, &own), &keys)
        })
        .collect();
    for draw in set.draws(64, 9) {
        let scores = set.scores(&draw, &keys);
        let is_row = |row: &&Vec<f64>| {
            let mut pairs = row.iter().zip(&scores);
            pairs.all(|(a, b)| (a - b).abs() < 1e-9)
        };
        assert!(rows.iter().any(|row| is_row(&row)));
    }
}

/// Plans compared on the same draws differ far more sharply than each is known.
#[test]
fn shared_draws_make_a_difference_sharper_than_its_parts() {
    let knowledge = Knowledge::shipped().unwrap();
    let text = r#"schema = 1
id = "two-arms"
title = "Four sessions against three"

[design]
split = true

[population]
participants = 400
indication = "facial-wrinkles"

[[arm]]
id = "four"
device = "exceed"
needle_length_mm = 1.5
sessions = 4
interval_days = 30

[[arm]]
id = "three"
device = "exceed"
needle_length_mm = 1.5
sessions = 3
interval_days = 30

[[endpoint]]
arm = "four"
day = 180
scale = "lemperle-wrinkles"
statistic = "mean-change"

[[endpoint]]
arm = "four"
against = "three"
day = 180
scale = "lemperle-wrinkles"
statistic = "difference"
"#;
    let trial = Trial::read("two-arms.toml", text.as_bytes(), &knowledge).unwrap();
    let settings = Settings {
        draws: 256,
        seed: 1,
    };
    let told = needlework_trial::predict(&trial, &knowledge, &settings, &|_| {}).unwrap();
    let width = |at: usize| told.endpoints[at].predicted.p95 - told.endpoints[at].predicted.p05;
    assert!(width(1) < 0.5 * width(0), "{} {}", width(1), width(0));
}

#[test]
fn the_same_seed_calibrates_to_the_same_numbers_at_any_number_of_threads() {
    let knowledge = Knowledge::shipped().unwrap();
    let trials: Vec<Trial> = trials(&knowledge)
        .into_iter()
        .filter(|trial| ["leheta-2011", "striae-nafl"].contains(&trial.id.as_str()))
        .collect();
    let settings = CalibrationSettings {
        runs: 320,
        refining_runs: 40,
        chains: 2,
        tuning: 100,
        draws: 100,
        kept: 50,
        seed: 5,
    };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| calibrate(&trials, &knowledge, settings, &|_| {}))
            .unwrap()
    };
    let (one, two) = (run(1), run(2));
    assert_eq!(one.posterior, two.posterior);
    assert_eq!(one.posterior.draws.len(), 50);
}
