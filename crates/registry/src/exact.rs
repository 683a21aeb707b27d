//! A share of a count with an interval that holds in small numbers, too.

use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

/// A share with the interval in which the truth lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SharedInterval {
    /// What counts; a grade that straddles a border counts in part.
    pub counted: f64,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1; 0 of nothing.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The share of `counted` in `of`, with the exact interval of Clopper and Pearson (1934) that holds the truth in at least
/// `confidence` of all cases where whole things are counted; where some count in part it is the same formula, and nearly so. Of
/// nothing it is 0 to 1.
pub fn share(counted: f64, of: usize, confidence: f64) -> SharedInterval {
    let all = of as f64;
    let counted = counted.clamp(0.0, all);
    let tail = (1.0 - confidence) / 2.0;
    let low = if counted > 0.0 {
        quantile(counted, all - counted + 1.0, tail)
    } else {
        0.0
    };
    let high = if counted < all {
        quantile(counted + 1.0, all - counted, 1.0 - tail)
    } else {
        1.0
    };
    SharedInterval {
        counted,
        of,
        share: if of == 0 { 0.0 } else { counted / all },
        low,
        high,
    }
}

fn quantile(first: f64, second: f64, probability: f64) -> f64 {
    Beta::new(first, second).map_or(0.0, |beta| beta.inverse_cdf(probability))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_interval_is_the_one_of_published_tables() {
        // Clopper and Pearson at 95 %, as tabulated: 5 of 10, 0 of 10, 10 of 10, 1 of 20.
        for (counted, of, low, high) in [
            (5.0, 10, 0.1871, 0.8129),
            (0.0, 10, 0.0, 0.3085),
            (10.0, 10, 0.6915, 1.0),
            (1.0, 20, 0.0013, 0.2487),
        ] {
            let found = share(counted, of, 0.95);
            assert!(
                (found.low - low).abs() < 5e-5,
                "{counted} of {of}: {}",
                found.low
            );
            assert!(
                (found.high - high).abs() < 5e-5,
                "{counted} of {of}: {}",
                found.high
            );
        }
    }

    #[test]
    fn of_nothing_anything_may_be_true() {
        let nothing = share(0.0, 0, 0.95);
        assert_eq!((nothing.low, nothing.high), (0.0, 1.0));
    }
}
