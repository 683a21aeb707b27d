//! What is seen and felt after a session, by hour: each sign follows a drive `d >= 0` with the grade `3 d / (1 + d)`
//! (0 none to 3 severe, protocol 5.3).

use needlework_evidence::HOURS_PER_DAY;
use needlework_healing::SurfaceState;
use needlework_needling::Injury;

use crate::parameters::{EarlySigns, Flaking, OutcomeParameters, Spots};

/// Severest grade of protocol 5.3.
const SEVEREST: f64 = 3.0;

/// One side effect of one session in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct SideEffectDraw {
    /// Id of the row in `findings.toml`.
    pub id: &'static str,
    /// Probability of having it at all, 0 to 1.
    pub probability: f64,
    /// Grade at the sampled days, 0 to 3.
    pub grade: Vec<f64>,
    /// Hours after the session at which it is strongest.
    pub peak_hour: f64,
    /// Hours after the session at which it is no longer noticeable; 0 when it never is.
    pub ends_hour: f64,
}

/// What all side effects of a session follow from; `hours` count from the session.
pub(crate) struct SessionSigns<'a> {
    pub hours: &'a [f64],
    pub surface: &'a [SurfaceState],
    pub injury: &'a Injury,
    pub acne_prone: bool,
    pub parameters: &'a OutcomeParameters,
}

impl SessionSigns<'_> {
    /// All side effects, in the order in which a page lists them.
    pub(crate) fn observe(&self) -> Vec<SideEffectDraw> {
        let signs = &self.parameters.early_signs;
        let inflamed = self.inflammation_scale();
        vec![
            self.sign("redness", |_, skin| {
                fast_redness(skin.fast_redness, signs)
                    + signs.slow_redness_gain * inflamed * skin.slow_redness
                    + signs.blood_gain * skin.extravasated_blood
            }),
            self.sign("swelling", |_, skin| {
                signs.swelling_gain * inflamed * skin.oedema
            }),
            self.sign("tenderness", |_, skin| {
                signs.tenderness_gain * inflamed * skin.slow_redness
            }),
            self.sign("tightness", |_, skin| {
                signs.tightness_gain * inflamed * skin.slow_redness
                    + signs.dryness_gain * skin.open_area
            }),
            self.sign("flaking", |hours, _| {
                flaking(hours, self.injury, &self.parameters.flaking)
            }),
            self.spots(),
        ]
    }

    /// Factor that turns slow redness into inflammation as it is seen and felt: 1 at its peak in a deep, dense session.
    fn inflammation_scale(&self) -> f64 {
        let signs = &self.parameters.early_signs;
        let states = self.surface.iter().map(|skin| skin.slow_redness);
        let peak = states.fold(0.0, f64::max);
        vessel_reach(self.injury.channel_depth_mm, signs) / (signs.half_inflammation + peak)
    }

    fn sign(&self, id: &'static str, drive: impl Fn(f64, &SurfaceState) -> f64) -> SideEffectDraw {
        let drives: Vec<f64> = self
            .hours
            .iter()
            .zip(self.surface)
            .map(|(hours, skin)| drive(*hours, skin).max(0.0))
            .collect();
        let grade: Vec<f64> = drives
            .iter()
            .map(|drive| SEVEREST * drive / (1.0 + drive))
            .collect();
        let strongest = drives.iter().copied().fold(0.0, f64::max);
        let signs = &self.parameters.early_signs;
        SideEffectDraw {
            id,
            probability: noticed(strongest, signs),
            peak_hour: peak(self.hours, &grade),
            ends_hour: last_above(self.hours, &grade, signs.noticeable_grade),
            grade,
        }
    }

    fn spots(&self) -> SideEffectDraw {
        let spots = &self.parameters.spots;
        let grade: Vec<f64> = self
            .hours
            .iter()
            .map(|hours| {
                spots.typical_grade * rise_and_fall(hours / (HOURS_PER_DAY * spots.peak_day))
            })
            .collect();
        let noticeable = self.parameters.early_signs.noticeable_grade;
        SideEffectDraw {
            id: "spots",
            probability: spots_probability(self.injury, self.acne_prone, spots),
            peak_hour: peak(self.hours, &grade),
            ends_hour: last_above(self.hours, &grade, noticeable),
            grade,
        }
    }
}

/// Drive of the fast redness. A flare spreads beyond its channel, so that the flares of a dense session share the same
/// skin and their redness saturates.
fn fast_redness(state: f64, signs: &EarlySigns) -> f64 {
    let sum = signs.half_flare + state;
    if sum > 0.0 {
        signs.fast_redness_gain * state / sum
    } else {
        0.0
    }
}

/// Share of the vessels that keep skin red which channels of this depth reach: `1 - exp(-(depth / vessel_depth)²)`, since
/// these vessels lie in a layer below the surface and short needles end above it.
fn vessel_reach(depth_mm: f64, signs: &EarlySigns) -> f64 {
    1.0 - (-(depth_mm / signs.vessel_depth_mm).powi(2)).exp()
}

fn flaking(hours: f64, injury: &Injury, flaking: &Flaking) -> f64 {
    flaking.damage_gain
        * injury.epidermis.damaged
        * rise_and_fall(hours / (HOURS_PER_DAY * flaking.peak_day))
}

/// Grows from 0, is 1 at time 1 and fades: `(t exp(1 - t))²`.
fn rise_and_fall(time: f64) -> f64 {
    let wave = time.max(0.0) * (1.0 - time).exp();
    wave * wave
}

fn spots_probability(injury: &Injury, acne_prone: bool, spots: &Spots) -> f64 {
    let dose = (injury.epidermis.damaged / spots.reference_damage).powf(spots.damage_exponent);
    let prone = if acne_prone {
        spots.acne_prone_factor
    } else {
        1.0
    };
    let odds = spots.reference_odds * dose * prone;
    odds / (1.0 + odds)
}

/// Share of people in whom the strongest drive reaches a noticeable grade: a logistic law in its logarithm.
fn noticed(strongest: f64, signs: &EarlySigns) -> f64 {
    let needed = signs.noticeable_grade / (SEVEREST - signs.noticeable_grade);
    let odds = (strongest / needed).powf(1.0 / signs.person_spread);
    if odds.is_finite() {
        odds / (1.0 + odds)
    } else {
        1.0
    }
}

fn peak(hours: &[f64], grade: &[f64]) -> f64 {
    let strongest = grade.iter().copied().fold(0.0, f64::max);
    let at = grade.iter().position(|value| *value >= strongest);
    at.and_then(|at| hours.get(at)).copied().unwrap_or(0.0)
}

/// Last hour at which the grade falls through `threshold`, interpolated; the last sampled hour when it never does.
fn last_above(hours: &[f64], grade: &[f64], threshold: f64) -> f64 {
    let Some(last) = grade.iter().rposition(|value| *value > threshold) else {
        return 0.0;
    };
    let here = hours.get(last).zip(grade.get(last));
    let next = hours.get(last + 1).zip(grade.get(last + 1));
    match (here, next) {
        (Some((from, high)), Some((to, low))) => {
            from + (to - from) * (high - threshold) / (high - low)
        }
        (Some((from, _)), None) => *from,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::last_above;

    #[test]
    fn a_sign_ends_where_its_grade_falls_below_the_noticeable() {
        let (hours, grade) = ([0.0, 2.0, 6.0], [2.0, 1.0, 0.0]);
        assert!((last_above(&hours, &grade, 0.5) - 4.0).abs() < 1e-12);
        assert!(last_above(&hours, &grade, 2.5).abs() < 1e-12);
    }
}
