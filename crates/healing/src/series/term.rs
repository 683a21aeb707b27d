//! The newest coefficient of a series as a number that a law computes with.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{AT_KINK, LAST_TO_TELL, NOWHERE, ORDER, Pass};
use crate::lanes::Lanes;
use crate::number::Number;

/// One coefficient of a series, and where its earlier ones are kept. `FIRST` says that it is the constant one.
#[derive(Clone, Copy)]
pub(crate) struct Term<'p, L, const FIRST: bool> {
    pass: &'p Pass<'p, L>,
    coefficient: L,
    slot: usize,
    /// Order of the last coefficient that counts in a product.
    last: usize,
}

impl<'p, L: Lanes> Pass<'p, L> {
    /// The state in `slot`, of which this is the newest coefficient, as an argument for a law in this pass.
    #[inline(always)]
    pub(crate) fn state<const FIRST: bool>(
        &'p self,
        slot: usize,
        coefficient: L,
    ) -> Term<'p, L, FIRST> {
        Term {
            pass: self,
            coefficient,
            slot,
            last: ORDER,
        }
    }

    /// The same for a series that is so slow, or so short, that in a product only its terms up to `last` count.
    #[inline(always)]
    pub(crate) fn short<const FIRST: bool>(
        &'p self,
        slot: usize,
        coefficient: L,
        last: usize,
    ) -> Term<'p, L, FIRST> {
        Term {
            last,
            ..self.state(slot, coefficient)
        }
    }
}

impl<'p, L: Lanes, const FIRST: bool> Term<'p, L, FIRST> {
    /// The coefficient of this pass.
    #[inline(always)]
    pub(crate) fn coefficient(self) -> L {
        self.coefficient
    }

    #[inline(always)]
    fn derived(pass: &'p Pass<'p, L>, coefficient: L) -> Self {
        Self {
            pass,
            coefficient,
            slot: NOWHERE,
            last: ORDER,
        }
    }

    #[inline(always)]
    fn kept(self) -> usize {
        if self.slot == NOWHERE {
            self.pass.new_slot(self.coefficient)
        } else {
            self.slot
        }
    }
}

impl<L: Lanes, const FIRST: bool> Add for Term<'_, L, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::derived(self.pass, self.coefficient + other.coefficient)
    }
}

impl<L: Lanes, const FIRST: bool> Sub for Term<'_, L, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::derived(self.pass, self.coefficient - other.coefficient)
    }
}

impl<L: Lanes, const FIRST: bool> Neg for Term<'_, L, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self::derived(self.pass, -self.coefficient)
    }
}

impl<L: Lanes, const FIRST: bool> Mul for Term<'_, L, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (left, right) = (self.kept(), other.kept());
        let coefficient = if FIRST {
            self.coefficient * other.coefficient
        } else if other.last < ORDER {
            self.pass
                .product_with_short((left, self.coefficient), right, other.last)
        } else {
            self.pass
                .product((left, self.coefficient), (right, other.coefficient))
        };
        Self::derived(self.pass, coefficient)
    }
}

impl<L: Lanes, const FIRST: bool> Div for Term<'_, L, FIRST> {
    type Output = Self;

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "slots are bounded by the text of the laws"
    )]
    fn div(self, divisor: Self) -> Self {
        let pass = self.pass;
        let tape = pass.tape;
        let below = divisor.kept();
        let slot = pass.free_slot();
        let coefficient = if FIRST {
            tape.inverses[slot].set(L::all(1.0) / divisor.coefficient);
            self.coefficient / divisor.coefficient
        } else {
            (self.coefficient - pass.carried((below, divisor.coefficient), slot))
                * tape.inverses[slot].get()
        };
        tape.set(slot, pass.order, coefficient);
        Self {
            pass,
            coefficient,
            slot,
            last: ORDER,
        }
    }
}

impl<L: Lanes, const FIRST: bool> Number for Term<'_, L, FIRST> {
    type Constant = L;

    #[inline(always)]
    fn constant(value: f64) -> L {
        L::all(value)
    }

    #[inline(always)]
    fn times(self, factor: L) -> Self {
        Self::derived(self.pass, self.coefficient * factor)
    }

    #[inline(always)]
    fn plus(self, offset: L) -> Self {
        let coefficient = if FIRST {
            self.coefficient + offset
        } else {
            self.coefficient
        };
        Self::derived(self.pass, coefficient)
    }

    #[inline(always)]
    fn squared(self) -> Self {
        let slot = self.kept();
        let coefficient = if FIRST {
            self.coefficient * self.coefficient
        } else {
            self.pass.square((slot, self.coefficient))
        };
        Self::derived(self.pass, coefficient)
    }

    #[inline(always)]
    fn factor(self) -> Self {
        Self {
            slot: self.kept(),
            ..self
        }
    }

    /// On the side of the kink on which the step starts; where it starts on the kink itself, the first coefficient that
    /// is not 0 tells the side. The step must end before the argument changes sign, see [`Tape::kinks`].
    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "kinks are bounded by the text of the laws"
    )]
    fn positive_part(self) -> Self {
        let pass = self.pass;
        let tape = pass.tape;
        let kink = pass.kink_cursor.get();
        pass.kink_cursor.set(kink + 1);
        let slot = self.kept();
        let here = self.coefficient;
        if FIRST {
            tape.kink_count.set(kink + 1);
            tape.kink_slots[kink].set(slot);
            let away = here.abs() - L::all(AT_KINK);
            tape.tell_side(kink, away.where_positive(here.sign(), L::all(0.0)));
        } else if pass.order <= LAST_TO_TELL {
            let side = tape.sides[kink].get();
            tape.tell_side(kink, side.abs().where_positive(side, here.sign()));
        }
        Self::derived(pass, here * tape.gates[kink].get())
    }
}
