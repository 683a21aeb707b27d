//! Rates of the surface, and means over its depth.

use needlework_evidence::HOURS_PER_DAY;
use needlework_skin::{DERMAL_LAYERS, Phototype, Skin};

use crate::HealingParameters;
use crate::lanes::Lanes;
use crate::request::CourseRequest;

const MICROMETRES_PER_MILLIMETRE: f64 = 1000.0;

/// Rates of the surface, per day.
#[derive(Clone, Copy)]
pub(crate) struct SurfaceRates<L> {
    pub(crate) fast_closure: L,
    pub(crate) slow_closure: L,
    pub(crate) slow_share: L,
    pub(crate) front_mm: L,
    pub(crate) fast_redness_loss: L,
    pub(crate) blood_loss: L,
    pub(crate) oedema_gain: L,
    pub(crate) oedema_loss: L,
    pub(crate) melanocyte_rate: L,
    pub(crate) threshold: L,
    /// `k_s y_p`.
    pub(crate) melanocyte_gain: L,
    pub(crate) melanin_transfer: L,
    pub(crate) melanin_loss: L,
}

#[inline(always)]
pub(crate) fn per_lane<L: Lanes, T>(items: &[T], value: impl Fn(&T) -> f64) -> L {
    L::from_fn(|lane| items.get(lane).or(items.first()).map_or(0.0, &value))
}

fn rate_of_half_life(half_life: f64) -> f64 {
    std::f64::consts::LN_2 / half_life
}

impl<L: Lanes> SurfaceRates<L> {
    #[inline(always)]
    pub(crate) fn of(requests: &[CourseRequest<'_>]) -> Self {
        let of = |value: fn(&HealingParameters) -> f64| -> L {
            per_lane(requests, |r| value(r.parameters))
        };
        Self {
            fast_closure: of(|p| {
                rate_of_half_life(p.surface.fast_closure_half_life_h) * HOURS_PER_DAY
            }),
            slow_closure: of(|p| {
                rate_of_half_life(p.surface.slow_closure_half_life_h) * HOURS_PER_DAY
            }),
            slow_share: of(|p| p.surface.slow_closure_share),
            front_mm: of(|p| {
                p.surface.epidermal_front_um_per_h * HOURS_PER_DAY / MICROMETRES_PER_MILLIMETRE
            }),
            fast_redness_loss: of(|p| {
                rate_of_half_life(p.surface.fast_redness_half_life_h) * HOURS_PER_DAY
            }),
            blood_loss: of(|p| rate_of_half_life(p.surface.blood_half_life_d)),
            oedema_gain: of(|p| p.surface.oedema_gain_per_day),
            oedema_loss: of(|p| rate_of_half_life(p.surface.oedema_half_life_d)),
            melanocyte_rate: of(|p| p.pigment.activation_per_day),
            threshold: of(|p| p.pigment.inflammation_threshold),
            melanocyte_gain: per_lane(requests, melanocyte_gain),
            melanin_transfer: of(|p| p.pigment.melanin_transfer_per_day),
            melanin_loss: of(|p| 1.0 / p.pigment.epidermal_turnover_d),
        }
    }
}

/// `k_s y_p` with `y_p` of the phototype (model 10).
fn melanocyte_gain(request: &CourseRequest<'_>) -> f64 {
    let pigment = &request.parameters.pigment;
    let steps = match request.skin.person.phototype {
        Phototype::I => -3,
        Phototype::II => -2,
        Phototype::III => -1,
        Phototype::IV => 0,
        Phototype::V => 1,
        Phototype::VI => 2,
    };
    pigment.activation_per_day
        * pigment.phototype_4_gain
        * pigment.gain_ratio_per_phototype.powi(steps)
}

/// Shares of the first `dermal` layers and of the epidermis in their common thickness.
pub(crate) fn depth_shares<L: Lanes>(
    requests: &[CourseRequest<'_>],
    dermal: usize,
) -> [L; DERMAL_LAYERS + 1] {
    std::array::from_fn(|number| {
        per_lane(requests, |request| {
            depth_share(request.skin, number, dermal)
        })
    })
}

#[inline(always)]
fn depth_share(skin: &Skin, number: usize, dermal: usize) -> f64 {
    let layers = skin
        .dermis
        .iter()
        .take(dermal)
        .map(|layer| layer.bottom_mm - layer.top_mm);
    let whole = skin.epidermis_mm + layers.clone().sum::<f64>();
    let own = if number == DERMAL_LAYERS {
        Some(skin.epidermis_mm)
    } else {
        layers.clone().nth(number)
    };
    own.unwrap_or(0.0) / whole
}

#[inline(always)]
pub(crate) fn mean<L: Lanes>(
    shares: &[L; DERMAL_LAYERS + 1],
    values: &[L; DERMAL_LAYERS + 1],
) -> L {
    let mut sum = L::all(0.0);
    for (share, value) in shares.iter().zip(values) {
        sum = sum + *share * *value;
    }
    sum
}
