//! A second look at the outcome, by somebody who did not know whose skin it was and which photograph came first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{PhotographId, PlanId, RatingId};

/// Which of the two photographs was shown as the first one: drawn by chance before the rater saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownFirst {
    /// The one before the course.
    Before,
    /// The one after it.
    After,
}

/// Which of the two a rater finds better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LooksBetter {
    /// The one that was shown first.
    First,
    /// The one that was shown second.
    Second,
    /// They look alike to the rater.
    CannotTell,
}

/// What the rater said of the pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum BlindedVerdict {
    /// Both were graded.
    Graded {
        /// Grade of the one that was shown first.
        first: f64,
        /// Grade of the one that was shown second.
        second: f64,
        /// Which looks better; absent: the rater did not say.
        looks_better: Option<LooksBetter>,
    },
    /// Nobody can judge these photographs, or this rater cannot judge them blind.
    NotJudged {
        /// Why, as a code.
        reason_code: String,
        /// Why, in words.
        words: Option<String>,
    },
}

/// A pair of photographs was graded blind: before and after a course, in an order drawn by chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindedPairRated {
    /// This rating.
    pub rating: RatingId,
    /// The plan whose outcome it is about.
    pub plan: PlanId,
    /// Zone id.
    pub zone: String,
    /// Scale id.
    pub scale: String,
    /// The photograph before the course.
    pub before: PhotographId,
    /// The photograph after it.
    pub after: PhotographId,
    /// Which of them was shown first.
    pub shown_first: ShownFirst,
    /// Day on which the rater looked.
    pub day: Date,
    /// What was said.
    pub verdict: BlindedVerdict,
}

impl BlindedPairRated {
    /// Grades before and after the course; `None`: the pair was not judged.
    pub const fn before_and_after(&self) -> Option<[f64; 2]> {
        match (&self.verdict, self.shown_first) {
            (BlindedVerdict::Graded { first, second, .. }, ShownFirst::Before) => {
                Some([*first, *second])
            }
            (BlindedVerdict::Graded { first, second, .. }, ShownFirst::After) => {
                Some([*second, *first])
            }
            (BlindedVerdict::NotJudged { .. }, _) => None,
        }
    }

    /// Whether it is about these photographs, before and after, on this scale of this zone.
    pub fn is_of(&self, [before, after]: [PhotographId; 2], zone: &str, scale: &str) -> bool {
        self.before == before && self.after == after && self.zone == zone && self.scale == scale
    }
}
