//! One step of a bundle: how far it may go, where the kinks of the laws stop it, and the states after it.

use super::{
    ALARMIN, Bundle, CLOT, ELASTIN, FIBROBLASTS, INFLAMMATORY, LABILE_1, LABILE_3, LARGEST_CLIP,
    MATRIX_ORDER, MATURE_1, MATURE_3, MYOFIBROBLASTS, NEUTROPHILS, NEW_ELASTIN, REPAIR, STATES,
    SYNTHESIS, TGF,
};
use crate::decay::left;
use crate::kinks::KinkArguments;
use crate::lanes::{LANES, Lanes};
use crate::rates::{Cells, Inflammation, Matrix, activation_excess, cell_rates, matrix_rates};
use crate::remodelled::Effort;
use crate::series::ORDER;

/// What the last term of the cells and the one before it count for. Terms fall off, so what the series leaves out is smaller
/// than the last and smaller yet than the one before; the latter counts in case the last happens to be next to 0.
const LAST_SHARE: f64 = 2.0;
const BEFORE_LAST_SHARE: f64 = 0.5;
/// States are exact relative to their own size down to this one.
const SMALLEST_EXTENT: f64 = 1e-6;
/// A term below this does not limit a step.
const SMALLEST: f64 = 1e-200;
/// Shortest step, d: what a step onto a kink may shrink to. What the laws do on the wrong side of a kink for a tenth of a
/// second is far below rounding.
pub(super) const SHORTEST_DAYS: f64 = 1e-6;
/// What the shortest step may grow to where a law runs along a kink, so near it that rounding decides the side.
const SHORTEST_ALONG_A_KINK_DAYS: f64 = 1e-2;
/// How far beyond a kink a step may end.
const KINK_TOLERANCE: f64 = 1e-10;
/// Where a kink lies is told by the series alone, as far as it holds without the fast mode beyond it.
const SERIES_HOLDS: f64 = 8.0;
/// Bisections that bracket a kink, steps of the secant that follow at most, and how near its argument must come to 0.
const BISECTIONS: u32 = 3;
const SECANTS: u32 = 40;
const AT_CROSSING: f64 = 1e-13;

#[expect(
    clippy::indexing_slicing,
    reason = "states are numbered by constants, lanes by callers below LANES"
)]
impl<L: Lanes> Bundle<L> {
    /// Advances every lane by one step of its own choice, at most `remaining` days. A lane with nothing remaining stays
    /// as it is. The days that each lane advanced.
    #[inline(always)]
    pub(crate) fn step(&mut self, remaining: L, effort: &mut Effort) -> L {
        self.rest();
        self.expand();
        let days = self.safe_length().min(remaining);
        let (days, next) = self.up_to_kinks(days);
        self.lengthen_along_kinks(days);
        self.advance(days, next, effort)
    }

    /// Twice the shortest step for a lane that just took it: where an argument stays within rounding of its kink, every step
    /// would end there. What the laws do on the wrong side grows with the square of the step and with an argument that is
    /// next to nothing.
    #[inline(always)]
    fn lengthen_along_kinks(&mut self, days: L) {
        let longer = (self.shortest + self.shortest).min(L::all(SHORTEST_ALONG_A_KINK_DAYS));
        let free = days - self.shortest;
        self.shortest = free.where_positive(L::all(SHORTEST_DAYS), longer);
    }

    /// The step for which the last two terms of each series stay below the tolerance.
    #[inline(always)]
    fn safe_length(&self) -> L {
        let one = L::all(1.0);
        let per_tgf = one / self.states[TGF].max(one);
        let per_myofibroblasts = one / self.extent(MYOFIBROBLASTS);
        let last = self.cell_term(ORDER, per_tgf, per_myofibroblasts);
        let before = self.cell_term(ORDER - 1, per_tgf, per_myofibroblasts);
        let matrix = self.matrix_term(MATRIX_ORDER);
        let length = self
            .log_length(last * L::all(LAST_SHARE), ORDER)
            .min(self.log_length(before * L::all(BEFORE_LAST_SHARE), ORDER - 1))
            .min(self.log_length(matrix, MATRIX_ORDER))
            .rough_power();
        let resting = last.max(before);
        let limit = resting.where_positive(self.cell_limit, self.matrix_limit);
        length.min(limit)
    }

