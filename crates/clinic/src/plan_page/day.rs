//! Dates and stretches of time in words.

use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use needlework_evidence::{DAYS_PER_YEAR, MONTHS_PER_YEAR};

use super::amount::counted;
use crate::language::Language;

/// Mean length of a month, d.
pub(crate) const MONTH_DAYS: f64 = DAYS_PER_YEAR / MONTHS_PER_YEAR;

/// "Monday 7 December 2026"
pub(crate) fn long(words: &Language, moment: &Zoned) -> String {
    let day = moment.date();
    let weekday = named(words, "plan-weekday", day.weekday().to_monday_one_offset());
    let values = [("weekday", weekday), ("date", date(words, moment))];
    filled(words, "plan-day-long", &values)
}

/// "7 December 2026"
pub(crate) fn date(words: &Language, moment: &Zoned) -> String {
    civil(words, moment.date())
}

/// "7 December 2026"
pub(crate) fn civil(words: &Language, day: Date) -> String {
    let month = named(words, "month", day.month());
    filled(words, "day", &of_day(day, month))
}

/// "7 Dec 2026"
pub(crate) fn short(words: &Language, moment: &Zoned) -> String {
    let day = moment.date();
    let month = named(words, "plan-month-short", day.month());
    filled(words, "plan-day-short", &of_day(day, month))
}

/// "Mon 7 Dec 2026"
pub(crate) fn weekday(words: &Language, moment: &Zoned) -> String {
    let day = moment.date().weekday().to_monday_one_offset();
    let weekday = named(words, "plan-weekday-short", day);
    let values = [("weekday", weekday), ("date", short(words, moment))];
    filled(words, "plan-day-weekday", &values)
}

/// "14:00"
pub(crate) fn clock(moment: &Zoned) -> String {
    moment.strftime("%H:%M").to_string()
}

/// The calendar month that lies this many days after a moment: "May 2027". Only the month, since the day is a forecast.
pub(crate) fn month_after(words: &Language, moment: &Zoned, days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a range that fits, and whole days are meant"
    )]
    let days = days.clamp(0.0, 36_500.0) as i64;
    let Ok(later) = moment.checked_add(days.days()) else {
        return words.say("plan-later-year");
    };
    let month = named(words, "month", later.month());
    filled(words, "plan-month", &of_day(later.date(), month))
}

/// Days since the first session in the largest fitting unit: "6 weeks", "5 months", "2 years".
pub(crate) fn stretch(words: &Language, days: f64) -> String {
    let (amount, unit) = if days < 21.0 {
        (days, "days")
    } else if days < 75.0 {
        (days / 7.0, "weeks")
    } else if days < 700.0 && (days - 365.0).abs() > 8.0 {
        (days / MONTH_DAYS, "months")
    } else {
        (days / DAYS_PER_YEAR, "years")
    };
    counted(words, &format!("{:.0}", amount.round()), unit)
}

fn named(words: &Language, key: &str, number: i8) -> String {
    words.say(&format!("{key}-{number}"))
}

fn of_day(day: Date, month: String) -> [(&'static str, String); 3] {
    [
        ("day", day.day().to_string()),
        ("month", month),
        ("year", day.year().to_string()),
    ]
}

fn filled(words: &Language, key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    words.say_all(key, &values)
}
