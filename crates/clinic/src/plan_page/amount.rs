//! Numbers as people say them: rounded as coarsely as their interval allows, and never without it.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{Estimate, Series};

use crate::language::Language;

/// Hours after which a time is told in days.
const HOURS_TOLD_IN_DAYS: f64 = 48.0;
/// A sign that ends before this many hours is told as one that was never there.
const SOONEST_NOTICED_HOURS: f64 = 0.5;

/// The power of ten to which an estimate is rounded: at least four steps fit into its interval, and a long tail does not
/// round a small middle away. Never finer than `finest`.
fn step_for(estimate: &Estimate, finest: f64) -> f64 {
    let power = |size: f64| 10_f64.powf((size * 1.000_001).log10().floor());
    let width = estimate.p95 - estimate.p05;
    let middle = estimate.p50.abs();
    let by_width = if width.is_finite() && width > 0.0 {
        power(width / 4.0)
    } else {
        finest
    };
    let by_middle = if middle.is_finite() && middle > 0.0 {
        power(middle)
    } else {
        by_width
    };
    by_width.min(by_middle).max(finest)
}

/// A value rounded to a multiple of a power of ten, with a true minus sign.
pub(crate) fn rounded(words: &Language, value: f64, step: f64) -> String {
    if value.is_finite() {
        words.number(&written(value, step))
    } else {
        words.say("plan-not-known")
    }
}

/// A rounded value with a point before its decimals.
fn written(value: f64, step: f64) -> String {
    if value.abs() >= 1e6 {
        return format!("{value:.1e}").replace('-', "\u{2212}");
    }
    let value = (value / step).round() * step;
    let decimals = [0.5, 0.05]
        .into_iter()
        .filter(|coarse| step < *coarse)
        .count();
    let text = format!("{value:.decimals$}");
    let is_zero = text.chars().all(|digit| matches!(digit, '-' | '0' | '.'));
    if is_zero {
        text.trim_start_matches('-').to_owned()
    } else {
        text.replace('-', "\u{2212}")
    }
}

/// Median and the 90 % interval as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) middle: String,
    pub(crate) low: String,
    pub(crate) high: String,
}

impl Spread {
    /// Rounded to the interval's width, but never finer than `finest`.
    pub(crate) fn of(words: &Language, estimate: &Estimate, finest: f64) -> Self {
        let step = step_for(estimate, finest);
        Self {
            middle: rounded(words, estimate.p50, step),
            low: rounded(words, estimate.p05, step),
            high: rounded(words, estimate.p95, step),
        }
    }

    /// "1.1 (0.8 to 1.4)"
    pub(crate) fn short(&self, words: &Language) -> String {
        banded(words, [&self.low, &self.middle, &self.high])
    }

    /// "about 1.1 mm (0.8 to 1.4)"; the unit is the end of the key of its text.
    pub(crate) fn about(&self, words: &Language, unit: &str) -> String {
        let middle = counted(words, &self.middle, unit);
        about(words, [&self.low, &middle, &self.high])
    }

    /// "about 1.1 (0.8 to 1.4)", of a pure number.
    pub(crate) fn about_number(&self, words: &Language) -> String {
        about(words, [&self.low, &self.middle, &self.high])
    }
}

/// "1.1 (0.8 to 1.4)"
fn banded(words: &Language, [low, middle, high]: [&str; 3]) -> String {
    let values = [("low", low), ("middle", middle), ("high", high)];
    words.say_all("plan-banded", &values)
}

/// "about 1.1 mm (0.8 to 1.4)"
fn about(words: &Language, [low, middle, high]: [&str; 3]) -> String {
    let values = [("low", low), ("middle", middle), ("high", high)];
    words.say_all("plan-about", &values)
}

/// A number that was written already, with its unit: "6 hours", "1 hour".
pub(crate) fn counted(words: &Language, number: &str, unit: &str) -> String {
    let one = format!("plan-unit-{unit}-one");
    let key = if number == "1" && words.has(&one) {
        one
    } else {
        format!("plan-unit-{unit}")
    };
    words.say_with(&key, "number", number)
}

/// A unit as it is printed.
pub(crate) fn pretty_unit(unit: &str) -> String {
    unit.replace("cm2", "cm²")
        .replace("cm3", "cm³")
        .replace("mm2", "mm²")
        .replace("mm3", "mm³")
        .replace("^2", "²")
        .replace("^3", "³")
        .replace('-', "\u{2011}")
}

