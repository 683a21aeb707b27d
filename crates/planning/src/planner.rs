//! From a case to a plan.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use needlework_protocol::care::CareTimeline;
use needlework_protocol::check_in::guide;
use needlework_protocol::screening::{Screening, Standing};
use needlework_protocol::{Language, ScaleDefinition, Speech};

use crate::basis::Basis;
use crate::care::{about_care, care, care_in};
use crate::case::Case;
use crate::chair::{chair_time, visit_minutes};
use crate::consent::{consent_facts, named_risks};
use crate::error::PlanError;
use crate::forecast::Forecast;
use crate::identity::{calibrated, identity};
use crate::library::Library;
use crate::notice::{
    about_course, about_event, about_first_session, about_own_results, about_zone,
};
use crate::outline::Outline;
use crate::personal::{PersonDraws, PersonalUpdate, without};
use crate::plan::{Notice, PLAN_SCHEMA, Plan, PlannedSession, Scenario, ZonePlan};
use crate::read_case::whole_days;
use crate::scenario::{Variant, compare, variants};
use crate::simulation::{Progress, Simulation};

/// Draws of a usual plan: enough for a steady 90 % interval.
pub const USUAL_DRAWS: usize = 256;
/// Fewest draws of which a 5 % and a 95 % point can be told.
const FEWEST_DRAWS: usize = 20;
/// Most draws that fit into memory.
const MOST_DRAWS: usize = 10_000;

/// How a plan, or the prediction of a study, is calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Number of parameter draws; 20 to 10000 for a plan.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            draws: USUAL_DRAWS,
            seed: 1,
        }
    }
}

impl Settings {
    pub(crate) fn check(self) -> Result<(), PlanError> {
        if (FEWEST_DRAWS..=MOST_DRAWS).contains(&self.draws) {
            return Ok(());
        }
        Err(PlanError::Draws {
            draws: self.draws,
            fewest: FEWEST_DRAWS,
            most: MOST_DRAWS,
        })
    }
}

