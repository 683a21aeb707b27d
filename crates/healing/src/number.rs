//! What a rate law may do with its arguments.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A quantity that a rate law computes with: one number, one number per lane, or a truncated power series in time.
/// The law is written once and runs on all of them; a voxel model calls it with plain numbers.
pub trait Number:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// A parameter of a law: it does not change in time.
    type Constant: Copy;

    /// A constant that is the same everywhere.
    fn constant(value: f64) -> Self::Constant;

    /// This quantity times a constant.
    #[must_use]
    fn times(self, factor: Self::Constant) -> Self;

    /// This quantity plus a constant.
    #[must_use]
    fn plus(self, offset: Self::Constant) -> Self;

    /// This quantity times itself.
    #[must_use]
    #[inline(always)]
    fn squared(self) -> Self {
        self * self
    }

    /// This quantity, about to be a factor of several products: a series is then kept once for all of them.
    #[must_use]
    #[inline(always)]
    fn factor(self) -> Self {
        self
    }

    /// This quantity where it is positive, 0 elsewhere.
    #[must_use]
    fn positive_part(self) -> Self;
}

impl Number for f64 {
    type Constant = f64;

    #[inline(always)]
    fn constant(value: f64) -> f64 {
        value
    }

    #[inline(always)]
    fn times(self, factor: f64) -> f64 {
        self * factor
    }

    #[inline(always)]
    fn plus(self, offset: f64) -> f64 {
        self + offset
    }

    #[inline(always)]
    fn positive_part(self) -> f64 {
        if self > 0.0 { self } else { 0.0 }
    }
}
