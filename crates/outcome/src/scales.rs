//! Each improvement scale over the course: value before treatment and improvement since, in scale units.

use std::cell::OnceCell;

use needlework_healing::Course;

use crate::catalogue::Scale;
use crate::matrix::{MatrixCourse, layer_weights, weighted};
use crate::observe::Treatment;
use crate::parameters::OutcomeParameters;
use crate::variation::respond;
use crate::wrinkles::Buckling;
use crate::{ChangeDirection, OutcomeError, pigment, scars, surface};

/// Least distance of a grade from its best value before treatment: nearer to it there is nothing to treat, and a share of
/// it would mean nothing.
const LEAST_GRADE: f64 = 0.1;

/// Value before treatment of scales that are counted in percent of it.
const WHOLE_PERCENT: f64 = 100.0;

/// One scale in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleDraw {
    /// Id of the row in `scales.toml`.
    pub id: String,
    /// Value before treatment.
    pub baseline: f64,
    /// The largest improvement that the scale leaves room for: a global impression counts in shares of it.
    pub improvable: f64,
    /// Improvement since before treatment at the sampled days, in scale units, positive = better, as a blinded rater would
    /// see it.
    pub improvement: Vec<f64>,
    /// Parameter tables that this scale depends on.
    pub basis: &'static [&'static str],
}

impl ScaleDraw {
    /// A scale whose distance from its best value follows `relative`, which is 1 before treatment.
    fn of(
        scale: &Scale,
        baseline: f64,
        relative: &[f64],
        response: f64,
        basis: &'static [&'static str],
    ) -> Self {
        let [lowest, highest] = scale.range;
        let (best, worst) = match scale.direction {
            ChangeDirection::LowerIsBetter => (lowest, highest),
            ChangeDirection::HigherIsBetter => (highest, lowest),
        };
        let room = (highest - lowest).max(LEAST_GRADE);
        let improvable = (baseline - best).abs().clamp(LEAST_GRADE, room);
        let largest_loss = (worst - best).abs() - improvable;
        Self {
            id: scale.id.clone(),
            baseline: best + (worst - best).signum() * improvable,
            improvable,
            improvement: relative
                .iter()
                .map(|left| {
                    let improvement = improvable * respond(1.0 - left, response);
                    improvement.clamp(-largest_loss.max(0.0), improvable)
                })
                .collect(),
            basis,
        }
    }
}

/// Relative thickening of the epidermis over the course.
pub(crate) fn epidermal_thickening(course: &Course, parameters: &OutcomeParameters) -> Vec<f64> {
    let repair: Vec<f64> = course
        .layers
        .iter()
        .map(|layers| {
            layers
                .first()
                .map_or(0.0, |papillary| papillary.repair_macrophages_per_mm3)
        })
        .collect();
    surface::epidermal_thickening(&course.days, &repair, &parameters.epidermis)
}

/// Some scales, in their order. `response` is the factor of this place and person on every improvement.
pub(crate) fn observe(
    treatment: &Treatment,
    (matrix, thickening): (&MatrixCourse, &[f64]),
    scales: &[&Scale],
    parameters: &OutcomeParameters,
    response: f64,
) -> Result<Vec<ScaleDraw>, OutcomeError> {
    let observation = Observation {
        treatment,
        matrix,
        thickening,
        parameters,
        response,
        roughness: OnceCell::new(),
    };
    scales.iter().map(|scale| observation.of(scale)).collect()
}

struct Observation<'a> {
    treatment: &'a Treatment<'a>,
    matrix: &'a MatrixCourse,
    thickening: &'a [f64],
    parameters: &'a OutcomeParameters,
    response: f64,
    /// Worked out once where several scales ask for it.
    roughness: OnceCell<Vec<f64>>,
}