/// Plans a course for one person and predicts what comes of it. `progress` hears how far the work has come, 0 to 1; it is
/// called from several threads. The same case, library and settings give the same plan, bit by bit.
///
/// # Errors
/// When the number of draws is out of range, the case names what the library does not hold, no free day is found, the
/// course is too long, or a part of the model refuses its input.
pub fn plan(
    case: &Case,
    library: &Library,
    settings: &Settings,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<Plan, PlanError> {
    let person = PersonDraws::of(case, library, settings)?;
    plan_of(case, library, settings, &person, progress)
}

/// [`plan`] on draws that were weighed before.
///
/// # Errors
/// As [`plan`], and when the draws are not those of this person and these settings.
pub fn plan_of(
    case: &Case,
    library: &Library,
    settings: &Settings,
    person: &PersonDraws,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<Plan, PlanError> {
    settings.check()?;
    person.require(case, library, settings)?;
    let outline = Outline::of(case, library)?;
    let variants = variants_in(case, &outline, library, Language::ENGLISH)?;
    let compared = variants
        .iter()
        .filter(|variant| variant.session_days != outline.session_days);
    let courses = (outline.zones.len() + compared.count()) * settings.draws;
    let simulation = Simulation::new(
        &case.person,
        outline.device,
        (library, library.scales.scales_for(&case.indication)?),
        &person.draws,
        Progress::new(progress, courses),
    )?;
    let forecast = Forecast::of(&outline, library, &simulation)?;
    let scenarios = scenarios(&outline, &variants, &forecast, &simulation)?;
    let mut own_results = person.update.clone();
    if let Some(update) = &mut own_results {
        update.without = without(case, &outline, library, *settings)?;
    }
    let core = Core {
        outline: &outline,
        simulation: &simulation,
        forecast,
        own_results,
    };
    let mut plan = core.plan(case, library, settings)?;
    plan.scenarios = scenarios;
    beside_other_ways(plan, library)
}

/// A plan with the other ways to the same wish beside it, and with the rows and sources behind all of it: what [`preview`] leaves
/// out and [`plan`] holds, but for the scenarios.
///
/// # Errors
/// When the library lacks something that the plan names.
pub fn beside_other_ways(mut plan: Plan, library: &Library) -> Result<Plan, PlanError> {
    plan.comparison = library.alternatives.compare(
        &plan.case.indication,
        plan.case.person.phototype,
        whole_years(library.alternatives.years.value),
    );
    let basis = Basis::of(&plan, library)?;
    plan.parameters = basis.parameters;
    plan.rows = basis.rows;
    plan.sources = basis.sources;
    Ok(plan)
}

/// A plan without what a page does not redraw while somebody moves a slider: `scenarios`, `comparison`, `parameters`,
/// `rows`, `sources` and `own_results.without` are empty. Everything else is what [`plan`] gives for the same case, library and
/// settings, bit by bit. Never to be approved or exported: its `basis` lists name rows that it does not hold.
///
/// # Errors
/// As [`plan`].
pub fn preview(case: &Case, library: &Library, settings: &Settings) -> Result<Plan, PlanError> {
    let person = PersonDraws::of(case, library, settings)?;
    preview_of(case, library, settings, &person)
}

/// [`preview`] on draws that were weighed before.
///
/// # Errors
/// As [`preview`], and when the draws are not those of this person and these settings.
pub fn preview_of(
    case: &Case,
    library: &Library,
    settings: &Settings,
    person: &PersonDraws,
) -> Result<Plan, PlanError> {
    settings.check()?;
    person.require(case, library, settings)?;
    let outline = Outline::of(case, library)?;
    let silent = |_: f64| {};
    let simulation = Simulation::new(
        &case.person,
        outline.device,
        (library, library.scales.scales_for(&case.indication)?),
        &person.draws,
        Progress::new(&silent, outline.zones.len() * settings.draws),
    )?;
    let forecast = Forecast::of(&outline, library, &simulation)?;
    let core = Core {
        outline: &outline,
        simulation: &simulation,
        forecast,
        own_results: person.update.clone(),
    };
    core.plan(case, library, settings)
}

/// Screens a case without planning it: the verdict for the day that was asked for or would be proposed, and how the booking
/// stands on the first possible one.
///
/// # Errors
/// When the case names what the library does not hold, or no free day is found.
pub fn screening(case: &Case, library: &Library) -> Result<(Screening, Standing), PlanError> {
    screening_in(case, library, Language::ENGLISH)
}

/// [`screening`] in the words of a language. Ids, grades, days and roles are the same in every language; a decision that
/// does not count says why in English.
///
/// # Errors
/// As [`screening`].
pub fn screening_in(
    case: &Case,
    library: &Library,
    language: Language,
) -> Result<(Screening, Standing), PlanError> {
    let outline = Outline::speaking(case, library, language)?;
    Ok((outline.screening, outline.first_session))
}

/// What follows from the answers of a case for a session on a day. The session is not moved to a day on which it could be held:
/// [`Screening::permission`] says whether it may be held on this one.
///
/// # Errors
/// When the case names what the library does not hold.
pub fn screening_on(
    case: &Case,
    library: &Library,
    day: Date,
    language: Language,
) -> Result<Screening, PlanError> {
    Outline::screened_on(case, library, day, language)
}

/// The other courses, named in a language.
pub(crate) fn variants_in(
    case: &Case,
    outline: &Outline,
    library: &Library,
    language: Language,
) -> Result<Vec<Variant>, PlanError> {
    variants(
        case,
        outline.pattern,
        whole_days(library.visits.usual_shortest_interval_days.value),
        library.speech(language).phrases,
    )
}

/// The main zone under every other course.
fn scenarios(
    outline: &Outline,
    variants: &[Variant],
    forecast: &Forecast,
    simulation: &Simulation,
) -> Result<Vec<Scenario>, PlanError> {
    let main = (outline.zones.first())
        .zip(forecast.zones.first())
        .zip(forecast.zone_draws.first());
    let Some(((zone, planned), draws)) = main else {
        return Ok(Vec::new());
    };
    let reference = outline.reference(planned, &forecast.main_observed);
    variants
        .iter()
        .map(|variant| compare(variant, &reference, simulation, zone.treated(), draws))
        .collect()
}

/// What a plan and its preview have in common.
struct Core<'a> {
    outline: &'a Outline<'a>,
    simulation: &'a Simulation<'a>,
    forecast: Forecast,
    own_results: Option<PersonalUpdate>,
}

impl Core<'_> {
    /// The plan without scenarios, comparison and what stands behind its numbers.
    fn plan(self, case: &Case, library: &Library, settings: &Settings) -> Result<Plan, PlanError> {
        let outline = self.outline;
        let Forecast {
            zones, zone_draws, ..
        } = self.forecast;
        let chair_time = chair_time(case, library, self.simulation, &zone_draws)?;
        let sessions = outline.sessions(visit_minutes(case, library, &chair_time))?;
        let care = care(case, library, &sessions)?;
        Ok(Plan {
            schema: PLAN_SCHEMA.to_owned(),
            identity: identity(case, library, settings)?,
            case: case.clone(),
            indication_name: outline.indication.name.clone(),
            indication_plain_name: outline.indication.plain_name.clone(),
            device: outline.device.clone(),
            judged_on: outline.judged_on()?,
            judged_day: outline.judged_day,
            notices: notices(
                case,
                outline,
                library,
                &sessions,
                &zones,
                (&care, self.own_results.as_ref()),
                library.speech(Language::ENGLISH),
            ),
            care,
            check_ins: guide(&library.check_in),
            screening: outline.screening.clone(),
            first_session: outline.first_session.clone(),
            clinic: library.clinic.clone(),
            consent: consent_facts(&zones),
            named_risks: named_risks(&library.check_in),
            comparison: None,
            scale_definitions: scale_definitions(library, &zones),
            texts: library
                .texts
                .iter()
                .map(|wording| (wording.id.clone(), wording.text.clone()))
                .collect(),
            sessions,
            zones,
            chair_time,
            scenarios: Vec::new(),
            own_results: self.own_results,
            calibrated: calibrated(library),
            parameters: BTreeMap::new(),
            rows: BTreeMap::new(),
            sources: BTreeMap::new(),
        })
    }
}

