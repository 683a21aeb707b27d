//! Linear chains of decaying states, advanced exactly and without a negative number anywhere.
//!
//! A chain `y' = A y` with inflows `>= 0` and losses on the diagonal is advanced by uniformisation and doubling: with the
//! largest loss `L`, `exp(A t) = exp(-L t) sum_k ((A + L) t)^k / k!` over a part of the time, where every term is `>= 0`,
//! squared until the parts make up the whole. Nothing cancels, so equal and nearly equal rates need no special care, and
//! positive states stay positive to the last bit. States that share rates share the passage.

use crate::lanes::Lanes;
use crate::number::Number;
use crate::rates::Laws;

/// Terms of the series: enough for half a unit of the fastest loss.
const TERMS: usize = 12;
/// Longest part, in units of the fastest loss.
const LONGEST_PART: f64 = 0.5;
/// `1 / k`, from [`TERMS`] down to 1.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the program is built"
)]
const SHARES: [f64; TERMS] = {
    let mut shares = [1.0; TERMS];
    let mut order = 0;
    while order < TERMS {
        shares[order] = 1.0 / (TERMS - order) as f64;
        order += 1;
    }
    shares
};
/// Amounts below this (of tissue, or of a cell per mm³) count as gone; it keeps numbers clear of underflow.
const GONE: f64 = 1e-18;
/// Links of a chain.
pub(crate) const LINKS: usize = 4;

/// Four states, of which the second draws on the first, the third on both, and the fourth on the third: alarmin and
/// neutrophils, and what these two drive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain<L> {
    /// Row `i`: inflow from each earlier state, then the loss of state `i`, 1/d.
    pub(crate) rates: [[L; LINKS]; LINKS],
}

/// What a chain makes of its states in a given time: in each row, the parts of the earlier states and of its own that are
/// found in a state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<L> {
    first: L,
    second: [L; 2],
    third: [L; 3],
    fourth: [L; 4],
}

impl<C: Number<Constant = C>> Chain<C> {
    /// Alarmin, neutrophils, inflammatory and repair macrophages.
    pub(crate) fn of_inflammation(law: impl Fn(fn(&Laws<f64>) -> f64) -> C) -> Self {
        let zero = C::constant(0.0);
        let turnover = law(|laws| laws.neutrophil_turnover);
        Self {
            rates: [
                [law(|laws| laws.alarmin_decay), zero, zero, zero],
                [turnover, turnover, zero, zero],
                [
                    law(|laws| laws.recruitment_by_alarmin),
                    law(|laws| laws.recruitment_by_neutrophils),
                    law(|laws| laws.inflammatory_loss),
                    zero,
                ],
                [
                    zero,
                    zero,
                    law(|laws| laws.conversion),
                    law(|laws| laws.repair_loss),
                ],
            ],
        }
    }
}

impl<L: Lanes> Chain<L> {
    /// Puts the rates of one chain into a lane.
    pub(crate) fn set_lane(&mut self, lane: usize, from: &Chain<f64>) {
        for (to, from) in self.rates.iter_mut().zip(&from.rates) {
            for (to, from) in to.iter_mut().zip(from) {
                to[lane] = *from;
            }
        }
    }

    /// The states after `days`.
    #[inline(always)]
    pub(crate) fn after(&self, days: L, states: [L; LINKS]) -> [L; LINKS] {
        if is_empty(&states) {
            return states;
        }
        self.passage(days).apply(states)
    }

    /// What becomes of any states in `days`: the series for a part of them so short that it needs few terms, then doubled
    /// as often as each lane needs.
    #[inline(always)]
    pub(crate) fn passage(&self, days: L) -> Passage<L> {
        let [[first, ..], [_, second, ..], [_, _, third, _], [.., fourth]] = self.rates;
        let fastest = first.max(second).max(third.max(fourth));
        let doublings = (fastest * days * L::all(1.0 / LONGEST_PART)).doublings();
        let mut passage = self.over_part(fastest, days * doublings.halved());
        let most = doublings.largest();
        let mut done = 0.0;
        while done < most {
            passage = passage.twice().or(passage, doublings - L::all(done));
            done += 1.0;
        }
        passage
    }

    /// The series, from its last term to its first.
    #[inline(always)]
    fn over_part(&self, fastest: L, part: L) -> Passage<L> {
        let one = L::all(1.0);
        let [[first, ..], [to_second, second, ..], to_third, to_fourth] = self.rates;
        let [from_first, from_second, third, _] = to_third;
        let [_, _, from_third, fourth] = to_fourth;
        let kept = [
            (fastest - first) * part,
            (fastest - second) * part,
            (fastest - third) * part,
            (fastest - fourth) * part,
        ];
        let to_second = to_second * part;
        let to_third = [from_first * part, from_second * part];
        let to_fourth = from_third * part;
        let mut sum = Passage::nothing_lost();
        for share in SHARES {
            let share = L::all(share);
            let Passage {
                first: f,
                second: s,
                third: t,
                fourth: l,
            } = sum;
            let ([s0, s1], [t0, t1, t2], [l0, l1, l2, l3]) = (s, t, l);
            sum = Passage {
                first: share.times_plus(kept[0] * f, one),
                second: [
                    share * kept[1].times_plus(s0, to_second * f),
                    share.times_plus(kept[1] * s1, one),
                ],
                third: [
                    share * kept[2].times_plus(t0, to_third[1].times_plus(s0, to_third[0] * f)),
                    share * kept[2].times_plus(t1, to_third[1] * s1),
                    share.times_plus(kept[2] * t2, one),
                ],
                fourth: [
                    share * kept[3].times_plus(l0, to_fourth * t0),
                    share * kept[3].times_plus(l1, to_fourth * t1),
                    share * kept[3].times_plus(l2, to_fourth * t2),
                    share.times_plus(kept[3] * l3, one),
                ],
            };
        }
        let faded = (fastest * part).exp_of_minus();
        Passage {
            first: sum.first * faded,
            second: each_times(sum.second, faded),
            third: each_times(sum.third, faded),
            fourth: each_times(sum.fourth, faded),
        }
    }
}

