//! What earlier results of this person teach about this skin: draws weighted by how well they explain them.

mod known;
mod without;

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_evidence::Draw;
use needlework_outcome::{ObservedDraw, Scale};
use schemars::JsonSchema;
use serde::Serialize;

use crate::case::{Case, EarlierCourse, OwnResult, ResultKind};
use crate::error::PlanError;
use crate::identity::digest;
use crate::library::Library;
use crate::outline::zone_baseline;
use crate::planner::Settings;
use crate::simulation::{Progress, Simulation, Timetable, TreatedZone};
use crate::weights::Weights;

pub use self::known::KnownResult;
pub(crate) use self::without::without;
pub use self::without::{ForecastWithout, without_own_results};

/// Draws that are weighed for every draw that is kept, and the most of all.
const WEIGHED_PER_DRAW: usize = 16;
const MOST_WEIGHED: usize = 8192;
/// Share of the kept draws that must count for themselves.
const LEAST_EFFECTIVE_SHARE: f64 = 0.25;
/// Shortest duration that somebody tells apart from none, h.
const LEAST_HOURS: f64 = 0.5;

/// What earlier results of the person did to the forecast.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PersonalUpdate {
    /// Number of results.
    pub results: usize,
    /// Draws that were weighed.
    pub weighed: usize,
    /// Equally weighted draws that would tell as much.
    pub effective_draws: f64,
    /// Power to which the weights were taken: below 1 the results lie where the model hardly ever goes, and were believed less.
    pub power: f64,
    /// The results, in the order of the case.
    pub known: Vec<KnownResult>,
    /// The main scale of every zone without them, on as many draws; empty in a preview.
    pub without: Vec<ForecastWithout>,
}

impl PersonalUpdate {
    /// Whether the results lie where the model hardly ever goes, so that they were believed in part only.
    pub fn is_unlikely(&self) -> bool {
        self.power < 1.0
    }
}

/// The draws of one person: they rest on the person, the earlier courses, the parameters and the settings, and on nothing that
/// somebody changes while a plan is written. Weighing them takes many times as long as a plan, so that whoever plans for the
/// same person again keeps them.
#[derive(Debug, Clone)]
pub struct PersonDraws {
    key: String,
    pub(crate) draws: Vec<Draw>,
    pub(crate) update: Option<PersonalUpdate>,
}

impl PersonDraws {
    /// The draws for a case, weighed where it tells of earlier courses.
    ///
    /// # Errors
    /// When the number of draws is out of range, or an earlier course cannot be simulated.
    pub fn of(case: &Case, library: &Library, settings: &Settings) -> Result<Self, PlanError> {
        settings.check()?;
        let key = Self::key(case, library, settings)?;
        let (draws, update) = draws(case, library, settings)?;
        Ok(Self { key, draws, update })
    }

    /// A hash of everything that the draws for a case rest on: two cases with the same one have the same draws.
    ///
    /// # Errors
    /// When the case cannot be written as JSON, which none that was read is known to cause.
    pub fn key(case: &Case, library: &Library, settings: &Settings) -> Result<String, PlanError> {
        digest(&(
            &case.person,
            &case.earlier,
            library.parameters.hash(),
            settings.draws,
            settings.seed,
        ))
    }

    /// Refuses draws of another person, or of other settings.
    pub(crate) fn require(
        &self,
        case: &Case,
        library: &Library,
        settings: &Settings,
    ) -> Result<(), PlanError> {
        if self.key == Self::key(case, library, settings)? {
            return Ok(());
        }
        Err(PlanError::OtherPerson)
    }
}

fn draws(
    case: &Case,
    library: &Library,
    settings: &Settings,
) -> Result<(Vec<Draw>, Option<PersonalUpdate>), PlanError> {
    let set = &library.parameters;
    if case.earlier.is_empty() {
        return Ok((set.draws(settings.draws, settings.seed), None));
    }
    let count = (settings.draws * WEIGHED_PER_DRAW).clamp(settings.draws, MOST_WEIGHED);
    let all = set.draws(count, settings.seed);
    let log_likelihoods = log_likelihoods(case, library, &all)?;
    let least = LEAST_EFFECTIVE_SHARE * settings.draws as f64;
    let weights = Weights::of(&log_likelihoods, least);
    let chosen = weights.resample(settings.draws);
    let known = known::known(case, library);
    let update = PersonalUpdate {
        results: known.len(),
        weighed: count,
        effective_draws: weights.effective,
        power: weights.power,
        known,
        without: Vec::new(),
    };
    let kept = chosen.into_iter().filter_map(|at| all.get(at).cloned());
    Ok((kept.collect(), Some(update)))
}

