//! Date arithmetic of protocol 0.3: civil days of the clinic, no clock.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::Setting;
use crate::speech::Speech;

/// When something last happened, as well as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The day.
    Day(#[schemars(with = "String")] Date),
    /// Any day of the month of this date, which is its last one.
    Month(#[schemars(with = "String")] Date),
    /// Some day of this year.
    Year(i16),
    /// No date is known.
    Unknown,
}

impl Anchor {
    /// Reads `2026-11-23`, `2026-11`, `2026` or `unknown`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.len() {
            10 => text.parse().ok().map(Self::Day),
            7 if text == "unknown" => Some(Self::Unknown),
            7 => format!("{text}-01")
                .parse::<Date>()
                .ok()
                .map(|first| Self::Month(first.last_of_month())),
            4 => text
                .parse()
                .ok()
                .filter(|year| (1900..=9999).contains(year))
                .map(Self::Year),
            _ => None,
        }
    }

    /// The latest day it can have been: the last day of a month. `None` where only a year or nothing is known, which no
    /// arithmetic can use.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Month(day) => Some(day),
            Self::Year(_) | Self::Unknown => None,
        }
    }

    /// Whether it lies after a day, whichever day it was.
    pub fn lies_after(self, day: Date) -> bool {
        self.first_day().is_some_and(|first| first > day)
    }

    /// The first day it can have been.
    pub(crate) fn first_day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(last) => Some(last.first_of_month()),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Unknown => None,
        }
    }

    /// The date as people say it.
    pub(super) fn spoken(self, speech: Speech) -> String {
        match self {
            Self::Day(day) => speech.day(day),
            Self::Month(last) => speech.phrases.month(last),
            Self::Year(year) => format!("{year}"),
            Self::Unknown => speech.say("screening.unknown-date", &[]),
        }
    }
}

/// Unit of an interval of calendar months.
const MONTHS: &str = "months";

/// The day one interval after another: calendar months with the day clamped to the end of the month, or days. Parts of a
/// day count as a whole one. `None` where the interval has no value.
pub(crate) fn after(day: Date, interval: &Setting) -> Option<Date> {
    let whole = whole(interval.value?);
    let span = if interval.unit == MONTHS {
        Span::new().try_months(whole).ok()?
    } else {
        Span::new().try_days(whole).ok()?
    };
    Some(day.saturating_add(span))
}

/// The day a number of days after another, before it when negative.
pub(crate) fn days_after(day: Date, days: i64) -> Date {
    Span::new()
        .try_days(days)
        .map_or(day, |span| day.saturating_add(span))
}

/// The interval in words, for example "28 days" or "6 months".
pub(super) fn interval_words(interval: &Setting, speech: Speech) -> String {
    let value = interval.value.unwrap_or_default();
    let unit = if interval.unit == MONTHS {
        "unit.months"
    } else {
        "unit.days"
    };
    if whole(value) == 1 {
        speech.say(&format!("{unit}.one"), &[])
    } else {
        speech.say(unit, &[("number", &speech.phrases.number(value))])
    }
}

/// Whole days or months, rounded up: the cautious side.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float to integer cast saturates, and rules hold intervals of at most some years"
)]
pub(crate) fn whole(value: f64) -> i64 {
    value.ceil() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::Phrases;

    #[test]
    fn a_day_a_month_or_a_year_is_a_date() {
        for text in ["2026-11-30", "2026-11", "2026"] {
            assert!(Anchor::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "11/2026",
            "2026-13",
            "2026-02-30",
            "-026",
            "20261",
        ] {
            assert!(Anchor::parse(text).is_none(), "{text}");
        }
    }

    fn interval(value: f64, unit: &str) -> Setting {
        Setting {
            value: Some(value),
            shipped: None,
            unit: unit.to_owned(),
            allowed: [0.0, 365.0],
        }
    }

    #[test]
    fn one_day_and_one_month_are_told_as_one() {
        let phrases = Phrases::english().unwrap();
        let speech = Speech {
            phrases: &phrases,
            translations: None,
        };
        for (value, unit, words) in [
            (1.0, "months", "1 month"),
            (6.0, "months", "6 months"),
            (1.0, "d", "1 day"),
            (28.0, "d", "28 days"),
        ] {
            assert_eq!(interval_words(&interval(value, unit), speech), words);
        }
    }
}
