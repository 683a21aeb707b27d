//! Whether a device or an operator stands apart from the rest of the clinic.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::evidence::Evidence;
use crate::outcome::{CourseOutcome, Kind, Trait};
use crate::ranks::sequential_scores;

/// Chance that a clinic in which nothing ever changes is told that something stands apart, over its whole life and all streams
/// together: at most this. One in twenty is what the field uses for a finding. What changes in the whole clinic at once is found
/// in its streams, too; [`Finding::elsewhere`] then moves alike.
pub const FALSE_ALARM_SHARE: f64 = 0.05;
/// What is watched: what somebody can look after. Zones and people are no fault of the clinic; how predictions hold for them
/// is told by [`crate::Reliability`].
const WATCHED: [Trait; 2] = [Trait::Device, Trait::Operator];
/// Parts into which the chance of a false alarm is split before single streams get theirs: kinds of results times traits.
const PARTS: f64 = (Kind::ALL.len() * WATCHED.len()) as f64;

/// Results of one kind that share a trait.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stream {
    /// Which results.
    pub kind: Kind,
    /// By what they belong together.
    pub by: Trait,
    /// Its value, for example the device.
    pub value: String,
}

/// A stream that stands apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Which.
    pub stream: Stream,
    /// When the evidence became enough.
    pub found_on: Date,
    /// When it probably began.
    pub began_on: Date,
    /// Results since then.
    pub results: usize,
    /// Sum of what came over the sum of predicted medians since then; `None` where nothing was predicted.
    pub of_predicted: Option<f64>,
    /// The same of all other results of this kind in the same time.
    pub elsewhere: Option<f64>,
    /// Chance of so much evidence if nothing stood apart, for this stream alone: at most this.
    pub chance: f64,
}

/// What the watch says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Watch {
    /// Streams that were watched.
    pub streams: usize,
    /// Those that stand apart, the strongest evidence first.
    pub findings: Vec<Finding>,
}

/// One stream while it is followed.
struct Followed<'a> {
    evidence: Evidence,
    /// Evidence from which it is told.
    enough: f64,
    found_on: Option<Date>,
    taken: Vec<(&'a CourseOutcome, f64)>,
}

impl Watch {
    /// Follows the results of main zones in the order in which they became known: other zones of the same person would say the same
    /// again, and more often than chance allows for.
    pub fn over(outcomes: &[CourseOutcome]) -> Self {
        let main = outcomes.iter().filter(|one| one.is_main_zone);
        let mut ordered: Vec<&CourseOutcome> = main.collect();
        ordered.sort_by(|one, other| {
            (one.known_at, &one.course).cmp(&(other.known_at, &other.course))
        });
        let mut followed = BTreeMap::new();
        for kind in Kind::ALL {
            let of_kind: Vec<&CourseOutcome> = ordered
                .iter()
                .copied()
                .filter(|one| one.kind == kind)
                .collect();
            follow(&of_kind, &mut followed);
        }
        let mut findings: Vec<Finding> = followed
            .iter()
            .filter_map(|(stream, followed)| finding(stream, followed, &ordered))
            .collect();
        findings.sort_by(|a, b| a.chance.total_cmp(&b.chance));
        Self {
            streams: followed.len(),
            findings,
        }
    }
}

/// Takes the results of one kind, in order of time, into the streams to which they belong.
fn follow<'a>(outcomes: &[&'a CourseOutcome], followed: &mut BTreeMap<Stream, Followed<'a>>) {
    let positions: Vec<(f64, &str)> = outcomes
        .iter()
        .map(|one| (one.position().score(), one.course.as_str()))
        .collect();
    for (outcome, score) in outcomes.iter().zip(sequential_scores(&positions)) {
        for by in WATCHED {
            let of_part = |known: &&Stream| known.kind == outcome.kind && known.by == by;
            let number = followed.keys().filter(of_part).count() as f64 + 1.0;
            let stream = Stream {
                kind: outcome.kind,
                by,
                value: outcome.group.by(by),
            };
            // The j-th stream of a part gets 1 / (j (j + 1)) of its chance of a false alarm: together never more than all.
            let one = followed.entry(stream).or_insert_with(|| Followed {
                evidence: Evidence::new(),
                enough: PARTS * number * (number + 1.0) / FALSE_ALARM_SHARE,
                found_on: None,
                taken: Vec::new(),
            });
            if one.evidence.take(score) >= one.enough && one.found_on.is_none() {
                one.found_on = Some(outcome.observed_on);
            }
            one.taken.push((outcome, score));
        }
    }
}

fn finding(stream: &Stream, followed: &Followed<'_>, all: &[&CourseOutcome]) -> Option<Finding> {
    let found_on = followed.found_on?;
    let since = followed.taken.get(likeliest_begin(&followed.taken)..)?;
    let (began, _) = since.first()?;
    let began_on = began.observed_on;
    let elsewhere = all.iter().copied().filter(|one| {
        one.kind == stream.kind
            && one.known_at >= began.known_at
            && one.group.by(stream.by) != stream.value
    });
    Some(Finding {
        stream: stream.clone(),
        found_on,
        began_on,
        results: since.len(),
        of_predicted: of_predicted(since.iter().map(|(outcome, _)| *outcome)),
        elsewhere: of_predicted(elsewhere),
        chance: 1.0 / followed.evidence.largest(),
    })
}

/// The place from which on the scores are most unlike standard normal ones: where the likelihood of a shift is largest.
fn likeliest_begin(taken: &[(&CourseOutcome, f64)]) -> usize {
    let mut sum = 0.0;
    let mut best = (0.0, 0);
    for (at, (_, score)) in taken.iter().enumerate().rev() {
        sum += score;
        let gain = sum * sum / (taken.len() - at) as f64;
        if gain > best.0 {
            best = (gain, at);
        }
    }
    best.1
}

fn of_predicted<'a>(outcomes: impl Iterator<Item = &'a CourseOutcome>) -> Option<f64> {
    let (came, predicted) = outcomes.fold((0.0, 0.0), |(came, predicted), one| {
        (came + one.observed, predicted + one.predicted.p50)
    });
    (predicted > 0.0).then_some(came / predicted)
}
