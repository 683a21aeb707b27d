//! What the same plan would be forecast to bring if nothing were known of earlier courses: only beside it one sees what was
//! learned.

use needlework_outcome::Estimate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::case::Case;
use crate::error::PlanError;
use crate::library::Library;
use crate::outline::Outline;
use crate::planner::Settings;
use crate::simulation::{Progress, Simulation};

/// The main scale of a zone as it would be forecast without earlier results.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ForecastWithout {
    /// Zone id.
    pub zone: String,
    /// Scale id.
    pub scale: String,
    /// Improvement at the day of judgement, in units of the scale, positive = better.
    pub improvement: Estimate,
}

/// The main scale of every zone of a plan, forecast as for anybody like this person. Nothing where the case tells of no earlier
/// course.
///
/// # Errors
/// As [`crate::plan`].
pub fn without_own_results(
    case: &Case,
    library: &Library,
    settings: &Settings,
) -> Result<Vec<ForecastWithout>, PlanError> {
    if case.earlier.is_empty() {
        return Ok(Vec::new());
    }
    settings.check()?;
    without(case, &Outline::of(case, library)?, library, *settings)
}

/// The same for a case whose outline is known.
pub(crate) fn without(
    case: &Case,
    outline: &Outline,
    library: &Library,
    settings: Settings,
) -> Result<Vec<ForecastWithout>, PlanError> {
    let scales = library.scales.scales_for(&outline.indication.id)?;
    let Some(scale) = scales.first().copied() else {
        return Ok(Vec::new());
    };
    let silent = |_: f64| {};
    let draws = library.parameters.draws(settings.draws, settings.seed);
    let progress = Progress::new(&silent, draws.len());
    let simulation = Simulation::new(
        &case.person,
        outline.device,
        (library, vec![scale]),
        &draws,
        progress,
    )?;
    let zones = outline.zones.iter().map(|zone| {
        let treated = zone.treated();
        let observed =
            simulation.follow(treated, &simulation.needle(treated)?, outline.timetable())?;
        let improvements: Vec<f64> = observed
            .iter()
            .filter_map(|draw| draw.improvement(&scale.id, outline.judged_day))
            .collect();
        Ok(ForecastWithout {
            zone: zone.zone.id.clone(),
            scale: scale.id.clone(),
            improvement: Estimate::of(&improvements)?,
        })
    });
    zones.collect()
}
