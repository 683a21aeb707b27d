//! From a case to a plan.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use needlework_outcome::{Estimate, ObservedDraw, outlook};
use needlework_protocol::ScaleDefinition;
use needlework_protocol::care::CareTimeline;
use needlework_protocol::check_in::{expected_course, guide};
use needlework_protocol::screening::{Screening, Standing};
use needlework_skin::Zone;
use sha2::{Digest, Sha256};

use crate::basis::Basis;
use crate::care::{about_care, care};
use crate::case::Case;
use crate::chair::{chair_time, visit_minutes};
use crate::consent::{consent_facts, named_risks};
use crate::error::PlanError;
use crate::library::Library;
use crate::notice::{
    about_course, about_event, about_first_session, about_own_results, about_zone,
};
use crate::outline::{Outline, ZoneOutline};
use crate::personal::{self, PersonalUpdate};
use crate::plan::{
    CalibratedOn, Identity, Notice, PLAN_SCHEMA, Plan, PlannedInjury, PlannedSession, Scenario,
    ZonePlan,
};
use crate::read_case::whole_days;
use crate::scenario::{compare, variants};
use crate::simulation::{Progress, Simulation, ZoneDraw};

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
    if !(FEWEST_DRAWS..=MOST_DRAWS).contains(&settings.draws) {
        return Err(PlanError::Draws {
            draws: settings.draws,
            fewest: FEWEST_DRAWS,
            most: MOST_DRAWS,
        });
    }
    let outline = Outline::of(case, library)?;
    let variants = variants(
        case,
        outline.pattern,
        whole_days(library.visits.usual_shortest_interval_days.value),
    )?;
    let compared = variants
        .iter()
        .filter(|variant| variant.session_days != outline.session_days);
    let courses = (outline.zones.len() + compared.count()) * settings.draws;
    let personal = personal::draws(case, library, settings)?;
    let simulation = Simulation::new(
        &case.person,
        outline.device,
        library,
        &personal.draws,
        Progress::new(progress, courses),
    )?;
    let mut zones = Vec::with_capacity(outline.zones.len());
    let mut scenarios = Vec::new();
    let mut zone_draws = Vec::with_capacity(outline.zones.len());
    for zone in &outline.zones {
        let draws = simulation.needle(zone.treated())?;
        let observed = simulation.follow(zone.treated(), &draws, outline.timetable())?;
        let planned = zone_plan(zone, &outline, library, &draws, &observed)?;
        if scenarios.is_empty() {
            let reference = outline.reference(&planned, &observed);
            scenarios = variants
                .iter()
                .map(|variant| compare(variant, &reference, &simulation, zone.treated(), &draws))
                .collect::<Result<Vec<Scenario>, _>>()?;
        }
        zones.push(planned);
        zone_draws.push(draws);
    }
    let chair_time = chair_time(case, library, &simulation, &zone_draws)?;
    let sessions = outline.sessions(visit_minutes(case, library, &chair_time))?;
    let care = care(case, library, &sessions)?;
    let mut plan = Plan {
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
            &outline,
            library,
            &sessions,
            &zones,
            (&care, personal.update.as_ref()),
        ),
        care,
        check_ins: guide(&library.check_in),
        screening: outline.screening.clone(),
        first_session: outline.first_session.clone(),
        clinic: library.clinic.clone(),
        consent: consent_facts(&zones),
        named_risks: named_risks(&library.check_in),
        comparison: library.alternatives.compare(
            &case.indication,
            case.person.phototype,
            whole_years(library.alternatives.years.value),
        ),
        scale_definitions: scale_definitions(library, &zones),
        texts: library
            .texts
            .iter()
            .map(|wording| (wording.id.clone(), wording.text.clone()))
            .collect(),
        sessions,
        zones,
        chair_time,
        scenarios,
        own_results: personal.update,
        calibrated: calibrated(library),
        parameters: BTreeMap::new(),
        rows: BTreeMap::new(),
        sources: BTreeMap::new(),
    };
    let basis = Basis::of(&plan, library)?;
    plan.parameters = basis.parameters;
    plan.rows = basis.rows;
    plan.sources = basis.sources;
    Ok(plan)
}

/// Screens a case without planning it: the verdict for the day that was asked for or would be proposed, and how the booking
/// stands on the first possible one.
///
/// # Errors
/// When the case names what the library does not hold, or no free day is found.
pub fn screening(case: &Case, library: &Library) -> Result<(Screening, Standing), PlanError> {
    let outline = Outline::of(case, library)?;
    Ok((outline.screening, outline.first_session))
}

