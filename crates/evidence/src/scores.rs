//! Uncertain numbers on one common scale: how many standard deviations of its prior a value lies from the middle.

use crate::{Draw, Keys, Parameter, ParameterSet, Prior};

impl ParameterSet {
    /// All parameters that are not held fixed.
    pub fn uncertain(&self) -> Keys {
        let rows = self.parameters.iter().enumerate();
        Keys {
            positions: rows
                .filter(|(_, row)| row.prior != Prior::Fixed)
                .map(|(at, _)| at)
                .collect(),
        }
    }

    /// The keys of some parameters.
    pub fn names<'a>(&'a self, keys: &'a Keys) -> impl Iterator<Item = &'a str> {
        let positions = keys.positions.iter();
        positions
            .filter_map(|at| self.parameters.get(*at))
            .map(|row| row.key.as_str())
    }

    /// Standard scores of some parameters in a draw: 0 in the middle of the prior.
    pub fn scores(&self, draw: &Draw, keys: &Keys) -> Vec<f64> {
        keys.positions
            .iter()
            .map(|at| {
                let row = self.parameters.get(*at);
                let value = draw.values.get(*at);
                row.zip(value)
                    .map_or(0.0, |(row, value)| row.prior.score(*value))
            })
            .collect()
    }

    /// This draw with some parameters at these standard scores, each kept within its allowed range.
    pub fn at_scores(&self, mut draw: Draw, keys: &Keys, scores: &[f64]) -> Draw {
        for (at, score) in keys.positions.iter().zip(scores) {
            if let (Some(row), Some(slot)) = (self.parameters.get(*at), draw.values.get_mut(*at)) {
                *slot = row.at_score(*score);
            }
        }
        draw
    }
}

impl Parameter {
    /// The value at a standard score of the prior, kept within the allowed range.
    pub(crate) fn at_score(&self, score: f64) -> f64 {
        let [lowest, highest] = self.allowed;
        let value = self.prior.at_score(score, self.nominal.value);
        value.clamp(lowest, highest)
    }
}

impl Keys {
    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// These parameters without those of `others`.
    #[must_use]
    pub fn without(mut self, others: &Self) -> Self {
        self.positions.retain(|at| !others.positions.contains(at));
        self
    }
}
