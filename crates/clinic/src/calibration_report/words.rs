//! Numbers and endpoints in words.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::Estimate;

use super::kind::Kind;

/// A number with about three figures and a true minus sign.
pub(super) fn number(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 99.95 => 0,
        middle if middle >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    match text {
        "-0" => "0".to_owned(),
        other => other.replace('-', "\u{2212}"),
    }
}

/// A count of things with its noun.
pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Median and 90 % range.
pub(super) fn estimate(kind: Kind, estimate: &Estimate) -> String {
    let shown = |value: f64| number(value * kind.factor());
    format!("{} ({})", shown(estimate.p50), range(kind, estimate))
}

/// The 90 % range.
pub(super) fn range(kind: Kind, estimate: &Estimate) -> String {
    let shown = |value: f64| number(value * kind.factor());
    format!("{} to {}", shown(estimate.p05), shown(estimate.p95))
}

/// What is reported of a scale, in words.
pub(super) fn statistic(name: &str) -> &str {
    match name {
        "sd" => "standard deviation",
        "mean-change" => "mean change",
        "percent-change" => "change",
        "responders" | "events" => "share of people",
        other => other,
    }
}

/// When it was read; empty for what belongs to the session itself.
pub(super) fn moment(kind: Kind, day: f64) -> String {
    if day <= 0.0 {
        String::new()
    } else if kind == Kind::Uptake {
        format!("hour {}", number(day * HOURS_PER_DAY))
    } else {
        format!("day {}", number(day))
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_about_three_figures() {
        for (value, text) in [
            (-44.6, "\u{2212}44.6"),
            (0.0, "0"),
            (-0.001, "0"),
            (153.4, "153"),
            (5.0, "5"),
            (2.19, "2.19"),
            (99.99, "100"),
            (40.0, "40"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
