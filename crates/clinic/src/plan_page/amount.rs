//! Numbers as people say them: rounded as coarsely as their interval allows, and never without it.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{Estimate, Series};

/// Shown where a number is not finite.
const UNKNOWN: &str = "not known";
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
pub(crate) fn rounded(value: f64, step: f64) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
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
    pub(crate) fn of(estimate: &Estimate, finest: f64) -> Self {
        let step = step_for(estimate, finest);
        Self {
            middle: rounded(estimate.p50, step),
            low: rounded(estimate.p05, step),
            high: rounded(estimate.p95, step),
        }
    }

    /// "1.1 (0.8 to 1.4)"
    pub(crate) fn short(&self) -> String {
        format!("{} ({} to {})", self.middle, self.low, self.high)
    }

    /// "about 1.1 mm (0.8 to 1.4)"
    pub(crate) fn about(&self, unit: &str) -> String {
        let one = unit.strip_suffix('s').filter(|_| self.middle == "1");
        let unit = one.unwrap_or(unit);
        format!(
            "about {}{} ({} to {})",
            self.middle,
            spaced(unit),
            self.low,
            self.high
        )
    }
}

/// A unit as it follows a number; nothing for pure numbers.
pub(crate) fn spaced(unit: &str) -> String {
    match unit {
        "" | "-" | "1" => String::new(),
        unit => format!("\u{a0}{}", pretty_unit(unit)),
    }
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
pub(crate) fn plain(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e6 {
        return rounded(value, 1.0);
    }
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
pub(crate) fn of_hundred(share: f64) -> String {
    let hundred = 100.0 * share;
    if !hundred.is_finite() {
        UNKNOWN.to_owned()
    } else if hundred <= 0.0 {
        "0".to_owned()
    } else if hundred < 1.0 {
        "less than 1".to_owned()
    } else if hundred > 99.0 && hundred < 100.0 {
        "more than 99".to_owned()
    } else {
        format!("{:.0}", hundred.min(100.0))
    }
}

/// A probability as people of a hundred: "about 12 of 100 (4 to 30)".
pub(crate) fn people(share: &Estimate) -> String {
    let middle = of_hundred(share.p50);
    let about = if middle.starts_with(|first: char| first.is_ascii_digit()) {
        "about "
    } else {
        ""
    };
    format!(
        "{about}{middle} of 100 ({} to {})",
        of_hundred(share.p05),
        of_hundred(share.p95)
    )
}

/// A relative change (0.1 = 10 % more) as "+10 % (+2 to +25)".
pub(crate) fn relative_change(change: &Estimate) -> String {
    let percent = scaled(change, 100.0);
    let step = step_for(&percent, 1.0);
    format!(
        "{}\u{a0}% ({} to {})",
        signed(percent.p50, step),
        signed(percent.p05, step),
        signed(percent.p95, step)
    )
}

/// A share of something as "12 % (5 to 30)".
pub(crate) fn share(estimate: &Estimate) -> String {
    let spread = Spread::of(&scaled(estimate, 100.0), 1.0);
    format!(
        "{}\u{a0}% ({} to {})",
        spread.middle, spread.low, spread.high
    )
}

/// How many times something is as large as before: "5× (3 to 11)"; words where nothing can be told apart from 1.
pub(crate) fn times(gain: &Estimate) -> String {
    let [low, middle, high] = [gain.p05, gain.p50, gain.p95].map(two_digits);
    if low == high && middle == "1.0" {
        return "no difference".to_owned();
    }
    format!("{middle}× ({low} to {high})")
}

/// A factor with two digits that count: gains span powers of ten, so that one step for all would hide the small ones.
fn two_digits(factor: f64) -> String {
    let power = factor.abs().max(1.0).log10().floor();
    rounded(factor, 10_f64.powf(power - 1.0))
}

/// An improvement against today, worse where it is negative: "about 0.5 grade better than today (between 0.1 worse and
/// 1.3 better)".
pub(crate) fn against_today(change: &Estimate, finest: f64, unit: &str) -> String {
    let step = step_for(change, finest);
    let [low, middle, high] = [change.p05, change.p50, change.p95].map(|value| signed(value, step));
    let size = |text: &str| text.trim_start_matches(['+', '\u{2212}']).to_owned();
    let word = |text: &str| match text.chars().next() {
        Some('+') => " better",
        Some('\u{2212}') => " worse",
        _ => "",
    };
    let unit = spaced(unit);
    let about = match word(&middle) {
        "" => "about the same as today".to_owned(),
        word => format!("about {}{unit}{word} than today", size(&middle)),
    };
    let (from, to) = (word(&low), word(&high));
    let from = if from == to { "" } else { from };
    format!(
        "{about} (between {}{from} and {}{to})",
        size(&low),
        size(&high)
    )
}

/// A difference with its sign, as "+0.2 (−0.1 to +0.6)".
pub(crate) fn difference(estimate: &Estimate, finest: f64) -> String {
    let step = step_for(estimate, finest);
    format!(
        "{} ({} to {})",
        signed(estimate.p50, step),
        signed(estimate.p05, step),
        signed(estimate.p95, step)
    )
}

fn signed(value: f64, step: f64) -> String {
    let text = rounded(value, step);
    let nothing = text.chars().all(|digit| matches!(digit, '0' | '.'));
    if value > 0.0 && !nothing {
        format!("+{text}")
    } else {
        text
    }
}

/// A time after a session, as "about 6 hours (2 to 20)". Short times are told in hours and long ones in days; where the
/// interval holds both, each has its unit: "about 30 hours (2 hours to 4 days)".
pub(crate) fn time(hours: &Estimate) -> String {
    if hours.p95 < HOURS_TOLD_IN_DAYS {
        return Spread::of(hours, 1.0).about("hours");
    }
    if hours.p05 >= HOURS_PER_DAY && hours.p50 >= HOURS_TOLD_IN_DAYS {
        return Spread::of(&scaled(hours, 1.0 / HOURS_PER_DAY), 1.0).about("days");
    }
    let [low, middle, high] = [hours.p05, hours.p50, hours.p95].map(one_time);
    format!("about {middle} ({low} to {high})")
}

/// A single time in the unit in which people tell it.
fn one_time(hours: f64) -> String {
    let (value, one, many) = if hours < HOURS_TOLD_IN_DAYS {
        (hours, "hour", "hours")
    } else {
        (hours / HOURS_PER_DAY, "day", "days")
    };
    match rounded(value, 1.0).as_str() {
        "0" => "less than an hour".to_owned(),
        "1" => format!("1\u{a0}{one}"),
        value => format!("{value}\u{a0}{many}"),
    }
}

/// Until when a sign is noticeable; a sign that ends at once was never noticeable.
pub(crate) fn end(hours: &Estimate) -> String {
    if hours.p95 < SOONEST_NOTICED_HOURS {
        "not noticeable".to_owned()
    } else if hours.p50 >= SOONEST_NOTICED_HOURS {
        time(hours)
    } else {
        format!("mostly not noticeable, at most {}", one_time(hours.p95))
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
mod tests {
    use super::*;

    fn estimate(p05: f64, p50: f64, p95: f64) -> Estimate {
        Estimate {
            mean: p50,
            p05,
            p25: f64::midpoint(p05, p50),
            p50,
            p75: f64::midpoint(p50, p95),
            p95,
        }
    }

    #[test]
    fn a_wide_interval_takes_decimals_away() {
        let narrow = Spread::of(&estimate(1.02, 1.113, 1.21), 0.01);
        let wide = Spread::of(&estimate(12.3, 42.4, 98.7), 0.01);
        assert_eq!(narrow.short(), "1.11 (1.02 to 1.21)");
        assert_eq!(wide.short(), "40 (10 to 100)");
    }

    #[test]
    fn a_small_loss_never_reads_as_minus_zero() {
        assert_eq!(
            difference(&estimate(-0.4, -0.01, 0.4), 0.1),
            "0.0 (\u{2212}0.4 to +0.4)"
        );
    }

    #[test]
    fn a_loss_is_called_worse() {
        let text = against_today(&estimate(-0.2, 0.5, 1.2), 0.1, "grade");
        assert_eq!(
            text,
            "about 0.5\u{a0}grade better than today (between 0.2 worse and 1.2 better)"
        );
        let text = against_today(&estimate(-0.9, -0.4, -0.1), 0.1, "grade");
        assert_eq!(
            text,
            "about 0.4\u{a0}grade worse than today (between 0.9 and 0.1 worse)"
        );
        let text = against_today(&estimate(-0.1, 0.01, 0.2), 0.1, "grade");
        assert_eq!(
            text,
            "about the same as today (between 0.1 worse and 0.2 better)"
        );
    }

    #[test]
    fn factors_over_powers_of_ten_keep_their_small_end() {
        assert_eq!(times(&estimate(1.04, 212.0, 2_940.0)), "210× (1.0 to 2900)");
        assert_eq!(times(&estimate(1.0, 1.01, 1.02)), "no difference");
    }

    #[test]
    fn a_long_tail_does_not_round_the_middle_away() {
        assert_eq!(
            relative_change(&estimate(0.0, 0.06, 4.0)),
            "+6\u{a0}% (0 to +400)"
        );
    }

    #[test]
    fn rare_things_are_not_rounded_to_never() {
        assert_eq!(
            people(&estimate(0.0, 0.002, 0.03)),
            "less than 1 of 100 (0 to 3)"
        );
    }

    #[test]
    fn short_times_are_hours_and_long_ones_days() {
        assert_eq!(
            time(&estimate(2.0, 6.0, 20.0)),
            "about 6\u{a0}hours (2 to 20)"
        );
        assert_eq!(
            time(&estimate(24.0, 60.0, 120.0)),
            "about 3\u{a0}days (1 to 5)"
        );
    }

    #[test]
    fn one_hour_is_told_as_one() {
        assert_eq!(time(&estimate(1.0, 1.2, 5.0)), "about 1\u{a0}hour (1 to 5)");
    }

    #[test]
    fn an_interval_of_hours_and_days_names_both() {
        assert_eq!(
            time(&estimate(0.0, 1.0, 91.0)),
            "about 1\u{a0}hour (less than an hour to 4\u{a0}days)"
        );
        assert_eq!(
            time(&estimate(3.0, 30.0, 91.0)),
            "about 30\u{a0}hours (3\u{a0}hours to 4\u{a0}days)"
        );
        assert_eq!(
            end(&estimate(0.0, 0.1, 91.0)),
            "mostly not noticeable, at most 4\u{a0}days"
        );
    }

    #[test]
    fn what_is_not_finite_is_said() {
        assert_eq!(rounded(f64::NAN, 0.1), "not known");
        assert_eq!(of_hundred(f64::INFINITY), "not known");
        assert_eq!(rounded(-2.5e300, 0.1), "\u{2212}2.5e300");
    }

    #[test]
    fn values_between_samples_lie_between_their_values() {
        let series = Series {
            unit: "-".to_owned(),
            days: vec![0.0, 10.0],
            values: vec![estimate(0.0, 1.0, 2.0), estimate(1.0, 2.0, 3.0)],
        };
        assert_eq!(at_day(&series, 5.0).map(|value| value.p50), Some(1.5));
        assert_eq!(at_day(&series, 99.0).map(|value| value.p50), Some(2.0));
        assert_eq!(at_day(&series, -1.0).map(|value| value.p50), Some(1.0));
    }
}
