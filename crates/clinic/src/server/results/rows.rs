//! Rows of the registry that one chart gives.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{CheckInReported, ConsentClass};
use needlework_chart::fold::{Chart, Session, Stated};
use needlework_chart::id::PatientId;
use needlework_outcome::Scale;
use needlework_planning::Library;
use needlework_protocol::check_in::{Grade, GradedSign};
use needlework_registry::{
    CourseOutcome, Group, JudgedScale, Kind, REPORTED_URGENT, RatedTwice, Rater, ResearchResult,
    ResearchRow, TreatedSession, Verdict, days_between,
};
use needlework_skin::Phototype;

use super::overrides::{PersonOverrides, overrides_of, reported_urgent};
use super::{CourseResult, Yardstick, course_results, signed_sessions};
use crate::server::blinded::{Candidate, candidates};
use crate::server::case_draft::PersonDraft;
use crate::server::chart_care::ChartCare;
use crate::server::check_in::CheckInAnswers;

/// What one chart gives to the registry.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct PersonRows {
    /// Results against predictions.
    pub(in crate::server) outcomes: Vec<CourseOutcome>,
    /// Signed sessions.
    pub(in crate::server) sessions: Vec<TreatedSession>,
    /// Courses of which every zone that was judged was judged blind.
    pub(in crate::server) judged_blind: usize,
    /// Skins that an open and a blinded rater graded.
    pub(in crate::server) rated_twice: Vec<RatedTwice>,
    /// Pairs of photographs that can be graded blind.
    pub(in crate::server) candidates: Vec<Candidate>,
    /// What the person said of the newest course of which something was said.
    pub(in crate::server) verdict: Option<Verdict>,
    /// Decisions against rules.
    pub(in crate::server) overrides: PersonOverrides,
    /// Courses whose results nobody has rated yet.
    pub(in crate::server) to_judge: Vec<ToJudge>,
    /// From when on the clinic may release the first of what waits for its word; `None`: nothing waits.
    pub(in crate::server) to_release: Option<Timestamp>,
    /// What may go to research; `None`: the person has not agreed, or took it back.
    pub(in crate::server) research: Option<ForResearch>,
}

/// A course whose result nobody has rated before and after.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct ToJudge {
    /// From when on it can be judged.
    pub(in crate::server) from: Date,
    /// The last day on which what is seen judges it.
    pub(in crate::server) until: Date,
    /// Whether the patient's own rating is missing, too.
    pub(in crate::server) lacks_own_rating: bool,
}

impl ToJudge {
    /// The same question as the page of the results asks; `None`: the course is judged, or was not held as planned.
    fn of(course: &CourseResult) -> Option<Self> {
        let from = course.judged_on();
        if !course.waits_for_judgement(from) {
            return None;
        }
        let own = course.own.as_ref();
        Some(Self {
            from,
            until: course.judged_until()?,
            lacks_own_rating: own.is_some_and(|own| own.of_whole().is_none()),
        })
    }
}

/// As on the page of releases; `None` as well where the plan cannot be read, of which that page tells.
fn to_release(chart: &Chart, yardstick: &Yardstick<'_>) -> Option<Timestamp> {
    let care = ChartCare::of_held(chart, yardstick.library, &yardstick.time_zone);
    let from = care.ok().flatten()?.releasable_from()?;
    Some(from.timestamp())
}

/// Results of a person who agreed to research.
#[derive(Debug, Clone)]
pub(in crate::server) struct ForResearch {
    rows: Vec<ResearchRow>,
    /// Last day on which the consent holds; `None`: until it is taken back.
    last_day: Option<Date>,
}

impl ForResearch {
    /// The results, on a day on which the consent holds; else none.
    pub(in crate::server) fn rows_on(&self, day: Date) -> &[ResearchRow] {
        let holds = self.last_day.is_none_or(|last| day <= last);
        if holds { &self.rows } else { &[] }
    }
}

