//! Where an observed result lies in its prediction.

use needlework_planning::Quantiles;
use statrs::distribution::{ContinuousCDF, Normal};

/// Parts of equal probability into which the error of reading is cut: the probability is then right to a thousandth.
const PARTS_OF_THE_ERROR: u32 = 64;
/// Standard scores beyond which nothing is told apart.
const FARTHEST_SCORE: f64 = 6.0;

/// Where an observation lies in its prediction: the predicted probability of something smaller. What is read in steps, such as
/// a grade, covers a range of it; for a continuous reading both ends are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Predicted probability of less than the lower end of what was read, 0 to 1.
    pub low: f64,
    /// Predicted probability of less than its upper end, 0 to 1.
    pub high: f64,
}

impl Position {
    /// The position of `observed` in a prediction of which five quantiles are known.
    ///
    /// `error` is the standard error of the reading, which the prediction does not hold; `step` the distance between two
    /// values that can be read, 0 for a continuous reading. All three in the unit of the prediction. Between quantiles the
    /// distribution is taken as normal, beyond the outer ones it goes on as between them and their neighbours.
    pub fn of(predicted: &Quantiles, observed: f64, error: f64, step: f64) -> Self {
        let below = |value| probability_below(predicted, error, value);
        Self {
            low: below(observed - step / 2.0),
            high: below(observed + step / 2.0),
        }
    }

    /// The middle of it, 0 to 1: 0.5 where exactly the median came.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// How much of it lies within the central interval that should hold `level`, 0 to 1.
    pub fn share_inside(self, level: f64) -> f64 {
        let tail = (1.0 - level) / 2.0;
        self.share_below(1.0 - tail) - self.share_below(tail)
    }

    /// How much of it lies below a probability, 0 to 1.
    pub fn share_below(self, probability: f64) -> f64 {
        if self.high > self.low {
            ((probability - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(self.low <= probability))
        }
    }

    /// The middle as a standard score: 0 where the median came, positive where more came than predicted.
    pub fn score(self) -> f64 {
        score_of(self.middle())
    }
}

/// The standard score of a probability, kept within [`FARTHEST_SCORE`].
pub(crate) fn score_of(probability: f64) -> f64 {
    Normal::standard()
        .inverse_cdf(probability.clamp(0.0, 1.0))
        .clamp(-FARTHEST_SCORE, FARTHEST_SCORE)
}

/// The predicted probability that a reading lies below `value`.
fn probability_below(predicted: &Quantiles, error: f64, value: f64) -> f64 {
    let knots = knots(predicted);
    let normal = Normal::standard();
    if error <= 0.0 {
        return normal.cdf(score_at(&knots, value));
    }
    let sum: f64 = (0..PARTS_OF_THE_ERROR)
        .map(|part| {
            let middle = (f64::from(part) + 0.5) / f64::from(PARTS_OF_THE_ERROR);
            normal.cdf(score_at(&knots, value - error * normal.inverse_cdf(middle)))
        })
        .sum();
    sum / f64::from(PARTS_OF_THE_ERROR)
}

/// The known quantiles with their standard scores, from the smallest to the largest.
pub(crate) fn knots(predicted: &Quantiles) -> [(f64, f64); 5] {
    let Quantiles {
        p05,
        p25,
        p50,
        p75,
        p95,
    } = *predicted;
    [
        (p05, score_of(0.05)),
        (p25, score_of(0.25)),
        (p50, 0.0),
        (p75, score_of(0.75)),
        (p95, score_of(0.95)),
    ]
}

/// The standard score of a value. Several quantiles may lie on one value: there the score jumps, and the middle of the jump is
/// taken.
fn score_at(knots: &[(f64, f64); 5], value: f64) -> f64 {
    let on_it: Vec<f64> = knots
        .iter()
        .filter(|(at, _)| at.total_cmp(&value).is_eq())
        .map(|(_, score)| *score)
        .collect();
    if let (Some(first), Some(last)) = (on_it.first(), on_it.last()) {
        return f64::midpoint(*first, *last);
    }
    let segments = || knots.windows(2).filter_map(segment);
    let holds = |segment: &Segment| segment.from.0 <= value && value <= segment.to.0;
    let [first, .., last] = *knots;
    let along = if value < first.0 {
        segments().next()
    } else if value > last.0 {
        segments().next_back()
    } else {
        segments().find(holds)
    };
    let beyond = if value < first.0 {
        -FARTHEST_SCORE
    } else {
        FARTHEST_SCORE
    };
    along
        .map_or(beyond, |segment| segment.score(value))
        .clamp(-FARTHEST_SCORE, FARTHEST_SCORE)
}

/// A stretch between two quantiles that lie apart.
#[derive(Clone, Copy)]
struct Segment {
    from: (f64, f64),
    to: (f64, f64),
}

fn segment(pair: &[(f64, f64)]) -> Option<Segment> {
    let [from, to] = *pair else { return None };
    (to.0 > from.0).then_some(Segment { from, to })
}

impl Segment {
    fn score(&self, value: f64) -> f64 {
        let share = (value - self.from.0) / (self.to.0 - self.from.0);
        self.from.1 + share * (self.to.1 - self.from.1)
    }
}

#[cfg(test)]
mod tests {
    use needlework_planning::Quantiles;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::Position;

