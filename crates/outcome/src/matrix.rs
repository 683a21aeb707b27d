//! What the states of the dermis mean for the observations: collagen, stiffness, new matrix.

use needlework_healing::LayerState;
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

/// Logarithm of the stiffness of a layer relative to before treatment (model 13.4).
fn log_stiffness(now: &LayerState, before: &LayerState, parameters: &Matrix) -> f64 {
    let substance = |layer| mature(layer) + parameters.labile_stiffness_share * labile(layer);
    let change = relative_change(substance(now), substance(before));
    parameters.stiffness_exponent * change.ln_1p()
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

/// Logarithm of the stiffness of the substrate down to `depth_mm` over time, relative to before treatment.
pub(crate) fn substrate_log_stiffness(
    skin: &Skin,
    before: &Layers,
    course: &[Layers],
    depth_mm: f64,
    parameters: &Matrix,
) -> Vec<f64> {
    let weights = layer_weights(skin, depth_mm);
    course
        .iter()
        .map(|layers| {
            let changes = layers
                .iter()
                .zip(before)
                .map(|(now, then)| log_stiffness(now, then, parameters));
            weighted(&weights, changes)
        })
        .collect()
}

/// Of the collagen of one layer, the share that came since the first session beyond the usual turnover: labile collagen
/// above its level before, and mature collagen above the lowest level since the first session.
pub(crate) fn new_collagen_share(
    before: &LayerState,
    course: impl Iterator<Item = LayerState>,
) -> Vec<f64> {
    let mut lowest_mature = f64::INFINITY;
    course
        .map(|layer| {
            lowest_mature = lowest_mature.min(mature(&layer));
            let new = (labile(&layer) - labile(before)).max(0.0) + mature(&layer) - lowest_mature;
            let total = collagen(&layer);
            if total > 0.0 { new / total } else { 0.0 }
        })
        .collect()
}

/// Share of new collagen over the whole dermis over time.
pub(crate) fn dermal_new_collagen_share(
    skin: &Skin,
    before: &Layers,
    course: &[Layers],
) -> Vec<f64> {
    let weights = layer_weights(skin, f64::INFINITY);
    let mut mean = vec![0.0; course.len()];
    for (at, (weight, then)) in weights.iter().zip(before).enumerate() {
        let layer = course.iter().filter_map(|layers| layers.get(at).copied());
        for (sum, share) in mean.iter_mut().zip(new_collagen_share(then, layer)) {
            *sum += weight * share;
        }
    }
    mean
}
