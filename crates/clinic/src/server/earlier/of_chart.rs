//! From a chart to the earlier courses that a case tells of.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_chart::fold::{Chart, Session};
use needlework_planning::{
    DeliveredTechnique, DeliveredZone, EarlierCourse, Library, LockedZone, MOST_EARLIER_COURSES,
    delivered_technique,
};
use needlework_registry::{JudgedScale, Rater};

use super::delivered::{delivered_to, is_needled};
use super::draft::{EarlierDraft, EarlierFile, GradesBefore, ResultDraft, kept};
use super::signs::sign_hours;
use super::view::ends;
use crate::server::case_draft::CaseDraft;
use crate::server::page::Page;
use crate::server::results::{CourseResult, Yardstick, course_results, signed_sessions};

/// Scales of which the grade before a course is a key of a case.
const LEMPERLE: &str = "lemperle-wrinkles";
const GOODMAN_BARON: &str = "goodman-baron";
const LAXITY: &str = "alexiades-laxity";

/// Why a course that was rated is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Why {
    /// No depth is known: every entry of the zone was corrected, in words or to what is not known.
    NotKnown,
    /// It was held with several devices, or with one that the catalogue does not hold.
    Devices,
    /// It lies outside what a case may tell.
    NotAccepted,
    /// Newer courses are as many as a case may tell.
    TooMany,
}

/// A course in a zone that was rated and is not counted.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::server) struct LeftOut {
    pub(in crate::server) zone: String,
    pub(in crate::server) first_session: Date,
    pub(in crate::server) last_session: Date,
    pub(in crate::server) why: Why,
}

/// What a chart tells of earlier courses.
#[derive(Debug, Clone, PartialEq, Default)]
struct EarlierCourses {
    /// Those that count, the newest first.
    courses: Vec<EarlierDraft>,
    /// Those that were rated and do not.
    left_out: Vec<LeftOut>,
}

/// Puts what a chart tells of earlier courses into a case, as far as it was known before the day of planning; gives what does not
/// count.
pub(in crate::server) fn learn(
    case: &mut CaseDraft,
    page: &Page,
    chart: &Chart,
    library: &Library,
) -> Vec<LeftOut> {
    let yardstick = Yardstick::at(library, page.zone().clone());
    let EarlierCourses { courses, left_out } = earlier_courses(chart, &yardstick, case.planned_on);
    case.earlier = courses;
    left_out
}

/// Whether a chart tells something else of earlier courses now than a case knows.
pub(in crate::server) fn is_overtaken(
    case: &CaseDraft,
    page: &Page,
    chart: &Chart,
    (library, today): (&Library, Date),
) -> bool {
    let mut anew = case.clone();
    anew.planned_on = today;
    learn(&mut anew, page, chart, library);
    anew.earlier != case.earlier
}

/// Everything that was known of earlier courses when a plan was made on a day: signed sessions before it, as they were delivered,
/// ratings of the zone itself by colleagues, and reports that bracket how long a sign was noticeable.
fn earlier_courses(chart: &Chart, yardstick: &Yardstick<'_>, planned_on: Date) -> EarlierCourses {
    let mut found = EarlierCourses::default();
    for course in &course_results(chart, yardstick) {
        for zone in &course.document.forecast.zones {
            let held = Held::of(course, zone, chart, planned_on);
            match held.and_then(|held| held.draft(yardstick, planned_on)) {
                Some(Ok(draft)) => found.courses.push(draft),
                Some(Err(left_out)) => found.left_out.push(left_out),
                None => {}
            }
        }
    }
    let most = found.courses.len().min(MOST_EARLIER_COURSES);
    let beyond = found.courses.split_off(most);
    found.left_out.extend(beyond.iter().filter_map(|one| {
        let (first_session, last_session) = ends(one)?;
        Some(LeftOut {
            zone: one.zone.clone(),
            first_session,
            last_session,
            why: Why::TooMany,
        })
    }));
    found
}

/// A course as it was held in one zone.
struct Held<'a> {
    course: &'a CourseResult,
    zone: &'a LockedZone,
    chart: &'a Chart,
    /// Signed sessions in which the zone was needled, in order.
    sessions: Vec<&'a Session>,
    first_session: Date,
    last_session: Date,
}

impl<'a> Held<'a> {
    fn of(
        course: &'a CourseResult,
        zone: &'a LockedZone,
        chart: &'a Chart,
        planned_on: Date,
    ) -> Option<Self> {
        let mut sessions: Vec<&Session> = signed_sessions(chart, course.plan)
            .filter(|session| session.started.facts.day < planned_on)
            .filter(|session| is_needled(session, &zone.zone))
            .collect();
        sessions.sort_by_key(|session| session.started.facts.t0);
        let days = || sessions.iter().map(|session| session.started.facts.day);
        Some(Self {
            first_session: days().min()?,
            last_session: days().max()?,
            course,
            zone,
            chart,
            sessions,
        })
    }