    fn normal(mean: f64, deviation: f64) -> Quantiles {
        let of = Normal::new(mean, deviation).unwrap();
        [0.05, 0.25, 0.5, 0.75, 0.95]
            .map(|p| of.inverse_cdf(p))
            .into()
    }

    #[test]
    fn a_normal_prediction_read_with_error_is_a_wider_normal_one() {
        // The sum of two independent normal numbers: deviations 3 and 4 give 5.
        let truth = Normal::new(10.0, 5.0).unwrap();
        for observed in [0.0, 5.0, 8.0, 10.0, 13.0, 21.0] {
            let position = Position::of(&normal(10.0, 3.0), observed, 4.0, 0.0);
            let expected = truth.cdf(observed);
            assert!(
                (position.middle() - expected).abs() < 2e-3,
                "{observed}: {} instead of {expected}",
                position.middle()
            );
        }
    }

    #[test]
    fn the_ends_of_intervals_lie_where_they_should() {
        let predicted = Quantiles::from([1.0, 2.0, 4.0, 5.0, 9.0]);
        let at = |value| Position::of(&predicted, value, 0.0, 0.0).middle();
        for (value, probability) in [
            (1.0, 0.05),
            (2.0, 0.25),
            (4.0, 0.5),
            (5.0, 0.75),
            (9.0, 0.95),
        ] {
            assert!(
                (at(value) - probability).abs() < 1e-9,
                "{value}: {}",
                at(value)
            );
        }
        assert!(at(0.0) < 0.05 && at(12.0) > 0.95);
    }

    #[test]
    fn a_grade_that_straddles_the_border_of_an_interval_counts_in_part() {
        let position = Position {
            low: 0.65,
            high: 0.85,
        };
        assert!((position.share_inside(0.5) - 0.5).abs() < 1e-12);
        assert!((position.share_inside(0.9) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_prediction_without_width_is_met_or_missed() {
        let certain = Quantiles::from([2.0; 5]);
        let at = |value| Position::of(&certain, value, 0.0, 0.0).middle();
        assert!(at(1.9) < 1e-6 && at(2.1) > 1.0 - 1e-6);
        assert!((at(2.0) - 0.5).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn more_never_lies_lower(
            steps in prop::array::uniform4(0.0_f64..3.0),
            values in prop::collection::vec(-10.0_f64..20.0, 2),
            error in 0.0_f64..2.0,
        ) {
            let mut at = 0.0;
            let mut quantiles = [0.0; 5];
            for (quantile, step) in quantiles.iter_mut().skip(1).zip(steps) {
                at += step;
                *quantile = at;
            }
            let (less, more) = (values[0].min(values[1]), values[0].max(values[1]));
            let position = |value| Position::of(&quantiles.into(), value, error, 0.5);
            prop_assert!(position(less).middle() <= position(more).middle() + 1e-12);
            prop_assert!((0.0..=1.0).contains(&position(less).low));
            prop_assert!(position(more).low <= position(more).high);
        }
    }
}