/// A length or another plain number given by a person or a catalogue.
pub(crate) fn plain(words: &Language, value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e6 {
        return rounded(words, value, 1.0);
    }
    let text = format!("{value:.2}");
    words.number(text.trim_end_matches('0').trim_end_matches('.'))
}

/// The rounding of values of a scale: the power of ten nearest to an eightieth of its range.
pub(crate) fn finest_of(range: [f64; 2]) -> f64 {
    let width = (range[1] - range[0]).abs();
    if width.is_finite() && width > 0.0 {
        10_f64.powf((width / 80.0).log10().round())
    } else {
        0.1
    }
}

/// A share (0 to 1) as a whole number of a hundred.
pub(crate) fn of_hundred(words: &Language, share: f64) -> String {
    let hundred = 100.0 * share;
    if !hundred.is_finite() {
        words.say("plan-not-known")
    } else if hundred <= 0.0 {
        "0".to_owned()
    } else if hundred < 1.0 {
        words.say("plan-less-than-one")
    } else if hundred > 99.0 && hundred < 100.0 {
        words.say("plan-more-than-99")
    } else {
        format!("{:.0}", hundred.min(100.0))
    }
}

/// A probability as people of a hundred: "about 12 of 100 (4 to 30)".
pub(crate) fn people(words: &Language, share: &Estimate) -> String {
    let [low, middle, high] =
        [share.p05, share.p50, share.p95].map(|value| of_hundred(words, value));
    let counted = counted(words, &middle, "of-hundred");
    if middle.starts_with(|first: char| first.is_ascii_digit()) {
        about(words, [&low, &counted, &high])
    } else {
        banded(words, [&low, &counted, &high])
    }
}

/// A relative change (0.1 = 10 % more) as "+10 % (+2 to +25)".
pub(crate) fn relative_change(words: &Language, change: &Estimate) -> String {
    let percent = scaled(change, 100.0);
    let step = step_for(&percent, 1.0);
    let [low, middle, high] =
        [percent.p05, percent.p50, percent.p95].map(|value| signed(words, value, step));
    banded(words, [&low, &format!("{middle}\u{a0}%"), &high])
}

/// A share of something as "12 % (5 to 30)".
pub(crate) fn share(words: &Language, estimate: &Estimate) -> String {
    let Spread { low, middle, high } = Spread::of(words, &scaled(estimate, 100.0), 1.0);
    banded(words, [&low, &format!("{middle}\u{a0}%"), &high])
}

/// How many times something is as large as before: "5× (3 to 11)"; words where nothing can be told apart from 1.
pub(crate) fn times(words: &Language, gain: &Estimate) -> String {
    let [low, middle, high] = [gain.p05, gain.p50, gain.p95].map(|value| two_digits(words, value));
    if low == high && middle == words.number("1.0") {
        return words.say("plan-no-difference");
    }
    banded(words, [&low, &format!("{middle}×"), &high])
}

/// A factor with two digits that count: gains span powers of ten, so that one step for all would hide the small ones.
fn two_digits(words: &Language, factor: f64) -> String {
    let power = factor.abs().max(1.0).log10().floor();
    rounded(words, factor, 10_f64.powf(power - 1.0))
}

/// An improvement against today, worse where it is negative: "about 0.5 grades better than today (between 0.1 worse and
/// 1.3 better)".
pub(crate) fn against_today(
    words: &Language,
    change: &Estimate,
    finest: f64,
    unit: &str,
) -> String {
    let step = step_for(change, finest);
    let [low, middle, high] = [change.p05, change.p50, change.p95]
        .map(|value| Direction::of(&signed(words, value, step)));
    let with_unit = format!("{}{}", middle.size, words.unit_after(&middle.size, unit));
    let [from, to] = [&low, &high].map(|end| match end.is_better {
        Some(true) => words.say_with("plan-better", "size", &end.size),
        Some(false) => words.say_with("plan-worse", "size", &end.size),
        None => end.size.clone(),
    });
    // Where both ends are better, or both worse, the word stands once.
    let from = if low.is_better == high.is_better {
        low.size
    } else {
        from
    };
    let key = match middle.is_better {
        Some(true) => "plan-today-better",
        Some(false) => "plan-today-worse",
        None => "plan-today-same",
    };
    let values = [("size", &with_unit), ("from", &from), ("to", &to)];
    words.say_all(key, &values.map(|(name, value)| (name, value.as_str())))
}

