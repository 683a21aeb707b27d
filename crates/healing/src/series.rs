//! Power series in time: the type that turns a rate law into an integrator.
//!
//! A state is known at the start of a step; a law gives its rate. Run on series, the law gives coefficient `k` of the
//! rate from the coefficients of the states up to `k`, and that is coefficient `k + 1` of the state times `k + 1`. So
//! one pass of the laws per order yields the Taylor polynomial of the solution, to any order, from the one text of the
//! laws. Only products, quotients and kinks need the earlier coefficients of their arguments; those are kept on a
//! [`Tape`] in the order in which the laws ask for them, which is the same in every pass.

mod term;

use std::cell::Cell;

use crate::kinks::KINKS;
use crate::lanes::Lanes;

pub(crate) use term::Term;

/// Order of the series of inflammation and cells.
pub(crate) const ORDER: usize = 12;
/// Series that a tape can keep: the states and what the laws ask for.
const SLOTS: usize = 48;
/// Products and quotients that the laws may have.
const PRODUCTS: usize = 16;
/// The argument of a kink counts as 0 below this: rounding after a step that ends on the kink.
const AT_KINK: f64 = 1e-12;
/// Order of the last coefficient that may tell the side of a kink. After an injury TGF-β leaves health with its first,
/// second or third, whatever the injury sets off.
const LAST_TO_TELL: usize = 3;
const NOWHERE: usize = usize::MAX;

/// The coefficients of one series found so far.
type Series<L> = [Cell<L>; ORDER + 1];

/// The coefficients found so far.
pub(crate) struct Tape<L> {
    coefficients: [Series<L>; SLOTS],
    inverses: [Cell<L>; SLOTS],
    /// Of each product, what an even order finds of the next one.
    ahead: [Cell<L>; PRODUCTS],
    kink_count: Cell<usize>,
    /// +1 on the positive side, -1 on the other, 0 while undecided.
    sides: [Cell<L>; KINKS],
    /// 1 on the positive side, 0 elsewhere.
    gates: [Cell<L>; KINKS],
    kink_slots: [Cell<usize>; KINKS],
}

/// One pass of the laws, which finds one coefficient of everything. It counts what the laws ask for; since it lives on the
/// stack of a single function, the compiler counts instead and knows every place on the tape.
pub(crate) struct Pass<'t, L> {
    tape: &'t Tape<L>,
    order: usize,
    cursor: Cell<usize>,
    product_cursor: Cell<usize>,
    kink_cursor: Cell<usize>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "slots and orders are bounded by the text of the laws"
)]
impl<L: Lanes> Tape<L> {
    pub(crate) fn new() -> Self {
        let zero = || Cell::new(L::all(0.0));
        Self {
            kink_count: Cell::new(0),
            coefficients: std::array::from_fn(|_| std::array::from_fn(|_| zero())),
            inverses: std::array::from_fn(|_| zero()),
            ahead: std::array::from_fn(|_| zero()),
            sides: std::array::from_fn(|_| zero()),
            gates: std::array::from_fn(|_| zero()),
            kink_slots: std::array::from_fn(|_| Cell::new(0)),
        }
    }

