//! What the states of the dermis mean for the observations: collagen, stiffness, new matrix.

use needlework_healing::{Course, LayerState};
use needlework_skin::{DERMAL_LAYERS, Skin};

use crate::parameters::Matrix;

/// The dermal layers at one time, papillary first.
pub(crate) type Layers = [LayerState; DERMAL_LAYERS];

/// Labile collagen of both types.
pub(crate) fn labile(layer: &LayerState) -> f64 {
    layer.labile_collagen_1 + layer.labile_collagen_3
}

/// Mature collagen of both types.
pub(crate) fn mature(layer: &LayerState) -> f64 {
    layer.mature_collagen_1 + layer.mature_collagen_3
}

/// All collagen.
pub(crate) fn collagen(layer: &LayerState) -> f64 {
    labile(layer) + mature(layer)
}

/// `now / before - 1`; 0 where there was nothing before.
pub(crate) fn relative_change(now: f64, before: f64) -> f64 {
    if before > 0.0 {
        now / before - 1.0
    } else {
        0.0
    }
}

/// Collagen of one layer that came since the first session beyond the usual turnover, relative to all collagen before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NewCollagen {
    /// Labile collagen above its level before.
    pub(crate) labile: f64,
    /// Mature collagen above its lowest level since the first session.
    pub(crate) mature: f64,
    /// Mature collagen lost since before treatment, at that lowest level.
    pub(crate) lost: f64,
}

/// New and lost collagen of one layer over the course, with the state of the layer.
pub(crate) fn new_collagen(
    before: &LayerState,
    course: impl Iterator<Item = LayerState>,
) -> impl Iterator<Item = (LayerState, NewCollagen)> {
    let (labile_before, mature_before) = (labile(before), mature(before));
    let all_before = collagen(before).max(f64::MIN_POSITIVE);
    let mut lowest_mature = mature_before;
    course.map(move |layer| {
        lowest_mature = lowest_mature.min(mature(&layer));
        let new = NewCollagen {
            labile: (labile(&layer) - labile_before).max(0.0) / all_before,
            mature: (mature(&layer) - lowest_mature) / all_before,
            lost: (mature_before - lowest_mature) / all_before,
        };
        (layer, new)
    })
}

/// Logarithm of the stiffness of a layer relative to before treatment over time (model 13.4), with two corrections. New
/// collagen is stiffer than what it replaces, until it is remodelled. Collagen that is lost thins the layer more than it softens what is left, since
/// fibres close up: content falls with thickness at constant density (evidence R12).
fn log_stiffness(
    before: &LayerState,
    days: &[f64],
    course: impl Iterator<Item = LayerState>,
    parameters: &Matrix,
) -> Vec<f64> {
    let labile_share = parameters.labile_stiffness_share;
    let mut extra = Fading {
        time_constant_days: parameters.extra_stiffness_fading_days,
        ..Fading::default()
    };
    new_collagen(before, course)
        .zip(days)
        .map(|((_, new), day)| {
            let fresh = labile_share * new.labile + new.mature;
            let change = fresh + parameters.new_collagen_extra_stiffness * extra.after(*day, fresh)
                - parameters.softening_share_of_loss * new.lost;
            parameters.stiffness_exponent * change.max(-0.9).ln_1p()
        })
        .collect()
}

/// What is left of a growing quantity whose parts fade from the day they came.
#[derive(Debug, Clone, Copy, Default)]
struct Fading {
    time_constant_days: f64,
    day: f64,
    whole: f64,
    left: f64,
}

impl Fading {
    fn after(&mut self, day: f64, whole: f64) -> f64 {
        let kept = (-(day - self.day).max(0.0) / self.time_constant_days).exp();
        self.left = (self.left * kept + whole - self.whole).max(0.0);
        self.day = day;
        self.whole = whole;
        self.left
    }
}