/// Definitions of the predicted scales, each once.
fn scale_definitions(library: &Library, zones: &[ZonePlan]) -> Vec<ScaleDefinition> {
    let scales = zones.iter().flat_map(|zone| &zone.outlook.scales);
    let ids: BTreeSet<&str> = scales.map(|scale| scale.id.as_str()).collect();
    ids.into_iter()
        .filter_map(|id| library.scale_definitions.predicted_as(id).cloned())
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the data file allows 1 to 20 years"
)]
fn whole_years(years: f64) -> u32 {
    years as u32
}

/// The notices of a plan in the words of a language: the same ones in the same order.
///
/// # Errors
/// As [`screening`], which a plan that was made with this library rules out.
pub fn notices_in(
    plan: &Plan,
    library: &Library,
    language: Language,
) -> Result<Vec<Notice>, PlanError> {
    let outline = Outline::of(&plan.case, library)?;
    let care = care_in(plan, library, language)?;
    Ok(notices(
        &plan.case,
        &outline,
        library,
        &plan.sessions,
        &plan.zones,
        (&care, plan.own_results.as_ref()),
        library.speech(language),
    ))
}

/// All notices, the gravest first.
fn notices(
    case: &Case,
    outline: &Outline,
    library: &Library,
    sessions: &[PlannedSession],
    zones: &[ZonePlan],
    (care, own_results): (&CareTimeline, Option<&PersonalUpdate>),
    speech: Speech,
) -> Vec<Notice> {
    let mut notices = about_course(outline.indication, outline.pattern, (library, speech));
    for zone in &outline.zones {
        let about = about_zone(zone.zone, &case.indication, &zone.chosen, speech);
        notices.extend(about);
    }
    if !case.dates.sessions.is_empty() {
        notices.extend(about_first_session(&outline.screening, speech));
    }
    notices.extend(about_event(case, sessions, zones, (library, speech)));
    notices.extend(about_care(care));
    notices.extend(own_results.map(|update| about_own_results(update, speech)));
    notices.sort_by_key(|notice| Reverse(notice.level));
    notices
}
