//! Agreement of raters for somebody who may not see small counts.

use crate::agreement::Agreement;
use crate::research::SMALLEST_CELL;

/// Agreement on one scale as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldAgreement {
    /// Scale id.
    pub scale: String,
    /// What was found; `None`: it would tell of too few people.
    pub agreement: Option<Agreement>,
}

impl ToldAgreement {
    /// All of them as they are: for those who may open charts or keep the clinic.
    pub fn in_full(agreements: &[Agreement]) -> Vec<Self> {
        told(agreements, |_| true)
    }

    /// Without those of fewer than [`SMALLEST_CELL`] people. Their readings are not told either, since everybody has at least two.
    pub fn without_small_counts(agreements: &[Agreement]) -> Vec<Self> {
        told(agreements, |agreement| agreement.people >= SMALLEST_CELL)
    }
}

fn told(agreements: &[Agreement], is_told: impl Fn(&Agreement) -> bool) -> Vec<ToldAgreement> {
    let all = agreements.iter().map(|agreement| ToldAgreement {
        scale: agreement.scale.clone(),
        agreement: is_told(agreement).then(|| agreement.clone()),
    });
    all.collect()
}
