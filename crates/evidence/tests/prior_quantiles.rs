//! Quantiles of the priors against printed tables of the normal distribution and known moments.

use needlework_evidence::Prior;
use proptest::prelude::*;

const NOMINAL: f64 = 7.0;

/// Standard normal quantiles as printed in statistical tables.
const NORMAL_TABLE: [(f64, f64); 7] = [
    (0.5, 0.0),
    (0.75, 0.674_489_750_2),
    (0.841_344_746_1, 1.0),
    (0.95, 1.644_853_627_0),
    (0.975, 1.959_963_984_5),
    (0.99, 2.326_347_874_0),
    (0.999, 3.090_232_306_2),
];

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs().max(1.0),
        "found {found}, expected {expected}"
    );
}

#[test]
fn low_and_high_are_the_5_and_95_percent_points() {
    for prior in [
        Prior::Normal {
            low: -2.0,
            high: 5.0,
        },
        Prior::Lognormal {
            low: 0.023,
            high: 0.05,
        },
        Prior::Lognormal {
            low: 2.0,
            high: 60.0,
        },
    ] {
        let (low, high) = match prior {
            Prior::Normal { low, high } | Prior::Lognormal { low, high } => (low, high),
            Prior::Fixed | Prior::Uniform { .. } => unreachable!("not in the list above"),
        };
        close(prior.quantile(0.05, NOMINAL), low, 1e-12);
        close(prior.quantile(0.95, NOMINAL), high, 1e-12);
    }
}

#[test]
fn a_normal_prior_follows_the_printed_table() {
    // Mean 10 and standard deviation 2, entered by its 5 % and 95 % points.
    let prior = Prior::Normal {
        low: 10.0 - 2.0 * 1.644_853_627_0,
        high: 10.0 + 2.0 * 1.644_853_627_0,
    };
    for (probability, z) in NORMAL_TABLE {
        close(prior.quantile(probability, NOMINAL), 10.0 + 2.0 * z, 1e-8);
        close(
            prior.quantile(1.0 - probability, NOMINAL),
            10.0 - 2.0 * z,
            1e-8,
        );
    }
}

#[test]
fn the_median_of_a_lognormal_prior_is_the_geometric_middle() {
    let prior = Prior::Lognormal {
        low: 0.3,
        high: 1.2,
    };
    close(prior.quantile(0.5, NOMINAL), 0.6, 1e-12);
}

#[test]
fn the_mean_of_a_lognormal_prior_is_the_known_one() {
    // With median 1 and spread s of the logarithm the mean is exp(s²/2); here s = 0.5.
    let high = (0.5_f64 * 1.644_853_627_0).exp();
    let prior = Prior::Lognormal {
        low: 1.0 / high,
        high,
    };
    let count = 100_000;
    let mean = (0..count)
        .map(|at| prior.quantile((f64::from(at) + 0.5) / f64::from(count), NOMINAL))
        .sum::<f64>()
        / f64::from(count);
    close(mean, (0.125_f64).exp(), 1e-4);
}

#[test]
fn a_uniform_prior_holds_all_of_its_mass_between_its_ends() {
    let prior = Prior::Uniform {
        low: 30.0,
        high: 100.0,
    };
    close(prior.quantile(1e-12, NOMINAL), 30.0, 1e-9);
    close(prior.quantile(0.25, NOMINAL), 47.5, 1e-12);
    close(prior.quantile(1.0 - 1e-12, NOMINAL), 100.0, 1e-9);
}

#[test]
fn a_fixed_prior_is_its_nominal_value() {
    for probability in [0.01, 0.5, 0.99] {
        assert_eq!(
            Prior::Fixed.quantile(probability, NOMINAL).to_bits(),
            NOMINAL.to_bits()
        );
    }
}

proptest! {
    #[test]
    fn quantiles_rise_with_probability(
        low in 0.001_f64..10.0,
        ratio in 1.001_f64..100.0,
        first in 0.0001_f64..0.9998,
        step in 0.0001_f64..0.5,
    ) {
        let high = low * ratio;
        let second = (first + step).min(0.9999);
        for prior in [
            Prior::Normal { low, high },
            Prior::Lognormal { low, high },
            Prior::Uniform { low, high },
        ] {
            prop_assert!(prior.quantile(first, NOMINAL) < prior.quantile(second, NOMINAL));
        }
        let lognormal = Prior::Lognormal { low, high };
        prop_assert!(lognormal.quantile(first, NOMINAL) > 0.0);
    }
}
