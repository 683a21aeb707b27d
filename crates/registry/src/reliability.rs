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

/// A position with the part of a result for which it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// The position.
    pub position: Position,
    /// Its part of a result, above 0 up to 1.
    pub weight: f64,
}

impl Weighed {
    /// A position that counts as a result of its own.
    pub const fn whole(position: Position) -> Self {
        Self {
            position,
            weight: 1.0,
        }
    }

    /// The positions of rows, each zone of a course with an equal part of one result of its kind. Zones of one person go together: a
    /// mean over them varies no more than one result that is inside or not, so that the interval around the share is no narrower
    /// than it should be.
    pub fn shared<'a>(rows: impl IntoIterator<Item = (&'a CourseOutcome, Position)>) -> Vec<Self> {
        let rows: Vec<(&CourseOutcome, Position)> = rows.into_iter().collect();
        let courses =
            rows.chunk_by(|(one, _), (next, _)| one.course == next.course && one.kind == next.kind);
        let weighed = courses.flat_map(|course| {
            let weight = 1.0 / course.len() as f64;
            course.iter().map(move |(_, position)| Self {
                position: *position,
                weight,
            })
        });
        weighed.collect()
    }

    /// How many results these positions are.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "parts add up to whole results, of which there are fewer than entries of a record"
    )]
    pub fn results(weighed: &[Self]) -> usize {
        weighed.iter().map(|one| one.weight).sum::<f64>().round() as usize
    }
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
    pub fn of(positions: &[Weighed]) -> Self {
        Self::among(positions, 1)
    }

    /// The same of one of several sets that are looked at together: intervals are so wide that in nine of ten cases all of them
    /// hold the truth.
    pub fn among(positions: &[Weighed], sets: usize) -> Self {
        let confidence = 1.0 - (1.0 - CONFIDENCE) / sets.max(1) as f64;
        let count = Weighed::results(positions);
        let sum = |part: &dyn Fn(&Position) -> f64| -> f64 {
            let parts = positions.iter();
            parts.map(|one| one.weight * part(&one.position)).sum()
        };
        let counted = |part: &dyn Fn(&Position) -> f64| share(sum(part), count, confidence);
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
        let scores = sum(&|position| position.score());
        Self {
            results: count,
            half: held(0.5),
            nine_tenths: held(0.9),
            mean_score: if count == 0 {
                0.0
            } else {
                scores / count as f64
            },
            points: points.collect(),
        }
    }

    /// The same of rows, in which a course counts once.
    pub fn of_outcomes<'a>(outcomes: impl Iterator<Item = &'a CourseOutcome>) -> Self {
        let rows = outcomes.map(|outcome| (outcome, outcome.position()));
        Self::of(&Weighed::shared(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Reliability, Weighed};

    fn at(middle: f64) -> Weighed {
        Weighed::whole(Position {
            low: middle,
            high: middle,
        })
    }

    #[test]
    fn zones_of_one_course_count_together_as_one_result() {
        // Twenty courses: of ten all three zones lie inside, of ten none.
        let thirds = |middle: f64| {
            let weight = 1.0 / 3.0;
            [at(middle); 3].map(|one| Weighed { weight, ..one })
        };
        let three: Vec<Weighed> = (0..20)
            .flat_map(|i| thirds(if i % 2 == 0 { 0.5 } else { 0.99 }))
            .collect();
        let one: Vec<Weighed> = (0..20)
            .map(|i| at(if i % 2 == 0 { 0.5 } else { 0.99 }))
            .collect();
        let (three, one) = (Reliability::of(&three), Reliability::of(&one));
        assert_eq!((three.results, one.results), (20, 20));
        let differs = |of: fn(&Reliability) -> f64| (of(&three) - of(&one)).abs();
        assert!(differs(|of| of.half.held.share) < 1e-9);
        assert!(differs(|of| of.half.held.low) < 1e-9);
        assert!(differs(|of| of.half.held.high) < 1e-9);
        assert!(differs(|of| of.mean_score) < 1e-9);
    }

    #[test]
    fn evenly_spread_positions_are_honest() {
        let positions: Vec<Weighed> = (0..400).map(|i| at((f64::from(i) + 0.5) / 400.0)).collect();
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
        let positions: Vec<Weighed> = (0..100)
            .map(|i| at(if i % 2 == 0 { 0.01 } else { 0.6 }))
            .collect();
        assert!(Reliability::of(&positions).nine_tenths.is_off());
    }

    #[test]
    fn grades_that_straddle_every_border_count_in_part() {
        let coarse = Weighed::whole(Position {
            low: 0.0,
            high: 1.0,
        });
        let reliability = Reliability::of(&[coarse; 40]);
        assert!((reliability.half.held.counted - 20.0).abs() < 1e-9);
        assert!(!reliability.half.is_off());
    }
}
