//! Texture, laxity, pores, radiance, and the slow change of raised scars and stretch marks.

use crate::lag::follow;
use crate::parameters::{Epidermis, Laxity, Pores, Radiance, Replacement, Texture};

/// Relative thickening of the epidermis over time: growth factors of the papillary repair cells build it, and it fades.
pub(crate) fn epidermal_thickening(
    days: &[f64],
    repair_macrophages_per_mm3: &[f64],
    parameters: &Epidermis,
) -> Vec<f64> {
    let settled: Vec<f64> = repair_macrophages_per_mm3
        .iter()
        .map(|cells| {
            let drive = cells / (parameters.half_repair_macrophages_per_mm3 + cells);
            parameters.thickening_days * parameters.thickening_per_day * drive
        })
        .collect();
    follow(days, &settled, 0.0, parameters.thickening_days)
}

/// Roughness relative to before treatment over time.
pub(crate) fn roughness(
    days: &[f64],
    log_stiffness: &[f64],
    epidermal_thickening: &[f64],
    parameters: &Texture,
) -> Vec<f64> {
    let settled: Vec<f64> = log_stiffness
        .iter()
        .zip(epidermal_thickening)
        .map(|(stiffness, thickening)| {
            let smoother =
                parameters.stiffness_gain * stiffness + parameters.epidermis_gain * thickening;
            (-smoother).exp()
        })
        .collect();
    follow(days, &settled, 1.0, parameters.remodelling_days)
}

/// Slack relative to before treatment over time.
pub(crate) fn slack(
    days: &[f64],
    log_stiffness: &[f64],
    new_elastin: &[f64],
    parameters: &Laxity,
) -> Vec<f64> {
    let settled: Vec<f64> = log_stiffness
        .iter()
        .zip(new_elastin)
        .map(|(stiffness, elastin)| {
            let firmer = parameters.stiffness_gain * stiffness + parameters.elastin_gain * elastin;
            (-firmer).exp()
        })
        .collect();
    follow(days, &settled, 1.0, parameters.remodelling_days)
}

/// Pore area relative to before treatment over time: the hole opens by `u = 2 s0 r / Y` (Kirsch, model 13.3).
pub(crate) fn pore_area(days: &[f64], log_stiffness: &[f64], parameters: &Pores) -> Vec<f64> {
    let settled: Vec<f64> = log_stiffness
        .iter()
        .map(|stiffness| settled_pore_area(*stiffness, parameters.tension_ratio))
        .collect();
    follow(days, &settled, 1.0, parameters.remodelling_days)
}

fn settled_pore_area(log_stiffness: f64, tension_ratio: f64) -> f64 {
    let radius = (1.0 + tension_ratio * (-log_stiffness).exp()) / (1.0 + tension_ratio);
    radius * radius
}

/// Distance from full radiance relative to before treatment over time.
pub(crate) fn dullness(
    roughness: &[f64],
    epidermal_thickening: &[f64],
    parameters: &Radiance,
) -> Vec<f64> {
    roughness
        .iter()
        .zip(epidermal_thickening)
        .map(|(rough, thickening)| {
            let drive =
                parameters.smoothness_gain * (1.0 - rough) + parameters.epidermis_gain * thickening;
            (-drive).exp()
        })
        .collect()
}

/// What is left of a raised scar or a stretch mark, relative to before treatment over time, as new collagen replaces the
/// old texture at the rate `gain`.
pub(crate) fn remaining(
    days: &[f64],
    new_collagen_share: &[f64],
    gain: f64,
    parameters: &Replacement,
) -> Vec<f64> {
    let settled: Vec<f64> = new_collagen_share
        .iter()
        .map(|share| (-gain * share).exp())
        .collect();
    follow(days, &settled, 1.0, parameters.remodelling_days)
}

#[cfg(test)]
mod tests {
    use super::settled_pore_area;

    /// Model 13.3: `d ln r / d ln Y = -k / (1 + k)`, so the area falls twice as fast.
    #[test]
    fn pore_area_has_the_slope_of_kirsch_law() {
        let (step, tension) = (1e-6, 0.5);
        let slope = settled_pore_area(step, tension).ln() / step;
        assert!((slope + 2.0 * tension / (1.0 + tension)).abs() < 1e-5);
    }
}
