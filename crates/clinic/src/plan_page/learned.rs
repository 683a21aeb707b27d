//! What earlier courses of the person taught: the results that the forecast knows, and the forecast with and without them.

use needlework_outcome::Estimate;
use needlework_planning::{KnownResult, PersonalUpdate, Plan};
use needlework_protocol::capitalised;

use super::amount::{at_day, difference, finest_of, plain};
use super::day;
use crate::chart::{Drawing, RangeRow, RangeRows};
use crate::language::Language;

/// The section "What earlier courses taught".
pub(crate) struct Learned {
    pub(crate) results: Vec<String>,
    pub(crate) is_unlikely: bool,
    pub(crate) rows: Vec<LearnedRow>,
    pub(crate) picture: Option<String>,
    pub(crate) behind: String,
}

/// The main scale of one zone.
pub(crate) struct LearnedRow {
    pub(crate) name: String,
    pub(crate) without: String,
    pub(crate) without_too_small: bool,
    pub(crate) with: String,
    pub(crate) with_too_small: bool,
}

/// A zone with and without.
struct Pair {
    name: String,
    with: Estimate,
    without: Estimate,
    finest: f64,
    unit: String,
    least: f64,
}

impl Learned {
    /// `None` where nothing is known of earlier courses.
    pub(crate) fn of(plan: &Plan, words: &Language) -> Option<Self> {
        let update = plan.own_results.as_ref()?;
        let pairs = pairs(plan, update, words);
        let results = update.known.iter();
        Some(Self {
            results: results.map(|result| sentence(result, words)).collect(),
            is_unlikely: update.is_unlikely(),
            rows: pairs.iter().map(|pair| row(pair, words)).collect(),
            picture: picture(&pairs, words),
            behind: words.say_all(
                "plan-learned-behind",
                &[
                    ("weighed", &update.weighed.to_string()),
                    ("draws", &format!("{:.0}", update.effective_draws)),
                ],
            ),
        })
    }
}

fn pairs(plan: &Plan, update: &PersonalUpdate, words: &Language) -> Vec<Pair> {
    let pairs = update.without.iter().filter_map(|without| {
        let zone = plan.zones.iter().find(|zone| zone.zone == without.zone)?;
        let mut scales = zone.outlook.scales.iter();
        let scale = scales.find(|scale| scale.id == without.scale)?;
        Some(Pair {
            name: format!("{}: {}", capitalised(&zone.plain_name), scale.plain_name),
            with: at_day(&scale.improvement, plan.judged_day)?,
            without: without.improvement,
            finest: finest_of(scale.range),
            unit: words.unit_after("", &scale.improvement.unit),
            least: scale.minimal_detectable_change.value,
        })
    });
    pairs.collect()
}

/// One result: an improvement only where it is larger than what raters err.
fn sentence(result: &KnownResult, words: &Language) -> String {
    let size = result.value.abs();
    let size = match result.on {
        Some(_) => words.number(&format!("{size:.1}")),
        None => plain(words, size.round()),
    };
    let size = format!("{size}{}", words.unit_after(&size, &result.unit));
    let values = [
        ("zone", capitalised(&result.zone_name)),
        ("name", result.name.clone()),
        ("first", day::civil(words, result.first_session)),
        ("last", day::civil(words, result.last_session)),
        ("size", size),
        (
            "day",
            result
                .on
                .map_or_else(String::new, |on| day::civil(words, on)),
        ),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    match result.minimal_detectable_change {
        None => words.say_all("plan-learned-hours", &values),
        Some(least) if result.value > least => words.say_all("plan-learned-better", &values),
        Some(least) if result.value < -least => words.say_all("plan-learned-worse", &values),
        Some(_) => words.say_all("plan-learned-no-change", &values),
    }
}

fn row(pair: &Pair, words: &Language) -> LearnedRow {
    let said = |at: &Estimate| format!("{}{}", difference(words, at, pair.finest), pair.unit);
    LearnedRow {
        name: pair.name.clone(),
        without: said(&pair.without),
        without_too_small: pair.without.p50 < pair.least,
        with: said(&pair.with),
        with_too_small: pair.with.p50 < pair.least,
    }
}

fn picture(pairs: &[Pair], words: &Language) -> Option<String> {
    let rows = pairs.iter().map(|pair| RangeRow {
        label: pair.name.clone(),
        ranges: vec![pair.with, pair.without],
    });
    let chart = RangeRows {
        label: words.say("plan-learned-axis"),
        span: [0.0, 1.0],
        reference: Some(0.0),
        decimal_mark: words.decimal_mark().to_owned(),
        rows: rows.collect(),
    };
    let title = words.say("plan-learned-picture");
    (!pairs.is_empty()).then(|| chart.picture("learned", &title, &words.say("plan-learned-key")))
}
