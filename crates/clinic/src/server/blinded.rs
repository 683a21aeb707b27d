//! Pairs of photographs that one chart offers to somebody who grades blind: before and after a course, the same view of the
//! same zone.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, ShownFirst};
use needlework_chart::fold::{Chart, Photograph};
use needlework_chart::id::{PhotographId, PlanId, UserId};
use needlework_outcome::Scale;
use needlework_planning::{Library, LockedZone};
use needlework_protocol::{Availability, ScaleDefinition, View};

use super::problem::Problem;
use super::results::{CourseResult, Yardstick};

/// A pair that can be graded blind.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The plan whose outcome it shows.
    pub(super) plan: PlanId,
    /// Zone id.
    pub(super) zone: String,
    /// Scale id of the forecast.
    pub(super) scale: String,
    /// Before the course.
    pub(super) before: PhotographId,
    /// After it.
    pub(super) after: PhotographId,
    /// From when on the result is judged.
    pub(super) due_on: Date,
    /// Who cannot grade it blind, or has looked at it already.
    pub(super) not_for: BTreeSet<UserId>,
    /// Names that the sessions give for whoever needled or answered for it.
    pub(super) not_for_names: BTreeSet<String>,
    /// Blinded grades that it has.
    pub(super) graded: usize,
    /// Since when the chart holds a grade of the result, by which a rater could be led.
    pub(super) told_since: Option<Timestamp>,
}

impl Candidate {
    /// Whether the pair waits for this rater on a day.
    pub(super) fn waits_for(&self, user: UserId, name: &str, today: Date) -> bool {
        self.due_on <= today && !self.not_for.contains(&user) && !self.not_for_names.contains(name)
    }
}

/// The pairs of a chart: one of every zone of every course that was held as planned.
pub(super) fn candidates(
    chart: &Chart,
    courses: &[CourseResult],
    yardstick: &Yardstick<'_>,
) -> Vec<Candidate> {
    let held = courses.iter().filter(|course| course.is_as_planned());
    held.flat_map(|course| {
        let zones = course.document.forecast.zones.iter();
        zones.filter_map(|zone| candidate(chart, course, zone, yardstick))
    })
    .collect()
}

fn candidate(
    chart: &Chart,
    course: &CourseResult,
    zone: &LockedZone,
    yardstick: &Yardstick<'_>,
) -> Option<Candidate> {
    let scales = zone.scales.iter();
    let scale = scales
        .map(|scale| scale.id.as_str())
        .find(|id| definition(yardstick.library, id).is_some())?;
    let (before, after) = views_of(yardstick.library, course, zone)
        .into_iter()
        .find_map(|view| pair_of_view(chart, course, view, yardstick))?;
    let pair = [before, after];
    let mut not_for = chart.who_knows(course.plan, pair);
    let earlier: Vec<_> = chart
        .blinded_ratings
        .values()
        .filter(|rated| {
            let facts = &rated.facts;
            [facts.before, facts.after] == pair && facts.zone == zone.zone && facts.scale == scale
        })
        .collect();
    not_for.extend(earlier.iter().map(|rated| rated.author.user));
    let names = chart.names_of_treatment(course.plan).into_iter();
    let graded = |rated: &&_| is_graded(rated);
    Some(Candidate {
        plan: course.plan,
        zone: zone.zone.clone(),
        scale: scale.to_owned(),
        before,
        after,
        due_on: course.judged_on(),
        not_for,
        not_for_names: names.map(str::to_owned).collect(),
        graded: earlier.iter().copied().filter(graded).count(),
        told_since: told_since(chart, course),
    })
}

fn is_graded(
    rated: &needlework_chart::fold::Stated<needlework_chart::event::BlindedPairRated>,
) -> bool {
    rated.facts.before_and_after().is_some()
}

/// When the first grade of the result of a course came into the chart.
fn told_since(chart: &Chart, course: &CourseResult) -> Option<Timestamp> {
    let open = chart
        .ratings
        .values()
        .filter(|rated| rated.facts.day > course.last_session)
        .map(|rated| rated.recorded_at);
    let blinded = chart
        .blinded_ratings
        .values()
        .filter(|rated| rated.facts.plan == course.plan && is_graded(rated))
        .map(|rated| rated.recorded_at);
    open.chain(blinded).min()
}

