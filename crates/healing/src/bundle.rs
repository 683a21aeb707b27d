//! A bundle of layers that heal side by side: their states, and the Taylor series of these.

mod step;

use crate::decay::Chain;
use crate::fast_mode::FastMode;
use crate::healthy::Healthy;
use crate::lanes::{LANES, Lanes};
use crate::laws_in_lanes::set_lane;
use crate::modes::Fading;
use crate::rates::{
    Cells, Inflammation, Laws, Matrix, activation_excess, cell_rates_given_release,
    inflammation_rates, matrix_rates, tgf_released,
};
use crate::remodelled::Remodelled;
use crate::series::{ORDER, Tape, Term};
use step::SHORTEST_DAYS;

/// Order of the series of collagen and elastin. Their rates are small, so their coefficients fall off sooner.
pub(crate) const MATRIX_ORDER: usize = 9;

/// Share of a coefficient of a rate that becomes the next coefficient of its state, `1 / (order + 1)`.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is built"
)]
const SHARES: [f64; ORDER] = {
    let mut shares = [1.0; ORDER];
    let mut order = 1;
    while order < ORDER {
        shares[order] = 1.0 / (order + 1) as f64;
        order += 1;
    }
    shares
};

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
/// Place of the series of the TGF-β that inflammation releases, after the states.
const RELEASED: usize = STATES;

/// Steps stay below this multiple of the fastest time scale that the series follows, where it damps what decays.
const DAMPED: f64 = 4.5;
/// The same for the part that is advanced exactly beyond its series: further on the series of collagen, which follow the
/// cells without that part, lose accuracy.
const DAMPED_FAST_MODE: f64 = 20.0;
/// Order of the last coefficient of mature collagen that counts in a product: it changes by a few parts in ten thousand
/// within a step.
const SLOW_ORDER: usize = 3;
/// Cells this close to health, with inflammation gone, are taken as healthy.
const AT_REST: f64 = 1e-9;
/// A state may round this far below 0 before its step is shortened; it is then set to 0.
pub(crate) const LARGEST_CLIP: f64 = 1e-16;

/// Eight layers, each with its own constants, time and step.
pub(crate) struct Bundle<L> {
    tape: Box<Tape<L>>,
    laws: Laws<L>,
    chain: Chain<L>,
    fading: Fading<L>,
    fast_mode: FastMode<L>,
    cell_limit: L,
    matrix_limit: L,
    states: [L; STATES],
    tolerance: L,
    /// Shortest step onto a kink, d.
    shortest: L,
}

#[expect(
    clippy::indexing_slicing,
    reason = "states are numbered by constants, lanes by callers below LANES"
)]
impl<L: Lanes> Bundle<L> {
    pub(crate) fn new(idle: &Healthy, tolerance: f64) -> Self {
        let mut bundle = Self {
            tape: Box::new(Tape::new()),
            laws: idle.laws.map(L::all),
            chain: Chain::of_inflammation(|law| L::all(law(&idle.laws))),
            fading: Fading::all(&Fading::of(&idle.laws)),
            fast_mode: FastMode::all(&FastMode::of(&idle.laws)),
            cell_limit: L::all(0.0),
            matrix_limit: L::all(0.0),
            states: [L::all(0.0); STATES],
            tolerance: L::all(tolerance),
            shortest: L::all(SHORTEST_DAYS),
        };
        for lane in 0..LANES {
            bundle.load(lane, idle);
        }
        bundle
    }