impl<L: Lanes> Passage<L> {
    fn nothing_lost() -> Self {
        let (one, zero) = (L::all(1.0), L::all(0.0));
        Self {
            first: one,
            second: [zero, one],
            third: [zero, zero, one],
            fourth: [zero, zero, zero, one],
        }
    }

    /// The states after that time.
    #[inline(always)]
    pub(crate) fn apply(&self, states: [L; LINKS]) -> [L; LINKS] {
        let [a, b, c, d] = states;
        let [s0, s1] = self.second;
        let [t0, t1, t2] = self.third;
        let [l0, l1, l2, l3] = self.fourth;
        let mut states = [
            self.first * a,
            s1.times_plus(b, s0 * a),
            t2.times_plus(c, t1.times_plus(b, t0 * a)),
            l3.times_plus(d, l2.times_plus(c, l1.times_plus(b, l0 * a))),
        ];
        for state in &mut states {
            *state = (*state - L::all(GONE)).where_positive(*state, L::all(0.0));
        }
        states
    }

    /// The same for twice the time.
    #[inline(always)]
    fn twice(&self) -> Self {
        let f = self.first;
        let [s0, s1] = self.second;
        let [t0, t1, t2] = self.third;
        let [l0, l1, l2, l3] = self.fourth;
        Self {
            first: f * f,
            second: [s1.times_plus(s0, s0 * f), s1 * s1],
            third: [
                t2.times_plus(t0, t1.times_plus(s0, t0 * f)),
                t2.times_plus(t1, t1 * s1),
                t2 * t2,
            ],
            fourth: [
                l3.times_plus(l0, l2.times_plus(t0, l1.times_plus(s0, l0 * f))),
                l3.times_plus(l1, l2.times_plus(t1, l1 * s1)),
                l3.times_plus(l2, l2 * t2),
                l3 * l3,
            ],
        }
    }

    /// This where `due` is positive, the other elsewhere.
    #[inline(always)]
    fn or(self, other: Self, due: L) -> Self {
        Self {
            first: due.where_positive(self.first, other.first),
            second: each_chosen(due, self.second, other.second),
            third: each_chosen(due, self.third, other.third),
            fourth: each_chosen(due, self.fourth, other.fourth),
        }
    }
}

#[inline(always)]
fn each_times<L: Lanes, const N: usize>(mut parts: [L; N], factor: L) -> [L; N] {
    for part in &mut parts {
        *part = *part * factor;
    }
    parts
}

#[inline(always)]
fn each_chosen<L: Lanes, const N: usize>(due: L, yes: [L; N], mut no: [L; N]) -> [L; N] {
    for (no, yes) in no.iter_mut().zip(yes) {
        *no = due.where_positive(yes, *no);
    }
    no
}

/// Whether nothing is left anywhere.
#[inline(always)]
pub(crate) fn is_empty<L: Lanes>(states: &[L; LINKS]) -> bool {
    let [first, second, third, fourth] = *states;
    !first.max(second).max(third.max(fourth)).any_positive()
}

/// What is left of 1 after `days`.
#[inline(always)]
pub(crate) fn left<L: Lanes>(rate: L, days: L) -> L {
    (rate * days).exp_of_minus()
}

/// What is left of 1 after `days` of a state with loss `first`, and what then is in a state with loss `second` to which it
/// flows at 1 per day: `e^(-first t)` and `(e^(-second t) - e^(-first t)) / (first - second)`, for equal rates too.
#[inline(always)]
pub(crate) fn left_and_passed_on<L: Lanes>(first: L, second: L, days: L) -> (L, L, L) {
    /// Differences of exponents below this are expanded, since the exponentials would cancel.
    const CLOSE: f64 = 0.05;
    const TERMS: usize = 9;
    let (left_of_first, left_of_second) = (left(first, days), left(second, days));
    let apart = (second - first) * days;
    // `(1 - e^-x) / x`, the mean of `e^-s` over `0..x`.
    let mut mean = L::all(1.0);
    let mut order = TERMS;
    while order > 1 {
        mean = L::all(1.0) - mean * apart * L::all(1.0 / order as f64);
        order -= 1;
    }
    let far = apart.abs() - L::all(CLOSE);
    let divisor = far.where_positive(apart, L::all(1.0));
    let direct = (left_of_first - left_of_second) * days / divisor;
    let passed = far.where_positive(direct, left_of_first * days * mean);
    (left_of_first, left_of_second, passed)
}
