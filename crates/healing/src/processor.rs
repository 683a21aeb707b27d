//! The widest vector instructions that the processor at hand has.
//!
//! One body is compiled three times. A multiplication and an addition are rounded once where the body says so, and twice
//! elsewhere, in all three, so all give the same bits.

use crate::heal::simulate;
use crate::layers::HealthySkin;
use crate::registers::Plain;
#[cfg(target_arch = "x86_64")]
use crate::registers::{Avx2, Avx512};
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
        let widest = if has_avx512() {
            Some(simulate_avx512 as unsafe fn(_, _, _, _, _) -> _)
        } else if has_avx2() {
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
    simulate::<Plain>(requests, skins, days, tolerance, effort)
}

#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("fma")
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,fma")]
fn simulate_avx512(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Simulated {
    simulate::<Avx512>(requests, skins, days, tolerance, effort)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn simulate_avx2(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Simulated {
    simulate::<Avx2>(requests, skins, days, tolerance, effort)
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::{has_avx2, has_avx512, simulate, simulate_avx2, simulate_avx512};
    use crate::layers::HealthySkin;
    use crate::registers::Plain;
    use crate::remodelled::Effort;
    use crate::scene::{aged, down_to, draws, sessions};
    use crate::{Ageing, CourseRequest};

    #[test]
    fn every_copy_gives_the_same_bits() {
        let parameters = draws(11, 7);
        let skin = aged();
        let sessions = sessions(2, 30.0, &down_to(5, 0.3));
        let requests: Vec<_> = parameters
            .iter()
            .map(|parameters| CourseRequest {
                skin: &skin,
                sessions: &sessions,
                parameters,
            })
            .collect();
        let skins: Vec<_> = requests
            .iter()
            .map(|request| HealthySkin::of(request, Ageing::On).unwrap())
            .collect();
        let days = [0.1, 1.0, 7.0, 31.0, 90.0];
        let run = |copy: &dyn Fn(&mut Effort) -> super::Simulated| copy(&mut Effort::default());
        let plain =
            run(&|effort| simulate::<Plain>(&requests, &skins, &days, 1e-7, effort)).unwrap();
        #[expect(unsafe_code, reason = "the only way to call these copies")]
        if has_avx2() {
            // SAFETY: the processor was just asked for these instructions.
            let copy =
                run(&|effort| unsafe { simulate_avx2(&requests, &skins, &days, 1e-7, effort) });
            assert_eq!(plain, copy.unwrap());
        }
        #[expect(unsafe_code, reason = "the only way to call these copies")]
        if has_avx512() {
            // SAFETY: the processor was just asked for these instructions.
            let copy =
                run(&|effort| unsafe { simulate_avx512(&requests, &skins, &days, 1e-7, effort) });
            assert_eq!(plain, copy.unwrap());
        }
    }
}
