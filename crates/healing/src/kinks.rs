//! Where the laws have kinks: the arguments of positive parts at given states.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::lanes::Lanes;
use crate::number::Number;

/// Kinks that the laws may have.
pub(crate) const KINKS: usize = 8;

/// What the laws took the positive part of, in the order in which they asked.
pub(crate) struct KinkArguments {
    arguments: [Cell<Lanes>; KINKS],
    count: Cell<usize>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "kinks are bounded by the text of the laws"
)]
impl KinkArguments {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            arguments: std::array::from_fn(|_| Cell::new(Lanes::all(0.0))),
            count: Cell::new(0),
        }
    }

    /// A number that a law may compute with.
    #[inline(always)]
    pub(crate) fn probe(&self, value: Lanes) -> Probe<'_> {
        Probe { seen: self, value }
    }

    /// The argument of a kink.
    #[inline(always)]
    pub(crate) fn get(&self, kink: usize) -> Lanes {
        self.arguments[kink].get()
    }

    #[inline(always)]
    fn push(&self, argument: Lanes) {
        let count = self.count.get();
        self.arguments[count].set(argument);
        self.count.set(count + 1);
    }
}

/// A number that remembers the kinks it meets.
#[derive(Clone, Copy)]
pub(crate) struct Probe<'k> {
    seen: &'k KinkArguments,
    value: Lanes,
}

macro_rules! through_lanes {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Probe<'_> {
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

impl Neg for Probe<'_> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            ..self
        }
    }
}

impl Number for Probe<'_> {
    type Constant = Lanes;

    #[inline(always)]
    fn constant(value: f64) -> Lanes {
        Lanes::all(value)
    }

    #[inline(always)]
    fn times(self, factor: Lanes) -> Self {
        Self {
            value: self.value * factor,
            ..self
        }
    }

    #[inline(always)]
    fn plus(self, offset: Lanes) -> Self {
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
