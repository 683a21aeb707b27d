//! Pairs of photographs that one chart offers to somebody who grades blind: before and after a course, the same view of the
//! same zone.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::chance::Chance;
use needlework_chart::event::{BlindedPairRated, ConsentClass, ShownFirst};
use needlework_chart::fold::{Chart, Photograph, Stated};
use needlework_chart::id::{PhotographId, UserId};
use needlework_outcome::Scale;
use needlework_planning::{Library, LockedZone};
use needlework_protocol::{ScaleDefinition, View};
use needlework_skin::ZoneKind;

use super::office::blinded_pair::PhotographPair;
use super::problem::Problem;
use super::results::{CourseResult, Yardstick, signed_sessions};

/// A pair that can be graded blind.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The photographs.
    pub(super) pair: PhotographPair,
    /// From when on the result is judged.
    pub(super) due_on: Date,
    /// Who cannot grade it blind, or has looked at it already.
    pub(super) not_for: BTreeSet<UserId>,
    /// Names that the sessions give for whoever needled or answered for it.
    pub(super) not_for_names: BTreeSet<String>,
    /// Blinded grades that its zone has, by whichever view.
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

/// The pairs of a chart: one of every view of every zone of every course that was held as planned.
pub(super) fn candidates(
    chart: &Chart,
    courses: &[CourseResult],
    yardstick: &Yardstick<'_>,
) -> Vec<Candidate> {
    let held = courses.iter().filter(|course| course.is_as_planned());
    held.flat_map(|course| {
        let zones = course.document.forecast.zones.iter();
        zones.flat_map(|zone| of_zone(chart, course, zone, yardstick))
    })
    .collect()
}

/// The pairs of a zone, those first whose view shows least beside it.
fn of_zone(
    chart: &Chart,
    course: &CourseResult,
    zone: &LockedZone,
    yardstick: &Yardstick<'_>,
) -> Vec<Candidate> {
    let mut scales = zone.scales.iter().map(|scale| scale.id.as_str());
    let Some(scale) = scales.find(|id| definition(yardstick.library, id).is_some()) else {
        return Vec::new();
    };
    let views = views_of(yardstick.library, course, zone).into_iter();
    let pairs = views.filter_map(|view| pair_of_view(chart, course, view, yardstick));
    pairs
        .map(|(before, after)| {
            let pair = PhotographPair {
                plan: course.plan,
                zone: zone.zone.clone(),
                scale: scale.to_owned(),
                before,
                after,
            };
            candidate(chart, course, pair)
        })
        .collect()
}

fn candidate(chart: &Chart, course: &CourseResult, pair: PhotographPair) -> Candidate {
    let photographs = [pair.before, pair.after];
    let mut not_for = chart.who_knows(course.plan, photographs);
    let mut graded = 0;
    for rated in chart.blinded_ratings.values() {
        let facts = &rated.facts;
        if facts.is_of(photographs, &pair.zone, &pair.scale) {
            not_for.insert(rated.author.user);
        }
        let is_of_zone = facts.plan == pair.plan && facts.zone == pair.zone;
        graded += usize::from(is_of_zone && is_graded(rated));
    }
    let names = chart.names_of_treatment(course.plan).into_iter();
    Candidate {
        due_on: course.judged_on(),
        not_for,
        not_for_names: names.map(str::to_owned).collect(),
        graded,
        told_since: told_since(chart, course),
        pair,
    }
}

const fn is_graded(rated: &Stated<BlindedPairRated>) -> bool {
    rated.facts.before_and_after().is_some()
}

/// When the first grade of the result of a course came into the chart, taken back or not.
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
    if kind == ZoneKind::Body && of_kind > 1 {
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
    let first_channel = signed_sessions(chart, course.plan)
        .map(|session| session.started.facts.t0)
        .min()?;
    let of_view = || {
        let photographs = chart.photographs.iter();
        photographs.filter(move |(_, one)| one.stands() && one.added.facts.view == view.id)
    };
    let taken = |one: &Photograph| one.added.facts.taken_at;
    let before = of_view()
        .filter(|(_, one)| taken(one) < first_channel)
        .max_by_key(|(_, one)| taken(one))?;
    let from_judgement = |one: &Photograph| course.days_from_judgement(yardstick.day(taken(one)));
    let (_, after) = of_view()
        .filter_map(|after| Some((from_judgement(after.1)?, after)))
        .min_by_key(|(away, _)| *away)?;
    let has_consent = |photograph: &Photograph| {
        let consent = chart.consents.get(&photograph.added.facts.consent);
        consent.is_some_and(|consent| {
            consent.given.facts.class == ConsentClass::Photograph && consent.revoked.is_none()
        })
    };
    (has_consent(before.1) && has_consent(after.1)).then_some((*before.0, *after.0))
}

/// The definition of a scale of the forecast that may be graded here.
pub(super) fn definition<'a>(library: &'a Library, scale: &str) -> Option<&'a ScaleDefinition> {
    let definition = library.scale_definitions.predicted_as(scale);
    definition.filter(|definition| definition.may_be_graded())
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
pub(super) fn draw_order(chance: &dyn Chance) -> Result<ShownFirst, Problem> {
    let mut byte = [0];
    chance.fill(&mut byte)?;
    let [drawn] = byte;
    Ok(if drawn & 1 == 0 {
        ShownFirst::Before
    } else {
        ShownFirst::After
    })
}
