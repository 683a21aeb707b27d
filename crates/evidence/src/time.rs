//! Lengths of time in one another, for every crate.

use jiff::SignedDuration;

/// Hours of a day.
pub const HOURS_PER_DAY: f64 = 24.0;

/// Days of a year, leap years included.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// Months of a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;

const SECONDS_PER_HOUR: f64 = 3600.0;

/// Hours as an exact duration, to the second; what is too long for one is as long as one can be.
pub fn elapsed(hours: f64) -> SignedDuration {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates"
    )]
    let seconds = (hours * SECONDS_PER_HOUR).round() as i64;
    SignedDuration::from_secs(seconds)
}

/// The hours of a duration.
pub fn hours_in(duration: SignedDuration) -> f64 {
    duration.as_secs_f64() / SECONDS_PER_HOUR
}
