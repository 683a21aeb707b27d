//! Power series in time: the type that turns a rate law into an integrator.
//!
//! A state is known at the start of a step; a law gives its rate. Run on series, the law gives coefficient `k` of the
//! rate from the coefficients of the states up to `k`, and that is coefficient `k + 1` of the state times `k + 1`. So
//! one pass of the laws per order yields the Taylor polynomial of the solution, to any order, from the one text of the
//! laws. Only products, quotients and kinks need the earlier coefficients of their arguments; those are kept on a
//! [`Tape`] in the order in which the laws ask for them, which is the same in every pass.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::kinks::KINKS;
use crate::lanes::Lanes;
use crate::number::Number;

/// Order of the series of inflammation and cells.
pub(crate) const ORDER: usize = 12;
/// Series that a tape can keep: the states and what the laws ask for.
const SLOTS: usize = 64;
/// The argument of a kink counts as 0 below this: rounding after a step that ends on the kink.
const AT_KINK: f64 = 1e-12;
const NOWHERE: usize = usize::MAX;

/// The coefficients found so far.
pub(crate) struct Tape {
    order: Cell<usize>,
    cursor: Cell<usize>,
    kink_cursor: Cell<usize>,
    kink_count: Cell<usize>,
    coefficients: [[Cell<Lanes>; ORDER + 1]; SLOTS],
    inverses: [Cell<Lanes>; SLOTS],
    /// +1 on the positive side, -1 on the other, 0 while undecided.
    sides: [Cell<Lanes>; KINKS],
    kink_slots: [Cell<usize>; KINKS],
}

/// One coefficient of a series, and where its earlier ones are kept. `FIRST` says that it is the constant one.
#[derive(Clone, Copy)]
pub(crate) struct Term<'t, const FIRST: bool> {
    tape: &'t Tape,
    coefficient: Lanes,
    slot: usize,
    /// Order of the last coefficient that counts in a product.
    last: usize,
}

#[expect(
    clippy::indexing_slicing,
    reason = "slots and orders are bounded by the text of the laws"
)]
impl Tape {
    pub(crate) fn new() -> Box<Self> {
        let zero = || Cell::new(Lanes::all(0.0));
        Box::new(Self {
            order: Cell::new(0),
            cursor: Cell::new(0),
            kink_cursor: Cell::new(0),
            kink_count: Cell::new(0),
            coefficients: std::array::from_fn(|_| std::array::from_fn(|_| zero())),
            inverses: std::array::from_fn(|_| zero()),
            sides: std::array::from_fn(|_| zero()),
            kink_slots: std::array::from_fn(|_| Cell::new(0)),
        })
    }

    /// Begins the pass for coefficient `order`; the first `states` slots belong to the states.
    #[inline(always)]
    pub(crate) fn begin(&self, order: usize, states: usize) {
        self.order.set(order);
        self.cursor.set(states);
        self.kink_cursor.set(0);
    }

    /// Coefficient `order` of a series.
    #[inline(always)]
    pub(crate) fn get(&self, slot: usize, order: usize) -> Lanes {
        self.coefficients[slot][order].get()
    }

    /// Sets coefficient `order` of a series.
    #[inline(always)]
    pub(crate) fn set(&self, slot: usize, order: usize, value: Lanes) {
        self.coefficients[slot][order].set(value);
    }

