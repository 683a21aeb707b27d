//! Wrinkles and fine lines: a stiff film on a soft substrate buckles under expression (model 13.1).

use crate::lag::follow;

/// What a wrinkle of one kind depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Buckling {
    /// Exponent of the critical strain over the stiffness ratio, 2/3 for a thin film.
    pub exponent: f64,
    /// Strain above the critical strain before treatment, as a share of the critical strain.
    pub excess_strain: f64,
    /// Share of the depth that is buckled skin.
    pub reversible_share: f64,
    /// Time in which the etched depth follows, d.
    pub remodelling_days: f64,
}

impl Buckling {
    /// Depth relative to before treatment that the wrinkle would settle at, from `A ~ sqrt(eps / eps_c - 1)`.
    fn settled_depth(self, log_stiffness: f64) -> f64 {
        let overload = (1.0 + self.excess_strain) * (-self.exponent * log_stiffness).exp();
        let buckle = ((overload - 1.0).max(0.0) / self.excess_strain).sqrt();
        1.0 - self.reversible_share * (1.0 - buckle)
    }

    /// Depth relative to before treatment over time, while the etched wrinkle follows its substrate.
    pub(crate) fn depth(self, days: &[f64], log_stiffness: &[f64]) -> Vec<f64> {
        let settled: Vec<f64> = log_stiffness
            .iter()
            .map(|stiffness| self.settled_depth(*stiffness))
            .collect();
        follow(days, &settled, 1.0, self.remodelling_days)
    }
}

#[cfg(test)]
mod tests {
    use super::Buckling;

    const WRINKLE: Buckling = Buckling {
        exponent: 2.0 / 3.0,
        excess_strain: 0.05,
        reversible_share: 1.0,
        remodelling_days: 90.0,
    };

    /// Model 13.1: an expression wrinkle just above threshold can disappear on a small stiffening.
    #[test]
    fn a_wrinkle_just_above_threshold_disappears_on_a_small_stiffening() {
        assert!(WRINKLE.settled_depth(0.08_f64.ln_1p()) < 1e-12);
        let far_above = Buckling {
            excess_strain: 1.0,
            ..WRINKLE
        };
        assert!(far_above.settled_depth(0.08_f64.ln_1p()) > 0.9);
    }

    #[test]
    fn softening_deepens() {
        assert!(WRINKLE.settled_depth(-0.01) > 1.0);
        assert!((WRINKLE.settled_depth(0.0) - 1.0).abs() < 1e-12);
    }
}