/// Weights of the layers, sum 1, for an observation whose sensitivity falls by e over `depth_mm` from the top of the
/// dermis; the whole dermis counts equally when `depth_mm` is infinite.
pub(crate) fn layer_weights(skin: &Skin, depth_mm: f64) -> [f64; DERMAL_LAYERS] {
    let surface = skin.dermis.first().map_or(0.0, |layer| layer.top_mm);
    let weight = |from: f64, to: f64| {
        if depth_mm.is_finite() {
            (-(from - surface) / depth_mm).exp() - (-(to - surface) / depth_mm).exp()
        } else {
            to - from
        }
    };
    let weights = skin
        .dermis
        .map(|layer| weight(layer.top_mm, layer.bottom_mm));
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        weights.map(|weight| weight / total)
    } else {
        weights
    }
}

/// Weighted mean of a layer quantity.
pub(crate) fn weighted(weights: &[f64; DERMAL_LAYERS], values: impl Iterator<Item = f64>) -> f64 {
    weights
        .iter()
        .zip(values)
        .map(|(weight, value)| weight * value)
        .sum()
}

/// What the dermis does over a course, layer by layer: worked out once for all observations.
pub(crate) struct MatrixCourse {
    /// Logarithm of the stiffness of each layer at the sampled days, relative to before treatment.
    log_stiffness: [Vec<f64>; DERMAL_LAYERS],
    /// Of the collagen of each layer at the sampled days, the share that is new.
    new_collagen_share: [Vec<f64>; DERMAL_LAYERS],
}

impl MatrixCourse {
    /// The course from the layers before treatment.
    pub(crate) fn of(before: &Layers, course: &Course, parameters: &Matrix) -> Self {
        let states = |at: usize| {
            let layers = course.layers.iter();
            layers.filter_map(move |layers| layers.get(at).copied())
        };
        let then = |at: usize| before.get(at).copied().unwrap_or_default();
        Self {
            log_stiffness: std::array::from_fn(|at| {
                log_stiffness(&then(at), &course.days, states(at), parameters)
            }),
            new_collagen_share: std::array::from_fn(|at| new_collagen_share(&then(at), states(at))),
        }
    }

    /// Logarithm of the stiffness of the substrate down to `depth_mm` over time, relative to before treatment.
    pub(crate) fn log_stiffness_down_to(&self, skin: &Skin, depth_mm: f64) -> Vec<f64> {
        mean_over_layers(&layer_weights(skin, depth_mm), &self.log_stiffness)
    }

    /// Share of new collagen over the whole dermis over time.
    pub(crate) fn dermal_new_collagen_share(&self, skin: &Skin) -> Vec<f64> {
        mean_over_layers(
            &layer_weights(skin, f64::INFINITY),
            &self.new_collagen_share,
        )
    }

    /// Share of new collagen of each layer over time, papillary first.
    pub(crate) fn new_collagen_share(&self) -> &[Vec<f64>; DERMAL_LAYERS] {
        &self.new_collagen_share
    }
}

/// Weighted mean over the layers of a quantity over time.
fn mean_over_layers(
    weights: &[f64; DERMAL_LAYERS],
    of_layers: &[Vec<f64>; DERMAL_LAYERS],
) -> Vec<f64> {
    let mut mean = vec![0.0; of_layers.first().map_or(0, Vec::len)];
    for (weight, of_layer) in weights.iter().zip(of_layers) {
        for (sum, value) in mean.iter_mut().zip(of_layer) {
            *sum += weight * value;
        }
    }
    mean
}

/// Of the collagen of one layer, the share that came since the first session beyond the usual turnover.
fn new_collagen_share(before: &LayerState, course: impl Iterator<Item = LayerState>) -> Vec<f64> {
    let all_before = collagen(before);
    new_collagen(before, course)
        .map(|(layer, new)| {
            let all = collagen(&layer);
            if all > 0.0 {
                (new.labile + new.mature) * all_before / all
            } else {
                0.0
            }
        })
        .collect()
}