impl Observation<'_> {
    fn of(&self, scale: &Scale) -> Result<ScaleDraw, OutcomeError> {
        Ok(match scale.id.as_str() {
            "lemperle-wrinkles" => self.wrinkles(scale),
            "fine-lines" => self.fine_lines(scale),
            "texture" => self.texture(scale),
            "alexiades-laxity" => self.laxity(scale),
            "radiance" => self.radiance(scale),
            "pore-area" => self.pores(scale),
            "pigment-evenness" => self.pigment(scale),
            "goodman-baron" => self.sunken_scar(scale),
            "scar-vas" => self.raised_scar(scale),
            "stretch-marks" => self.stretch_marks(scale),
            _ => {
                return Err(OutcomeError::NoLaw {
                    scale: scale.id.clone(),
                });
            }
        })
    }

    fn days(&self) -> &[f64] {
        &self.treatment.course.days
    }

    /// Grade before treatment that the photodamage suggests.
    fn suggested(&self, grade: f64, per_class: f64) -> f64 {
        grade + per_class * self.treatment.skin.person.photodamage.class()
    }

    /// Logarithm of the stiffness down to `depth_mm`, relative to before treatment.
    fn substrate(&self, depth_mm: f64) -> Vec<f64> {
        self.matrix
            .log_stiffness_down_to(self.treatment.skin, depth_mm)
    }

    fn wrinkles(&self, scale: &Scale) -> ScaleDraw {
        let (law, before) = (&self.parameters.wrinkles, &self.parameters.baselines);
        let buckling = Buckling {
            exponent: law.buckling_exponent,
            excess_strain: law.excess_strain,
            reversible_share: law.reversible_share,
            remodelling_days: law.remodelling_days,
        };
        let grade = self.treatment.baseline.lemperle_grade.unwrap_or_else(|| {
            self.suggested(before.wrinkle_grade, before.wrinkle_grade_per_class)
        });
        ScaleDraw::of(
            scale,
            grade,
            &buckling.depth(self.days(), &self.substrate(law.substrate_depth_mm)),
            self.response,
            &["outcome.wrinkles", "outcome.matrix", "outcome.baselines"],
        )
    }

    fn fine_lines(&self, scale: &Scale) -> ScaleDraw {
        let (law, before) = (&self.parameters.fine_lines, &self.parameters.baselines);
        let buckling = Buckling {
            exponent: self.parameters.wrinkles.buckling_exponent,
            excess_strain: law.excess_strain,
            reversible_share: law.reversible_share,
            remodelling_days: law.remodelling_days,
        };
        ScaleDraw::of(
            scale,
            self.suggested(before.fine_line_grade, before.fine_line_grade_per_class),
            &buckling.depth(self.days(), &self.substrate(law.substrate_depth_mm)),
            self.response,
            &[
                "outcome.fine_lines",
                "outcome.wrinkles",
                "outcome.matrix",
                "outcome.baselines",
            ],
        )
    }

    fn roughness(&self) -> &[f64] {
        self.roughness.get_or_init(|| {
            let law = &self.parameters.texture;
            let stiffness = self.substrate(law.substrate_depth_mm);
            surface::roughness(self.days(), &stiffness, self.thickening, law)
        })
    }

    fn texture(&self, scale: &Scale) -> ScaleDraw {
        let before = &self.parameters.baselines;
        ScaleDraw::of(
            scale,
            self.suggested(before.texture_grade, before.texture_grade_per_class),
            self.roughness(),
            self.response,
            &[
                "outcome.texture",
                "outcome.epidermis",
                "outcome.matrix",
                "outcome.baselines",
            ],
        )
    }

    fn laxity(&self, scale: &Scale) -> ScaleDraw {
        let (law, before) = (&self.parameters.laxity, &self.parameters.baselines);
        let whole_dermis = f64::INFINITY;
        let weights = layer_weights(self.treatment.skin, whole_dermis);
        let course = &self.treatment.course.layers;
        let elastin: Vec<f64> = course
            .iter()
            .map(|layers| weighted(&weights, layers.iter().map(|layer| layer.new_elastin)))
            .collect();
        let slack = surface::slack(self.days(), &self.substrate(whole_dermis), &elastin, law);
        let grade =
            self.treatment.baseline.laxity_grade.unwrap_or_else(|| {
                self.suggested(before.laxity_grade, before.laxity_grade_per_class)
            });
        ScaleDraw::of(
            scale,
            grade,
            &slack,
            self.response,
            &[
                "outcome.laxity",
                "outcome.matrix",
                "healing.elastin",
                "outcome.baselines",
            ],
        )
    }

    fn radiance(&self, scale: &Scale) -> ScaleDraw {
        let dullness =
            surface::dullness(self.roughness(), self.thickening, &self.parameters.radiance);
        ScaleDraw::of(
            scale,
            self.parameters.baselines.radiance_points,
            &dullness,
            self.response,
            &[
                "outcome.radiance",
                "outcome.texture",
                "outcome.epidermis",
                "outcome.matrix",
                "outcome.baselines",
            ],
        )
    }

    fn pores(&self, scale: &Scale) -> ScaleDraw {
        let law = &self.parameters.pores;
        let stiffness = self.substrate(law.substrate_depth_mm);
        ScaleDraw::of(
            scale,
            WHOLE_PERCENT,
            &surface::pore_area(self.days(), &stiffness, law),
            self.response,
            &["outcome.pores", "outcome.matrix"],
        )
    }

    fn pigment(&self, scale: &Scale) -> ScaleDraw {
        let course = self.treatment.course;
        let melanin: Vec<f64> = course
            .surface
            .iter()
            .map(|surface| surface.epidermal_melanin)
            .collect();
        let uneven = pigment::unevenness(
            &course.days,
            self.treatment.session_days,
            self.treatment.injury,
            &melanin,
            &self.parameters.pigment,
        );
        ScaleDraw::of(
            scale,
            WHOLE_PERCENT,
            &uneven,
            self.response,
            &["outcome.pigment", "healing.pigment"],
        )
    }

    fn sunken_scar(&self, scale: &Scale) -> ScaleDraw {
        let law = &self.parameters.scars;
        let grade = self
            .treatment
            .baseline
            .goodman_baron_grade
            .unwrap_or(self.parameters.baselines.scar_grade);
        let above_flattest = (grade - scale.range[0]).max(LEAST_GRADE);
        let new_collagen = self.matrix.dermal_new_collagen_share(self.treatment.skin);
        let depth_before_mm = law.depth_mm_per_grade * above_flattest;
        let depth = scars::depth(self.treatment, &new_collagen, depth_before_mm, law);
        ScaleDraw::of(
            scale,
            grade,
            &depth,
            self.response,
            &["outcome.scars", "outcome.baselines"],
        )
    }

    /// What is left of raised scars or stretch marks where new collagen replaces the old texture at this rate.
    fn left_by_new_collagen(&self, gain: f64) -> Vec<f64> {
        let new = self.matrix.dermal_new_collagen_share(self.treatment.skin);
        surface::remaining(self.days(), &new, gain, &self.parameters.replacement)
    }

    fn raised_scar(&self, scale: &Scale) -> ScaleDraw {
        ScaleDraw::of(
            scale,
            self.parameters.baselines.raised_scar_mm,
            &self.left_by_new_collagen(self.parameters.replacement.raised_scar_gain),
            self.response,
            &["outcome.replacement", "outcome.baselines"],
        )
    }

    fn stretch_marks(&self, scale: &Scale) -> ScaleDraw {
        ScaleDraw::of(
            scale,
            WHOLE_PERCENT,
            &self.left_by_new_collagen(self.parameters.replacement.stretch_mark_gain),
            self.response,
            &["outcome.replacement"],
        )
    }
}