/// The rows of a chart.
pub(in crate::server) fn rows_of(
    patient: PatientId,
    chart: &Chart,
    yardstick: &Yardstick<'_>,
) -> PersonRows {
    let courses = course_results(chart, yardstick);
    let mut rows = PersonRows {
        candidates: candidates(chart, &courses, yardstick),
        verdict: courses.iter().find_map(|course| verdict(course, chart)),
        overrides: overrides_of(chart),
        to_judge: courses.iter().filter_map(ToJudge::of).collect(),
        to_release: to_release(chart, yardstick),
        research: research_of(patient, chart, &courses, yardstick.library),
        ..PersonRows::default()
    };
    for course in &courses {
        rows.sessions.extend(sessions(patient, course, chart));
        rows.outcomes.extend(redness(course, chart));
        rows.rated_twice.extend(rated_twice(patient, course));
        if course.is_as_planned() {
            let told = main_scales(course)
                .filter_map(|one| Some((one.rater, improvement(course, one, chart)?)));
            let told: Vec<(Rater, CourseOutcome)> = told.collect();
            let is_blind = told.iter().all(|(rater, _)| *rater == Rater::Blinded);
            rows.judged_blind += usize::from(!told.is_empty() && is_blind);
            rows.outcomes
                .extend(told.into_iter().map(|(_, outcome)| outcome));
        }
    }
    rows
}

/// What an open and a blinded rater gave to the same zone, before and after.
fn rated_twice(patient: PatientId, course: &CourseResult) -> Vec<RatedTwice> {
    let of = |rater: Rater| {
        let by_each = course.by_each.iter();
        by_each.filter(move |one| one.rater == rater && one.is_of_zone)
    };
    let both = of(Rater::Clinician).filter_map(|open| {
        let mut blinded = of(Rater::Blinded);
        let blinded = blinded.find(|one| one.zone == open.zone && one.scale == open.scale)?;
        Some((open, blinded))
    });
    both.flat_map(|(open, blinded)| {
        [(open.before, blinded.before), (open.after, blinded.after)].map(|(open_grade, grade)| {
            RatedTwice {
                person: patient.to_string(),
                scale: open.scale.clone(),
                open: open_grade,
                blinded: grade,
            }
        })
    })
    .collect()
}

/// What may go to research of a chart, as long as a consent to research holds.
fn research_of(
    patient: PatientId,
    chart: &Chart,
    courses: &[CourseResult],
    library: &Library,
) -> Option<ForResearch> {
    let consents = chart.consents.values();
    let held = consents
        .filter(|one| one.given.facts.class == ConsentClass::Research && one.revoked.is_none());
    let last_days: Vec<Option<Date>> = held.map(|one| one.given.facts.expires_on).collect();
    let last_day = if last_days.contains(&None) {
        None
    } else {
        Some(last_days.into_iter().flatten().max()?)
    };
    let as_planned = courses.iter().filter(|course| course.is_as_planned());
    Some(ForResearch {
        rows: as_planned
            .flat_map(|course| research(patient, course, library))
            .collect(),
        last_day,
    })
}

fn sessions(patient: PatientId, course: &CourseResult, chart: &Chart) -> Vec<TreatedSession> {
    signed_sessions(chart, course.plan)
        .filter_map(|session| {
            Some(TreatedSession {
                person: patient.to_string(),
                group: group(course, session)?,
                day: session.started.facts.day,
                signs: signs_after(session, chart),
            })
        })
        .collect()
}

/// Signs of adverse events that were opened against a session, and whether a report after it asked for a clinician the same day or
/// at once.
fn signs_after(session: &Session, chart: &Chart) -> Vec<String> {
    let id = session.started.facts.session;
    let events = chart
        .adverse_events
        .values()
        .map(|event| &event.opened.facts);
    let mut signs: Vec<String> = events
        .filter(|opened| opened.session == Some(id))
        .map(|opened| opened.sign.clone())
        .collect();
    signs.sort_unstable();
    signs.dedup();
    signs.extend(reported_urgent(chart, id).then(|| REPORTED_URGENT.to_owned()));
    signs
}