/// How well each draw explains all earlier results.
fn log_likelihoods(case: &Case, library: &Library, draws: &[Draw]) -> Result<Vec<f64>, PlanError> {
    let mut sums = vec![0.0; draws.len()];
    for course in &case.earlier {
        for (at, observed) in observed(course, case, library, draws)?.iter().enumerate() {
            let likelihood: f64 = course
                .results
                .iter()
                .filter_map(|result| log_likelihood(result, course, observed, library))
                .sum();
            if let Some(sum) = sums.get_mut(at) {
                *sum += likelihood;
            }
        }
    }
    Ok(sums)
}

/// An earlier course in every draw. The person is taken as old as today.
fn observed(
    course: &EarlierCourse,
    case: &Case,
    library: &Library,
    draws: &[Draw],
) -> Result<Vec<ObservedDraw>, PlanError> {
    let unknown = |kind: &'static str, id: &str| PlanError::Unknown {
        kind,
        id: id.to_owned(),
    };
    let device = library
        .devices
        .get(&course.technique.device)
        .ok_or_else(|| unknown("device", &course.technique.device))?;
    let zone = library
        .zones
        .get(&course.zone)
        .ok_or_else(|| unknown("zone", &course.zone))?;
    let silent = |_: f64| {};
    let simulation = Simulation::new(
        &case.person,
        device,
        (library, rated_scales(course, library)),
        draws,
        Progress::new(&silent, draws.len()),
    )?;
    let treated = TreatedZone {
        zone,
        technique: &course.technique,
        area_cm2: zone.area_cm2.value,
        baseline: zone_baseline(&course.baseline),
    };
    let session_days: Vec<f64> = course
        .sessions
        .iter()
        .map(|day| days_after_first(course, *day))
        .collect();
    let last_result = course.results.iter().map(|result| match &result.what {
        ResultKind::Scale { on, .. } => days_after_first(course, *on),
        ResultKind::SignHours { .. } => needlework_outcome::SIDE_EFFECT_DAYS,
    });
    let timetable = Timetable {
        session_days: &session_days,
        horizon_days: last_result
            .chain(session_days.last().copied())
            .fold(needlework_outcome::SIDE_EFFECT_DAYS, f64::max),
    };
    let needled = simulation.needle(treated)?;
    simulation.follow(treated, &needled, timetable)
}

/// The scales on which a course was rated, each once.
fn rated_scales<'a>(course: &EarlierCourse, library: &'a Library) -> Vec<&'a Scale> {
    let rated: BTreeSet<&str> = course
        .results
        .iter()
        .filter_map(|result| match &result.what {
            ResultKind::Scale { id, .. } => Some(id.as_str()),
            ResultKind::SignHours { .. } => None,
        })
        .collect();
    let scales = rated.into_iter();
    scales.filter_map(|id| library.scales.scale(id)).collect()
}

fn days_after_first(course: &EarlierCourse, day: Date) -> f64 {
    let first = course.sessions.first().copied().unwrap_or(day);
    f64::from((day - first).get_days())
}

