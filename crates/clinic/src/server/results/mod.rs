//! What came of the courses of one chart: held against what was locked for this person, and as rows of the registry.

mod overrides;
mod rows;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use needlework_chart::event::{BlindedPairRated, Role, ScaleRated};
use needlework_chart::fold::{Chart, Plan, Session, Stated};
use needlework_chart::id::PlanId;
use needlework_planning::{Library, LockedForecast};
use needlework_registry::{CarriedOut, GivenGrade, JudgedScale, Rater, days_from_judgement};

pub(super) use self::overrides::{Asked, Decision};
pub(super) use self::rows::{PersonRows, ToJudge, rows_of};
use super::clinic::Clinic;
use super::own_rating::OwnRating;
use super::plan_document::PlanDocument;
use super::rated_scale::id_of;

/// A course of which at least one session was signed.
pub(super) struct CourseResult {
    /// Its plan.
    pub(super) plan: PlanId,
    /// What was planned and predicted.
    pub(super) document: PlanDocument,
    /// Day of the first signed session.
    pub(super) first_session: Date,
    /// When it began: open grades that were recorded later are none from before the course.
    pub(super) began_at: Timestamp,
    /// Day of the last one.
    pub(super) last_session: Date,
    /// Signed sessions.
    pub(super) signed: usize,
    /// Scales that were rated before and after, as the forecast is held against them.
    pub(super) judged: Vec<JudgedScale>,
    /// The same of every kind of rater.
    pub(super) by_each: Vec<JudgedScale>,
    /// What the patient is asked and has said, which no forecast is held against; `None`: nothing is asked.
    pub(super) own: Option<OwnRating>,
}

/// What ratings are held against forecasts with.
pub(super) struct Yardstick<'a> {
    pub(super) library: &'a Library,
    open_optimism_share: f64,
    time_zone: TimeZone,
}

impl<'a> Yardstick<'a> {
    /// The one of a library.
    pub(super) async fn of(clinic: &Clinic, library: &'a Library) -> Self {
        Self::at(library, clinic.now_at_clinic().await.time_zone().clone())
    }

    /// The one of a library, at a clinic in a time zone.
    pub(super) const fn at(library: &'a Library, time_zone: TimeZone) -> Self {
        Self {
            library,
            open_optimism_share: library.open_optimism_share(),
            time_zone,
        }
    }

    /// The day of a moment at the clinic.
    pub(super) fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.time_zone.clone()).date()
    }
}

impl CourseResult {
    /// Whether as many treatments were held as planned: only then the forecast is of this course.
    pub(super) fn is_as_planned(&self) -> bool {
        usize::try_from(self.document.treatments()).is_ok_and(|planned| self.signed >= planned)
    }

    /// How far a day lies from the one of judgement; `None`: nothing that was seen then judges the course.
    pub(super) fn days_from_judgement(&self, day: Date) -> Option<i32> {
        let after_days = self.document.forecast.judge_after_days();
        days_from_judgement(day, self.last_session, after_days)
    }

    /// Whether the day of judgement has come and no colleague has rated a scale of the forecast before and after the course.
    pub(super) fn waits_for_judgement(&self, today: Date) -> bool {
        self.is_as_planned() && self.judged.is_empty() && self.judged_on() <= today
    }

    /// The last day on which what is seen judges the course.
    pub(super) fn judged_until(&self) -> Option<Date> {
        let judges = |day: &Date| self.days_from_judgement(*day).is_some();
        let days = self.judged_on().series(1.day());
        days.take_while(judges).last()
    }

    /// When the result is judged, counted from when the last session was really held.
    pub(super) fn judged_on(&self) -> Date {
        judged_after(&self.document.forecast, self.last_session)
    }
}

/// When the result of a forecast is judged after its last treatment.
pub(super) fn judged_after(forecast: &LockedForecast, last_session: Date) -> Date {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "plans are judged within a few hundred days"
    )]
    let days = forecast.judge_after_days() as i64;
    last_session.saturating_add(days.days())
}

/// Courses of a chart, the newest first. A plan that this version cannot read is left out.
pub(super) fn course_results(chart: &Chart, yardstick: &Yardstick<'_>) -> Vec<CourseResult> {
    let open = chart.standing_ratings();
    let open = open.filter_map(|rated| given_grade(rated, yardstick.library));
    let pairs = chart.blinded_ratings.values();
    let blinded = pairs.flat_map(|rated| blinded_grades(rated, chart, yardstick));
    let grades: Vec<GivenGrade> = open.chain(blinded).collect();
    let mut results: Vec<CourseResult> = chart
        .plans
        .iter()
        .filter_map(|(id, plan)| course_result(*id, plan, chart, &grades, yardstick))
        .collect();
    results.sort_by_key(|result| std::cmp::Reverse(result.first_session));
    results
}

