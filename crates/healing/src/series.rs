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

/// The coefficients of one series found so far.
type Series = [Cell<Lanes>; ORDER + 1];

/// The coefficients found so far.
pub(crate) struct Tape {
    coefficients: [Series; SLOTS],
    inverses: [Cell<Lanes>; SLOTS],
    kink_count: Cell<usize>,
    /// +1 on the positive side, -1 on the other, 0 while undecided.
    sides: [Cell<Lanes>; KINKS],
    kink_slots: [Cell<usize>; KINKS],
}

/// One pass of the laws, which finds one coefficient of everything. It counts what the laws ask for; since it lives on
/// the stack of a single function, the compiler counts instead and knows every place on the tape.
pub(crate) struct Pass<'t> {
    tape: &'t Tape,
    order: usize,
    cursor: Cell<usize>,
    kink_cursor: Cell<usize>,
}

/// One coefficient of a series, and where its earlier ones are kept. `FIRST` says that it is the constant one.
#[derive(Clone, Copy)]
pub(crate) struct Term<'p, const FIRST: bool> {
    pass: &'p Pass<'p>,
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
            kink_count: Cell::new(0),
            coefficients: std::array::from_fn(|_| std::array::from_fn(|_| zero())),
            inverses: std::array::from_fn(|_| zero()),
            sides: std::array::from_fn(|_| zero()),
            kink_slots: std::array::from_fn(|_| Cell::new(0)),
        })
    }

    /// Begins the pass for coefficient `order`; the first `states` slots belong to the states.
    #[inline(always)]
    pub(crate) fn pass(&self, order: usize, states: usize) -> Pass<'_> {
        Pass {
            tape: self,
            order: order.min(ORDER),
            cursor: Cell::new(states),
            kink_cursor: Cell::new(0),
        }
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
}

#[expect(
    clippy::indexing_slicing,
    reason = "slots and orders are bounded by the text of the laws"
)]
impl<'p> Pass<'p> {
    /// The state in `slot` as an argument for a law in this pass.
    #[inline(always)]
    pub(crate) fn state<const FIRST: bool>(&'p self, slot: usize) -> Term<'p, FIRST> {
        Term {
            pass: self,
            coefficient: self.tape.get(slot, self.order),
            slot,
            last: ORDER,
        }
    }

    /// The same for a series that is so slow, or so short, that in a product only its terms up to `last` count.
    #[inline(always)]
    pub(crate) fn short<const FIRST: bool>(&'p self, slot: usize, last: usize) -> Term<'p, FIRST> {
        Term {
            last,
            ..self.state(slot)
        }
    }

    #[inline(always)]
    fn new_slot(&self, coefficient: Lanes) -> usize {
        let slot = self.cursor.get();
        self.cursor.set(slot + 1);
        self.tape.set(slot, self.order, coefficient);
        slot
    }

    /// Coefficient `order` (at least 1) of the product of two series. The terms with the newest coefficients come last,
    /// so that the others need not wait for them.
    #[inline(always)]
    fn product(&self, left: usize, right: usize) -> Lanes {
        let order = self.order;
        let (left, right) = (
            &self.tape.coefficients[left],
            &self.tape.coefficients[right],
        );
        let inner = inner_sum(left, right, order);
        let older = left[0].get().times_plus(right[order].get(), inner);
        left[order].get().times_plus(right[0].get(), older)
    }

    /// Coefficient `order` of the product with a series of which only the terms up to `last` count.
    #[inline(always)]
    fn product_with_short(&self, series: usize, short: usize, last: usize) -> Lanes {
        let order = self.order;
        let mut sum = self.tape.get(series, order) * self.tape.get(short, 0);
        let mut step = 1;
        while step <= last && step <= order {
            sum = self
                .tape
                .get(series, order - step)
                .times_plus(self.tape.get(short, step), sum);
            step += 1;
        }
        sum
    }

    /// What the earlier coefficients of a quotient take from the numerator; the newest come last here too.
    #[inline(always)]
    fn carried(&self, divisor: usize, quotient: usize) -> Lanes {
        let order = self.order;
        let (divisor, quotient) = (
            &self.tape.coefficients[divisor],
            &self.tape.coefficients[quotient],
        );
        let inner = inner_sum(divisor, quotient, order);
        divisor[order].get().times_plus(quotient[0].get(), inner)
    }
}

/// `left_1 right_(n-1) + ... + left_(n-1) right_1` for order `n`. It needs none of this pass, so nothing waits for it.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "orders are bounded")]
fn inner_sum(left: &Series, right: &Series, order: usize) -> Lanes {
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
    sums[0] + sums[1]
}

impl<'p, const FIRST: bool> Term<'p, FIRST> {
    /// The coefficient of this pass.
    #[inline(always)]
    pub(crate) fn coefficient(self) -> Lanes {
        self.coefficient
    }

    #[inline(always)]
    fn derived(pass: &'p Pass<'p>, coefficient: Lanes) -> Self {
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

impl<const FIRST: bool> Add for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::derived(self.pass, self.coefficient + other.coefficient)
    }
}

impl<const FIRST: bool> Sub for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::derived(self.pass, self.coefficient - other.coefficient)
    }
}

impl<const FIRST: bool> Neg for Term<'_, FIRST> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self::derived(self.pass, -self.coefficient)
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
            self.pass.product_with_short(left, right, other.last)
        } else {
            self.pass.product(left, right)
        };
        Self::derived(self.pass, coefficient)
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
        let pass = self.pass;
        let tape = pass.tape;
        let below = divisor.kept();
        let slot = pass.new_slot(Lanes::all(0.0));
        let coefficient = if FIRST {
            tape.inverses[slot].set(Lanes::all(1.0) / divisor.coefficient);
            self.coefficient / divisor.coefficient
        } else {
            (self.coefficient - pass.carried(below, slot)) * tape.inverses[slot].get()
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

impl<const FIRST: bool> Number for Term<'_, FIRST> {
    type Constant = Lanes;

    #[inline(always)]
    fn constant(value: f64) -> Lanes {
        Lanes::all(value)
    }

    #[inline(always)]
    fn times(self, factor: Lanes) -> Self {
        Self::derived(self.pass, self.coefficient * factor)
    }

    #[inline(always)]
    fn plus(self, offset: Lanes) -> Self {
        let coefficient = if FIRST {
            self.coefficient + offset
        } else {
            self.coefficient
        };
        Self::derived(self.pass, coefficient)
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
        tape.kink_slots[kink].set(self.kept());
        let here = self.coefficient;
        let side = if FIRST {
            tape.kink_count.set(kink + 1);
            (here.abs() - Lanes::all(AT_KINK)).where_positive(here.sign(), Lanes::all(0.0))
        } else {
            let side = tape.sides[kink].get();
            side.abs().where_positive(side, here.sign())
        };
        tape.sides[kink].set(side);
        Self::derived(pass, side.where_positive(here, Lanes::all(0.0)))
    }
}
