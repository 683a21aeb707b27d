//! A bundle of layers that heal side by side: one step of the Taylor integrator on all of them.

use crate::decay::Chain;
use crate::healthy::Healthy;
use crate::lanes::{LANES, Lanes};
use crate::rates::{
    Cells, Inflammation, Laws, Matrix, activation_excess, cell_rates, inflammation_rates,
    matrix_rates,
};
use crate::remodelled::{Effort, Remodelled};
use crate::series::{ORDER, Tape, Term};

/// Order of the series of collagen and elastin. Their rates are small, so their coefficients fall off sooner.
pub(crate) const MATRIX_ORDER: usize = 9;

const ALARMIN: usize = 0;
const CLOT: usize = 1;
const NEUTROPHILS: usize = 2;
const INFLAMMATORY: usize = 3;
const REPAIR: usize = 4;
const TGF: usize = 5;
const FIBROBLASTS: usize = 6;
const MYOFIBROBLASTS: usize = 7;
const LABILE_3: usize = 8;
const LABILE_1: usize = 9;
const MATURE_3: usize = 10;
const MATURE_1: usize = 11;
const ELASTIN: usize = 12;
const NEW_ELASTIN: usize = 13;
const SYNTHESIS: usize = 14;
const STATES: usize = 15;

/// Shortest step, d: what a step onto a kink may shrink to.
const SHORTEST_DAYS: f64 = 1e-9;
/// How far beyond a kink a step may end.
const KINK_TOLERANCE: f64 = 1e-10;
/// Steps stay below this multiple of the fastest time scale, where the polynomial damps what decays.
const DAMPED: f64 = 3.5;
/// Cells this close to health, with inflammation gone, are taken as healthy.
const AT_REST: f64 = 1e-10;
/// A state may round this far below 0 before its step is shortened; it is then set to 0.
pub(crate) const LARGEST_CLIP: f64 = 1e-16;

/// Eight layers, each with its own constants, time and step.
pub(crate) struct Bundle {
    tape: Box<Tape>,
    laws: Laws<Lanes>,
    chain: Chain<4>,
    cell_limit: Lanes,
    matrix_limit: Lanes,
    states: [Lanes; STATES],
    tolerance: Lanes,
    /// Steps taken in the last call of [`Bundle::step`], d.
    taken: Lanes,
}

#[expect(
    clippy::indexing_slicing,
    reason = "states are numbered by constants, lanes by callers below LANES"
)]
impl Bundle {
    pub(crate) fn new(idle: &Healthy, tolerance: f64) -> Self {
        let mut bundle = Self {
            tape: Tape::new(),
            laws: idle.laws.map(Lanes::all),
            chain: Chain {
                rates: [[Lanes::all(0.0); 4]; 4],
            },
            cell_limit: Lanes::all(0.0),
            matrix_limit: Lanes::all(0.0),
            states: [Lanes::all(0.0); STATES],
            tolerance: Lanes::all(tolerance),
            taken: Lanes::all(0.0),
        };
        for lane in 0..LANES {
            bundle.load(lane, idle);
        }
        bundle
    }

    /// Puts a healthy layer into a lane.
    pub(crate) fn load(&mut self, lane: usize, healthy: &Healthy) {
        let laws = &healthy.laws;
        self.laws.set_lane(lane, laws);
        let rates = [
            [laws.alarmin_decay, 0.0, 0.0, 0.0],
            [laws.neutrophil_turnover, laws.neutrophil_turnover, 0.0, 0.0],
            [
                laws.recruitment_by_alarmin,
                laws.recruitment_by_neutrophils,
                laws.inflammatory_loss,
                0.0,
            ],
            [0.0, 0.0, laws.conversion, laws.repair_loss],
        ];
        for (row, values) in self.chain.rates.iter_mut().zip(rates) {
            for (entry, value) in row.iter_mut().zip(values) {
                entry[lane] = value;
            }
        }
        let cells = laws
            .tgf_turnover
            .max(laws.growth_in_health)
            .max(laws.myofibroblast_loss);
        let matrix = laws
            .labile_1_turnover
            .max(laws.labile_3_turnover)
            .max(laws.new_elastin_loss);
        self.cell_limit[lane] = DAMPED / cells;
        self.matrix_limit[lane] = DAMPED / matrix;
        for state in &mut self.states {
            state[lane] = 0.0;
        }
        self.states[SYNTHESIS][lane] = healthy.synthesis;
        self.set_remodelled(lane, &Remodelled::healthy(healthy.synthesis));
        self.tape.set(SYNTHESIS, 1, {
            let mut change = self.tape.get(SYNTHESIS, 1);
            change[lane] = healthy.synthesis_change_per_day;
            change
        });
    }