    /// The state in `slot` as an argument for a law in this pass.
    #[inline(always)]
    pub(crate) fn state<const FIRST: bool>(&self, slot: usize) -> Term<'_, FIRST> {
        Term {
            tape: self,
            coefficient: self.get(slot, self.order.get()),
            slot,
            last: ORDER,
        }
    }

    /// The same for a series that is so slow, or so short, that in a product only its terms up to `last` count.
    #[inline(always)]
    pub(crate) fn short<const FIRST: bool>(&self, slot: usize, last: usize) -> Term<'_, FIRST> {
        Term {
            last,
            ..self.state(slot)
        }
    }

    /// Value of the polynomial of degree `degree` after `time`.
    #[inline(always)]
    pub(crate) fn at(&self, slot: usize, degree: usize, time: Lanes) -> Lanes {
        let series = &self.coefficients[slot];
        let mut sum = series[degree].get();
        let mut order = degree;
        while order > 0 {
            order -= 1;
            sum = sum.times_plus(time, series[order].get());
        }
        sum
    }

    /// The same in one lane.
    #[inline(always)]
    pub(crate) fn at_lane(&self, slot: usize, degree: usize, lane: usize, time: f64) -> f64 {
        let series = &self.coefficients[slot];
        let mut sum = series[degree].get()[lane];
        let mut order = degree;
        while order > 0 {
            order -= 1;
            sum = sum.mul_add(time, series[order].get()[lane]);
        }
        sum
    }

    /// Number of kinks in the laws.
    #[inline(always)]
    pub(crate) fn kinks(&self) -> usize {
        self.kink_count.get()
    }

    /// A kink of the last pass: slot of the argument and the side on which the series holds.
    #[inline(always)]
    pub(crate) fn kink(&self, kink: usize) -> (usize, Lanes) {
        (self.kink_slots[kink].get(), self.sides[kink].get())
    }

    #[inline(always)]
    fn new_slot(&self, coefficient: Lanes) -> usize {
        let slot = self.cursor.get();
        self.cursor.set(slot + 1);
        self.set(slot, self.order.get(), coefficient);
        slot
    }

    /// Coefficient `order` (at least 1) of the product of two series. The terms with the newest coefficients come last,
    /// so that the others need not wait for them.
    #[inline(always)]
    fn product(&self, left: usize, right: usize) -> Lanes {
        let order = self.order.get();
        let (left, right) = (&self.coefficients[left], &self.coefficients[right]);
        let mut sums = [Lanes::all(0.0); 2];
        let mut step = 1;
        while step + 1 < order {
            sums[0] = left[step]
                .get()
                .times_plus(right[order - step].get(), sums[0]);
            sums[1] = left[step + 1]
                .get()
                .times_plus(right[order - step - 1].get(), sums[1]);
            step += 2;
        }
        if step < order {
            sums[0] = left[step]
                .get()
                .times_plus(right[order - step].get(), sums[0]);
        }
        let older = left[0]
            .get()
            .times_plus(right[order].get(), sums[0] + sums[1]);
        left[order].get().times_plus(right[0].get(), older)
    }

    /// Coefficient `order` of the product with a series of which only the terms up to `last` count.
    #[inline(always)]
    fn product_with_short(&self, series: usize, short: usize, last: usize) -> Lanes {
        let order = self.order.get();
        let mut sum = self.get(series, order) * self.get(short, 0);
        let mut step = 1;
        while step <= last && step <= order {
            sum = self
                .get(series, order - step)
                .times_plus(self.get(short, step), sum);
            step += 1;
        }
        sum
    }

    /// What the earlier coefficients of a quotient take from the numerator; the newest come last here too.
    #[inline(always)]
    fn carried(&self, divisor: usize, quotient: usize) -> Lanes {
        let order = self.order.get();
        let (divisor, quotient) = (&self.coefficients[divisor], &self.coefficients[quotient]);
        let mut sums = [Lanes::all(0.0); 2];
        let mut step = 2;
        while step + 1 < order {
            sums[0] = divisor[step]
                .get()
                .times_plus(quotient[order - step].get(), sums[0]);
            sums[1] = divisor[step + 1]
                .get()
                .times_plus(quotient[order - step - 1].get(), sums[1]);
            step += 2;
        }
        if step < order {
            sums[0] = divisor[step]
                .get()
                .times_plus(quotient[order - step].get(), sums[0]);
        }
        let mut sum = sums[0] + sums[1];
        if order > 1 {
            sum = divisor[1].get().times_plus(quotient[order - 1].get(), sum);
        }
        divisor[order].get().times_plus(quotient[0].get(), sum)
    }
}

