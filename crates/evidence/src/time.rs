//! Lengths of time in one another, for every crate.

/// Hours of a day.
pub const HOURS_PER_DAY: f64 = 24.0;

/// Days of a year, leap years included.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// Months of a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;
