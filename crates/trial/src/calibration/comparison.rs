//! The scale on which a predicted and an observed number are compared: one on which deviations are about Gaussian.

use crate::measure::Measure;
use crate::trial::{Endpoint, Statistic};

/// Least values whose logarithm is taken: below them nothing is told apart.
const LEAST_HOURS: f64 = 0.5;
const LEAST_DEPTH_MM: f64 = 0.02;
const LEAST_PAIN: f64 = 0.2;
const LEAST_PER_CM2: f64 = 0.2;
const LEAST_EXTRA_UPTAKE: f64 = 0.02;
const LEAST_SPREAD: f64 = 1e-3;
/// Least share of a stain that is left.
const LEAST_STAIN: f64 = 0.05;
/// Least share of people and of its counterpart.
const LEAST_SHARE: f64 = 2e-3;
const PER_CENT: f64 = 100.0;

/// A scale of comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Comparison {
    /// As reported.
    Plain,
    /// Per cent of the value before, as a share.
    PerCent,
    /// Logarithm of one plus a change in per cent of the value before.
    LogOfChange,
    /// Logarithm, from a least value on.
    Log(f64),
    /// Logarithm of what lies beyond one, from a least value on: on it, the permeability of skin acts as a shift.
    LogBeyondOne(f64),
    /// Log-odds of a share of people; the study counted them.
    LogOdds,
}

impl Comparison {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        match endpoint.statistic {
            Statistic::Responders(_) | Statistic::PercentResponders(_) | Statistic::Events => {
                return Self::LogOdds;
            }
            Statistic::StandardDeviation => return Self::Log(LEAST_SPREAD),
            _ => {}
        }
        match endpoint.measure {
            Measure::Biopsy(_) => Self::LogOfChange,
            Measure::SignHours(_) | Measure::OpenUntil(_) => Self::Log(LEAST_HOURS),
            Measure::Pain => Self::Log(LEAST_PAIN),
            Measure::ChannelDepth => Self::Log(LEAST_DEPTH_MM),
            Measure::BleedingPoints => Self::Log(LEAST_PER_CM2),
            Measure::Uptake(_) => Self::LogBeyondOne(LEAST_EXTRA_UPTAKE),
            Measure::Score(_) => Self::PerCent,
            Measure::Grade(_) | Measure::GlobalImprovement => match endpoint.statistic {
                Statistic::PercentChange => Self::PerCent,
                _ => Self::Plain,
            },
            Measure::SignHappens(_) | Measure::Risk(_) => Self::LogOdds,
        }
    }

    /// A reported number on this scale.
    pub(crate) fn of_reported(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::PerCent => value / PER_CENT,
            Self::LogOfChange => (1.0 + value / PER_CENT).max(LEAST_STAIN).ln(),
            Self::Log(least) => value.max(least).ln(),
            Self::LogBeyondOne(least) => (value - 1.0).max(least).ln(),
            Self::LogOdds => {
                let share = value.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
                (share / (1.0 - share)).ln()
            }
        }
    }
}
