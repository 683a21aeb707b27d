//! The first session as lanes of a picture: what is stopped, avoided, used and waited for, from two weeks before to four
//! weeks after.

use std::collections::BTreeMap;

use needlework_evidence::HOURS_PER_DAY;
use schemars::JsonSchema;
use serde::Serialize;

use super::instruction::{CareSession, Instruction};
use super::rule::{CareRules, EndsBy, InstructionKind, Phase};
use super::stretch::{SHOWN_DAYS_AFTER, SHOWN_DAYS_BEFORE, end_by_clock, hours_since};
use super::subject::Subject;

/// Most characters of the name of a lane that speaks of several things, so that it can be read beside its bar.
const LONGEST_NAME: usize = 36;

/// The group of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LaneKind {
    /// Products to stop.
    Stop,
    /// What to avoid.
    Avoid,
    /// What waits for the clinic.
    Wait,
    /// What to use or do.
    Use,
    /// Questions and photos.
    CheckIn,
}

/// One lane.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareLane {
    /// Its group.
    pub kind: LaneKind,
    /// What it is about.
    pub name: String,
    /// When it holds, in order, without overlap.
    pub spans: Vec<LaneSpan>,
}

/// A stretch of a lane, in hours after `T0` of the first session, negative before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LaneSpan {
    /// First hour.
    pub from_hour: f64,
    /// Last hour by the clock; the end of the picture where only a release ends it.
    pub until_hour: f64,
    /// The hour from which calm skin, a release or a state may end it; absent where the clock alone does.
    pub open_from_hour: Option<f64>,
}

/// The lanes of the first session.
pub(super) fn lanes(
    rules: &CareRules,
    sessions: &[CareSession],
    instructions: &[Instruction],
) -> Vec<CareLane> {
    let Some(first) = sessions.first() else {
        return Vec::new();
    };
    let mut found: BTreeMap<(LaneKind, LaneId), Vec<LaneSpan>> = BTreeMap::new();
    for one in instructions {
        let Some(span) = shown(first, one) else {
            continue;
        };
        for lane in lanes_of(rules, one) {
            found.entry(lane).or_default().push(span);
        }
    }
    raise_to_wait(&mut found);
    let mut lanes: Vec<CareLane> = Vec::new();
    for ((kind, id), spans) in found {
        let spans = joined(spans);
        let name = match id {
            LaneId::Subject(subject) => rules.products().name(subject).to_owned(),
            LaneId::Rule(rule) => rules
                .get(&rule)
                .map_or_else(String::new, |rule| rule.label.clone()),
        };
        match lanes.iter_mut().find(|lane| {
            let fits = lane.name.chars().count() + name.chars().count() < LONGEST_NAME;
            fits && lane.kind == kind && lane.spans == spans && kind != LaneKind::CheckIn
        }) {
            Some(same) => {
                same.name.push_str(", ");
                same.name.push_str(&name);
            }
            None => lanes.push(CareLane { kind, name, spans }),
        }
    }
    lanes
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum LaneId {
    Subject(Subject),
    Rule(String),
}

/// What waits for the clinic after the session stands on one lane with its ban before the session.
fn raise_to_wait(found: &mut BTreeMap<(LaneKind, LaneId), Vec<LaneSpan>>) {
    for lower in [LaneKind::Avoid, LaneKind::Stop] {
        for higher in [LaneKind::Wait, LaneKind::Stop] {
            let ids: Vec<LaneId> = found
                .keys()
                .filter(|(kind, _)| *kind == higher)
                .map(|(_, id)| id.clone())
                .collect();
            for id in ids {
                if lower != higher
                    && let Some(spans) = found.remove(&(lower, id.clone()))
                {
                    found.entry((higher, id)).or_default().extend(spans);
                }
            }
        }
    }
}

fn lanes_of(rules: &CareRules, one: &Instruction) -> Vec<(LaneKind, LaneId)> {
    let kind = match one.kind {
        InstructionKind::Stop => LaneKind::Stop,
        InstructionKind::Avoid if one.ends_by == EndsBy::Clearance => LaneKind::Wait,
        InstructionKind::Avoid => LaneKind::Avoid,
        InstructionKind::Wait => LaneKind::Wait,
        InstructionKind::Use | InstructionKind::Do if one.begins_with_clearance_of.is_some() => {
            return vec![(LaneKind::Use, LaneId::Rule(one.rule.clone()))];
        }
        InstructionKind::Use | InstructionKind::Do => LaneKind::Use,
        InstructionKind::CheckIn => {
            return vec![(LaneKind::CheckIn, LaneId::Rule(one.rule.clone()))];
        }
        InstructionKind::Ask => return Vec::new(),
    };
    let named = rules.get(&one.rule).map(|rule| match kind {
        LaneKind::Use => &rule.asks_for,
        _ => &rule.forbids,
    });
    let holds = match kind {
        LaneKind::Use => &one.asks_for,
        _ => &one.forbids,
    };
    let subjects = named
        .into_iter()
        .flatten()
        .filter(|subject| holds.contains(subject));
    let lanes: Vec<(LaneKind, LaneId)> = subjects
        .map(|subject| (kind, LaneId::Subject(*subject)))
        .collect();
    if lanes.is_empty() && kind == LaneKind::Use && one.phase == Phase::After {
        return vec![(kind, LaneId::Rule(one.rule.clone()))];
    }
    lanes
}

/// The part of an instruction that the picture shows.
fn shown(first: &CareSession, one: &Instruction) -> Option<LaneSpan> {
    let [low, high] = [
        -(SHOWN_DAYS_BEFORE as f64) * HOURS_PER_DAY,
        SHOWN_DAYS_AFTER as f64 * HOURS_PER_DAY,
    ];
    let hours = |moment| hours_since(first, moment);
    let from_hour = hours(&one.from).max(low);
    let until_hour = end_by_clock(one).map_or(high, hours).min(high);
    if until_hour <= from_hour {
        return None;
    }
    let open_from_hour = match one.ends_by {
        EndsBy::Time => None,
        _ => one
            .earliest_end
            .as_ref()
            .map(hours)
            .filter(|hour| *hour <= high),
    };
    Some(LaneSpan {
        from_hour,
        until_hour,
        open_from_hour,
    })
}

/// Spans in order, those that touch or overlap as one.
fn joined(mut spans: Vec<LaneSpan>) -> Vec<LaneSpan> {
    spans.sort_by(|one, other| one.from_hour.total_cmp(&other.from_hour));
    let mut whole: Vec<LaneSpan> = Vec::new();
    for span in spans {
        match whole.last_mut() {
            // Behind the hour from which it may end, a ban that begins by the clock stands for itself.
            Some(last)
                if last
                    .open_from_hour
                    .is_some_and(|open| span.from_hour > open) =>
            {
                last.until_hour = last.until_hour.min(span.from_hour);
                whole.push(span);
            }
            Some(last) if span.from_hour <= last.until_hour => {
                if span.until_hour >= last.until_hour {
                    last.open_from_hour = span.open_from_hour;
                }
                last.until_hour = last.until_hour.max(span.until_hour);
            }
            _ => whole.push(span),
        }
    }
    whole
}