    /// Puts a healthy layer into a lane.
    pub(crate) fn load(&mut self, lane: usize, healthy: &Healthy) {
        let laws = &healthy.laws;
        set_lane(&mut self.laws, lane, laws);
        self.fading.set_lane(lane, &Fading::of(laws));
        let chain = Chain::of_inflammation(|law| law(laws));
        self.chain.set_lane(lane, &chain);
        let fast_mode = FastMode::of(laws);
        self.fast_mode.set_lane(lane, &fast_mode);
        self.shortest[lane] = SHORTEST_DAYS;
        let cells = fast_mode.slow_rate.max(laws.myofibroblast_loss);
        let matrix = laws
            .labile_1_turnover
            .max(laws.labile_3_turnover)
            .max(laws.new_elastin_loss);
        self.cell_limit[lane] = (DAMPED / cells).min(DAMPED_FAST_MODE / fast_mode.rate);
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
    pub(crate) fn within_step(&self, days: L) -> WithinStep<L> {
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

    /// Takes lanes that have come to rest as healthy, so that the few slow states left can take long steps.
    #[inline(always)]
    fn rest(&mut self) {
        let states = &mut self.states;
        let (zero, one) = (L::all(0.0), L::all(1.0));
        let away = (states[TGF] - one).abs();
        let away = away
            .max((states[FIBROBLASTS] - one).abs())
            .max(states[MYOFIBROBLASTS]);
        let inflamed = states[ALARMIN].max(states[CLOT]).max(states[NEUTROPHILS]);
        let inflamed = inflamed.max(states[INFLAMMATORY]).max(states[REPAIR]);
        let busy = away.max(inflamed) - L::all(AT_REST);
        for (slot, state) in states[..=MYOFIBROBLASTS].iter_mut().enumerate() {
            let healthy = if slot == TGF || slot == FIBROBLASTS {
                one
            } else {
                zero
            };
            *state = busy.where_positive(*state, healthy);
        }
    }

    /// Finds the Taylor coefficients of all states.
    #[inline(always)]
    fn expand(&self) {
        for (slot, state) in self.states.iter().enumerate().skip(TGF) {
            self.tape.set(slot, 0, *state);
        }
        self.expand_inflammation();
        let mut newest = Cells {
            tgf: self.states[TGF],
            fibroblasts: self.states[FIBROBLASTS],
            myofibroblasts: self.states[MYOFIBROBLASTS],
        };
        newest = self.pass::<true>(0, newest);
        for order in 1..ORDER {
            newest = self.pass::<false>(order, newest);
        }
    }

    /// Finds the series of what inflammation does to the rest: it depends on nothing else and multiplies nothing, so a
    /// coefficient follows from the one before alone.
    #[inline(always)]
    fn expand_inflammation(&self) {
        let states = &self.states;
        let mut newest = Inflammation {
            alarmin: states[ALARMIN],
            clot: states[CLOT],
            neutrophils: states[NEUTROPHILS],
            inflammatory: states[INFLAMMATORY],
            repair: states[REPAIR],
        };
        for (order, share) in SHARES.into_iter().enumerate() {
            self.tape.set(INFLAMMATORY, order, newest.inflammatory);
            self.tape
                .set(RELEASED, order, tgf_released(&self.laws, &newest));
            let rates = inflammation_rates(&self.laws, &newest);
            let share = L::all(share);
            newest = Inflammation {
                alarmin: rates.alarmin * share,
                clot: rates.clot * share,
                neutrophils: rates.neutrophils * share,
                inflammatory: rates.inflammatory * share,
                repair: rates.repair * share,
            };
        }
    }

    /// Finds coefficient `order + 1` of cells and matrix from coefficient `order`, the newest. That of the cells is handed on in
    /// registers: every order waits for it, and memory would make it wait longer.
    #[inline(always)]
    fn pass<const FIRST: bool>(&self, order: usize, newest: Cells<L>) -> Cells<L> {
        let tape = &*self.tape;
        let pass = tape.pass(order, RELEASED + 1);
        let state = |slot: usize| pass.state::<FIRST>(slot, tape.get(slot, order));
        let cells = Cells {
            tgf: pass.state::<FIRST>(TGF, newest.tgf),
            fibroblasts: pass.state::<FIRST>(FIBROBLASTS, newest.fibroblasts),
            myofibroblasts: pass.state::<FIRST>(MYOFIBROBLASTS, newest.myofibroblasts),
        };
        let share = L::all(SHARES[order]);
        let keep = |slot: usize, rate: Term<'_, L, FIRST>| {
            let next = rate.coefficient() * share;
            tape.set(slot, order + 1, next);
            next
        };
        let activation = activation_excess(&self.laws, cells.tgf);
        let rates = cell_rates_given_release(&self.laws, state(RELEASED), activation, &cells);
        let next = Cells {
            tgf: keep(TGF, rates.tgf),
            fibroblasts: keep(FIBROBLASTS, rates.fibroblasts),
            myofibroblasts: keep(MYOFIBROBLASTS, rates.myofibroblasts),
        };
        if order >= MATRIX_ORDER {
            return next;
        }
        let matrix = Matrix {
            labile_3: state(LABILE_3),
            labile_1: state(LABILE_1),
            mature_3: pass.short(MATURE_3, tape.get(MATURE_3, order), SLOW_ORDER),
            mature_1: pass.short(MATURE_1, tape.get(MATURE_1, order), SLOW_ORDER),
            elastin: state(ELASTIN),
            new_elastin: state(NEW_ELASTIN),
        };
        let synthesis = pass.short(SYNTHESIS, tape.get(SYNTHESIS, order), 1);
        let rates = matrix_rates(
            &self.laws,
            state(INFLAMMATORY),
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
        next
    }
}

/// States of all lanes within a step.
pub(crate) struct WithinStep<L>([L; STATES]);

impl<L: Lanes> WithinStep<L> {
    /// Cells and matrix of a lane.
    pub(crate) fn remodelled(&self, lane: usize) -> Remodelled {
        remodelled(&self.0, lane)
    }
}

#[expect(clippy::indexing_slicing, reason = "states are numbered by constants")]
fn remodelled<L: Lanes>(states: &[L; STATES], lane: usize) -> Remodelled {
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