    /// The injury of a session in one lane (model 6).
    pub(crate) fn injure(
        &mut self,
        lane: usize,
        damaged: f64,
        channel: f64,
        clot: f64,
        channel_loss: f64,
    ) {
        let states = &mut self.states;
        states[ALARMIN][lane] += damaged * (1.0 - states[ALARMIN][lane]);
        states[CLOT][lane] = (states[CLOT][lane] + clot).min(1.0);
        states[FIBROBLASTS][lane] *= 1.0 - channel;
        for state in &mut states[LABILE_3..=NEW_ELASTIN] {
            state[lane] *= 1.0 - channel_loss * channel;
        }
    }

    /// Cells and matrix of a lane at the start of the next step.
    pub(crate) fn remodelled(&self, lane: usize) -> Remodelled {
        remodelled(&self.states, lane)
    }

    /// States of all lanes within the step just taken, each at its own time after the start of the step.
    #[inline(always)]
    pub(crate) fn within_step(&self, days: Lanes) -> WithinStep {
        WithinStep(self.states_after(days))
    }

    pub(crate) fn set_remodelled(&mut self, lane: usize, to: &Remodelled) {
        let Remodelled { cells, matrix } = to;
        for (slot, value) in [
            (TGF, cells.tgf),
            (FIBROBLASTS, cells.fibroblasts),
            (MYOFIBROBLASTS, cells.myofibroblasts),
            (LABILE_3, matrix.labile_3),
            (LABILE_1, matrix.labile_1),
            (MATURE_3, matrix.mature_3),
            (MATURE_1, matrix.mature_1),
            (ELASTIN, matrix.elastin),
            (NEW_ELASTIN, matrix.new_elastin),
        ] {
            self.states[slot][lane] = value;
        }
    }

    /// Days that each lane advanced in the last step.
    pub(crate) fn taken(&self) -> Lanes {
        self.taken
    }

    /// Advances every lane by one step of its own choice, at most `remaining` days. A lane with nothing remaining stays
    /// as it is.
    #[inline(always)]
    pub(crate) fn step(&mut self, remaining: Lanes, effort: &mut Effort) {
        self.rest();
        for (slot, state) in self.states.iter().enumerate() {
            self.tape.set(slot, 0, *state);
        }
        self.expand();
        let mut days = self.safe_length().min(remaining);
        days = self.up_to_kinks(days);
        self.advance(days, effort);
    }

    /// Takes lanes that have come to rest as healthy, so that the few slow states left can take long steps.
    #[inline(always)]
    fn rest(&mut self) {
        let states = &self.states;
        let away = (states[TGF] - Lanes::all(1.0)).abs();
        let away = away
            .max((states[FIBROBLASTS] - Lanes::all(1.0)).abs())
            .max(states[MYOFIBROBLASTS]);
        let inflamed = states[ALARMIN].max(states[CLOT]).max(states[NEUTROPHILS]);
        let inflamed = inflamed.max(states[INFLAMMATORY]).max(states[REPAIR]);
        let busy = away.max(inflamed) - Lanes::all(AT_REST);
        for slot in ALARMIN..=MYOFIBROBLASTS {
            let health = if slot == TGF || slot == FIBROBLASTS {
                1.0
            } else {
                0.0
            };
            self.states[slot] = busy.where_positive(self.states[slot], Lanes::all(health));
        }
    }

    /// Finds the Taylor coefficients of all states.
    #[inline(always)]
    fn expand(&self) {
        self.pass::<true>(0);
        for order in 1..ORDER {
            self.pass::<false>(order);
        }
    }

