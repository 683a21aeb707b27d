//! Inflammation as a sum of four decays.
//!
//! Alarmin, neutrophils and both kinds of macrophages form a chain, so each is a sum of the decays of all four losses.
//! Taken apart into these they advance by an exponential for each loss, whatever the step. Where two losses are almost
//! equal the parts would be large and cancel; there [`Chain`] advances them, which subtracts nothing and takes longer.

use crate::decay::{Chain, LINKS, left};
use crate::lanes::Lanes;
use crate::rates::Laws;

/// Losses closer than this, relative to the larger, count as almost equal. Beyond it the parts cancel by four digits where
/// two losses meet, and by eight where three do, which leaves eight.
const CLOSE: f64 = 1e-4;

/// How inflammation of a layer fades.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fading<C> {
    /// Loss of alarmin, neutrophils, inflammatory and repair macrophages, 1/d.
    losses: [C; LINKS],
    /// What comes with one unit of each decay: with the first neutrophils and both macrophages, with the second both
    /// macrophages, with the third repair macrophages.
    with_first: [C; 3],
    with_second: [C; 2],
    with_third: C,
    /// Positive where two losses are almost equal.
    close: C,
}

impl Fading<f64> {
    pub(crate) fn of(laws: &Laws<f64>) -> Self {
        let losses = [
            laws.alarmin_decay,
            laws.neutrophil_turnover,
            laws.inflammatory_loss,
            laws.repair_loss,
        ];
        let [alarmin, neutrophils, inflammatory, repair] = losses;
        let pairs = [
            (alarmin, neutrophils),
            (alarmin, inflammatory),
            (alarmin, repair),
            (neutrophils, inflammatory),
            (neutrophils, repair),
            (inflammatory, repair),
        ];
        let close = |(one, other): &(f64, f64)| (one - other).abs() <= CLOSE * one.max(*other);
        if pairs.iter().any(close) {
            return Self {
                losses,
                with_first: [0.0; 3],
                with_second: [0.0; 2],
                with_third: 0.0,
                close: 1.0,
            };
        }
        let first = laws.neutrophil_turnover / (neutrophils - alarmin);
        let from_first = (laws.recruitment_by_alarmin + laws.recruitment_by_neutrophils * first)
            / (inflammatory - alarmin);
        let from_second = laws.recruitment_by_neutrophils / (inflammatory - neutrophils);
        Self {
            losses,
            with_first: [
                first,
                from_first,
                laws.conversion * from_first / (repair - alarmin),
            ],
            with_second: [
                from_second,
                laws.conversion * from_second / (repair - neutrophils),
            ],
            with_third: laws.conversion / (repair - inflammatory),
            close: -1.0,
        }
    }
}

impl<L: Lanes> Fading<L> {
    pub(crate) fn all(fading: &Fading<f64>) -> Self {
        Self {
            losses: fading.losses.map(L::all),
            with_first: fading.with_first.map(L::all),
            with_second: fading.with_second.map(L::all),
            with_third: L::all(fading.with_third),
            close: L::all(fading.close),
        }
    }

    pub(crate) fn set_lane(&mut self, lane: usize, from: &Fading<f64>) {
        let set = |to: &mut [L], from: &[f64]| {
            for (to, from) in to.iter_mut().zip(from) {
                to[lane] = *from;
            }
        };
        set(&mut self.losses, &from.losses);
        set(&mut self.with_first, &from.with_first);
        set(&mut self.with_second, &from.with_second);
        self.with_third[lane] = from.with_third;
        self.close[lane] = from.close;
    }

    /// Alarmin, neutrophils, inflammatory and repair macrophages after `days`. `chain` has the same rates.
    #[inline(always)]
    pub(crate) fn after(&self, chain: &Chain<L>, days: L, states: [L; LINKS]) -> [L; LINKS] {
        let mut next = self.by_decays(days, states);
        if self.close.any_positive() {
            for (next, exact) in next.iter_mut().zip(chain.after(days, states)) {
                *next = self.close.where_positive(exact, *next);
            }
        }
        next
    }

    #[inline(always)]
    fn by_decays(&self, days: L, states: [L; LINKS]) -> [L; LINKS] {
        let [alarmin, neutrophils, inflammatory, repair] = states;
        let [first, second, third, fourth] = self.losses;
        let [n1, i1, r1] = self.with_first;
        let [i2, r2] = self.with_second;
        let r3 = self.with_third;
        let b = neutrophils - n1 * alarmin;
        let c = inflammatory - i2.times_plus(b, i1 * alarmin);
        let d = repair - r3.times_plus(c, r2.times_plus(b, r1 * alarmin));
        let a = alarmin * left(first, days);
        let b = b * left(second, days);
        let c = c * left(third, days);
        let d = d * left(fourth, days);
        [
            a,
            n1.times_plus(a, b),
            i1.times_plus(a, i2.times_plus(b, c)),
            r1.times_plus(a, r2.times_plus(b, r3.times_plus(c, d))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::Fading;
    use crate::decay::Chain;
    use crate::lanes::Lanes as _;
    use crate::rates::Laws;
    use crate::registers::Plain;
    use crate::scene::{nominal, young};
    use crate::{Ageing, Healthy, Region};

    /// The largest difference from the chain, relative to the largest value, over forty days after two injuries.
    fn difference(change: impl Fn(&mut Laws<f64>)) -> f64 {
        let healthy = Healthy::of(&young(), &nominal(), Region::Reticular, Ageing::Off);
        let mut laws = healthy.expect("healthy skin").laws;
        change(&mut laws);
        let fading = Fading::<Plain>::all(&Fading::of(&laws));
        let chain = Chain::of_inflammation(|rate| Plain::all(rate(&laws)));
        let mut found = [Plain::all(0.0); 4];
        let mut expected = found;
        let (mut worst, mut most) = ([0.0_f64; 4], [0.0_f64; 4]);
        for step in 0..80 {
            if step % 40 == 0 {
                found[0][0] += 0.3;
                expected[0][0] += 0.3;
            }
            let days = Plain::all(0.5);
            found = fading.after(&chain, days, found);
            expected = chain.after(days, expected);
            for (number, (found, expected)) in found.iter().zip(expected).enumerate() {
                worst[number] = worst[number].max((found[0] - expected[0]).abs());
                most[number] = most[number].max(expected[0]);
            }
        }
        let relative = worst.iter().zip(most).map(|(worst, most)| worst / most);
        relative.fold(0.0, f64::max)
    }

    #[test]
    fn inflammation_is_the_chain_however_close_its_losses() {
        assert!(difference(|_| {}) < 1e-13);
        for apart in [0.0, 1e-9, 0.9e-4, 1.1e-4, 1e-2] {
            let two = difference(|laws| {
                laws.neutrophil_turnover = laws.alarmin_decay * (1.0 + apart);
            });
            assert!(two < 1e-10, "two {apart} apart: {two}");
            let three = difference(|laws| {
                laws.neutrophil_turnover = laws.alarmin_decay * (1.0 + apart);
                laws.inflammatory_loss = laws.alarmin_decay * (1.0 - apart);
            });
            assert!(three < 1e-7, "three {apart} apart: {three}");
        }
    }
}
