//! Linear chains of decaying states, advanced exactly and without a negative number anywhere.
//!
//! A chain `y' = A y` with inflows `>= 0` and losses on the diagonal is advanced by uniformisation: with the largest
//! loss `L`, `exp(A t) = exp(-L t) sum_k ((A + L) t)^k / k!`, where every term is `>= 0`. Nothing cancels, so equal and
//! nearly equal rates need no special care, and positive states stay positive to the last bit.

use crate::lanes::Lanes;

/// Longest stretch of a single sum, in units of the fastest loss.
const STRETCH: f64 = 12.0;
/// Amounts below this (of tissue, or of a cell per mm³) count as gone; it keeps numbers clear of underflow.
const GONE: f64 = 1e-18;

/// A chain in which state `i` receives from the states before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain<const N: usize> {
    /// Row `i`: inflow from each earlier state, then the loss of state `i`, 1/d.
    pub(crate) rates: [[Lanes; N]; N],
}

#[expect(
    clippy::indexing_slicing,
    reason = "indices run over the fixed size of the chain"
)]
impl<const N: usize> Chain<N> {
    /// The states after `days`.
    #[inline(always)]
    pub(crate) fn after(&self, days: Lanes, mut states: [Lanes; N]) -> [Lanes; N] {
        let mut most = states[0];
        let mut fastest = self.rates[0][0];
        let mut state = 1;
        while state < N {
            most = most.max(states[state]);
            fastest = fastest.max(self.rates[state][state]);
            state += 1;
        }
        if most.largest() <= 0.0 {
            return states;
        }
        let parts = (fastest * days).map(|length| (length / STRETCH).ceil().max(1.0));
        let part = days / parts;
        let terms = (fastest * part).map(|length| 10.0 + length + 8.0 * length.sqrt());
        let most_terms = terms.largest();
        let faded = (fastest * part).exp_of_minus();
        let mut done = 0.0;
        while done < parts.largest() {
            let active = parts - Lanes::all(done);
            let sums = self.series(fastest, part, terms, most_terms, states);
            for i in 0..N {
                let advanced = sums[i] * faded;
                let advanced =
                    (advanced - Lanes::all(GONE)).where_positive(advanced, Lanes::all(0.0));
                states[i] = active.where_positive(advanced, states[i]);
            }
            done += 1.0;
        }
        states
    }

    #[inline(always)]
    fn series(
        &self,
        fastest: Lanes,
        part: Lanes,
        terms: Lanes,
        most: f64,
        states: [Lanes; N],
    ) -> [Lanes; N] {
        let mut term = states;
        let mut sums = states;
        let mut order = 1.0;
        while order <= most {
            let weight = part * Lanes::all(1.0 / order);
            let weight = (terms - Lanes::all(order)).where_positive(weight, Lanes::all(0.0));
            for i in (0..N).rev() {
                let mut next = (fastest - self.rates[i][i]) * term[i];
                let mut j = 0;
                while j < i {
                    next = next + self.rates[i][j] * term[j];
                    j += 1;
                }
                term[i] = next * weight;
                sums[i] = sums[i] + term[i];
            }
            order += 1.0;
        }
        sums
    }
}

/// What is left of 1 after `days`.
#[inline(always)]
pub(crate) fn left(rate: Lanes, days: Lanes) -> Lanes {
    (rate * days).exp_of_minus()
}

/// What a state with loss `second` holds after `days` of an inflow that starts at 1 per day and fades with `first`:
/// `(e^(-second t) - e^(-first t)) / (first - second)`, for equal rates too.
#[inline(always)]
pub(crate) fn passed_on(first: Lanes, second: Lanes, days: Lanes) -> Lanes {
    let slower = first.min(second);
    let difference = (first.max(second) - slower) * days;
    left(slower, days) * days * mean_of_decay(difference)
}

/// `(1 - e^-x) / x`, the mean of `e^-s` over `0..x`.
#[inline(always)]
fn mean_of_decay(x: Lanes) -> Lanes {
    const TERMS: f64 = 18.0;
    let mut series = Lanes::all(1.0);
    let mut order = TERMS;
    while order > 1.0 {
        series = Lanes::all(1.0) - series * x * Lanes::all(1.0 / order);
        order -= 1.0;
    }
    let direct = (Lanes::all(1.0) - x.exp_of_minus()) / x.max(Lanes::all(0.5));
    (Lanes::all(0.5) - x).where_positive(series, direct)
}
