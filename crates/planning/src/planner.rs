//! From a case to a plan.

use std::collections::BTreeMap;

use jiff::Span;
use needlework_needling::Device;
use needlework_outcome::{Estimate, ObservedDraw, ZoneBaseline, outlook};
use needlework_protocol::Indication;
use needlework_skin::Zone;
use sha2::{Digest, Sha256};

use crate::basis::Basis;
use crate::case::{Case, CaseZone};
use crate::chair::{chair_time, visit_minutes};
use crate::error::PlanError;
use crate::library::Library;
use crate::notice::{about_course, about_event, about_zone};
use crate::plan::{
    Identity, Notice, PLAN_SCHEMA, Plan, PlannedInjury, PlannedSession, Scenario, ZonePlan,
};
use crate::read_case::{LONGEST_COURSE_DAYS, whole_days};
use crate::scenario::{Reference, compare, session_days, treatments, variants};
use crate::schedule::{Appointment, CoursePattern, appointments, days_between};
use crate::simulation::{Progress, Simulation, Timetable, TreatedZone, ZoneDraw};
use crate::technique::{ChosenTechnique, choose};

/// Draws of a usual plan: enough for a steady 90 % interval.
pub const USUAL_DRAWS: usize = 256;
/// Fewest draws of which a 5 % and a 95 % point can be told.
const FEWEST_DRAWS: usize = 20;
/// Most draws that fit into memory.
const MOST_DRAWS: usize = 10_000;
/// How long the skin is followed after the last treatment session, d: two years.
const FOLLOWED_DAYS: f64 = 730.0;
/// One year, d.
const YEAR_DAYS: f64 = 365.0;

/// How a plan is calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Number of parameter draws, 20 to 10000.
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
    let courses = (outline.zones.len() + variants.len()) * settings.draws;
    let simulation = Simulation::new(
        &case.person,
        outline.device,
        library,
        (settings.draws, settings.seed),
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
    let mut plan = Plan {
        schema: PLAN_SCHEMA.to_owned(),
        identity: identity(case, library, settings)?,
        case: case.clone(),
        indication_name: outline.indication.name.clone(),
        indication_plain_name: outline.indication.plain_name.clone(),
        device: outline.device.clone(),
        judged_on: outline.judged_on()?,
        judged_day: outline.judged_day,
        notices: notices(case, &outline, library, &sessions, &zones),
        sessions,
        zones,
        chair_time,
        scenarios,
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

/// What is decided before anything is simulated.
struct Outline<'a> {
    indication: &'a Indication,
    device: &'a Device,
    pattern: CoursePattern,
    zones: Vec<ZoneOutline<'a>>,
    appointments: Vec<Appointment>,
    session_days: Vec<f64>,
    last_treatment_day: f64,
    judge_after_days: u32,
    judged_day: f64,
}

struct ZoneOutline<'a> {
    zone: &'a Zone,
    area_cm2: f64,
    baseline: ZoneBaseline,
    chosen: ChosenTechnique<'a>,
}

impl ZoneOutline<'_> {
    fn treated(&self) -> TreatedZone<'_> {
        TreatedZone {
            zone: self.zone,
            technique: &self.chosen.technique,
            area_cm2: self.area_cm2,
            baseline: self.baseline,
        }
    }
}

impl<'a> Outline<'a> {
    fn of(case: &Case, library: &'a Library) -> Result<Self, PlanError> {
        let indication = library
            .courses
            .get(&case.indication)
            .ok_or_else(|| unknown("indication", &case.indication))?;
        let device = library
            .devices
            .get(&case.device.id)
            .ok_or_else(|| unknown("device", &case.device.id))?;
        let zones = case
            .zones
            .iter()
            .map(|zone| zone_outline(case, zone, device, library))
            .collect::<Result<Vec<_>, _>>()?;
        let pattern = pattern(case, indication, library)?;
        let appointments = appointments(&case.dates, case.planned_on, pattern)?;
        let session_days = session_days(&appointments);
        let treatments = treatments(&appointments).count();
        let last_treatment_day = session_days
            .get(treatments.saturating_sub(1))
            .copied()
            .ok_or(PlanError::NoSession)?;
        if last_treatment_day > f64::from(LONGEST_COURSE_DAYS) {
            return Err(PlanError::TooLong {
                days: last_treatment_day,
                longest: LONGEST_COURSE_DAYS,
            });
        }
        let judge_after_days = indication
            .judge_after_days
            .unwrap_or_else(|| whole_days(library.visits.judge_after_days.value));
        Ok(Self {
            indication,
            device,
            pattern,
            zones,
            session_days,
            appointments,
            last_treatment_day,
            judge_after_days,
            judged_day: last_treatment_day + f64::from(judge_after_days),
        })
    }

