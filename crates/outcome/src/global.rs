//! Global improvement classes (protocol 6, GAIS): a rater's impression of the main scale.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::parameters::GlobalImprovement;

/// Number of classes: worse, none, improved, much improved, very much improved.
pub const GLOBAL_CLASSES: usize = 5;

impl GlobalImprovement {
    /// Class of an impression of relative improvement (0 none, 1 gone): -1 worse, 0 none, to 3 very much improved.
    pub fn class(&self, impression: f64) -> f64 {
        let thresholds: [f64; GLOBAL_CLASSES - 1] = [
            -self.improved_from,
            self.improved_from,
            self.much_improved_from,
            self.very_much_improved_from,
        ];
        let passed = thresholds.iter().filter(|from| impression >= **from);
        passed.count() as f64 - 1.0
    }
}

/// Probability of each class, worst first, for a relative improvement of the main scale (0 none, 1 gone).
pub(crate) fn class_probabilities(
    relative_improvement: f64,
    parameters: &GlobalImprovement,
) -> [f64; GLOBAL_CLASSES] {
    let below = |threshold: f64| {
        Normal::standard().cdf((threshold - relative_improvement) / parameters.rater_noise)
    };
    let worse = below(-parameters.improved_from);
    let unchanged = below(parameters.improved_from);
    let improved = below(parameters.much_improved_from);
    let much = below(parameters.very_much_improved_from);
    [
        worse,
        unchanged - worse,
        (improved - unchanged).max(0.0),
        (much - improved).max(0.0),
        1.0 - much.max(improved),
    ]
}
