//! Several numbers that go through the same arithmetic side by side.

use std::ops::{Add, Div, Index, IndexMut, Mul, Neg, Sub};

use crate::number::Number;

/// Numbers in one bundle: one register of the widest instruction set that is used.
pub(crate) const LANES: usize = 8;

/// A bundle of independent numbers. Each lane sees the same operations in the same order whatever the processor, and
/// never a fused multiply-add, so that a lane's bits depend on its own inputs only.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Lanes([f64; LANES]);

macro_rules! lanewise {
    ($($operator:ident $method:ident $symbol:tt),*) => {$(
        impl $operator for Lanes {
            type Output = Self;

            #[inline(always)]
            #[expect(clippy::indexing_slicing, reason = "lanes are counted")]
            fn $method(self, other: Self) -> Self {
                let mut result = self;
                let mut lane = 0;
                while lane < LANES {
                    result.0[lane] $symbol other.0[lane];
                    lane += 1;
                }
                result
            }
        }
    )*};
}

lanewise!(Add add +=, Sub sub -=, Mul mul *=, Div div /=);

impl Neg for Lanes {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|value| -value)
    }
}

impl Index<usize> for Lanes {
    type Output = f64;

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "callers pass a lane number below LANES"
    )]
    fn index(&self, lane: usize) -> &f64 {
        &self.0[lane]
    }
}

impl IndexMut<usize> for Lanes {
    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "callers pass a lane number below LANES"
    )]
    fn index_mut(&mut self, lane: usize) -> &mut f64 {
        &mut self.0[lane]
    }
}

impl Lanes {
    /// The same number in every lane.
    #[inline(always)]
    pub(crate) const fn all(value: f64) -> Self {
        Self([value; LANES])
    }

    /// A number per lane.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "lanes are counted")]
    pub(crate) fn from_fn(mut value: impl FnMut(usize) -> f64) -> Self {
        let mut result = Self::all(0.0);
        let mut lane = 0;
        while lane < LANES {
            result.0[lane] = value(lane);
            lane += 1;
        }
        result
    }

    /// Applies a function to every lane.
    #[inline(always)]
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self::from_fn(|lane| function(self[lane]))
    }

    /// Applies a function to every pair of lanes.
    #[inline(always)]
    pub(crate) fn zip(self, other: Self, function: impl Fn(f64, f64) -> f64) -> Self {
        Self::from_fn(|lane| function(self[lane], other[lane]))
    }

    /// The smaller of each pair.
    #[inline(always)]
    pub(crate) fn min(self, other: Self) -> Self {
        self.zip(other, |left, right| if left < right { left } else { right })
    }

    /// The larger of each pair.
    #[inline(always)]
    pub(crate) fn max(self, other: Self) -> Self {
        self.zip(other, |left, right| if left > right { left } else { right })
    }

    /// `self * factor + summand`, rounded once.
    #[inline(always)]
    pub(crate) fn times_plus(self, factor: Self, summand: Self) -> Self {
        Self::from_fn(|lane| self[lane].mul_add(factor[lane], summand[lane]))
    }

    /// Magnitude.
    #[inline(always)]
    pub(crate) fn abs(self) -> Self {
        self.map(f64::abs)
    }

    /// `yes` where this is positive, else `no`.
    #[inline(always)]
    pub(crate) fn where_positive(self, yes: Self, no: Self) -> Self {
        Self::from_fn(|lane| {
            if self[lane] > 0.0 {
                yes[lane]
            } else {
                no[lane]
            }
        })
    }

    /// 1 where this is positive, -1 where it is negative, 0 elsewhere.
    #[inline(always)]
    pub(crate) fn sign(self) -> Self {
        let below = (-self).where_positive(Self::all(-1.0), Self::all(0.0));
        self.where_positive(Self::all(1.0), below)
    }

    /// How often these positive numbers must be halved to be at most 1, by their exponents (once more for powers of two).
    #[inline(always)]
    pub(crate) fn doublings(self) -> Self {
        self.max(Self::all(0.5))
            .map(|value| (value.to_bits() >> MANTISSA_BITS) as f64 - (EXPONENT_OF_ONE - 1.0))
    }

    /// `2^-n` for whole numbers from 0 to 1000.
    #[inline(always)]
    pub(crate) fn halved(self) -> Self {
        // Added to this number, a whole number stands in the low bits.
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        self.map(|count| {
            let exponent = (WHOLE + (EXPONENT_OF_ONE - count)).to_bits();
            f64::from_bits(exponent << MANTISSA_BITS)
        })
    }

    /// The largest of all lanes.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "lanes are counted")]
    pub(crate) fn largest(self) -> f64 {
        let mut largest = self.0[0];
        let mut lane = 1;
        while lane < LANES {
            largest = if self.0[lane] > largest {
                self.0[lane]
            } else {
                largest
            };
            lane += 1;
        }
        largest
    }

    /// The lanes in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = f64> {
        self.0.into_iter()
    }

    /// `e^-x` for `x >= 0`, within two units of the last place. Written out, since the exponential of a system library
    /// may differ between processors.
    #[inline(always)]
    pub(crate) fn exp_of_minus(self) -> Self {
        self.map(exp_of_minus)
    }
}

/// Layout of a number: bits of its mantissa, and the exponent that stands for 1.
const MANTISSA_BITS: u32 = 52;
const EXPONENT_OF_ONE: f64 = 1023.0;
/// Adding and taking away this number rounds to a whole number.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: products of the first with small whole numbers are exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Beyond this the result is less than any normal number.
const LARGEST_EXPONENT: f64 = 708.0;

/// Terms of the exponential series.
const TERMS: usize = 14;
/// Coefficients of the exponential series: enough for an argument of at most ln 2 / 2.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is built"
)]
const INVERSE_FACTORIALS: [f64; TERMS] = {
    let mut coefficients = [1.0; TERMS];
    let mut order = 1;
    while order < TERMS {
        coefficients[order] = coefficients[order - 1] / order as f64;
        order += 1;
    }
    coefficients
};

#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "the coefficients are counted")]
fn exp_of_minus(x: f64) -> f64 {
    let bounded = if x < LARGEST_EXPONENT {
        x
    } else {
        LARGEST_EXPONENT
    };
    let shifted = -bounded * std::f64::consts::LOG2_E + ROUNDING;
    let twos = shifted - ROUNDING;
    let rest = (-bounded - twos * LN_2_HIGH) - twos * LN_2_LOW;
    let mut sum = INVERSE_FACTORIALS[TERMS - 1];
    let mut order = TERMS - 1;
    while order > 0 {
        order -= 1;
        sum = sum * rest + INVERSE_FACTORIALS[order];
    }
    // The low bits of `shifted` hold the exponent as a whole number.
    let scale = f64::from_bits((shifted.to_bits().wrapping_add(1023)) << 52);
    if x < LARGEST_EXPONENT {
        sum * scale
    } else {
        0.0
    }
}

impl Number for Lanes {
    type Constant = Self;

    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self::all(value)
    }

    #[inline(always)]
    fn times(self, factor: Self) -> Self {
        self * factor
    }

    #[inline(always)]
    fn plus(self, offset: Self) -> Self {
        self + offset
    }

    #[inline(always)]
    fn positive_part(self) -> Self {
        self.where_positive(self, Self::all(0.0))
    }
}
