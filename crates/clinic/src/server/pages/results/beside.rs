//! What the clinician, a blinded rater and the patient said of the same zone, beside each other.

use needlework_planning::Library;
use needlework_registry::{Change, JudgedScale};

use super::{change_key, dated, signed};
use crate::server::page::Page;
use crate::server::results::CourseResult;

/// One rater.
pub(super) struct RaterRow {
    pub(super) rater: String,
    pub(super) before: String,
    pub(super) after: String,
    /// The change in words: a number only where it may be called one.
    pub(super) change: String,
}

/// One scale of one zone.
pub(super) struct ScaleBeside {
    pub(super) name: String,
    pub(super) rows: Vec<RaterRow>,
    pub(super) verdict: String,
    pub(super) is_apart: bool,
}

/// Every scale that more than one kind of rater graded before and after.
pub(super) fn beside(page: &Page, library: &Library, course: &CourseResult) -> Vec<ScaleBeside> {
    let is_same =
        |one: &JudgedScale, other: &JudgedScale| one.zone == other.zone && one.scale == other.scale;
    course
        .by_each
        .chunk_by(is_same)
        .filter(|raters| raters.len() > 1)
        .map(|raters| scale_beside(page, library, raters))
        .collect()
}

fn scale_beside(page: &Page, library: &Library, raters: &[JudgedScale]) -> ScaleBeside {
    let name = raters.first().map_or_else(String::new, |one| {
        let scale = page.known_scale_name(&one.scale);
        format!("{}: {scale}", page.zone_name(&one.zone))
    });
    let improvements = || raters.iter().map(|one| one.measured.improvement);
    let most = improvements().fold(f64::NEG_INFINITY, f64::max);
    let least = improvements().fold(f64::INFINITY, f64::min);
    let difference = most - least;
    let (limit, key) = limit(library, raters);
    let is_apart = difference > limit;
    let verdict = if is_apart {
        format!("beside-apart-{key}")
    } else {
        format!("beside-together-{key}")
    };
    ScaleBeside {
        name,
        rows: raters.iter().map(|one| row(page, one)).collect(),
        verdict: page.say_all(
            &verdict,
            &[
                ("difference", &page.number(difference, 1)),
                ("limit", &page.number(limit, 1)),
            ],
        ),
        is_apart,
    }
}

/// By how much raters may differ: the smallest change that matters to people where it was found, else what the scale cannot
/// tell from rating error.
fn limit(library: &Library, raters: &[JudgedScale]) -> (f64, &'static str) {
    let scale = raters.first().map_or("", |one| one.scale.as_str());
    let definition = library.scale_definitions.predicted_as(scale);
    let meaningful = definition.and_then(|scale| scale.smallest_meaningful_change.as_ref());
    if let Some(meaningful) = meaningful {
        return (meaningful.value, "meaningful");
    }
    let detectable = raters
        .iter()
        .map(|one| one.measured.minimal_detectable_change);
    (detectable.fold(0.0, f64::max), "detectable")
}

fn row(page: &Page, one: &JudgedScale) -> RaterRow {
    let least = page.number(one.measured.minimal_detectable_change, 1);
    let change = page.say_with(change_key(one.judgement.change), "least", &least);
    RaterRow {
        rater: page.say(&format!("rater-{}", one.rater.name())),
        before: dated(page, one.before, one.before_on),
        after: dated(page, one.after, one.after_on),
        change: match one.judgement.change {
            Change::NotTold => change,
            Change::Better | Change::Worse => {
                format!("{} {change}", signed(page, one.measured.improvement))
            }
        },
    }
}
