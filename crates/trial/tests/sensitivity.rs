//! Which uncertain numbers decide the main outputs.

#![expect(clippy::unwrap_used, reason = "a course that cannot be run has failed")]

use needlework_evidence::Posterior;
use needlework_planning::Settings;
use needlework_trial::{Driver, Knowledge, REFERENCE_TRIALS, Sensitivity, Trial, sensitivity};

/// A posterior in which one number is known closely and nothing else is.
fn knowing(key: &str) -> Posterior {
    Posterior {
        version: String::new(),
        parameter_set: String::new(),
        studies: String::new(),
        sampler: String::new(),
        seed: 1,
        keys: vec![key.to_owned()],
        draws: (0..256)
            .map(|row| vec![f64::from(row % 5) / 100.0])
            .collect(),
    }
}

const PAIN: &[u8] = br#"
schema = 1
id = "pain"
title = "Pain of one session"
design = {}
population = { indication = "acne-scars" }
protocol = { device = "roller", needle_length_mm = 1.5, sessions = 1 }
endpoint = [{ scale = "pain", statistic = "mean" }]
"#;

fn pain(known: &str) -> Sensitivity {
    let knowledge = Knowledge::shipped().unwrap();
    let course = Trial::read("pain.toml", PAIN, &knowledge).unwrap();
    let settings = Settings {
        draws: 256,
        seed: 3,
    };
    let told = sensitivity(&[course], &knowledge, &knowing(known), &settings, &|_| {});
    told.unwrap().remove(0)
}

#[test]
fn pain_is_decided_by_the_pain_of_the_reference_needle_until_that_is_known() {
    let decisive = "needling.pain.reference_pain";
    let told = pain("outcome.risks.tram_track_reference_rate");
    let found = |told: &Sensitivity| {
        let mut above = told.told_apart();
        above.find(|it| it.key == decisive).map(|it| it.correlation)
    };
    let before = found(&told);
    assert!(
        before.is_some_and(|it| it > 0.2),
        "{:?}",
        told.drivers.first()
    );
    assert_eq!(found(&pain(decisive)), None);
}

#[test]
fn few_numbers_without_effect_lie_above_the_floor() {
    let told = pain("outcome.risks.tram_track_reference_rate");
    let above = told
        .told_apart()
        .filter(|it| it.key.starts_with("healing.") || it.key.starts_with("outcome.scars"));
    assert!(
        above.count() <= 1,
        "{:?}",
        told.told_apart().collect::<Vec<_>>()
    );
}

#[test]
fn every_reference_course_is_read_and_tells_of_every_endpoint() {
    let knowledge = Knowledge::shipped().unwrap();
    let courses: Vec<Trial> = REFERENCE_TRIALS
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), &knowledge).unwrap())
        .collect();
    let settings = Settings { draws: 24, seed: 3 };
    let posterior = knowing("healing.matrix.collagen_1_gain");
    let told = sensitivity(&courses, &knowledge, &posterior, &settings, &|_| {}).unwrap();
    let outputs: usize = courses.iter().map(|course| course.endpoints.len()).sum();
    assert_eq!(told.len(), outputs);
    assert!(outputs >= 8);
    for output in told {
        let shares: Vec<f64> = output.drivers.iter().map(Driver::share).collect();
        assert!(shares.is_sorted_by(|a, b| a >= b));
        assert!(
            shares
                .iter()
                .all(|share| (0.0..=1.0 + 1e-9).contains(share))
        );
    }
}
