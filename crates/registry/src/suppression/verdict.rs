//! What patients say of their results, for somebody who may not see small counts.
//!
//! Counts that belong together are told all or not at all: where only the small one were withheld, it could be worked out from
//! their sum. So of withheld ones it is known that one of them is small, and not which.

use crate::exact::SharedInterval;
use crate::research::SMALLEST_CELL;
use crate::suppression::ToldCount;
use crate::verdict::{ChosenAnswer, Crossed, JudgedPeople, VerdictGroup, VerdictReview};

/// What patients said, as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldVerdicts {
    /// People who answered.
    pub people: ToldCount,
    /// How many chose each answer; `None`: not told.
    pub answers: Option<Vec<ChosenAnswer>>,
    /// The share of those who said that it looks better; `None`: not told.
    pub better: Option<SharedInterval>,
    /// Beside what was judged; `None`: not told.
    pub crossed: Option<Crossed>,
    /// By group; `None`: not told, since groups by six traits tell of each other.
    pub groups: Option<Vec<VerdictGroup>>,
}

impl ToldVerdicts {
    /// All counts as they are: for those who may open charts or keep the clinic.
    pub fn in_full(review: &VerdictReview) -> Self {
        Self {
            people: ToldCount::Exactly(review.people),
            answers: Some(review.answers.clone()),
            better: Some(review.better),
            crossed: Some(review.crossed),
            groups: Some(review.groups.clone()),
        }
    }

    /// Without any count from 1 to below [`SMALLEST_CELL`], and without any from which such a one could be worked out.
    pub fn without_small_counts(review: &VerdictReview) -> Self {
        let answers = &review.answers;
        let of = |is_better: bool| {
            let of_kind = answers
                .iter()
                .filter(|one| one.answer.is_better == is_better);
            of_kind.map(|one| one.people).sum::<usize>()
        };
        let crossed = [review.crossed.said_better, review.crossed.said_otherwise];
        let crossed = crossed.into_iter().flat_map(JudgedPeople::counts);
        Self {
            people: ToldCount::of_any(review.people),
            answers: are_large(answers.iter().map(|one| one.people)).then(|| answers.clone()),
            better: are_large([of(true), of(false)].into_iter()).then_some(review.better),
            crossed: are_large(crossed).then_some(review.crossed),
            groups: None,
        }
    }
}

/// Whether none of these counts is small.
fn are_large(mut counts: impl Iterator<Item = usize>) -> bool {
    counts.all(|count| count == 0 || count >= SMALLEST_CELL)
}