impl<'t, const FIRST: bool> Term<'t, FIRST> {
    /// The coefficient of this pass.
    #[inline(always)]
    pub(crate) fn coefficient(self) -> Lanes {
        self.coefficient
    }

    #[inline(always)]
    fn derived(tape: &'t Tape, coefficient: Lanes) -> Self {
        Self {
            tape,
            coefficient,
            slot: NOWHERE,
            last: ORDER,
        }
    }

    #[inline(always)]
    fn kept(self) -> usize {
        if self.slot == NOWHERE {
            self.tape.new_slot(self.coefficient)
        } else {
            self.slot
        }
    }
}

impl<const FIRST: bool> Add for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::derived(self.tape, self.coefficient + other.coefficient)
    }
}

impl<const FIRST: bool> Sub for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::derived(self.tape, self.coefficient - other.coefficient)
    }
}

impl<const FIRST: bool> Neg for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self::derived(self.tape, -self.coefficient)
    }
}

impl<const FIRST: bool> Mul for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (left, right) = (self.kept(), other.kept());
        let coefficient = if FIRST {
            self.coefficient * other.coefficient
        } else if other.last < ORDER {
            self.tape.product_with_short(left, right, other.last)
        } else {
            self.tape.product(left, right)
        };
        Self::derived(self.tape, coefficient)
    }
}

impl<const FIRST: bool> Div for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "slots are bounded by the text of the laws"
    )]
    fn div(self, divisor: Self) -> Self {
        let tape = self.tape;
        let below = divisor.kept();
        let slot = tape.new_slot(Lanes::all(0.0));
        let coefficient = if FIRST {
            tape.inverses[slot].set(Lanes::all(1.0) / divisor.coefficient);
            self.coefficient / divisor.coefficient
        } else {
            (self.coefficient - tape.carried(below, slot)) * tape.inverses[slot].get()
        };
        tape.set(slot, tape.order.get(), coefficient);
        Self {
            tape,
            coefficient,
            slot,
            last: ORDER,
        }
    }
}

impl<const FIRST: bool> Number for Term<'_, FIRST> {
    type Constant = Lanes;

    #[inline(always)]
    fn constant(value: f64) -> Lanes {
        Lanes::all(value)
    }

    #[inline(always)]
    fn times(self, factor: Lanes) -> Self {
        Self::derived(self.tape, self.coefficient * factor)
    }

    #[inline(always)]
    fn plus(self, offset: Lanes) -> Self {
        let coefficient = if FIRST {
            self.coefficient + offset
        } else {
            self.coefficient
        };
        Self::derived(self.tape, coefficient)
    }

    /// On the side of the kink on which the step starts; where it starts on the kink itself, the first coefficient that
    /// is not 0 tells the side. The step must end before the argument changes sign, see [`Tape::kinks`].
    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "kinks are bounded by the text of the laws"
    )]
    fn positive_part(self) -> Self {
        let tape = self.tape;
        let kink = tape.kink_cursor.get();
        tape.kink_cursor.set(kink + 1);
        tape.kink_slots[kink].set(self.kept());
        let here = self.coefficient;
        let side = if FIRST {
            tape.kink_count.set(kink + 1);
            here.map(|value| {
                if value.abs() > AT_KINK {
                    value.signum()
                } else {
                    0.0
                }
            })
        } else {
            let undecided = |side: f64, value: f64| {
                if side == 0.0 && value != 0.0 {
                    value.signum()
                } else {
                    side
                }
            };
            tape.sides[kink].get().zip(here, undecided)
        };
        tape.sides[kink].set(side);
        Self::derived(tape, side.where_positive(here, Lanes::all(0.0)))
    }
}
