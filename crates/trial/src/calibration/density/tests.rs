//! The density against differences of itself, and chains over it against a posterior that is known exactly.

use needlework_planning::Settings;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::{Density, StudyTerm};
use crate::calibration::chains::{self, ChainSettings};
use crate::calibration::workbench::{FittedStudy, Rounds, Workbench, terms};
use crate::{EVIDENCE_TRIALS, Knowledge, Trial};

/// Some published studies.
fn studies(knowledge: &Knowledge, ids: &[&str]) -> Vec<Trial> {
    EVIDENCE_TRIALS
        .iter()
        .filter(|(file, _)| ids.iter().any(|id| *file == format!("{id}.toml")))
        .map(|(file, text)| Trial::read(file, text.as_bytes(), knowledge).unwrap())
        .collect()
}

fn fitted(bench: &Workbench, knowledge: &Knowledge, runs: usize) -> Vec<FittedStudy> {
    let draws = knowledge.parameters.draws(runs, 11);
    let runs = bench.simulate(&draws, 11, |_| {}).unwrap();
    let rounds: Vec<Rounds> = runs.into_iter().map(Rounds::first).collect();
    bench.fit(&rounds).unwrap()
}

fn uniform(random: &mut ChaCha8Rng) -> f64 {
    ((random.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

#[test]
fn the_gradient_is_the_slope_of_the_density() {
    let knowledge = Knowledge::shipped().unwrap().uninformed();
    let trials = studies(&knowledge, &["ablon-2018", "dogra-2014", "striae-nafl"]);
    let bench = Workbench::new(&trials, &knowledge).unwrap();
    let studies = fitted(&bench, &knowledge, 320);
    let density = Density::of(&bench.inputs, &terms(&studies));
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let at: Vec<f64> = (0..density.dimensions())
        .map(|_| 2.0 * uniform(&mut random) - 1.0)
        .collect();
    let mut gradient = vec![0.0; at.len()];
    density.log_density(&at, &mut gradient);
    let mut unused = gradient.clone();
    for index in 0..at.len() {
        let mut beside = |step: f64| {
            let mut at = at.clone();
            at[index] += step;
            density.log_density(&at, &mut unused)
        };
        let slope = (beside(1e-5) - beside(-1e-5)) / 2e-5;
        let size = 1.0 + slope.abs();
        assert!((slope - gradient[index]).abs() < 1e-5 * size, "{index}");
    }
}

/// Without any study the posterior is the prior; the sampler must find a standard Gaussian in every coordinate.
#[test]
fn chains_without_studies_find_the_prior() {
    let knowledge = Knowledge::shipped().unwrap().uninformed();
    let trials = studies(&knowledge, &["ablon-2018"]);
    let bench = Workbench::new(&trials, &knowledge).unwrap();
    let studies = fitted(&bench, &knowledge, 320);
    let mut density = Density::of(&bench.inputs, &terms(&studies));
    density.forget_observations();
    let settings = ChainSettings {
        chains: 4,
        tuning: 300,
        draws: 1000,
        seed: 5,
    };
    let found = chains::run(&density, settings).unwrap();
    let rows = found.draws.concat();
    for column in 0..rows[0].len() {
        let values = || rows.iter().map(|row| row[column]);
        let mean = values().sum::<f64>() / rows.len() as f64;
        let square = values().map(|x| x * x).sum::<f64>() / rows.len() as f64;
        assert!(
            mean.abs() < 0.12 && (square - 1.0).abs() < 0.2,
            "{mean} {square}"
        );
    }
    assert_eq!(found.divergences, 0);
}

/// Simulation-based calibration (Talts and others 2018): where parameters come from the prior and data from the model, the
/// rank of the true value among posterior draws is uniform.
#[test]
fn ranks_of_true_values_among_posterior_draws_are_uniform() {
    const REPLICATES: usize = 120;
    const KEPT: usize = 31;
    const BINS: usize = 8;
    let knowledge = Knowledge::shipped().unwrap().uninformed();
    let set = &knowledge.parameters;
    let ids = [
        "ablon-2018",
        "leheta-2011",
        "striae-nafl",
        "medcomhk-series-downtime",
    ];
    let trials = studies(&knowledge, &ids);
    let bench = Workbench::new(&trials, &knowledge).unwrap();
    let studies = fitted(&bench, &knowledge, 640);
    let truths = set.draws(REPLICATES, 77);
    let data = simulated_reports(&trials, &knowledge, REPLICATES);
    let names = Density::of(&bench.inputs, &terms(&studies)).shared_names(&bench.inputs);
    let keys = set.keys_under(&names).unwrap();
    let mut ranks = vec![[0_u32; BINS]; names.len()];
    for (replicate, truth) in truths.iter().enumerate() {
        let terms: Vec<StudyTerm> = studies
            .iter()
            .map(|study| {
                let mut targets = study.targets.clone();
                for target in &mut targets {
                    let reported = data[study.trial][replicate][target.target.endpoint];
                    target.target.observe(reported);
                }
                StudyTerm::of(&targets).unwrap()
            })
            .collect();
        let terms: Vec<&StudyTerm> = terms.iter().collect();
        let density = Density::of(&bench.inputs, &terms);
        let settings = ChainSettings {
            chains: 2,
            tuning: 150,
            draws: 124,
            seed: replicate as u64,
        };
        let rows = chains::run(&density, settings).unwrap().thinned(KEPT);
        for (column, score) in set.scores(truth, &keys).into_iter().enumerate() {
            let below = rows.iter().filter(|row| row[column] < score).count();
            ranks[column][below * BINS / (KEPT + 1)] += 1;
        }
    }
    let expected = REPLICATES as f64 / BINS as f64;
    let mut beyond = 0_usize;
    for (name, bins) in names.iter().zip(&ranks) {
        let squares = bins
            .iter()
            .map(|count| (f64::from(*count) - expected).powi(2));
        let chi_square = squares.sum::<f64>() / expected;
        // Seven degrees of freedom: 1 in 100 lies beyond 18.5, 1 in 100,000 beyond 34.
        beyond += usize::from(chi_square > 18.5);
        assert!(chi_square < 34.0, "{name}: {bins:?}");
    }
    let allowed = 1 + names.len() / 25;
    assert!(
        beyond <= allowed,
        "{beyond} of {} beyond one in a hundred",
        names.len()
    );
}

/// By trial, by replicate: what the study reports at the truth of that replicate.
fn simulated_reports(
    trials: &[Trial],
    knowledge: &Knowledge,
    replicates: usize,
) -> Vec<Vec<Vec<f64>>> {
    let settings = Settings {
        draws: replicates,
        seed: 77,
    };
    trials
        .iter()
        .map(|trial| crate::prediction::reported(trial, knowledge, &settings, &|_| {}).unwrap())
        .collect()
}
