//! One step of a bundle: how far it may go, where the kinks of the laws stop it, and the states after it.

use super::{
    ALARMIN, Bundle, CLOT, ELASTIN, FIBROBLASTS, INFLAMMATORY, LABILE_1, LABILE_3, LARGEST_CLIP,
    MATRIX_ORDER, MATURE_1, MATURE_3, MYOFIBROBLASTS, NEUTROPHILS, NEW_ELASTIN, REPAIR, STATES,
    SYNTHESIS, TGF,
};
use crate::kinks::KinkArguments;
use crate::lanes::{LANES, Lanes};
use crate::rates::{Cells, Inflammation, Matrix, activation_excess, cell_rates, matrix_rates};
use crate::remodelled::Effort;
use crate::series::ORDER;

/// Shortest step, d: what a step onto a kink may shrink to. What the laws do on the wrong side of a kink for a tenth of a
/// second is far below rounding.
const SHORTEST_DAYS: f64 = 1e-6;
/// How far beyond a kink a step may end.
const KINK_TOLERANCE: f64 = 1e-10;
/// Where a kink lies is told by the series alone, as far as it holds without the fast mode beyond it.
const SERIES_HOLDS: f64 = 8.0;
/// Bisections that find a kink.
const BISECTIONS: u32 = 40;

#[expect(
    clippy::indexing_slicing,
    reason = "states are numbered by constants, lanes by callers below LANES"
)]
impl Bundle {
    /// Advances every lane by one step of its own choice, at most `remaining` days. A lane with nothing remaining stays
    /// as it is.
    #[inline(always)]
    pub(crate) fn step(&mut self, remaining: Lanes, effort: &mut Effort) {
        self.rest();
        for (slot, state) in self.states.iter().enumerate() {
            self.tape.set(slot, 0, *state);
        }
        self.expand();
        let days = self.safe_length().min(remaining);
        let (days, next) = self.up_to_kinks(days);
        self.advance(days, next, effort);
    }

    /// The step for which the last two terms of each series stay below the tolerance.
    #[inline(always)]
    fn safe_length(&self) -> Lanes {
        let last = self.cell_term(ORDER);
        let before = self.cell_term(ORDER - 1);
        let matrix = self.matrix_term(MATRIX_ORDER);
        let by_last = root_of_ratio(self.tolerance, last, ORDER as f64);
        let by_before = root_of_ratio(self.tolerance, before, (ORDER - 1) as f64);
        let by_matrix = root_of_ratio(self.tolerance, matrix, MATRIX_ORDER as f64);
        let resting = last.max(before);
        let limit = resting.where_positive(self.cell_limit, self.matrix_limit);
        by_last.min(by_before).min(by_matrix).min(limit)
    }

    /// The largest coefficient of this order among the cells. Of the fast mode, only what drives it counts.
    #[inline(always)]
    fn cell_term(&self, order: usize) -> Lanes {
        let coefficients = |order| (self.tape.get(TGF, order), self.tape.get(FIBROBLASTS, order));
        let (tgf, fibroblasts) = coefficients(order);
        let (tgf_before, fibroblasts_before) = coefficients(order - 1);
        let mode = &self.fast_mode;
        let fast = mode.part(tgf, fibroblasts);
        let fast_before = mode.part(tgf_before, fibroblasts_before);
        let driven = fast + mode.rate * fast_before * Lanes::all(1.0 / order as f64);
        let slow_tgf = (tgf - fast).abs().max(driven.abs());
        let slow_fibroblasts = (fibroblasts - mode.fibroblasts(fast)).abs();
        (slow_tgf / self.states[TGF].max(Lanes::all(1.0)))
            .max(slow_fibroblasts)
            .max(self.tape.get(MYOFIBROBLASTS, order).abs())
    }

    #[inline(always)]
    fn matrix_term(&self, order: usize) -> Lanes {
        let labile = self.states[LABILE_3]
            .max(self.states[LABILE_1])
            .max(Lanes::all(1.0));
        let term = |slot| self.tape.get(slot, order).abs();
        let labile = term(LABILE_3).max(term(LABILE_1)) / labile;
        labile
            .max(term(MATURE_3))
            .max(term(MATURE_1))
            .max(term(ELASTIN))
            .max(term(NEW_ELASTIN))
    }

