//! Everything that is observed of one course in one draw.

use needlework_evidence::HOURS_PER_DAY;
use needlework_healing::{Course, LayerState};
use needlework_needling::{Device, Injury, Technique};
use needlework_skin::{DERMAL_LAYERS, Skin, Zone};

use crate::OutcomeError;
use crate::absorption::{self, AbsorptionDraw};
use crate::catalogue::Scale;
use crate::global::{self, GLOBAL_CLASSES};
use crate::histology::{self, HistologyDraw};
use crate::lag::interpolate;
use crate::matrix::{MatrixCourse, collagen, relative_change};
use crate::parameters::{GlobalImprovement, OutcomeParameters};
use crate::risks::{self, Exposure, RiskDraw};
use crate::scales::{self, ScaleDraw};
use crate::schedule::side_effect_samples;
use crate::side_effects::{SessionSigns, SideEffectDraw};
use crate::variation::Variation;

/// How a zone looks before treatment, as far as it was graded; what is absent is drawn from a prior.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ZoneBaseline {
    /// Lemperle wrinkle grade, 0 to 5.
    pub lemperle_grade: Option<f64>,
    /// Goodman-Baron scar grade, 1 to 4.
    pub goodman_baron_grade: Option<f64>,
    /// Laxity grade, 0 to 4.
    pub laxity_grade: Option<f64>,
}

/// One treated zone in one draw, ready to be observed.
#[derive(Debug, Clone, Copy)]
pub struct Treatment<'a> {
    /// The skin.
    pub skin: &'a Skin,
    /// The zone.
    pub zone: &'a Zone,
    /// The device.
    pub device: &'a Device,
    /// What the hand does.
    pub technique: &'a Technique,
    /// The injury of a typical session.
    pub injury: &'a Injury,
    /// Pain during needling without numbing, 0 to 10.
    pub discomfort: f64,
    /// Days of the sessions, increasing.
    pub session_days: &'a [f64],
    /// Dermal layers before the first session: the course without sessions at day 0.
    pub before: &'a [LayerState; DERMAL_LAYERS],
    /// The course, sampled at [`crate::sample_days`].
    pub course: &'a Course,
    /// How the zone looks before treatment.
    pub baseline: &'a ZoneBaseline,
}

/// One dermal layer in one draw, for the drawing under the skin.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerDraw {
    /// Depth of its upper and lower face, mm.
    pub depth_mm: [f64; 2],
    /// Damaged share of its volume in one session.
    pub damaged: f64,
    /// Total collagen relative to before treatment, minus 1, at the sampled days.
    pub collagen_change: Vec<f64>,
    /// Share of its collagen that is new since the first session at the sampled days.
    pub new_collagen_share: Vec<f64>,
    /// New elastin relative to the mature elastin before treatment at the sampled days.
    pub new_elastin_share: Vec<f64>,
}

/// Everything that is observed of one course in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedDraw {
    /// Sampled days of the course.
    pub days: Vec<f64>,
    /// Days of the first session's side effects, barrier and absorption, counted from that session.
    pub early_days: Vec<f64>,
    /// The scales that were asked for, in their order.
    pub scales: Vec<ScaleDraw>,
    /// Side effects of the first session at `early_days`.
    pub side_effects: Vec<SideEffectDraw>,
    /// Open share of the channels at `early_days`.
    pub open_channel_share: Vec<f64>,
    /// Absorption at `early_days`.
    pub absorption: Vec<AbsorptionDraw>,
    /// Risks over the course.
    pub risks: Vec<RiskDraw>,
    /// Biopsy findings at `days`.
    pub histology: Vec<HistologyDraw>,
    /// Dermal layers, papillary first.
    pub layers: Vec<LayerDraw>,
    /// Visible bleeding points per cm² in a session.
    pub bleeding_points_per_cm2: f64,
    /// Pain during needling without numbing, 0 to 10.
    pub discomfort: f64,
    /// Share of an open trial's improvement that a blinded rater would not see.
    pub open_trial_optimism_share: f64,
    /// Standard deviation of the logarithm of how long a sign lasted, as somebody remembers it.
    pub log_hours_error: f64,
    global: GlobalImprovement,
}

