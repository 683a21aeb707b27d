//! What a patient says of the result: when somebody is asked, and what was answered. It is held against no forecast, since none
//! says it, and stands apart from what colleagues and blinded raters grade.

use std::collections::BTreeMap;

use jiff::civil::Date;
use needlework_chart::event::{Role, ScaleRated};
use needlework_chart::fold::{Chart, Stated};
use needlework_chart::id::PlanId;
use needlework_planning::Library;
use needlework_protocol::{SaidChange, ScaleDefinition};
use needlework_registry::Answer;

use super::page::Page;
use super::results::{CourseResult, Yardstick, course_results};

/// The days on which a patient is asked about a course, both among them: from the one on which the result is judged, as long as
/// what is seen judges it and nothing else was done since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RatingWindow {
    /// First day.
    pub(super) opens: Date,
    /// Last day.
    pub(super) closes: Date,
}

impl RatingWindow {
    /// The window of a course; `None`: fewer sessions were held than planned, or another course began before its day came.
    fn of(chart: &Chart, course: &CourseResult) -> Option<Self> {
        if !course.is_as_planned() {
            return None;
        }
        let opens = course.judged_on();
        let judged = course.judged_until()?;
        let sessions = chart.sessions.values();
        let others = sessions
            .filter(|session| session.is_held() && session.started.facts.plan != course.plan);
        let next = others
            .map(|session| session.started.facts.day)
            .filter(|day| *day > course.last_session)
            .min();
        let before_next = next.and_then(|day| day.yesterday().ok());
        let closes = before_next.map_or(judged, |day| day.min(judged));
        (opens <= closes).then_some(Self { opens, closes })
    }

    /// Whether somebody is asked on a day.
    pub(super) fn holds(self, on: Date) -> bool {
        (self.opens..=self.closes).contains(&on)
    }
}

/// What a patient said of the whole treatment or of one zone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PatientVerdict {
    /// Zone id; `None`: the whole treatment.
    pub(super) zone: Option<String>,
    /// Grade.
    pub(super) grade: f64,
    /// Day on which it was said.
    pub(super) day: Date,
}

/// What a patient is asked about a course, and has said so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnRating {
    /// The course.
    pub(super) plan: PlanId,
    /// When.
    pub(super) window: RatingWindow,
    /// Zones that were treated.
    pub(super) zones: Vec<String>,
    /// The newest verdict on the whole treatment, then of each zone that was told apart.
    pub(super) verdicts: Vec<PatientVerdict>,
}

impl OwnRating {
    /// What is asked about a course; `None`: nothing ever is.
    pub(super) fn of(chart: &Chart, course: &CourseResult, library: &Library) -> Option<Self> {
        let scale = asked_scale(library)?;
        let window = RatingWindow::of(chart, course)?;
        let zones = course.document.forecast.zones.iter();
        Some(Self {
            plan: course.plan,
            window,
            zones: zones.map(|zone| zone.zone.clone()).collect(),
            verdicts: verdicts(chart, window, scale),
        })
    }

    /// What is asked on a day; `None`: nothing.
    pub(super) fn asked_on(chart: &Chart, yardstick: &Yardstick<'_>, day: Date) -> Option<Self> {
        let own = course_results(chart, yardstick).into_iter();
        own.filter_map(|course| course.own)
            .find(|own| own.window.holds(day))
    }

    /// What is asked next after a day; `None`: nothing, as far as is known.
    pub(super) fn next_after(chart: &Chart, yardstick: &Yardstick<'_>, day: Date) -> Option<Self> {
        let own = course_results(chart, yardstick).into_iter();
        own.filter_map(|course| course.own)
            .filter(|own| own.window.opens > day)
            .min_by_key(|own| own.window.opens)
    }

    /// What was said of the whole treatment.
    pub(super) fn of_whole(&self) -> Option<&PatientVerdict> {
        self.verdict(None)
    }

    /// What was said of a zone where it was told apart, else of the whole treatment.
    pub(super) fn of_zone(&self, zone: &str) -> Option<&PatientVerdict> {
        self.verdict(Some(zone)).or_else(|| self.of_whole())
    }

    /// What was said of exactly this; `None` as zone: of the whole treatment.
    pub(super) fn verdict(&self, zone: Option<&str>) -> Option<&PatientVerdict> {
        let mut verdicts = self.verdicts.iter();
        verdicts.find(|verdict| verdict.zone.as_deref() == zone)
    }
}

/// The scale on which patients say what came of a course.
pub(super) fn asked_scale(library: &Library) -> Option<&ScaleDefinition> {
    let mut scales = library.scale_definitions.iter();
    scales.find(|scale| scale.is_asked_of_patient())
}

/// The answers that a patient can choose, from the first grade on.
pub(super) fn answers(library: &Library) -> Vec<Answer> {
    let grades = asked_scale(library).map(|scale| scale.grades.iter());
    let grades = grades.into_iter().flatten();
    grades
        .map(|grade| Answer {
            grade: grade.from,
            is_better: grade.says == Some(SaidChange::Better),
        })
        .collect()
}

/// A grade in the words in which a patient chooses it, in the language of a page; `None` where the scale has none for it.
pub(super) fn words(page: &Page, scale: &ScaleDefinition, grade: f64) -> Option<String> {
    Some(page.quoted(scale.patient_words(grade)?))
}

/// What a patient has said, one sentence each.
pub(super) fn said(page: &Page, library: &Library, own: &OwnRating) -> Vec<String> {
    let Some(scale) = asked_scale(library) else {
        return Vec::new();
    };
    let verdicts = own.verdicts.iter();
    let sentences = verdicts.filter_map(|verdict| {
        let words = words(page, scale, verdict.grade)?;
        let day = page.day(verdict.day);
        Some(match &verdict.zone {
            Some(zone) => {
                let zone = page.zone_name(zone);
                let values = [("zone", &*zone), ("words", &*words), ("day", &*day)];
                page.say_all("own-rating-said-zone", &values)
            }
            None => page.say_all("own-rating-said", &[("words", &words), ("day", &day)]),
        })
    });
    sentences.collect()
}

/// The newest grade of the patient in a window for the whole treatment and for each zone: who corrects one gives another.
fn verdicts(chart: &Chart, window: RatingWindow, scale: &ScaleDefinition) -> Vec<PatientVerdict> {
    let mut newest: BTreeMap<Option<&str>, &Stated<ScaleRated>> = BTreeMap::new();
    let mut given: Vec<&Stated<ScaleRated>> = chart
        .standing_ratings()
        .filter(|stated| {
            stated.author.role == Role::Patient
                && stated.facts.scale == scale.id
                && window.holds(stated.facts.day)
        })
        .collect();
    given.sort_by_key(|stated| stated.recorded_at);
    for stated in given {
        newest.insert(stated.facts.zone.as_deref(), stated);
    }
    let verdicts = newest.into_iter().map(|(zone, stated)| PatientVerdict {
        zone: zone.map(str::to_owned),
        grade: stated.facts.grade,
        day: stated.facts.day,
    });
    verdicts.collect()
}
