//! Numbers as the record keeps them: five quantiles, four digits.

use needlework_outcome::{Estimate, Series};
use serde::{Deserialize, Serialize};

/// A predicted quantity: quantiles over the parameter draws, rounded. Written as a list of five numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 5]", into = "[f64; 5]")]
pub struct Quantiles {
    /// 5 % quantile.
    pub p05: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
}

impl From<[f64; 5]> for Quantiles {
    fn from([p05, p25, p50, p75, p95]: [f64; 5]) -> Self {
        Self {
            p05,
            p25,
            p50,
            p75,
            p95,
        }
    }
}

impl From<Quantiles> for [f64; 5] {
    fn from(of: Quantiles) -> Self {
        [of.p05, of.p25, of.p50, of.p75, of.p95]
    }
}

impl From<&Estimate> for Quantiles {
    fn from(estimate: &Estimate) -> Self {
        quantiles_of(estimate).map(four_digits).into()
    }
}

/// What the record keeps of a quantity, as drawings take it. Its mean is not kept and not drawn; the median stands in its place.
impl From<&Quantiles> for Estimate {
    fn from(of: &Quantiles) -> Self {
        Self {
            mean: of.p50,
            p05: of.p05,
            p25: of.p25,
            p50: of.p50,
            p75: of.p75,
            p95: of.p95,
        }
    }
}

/// The estimate at a time, between two samples on a straight line; the nearest sample beyond the ends. `None` without
/// samples.
pub(super) fn estimate_at(times: &[f64], values: &[Quantiles], time: f64) -> Option<Quantiles> {
    let samples = || times.iter().copied().zip(values.iter().copied());
    let before = samples().take_while(|(sample, _)| *sample <= time).last();
    let after = samples().find(|(sample, _)| *sample > time);
    match (before, after) {
        (Some((from, low)), Some((to, high))) => {
            Some(between(low, high, (time - from) / (to - from)))
        }
        (Some((_, value)), None) | (None, Some((_, value))) => Some(value),
        (None, None) => None,
    }
}

/// A predicted quantity over time, rounded to `decimals`.
pub(super) fn series(of: &Series, decimals: usize) -> Vec<Quantiles> {
    let rounded = |estimate: &Estimate| -> Quantiles {
        quantiles_of(estimate)
            .map(|value| to_decimals(value, decimals))
            .into()
    };
    of.values.iter().map(rounded).collect()
}

fn quantiles_of(estimate: &Estimate) -> [f64; 5] {
    let Estimate {
        p05,
        p25,
        p50,
        p75,
        p95,
        ..
    } = *estimate;
    [p05, p25, p50, p75, p95]
}

fn between(low: Quantiles, high: Quantiles, share: f64) -> Quantiles {
    let mix = |from: f64, to: f64| from + share * (to - from);
    Quantiles {
        p05: mix(low.p05, high.p05),
        p25: mix(low.p25, high.p25),
        p50: mix(low.p50, high.p50),
        p75: mix(low.p75, high.p75),
        p95: mix(low.p95, high.p95),
    }
}

/// A value rounded to a number of decimals. By way of the text, so that the digits that are written are exactly those that
/// are read back; without the sign of a zero.
pub(super) fn to_decimals(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value) + 0.0
}

/// A value rounded to four significant digits: finer than any interval, and short as text.
pub(super) fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{Quantiles, estimate_at, four_digits, to_decimals};

    fn same(value: f64) -> Quantiles {
        [value; 5].into()
    }

    fn text(value: f64) -> String {
        value.to_string()
    }

    #[test]
    fn four_digits_are_kept_of_large_small_and_negative_numbers() {
        let rounded = [1234.56, 0.000_123_456, -2.000_04, 0.0, 9999.9].map(four_digits);
        assert_eq!(rounded.map(text), ["1235", "0.0001235", "-2", "0", "10000"]);
    }

    #[test]
    fn decimals_end_where_they_are_cut_and_nothing_is_minus_zero() {
        let rounded = [0.123_46, -0.000_04, 2.0].map(|value| to_decimals(value, 4));
        assert_eq!(rounded.map(text), ["0.1235", "0", "2"]);
    }

    #[test]
    fn an_estimate_between_samples_lies_between_them_and_beyond_the_ends_it_stays() {
        let (times, values) = ([0.0, 10.0], [same(1.0), same(3.0)]);
        let at = [-5.0, 2.5, 10.0, 99.0].map(|time| estimate_at(&times, &values, time));
        let medians = at.map(|value| value.map(|value| value.p50));
        assert_eq!(medians, [1.0, 1.5, 3.0, 3.0].map(Some));
        assert_eq!(estimate_at(&[], &[], 1.0), None);
    }
}