    /// Shortens steps that would run across a kink of a law; the states after the steps that remain.
    #[inline(always)]
    fn up_to_kinks(&self, mut days: Lanes) -> (Lanes, [Lanes; STATES]) {
        let mut unsettled = Lanes::all(1.0);
        loop {
            let next = self.states_after(days);
            let crossed = unsettled.where_positive(self.beyond_kinks(&next), Lanes::all(-1.0));
            if crossed.largest() <= 0.0 {
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
    fn beyond_kinks(&self, states: &[Lanes; STATES]) -> Lanes {
        let seen = KinkArguments::new();
        let probe = |value| seen.probe(value);
        let state = |slot: usize| probe(states[slot]);
        let calm = probe(Lanes::all(0.0));
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
        let mut beyond = Lanes::all(-1.0);
        for kink in 0..self.tape.kinks() {
            let (_, side) = self.tape.kink(kink);
            beyond = beyond.max(-(seen.get(kink) * side) - Lanes::all(KINK_TOLERANCE));
        }
        beyond
    }

    /// When, up to `end`, the first kink of a lane is reached.
    fn first_crossing(&self, lane: usize, end: f64) -> f64 {
        let mut first = end;
        for kink in 0..self.tape.kinks() {
            let (slot, side) = self.tape.kink(kink);
            let argument = |days| self.tape.at_lane(slot, ORDER - 1, lane, days) * side[lane];
            if argument(first) < 0.0 {
                let (mut before, mut after) = (0.0, first);
                for _ in 0..BISECTIONS {
                    let middle = 0.5 * (before + after);
                    if argument(middle) >= 0.0 {
                        before = middle;
                    } else {
                        after = middle;
                    }
                }
                first = after;
            }
        }
        first.max(SHORTEST_DAYS).min(end)
    }

    #[inline(always)]
    fn advance(&mut self, mut days: Lanes, mut next: [Lanes; STATES], effort: &mut Effort) {
        loop {
            let mut lowest = Lanes::all(0.0);
            for state in &next[TGF..=NEW_ELASTIN] {
                lowest = lowest.min(*state);
            }
            let too_low = -lowest - Lanes::all(LARGEST_CLIP);
            if too_low.largest() <= 0.0 {
                break;
            }
            let halved = days * Lanes::all(0.5);
            days = too_low.where_positive(halved, days);
            next = self.states_after(days);
        }
        for state in &mut next[TGF..=NEW_ELASTIN] {
            if (-*state).largest() > 0.0 {
                effort.clipped += state.iter().map(|value| (-value).max(0.0)).sum::<f64>();
                *state = state.max(Lanes::all(0.0));
            }
        }
        let chain = [
            self.states[ALARMIN],
            self.states[NEUTROPHILS],
            self.states[INFLAMMATORY],
            self.states[REPAIR],
        ];
        let [alarmin, neutrophils, inflammatory, repair] = self.chain.after(days, chain);
        next[ALARMIN] = alarmin;
        next[NEUTROPHILS] = neutrophils;
        next[INFLAMMATORY] = inflammatory;
        next[REPAIR] = repair;
        next[CLOT] = self.states[CLOT] * (self.laws.clot_decay * days).exp_of_minus();
        for lane in 0..LANES {
            effort.steps += u64::from(days[lane] > 0.0);
        }
        self.states = next;
        self.taken = days;
    }

    /// TGF-β, cells and matrix after `days` of the step.
    #[inline(always)]
    pub(super) fn states_after(&self, days: Lanes) -> [Lanes; STATES] {
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
        next[SYNTHESIS] = self.tape.at(SYNTHESIS, 1, days).max(Lanes::all(0.0));
        next
    }
}

/// `(tolerance / term)^(1/order)`, within a few per cent, by treating the bits of a number as its logarithm.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "bits of positive numbers below the largest"
)]
fn root_of_ratio(tolerance: Lanes, term: Lanes, order: f64) -> Lanes {
    const ONE: f64 = 4_607_182_418_800_017_408.0;
    const SMALLEST: f64 = 1e-200;
    tolerance.zip(term, |tolerance, term| {
        let term = if term > SMALLEST { term } else { SMALLEST };
        let logarithm = |value: f64| value.to_bits() as i64 as f64;
        let root = (logarithm(tolerance) - logarithm(term)) / order + ONE;
        f64::from_bits(root as i64 as u64)
    })
}
