//! One person's result against the prediction that was locked before.

use needlework_planning::Quantiles;
use serde::{Deserialize, Serialize};

use crate::position::Position;

/// What was measured of one scale in one zone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeasuredChange {
    /// Improvement since before the course, in units of the scale, positive = better.
    pub improvement: f64,
    /// Smallest improvement that the scale can tell from rating error.
    pub minimal_detectable_change: f64,
    /// Standard error of the change between two ratings, in units of the scale.
    pub error: f64,
    /// Distance between two grades that can be given; 0 for a continuous scale.
    pub step: f64,
}

/// Where a result lies among what was predicted, the error of rating allowed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Below the interval that should hold nine of ten results.
    Below,
    /// In that interval, but below the one that should hold half.
    LowerPart,
    /// In the interval that should hold half of all results.
    Middle,
    /// Above it, in the interval for nine of ten.
    UpperPart,
    /// Above that interval.
    Above,
}

/// Whether a change may be called one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Better by more than the scale can tell from rating error.
    Better,
    /// No change that the scale can tell from rating error.
    NotTold,
    /// Worse by more than that.
    Worse,
}

/// What came, against what was predicted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Judgement {
    /// The prediction for that day.
    pub predicted: Quantiles,
    /// How far it lies above the predicted median; negative: below.
    pub beyond_median: f64,
    /// Where it lies in the prediction.
    pub place: Place,
    /// Whether it may be called a change.
    pub change: Change,
}

impl Judgement {
    /// Holds a measured change against the prediction for its day.
    pub fn of(measured: &MeasuredChange, predicted: Quantiles) -> Self {
        let position = Position::of(
            &predicted,
            measured.improvement,
            measured.error,
            measured.step,
        );
        Self {
            predicted,
            beyond_median: measured.improvement - predicted.p50,
            place: place(position),
            change: change(measured),
        }
    }
}

/// A grade that reaches into an interval lies in it.
fn place(position: Position) -> Place {
    if position.share_inside(0.5) > 0.0 {
        Place::Middle
    } else if position.share_inside(0.9) > 0.0 {
        if position.middle() < 0.5 {
            Place::LowerPart
        } else {
            Place::UpperPart
        }
    } else if position.middle() < 0.5 {
        Place::Below
    } else {
        Place::Above
    }
}

fn change(measured: &MeasuredChange) -> Change {
    if measured.improvement > measured.minimal_detectable_change {
        Change::Better
    } else if measured.improvement < -measured.minimal_detectable_change {
        Change::Worse
    } else {
        Change::NotTold
    }
}

#[cfg(test)]
mod tests {
    use needlework_planning::Quantiles;

    use super::{Change, Judgement, MeasuredChange, Place};

    fn judged(improvement: f64) -> Judgement {
        let measured = MeasuredChange {
            improvement,
            minimal_detectable_change: 0.98,
            error: 0.5,
            step: 1.0,
        };
        Judgement::of(&measured, Quantiles::from([0.2, 0.6, 0.9, 1.2, 1.8]))
    }

    #[test]
    fn one_grade_better_is_as_predicted_and_can_be_told() {
        let judged = judged(1.0);
        assert_eq!(
            (judged.place, judged.change),
            (Place::Middle, Change::Better)
        );
        assert!((judged.beyond_median - 0.1).abs() < 1e-12);
    }

    #[test]
    fn no_change_is_no_improvement_whatever_was_predicted() {
        let judged = judged(0.0);
        assert_eq!(judged.change, Change::NotTold);
        assert!(!matches!(judged.place, Place::Below | Place::Above));
    }

    #[test]
    fn four_grades_better_were_not_foreseen() {
        assert_eq!(judged(4.0).place, Place::Above);
    }

    #[test]
    fn worse_is_said_once_it_can_be_told() {
        assert_eq!(judged(-1.0).change, Change::Worse);
        assert_eq!(judged(-0.5).change, Change::NotTold);
    }
}
