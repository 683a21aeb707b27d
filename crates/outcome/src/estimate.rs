//! A predicted number is a distribution.

use schemars::JsonSchema;
use serde::Serialize;

use crate::OutcomeError;

/// A predicted quantity: mean and quantiles over the parameter draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
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

impl Estimate {
    /// Summarises the values of a quantity, one per draw. Quantiles are interpolated between order statistics.
    ///
    /// # Errors
    /// When there is no value or one of them is not finite.
    pub fn of(values: &[f64]) -> Result<Self, OutcomeError> {
        Self::named("a quantity", values)
    }

    /// [`Estimate::of`] with the name of the quantity for the error.
    pub(crate) fn named(quantity: &'static str, values: &[f64]) -> Result<Self, OutcomeError> {
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(OutcomeError::NotFinite {
                draw: at + 1,
                quantity,
            });
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let quantile = |probability| quantile(&sorted, probability);
        Ok(Self {
            mean: sorted.iter().sum::<f64>() / sorted.len() as f64,
            p05: quantile(0.05)?,
            p25: quantile(0.25)?,
            p50: quantile(0.5)?,
            p75: quantile(0.75)?,
            p95: quantile(0.95)?,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the rank lies between 0 and the number of values"
)]
fn quantile(sorted: &[f64], probability: f64) -> Result<f64, OutcomeError> {
    let last = sorted.len().checked_sub(1).ok_or(OutcomeError::NoDraws)?;
    let rank = probability * last as f64;
    let below = rank.floor() as usize;
    let low = sorted.get(below).ok_or(OutcomeError::NoDraws)?;
    let high = sorted.get(below + 1).unwrap_or(low);
    Ok(low + (high - low) * (rank - below as f64))
}

/// A predicted quantity over time.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    /// Unit of the values.
    pub unit: String,
    /// Days since the first session, increasing.
    pub days: Vec<f64>,
    /// One estimate per day.
    pub values: Vec<Estimate>,
}

impl Series {
    /// Summarises a quantity over time: `draws` holds for each draw one value per day.
    ///
    /// # Errors
    /// When there is no draw, a draw has another number of values than there are days, or a value is not finite.
    pub fn of<D: AsRef<[f64]>>(
        unit: &str,
        days: &[f64],
        draws: &[D],
    ) -> Result<Self, OutcomeError> {
        let quantity = "a quantity over time";
        for (at, draw) in draws.iter().enumerate() {
            let found = draw.as_ref().len();
            if found != days.len() {
                return Err(OutcomeError::UnequalSampling {
                    draw: at + 1,
                    quantity,
                    found,
                    expected: days.len(),
                });
            }
        }
        let values = (0..days.len())
            .map(|day| {
                let at_day: Vec<f64> = draws
                    .iter()
                    .filter_map(|draw| draw.as_ref().get(day).copied())
                    .collect();
                Estimate::named(quantity, &at_day)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            unit: unit.to_owned(),
            days: days.to_vec(),
            values,
        })
    }
}
