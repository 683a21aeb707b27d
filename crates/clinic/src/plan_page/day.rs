//! Dates and stretches of time in words.

use jiff::{ToSpan as _, Zoned};
use needlework_evidence::{DAYS_PER_YEAR, MONTHS_PER_YEAR};

/// Mean length of a month, d.
pub(crate) const MONTH_DAYS: f64 = DAYS_PER_YEAR / MONTHS_PER_YEAR;

/// "Monday 7 December 2026"
pub(crate) fn long(moment: &Zoned) -> String {
    moment.strftime("%A %-d %B %Y").to_string()
}

/// "7 December 2026"
pub(crate) fn date(moment: &Zoned) -> String {
    moment.strftime("%-d %B %Y").to_string()
}

/// "7 Dec 2026"
pub(crate) fn short(moment: &Zoned) -> String {
    moment.strftime("%-d %b %Y").to_string()
}

/// "Mon 7 Dec 2026"
pub(crate) fn weekday(moment: &Zoned) -> String {
    moment.strftime("%a %-d %b %Y").to_string()
}

/// "14:00"
pub(crate) fn clock(moment: &Zoned) -> String {
    moment.strftime("%H:%M").to_string()
}

/// The calendar month that lies this many days after a moment: "May 2027". Only the month, since the day is a forecast.
pub(crate) fn month_after(moment: &Zoned, days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a range that fits, and whole days are meant"
    )]
    let days = days.clamp(0.0, 36_500.0) as i64;
    moment.checked_add(days.days()).map_or_else(
        |_| "a later year".to_owned(),
        |day| day.strftime("%B %Y").to_string(),
    )
}

/// Days since the first session in the largest fitting unit: "6 weeks", "5 months", "2 years".
pub(crate) fn stretch(days: f64) -> String {
    let (amount, unit) = if days < 21.0 {
        (days, "day")
    } else if days < 75.0 {
        (days / 7.0, "week")
    } else if days < 700.0 && (days - 365.0).abs() > 8.0 {
        (days / MONTH_DAYS, "month")
    } else {
        (days / DAYS_PER_YEAR, "year")
    };
    let rounded = amount.round();
    let plural = if (rounded - 1.0).abs() < 0.5 { "" } else { "s" };
    format!("{rounded:.0}\u{a0}{unit}{plural}")
}