/// Views that show a zone, those first that show least beside it. Which area of a body a photograph shows is written nowhere:
/// a body zone has views only where it is the only one of its plan.
fn views_of<'a>(library: &'a Library, course: &CourseResult, zone: &LockedZone) -> Vec<&'a View> {
    let kind_of = |id: &str| library.zones.get(id).map(|zone| zone.kind);
    let Some(kind) = kind_of(&zone.zone) else {
        return Vec::new();
    };
    let zones = course.document.forecast.zones.iter();
    let of_kind = zones.filter(|one| kind_of(&one.zone) == Some(kind)).count();
    if kind == needlework_skin::ZoneKind::Body && of_kind > 1 {
        return Vec::new();
    }
    let mut views: Vec<&View> = library.views.for_kinds(&[kind]).collect();
    views.sort_by_key(|view| view.shows.len());
    views
}

/// The last photograph of a view before the first session, and the one nearest to the day of judgement.
fn pair_of_view(
    chart: &Chart,
    course: &CourseResult,
    view: &View,
    yardstick: &Yardstick<'_>,
) -> Option<(PhotographId, PhotographId)> {
    let first_channel = chart
        .sessions
        .values()
        .filter(|session| session.signed.is_some() && session.started.facts.plan == course.plan)
        .map(|session| session.started.facts.t0)
        .min()?;
    let of_view = || {
        let photographs = chart.photographs.iter();
        photographs.filter(move |(_, one)| is_kept(one) && one.added.facts.view == view.id)
    };
    let taken = |one: &Photograph| one.added.facts.taken_at;
    let before = of_view()
        .filter(|(_, one)| taken(one) < first_channel)
        .max_by_key(|(_, one)| taken(one))?;
    let from_judgement = |one: &Photograph| {
        let day = yardstick.day(taken(one));
        let days = day.until(course.judged_on()).map(|span| span.get_days());
        days.map_or(i32::MAX, i32::abs)
    };
    let within = course.document.forecast.judge_after_days() / 2.0;
    let after = of_view()
        .filter(|(_, one)| yardstick.day(taken(one)) > course.last_session)
        .filter(|(_, one)| f64::from(from_judgement(one)) <= within)
        .min_by_key(|(_, one)| from_judgement(one))?;
    let has_consent = |photograph: &Photograph| {
        let consent = chart.consents.get(&photograph.added.facts.consent);
        consent.is_some_and(|consent| {
            consent.given.facts.class == ConsentClass::Photograph && consent.revoked.is_none()
        })
    };
    (has_consent(before.1) && has_consent(after.1)).then_some((*before.0, *after.0))
}

const fn is_kept(photograph: &Photograph) -> bool {
    photograph.withdrawn.is_none()
}

/// The definition of a scale of the forecast that may be graded here.
pub(super) fn definition<'a>(library: &'a Library, scale: &str) -> Option<&'a ScaleDefinition> {
    let definition = library.scale_definitions.predicted_as(scale)?;
    let is_usable = definition.range.is_some()
        && definition.direction.is_some()
        && definition.availability != Availability::NotYet;
    is_usable.then_some(definition)
}

/// The grades that can be given on a scale, from the lowest; none where any value can be given.
pub(super) fn grades(scale: &Scale) -> Vec<f64> {
    let [low, high] = scale.range;
    if scale.reading_step <= 0.0 {
        return Vec::new();
    }
    std::iter::successors(Some(low), |grade| Some(grade + scale.reading_step))
        .take_while(|grade| *grade <= high)
        .collect()
}

/// The order of a pair, by chance.
///
/// # Errors
/// When no random bytes can be had.
pub(super) fn draw_order(
    chance: &dyn needlework_chart::chance::Chance,
) -> Result<ShownFirst, Problem> {
    let mut byte = [0];
    chance.fill(&mut byte)?;
    let [drawn] = byte;
    Ok(if drawn & 1 == 0 {
        ShownFirst::Before
    } else {
        ShownFirst::After
    })
}
