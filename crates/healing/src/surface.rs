//! What is linear: alarmin, clot and immune cells in every layer, and the state of the surface (model 7, 9, 10).
//!
//! All of it advances by exact exponentials from one session or sampled day to the next, for several courses side by
//! side. Depth enters through two means weighted by thickness:
//!
//! * *superficial*, epidermis and papillary dermis: fast redness and blood, which are seen through the epidermis, and the
//!   inflammation that melanocytes feel;
//! * *whole*, epidermis and all dermal layers: the inflammation behind slow redness. A needle of 0.2 mm inflames a small
//!   part of that depth and leaves fast redness only, hours long; one of 1.5 mm inflames most of it, and redness lasts
//!   for days (evidence S2).

use needlework_needling::{Injury, LayerInjury};
use needlework_skin::DERMAL_LAYERS;

use crate::HealingParameters;
use crate::course::SurfaceState;
use crate::decay::{Chain, LINKS, is_empty, left, left_and_passed_on};
use crate::lanes::{LANES, Lanes};
use crate::rates::{Inflammation, Laws};
use crate::request::CourseRequest;
use crate::surface_rates::{SurfaceRates, depth_shares, mean, per_lane};

/// Bisections before the secant takes over, and steps of the secant: together they pin a time down to rounding.
const BISECTIONS: u32 = 7;
const SECANTS: u32 = 9;

/// Superficial alarmin plus neutrophils.
struct Superficial<L> {
    /// How far it lies above the threshold of melanocytes.
    excess: L,
    /// How fast it rises, 1/d.
    slope: L,
}

impl<L: Lanes> Superficial<L> {
    #[inline(always)]
    fn falling(self) -> L {
        -self.slope
    }

    #[inline(always)]
    fn above(self) -> L {
        self.excess
    }

    #[inline(always)]
    fn below(self) -> L {
        -self.excess
    }
}

/// States of the surface that are not given by the last session alone.
#[derive(Clone, Copy)]
struct SurfaceLanes<L> {
    /// Alarmin and neutrophils over the whole depth, slow redness, oedema.
    swelling: [L; 4],
    /// Alarmin and neutrophils near the surface, melanocyte activation, melanin.
    pigment: [L; 4],
    fast_redness: L,
    blood: L,
    /// Open area that closes fast and slowly.
    open: [L; 2],
    open_at_session: L,
    radius_mm: L,
    days_since_session: L,
}

/// Several courses on the way through their sessions and sampled days.
pub(crate) struct LinearCourses<L> {
    inflammation: Chain<L>,
    clot_loss: L,
    swelling: Chain<L>,
    pigment: Chain<L>,
    rates: SurfaceRates<L>,
    /// Alarmin, neutrophils, inflammatory and repair macrophages in each layer.
    layers: [[L; 4]; DERMAL_LAYERS],
    epidermal_alarmin: L,
    clot: [L; DERMAL_LAYERS],
    /// Share of each dermal layer, then of the epidermis, in the whole depth.
    depth_shares: [[L; DERMAL_LAYERS + 1]; 2],
    surface: SurfaceLanes<L>,
}

