//! Where the laws have kinks: the arguments of positive parts at given states.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::lanes::Lanes;
use crate::number::Number;

/// Kinks that the laws may have.
pub(crate) const KINKS: usize = 8;

/// What the laws took the positive part of, in the order in which they asked.
pub(crate) struct KinkArguments<L> {
    arguments: [Cell<L>; KINKS],
    count: Cell<usize>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "kinks are bounded by the text of the laws"
)]
impl<L: Lanes> KinkArguments<L> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            arguments: std::array::from_fn(|_| Cell::new(L::all(0.0))),
            count: Cell::new(0),
        }
    }

    /// A number that a law may compute with.
    #[inline(always)]
    pub(crate) fn probe(&self, value: L) -> Probe<'_, L> {
        Probe { seen: self, value }
    }

    /// The argument of a kink.
    #[inline(always)]
    pub(crate) fn get(&self, kink: usize) -> L {
        self.arguments[kink].get()
    }

    #[inline(always)]
    fn push(&self, argument: L) {
        let count = self.count.get();
        self.arguments[count].set(argument);
        self.count.set(count + 1);
    }
}

/// A number that remembers the kinks it meets.
#[derive(Clone, Copy)]
pub(crate) struct Probe<'k, L> {
    seen: &'k KinkArguments<L>,
    value: L,
}

macro_rules! through_lanes {
    ($($operator:ident $method:ident),*) => {$(
        impl<L: Lanes> $operator for Probe<'_, L> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self {
                    value: self.value.$method(other.value),
                    ..self
                }
            }
        }
    )*};
}

through_lanes!(Add add, Sub sub, Mul mul, Div div);

impl<L: Lanes> Neg for Probe<'_, L> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            ..self
        }
    }
}

impl<L: Lanes> Number for Probe<'_, L> {
    type Constant = L;

    #[inline(always)]
    fn constant(value: f64) -> L {
        L::all(value)
    }

    #[inline(always)]
    fn times(self, factor: L) -> Self {
        Self {
            value: self.value * factor,
            ..self
        }
    }

    #[inline(always)]
    fn plus(self, offset: L) -> Self {
        Self {
            value: self.value + offset,
            ..self
        }
    }

    #[inline(always)]
    fn positive_part(self) -> Self {
        self.seen.push(self.value);
        Self {
            value: self.value.positive_part(),
            ..self
        }
    }
}
