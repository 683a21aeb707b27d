//! The published studies that are shipped.

#![expect(clippy::unwrap_used, reason = "a study that cannot be read has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use needlework_planning::Settings;
use needlework_trial::{EVIDENCE_TRIALS, Knowledge, Trial, predict};

fn trials(knowledge: &Knowledge) -> Vec<Trial> {
    EVIDENCE_TRIALS
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), knowledge).unwrap())
        .collect()
}

#[test]
fn every_file_is_shipped_under_its_own_id_and_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/trials");
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let shipped: BTreeSet<String> = EVIDENCE_TRIALS
        .iter()
        .map(|(file, _)| (*file).to_owned())
        .collect();
    assert_eq!(on_disk, shipped);
    let knowledge = Knowledge::shipped().unwrap();
    for (trial, (file, _)) in trials(&knowledge).iter().zip(EVIDENCE_TRIALS) {
        assert_eq!(format!("{}.toml", trial.id), *file);
    }
}

#[test]
fn at_least_forty_reported_numbers_can_be_compared() {
    let knowledge = Knowledge::shipped().unwrap();
    let reported = trials(&knowledge)
        .iter()
        .flat_map(|trial| &trial.endpoints)
        .filter(|endpoint| endpoint.observed.is_some())
        .count();
    assert!(reported >= 40, "{reported}");
}

#[test]
fn every_endpoint_is_predicted_with_an_interval() {
    let knowledge = Knowledge::shipped().unwrap();
    let settings = Settings { draws: 24, seed: 7 };
    for trial in trials(&knowledge) {
        let told = predict(&trial, &knowledge, &settings, &|_| {}).unwrap();
        assert_eq!(told.endpoints.len(), trial.endpoints.len());
        for endpoint in &told.endpoints {
            assert!(endpoint.predicted.p05 <= endpoint.predicted.p95);
        }
    }
}
