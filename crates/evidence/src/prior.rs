//! What is believed about a parameter before calibration.

use schemars::JsonSchema;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::{Block, DataError};

/// The standard normal quantile of 0.95: `low` and `high` of a prior are its 5 % and 95 % points.
const Z_95: f64 = 1.644_853_626_951_472_6;

/// The prior distribution of a parameter. `low` and `high` enclose 90 % of it, except for `Uniform`, where they enclose
/// all of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Prior {
    /// Known well enough that its uncertainty does not matter.
    Fixed,
    /// Gaussian.
    Normal {
        /// 5 % point.
        low: f64,
        /// 95 % point.
        high: f64,
    },
    /// Gaussian in the logarithm; both ends are positive.
    Lognormal {
        /// 5 % point.
        low: f64,
        /// 95 % point.
        high: f64,
    },
    /// Every value between the ends is equally likely.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
}

#[derive(Clone, Copy)]
enum Kind {
    Normal,
    Lognormal,
    Uniform,
}

impl Prior {
    /// Reads the optional inline table `prior = { kind, low, high }`; absent means [`Prior::Fixed`].
    ///
    /// # Errors
    /// When the kind is unknown, the ends are out of `allowed` or out of order, or a lognormal end is not positive.
    pub(crate) fn read(row: &mut Block, allowed: [f64; 2]) -> Result<Self, DataError> {
        let Some(mut block) = row.optional_block("prior")? else {
            return Ok(Self::Fixed);
        };
        let kind = block.choice(
            "kind",
            &[
                ("normal", Kind::Normal),
                ("lognormal", Kind::Lognormal),
                ("uniform", Kind::Uniform),
            ],
        )?;
        let low = block.number("low", allowed[0]..=allowed[1])?;
        let high = block.number("high", low..=allowed[1])?;
        if matches!(kind, Kind::Lognormal) && low <= 0.0 {
            return Err(block.error(
                "low",
                &low,
                "a positive number, since the prior is lognormal",
            ));
        }
        block.finish()?;
        Ok(match kind {
            Kind::Normal => Self::Normal { low, high },
            Kind::Lognormal => Self::Lognormal { low, high },
            Kind::Uniform => Self::Uniform { low, high },
        })
    }

    /// `low` and `high`; `None` for a fixed prior.
    pub(crate) fn ends(self) -> Option<[f64; 2]> {
        match self {
            Self::Fixed => None,
            Self::Normal { low, high }
            | Self::Lognormal { low, high }
            | Self::Uniform { low, high } => Some([low, high]),
        }
    }

    /// The value below which the share `probability` (0 to 1, ends excluded) of the prior lies; `nominal` for a fixed
    /// one.
    pub fn quantile(self, probability: f64, nominal: f64) -> f64 {
        match self {
            Self::Fixed => nominal,
            Self::Normal { low, high } => gaussian_quantile(probability, low, high),
            Self::Lognormal { low, high } => {
                gaussian_quantile(probability, low.ln(), high.ln()).exp()
            }
            Self::Uniform { low, high } => low + probability * (high - low),
        }
    }
}

impl Prior {
    /// The value that lies `score` standard deviations from the middle of the prior, on the scale on which the prior is
    /// Gaussian (for a uniform one: the value below which as much lies as below `score` in a standard Gaussian); `nominal`
    /// for a fixed one.
    pub fn at_score(self, score: f64, nominal: f64) -> f64 {
        match self {
            Self::Fixed => nominal,
            Self::Normal { low, high } => gaussian_at(score, low, high),
            Self::Lognormal { low, high } => gaussian_at(score, low.ln(), high.ln()).exp(),
            Self::Uniform { low, high } => low + Normal::standard().cdf(score) * (high - low),
        }
    }

    /// The inverse of [`Prior::at_score`]; 0 for a fixed prior. A value at or beyond an end of a uniform prior gets a
    /// large finite score.
    pub fn score(self, value: f64) -> f64 {
        match self {
            Self::Fixed => 0.0,
            Self::Normal { low, high } => gaussian_score(value, low, high),
            Self::Lognormal { low, high } => gaussian_score(value.ln(), low.ln(), high.ln()),
            Self::Uniform { low, high } => {
                let share = (value - low) / (high - low);
                Normal::standard().inverse_cdf(share.clamp(f64::EPSILON, 1.0 - f64::EPSILON))
            }
        }
    }
}

/// The value `score` standard deviations from the middle of the Gaussian whose 5 % and 95 % points are `low` and `high`.
fn gaussian_at(score: f64, low: f64, high: f64) -> f64 {
    f64::midpoint(low, high) + score * (high - low) / (2.0 * Z_95)
}

fn gaussian_score(value: f64, low: f64, high: f64) -> f64 {
    if high > low {
        (value - f64::midpoint(low, high)) * 2.0 * Z_95 / (high - low)
    } else {
        0.0
    }
}

/// Quantile of the Gaussian whose 5 % and 95 % points are `low` and `high`.
fn gaussian_quantile(probability: f64, low: f64, high: f64) -> f64 {
    gaussian_at(Normal::standard().inverse_cdf(probability), low, high)
}