    /// How large a state that may be small throughout a course is, or grows within the time of the fast mode.
    #[inline(always)]
    fn extent(&self, slot: usize) -> L {
        let time = L::all(1.0) / self.fast_mode.rate;
        let first = self.tape.get(slot, 1).abs() * time;
        let second = self.tape.get(slot, 2).abs() * time * time;
        self.states[slot]
            .max(first.max(second))
            .max(L::all(SMALLEST_EXTENT))
    }

    /// The logarithm of the time after which a term with this coefficient reaches the tolerance.
    #[inline(always)]
    fn log_length(&self, coefficient: L, order: usize) -> L {
        let coefficient = coefficient.max(L::all(SMALLEST)).rough_logarithm();
        (self.tolerance.rough_logarithm() - coefficient) * L::all(1.0 / order as f64)
    }

    /// The largest coefficient of this order among the cells. Of the fast mode, only what drives it counts.
    #[inline(always)]
    fn cell_term(&self, order: usize, per_tgf: L, per_myofibroblasts: L) -> L {
        let coefficients = |order| (self.tape.get(TGF, order), self.tape.get(FIBROBLASTS, order));
        let (tgf, fibroblasts) = coefficients(order);
        let (tgf_before, fibroblasts_before) = coefficients(order - 1);
        let mode = &self.fast_mode;
        let fast = mode.part(tgf, fibroblasts);
        let fast_before = mode.part(tgf_before, fibroblasts_before);
        let driven = fast + mode.rate * fast_before * L::all(1.0 / order as f64);
        let slow_tgf = (tgf - fast).abs().max(driven.abs());
        let slow_fibroblasts = (fibroblasts - mode.fibroblasts(fast)).abs();
        let myofibroblasts = self.tape.get(MYOFIBROBLASTS, order).abs();
        (slow_tgf * per_tgf)
            .max(slow_fibroblasts)
            .max(myofibroblasts * per_myofibroblasts)
    }

    #[inline(always)]
    fn matrix_term(&self, order: usize) -> L {
        let labile = self.states[LABILE_3]
            .max(self.states[LABILE_1])
            .max(L::all(1.0));
        let term = |slot| self.tape.get(slot, order).abs();
        let labile = term(LABILE_3).max(term(LABILE_1)) / labile;
        labile
            .max(term(MATURE_3))
            .max(term(MATURE_1))
            .max(term(ELASTIN))
            .max(term(NEW_ELASTIN) / self.extent(NEW_ELASTIN))
    }

    /// Shortens steps that would run across a kink of a law; finds the states after the steps that remain.
    #[inline(always)]
    fn up_to_kinks(&self, mut days: L) -> (L, [L; STATES]) {
        let mut unsettled = L::all(1.0);
        loop {
            let next = self.states_after(days);
            let crossed = unsettled.where_positive(self.beyond_kinks(&next), L::all(-1.0));
            if !crossed.any_positive() {
                return (days, next);
            }
            for lane in 0..LANES {
                if crossed[lane] > 0.0 {
                    let holds = SERIES_HOLDS / self.fast_mode.rate[lane];
                    if days[lane] > holds {
                        days[lane] = holds;
                    } else {
                        days[lane] = self.first_crossing(lane, days[lane]);
                        unsettled[lane] = 0.0;
                    }
                }
            }
        }
    }

    /// How far these states lie beyond the kinks that were ahead at the start of the step; positive where they do.
    #[inline(always)]
    fn beyond_kinks(&self, states: &[L; STATES]) -> L {
        let seen = KinkArguments::new();
        let probe = |value| seen.probe(value);
        let state = |slot: usize| probe(states[slot]);
        let calm = probe(L::all(0.0));
        let inflammation = Inflammation {
            alarmin: calm,
            clot: calm,
            neutrophils: calm,
            inflammatory: calm,
            repair: calm,
        };
        let cells = Cells {
            tgf: state(TGF),
            fibroblasts: state(FIBROBLASTS),
            myofibroblasts: state(MYOFIBROBLASTS),
        };
        let matrix = Matrix {
            labile_3: state(LABILE_3),
            labile_1: state(LABILE_1),
            mature_3: state(MATURE_3),
            mature_1: state(MATURE_1),
            elastin: state(ELASTIN),
            new_elastin: state(NEW_ELASTIN),
        };
        let activation = activation_excess(&self.laws, cells.tgf);
        let _ = cell_rates(&self.laws, &inflammation, activation, &cells);
        let synthesis = state(SYNTHESIS);
        let _ = matrix_rates(&self.laws, calm, activation, &cells, synthesis, &matrix);
        let mut beyond = L::all(-1.0);
        for kink in 0..self.tape.kinks() {
            let (_, side) = self.tape.kink(kink);
            beyond = beyond.max(-(seen.get(kink) * side) - L::all(KINK_TOLERANCE));
        }
        beyond
    }

