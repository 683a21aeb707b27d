//! How often intervals held what they promised.

use serde::Serialize;

use crate::exact::{SharedInterval, share};
use crate::outcome::CourseOutcome;
use crate::position::Position;

/// How sure the intervals around counted shares are, where one set is looked at.
const CONFIDENCE: f64 = 0.9;
/// Steps of the calibration plot: predicted probabilities 0.05, 0.1, ... 0.95.
const STEPS: u32 = 20;

/// Whether an interval held as often as it should.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Held {
    /// Share of results that it should hold.
    pub promised: f64,
    /// Share that it held, with the interval in which the true share lies in nine of ten cases.
    pub held: SharedInterval,
}

impl Held {
    /// Whether what it promised lies outside what the count allows: it promised too much or too little.
    pub fn is_off(&self) -> bool {
        self.promised < self.held.low || self.promised > self.held.high
    }
}

/// One point of the calibration plot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityPoint {
    /// Predicted probability of less.
    pub predicted: f64,
    /// Share of results that were less.
    pub came: SharedInterval,
}

/// How well a set of predictions held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Results that were compared.
    pub results: usize,
    /// The interval that should hold half of all results.
    pub half: Held,
    /// The interval that should hold nine of ten.
    pub nine_tenths: Held,
    /// Mean position as a standard score: negative where less came than predicted.
    pub mean_score: f64,
    /// The calibration plot: on the diagonal where predictions are honest.
    pub points: Vec<ReliabilityPoint>,
}

impl Reliability {
    /// How well these predictions held.
    pub fn of(positions: &[Position]) -> Self {
        Self::among(positions, 1)
    }

    /// The same of one of several sets that are looked at together: intervals are so wide that in nine of ten cases all of them
    /// hold the truth.
    pub fn among(positions: &[Position], sets: usize) -> Self {
        let confidence = 1.0 - (1.0 - CONFIDENCE) / sets.max(1) as f64;
        let count = positions.len();
        let counted = |part: &dyn Fn(&Position) -> f64| {
            share(positions.iter().map(part).sum(), count, confidence)
        };
        let held = |promised: f64| Held {
            promised,
            held: counted(&|position| position.share_inside(promised)),
        };
        let points = (1..STEPS).map(|step| {
            let predicted = f64::from(step) / f64::from(STEPS);
            ReliabilityPoint {
                predicted,
                came: counted(&|position| position.share_below(predicted)),
            }
        });
        let sum: f64 = positions.iter().copied().map(Position::score).sum();
        Self {
            results: count,
            half: held(0.5),
            nine_tenths: held(0.9),
            mean_score: if count == 0 { 0.0 } else { sum / count as f64 },
            points: points.collect(),
        }
    }

    /// The same of rows.
    pub fn of_outcomes<'a>(outcomes: impl Iterator<Item = &'a CourseOutcome>) -> Self {
        let positions: Vec<Position> = outcomes.map(CourseOutcome::position).collect();
        Self::of(&positions)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Reliability};

    fn at(middle: f64) -> Position {
        Position {
            low: middle,
            high: middle,
        }
    }

    #[test]
    fn evenly_spread_positions_are_honest() {
        let positions: Vec<Position> = (0..400).map(|i| at((f64::from(i) + 0.5) / 400.0)).collect();
        let reliability = Reliability::of(&positions);
        assert!((reliability.half.held.share - 0.5).abs() < 0.01);
        assert!((reliability.nine_tenths.held.share - 0.9).abs() < 0.01);
        assert!(!reliability.half.is_off() && !reliability.nine_tenths.is_off());
        assert!(reliability.mean_score.abs() < 1e-9);
        for point in &reliability.points {
            assert!(
                (point.came.share - point.predicted).abs() < 0.01,
                "{point:?}"
            );
        }
    }

    #[test]
    fn intervals_that_are_too_narrow_are_called_so() {
        // Half of all results beyond the interval for nine of ten.
        let positions: Vec<Position> = (0..100)
            .map(|i| at(if i % 2 == 0 { 0.01 } else { 0.6 }))
            .collect();
        assert!(Reliability::of(&positions).nine_tenths.is_off());
    }

    #[test]
    fn grades_that_straddle_every_border_count_in_part() {
        let coarse = Position {
            low: 0.0,
            high: 1.0,
        };
        let reliability = Reliability::of(&[coarse; 40]);
        assert!((reliability.half.held.counted - 20.0).abs() < 1e-9);
        assert!(!reliability.half.is_off());
    }
}