/// Observes one course: some scales, and everything else.
///
/// # Errors
/// When the course has no samples or not one state per sampled day, or no law is known for a scale.
pub fn observe(
    treatment: &Treatment,
    scales: &[&Scale],
    parameters: &OutcomeParameters,
) -> Result<ObservedDraw, OutcomeError> {
    let Treatment {
        skin,
        injury,
        session_days,
        before,
        course,
        ..
    } = *treatment;
    check_shape(course)?;
    let early = side_effect_samples(&course.days, session_days);
    let first = session_days.first().copied().unwrap_or(0.0);
    let early_days: Vec<f64> = course
        .days
        .get(early.clone())
        .unwrap_or_default()
        .iter()
        .map(|day| day - first)
        .collect();
    let hours: Vec<f64> = early_days.iter().map(|day| day * HOURS_PER_DAY).collect();
    let early_surface = course.surface.get(early).unwrap_or_default();
    let signs = SessionSigns {
        hours: &hours,
        surface: early_surface,
        injury,
        acne_prone: skin.person.acne_prone,
        parameters,
    };
    let matrix = MatrixCourse::of(before, course, &parameters.matrix);
    let thickening = scales::epidermal_thickening(course, parameters);
    let exposure = Exposure {
        device: treatment.device,
        technique: treatment.technique,
        zone: treatment.zone,
        injury,
        sessions: session_days.len(),
    };
    let variation = Variation::of(parameters);
    let open_share: Vec<f64> = early_surface
        .iter()
        .map(|surface| surface.open_channel_share)
        .collect();
    Ok(ObservedDraw {
        days: course.days.clone(),
        scales: scales::observe(
            treatment,
            (&matrix, &thickening),
            scales,
            parameters,
            variation.response,
        )?,
        side_effects: signs
            .observe()
            .iter()
            .map(|sign| variation.sign(&hours, sign))
            .collect(),
        open_channel_share: variation.open_share(&early_days, &open_share),
        absorption: absorption::observe(skin, injury, early_surface, &parameters.absorption)
            .iter()
            .map(|class| variation.absorption(&early_days, class))
            .collect(),
        risks: risks::observe(skin.person.phototype, course, &exposure, &parameters.risks)
            .iter()
            .map(|risk| variation.risk(risk))
            .collect(),
        histology: histology::observe(
            skin,
            before,
            &course.layers,
            &thickening,
            &parameters.histology,
            &parameters.matrix,
        )
        .into_iter()
        .map(|finding| variation.finding(finding))
        .collect(),
        layers: layers(treatment, &matrix),
        bleeding_points_per_cm2: injury.bleeding_points_per_cm2,
        discomfort: variation.discomfort(treatment.discomfort),
        open_trial_optimism_share: parameters.trials.open_trial_optimism_share,
        log_hours_error: parameters.own_reports.log_hours_error,
        global: parameters.global.clone(),
        early_days,
    })
}

impl ObservedDraw {
    /// A scale of this draw.
    pub fn scale(&self, id: &str) -> Option<&ScaleDraw> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// Improvement of a scale on a day, in scale units, positive = better, as a blinded rater would see it.
    pub fn improvement(&self, scale_id: &str, day: f64) -> Option<f64> {
        interpolate(&self.days, &self.scale(scale_id)?.improvement, day)
    }

    /// What an open, uncontrolled series would report where a blinded rater sees `improvement` (evidence trap 6).
    pub fn in_open_trial(&self, improvement: f64) -> f64 {
        improvement / (1.0 - self.open_trial_optimism_share)
    }

    /// Change of a biopsy finding on a day, relative to before treatment.
    pub fn histology_change(&self, id: &str, day: f64) -> Option<f64> {
        let finding = self.histology.iter().find(|finding| finding.id == id)?;
        interpolate(&self.days, &finding.change, day)
    }

    /// Uptake of a class of molecules relative to untouched skin, `day` days after the first session.
    pub fn absorption_gain(&self, id: &str, day: f64) -> Option<f64> {
        let class = self.absorption.iter().find(|class| class.id == id)?;
        interpolate(&self.early_days, &class.gain, day)
    }

    /// Probability of each class of global improvement on a day, worst first, judged by the given scale.
    pub fn global_improvement(&self, scale_id: &str, day: f64) -> Option<[f64; GLOBAL_CLASSES]> {
        let scale = self.scale(scale_id)?;
        let relative = self.improvement(scale_id, day)? / scale.improvable;
        Some(global::class_probabilities(relative, &self.global))
    }
}

fn check_shape(course: &Course) -> Result<(), OutcomeError> {
    let days = course.days.len();
    if days == 0 || course.layers.len() != days || course.surface.len() != days {
        return Err(OutcomeError::CourseShape {
            days,
            layers: course.layers.len(),
            surface: course.surface.len(),
        });
    }
    Ok(())
}

fn layers(treatment: &Treatment, matrix: &MatrixCourse) -> Vec<LayerDraw> {
    let depths = treatment.skin.dermis.iter();
    depths
        .zip(&treatment.injury.dermis)
        .zip(treatment.before)
        .zip(matrix.new_collagen_share())
        .enumerate()
        .map(|(at, (((depth, injury), before), new_collagen_share))| {
            let states = || {
                let course = &treatment.course.layers;
                course
                    .iter()
                    .filter_map(move |layers| layers.get(at).copied())
            };
            LayerDraw {
                depth_mm: [depth.top_mm, depth.bottom_mm],
                damaged: injury.damaged,
                collagen_change: states()
                    .map(|state| relative_change(collagen(&state), collagen(before)))
                    .collect(),
                new_collagen_share: new_collagen_share.clone(),
                new_elastin_share: states()
                    .map(|state| {
                        if before.elastin > 0.0 {
                            state.new_elastin / before.elastin
                        } else {
                            0.0
                        }
                    })
                    .collect(),
            }
        })
        .collect()
}