/// Logarithm of the likelihood of one result in one draw, up to a constant; `None` when the model does not hold it.
fn log_likelihood(
    result: &OwnResult,
    course: &EarlierCourse,
    observed: &ObservedDraw,
    library: &Library,
) -> Option<f64> {
    let (miss, error) = match &result.what {
        ResultKind::Scale { id, on } => {
            let improvement = observed.improvement(id, days_after_first(course, *on))?;
            let improvable = observed.scale(id)?.improvable;
            let seen = if result.blinded {
                improvement
            } else {
                observed.in_open_trial(improvement).min(improvable)
            };
            let scale = library.scales.scale(id)?;
            let error = result.error.unwrap_or_else(|| scale.change_error());
            (result.value - seen, error)
        }
        ResultKind::SignHours { id } => {
            let mut signs = observed.side_effects.iter();
            let hours = signs.find(|sign| sign.id == id)?.ends_hour;
            let told = result.value.max(LEAST_HOURS).ln();
            let error = match result.error {
                Some(error) => error / result.value.max(LEAST_HOURS),
                None => observed.log_hours_error,
            };
            (told - hours.max(LEAST_HOURS).ln(), error)
        }
    };
    Some(-0.5 * (miss / error).powi(2))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use needlework_outcome::ObservedDraw;

    use super::{log_likelihood, observed};
    use crate::case::{Case, ResultKind};
    use crate::library::Library;
    use crate::weights::Weights;

    const CHEEK_LINES: &str = include_str!("../../../../examples/cheek-lines.toml");
    /// A course of two sessions, then three results of whatever value.
    const EARLIER: &str = r#"
[[earlier]]
zone = "cheek"
device = "exceed-unlimited"
needle_length_mm = 1.5
sessions = [2025-09-01, 2025-10-01]
lemperle_grade = 3
result = [
    { scale = "lemperle-wrinkles", on = 2026-01-10, value = 0.5 },
    { scale = "redness-hours", value = 24 },
    { scale = "texture", on = 2026-03-01, value = 0.5 },
]
"#;
    const DRAWS: usize = 2400;
    /// Fewest effective draws of which the middle 90 % can be told.
    const FEWEST: f64 = 30.0;

    /// The middle 90 % of a weighted list.
    fn width(values: &[f64], weights: &Weights) -> f64 {
        let mut chosen: Vec<f64> = weights
            .resample(DRAWS)
            .into_iter()
            .map(|at| values[at])
            .collect();
        chosen.sort_by(f64::total_cmp);
        chosen[DRAWS * 95 / 100] - chosen[DRAWS * 5 / 100]
    }

    /// A number between -1.7 and 1.7 with variance one, another one for every place.
    fn noise(place: usize) -> f64 {
        let golden = (place as f64 + 1.0) * 0.618_033_988_749_895;
        (golden.fract() - 0.5) * 12.0_f64.sqrt()
    }

    #[test]
    fn a_later_result_never_widens_the_forecast_on_average() {
        let library = Library::shipped().unwrap();
        let text = format!("{CHEEK_LINES}{EARLIER}");
        let today = date(2026, 11, 23);
        let case = Case::read("case.toml", text.as_bytes(), today, &library).unwrap();
        let mut course = case.earlier[0].clone();
        let draws = library.parameters.draws(DRAWS, 4);
        let skins = observed(&course, &case, &library, &draws).unwrap();
        // What a next plan asks: the improvement of wrinkles a year after the course began.
        let later: Vec<f64> = skins
            .iter()
            .map(|skin| skin.improvement("lemperle-wrinkles", 150.0).unwrap())
            .collect();
        let told = |skin: &ObservedDraw, place: usize, what: &ResultKind| match what {
            ResultKind::Scale { id, .. } => {
                let improvable = skin.scale(id).unwrap().improvable;
                let seen = skin.in_open_trial(skin.improvement(id, 131.0).unwrap());
                seen.min(improvable) + 0.4 * noise(place)
            }
            ResultKind::SignHours { id } => {
                let mut signs = skin.side_effects.iter();
                let hours = signs.find(|sign| sign.id == *id).unwrap().ends_hour;
                hours.max(0.5) * (0.3 * noise(place)).exp()
            }
        };
        let mut widths = [0.0; 4];
        for truth in (0..DRAWS).step_by(12) {
            for (nth, result) in course.results.iter_mut().enumerate() {
                result.value = told(&skins[truth], 3 * truth + nth, &result.what);
            }
            for (known, width_sum) in widths.iter_mut().enumerate() {
                let likelihoods: Vec<f64> = skins
                    .iter()
                    .map(|skin| {
                        let results = course.results.iter().take(known);
                        results
                            .filter_map(|it| log_likelihood(it, &course, skin, &library))
                            .sum()
                    })
                    .collect();
                *width_sum += width(&later, &Weights::of(&likelihoods, FEWEST));
            }
        }
        // Two hundred truths leave the mean width uncertain by about one in a hundred.
        assert!(
            widths.windows(2).all(|pair| pair[1] <= 1.02 * pair[0]),
            "{widths:?}"
        );
        assert!(widths[3] < 0.8 * widths[0], "{widths:?}");
    }
}
