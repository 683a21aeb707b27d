//! Sunken scars: volume balance and tether release (model 13.2). Ice-pick scars below the needle are too fine for this
//! model: it follows the mean depth of rolling and boxcar scars.

use needlework_needling::Injury;
use needlework_skin::Skin;

use crate::lag::follow;
use crate::observe::Treatment;
use crate::parameters::Scars;

/// Depth relative to before treatment over time: `D / D_0 = 1 - sum(h_k ln J_k) / D_0 - tether_share n_cut`,
/// levelling off at the share that can respond. `new_collagen` is its share in the dermis over time.
pub(crate) fn depth(
    treatment: &Treatment,
    new_collagen: &[f64],
    depth_before_mm: f64,
    parameters: &Scars,
) -> Vec<f64> {
    let Treatment { skin, course, .. } = *treatment;
    let left_per_session = 1.0 - tethers_cut(skin, treatment.injury, parameters);
    let thickness_mm = skin.dermis_mm();
    let target: Vec<f64> = course
        .days
        .iter()
        .zip(new_collagen)
        .map(|(day, new)| {
            let sessions = treatment
                .session_days
                .iter()
                .filter(|session| *session <= day);
            let held = left_per_session.powf(sessions.count() as f64);
            let filled_mm = thickness_mm * parameters.volume_gain * new;
            let raised = filled_mm / depth_before_mm + parameters.tether_share * (1.0 - held);
            let responsive = parameters.responsive_share;
            1.0 + responsive * (-raised / responsive).exp_m1()
        })
        .collect();
    follow(&course.days, &target, 1.0, parameters.remodelling_days)
}

/// Share of the tethers that one session cuts: those that cross damaged reticular dermis.
fn tethers_cut(skin: &Skin, injury: &Injury, parameters: &Scars) -> f64 {
    let reticular = skin.dermis.iter().zip(&injury.dermis).skip(1);
    let (mut damaged_mm, mut thickness_mm) = (0.0, 0.0);
    for (layer, damage) in reticular {
        let thickness = layer.bottom_mm - layer.top_mm;
        damaged_mm += thickness * damage.damaged;
        thickness_mm += thickness;
    }
    if thickness_mm > 0.0 {
        1.0 - (-parameters.tether_cut_gain * damaged_mm / thickness_mm).exp()
    } else {
        0.0
    }
}