fn course_result(
    id: PlanId,
    plan: &Plan,
    chart: &Chart,
    grades: &[GivenGrade],
    yardstick: &Yardstick<'_>,
) -> Option<CourseResult> {
    let days: Vec<Date> = signed_sessions(chart, id)
        .map(|session| session.started.facts.day)
        .collect();
    let (first_session, last_session) = (*days.iter().min()?, *days.iter().max()?);
    let began_at = began_at(chart, id)?;
    let document = PlanDocument::read(&plan.document).ok()?;
    let carried_out = CarriedOut {
        forecast: &document.forecast,
        first_session,
        began_at,
        last_session,
        grades,
        judge_after_days: document.forecast.judge_after_days(),
        open_optimism_share: yardstick.open_optimism_share,
    };
    let judged = carried_out.judged(&yardstick.library.scales);
    let by_each = carried_out.judged_by_each(&yardstick.library.scales);
    let mut result = CourseResult {
        plan: id,
        document,
        first_session,
        began_at,
        last_session,
        signed: days.len(),
        judged,
        by_each,
        own: None,
    };
    result.own = OwnRating::of(chart, &result, yardstick.library);
    Some(result)
}

/// Signed sessions that were held by a plan: those in which something was needled.
pub(super) fn signed_sessions(chart: &Chart, plan: PlanId) -> impl Iterator<Item = &Session> {
    let sessions = chart.sessions.values();
    sessions.filter(move |session| {
        session.signed.is_some() && session.is_held() && session.started.facts.plan == plan
    })
}

/// When the first signed session of a plan began.
fn began_at(chart: &Chart, plan: PlanId) -> Option<Timestamp> {
    let started = signed_sessions(chart, plan).map(|session| session.started.recorded_at);
    started.min()
}

/// The day of the first signed session of every plan, and when it began, the earliest first.
pub(super) fn beginnings(chart: &Chart) -> Vec<(Date, Timestamp)> {
    let plans = chart.plans.keys();
    let mut beginnings: Vec<(Date, Timestamp)> = plans
        .filter_map(|plan| {
            let days = signed_sessions(chart, *plan).map(|session| session.started.facts.day);
            Some((days.min()?, began_at(chart, *plan)?))
        })
        .collect();
    beginnings.sort_unstable();
    beginnings
}

/// Whether somebody in this role may judge an outcome openly (protocol 6): a clinician, or the patient for themselves. Earlier
/// versions let others grade, too; what they gave stays to be read and counts nowhere.
pub(super) const fn open_rater(role: Role) -> Option<Rater> {
    match role {
        Role::Patient => Some(Rater::Patient),
        // Whoever rates in the chart sees the person and the days. Old events may call such a rating blinded; nobody can know that
        // it was, so that it counts as open. Only a pair that was graded blind is blind.
        Role::Clinician | Role::Prescriber | Role::Physician => Some(Rater::Clinician),
        Role::Program | Role::FrontDesk | Role::Operator => None,
    }
}

/// A rating under the name by which the forecast knows its scale; `None`: by somebody who does not judge outcomes.
fn given_grade(stated: &Stated<ScaleRated>, library: &Library) -> Option<GivenGrade> {
    let rated = &stated.facts;
    Some(GivenGrade {
        scale: forecast_scale(library, &rated.scale),
        zone: rated.zone.clone(),
        value: rated.grade,
        day: rated.day,
        rater: open_rater(stated.author.role)?,
        given_as: stated.author.user.to_string(),
        recorded_at: stated.recorded_at,
    })
}

/// The name by which a forecast knows a scale under which a chart holds grades.
pub(super) fn forecast_scale(library: &Library, rated: &str) -> String {
    let definition = library.scale_definitions.get(rated);
    definition.map_or(rated, id_of).to_owned()
}

/// The two grades of a pair that was graded blind. They say how the skin was on the days of the photographs.
fn blinded_grades(
    stated: &Stated<BlindedPairRated>,
    chart: &Chart,
    yardstick: &Yardstick<'_>,
) -> Vec<GivenGrade> {
    let rated = &stated.facts;
    let Some([before, after]) = rated.before_and_after() else {
        return Vec::new();
    };
    let both = [(rated.before, before), (rated.after, after)].into_iter();
    both.filter_map(|(photograph, value)| {
        let taken_at = chart.photographs.get(&photograph)?.added.facts.taken_at;
        Some(GivenGrade {
            scale: rated.scale.clone(),
            zone: Some(rated.zone.clone()),
            value,
            day: yardstick.day(taken_at),
            rater: Rater::Blinded,
            given_as: rated.rating.to_string(),
            recorded_at: stated.recorded_at,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use needlework_chart::event::Role;
    use needlework_registry::Rater;

    use super::open_rater;

    /// Earlier versions let operators grade: such grades are of no clinician.
    #[test]
    fn an_outcome_is_judged_by_clinicians_and_by_the_patient() {
        assert_eq!(open_rater(Role::Operator), None);
        assert_eq!(open_rater(Role::FrontDesk), None);
        assert_eq!(open_rater(Role::Patient), Some(Rater::Patient));
        for licensed in [Role::Clinician, Role::Prescriber, Role::Physician] {
            assert_eq!(open_rater(licensed), Some(Rater::Clinician));
        }
    }
}
