//! The faster of the two ways in which TGF-β and fibroblasts return to health together.
//!
//! Near health both are a sum of a slow and a fast part (0.055 and 0.88 per day for the nominal parameters). Long after
//! a session only the slow part is left, but a polynomial in time may not step further than the fast part allows. So the
//! fast part is taken out of the polynomial and advanced exactly: of `u' = -lambda u + n(t)` the series of `n` alone is
//! cut off, which is as smooth as the slow part. That leaves the polynomial as it is and adds what its cut-off terms
//! would have added, `u_n n! / lambda^n (e^-z - sum_{k<n} (-z)^k / k!) - u_n t^n` with `z = lambda t`.

use crate::lanes::Lanes;
use crate::rates::Laws;
use crate::series::ORDER;

/// Below this `z` the cut-off terms are less than rounding.
const SHORTEST: f64 = 0.5;

/// The fast part of a disturbance of health.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FastMode<C> {
    /// How fast it fades, `lambda`, 1/d.
    pub(crate) rate: C,
    /// How fast the slow part fades, 1/d.
    pub(crate) slow_rate: C,
    /// Share of a disturbance of TGF-β in the fast part.
    tgf_weight: C,
    /// Share of a disturbance of fibroblasts in it.
    fibroblast_weight: C,
    /// Fibroblasts in it for each TGF-β; negative.
    fibroblasts: C,
    /// `n! / lambda^n` for the last order `n` of the series.
    scale: C,
}

impl FastMode<f64> {
    /// The fast part by the laws linearised at health.
    pub(crate) fn of(laws: &Laws<f64>) -> Self {
        let tgf = laws.tgf_turnover;
        let crowding = laws.growth_in_health * laws.crowded_share;
        let activation = laws.activation_scale / (1.0 + laws.half_activation);
        let by_tgf =
            activation * (laws.growth_by_tgf * laws.replaced_share + crowding * laws.crowding_gain);
        let mean = 0.5 * (tgf + crowding);
        let apart = (0.25 * (tgf - crowding) * (tgf - crowding) + tgf * by_tgf).sqrt();
        let rate = mean + apart;
        let fibroblasts = (tgf - rate) / tgf;
        let left_fibroblasts = (tgf - rate) / by_tgf;
        let norm = 1.0 + left_fibroblasts * fibroblasts;
        Self {
            rate,
            slow_rate: mean - apart,
            tgf_weight: 1.0 / norm,
            fibroblast_weight: left_fibroblasts / norm,
            fibroblasts,
            scale: (1..=ORDER).map(|number| number as f64 / rate).product(),
        }
    }
}

impl<L: Lanes> FastMode<L> {
    pub(crate) fn all(mode: &FastMode<f64>) -> Self {
        Self {
            rate: L::all(mode.rate),
            slow_rate: L::all(mode.slow_rate),
            tgf_weight: L::all(mode.tgf_weight),
            fibroblast_weight: L::all(mode.fibroblast_weight),
            fibroblasts: L::all(mode.fibroblasts),
            scale: L::all(mode.scale),
        }
    }

    pub(crate) fn set_lane(&mut self, lane: usize, from: &FastMode<f64>) {
        self.rate[lane] = from.rate;
        self.slow_rate[lane] = from.slow_rate;
        self.tgf_weight[lane] = from.tgf_weight;
        self.fibroblast_weight[lane] = from.fibroblast_weight;
        self.fibroblasts[lane] = from.fibroblasts;
        self.scale[lane] = from.scale;
    }

    /// The fast part of TGF-β and fibroblasts, or of a coefficient of both.
    #[inline(always)]
    pub(crate) fn part(&self, tgf: L, fibroblasts: L) -> L {
        self.fibroblast_weight
            .times_plus(fibroblasts, self.tgf_weight * tgf)
    }

    /// Fibroblasts that belong to a fast part of TGF-β.
    #[inline(always)]
    pub(crate) fn fibroblasts(&self, tgf: L) -> L {
        self.fibroblasts * tgf
    }

    /// What the terms beyond the last order add to the fast part after `days`, given its last coefficient.
    #[inline(always)]
    pub(crate) fn beyond_series(&self, last: L, days: L) -> L {
        let z = self.rate * days;
        let mut order = ORDER - 1;
        let mut sum = L::all(1.0);
        while order > 0 {
            sum = sum.times_plus(-z * L::all(1.0 / order as f64), L::all(1.0));
            order -= 1;
        }
        let whole = (z.exp_of_minus() - sum) * self.scale;
        let added = last * (whole - power(days));
        (z - L::all(SHORTEST)).where_positive(added, L::all(0.0))
    }
}

/// The power of the last order.
#[inline(always)]
fn power<L: Lanes>(days: L) -> L {
    let (mut result, mut square, mut order) = (L::all(1.0), days, ORDER);
    while order > 0 {
        if order % 2 == 1 {
            result = result * square;
        }
        square = square * square;
        order /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::FastMode;
    use crate::rates::{Cells, Inflammation, Laws, activation_excess, cell_rates};
    use crate::scene::{nominal, young};
    use crate::{Ageing, Healthy, Region};

    fn laws() -> Laws<f64> {
        let healthy = Healthy::of(&young(), &nominal(), Region::Reticular, Ageing::Off);
        healthy.expect("healthy skin").laws
    }

    /// Rates of TGF-β and fibroblasts by the laws, close to health.
    fn rates(tgf: f64, fibroblasts: f64) -> (f64, f64) {
        let laws = laws();
        let cells = Cells {
            tgf: 1.0 + tgf,
            fibroblasts: 1.0 + fibroblasts,
            myofibroblasts: 0.0,
        };
        let calm = Inflammation::default();
        let rates = cell_rates(&laws, &calm, activation_excess(&laws, cells.tgf), &cells);
        (rates.tgf, rates.fibroblasts)
    }

    #[test]
    fn a_small_disturbance_along_the_fast_mode_fades_at_its_rate() {
        let mode = FastMode::of(&laws());
        let small = 1e-6;
        let (tgf, fibroblasts) = rates(small, small * mode.fibroblasts);
        assert!((tgf / small + mode.rate).abs() < 1e-5, "{tgf}");
        let expected = -mode.rate * mode.fibroblasts;
        assert!(
            (fibroblasts / small - expected).abs() < 1e-5,
            "{fibroblasts}"
        );
    }

    #[test]
    fn the_weights_tell_the_fast_part_and_only_that() {
        let mode = FastMode::of(&laws());
        let part = |tgf: f64, fibroblasts: f64| {
            mode.tgf_weight * tgf + mode.fibroblast_weight * fibroblasts
        };
        assert!((part(1.0, mode.fibroblasts) - 1.0).abs() < 1e-12);
        // The slow part: a disturbance whose rate by the laws points the other way along itself.
        let small = 1e-6;
        let slow_fibroblasts = 1.0 - mode.slow_rate / laws().tgf_turnover;
        let (tgf, fibroblasts) = rates(small, small * slow_fibroblasts);
        assert!((fibroblasts / tgf - slow_fibroblasts).abs() < 1e-5);
        assert!(part(1.0, slow_fibroblasts).abs() < 1e-12);
    }
}