/// The main scale of every zone, where that one was rated: whatever else happens to be rated is no fair draw. One grade of the whole
/// face speaks of the main zone, and of no other one again.
fn main_scales(course: &CourseResult) -> impl Iterator<Item = &JudgedScale> {
    let zones = course.document.forecast.zones.iter().enumerate();
    zones.filter_map(|(place, zone)| {
        let scale = zone.scales.first()?;
        let is_main = |judged: &&JudgedScale| judged.zone == zone.zone && judged.scale == scale.id;
        let judged = course.judged.iter().find(is_main)?;
        (place == 0 || judged.is_of_zone).then_some(judged)
    })
}

fn is_main_zone(course: &CourseResult, zone: &str) -> bool {
    let main = course.document.forecast.zones.first();
    main.is_some_and(|main| main.zone == zone)
}

fn improvement(
    course: &CourseResult,
    judged: &JudgedScale,
    chart: &Chart,
) -> Option<CourseOutcome> {
    Some(CourseOutcome {
        course: course.plan.to_string(),
        kind: Kind::Improvement,
        is_main_zone: is_main_zone(course, &judged.zone),
        group: Group {
            zone: judged.zone.clone(),
            ..group(course, first_session(course, chart)?)?
        },
        known_at: judged.known_at,
        scale: judged.scale.clone(),
        predicted: judged.judgement.predicted,
        reading_error: judged.measured.error,
        reading_step: judged.measured.step,
        observed: judged.measured.improvement,
        observed_on: judged.after_on,
    })
}

/// What the patient said of the main zone where it was told apart, else of the whole treatment, beside what was judged of that zone.
fn verdict(course: &CourseResult, chart: &Chart) -> Option<Verdict> {
    let zone = course.document.forecast.zones.first()?;
    let said = course.own.as_ref()?.of_zone(&zone.zone)?;
    let judged = main_scales(course).find(|judged| judged.zone == zone.zone);
    Some(Verdict {
        group: group(course, first_session(course, chart)?)?,
        grade: said.grade,
        judged: judged.map(|judged| judged.judgement.change),
    })
}

/// When redness after the first session was gone: between the last report that told of it and the first one after that without.
fn redness(course: &CourseResult, chart: &Chart) -> Option<CourseOutcome> {
    let session = first_session(course, chart)?;
    let reports = chart.check_ins.values().map(|one| &one.reported);
    let mut told: Vec<(f64, Grade, &Stated<CheckInReported>)> = reports
        .filter(|stated| stated.facts.session == session.started.facts.session)
        .filter_map(|stated| {
            let answers = CheckInAnswers::read(&stated.facts.answers)?;
            let grade = *answers.told().grades.get(&GradedSign::Redness)?;
            Some((stated.facts.hours_after_t0, grade, stated))
        })
        .collect();
    told.sort_by(|one, other| one.0.total_cmp(&other.0));
    let red = told.iter().rev().find(|(_, grade, _)| *grade > Grade::None);
    let last_red_hour = red.map_or(0.0, |(hour, ..)| *hour);
    let (gone_hour, _, stated) = told.iter().find(|(hour, ..)| *hour > last_red_hour)?;
    let sign = GradedSign::Redness.id();
    let effects = &course.document.forecast.zones.first()?.side_effects;
    let effect = effects.iter().find(|effect| effect.id == sign)?;
    Some(CourseOutcome {
        course: course.plan.to_string(),
        kind: Kind::Redness,
        is_main_zone: true,
        group: group(course, session)?,
        known_at: stated.recorded_at,
        scale: sign.to_owned(),
        predicted: effect.ends_hour,
        reading_error: 0.0,
        reading_step: gone_hour - last_red_hour,
        observed: f64::midpoint(last_red_hour, *gone_hour),
        observed_on: session.started.facts.day,
    })
}

