//! Risks over the whole course: pigment darkening, tram tracks, infection.

use needlework_healing::Course;
use needlework_needling::{Device, DeviceKind, HandPressure, Injury, Technique};
use needlework_skin::{Phototype, Zone};

use crate::lag::integral;
use crate::parameters::Risks;

/// A risk in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskDraw {
    /// Id of the row in `findings.toml`.
    pub id: &'static str,
    /// Probability over the whole course, 0 to 1.
    pub probability: f64,
}

/// What the hand does and where, as far as risks depend on it.
pub(crate) struct Exposure<'a> {
    pub device: &'a Device,
    pub technique: &'a Technique,
    pub zone: &'a Zone,
    pub injury: &'a Injury,
    pub sessions: usize,
}

/// All risks, in the order in which a page lists them.
pub(crate) fn observe(
    phototype: Phototype,
    course: &Course,
    exposure: &Exposure,
    parameters: &Risks,
) -> Vec<RiskDraw> {
    let activation: Vec<f64> = course
        .surface
        .iter()
        .map(|surface| surface.melanocyte_activation)
        .collect();
    vec![
        RiskDraw {
            id: "pigment-darkening",
            probability: if is_pierced(exposure) {
                darkening(phototype, integral(&course.days, &activation), parameters)
            } else {
                0.0
            },
        },
        RiskDraw {
            id: "tram-track",
            probability: over_course(tram_track_rate(exposure, parameters), exposure.sessions),
        },
        RiskDraw {
            id: "infection",
            probability: over_course(
                infection_rate(exposure.injury, parameters),
                exposure.sessions,
            ),
        },
    ]
}

/// Whether the skin is pierced at all.
fn is_pierced(exposure: &Exposure) -> bool {
    exposure.sessions > 0 && exposure.injury.open_area > 0.0
}

/// A risk with a threshold, not a deterministic darkening: logistic in phototype (model 10 and 13.4). A part of the odds
/// follows the activation of melanocytes and saturates, a part does not follow it: sparse rollers darkened skin in one
/// series although they hardly inflame, and dense pens were not seen to darken it more.
fn darkening(phototype: Phototype, activation_days: f64, parameters: &Risks) -> f64 {
    let activation = activation_days.max(0.0);
    let inflamed = activation / (activation + parameters.darkening_half_activation_days);
    let base = parameters.darkening_base_share;
    let steps = f64::from(phototype.number()) - parameters.darkening_reference_phototype;
    let odds = parameters.darkening_reference_odds
        * (base + (1.0 - base) * inflamed)
        * (parameters.darkening_log_odds_per_phototype * steps).exp();
    odds / (1.0 + odds)
}

fn tram_track_rate(exposure: &Exposure, parameters: &Risks) -> f64 {
    if exposure.injury.channel_depth_mm <= 0.0 {
        return 0.0;
    }
    let length = exposure.technique.needle_length_mm / parameters.tram_track_reference_length_mm;
    let straight = match exposure.device.kind {
        DeviceKind::Roller => 1.0,
        DeviceKind::Stamp | DeviceKind::Pen => parameters.tram_track_straight_factor,
    };
    let bone = if exposure.zone.over_bone {
        parameters.tram_track_bone_factor
    } else {
        1.0
    };
    let pressure_steps = match exposure.technique.hand_pressure {
        HandPressure::Light => -1,
        HandPressure::Usual => 0,
        HandPressure::Firm => 1,
    };
    parameters.tram_track_reference_rate
        * length.powf(parameters.tram_track_length_exponent)
        * straight
        * bone
        * parameters.tram_track_pressure_factor.powi(pressure_steps)
}

fn infection_rate(injury: &Injury, parameters: &Risks) -> f64 {
    if injury.open_area > 0.0 {
        parameters.infection_rate
    } else {
        0.0
    }
}

fn over_course(rate_per_session: f64, sessions: usize) -> f64 {
    1.0 - (-rate_per_session * sessions as f64).exp()
}
