//! Several numbers that go through the same arithmetic side by side.

use std::fmt::Debug;
use std::ops::{Index, IndexMut};

use crate::number::Number;

/// Numbers in one bundle: one register of the widest instruction set that is used.
pub(crate) const LANES: usize = 8;

/// A bundle of [`LANES`] independent numbers. Each lane sees the same operations in the same order whatever the processor,
/// and a fused multiply-add where the text says so and nowhere else, so that a lane's bits depend on its own inputs only.
pub(crate) trait Lanes:
    Number<Constant = Self> + Debug + Index<usize, Output = f64> + IndexMut<usize>
{
    /// The same number in every lane.
    fn all(value: f64) -> Self;

    /// `self * factor + summand`, rounded once.
    #[must_use]
    fn times_plus(self, factor: Self, summand: Self) -> Self;

    /// The smaller of each pair; the second where neither is.
    #[must_use]
    fn min(self, other: Self) -> Self;

    /// The larger of each pair; the second where neither is.
    #[must_use]
    fn max(self, other: Self) -> Self;

    /// Magnitude.
    #[must_use]
    fn abs(self) -> Self;

    /// `yes` where this is positive, else `no`.
    #[must_use]
    fn where_positive(self, yes: Self, no: Self) -> Self;

    /// Whether any lane is positive.
    fn any_positive(self) -> bool;

    /// The bits of each number moved up by `count` places.
    #[must_use]
    fn bits_up(self, count: u32) -> Self;

    /// The bits of each positive number moved down by `count` places, at least twelve, as a whole number added to
    /// [`WHOLE`].
    #[must_use]
    fn bits_down(self, count: u32) -> Self;

    /// A number per lane.
    #[inline(always)]
    fn from_fn(mut value: impl FnMut(usize) -> f64) -> Self {
        let mut result = Self::all(0.0);
        for lane in 0..LANES {
            result[lane] = value(lane);
        }
        result
    }

    /// 1 where this is positive, -1 where it is negative, 0 elsewhere.
    #[must_use]
    #[inline(always)]
    fn sign(self) -> Self {
        let below = (-self).where_positive(Self::all(-1.0), Self::all(0.0));
        self.where_positive(Self::all(1.0), below)
    }

    /// How often these positive numbers must be halved to be at most 1, by their exponents (once more for powers of two).
    #[must_use]
    #[inline(always)]
    fn doublings(self) -> Self {
        self.max(Self::all(0.5)).bits_down(MANTISSA_BITS) - Self::all(WHOLE + EXPONENT_OF_ONE - 1.0)
    }

    /// `2^-n` for whole numbers from 0 to 1000.
    #[must_use]
    #[inline(always)]
    fn halved(self) -> Self {
        (Self::all(WHOLE + EXPONENT_OF_ONE) - self).bits_up(MANTISSA_BITS)
    }

    /// A logarithm of positive numbers to a base of its own, right to a few per cent of a doubling: their bits.
    #[must_use]
    #[inline(always)]
    fn rough_logarithm(self) -> Self {
        self.bits_down(ROUGH_BITS) - Self::all(WHOLE + ROUGH_LOGARITHM_OF_ONE)
    }

    /// The numbers of which these are the rough logarithms.
    #[must_use]
    #[inline(always)]
    fn rough_power(self) -> Self {
        (self + Self::all(WHOLE + ROUGH_LOGARITHM_OF_ONE)).bits_up(ROUGH_BITS)
    }

    /// The largest of all lanes.
    #[inline(always)]
    fn largest(self) -> f64 {
        let mut largest = self[0];
        for lane in 1..LANES {
            let value = self[lane];
            largest = if value > largest { value } else { largest };
        }
        largest
    }

    /// `e^-x` for `x >= 0`, within two units of the last place. Written out, since the exponential of a system library
    /// may differ between processors.
    #[must_use]
    #[inline(always)]
    fn exp_of_minus(self) -> Self {
        let bounded = self.min(Self::all(LARGEST_EXPONENT));
        // The low bits of `shifted` hold the exponent of the result as a whole number.
        let shifted = bounded.times_plus(
            Self::all(-std::f64::consts::LOG2_E),
            Self::all(ROUNDING + EXPONENT_OF_ONE),
        );
        let twos = shifted - Self::all(ROUNDING + EXPONENT_OF_ONE);
        let rest = twos.times_plus(Self::all(-LN_2_HIGH), -bounded);
        let rest = twos.times_plus(Self::all(-LN_2_LOW), rest);
        let mut sum = Self::all(0.0);
        for coefficient in INVERSE_FACTORIALS {
            sum = sum.times_plus(rest, Self::all(coefficient));
        }
        let result = sum * shifted.bits_up(MANTISSA_BITS);
        (Self::all(LARGEST_EXPONENT) - self).where_positive(result, Self::all(0.0))
    }
}

/// Added to this number, a whole number stands in the low bits.
pub(crate) const WHOLE: f64 = 4_503_599_627_370_496.0;
/// Layout of a number: bits of its mantissa, and the exponent that stands for 1.
const MANTISSA_BITS: u32 = 52;
const EXPONENT_OF_ONE: f64 = 1023.0;
/// Bits that a rough logarithm leaves out, and what is left of the bits of 1.
const ROUGH_BITS: u32 = 12;
const ROUGH_LOGARITHM_OF_ONE: f64 = 1_124_800_395_214_848.0;
/// Adding and taking away this number rounds to a whole number.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: products of the first with small whole numbers are exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Beyond this the result is less than any normal number.
const LARGEST_EXPONENT: f64 = 708.0;

/// Terms of the exponential series: enough for an argument of at most ln 2 / 2.
const TERMS: usize = 14;
/// Its coefficients, from the last to the first.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is built"
)]
const INVERSE_FACTORIALS: [f64; TERMS] = {
    let mut coefficients = [1.0; TERMS];
    let mut order = 1;
    while order < TERMS {
        let last = TERMS - 1 - order;
        coefficients[last] = coefficients[last + 1] / order as f64;
        order += 1;
    }
    coefficients
};