    /// Begins the pass for coefficient `order`; the first `states` slots belong to the states.
    #[inline(always)]
    pub(crate) fn pass(&self, order: usize, states: usize) -> Pass<'_, L> {
        Pass {
            tape: self,
            order: order.min(ORDER),
            cursor: Cell::new(states),
            product_cursor: Cell::new(0),
            kink_cursor: Cell::new(0),
        }
    }

    /// Coefficient `order` of a series.
    #[inline(always)]
    pub(crate) fn get(&self, slot: usize, order: usize) -> L {
        self.coefficients[slot][order].get()
    }

    /// Sets coefficient `order` of a series.
    #[inline(always)]
    pub(crate) fn set(&self, slot: usize, order: usize, value: L) {
        self.coefficients[slot][order].set(value);
    }

    /// Value of the polynomial of degree `degree` after `time`.
    #[inline(always)]
    pub(crate) fn at(&self, slot: usize, degree: usize, time: L) -> L {
        let series = &self.coefficients[slot];
        let mut sum = series[degree].get();
        let mut order = degree;
        while order > 0 {
            order -= 1;
            sum = sum.times_plus(time, series[order].get());
        }
        sum
    }

    /// The polynomial of degree [`ORDER`] - 1 in one lane, from its last coefficient to its first.
    #[inline(always)]
    pub(crate) fn in_lane(&self, slot: usize, lane: usize) -> [f64; ORDER] {
        let mut coefficients = [0.0; ORDER];
        for (order, coefficient) in coefficients.iter_mut().rev().enumerate() {
            *coefficient = self.get(slot, order)[lane];
        }
        coefficients
    }

    #[inline(always)]
    fn tell_side(&self, kink: usize, side: L) {
        self.sides[kink].set(side);
        self.gates[kink].set(side.max(L::all(0.0)));
    }

    /// Number of kinks in the laws.
    #[inline(always)]
    pub(crate) fn kinks(&self) -> usize {
        self.kink_count.get()
    }

    /// A kink of the last pass: slot of the argument and the side on which the series holds.
    #[inline(always)]
    pub(crate) fn kink(&self, kink: usize) -> (usize, L) {
        (self.kink_slots[kink].get(), self.sides[kink].get())
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "slots and orders are bounded by the text of the laws"
)]
impl<L: Lanes> Pass<'_, L> {
    #[inline(always)]
    fn new_slot(&self, coefficient: L) -> usize {
        let slot = self.free_slot();
        self.tape.set(slot, self.order, coefficient);
        slot
    }

    /// A place on the tape that the caller fills.
    #[inline(always)]
    fn free_slot(&self) -> usize {
        let slot = self.cursor.get();
        self.cursor.set(slot + 1);
        slot
    }

    /// Coefficient `order` (at least 1) of the product of two series, each given by its place and its newest coefficient.
    /// The terms with the newest coefficients come last, so that the others need not wait for them.
    #[inline(always)]
    fn product(&self, left: (usize, L), right: (usize, L)) -> L {
        let tape = self.tape;
        let inner = self.inner_sum(&tape.coefficients[left.0], &tape.coefficients[right.0]);
        let older = tape.get(left.0, 0).times_plus(right.1, inner);
        left.1.times_plus(tape.get(right.0, 0), older)
    }

    /// Coefficient `order` of the product with a series of which only the terms up to `last` count.
    #[inline(always)]
    fn product_with_short(&self, (series, newest): (usize, L), short: usize, last: usize) -> L {
        let order = self.order;
        let mut sum = newest * self.tape.get(short, 0);
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

    /// Coefficient `order` of the product of a series with itself: each pair of terms comes twice, so half of them will do.
    #[inline(always)]
    fn square(&self, (slot, newest): (usize, L)) -> L {
        let series = &self.tape.coefficients[slot];
        let order = self.order;
        let mut pairs = series[0].get() * newest;
        let middle = order / 2;
        let below = order - middle;
        let (left, right) = (&series[1..below], &series[middle + 1..order]);
        for (left, right) in left.iter().zip(right.iter().rev()) {
            pairs = left.get().times_plus(right.get(), pairs);
        }
        let pairs = pairs + pairs;
        if order.is_multiple_of(2) {
            let middle = series[middle].get();
            middle.times_plus(middle, pairs)
        } else {
            pairs
        }
    }

    /// What the earlier coefficients of a quotient take from the numerator; the newest of the divisor comes last here too.
    #[inline(always)]
    fn carried(&self, divisor: (usize, L), quotient: usize) -> L {
        let tape = self.tape;
        let inner = self.inner_sum(&tape.coefficients[divisor.0], &tape.coefficients[quotient]);
        divisor.1.times_plus(tape.get(quotient, 0), inner)
    }

    /// `left_1 right_(n-1) + ... + left_(n-1) right_1` for order `n`. It needs none of this pass, so nothing waits for it.
    /// Reading coefficients takes longer than multiplying them; so an even order, while it has them at hand, adds up what
    /// the next order needs of them.
    #[inline(always)]
    fn inner_sum(&self, left: &Series<L>, right: &Series<L>) -> L {
        let order = self.order;
        let product = self.product_cursor.get();
        self.product_cursor.set(product + 1);
        let (left, right) = (&left[1..order], &right[1..order]);
        let ([first_left, .., last_left], [first_right, .., last_right]) = (left, right) else {
            self.tape.ahead[product].set(L::all(0.0));
            return if order == 2 {
                left[0].get() * right[0].get()
            } else {
                L::all(0.0)
            };
        };
        if order % 2 == 1 {
            let older = first_left
                .get()
                .times_plus(last_right.get(), self.tape.ahead[product].get());
            return last_left.get().times_plus(first_right.get(), older);
        }
        let mut sum = first_left.get() * last_right.get();
        let mut ahead = L::all(0.0);
        let mut before = last_right.get();
        for (left, right) in left[1..].iter().zip(right.iter().rev().skip(1)) {
            let (left, right) = (left.get(), right.get());
            sum = left.times_plus(right, sum);
            ahead = left.times_plus(before, ahead);
            before = right;
        }
        self.tape.ahead[product].set(ahead);
        sum
    }
}
