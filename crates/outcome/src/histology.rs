//! What a biopsy would show: every stain has its own gain, since measures of collagen are not interchangeable (evidence
//! trap 1).

use needlework_skin::Skin;

use crate::matrix::{Layers, labile, layer_weights, new_collagen, relative_change, weighted};
use crate::parameters::{Histology, Matrix};

/// One biopsy finding in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct HistologyDraw {
    /// Id of the row in `findings.toml`.
    pub id: &'static str,
    /// Change relative to before treatment at the sampled days.
    pub change: Vec<f64>,
}

/// All findings over the course.
pub(crate) fn observe(
    skin: &Skin,
    before: &Layers,
    course: &[Layers],
    epidermal_thickening: &[f64],
    parameters: &Histology,
    matrix: &Matrix,
) -> Vec<HistologyDraw> {
    let weights = layer_weights(skin, parameters.biopsy_depth_mm);
    let over_biopsy = |amount: &dyn Fn(&needlework_healing::LayerState) -> f64| -> Vec<f64> {
        let mean = |layers: &Layers| weighted(&weights, layers.iter().map(amount));
        let start = mean(before);
        course
            .iter()
            .map(|layers| relative_change(mean(layers), start))
            .collect()
    };
    let scaled = |gain: f64, changes: Vec<f64>| -> Vec<f64> {
        changes
            .into_iter()
            .map(|change| (gain * change).max(-1.0))
            .collect()
    };
    let finding = |id, change| HistologyDraw { id, change };
    vec![
        finding(
            "collagen-1",
            scaled(
                parameters.collagen_stain_gain,
                over_biopsy(&|layer| layer.mature_collagen_1 + layer.labile_collagen_1),
            ),
        ),
        finding(
            "collagen-3",
            scaled(
                parameters.collagen_stain_gain,
                over_biopsy(&|layer| layer.mature_collagen_3 + layer.labile_collagen_3),
            ),
        ),
        finding(
            "new-collagen",
            scaled(parameters.new_collagen_stain_gain, over_biopsy(&labile)),
        ),
        finding(
            "masson-papillary",
            masson(before, course, parameters, matrix),
        ),
        finding(
            "tropoelastin",
            over_biopsy(&|layer| parameters.tropoelastin_before + layer.new_elastin),
        ),
        finding(
            "total-elastin",
            over_biopsy(&|layer| {
                layer.elastin + parameters.new_elastin_in_total * layer.new_elastin
            }),
        ),
        finding("epidermal-thickness", epidermal_thickening.to_vec()),
    ]
}

/// Masson area of the papillary dermis, with its own gain on labile and mature collagen (model 16, last line) that levels
/// off. Lost collagen counts as it does for stiffness.
fn masson(before: &Layers, course: &[Layers], parameters: &Histology, matrix: &Matrix) -> Vec<f64> {
    let [papillary, ..] = before;
    let states = course.iter().map(|[papillary, ..]| *papillary);
    new_collagen(papillary, states)
        .map(|(_, new)| {
            let change = parameters.masson_labile_weight * new.labile + new.mature
                - matrix.softening_share_of_loss * new.lost;
            let largest = parameters.masson_largest_change;
            (largest * -(-parameters.masson_area_gain * change / largest).exp_m1()).max(-1.0)
        })
        .collect()
}