fn zone_plan(
    outline_zone: &ZoneOutline,
    outline: &Outline,
    library: &Library,
    draws: &[ZoneDraw],
    observed: &[ObservedDraw],
) -> Result<ZonePlan, PlanError> {
    let zone = outline_zone.zone;
    let mut basis = outline_zone.chosen.basis.clone();
    basis.push(format!("protocol.courses.{}", outline.indication.id));
    basis.push("protocol.visit.judge_after_days".to_owned());
    basis.extend(injury_basis(outline, zone));
    let tables = needlework_healing::TABLES
        .iter()
        .chain(needlework_outcome::TABLES);
    basis.extend(tables.map(|table| table.name.to_owned()));
    let outlook = outlook(
        observed,
        &library.scales,
        &outline.indication.id,
        outline.judged_day,
    )?;
    Ok(ZonePlan {
        zone: zone.id.clone(),
        name: zone.name.clone(),
        plain_name: zone.plain_name.clone(),
        area_cm2: outline_zone.area_cm2,
        technique: outline_zone.chosen.technique.clone(),
        injury: planned_injury(draws, injury_basis(outline, zone))?,
        expected_days: expected_course(&library.check_in, &outlook.side_effects),
        outlook,
        basis,
    })
}

/// Parameter tables and data rows behind skin and injury.
fn injury_basis(outline: &Outline, zone: &Zone) -> Vec<String> {
    let tables = needlework_skin::TABLES
        .iter()
        .chain(needlework_needling::TABLES);
    let mut basis: Vec<String> = tables.map(|table| table.name.to_owned()).collect();
    basis.push(format!("skin.zones.{}", zone.id));
    basis.push(format!("needling.devices.{}", outline.device.id));
    basis
}

fn planned_injury(draws: &[ZoneDraw], basis: Vec<String>) -> Result<PlannedInjury, PlanError> {
    let estimate = |value: fn(&ZoneDraw) -> f64| {
        let values: Vec<f64> = draws.iter().map(value).collect();
        Estimate::of(&values)
    };
    Ok(PlannedInjury {
        channels_per_cm2: estimate(|draw| draw.injury.channels_per_cm2)?,
        channel_depth_mm: estimate(|draw| draw.injury.channel_depth_mm)?,
        channel_radius_mm: estimate(|draw| draw.injury.channel_radius_mm)?,
        epidermis_mm: estimate(|draw| draw.skin.epidermis_mm)?,
        dermis_mm: estimate(|draw| draw.skin.dermis_mm())?,
        basis,
    })
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

/// All notices, the gravest first.
fn notices(
    case: &Case,
    outline: &Outline,
    library: &Library,
    sessions: &[PlannedSession],
    zones: &[ZonePlan],
    (care, own_results): (&CareTimeline, Option<&PersonalUpdate>),
) -> Vec<Notice> {
    let mut notices = about_course(outline.indication, outline.pattern, library);
    for zone in &outline.zones {
        notices.extend(about_zone(zone.zone, &case.indication, &zone.chosen));
    }
    if !case.dates.sessions.is_empty() {
        notices.extend(about_first_session(&outline.screening));
    }
    notices.extend(about_event(case, sessions, zones, library));
    notices.extend(about_care(care));
    notices.extend(own_results.map(about_own_results));
    notices.sort_by_key(|notice| Reverse(notice.level));
    notices
}

fn identity(case: &Case, library: &Library, settings: &Settings) -> Result<Identity, PlanError> {
    let zones: Vec<&str> = case.zones.iter().map(|zone| zone.zone.as_str()).collect();
    Ok(Identity {
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        parameter_set: library.parameters.hash(),
        input: digest(&(case, &library.clinic))?,
        course: match &case.identifier {
            Some(identifier) => digest(&(identifier, &case.indication, zones))?,
            None => digest(&(&case.title, &case.person, &case.indication, zones))?,
        },
        draws: settings.draws,
        seed: settings.seed,
    })
}

fn calibrated(library: &Library) -> CalibratedOn {
    let posterior = &library.posterior;
    let held: BTreeSet<&str> = library
        .parameters
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    CalibratedOn {
        studies: posterior.studies.clone(),
        sampler: posterior.sampler.clone(),
        seed: posterior.seed,
        parameters: posterior
            .keys
            .iter()
            .filter(|key| held.contains(key.as_str()))
            .cloned()
            .collect(),
    }
}

/// SHA-256 of a value as JSON.
fn digest(value: &impl serde::Serialize) -> Result<String, PlanError> {
    let text = serde_json::to_vec(value).map_err(|error| PlanError::NotWritten {
        reason: error.to_string(),
    })?;
    let mut digits = String::new();
    for byte in Sha256::digest(&text) {
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}
