//! What of a forecast may be called a change.

use needlework_planning::Quantiles;

/// What may be said of a change: the middle nine tenths of the forecasts, without what cannot be told from error.
#[derive(Debug, PartialEq)]
pub(crate) enum Change {
    /// All of it lies below what can be seen.
    Unseen,
    /// From nothing that can be seen up to this.
    UpTo(f64),
    /// From this to this.
    Between(f64, f64),
}

impl Change {
    /// By the smallest change that can be told from error.
    pub(crate) fn of(at: &Quantiles, least: f64) -> Self {
        if at.p95 < least {
            Self::Unseen
        } else if at.p05 < least {
            Self::UpTo(at.p95)
        } else {
            Self::Between(at.p05, at.p95)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn what_is_smaller_than_the_smallest_detectable_change_is_never_told_as_a_change() {
        let change = |low: f64, high: f64| Change::of(&[low, low, low, high, high].into(), 0.5);
        assert_eq!(change(-0.2, 0.49), Change::Unseen);
        assert_eq!(change(0.1, 0.9), Change::UpTo(0.9));
        assert_eq!(change(0.5, 0.9), Change::Between(0.5, 0.9));
        assert_eq!(change(-0.4, 0.5), Change::UpTo(0.5));
    }
}
