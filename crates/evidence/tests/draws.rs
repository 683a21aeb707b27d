//! Joint draws: stratified, repeatable, and each parameter on a stream of its own.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_evidence::{Draw, ParameterSet};
use proptest::prelude::*;
use support::{load, row};

const UNIT_UNIFORM: &str = "prior = { kind = \"uniform\", low = 0.0, high = 1.0 }";

fn uniform_set(fields: &[&'static str]) -> ParameterSet {
    let text: String = fields
        .iter()
        .map(|field| row(field, 0.5, UNIT_UNIFORM))
        .collect();
    load(fields, text).unwrap()
}

fn column(set: &ParameterSet, draws: &[Draw], field: &str) -> Vec<f64> {
    draws
        .iter()
        .map(|draw| set.value(draw, &format!("example.rates.{field}")).unwrap())
        .collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

proptest! {
    #[test]
    fn each_equally_likely_slice_holds_exactly_one_value(count in 1_usize..400, seed: u64) {
        let set = uniform_set(&["loss", "gain"]);
        let draws = set.draws(count, seed);
        prop_assert_eq!(draws.len(), count);
        for field in ["loss", "gain"] {
            let mut slices: Vec<usize> = column(&set, &draws, field)
                .iter()
                .map(|value| {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss,
                        reason = "values lie between 0 and 1")]
                    let slice = (value * count as f64).floor() as usize;
                    slice
                })
                .collect();
            slices.sort_unstable();
            prop_assert!(slices.iter().enumerate().all(|(at, slice)| at == *slice));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bits(count in 0_usize..50, seed: u64) {
        let first = uniform_set(&["loss", "gain"]);
        let second = uniform_set(&["loss", "gain"]);
        prop_assert_eq!(first.draws(count, seed), second.draws(count, seed));
    }
}

#[test]
fn a_parameter_keeps_its_values_when_others_come_go_or_change_places() {
    let alone = uniform_set(&["loss"]);
    let expected = bits(&column(&alone, &alone.draws(64, 3), "loss"));
    for fields in [
        &["loss", "gain"][..],
        &["gain", "loss"],
        &["decay", "gain", "loss", "halo"],
    ] {
        let set = uniform_set(fields);
        let found = bits(&column(&set, &set.draws(64, 3), "loss"));
        assert_eq!(found, expected, "among {fields:?}");
    }
}

#[test]
fn another_seed_gives_other_values() {
    let set = uniform_set(&["loss"]);
    assert_ne!(set.draws(16, 1), set.draws(16, 2));
}

#[test]
fn two_parameters_are_not_drawn_alike() {
    let set = uniform_set(&["loss", "gain"]);
    let count = 2_000;
    let draws = set.draws(count, 11);
    let (loss, gain) = (column(&set, &draws, "loss"), column(&set, &draws, "gain"));
    let covariance = loss
        .iter()
        .zip(&gain)
        .map(|(a, b)| (a - 0.5) * (b - 0.5))
        .sum::<f64>()
        / count as f64;
    let correlation = covariance * 12.0;
    // Four standard errors of an uncorrelated sample.
    assert!(
        correlation.abs() < 4.0 / (count as f64).sqrt(),
        "correlation {correlation}"
    );
}

#[test]
fn the_sample_mean_is_far_closer_than_chance_would_bring_it() {
    let set = uniform_set(&["loss"]);
    let count = 256;
    let mean = column(&set, &set.draws(count, 5), "loss")
        .iter()
        .sum::<f64>()
        / count as f64;
    // One value in each slice: the mean is off by at most half a slice; plain sampling would be off by 0.018.
    assert!((mean - 0.5).abs() <= 0.5 / count as f64, "mean {mean}");
}

#[test]
fn no_value_leaves_its_allowed_range() {
    let text = "[rates.loss]\nvalue = 1.0\nunit = \"1/d\"\nallowed = [0.5, 2.0]\n\
                prior = { kind = \"normal\", low = 0.5, high = 2.0 }\n\
                source = [\"known-2020\"]\nconfidence = \"abstract\"\n";
    let set = load(&["loss"], text.to_owned()).unwrap();
    let values = column(&set, &set.draws(200, 1), "loss");
    assert!(values.iter().all(|value| (0.5..=2.0).contains(value)));
    // 5 % of the prior lies beyond each end.
    assert_eq!(values.iter().filter(|value| **value <= 0.5).count(), 10);
    assert_eq!(values.iter().filter(|value| **value >= 2.0).count(), 10);
}

#[test]
fn a_parameter_without_prior_never_moves() {
    let set = load(&["loss"], row("loss", 0.25, "")).unwrap();
    let values = column(&set, &set.draws(20, 9), "loss");
    assert!(
        values
            .iter()
            .all(|value| value.to_bits() == 0.25_f64.to_bits())
    );
}
