//! The widest vector instructions that the processor at hand has.
//!
//! One body is compiled three times. No copy contracts a multiplication and an addition into one rounding, so all three
//! give the same bits.

use crate::heal::simulate;
use crate::layers::HealthySkin;
use crate::remodelled::Effort;
use crate::request::CourseRequest;
use crate::{Course, HealingError};

type Simulated = Result<Vec<Course>, HealingError>;

/// [`simulate`] with the widest instructions at hand.
pub(crate) fn simulate_fast(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Simulated {
    #[cfg(target_arch = "x86_64")]
    {
        let widest = if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq")
        {
            Some(simulate_avx512 as unsafe fn(_, _, _, _, _) -> _)
        } else if is_x86_feature_detected!("avx2") {
            Some(simulate_avx2 as unsafe fn(_, _, _, _, _) -> _)
        } else {
            None
        };
        if let Some(simulate) = widest {
            // SAFETY: the processor has the instructions that this copy was compiled for; it was asked just above.
            #[expect(
                unsafe_code,
                reason = "the only way to call a copy compiled for other instructions"
            )]
            return unsafe { simulate(requests, skins, days, tolerance, effort) };
        }
    }
    simulate(requests, skins, days, tolerance, effort)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
fn simulate_avx512(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Simulated {
    simulate(requests, skins, days, tolerance, effort)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn simulate_avx2(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Simulated {
    simulate(requests, skins, days, tolerance, effort)
}
