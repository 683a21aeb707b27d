//! A grade as the chart keeps it: with what the scale says of itself on that day (protocol 6).

use jiff::civil::Date;
use needlework_chart::event::{ScaleDirection, ScaleRated, Seen};
use needlework_chart::id::RatingId;
use needlework_planning::Library;
use needlework_protocol::{Better, ScaleDefinition};

/// The id under which a scale is rated: that of the forecast where there is one, so that both can be compared.
pub(super) fn id_of(scale: &ScaleDefinition) -> &str {
    scale.predicted_as.as_deref().unwrap_or(&scale.id)
}

/// The scale that is rated under an id.
pub(super) fn rated_under<'a>(library: &'a Library, id: &str) -> Option<&'a ScaleDefinition> {
    let mut scales = library.scale_definitions.iter();
    scales.find(|scale| id_of(scale) == id)
}

/// Distance between two grades that can be given: that of the outcome model where it predicts the scale; 0: any value can be given.
pub(super) fn step_of(library: &Library, scale: &ScaleDefinition) -> f64 {
    let predicted = scale.predicted_as.as_deref();
    let predicted = predicted.and_then(|id| library.scales.scale(id));
    let step = predicted.map(|scale| scale.reading_step).or(scale.step);
    step.unwrap_or_default()
}

/// What was graded, and how.
pub(super) struct Given {
    /// Zone id; `None`: the whole face, or the whole treatment.
    pub(super) zone: Option<String>,
    /// Grade.
    pub(super) grade: f64,
    /// Day on which the skin looked so.
    pub(super) day: Date,
    /// Where it was seen; `None`: nobody was asked.
    pub(super) seen: Option<Seen>,
}

/// A grade on a scale, as the chart keeps it.
pub(super) fn rated(rating: RatingId, scale: &ScaleDefinition, given: Given) -> ScaleRated {
    ScaleRated {
        rating,
        scale: id_of(scale).to_owned(),
        scale_version: Some(scale.version),
        zone: given.zone,
        grade: given.grade,
        label: scale.label(given.grade).map(str::to_owned),
        direction: scale.direction.map(|better| match better {
            Better::LowerIsBetter => ScaleDirection::LowerIsBetter,
            Better::HigherIsBetter => ScaleDirection::HigherIsBetter,
        }),
        day: given.day,
        seen: given.seen,
        is_blinded: false,
    }
}