    /// The course as a case tells it; `None`: nothing that was seen afterwards says anything.
    fn draft(
        &self,
        yardstick: &Yardstick<'_>,
        planned_on: Date,
    ) -> Option<Result<EarlierDraft, LeftOut>> {
        let judged: Vec<&JudgedScale> = self.judged(planned_on).collect();
        let mut results: Vec<ResultDraft> = judged
            .iter()
            .map(|judged| ResultDraft::of_scale(judged))
            .collect();
        results.extend(self.hours(yardstick));
        if results.is_empty() {
            return None;
        }
        let delivered = match self.delivered(yardstick) {
            Ok(delivered) => delivered,
            Err(why) => return Some(Err(self.left_out(why))),
        };
        let days: BTreeSet<Date> = self
            .sessions
            .iter()
            .map(|one| one.started.facts.day)
            .collect();
        let mut draft = EarlierDraft::new(
            self.course.plan,
            &self.zone.zone,
            &delivered,
            &self.zone.technique.hand_pressure,
            days.into_iter().collect(),
        );
        self.grade(&mut draft, &judged);
        draft.results = results;
        Some(if is_accepted(&draft, yardstick, planned_on) {
            Ok(draft)
        } else {
            Err(self.left_out(Why::NotAccepted))
        })
    }

    /// Ratings of this zone itself by colleagues that were known by the day of planning.
    fn judged(&self, planned_on: Date) -> impl Iterator<Item = &JudgedScale> {
        let judged = self.course.judged.iter();
        judged.filter(move |one| {
            one.zone == self.zone.zone
                && one.is_of_zone
                && one.rater != Rater::Patient
                && one.after_on > self.last_session
                && one.after_on <= planned_on
        })
    }

    /// Hours of signs after the first session; reports do not say where, so that they tell something of a zone only where it
    /// alone was needled.
    fn hours(&self, yardstick: &Yardstick<'_>) -> Vec<ResultDraft> {
        let first = signed_sessions(self.chart, self.course.plan)
            .min_by_key(|session| session.started.facts.t0);
        let Some(first) = first.filter(|session| {
            let mut delivered = session.delivered();
            session.started.facts.day == self.first_session
                && delivered.all(|entry| entry.zone == self.zone.zone)
        }) else {
            return Vec::new();
        };
        sign_hours(first.started.facts.session, self.chart, yardstick.library)
    }

    fn delivered(&self, yardstick: &Yardstick<'_>) -> Result<DeliveredTechnique, Why> {
        let used = self
            .sessions
            .iter()
            .map(|one| &one.started.facts.device.device);
        let used: BTreeSet<&String> = used.collect();
        let mut devices = used.into_iter();
        let device = devices.next().filter(|_| devices.next().is_none());
        let device = device.and_then(|id| yardstick.library.devices.get(id));
        let device = device.ok_or(Why::Devices)?;
        let sessions = self.sessions.iter();
        let noted: Vec<Vec<DeliveredZone>> = sessions
            .map(|session| delivered_to(session, &self.zone.zone))
            .collect();
        let planned = (&self.zone.technique, self.zone.area_cm2);
        delivered_technique(planned, device, &noted).ok_or(Why::NotKnown)
    }

    /// How the zone looked before: as it was rated, else as the plan said.
    fn grade(&self, draft: &mut EarlierDraft, judged: &[&JudgedScale]) {
        let zones = &self.course.document.case.zones;
        let planned = zones.iter().find(|zone| zone.zone == self.zone.zone);
        let rated = |scale: &str| {
            let found = judged.iter().find(|one| one.scale == scale);
            found.map(|one| kept(one.before))
        };
        draft.before = GradesBefore {
            lemperle_grade: rated(LEMPERLE).or(planned.and_then(|zone| zone.lemperle_grade)),
            goodman_baron_grade: rated(GOODMAN_BARON)
                .or(planned.and_then(|zone| zone.goodman_baron_grade)),
            laxity_grade: rated(LAXITY).or(planned.and_then(|zone| zone.laxity_grade)),
        };
    }

    fn left_out(&self, why: Why) -> LeftOut {
        LeftOut {
            zone: self.zone.zone.clone(),
            first_session: self.first_session,
            last_session: self.last_session,
            why,
        }
    }
}

/// Whether the reader of cases takes it: what it refuses must not hold up a plan.
fn is_accepted(draft: &EarlierDraft, yardstick: &Yardstick<'_>, planned_on: Date) -> bool {
    let file = EarlierFile {
        earlier: vec![draft.in_case()],
    };
    toml::to_string(&file).is_ok_and(|text| {
        let (bytes, library) = (text.as_bytes(), yardstick.library);
        EarlierCourse::read_all("case", bytes, planned_on, library).is_ok()
    })
}
