//! How one place and one person differ from a typical course, as factors on what is observed.

use crate::absorption::AbsorptionDraw;
use crate::histology::HistologyDraw;
use crate::lag::interpolate;
use crate::parameters::OutcomeParameters;
use crate::risks::RiskDraw;
use crate::side_effects::SideEffectDraw;

/// Severest pain of the scale.
const WORST_PAIN: f64 = 10.0;

/// Factors of one place and one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Variation {
    /// On the improvement of every scale.
    pub(crate) response: f64,
    biopsy: f64,
    /// On how long inflamed vessels show, and on how long anything of this person lasts.
    duration: f64,
    own_duration: f64,
    closure: f64,
    uptake: f64,
    pain: f64,
    risk_odds: f64,
}

impl Variation {
    pub(crate) fn of(parameters: &OutcomeParameters) -> Self {
        let OutcomeParameters {
            between_places,
            between_people,
            place,
            person,
            ..
        } = parameters;
        let own_duration = between_people.duration * person.duration;
        let own_response = between_people.response * person.response;
        Self {
            response: (between_places.response * place.response + own_response).exp(),
            biopsy: (between_places.biopsy * place.biopsy + own_response).exp(),
            duration: (between_places.duration * place.duration + own_duration).exp(),
            own_duration: own_duration.exp(),
            closure: (between_places.closure * place.closure + own_duration).exp(),
            uptake: (between_places.uptake * place.uptake).exp(),
            pain: (between_places.pain * place.pain).exp(),
            risk_odds: (between_places.risk * place.risk).exp(),
        }
    }

    /// The sign runs its course in so many times the time. How a place needles and looks changes how long skin stays inflamed;
    /// flaking and spots keep the days that the epidermis and follicles set.
    pub(crate) fn sign(&self, hours: &[f64], sign: &SideEffectDraw) -> SideEffectDraw {
        let factor = match sign.id {
            "flaking" | "spots" => self.own_duration,
            _ => self.duration,
        };
        SideEffectDraw {
            id: sign.id,
            probability: sign.probability,
            grade: stretched(hours, &sign.grade, factor),
            peak_hour: sign.peak_hour * factor,
            ends_hour: sign.ends_hour * factor,
        }
    }

    /// Channels close in `closure` times the time.
    pub(crate) fn open_share(&self, days: &[f64], share: &[f64]) -> Vec<f64> {
        stretched(days, share, self.closure)
    }

    /// Uptake follows the open channels; what exceeds untouched skin is scaled.
    pub(crate) fn absorption(&self, days: &[f64], class: &AbsorptionDraw) -> AbsorptionDraw {
        let gain = stretched(days, &class.gain, self.closure);
        AbsorptionDraw {
            id: class.id,
            gain: gain
                .into_iter()
                .map(|gain| 1.0 + (gain - 1.0) * self.uptake)
                .collect(),
        }
    }

    /// Nothing shrinks to less than nothing.
    pub(crate) fn finding(&self, finding: HistologyDraw) -> HistologyDraw {
        let change = finding.change.into_iter();
        HistologyDraw {
            change: change.map(|it| (it * self.biopsy).max(-1.0)).collect(),
            ..finding
        }
    }

    pub(crate) fn risk(&self, risk: &RiskDraw) -> RiskDraw {
        let probability = risk.probability;
        RiskDraw {
            id: risk.id,
            probability: probability * self.risk_odds
                / (1.0 - probability + probability * self.risk_odds),
        }
    }

    pub(crate) fn discomfort(&self, discomfort: f64) -> f64 {
        (discomfort * self.pain).min(WORST_PAIN)
    }
}

/// The share of a complaint that improves where skin responds `factor` times as strongly as skin of which `share` improves:
/// each small part of the improvement comes `factor` times as often, so that nothing improves beyond what there is.
pub fn respond(share: f64, factor: f64) -> f64 {
    if share <= 0.0 {
        share * factor
    } else if share < 1.0 {
        -((-share).ln_1p() * factor).exp_m1()
    } else {
        1.0
    }
}

/// The course of a quantity that takes `factor` times the time.
fn stretched(times: &[f64], values: &[f64], factor: f64) -> Vec<f64> {
    times
        .iter()
        .filter_map(|time| interpolate(times, values, time / factor))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{respond, stretched};

    #[test]
    fn two_responses_of_one_are_one_response_of_two() {
        let left = |share: f64| 1.0 - share;
        let once = respond(0.3, 1.0);
        assert!((once - 0.3).abs() < 1e-15);
        assert!((left(respond(0.3, 2.0)) - left(once) * left(once)).abs() < 1e-15);
        assert!(respond(0.9, 50.0) <= 1.0);
        assert!((respond(-0.1, 2.0) + 0.2).abs() < 1e-15);
    }

    #[test]
    fn twice_the_time_shows_at_two_what_was_at_one() {
        let slow = stretched(&[0.0, 1.0, 2.0, 4.0], &[8.0, 4.0, 2.0, 0.0], 2.0);
        assert_eq!(slow, [8.0, 6.0, 4.0, 2.0]);
    }
}