    #[inline(always)]
    fn pass<const FIRST: bool>(&self, order: usize) {
        let tape = &*self.tape;
        tape.begin(order, STATES);
        let state = |slot| tape.state::<FIRST>(slot);
        let inflammation = Inflammation {
            alarmin: state(ALARMIN),
            clot: state(CLOT),
            neutrophils: state(NEUTROPHILS),
            inflammatory: state(INFLAMMATORY),
            repair: state(REPAIR),
        };
        let cells = Cells {
            tgf: state(TGF),
            fibroblasts: state(FIBROBLASTS),
            myofibroblasts: state(MYOFIBROBLASTS),
        };
        let share = Lanes::all(1.0 / (order + 1) as f64);
        let keep =
            |slot, rate: Term<'_, FIRST>| tape.set(slot, order + 1, rate.coefficient() * share);
        let rates = inflammation_rates(&self.laws, &inflammation);
        keep(ALARMIN, rates.alarmin);
        keep(CLOT, rates.clot);
        keep(NEUTROPHILS, rates.neutrophils);
        keep(INFLAMMATORY, rates.inflammatory);
        keep(REPAIR, rates.repair);
        let activation = activation_excess(&self.laws, cells.tgf);
        let rates = cell_rates(&self.laws, &inflammation, activation, &cells);
        keep(TGF, rates.tgf);
        keep(FIBROBLASTS, rates.fibroblasts);
        keep(MYOFIBROBLASTS, rates.myofibroblasts);
        if order >= MATRIX_ORDER {
            return;
        }
        let matrix = Matrix {
            labile_3: state(LABILE_3),
            labile_1: state(LABILE_1),
            mature_3: state(MATURE_3),
            mature_1: state(MATURE_1),
            elastin: state(ELASTIN),
            new_elastin: state(NEW_ELASTIN),
        };
        let synthesis = tape.linear::<FIRST>(SYNTHESIS);
        let rates = matrix_rates(
            &self.laws,
            inflammation.inflammatory,
            activation,
            &cells,
            synthesis,
            &matrix,
        );
        keep(LABILE_3, rates.labile_3);
        keep(LABILE_1, rates.labile_1);
        keep(MATURE_3, rates.mature_3);
        keep(MATURE_1, rates.mature_1);
        keep(ELASTIN, rates.elastin);
        keep(NEW_ELASTIN, rates.new_elastin);
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

    #[inline(always)]
    fn cell_term(&self, order: usize) -> Lanes {
        let tgf = self.tape.get(TGF, order).abs() / self.states[TGF].max(Lanes::all(1.0));
        let fibroblasts = self.tape.get(FIBROBLASTS, order).abs();
        tgf.max(fibroblasts)
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

    /// Shortens steps that would run across a kink of a law.
    #[inline(always)]
    fn up_to_kinks(&self, mut days: Lanes) -> Lanes {
        for kink in 0..self.tape.kinks() {
            let (slot, side) = self.tape.kink(kink);
            let at_end = self.tape.at(slot, ORDER - 1, days) * side;
            let beyond = -at_end - Lanes::all(KINK_TOLERANCE);
            if beyond.largest() > 0.0 {
                for lane in 0..LANES {
                    if beyond[lane] > 0.0 {
                        days[lane] = self.crossing(slot, side[lane], lane, days[lane]);
                    }
                }
            }
        }
        days
    }

    /// When the argument of a kink changes sign.
    fn crossing(&self, slot: usize, side: f64, lane: usize, end: f64) -> f64 {
        let (mut before, mut after) = (0.0, end);
        for _ in 0..60 {
            let middle = 0.5 * (before + after);
            if self.tape.at_lane(slot, ORDER - 1, lane, middle) * side >= 0.0 {
                before = middle;
            } else {
                after = middle;
            }
        }
        after.max(SHORTEST_DAYS).min(end)
    }

    #[inline(always)]
    fn advance(&mut self, mut days: Lanes, effort: &mut Effort) {
        let mut next = self.states_after(days);
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
        effort.law_evaluations = effort.steps * ORDER as u64;
        self.states = next;
        self.taken = days;
    }

    #[inline(always)]
    fn states_after(&self, days: Lanes) -> [Lanes; STATES] {
        let mut next = self.states;
        let mut slot = TGF;
        while slot < SYNTHESIS {
            let order = if slot < LABILE_3 { ORDER } else { MATRIX_ORDER };
            next[slot] = self.tape.at(slot, order, days);
            slot += 1;
        }
        next[SYNTHESIS] = self.tape.at(SYNTHESIS, 1, days).max(Lanes::all(0.0));
        next
    }
}

/// States of all lanes within a step.
pub(crate) struct WithinStep([Lanes; STATES]);

impl WithinStep {
    /// Cells and matrix of a lane.
    pub(crate) fn remodelled(&self, lane: usize) -> Remodelled {
        remodelled(&self.0, lane)
    }
}

#[expect(clippy::indexing_slicing, reason = "states are numbered by constants")]
fn remodelled(states: &[Lanes; STATES], lane: usize) -> Remodelled {
    let value = |slot: usize| states[slot][lane].max(0.0);
    Remodelled {
        cells: Cells {
            tgf: value(TGF),
            fibroblasts: value(FIBROBLASTS),
            myofibroblasts: value(MYOFIBROBLASTS),
        },
        matrix: Matrix {
            labile_3: value(LABILE_3),
            labile_1: value(LABILE_1),
            mature_3: value(MATURE_3),
            mature_1: value(MATURE_1),
            elastin: value(ELASTIN),
            new_elastin: value(NEW_ELASTIN),
        },
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