    /// When, up to `end`, the first kink of a lane is reached.
    #[inline(always)]
    fn first_crossing(&self, lane: usize, end: f64) -> f64 {
        let mut first = end;
        for kink in 0..self.tape.kinks() {
            let (slot, side) = self.tape.kink(kink);
            let (series, side) = (self.tape.in_lane(slot, lane), side[lane]);
            if polynomial(&series, first) * side < 0.0 {
                first = change_of_sign(|days| polynomial(&series, days) * side, first);
            }
        }
        first.max(self.shortest[lane]).min(end)
    }

    #[inline(always)]
    fn advance(&mut self, mut days: L, mut next: [L; STATES], effort: &mut Effort) -> L {
        loop {
            let mut lowest = L::all(0.0);
            for state in &next[TGF..=NEW_ELASTIN] {
                lowest = lowest.min(*state);
            }
            let too_low = -lowest - L::all(LARGEST_CLIP);
            if !too_low.any_positive() {
                break;
            }
            let halved = days * L::all(0.5);
            days = too_low.where_positive(halved, days);
            next = self.states_after(days);
        }
        for state in &mut next[TGF..=NEW_ELASTIN] {
            if (-*state).any_positive() {
                for lane in 0..LANES {
                    effort.clipped += (-state[lane]).max(0.0);
                }
                *state = state.max(L::all(0.0));
            }
        }
        let inflamed = [
            self.states[ALARMIN],
            self.states[NEUTROPHILS],
            self.states[INFLAMMATORY],
            self.states[REPAIR],
        ];
        let inflamed = self.fading.after(&self.chain, days, inflamed);
        [
            next[ALARMIN],
            next[NEUTROPHILS],
            next[INFLAMMATORY],
            next[REPAIR],
        ] = inflamed;
        next[CLOT] = self.states[CLOT] * left(self.laws.clot_decay, days);
        self.states = next;
        days
    }

    /// TGF-β, cells and matrix after `days` of the step; what else a layer holds as at its beginning.
    #[inline(always)]
    pub(super) fn states_after(&self, days: L) -> [L; STATES] {
        let mut next = self.states;
        let mut slot = TGF;
        while slot < SYNTHESIS {
            let order = if slot < LABILE_3 { ORDER } else { MATRIX_ORDER };
            next[slot] = self.tape.at(slot, order, days);
            slot += 1;
        }
        let mode = &self.fast_mode;
        let last = |slot| self.tape.get(slot, ORDER);
        let tgf = mode.beyond_series(mode.part(last(TGF), last(FIBROBLASTS)), days);
        next[TGF] = next[TGF] + tgf;
        next[FIBROBLASTS] = next[FIBROBLASTS] + mode.fibroblasts(tgf);
        next[SYNTHESIS] = self.tape.at(SYNTHESIS, 1, days).max(L::all(0.0));
        next
    }
}

/// The polynomial with these coefficients, from the last to the first.
#[inline(always)]
fn polynomial(coefficients: &[f64; ORDER], time: f64) -> f64 {
    let mut sum = 0.0;
    for coefficient in coefficients {
        sum = time.mul_add(sum, *coefficient);
    }
    sum
}

/// Where a function that is not negative at 0 and negative at `end` changes its sign: by bisection, then by the secant in
/// its Illinois form, which never leaves the bracket.
#[inline(always)]
fn change_of_sign(function: impl Fn(f64) -> f64, end: f64) -> f64 {
    let (mut before, mut after) = (0.0, end);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (before + after);
        if function(middle) >= 0.0 {
            before = middle;
        } else {
            after = middle;
        }
    }
    let (mut at_before, mut at_after) = (function(before), function(after));
    let mut last = 0.0;
    for _ in 0..SECANTS {
        let next = after - (after - before) * (at_after / (at_after - at_before));
        let value = function(next);
        if value.abs() < AT_CROSSING {
            return next;
        }
        // An end that stays twice is taken for half as far from 0, or it would stay for ever.
        let stays = if last * value > 0.0 { 0.5 } else { 1.0 };
        if value > 0.0 {
            (before, at_before, at_after) = (next, value, at_after * stays);
        } else {
            (after, at_after, at_before) = (next, value, at_before * stays);
        }
        last = value;
    }
    after
}
