//! Right, wrong or ignorant.

use needlework_outcome::Estimate;
use needlework_trial::EndpointEvaluation;

use super::kind::Kind;

// Limits of our own: from here on a range says so little that holding the number is no merit.
/// Share, or fall in per cent: three quarters of what is possible.
const WIDE_PERCENTAGE_POINTS: f64 = 75.0;
/// Grades of a scale with four or five of them, and units of pain.
const WIDE_GRADES: f64 = 2.0;
const WIDE_PAIN: f64 = 5.0;
/// Hours and uptake: upper over lower end.
const WIDE_FACTOR: f64 = 30.0;
/// Depth and bleeding: width over the middle.
const WIDE_RELATIVE: f64 = 1.5;

/// How a left-out prediction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Inside a range that says something.
    Right,
    /// Inside, but the range holds nearly everything.
    Ignorant,
    /// Outside.
    Wrong,
}

impl Verdict {
    pub(super) fn of(kind: Kind, told: &EndpointEvaluation) -> Self {
        if !inside_90(&told.left_out, told.observed) {
            Self::Wrong
        } else if says_little(kind, &told.left_out) {
            Self::Ignorant
        } else {
            Self::Right
        }
    }
}

/// Whether the 90 % range holds a value.
pub(super) fn inside_90(range: &Estimate, value: f64) -> bool {
    (range.p05..=range.p95).contains(&value)
}

/// Whether the middle half holds a value.
pub(super) fn inside_50(range: &Estimate, value: f64) -> bool {
    (range.p25..=range.p75).contains(&value)
}

fn says_little(kind: Kind, range: &Estimate) -> bool {
    let width = (range.p95 - range.p05) * kind.factor();
    match kind {
        Kind::ScoreChange | Kind::Responders | Kind::Biopsy | Kind::Events => {
            width >= WIDE_PERCENTAGE_POINTS
        }
        Kind::GradeChange | Kind::Grade => width >= WIDE_GRADES,
        Kind::Pain => width >= WIDE_PAIN,
        Kind::SignHours | Kind::Closure | Kind::Uptake => {
            let least = kind.least_of_logarithm().unwrap_or(0.0);
            range.p95.max(least) >= WIDE_FACTOR * range.p05.max(least)
        }
        Kind::Depth | Kind::Bleeding => width >= WIDE_RELATIVE * range.p50.abs(),
    }
}

/// The limits in words.
pub(super) fn limits() -> String {
    format!(
        "{WIDE_PERCENTAGE_POINTS} percentage points, {WIDE_GRADES} grades, {WIDE_PAIN} of 10 points of pain, or a factor of {WIDE_FACTOR} in hours and uptake"
    )
}

#[cfg(test)]
mod tests {
    use needlework_outcome::Estimate;

    use super::{Kind, says_little};

    fn range(p05: f64, p95: f64) -> Estimate {
        let middle = f64::midpoint(p05, p95);
        Estimate {
            mean: middle,
            p05,
            p25: middle,
            p50: middle,
            p75: middle,
            p95,
        }
    }

    #[test]
    fn a_range_over_three_quarters_of_all_people_says_little() {
        assert!(says_little(Kind::Responders, &range(0.0, 0.8)));
        assert!(!says_little(Kind::Responders, &range(0.3, 0.9)));
    }

    #[test]
    fn hours_are_judged_by_their_factor_and_never_below_half_an_hour() {
        assert!(says_little(Kind::SignHours, &range(2.0, 100.0)));
        assert!(!says_little(Kind::SignHours, &range(10.0, 200.0)));
        assert!(!says_little(Kind::SignHours, &range(0.0, 6.0)));
    }
}