    fn timetable(&self) -> Timetable<'_> {
        Timetable {
            session_days: &self.session_days,
            horizon_days: self.horizon_days(),
        }
    }

    fn horizon_days(&self) -> f64 {
        self.last_treatment_day + FOLLOWED_DAYS
    }

    fn reference<'b>(&self, planned: &'b ZonePlan, observed: &'b [ObservedDraw]) -> Reference<'b> {
        let main = planned.outlook.scales.first();
        Reference {
            observed,
            scale: main.map_or("", |scale| &scale.id),
            unit: main.map_or("", |scale| &scale.improvement.unit),
            basis: &planned.basis,
            days: vec![
                self.judged_day,
                self.last_treatment_day + YEAR_DAYS,
                self.horizon_days(),
            ],
            horizon_days: self.horizon_days(),
        }
    }

    fn judged_on(&self) -> Result<jiff::Zoned, PlanError> {
        let last = treatments(&self.appointments)
            .last()
            .ok_or(PlanError::NoSession)?;
        Ok(last
            .starts
            .saturating_add(Span::new().days(i64::from(self.judge_after_days))))
    }

    fn sessions(&self, visit_minutes: i64) -> Result<Vec<PlannedSession>, PlanError> {
        let first = self.appointments.first().ok_or(PlanError::NoSession)?;
        Ok(self
            .appointments
            .iter()
            .zip(1..)
            .map(|(appointment, number)| PlannedSession {
                number,
                kind: appointment.kind,
                starts: appointment.starts.clone(),
                ends: appointment
                    .starts
                    .saturating_add(Span::new().minutes(visit_minutes)),
                day: days_between(&first.starts, &appointment.starts),
                moved_because: appointment.moved_because.clone(),
            })
            .collect())
    }
}

fn unknown(kind: &'static str, id: &str) -> PlanError {
    PlanError::Unknown {
        kind,
        id: id.to_owned(),
    }
}

fn zone_outline<'a>(
    case: &Case,
    wish: &CaseZone,
    device: &Device,
    library: &'a Library,
) -> Result<ZoneOutline<'a>, PlanError> {
    let zone = library
        .zones
        .get(&wish.zone)
        .ok_or_else(|| unknown("zone", &wish.zone))?;
    Ok(ZoneOutline {
        zone,
        area_cm2: wish.area_cm2.unwrap_or(zone.area_cm2.value),
        baseline: ZoneBaseline {
            lemperle_grade: wish.baseline.lemperle_grade,
            goodman_baron_grade: wish.baseline.goodman_baron_grade,
            laxity_grade: wish.baseline.laxity_grade,
        },
        chosen: choose(case, wish, device, library)?,
    })
}

/// The case's wishes, else the default course of the indication.
fn pattern(
    case: &Case,
    indication: &Indication,
    library: &Library,
) -> Result<CoursePattern, PlanError> {
    let listed = &case.dates.sessions;
    let listed_gap = match listed.as_slice() {
        [.., before, last] => {
            u32::try_from(last.date().duration_since(before.date()).as_hours() / 24).ok()
        }
        _ => None,
    };
    let listed_count = u32::try_from(listed.len()).ok().filter(|count| *count > 0);
    let no_default = || PlanError::NoDefaultCourse {
        indication: indication.id.clone(),
    };
    let interval_days = case
        .course
        .interval_days
        .or(listed_gap)
        .or(indication.interval_days)
        .or(listed_count.map(|_| whole_days(library.visits.usual_shortest_interval_days.value)));
    Ok(CoursePattern {
        sessions: case
            .course
            .sessions
            .or(listed_count)
            .or(indication.sessions)
            .ok_or_else(no_default)?,
        interval_days: interval_days.ok_or_else(no_default)?,
        maintenance_per_year: case.course.maintenance_per_year.unwrap_or(0),
        lead_days: whole_days(library.visits.lead_days.value),
    })
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
    Ok(ZonePlan {
        zone: zone.id.clone(),
        name: zone.name.clone(),
        plain_name: zone.plain_name.clone(),
        area_cm2: outline_zone.area_cm2,
        technique: outline_zone.chosen.technique.clone(),
        injury: planned_injury(draws, injury_basis(outline, zone))?,
        outlook: outlook(
            observed,
            &library.scales,
            &outline.indication.id,
            outline.judged_day,
        )?,
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

/// All notices, the gravest first.
fn notices(
    case: &Case,
    outline: &Outline,
    library: &Library,
    sessions: &[PlannedSession],
    zones: &[ZonePlan],
) -> Vec<Notice> {
    let mut notices = about_course(
        case,
        outline.device,
        outline.indication,
        outline.pattern,
        library,
    );
    for zone in &outline.zones {
        let name = (zone.zone.id.as_str(), zone.zone.name.as_str());
        notices.extend(about_zone(
            case,
            outline.device,
            name,
            &zone.chosen,
            library,
        ));
    }
    notices.extend(about_event(case, sessions, zones));
    notices.sort_by(|a, b| b.level.cmp(&a.level));
    notices
}

fn identity(case: &Case, library: &Library, settings: &Settings) -> Result<Identity, PlanError> {
    let case = serde_json::to_vec(case).map_err(|error| PlanError::NotWritten {
        reason: error.to_string(),
    })?;
    let digest = Sha256::digest(&case);
    Ok(Identity {
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        parameter_set: library.parameters.hash(),
        input: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        draws: settings.draws,
        seed: settings.seed,
    })
}
