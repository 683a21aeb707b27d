//! What is decided before anything is simulated: course, dates and technique.
use jiff::Span;
use jiff::civil::Date;
use needlework_needling::Device;
use needlework_outcome::{ObservedDraw, ZoneBaseline};
use needlework_protocol::screening::{Screening, Standing};
use needlework_protocol::{Indication, Language};
use needlework_skin::Zone;

use crate::case::{Baseline, Case, CaseZone};
use crate::eligibility::{MOST_STEPS, moved_because, not_before, screened};
use crate::error::PlanError;
use crate::library::Library;
use crate::plan::{PlannedSession, ZonePlan};
use crate::read_case::{LONGEST_COURSE_DAYS, whole_days};
use crate::scenario::{Reference, session_days, treatments};
use crate::schedule::{Appointment, CoursePattern, appointments, days_between};
use crate::simulation::{Timetable, TreatedZone};
use crate::technique::{ChosenTechnique, choose};

/// How long the skin is followed after the last treatment session, d: two years.
const FOLLOWED_DAYS: f64 = 730.0;
/// One year, d.
const YEAR_DAYS: f64 = 365.0;

/// What is decided before anything is simulated.
pub(crate) struct Outline<'a> {
    pub(crate) indication: &'a Indication,
    pub(crate) device: &'a Device,
    pub(crate) pattern: CoursePattern,
    pub(crate) zones: Vec<ZoneOutline<'a>>,
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) session_days: Vec<f64>,
    pub(crate) last_treatment_day: f64,
    pub(crate) judge_after_days: u32,
    pub(crate) judged_day: f64,
    /// Screening of the day that was asked for, or proposed without looking at the answers.
    pub(crate) screening: Screening,
    /// How the booking stands on the day of the first session.
    pub(crate) first_session: Standing,
}

pub(crate) struct ZoneOutline<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) area_cm2: f64,
    pub(crate) baseline: ZoneBaseline,
    pub(crate) chosen: ChosenTechnique<'a>,
}

impl ZoneOutline<'_> {
    pub(crate) fn treated(&self) -> TreatedZone<'_> {
        TreatedZone {
            zone: self.zone,
            technique: &self.chosen.technique,
            area_cm2: self.area_cm2,
            baseline: self.baseline,
        }
    }
}

impl<'a> Outline<'a> {
    pub(crate) fn of(case: &Case, library: &'a Library) -> Result<Self, PlanError> {
        Self::speaking(case, library, Language::ENGLISH)
    }

    /// An outline whose screening and reasons for moved days speak a language; everything else is as in English.
    pub(crate) fn speaking(
        case: &Case,
        library: &'a Library,
        language: Language,
    ) -> Result<Self, PlanError> {
        let indication = library
            .courses
            .get(&case.indication)
            .ok_or_else(|| unknown("indication", &case.indication))?;
        let (device, mut zones) = device_and_zones(case, library)?;
        let pattern = pattern(case, indication, library)?;
        let Eligible {
            pattern,
            appointments,
            screening,
            first_session,
        } = Eligible::of(case, device, &zones, (library, language), pattern)?;
        let is_left_out = |id: &str| {
            first_session
                .zones
                .iter()
                .any(|zone| zone.zone == id && zone.left_out)
        };
        zones.retain(|zone| !is_left_out(&zone.zone.id));
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
            screening,
            first_session: first_session.booking,
        })
    }

    /// The screening of one day.
    pub(crate) fn screened_on(
        case: &Case,
        library: &Library,
        day: Date,
        language: Language,
    ) -> Result<Screening, PlanError> {
        let (device, zones) = device_and_zones(case, library)?;
        Ok(screened(case, device, &zones, library, day, language))
    }

    pub(crate) fn timetable(&self) -> Timetable<'_> {
        Timetable {
            session_days: &self.session_days,
            horizon_days: self.horizon_days(),
        }
    }

    fn horizon_days(&self) -> f64 {
        self.last_treatment_day + FOLLOWED_DAYS
    }

    pub(crate) fn reference<'b>(
        &'b self,
        planned: &'b ZonePlan,
        observed: &'b [ObservedDraw],
    ) -> Reference<'b> {
        let main = planned.outlook.scales.first();
        Reference {
            observed,
            scale: main.map_or("", |scale| &scale.id),
            unit: main.map_or("", |scale| &scale.improvement.unit),
            basis: &planned.basis,
            session_days: &self.session_days,
            days: vec![
                self.judged_day,
                self.last_treatment_day + YEAR_DAYS,
                self.horizon_days(),
            ],
            horizon_days: self.horizon_days(),
        }
    }

    pub(crate) fn judged_on(&self) -> Result<jiff::Zoned, PlanError> {
        let last = treatments(&self.appointments)
            .last()
            .ok_or(PlanError::NoSession)?;
        Ok(last
            .starts
            .saturating_add(Span::new().days(i64::from(self.judge_after_days))))
    }

    pub(crate) fn sessions(&self, visit_minutes: i64) -> Result<Vec<PlannedSession>, PlanError> {
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

/// The dates of a course that respect screening.
struct Eligible {
    pattern: CoursePattern,
    appointments: Vec<Appointment>,
    screening: Screening,
    first_session: Screening,
}

impl Eligible {
    /// Moves the first session behind every dated deferral of the zones that are not left out. Listed dates stay: they were
    /// agreed, and a notice says what is wrong with them.
    fn of(
        case: &Case,
        device: &Device,
        zones: &[ZoneOutline],
        (library, language): (&Library, Language),
        mut pattern: CoursePattern,
    ) -> Result<Self, PlanError> {
        let mut asked_for: Option<Screening> = None;
        let mut reason = None;
        let phrases = library.speech(language).phrases;
        for _ in 0..MOST_STEPS {
            let mut appointments = appointments(&case.dates, case.planned_on, pattern, phrases)?;
            let first = appointments.first_mut().ok_or(PlanError::NoSession)?;
            let day = first.starts.date();
            if reason.is_some() {
                first.moved_because.clone_from(&reason);
            }
            let screening = screened(case, device, zones, library, day, language);
            let later = not_before(&screening).filter(|later| *later > day);
            if let (Some(later), true) = (later, case.dates.sessions.is_empty()) {
                reason = moved_because(&screening, phrases);
                pattern.not_before = Some(later);
                asked_for.get_or_insert(screening);
                continue;
            }
            return Ok(Self {
                pattern,
                appointments,
                screening: asked_for.unwrap_or_else(|| screening.clone()),
                first_session: screening,
            });
        }
        Err(PlanError::NoFreeDay {
            due: pattern.not_before.unwrap_or(case.planned_on),
        })
    }
}

fn unknown(kind: &'static str, id: &str) -> PlanError {
    PlanError::Unknown {
        kind,
        id: id.to_owned(),
    }
}

fn device_and_zones<'a>(
    case: &Case,
    library: &'a Library,
) -> Result<(&'a Device, Vec<ZoneOutline<'a>>), PlanError> {
    let device = library
        .devices
        .get(&case.device.id)
        .ok_or_else(|| unknown("device", &case.device.id))?;
    let zones = case
        .zones
        .iter()
        .map(|zone| zone_outline(case, zone, device, library))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((device, zones))
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
        baseline: zone_baseline(&wish.baseline),
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
        not_before: None,
    })
}

/// Grades of a case as the observation takes them.
pub(crate) fn zone_baseline(baseline: &Baseline) -> ZoneBaseline {
    ZoneBaseline {
        lemperle_grade: baseline.lemperle_grade,
        goodman_baron_grade: baseline.goodman_baron_grade,
        laxity_grade: baseline.laxity_grade,
    }
}