fn first_session<'a>(course: &CourseResult, chart: &'a Chart) -> Option<&'a Session> {
    signed_sessions(chart, course.plan).min_by_key(|session| session.started.facts.day)
}

/// Whom a session treated, where, with what and by whom.
fn group(course: &CourseResult, session: &Session) -> Option<Group> {
    let case = &course.document.case;
    let facts = &session.started.facts;
    Some(Group {
        zone: course.document.forecast.zones.first()?.zone.clone(),
        indication: case.indication.clone(),
        phototype: phototype(&case.person)?,
        age_years: age_years(&case.person),
        device: format!("{} {}", facts.device.device, facts.device.serial),
        operator: session.started.author.user.to_string(),
    })
}

/// A row for every scale that was judged. Of a course of which none was, a row for what the patient said: of the main zone, and of
/// every other one that was told apart.
fn research(patient: PatientId, course: &CourseResult, library: &Library) -> Vec<ResearchRow> {
    if !course.judged.is_empty() {
        let judged = course.judged.iter();
        return judged
            .filter_map(|judged| {
                let result = research_result(judged, library)?;
                research_row(patient, course, &judged.zone, judged.day, Some(result))
            })
            .collect();
    }
    let Some(own) = &course.own else {
        return Vec::new();
    };
    let zones = course.document.forecast.zones.iter().enumerate();
    zones
        .filter_map(|(at, zone)| {
            let of_main = (at == 0).then(|| own.of_whole()).flatten();
            let said = own.verdict(Some(&zone.zone)).or(of_main)?;
            let day = f64::from(days_between(course.first_session, said.day));
            research_row(patient, course, &zone.zone, day, None)
        })
        .collect()
}

/// A row of one zone; `None` where the case of the plan has no phototype that is known.
fn research_row(
    patient: PatientId,
    course: &CourseResult,
    zone: &str,
    day: f64,
    judged: Option<ResearchResult>,
) -> Option<ResearchRow> {
    let case = &course.document.case;
    let forecast = &course.document.forecast;
    let own = course.own.as_ref();
    Some(ResearchRow {
        person: patient.to_string(),
        sex: case.person.sex.clone(),
        age_years: age_years(&case.person),
        phototype: phototype(&case.person)?,
        indication: case.indication.clone(),
        zone: zone.to_owned(),
        device: forecast.device.clone(),
        needle_length_mm: forecast.zone(zone)?.technique.needle_length_mm,
        sessions: u32::try_from(course.signed).unwrap_or(u32::MAX),
        day,
        judged,
        patient_grade: own.and_then(|own| Some(own.of_zone(zone)?.grade)),
    })
}

fn research_result(judged: &JudgedScale, library: &Library) -> Option<ResearchResult> {
    Some(ResearchResult {
        scale: judged.scale.clone(),
        predicted: judged.judgement.predicted,
        is_blinded: judged.rater == Rater::Blinded,
        observed: judged.measured.improvement,
        rounding: rounding(library.scales.scale(&judged.scale)?),
        minimal_detectable_change: judged.measured.minimal_detectable_change,
    })
}

/// Steps to which improvements of a scale are rounded before they leave: those of the rater, else a twentieth of the scale.
fn rounding(scale: &Scale) -> f64 {
    const STEPS: f64 = 20.0;
    let [low, high] = scale.range;
    scale.reading_step.max((high - low) / STEPS)
}

/// The phototype as a number; `None` where the case of a plan has none that is known.
fn phototype(person: &PersonDraft) -> Option<u8> {
    let mut names = Phototype::NAMES.iter();
    let at = names.position(|(name, _)| *name == person.phototype)?;
    u8::try_from(at + 1).ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the reader of cases allows 0 to 120 years"
)]
fn age_years(person: &PersonDraft) -> u32 {
    person.age_years as u32
}