/// A change without its sign, and which way it goes; `None`: neither.
struct Direction {
    size: String,
    is_better: Option<bool>,
}

impl Direction {
    fn of(signed: &str) -> Self {
        let is_better = match signed.chars().next() {
            Some('+') => Some(true),
            Some('\u{2212}') => Some(false),
            _ => None,
        };
        Self {
            size: signed.trim_start_matches(['+', '\u{2212}']).to_owned(),
            is_better,
        }
    }
}

/// A difference with its sign, as "+0.2 (−0.1 to +0.6)".
pub(crate) fn difference(words: &Language, estimate: &Estimate, finest: f64) -> String {
    let step = step_for(estimate, finest);
    let [low, middle, high] =
        [estimate.p05, estimate.p50, estimate.p95].map(|value| signed(words, value, step));
    banded(words, [&low, &middle, &high])
}

fn signed(words: &Language, value: f64, step: f64) -> String {
    let text = rounded(words, value, step);
    let nothing = text.chars().all(|one| !one.is_ascii_digit() || one == '0');
    if value > 0.0 && !nothing {
        format!("+{text}")
    } else {
        text
    }
}

/// A time after a session, as "about 6 hours (2 to 20)". Short times are told in hours and long ones in days; where the
/// interval holds both, each has its unit: "about 30 hours (2 hours to 4 days)".
pub(crate) fn time(words: &Language, hours: &Estimate) -> String {
    if hours.p95 < HOURS_TOLD_IN_DAYS {
        return Spread::of(words, hours, 1.0).about(words, "hours");
    }
    if hours.p05 >= HOURS_PER_DAY && hours.p50 >= HOURS_TOLD_IN_DAYS {
        let days = scaled(hours, 1.0 / HOURS_PER_DAY);
        return Spread::of(words, &days, 1.0).about(words, "days");
    }
    let [low, middle, high] = [hours.p05, hours.p50, hours.p95].map(|value| one_time(words, value));
    about(words, [&low, &middle, &high])
}

/// A single time in the unit in which people tell it.
fn one_time(words: &Language, hours: f64) -> String {
    let (value, unit) = if hours < HOURS_TOLD_IN_DAYS {
        (hours, "hours")
    } else {
        (hours / HOURS_PER_DAY, "days")
    };
    match rounded(words, value, 1.0).as_str() {
        "0" => words.say("plan-under-an-hour"),
        value => counted(words, value, unit),
    }
}

/// Until when a sign is noticeable; a sign that ends at once was never noticeable.
pub(crate) fn end(words: &Language, hours: &Estimate) -> String {
    if hours.p95 < SOONEST_NOTICED_HOURS {
        words.say("plan-not-noticeable")
    } else if hours.p50 >= SOONEST_NOTICED_HOURS {
        time(words, hours)
    } else {
        let most = one_time(words, hours.p95);
        words.say_with("plan-mostly-not-noticeable", "time", &most)
    }
}

/// Every value multiplied by a factor.
pub(crate) fn scaled(estimate: &Estimate, factor: f64) -> Estimate {
    Estimate {
        mean: estimate.mean * factor,
        p05: estimate.p05 * factor,
        p25: estimate.p25 * factor,
        p50: estimate.p50 * factor,
        p75: estimate.p75 * factor,
        p95: estimate.p95 * factor,
    }
}

/// The estimate at a day, between two samples on a straight line; the nearest sample beyond the ends.
pub(crate) fn at_day(series: &Series, day: f64) -> Option<Estimate> {
    let samples = || series.days.iter().copied().zip(series.values.iter());
    let before = samples().take_while(|(sample, _)| *sample <= day).last();
    let after = samples().find(|(sample, _)| *sample > day);
    match (before, after) {
        (Some((from, low)), Some((to, high))) => {
            let share = (day - from) / (to - from);
            Some(between(low, high, share))
        }
        (Some((_, value)), None) | (None, Some((_, value))) => Some(*value),
        (None, None) => None,
    }
}

fn between(low: &Estimate, high: &Estimate, share: f64) -> Estimate {
    let mix = |from: f64, to: f64| from + share * (to - from);
    Estimate {
        mean: mix(low.mean, high.mean),
        p05: mix(low.p05, high.p05),
        p25: mix(low.p25, high.p25),
        p50: mix(low.p50, high.p50),
        p75: mix(low.p75, high.p75),
        p95: mix(low.p95, high.p95),
    }
}

#[cfg(test)]
mod tests;