impl<L: Lanes> LinearCourses<L> {
    /// Healthy skin of up to [`LANES`] courses with the laws of each.
    #[inline(always)]
    pub(crate) fn new(requests: &[CourseRequest<'_>], laws: &[Laws<f64>]) -> Self {
        let law = |value: fn(&Laws<f64>) -> f64| -> L { per_lane(laws, value) };
        let zero = L::all(0.0);
        let inflammation = Chain::of_inflammation(law);
        let rates = SurfaceRates::of(requests);
        let [alarmin, neutrophils, _, _] = inflammation.rates;
        let surface =
            |value: fn(&HealingParameters) -> f64| per_lane(requests, |r| value(r.parameters));
        let swelling = Chain {
            rates: [
                alarmin,
                neutrophils,
                [
                    surface(|p| p.surface.slow_redness_gain_per_day),
                    surface(|p| {
                        p.surface.slow_redness_gain_per_day * p.surface.neutrophil_redness_weight
                    }),
                    surface(|p| p.surface.slow_redness_decay_per_day),
                    zero,
                ],
                [zero, zero, rates.oedema_gain, rates.oedema_loss],
            ],
        };
        let pigment = Chain {
            rates: [
                alarmin,
                neutrophils,
                [
                    rates.melanocyte_gain,
                    rates.melanocyte_gain,
                    rates.melanocyte_rate,
                    zero,
                ],
                [zero, zero, rates.melanin_transfer, rates.melanin_loss],
            ],
        };
        Self {
            inflammation,
            clot_loss: law(|l| l.clot_decay),
            swelling,
            pigment,
            rates,
            layers: [[zero; 4]; DERMAL_LAYERS],
            epidermal_alarmin: zero,
            clot: [zero; DERMAL_LAYERS],
            depth_shares: [1, DERMAL_LAYERS].map(|dermal| depth_shares(requests, dermal)),
            surface: SurfaceLanes {
                swelling: [zero; 4],
                pigment: [zero; 4],
                fast_redness: zero,
                blood: zero,
                open: [zero; 2],
                open_at_session: zero,
                radius_mm: zero,
                days_since_session: zero,
            },
        }
    }

    /// Advances all courses.
    #[inline(always)]
    pub(crate) fn advance(&mut self, days: f64) {
        let time = L::all(days);
        if self.layers.iter().any(|layer| !is_empty(layer)) {
            let passage = self.inflammation.passage(time);
            for layer in &mut self.layers {
                *layer = passage.apply(*layer);
            }
        }
        let clot_left = left(self.clot_loss, time);
        for clot in &mut self.clot {
            *clot = *clot * clot_left;
        }
        self.epidermal_alarmin = self.epidermal_alarmin
            * left(
                self.inflammation.rates.first().map_or(time, |row| row[0]),
                time,
            );
        self.advance_swelling(time);
        self.advance_pigment(time);
        let (surface, rates) = (&mut self.surface, &self.rates);
        let [fast, slow] = surface.open;
        surface.open = [
            fast * left(rates.fast_closure, time),
            slow * left(rates.slow_closure, time),
        ];
        surface.blood = surface.blood * left(rates.blood_loss, time);
        surface.days_since_session = surface.days_since_session + time;
    }

    #[inline(always)]
    fn advance_swelling(&mut self, time: L) {
        let (surface, rates) = (&mut self.surface, &self.rates);
        surface.swelling = self.swelling.after(time, surface.swelling);
        let (left, _, leaked) =
            left_and_passed_on(rates.fast_redness_loss, rates.oedema_loss, time);
        let [_, _, _, oedema] = &mut surface.swelling;
        *oedema = *oedema + rates.oedema_gain * surface.fast_redness * leaked;
        surface.fast_redness = surface.fast_redness * left;
    }

    /// Melanocytes answer to inflammation above a threshold: before, above and after it the law is linear.
    #[inline(always)]
    fn advance_pigment(&mut self, time: L) {
        let (from, to) = self.above_threshold(time);
        let mut calm = self.pigment;
        let [_, _, activation_row, _] = &mut calm.rates;
        let [by_alarmin, by_neutrophils, ..] = activation_row;
        (*by_alarmin, *by_neutrophils) = (L::all(0.0), L::all(0.0));
        let before = calm.after(from, self.surface.pigment);
        if !(time - from).any_positive() {
            self.surface.pigment = before;
            return;
        }
        let active = to - from;
        let [alarmin, neutrophils, activation, melanin] = self.pigment.after(active, before);
        let rates = &self.rates;
        let zero = L::all(0.0);
        let threshold = Chain {
            rates: [
                [zero; LINKS],
                [zero; LINKS],
                [rates.melanocyte_gain, zero, rates.melanocyte_rate, zero],
                [zero, zero, rates.melanin_transfer, rates.melanin_loss],
            ],
        };
        let [_, _, less_activation, less_melanin] =
            threshold.after(active, [rates.threshold, zero, zero, zero]);
        let after = [
            alarmin,
            neutrophils,
            (activation - less_activation).max(zero),
            (melanin - less_melanin).max(zero),
        ];
        self.surface.pigment = calm.after(time - to, after);
    }

    /// The stretch of the next `time` days on which superficial inflammation lies above the threshold. Alarmin plus
    /// neutrophils rises at most once and then falls, so it is one stretch; where there is none, it is empty.
    #[inline(always)]
    fn above_threshold(&self, time: L) -> (L, L) {
        let zero = L::all(0.0);
        let (at_start, at_end) = (
            self.superficial_inflammation(zero),
            self.superficial_inflammation(time),
        );
        if !at_start
            .excess
            .max(at_end.excess)
            .max(at_start.slope)
            .any_positive()
        {
            return (time, time);
        }
        let peaks = at_start.slope.min(-at_end.slope);
        let top = self.change_of_sign(zero, time, peaks, Superficial::falling);
        let top = at_start.slope.where_positive(top, zero);
        let highest = self.superficial_inflammation(top).excess;
        let rises = (-at_start.excess).min(highest);
        let from = self.change_of_sign(zero, top, rises, Superficial::above);
        let from = at_start.excess.where_positive(zero, from);
        let falls = highest.min(-at_end.excess);
        let to = self.change_of_sign(top, time, falls, Superficial::below);
        let to = at_end.excess.where_positive(time, to);
        (
            highest.where_positive(from, time),
            highest.where_positive(to, time),
        )
    }

    /// Where a measure of superficial inflammation becomes positive between `low` and `high`, in the lanes that are
    /// `asked`; elsewhere `high`. Bisection, then the secant in its Illinois form, which never leaves the bracket.
    #[inline(always)]
    fn change_of_sign(
        &self,
        low: L,
        high: L,
        asked: L,
        measure: impl Fn(Superficial<L>) -> L,
    ) -> L {
        if !asked.any_positive() {
            return high;
        }
        let half = L::all(0.5);
        let (mut below, mut above) = (low, high);
        for _ in 0..BISECTIONS {
            let middle = (below + above) * half;
            let beyond = measure(self.superficial_inflammation(middle));
            below = beyond.where_positive(below, middle);
            above = beyond.where_positive(middle, above);
        }
        let mut at_below = measure(self.superficial_inflammation(below));
        let mut at_above = measure(self.superficial_inflammation(above));
        for _ in 0..SECANTS {
            let rise = at_above - at_below;
            let share = rise.where_positive(at_above / rise, half);
            let next = above - share * (above - below);
            let here = measure(self.superficial_inflammation(next));
            at_below = here.where_positive(at_below * half, here);
            at_above = here.where_positive(here, at_above * half);
            below = here.where_positive(below, next);
            above = here.where_positive(next, above);
        }
        asked.where_positive(above, high)
    }

    /// Superficial alarmin plus neutrophils after `days`.
    #[inline(always)]
    fn superficial_inflammation(&self, days: L) -> Superficial<L> {
        let [alarmin, neutrophils, _, _] = self.surface.pigment;
        let [alarmin_row, neutrophil_row, _, _] = self.inflammation.rates;
        let (decay, turnover) = (alarmin_row[0], neutrophil_row[1]);
        let (alarmin_left, neutrophils_left, drawn_in) = left_and_passed_on(decay, turnover, days);
        let neutrophils = neutrophils * neutrophils_left + turnover * alarmin * drawn_in;
        let alarmin = alarmin * alarmin_left;
        Superficial {
            excess: alarmin + neutrophils - self.rates.threshold,
            slope: turnover * (alarmin - neutrophils) - decay * alarmin,
        }
    }

    /// The injuries of one session, one per course.
    #[inline(always)]
    pub(crate) fn injure(&mut self, injuries: &[&Injury]) {
        let layer = |number: usize, value: fn(&LayerInjury) -> f64| -> L {
            per_lane(injuries, |injury| {
                injury.dermis.get(number).map_or(0.0, value)
            })
        };
        let mut damage = [L::all(0.0); DERMAL_LAYERS + 1];
        let mut clot = [L::all(0.0); DERMAL_LAYERS + 1];
        for (number, ((states, clotted), (damage, clot))) in self
            .layers
            .iter_mut()
            .zip(&mut self.clot)
            .zip(damage.iter_mut().zip(&mut clot))
            .enumerate()
        {
            let [alarmin, ..] = states;
            *damage = layer(number, |injury| injury.damaged) * (L::all(1.0) - *alarmin);
            *alarmin = *alarmin + *damage;
            *clot = layer(number, |injury| injury.clot);
            *clotted = (*clotted + *clot).min(L::all(1.0));
        }
        let epidermal = per_lane(injuries, |injury| injury.epidermis.damaged);
        {
            let ([.., damage], [.., clot]) = (&mut damage, &mut clot);
            *damage = epidermal * (L::all(1.0) - self.epidermal_alarmin);
            self.epidermal_alarmin = self.epidermal_alarmin + *damage;
            *clot = per_lane(injuries, |injury| injury.epidermis.clot);
        }
        let [superficial, whole] = self.depth_shares;
        let surface = &mut self.surface;
        surface.pigment[0] = surface.pigment[0] + mean(&superficial, &damage);
        surface.swelling[0] = surface.swelling[0] + mean(&whole, &damage);
        let damaged: [L; DERMAL_LAYERS + 1] = std::array::from_fn(|number| {
            if number < DERMAL_LAYERS {
                layer(number, |injury| injury.damaged)
            } else {
                epidermal
            }
        });
        surface.fast_redness = surface.fast_redness + mean(&superficial, &damaged);
        surface.blood = surface.blood + mean(&superficial, &clot);
        surface.open_new_channels(injuries, self.rates.slow_share);
    }

    /// Inflammation of a dermal layer of a course.
    #[inline(always)]
    pub(crate) fn inflammation(&self, lane: usize, layer: usize) -> Inflammation<f64> {
        let (Some(states), Some(clot)) = (self.layers.get(layer), self.clot.get(layer)) else {
            return Inflammation::default();
        };
        let [alarmin, neutrophils, inflammatory, repair] = states;
        Inflammation {
            alarmin: alarmin[lane],
            clot: clot[lane],
            neutrophils: neutrophils[lane],
            inflammatory: inflammatory[lane],
            repair: repair[lane],
        }
    }

    /// State of the surface of a course.
    #[inline(always)]
    pub(crate) fn surface(&self, lane: usize) -> SurfaceState {
        let surface = &self.surface;
        let [fast, slow] = surface.open.map(|open| open[lane]);
        let at_session = surface.open_at_session[lane];
        let radius = surface.radius_mm[lane];
        let grown = self.rates.front_mm[lane] * surface.days_since_session[lane];
        let uncovered = if radius > grown {
            1.0 - grown / radius
        } else {
            0.0
        };
        let [_, _, slow_redness, oedema] = surface.swelling.map(|state| state[lane]);
        let [_, _, melanocyte_activation, epidermal_melanin] =
            surface.pigment.map(|state| state[lane]);
        SurfaceState {
            open_channel_share: if at_session > 0.0 {
                ((fast + slow) / at_session).min(1.0)
            } else {
                0.0
            },
            open_area: fast + slow,
            epidermal_cover: 1.0 - uncovered * uncovered,
            fast_redness: surface.fast_redness[lane],
            slow_redness,
            extravasated_blood: surface.blood[lane],
            oedema,
            melanocyte_activation,
            epidermal_melanin,
        }
    }
}

impl<L: Lanes> SurfaceLanes<L> {
    /// New channels; those of earlier sessions that are still open stay so, and an area is open once only.
    fn open_new_channels(&mut self, injuries: &[&Injury], slow_share: L) {
        let opened: L = per_lane(injuries, |injury| injury.open_area);
        let [fast, slow] = self.open;
        let new = opened * (L::all(1.0) - fast - slow);
        self.open = [
            fast + new * (L::all(1.0) - slow_share),
            slow + new * slow_share,
        ];
        let open = fast + slow + new;
        let radius = per_lane(injuries, |injury| injury.channel_radius_mm);
        self.open_at_session = opened.where_positive(open, self.open_at_session);
        self.radius_mm = opened.where_positive(radius, self.radius_mm);
        self.days_since_session = opened.where_positive(L::all(0.0), self.days_since_session);
    }
}

/// Courses per call of [`LinearCourses::new`].
pub(crate) const COURSES: usize = LANES;
