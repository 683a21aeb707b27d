//! A predicted number is a distribution.

use schemars::JsonSchema;
use serde::Serialize;

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
