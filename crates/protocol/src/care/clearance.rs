//! What the clinic decides about a release, and when that counts.

use jiff::Zoned;
use needlework_evidence::elapsed;
use schemars::JsonSchema;
use serde::Serialize;

use super::holding::{CareEvent, Past};
use super::instruction::{CareTimeline, Instruction};
use super::rule::EndsBy;
use super::subject::Subject;
use crate::role::Role;

/// A decision about a release (protocol 4.1): who, when, on what basis; for one zone or for all; yes, or not before.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Clearance {
    /// The rule, for example `no-makeup`.
    pub rule: String,
    /// When it was decided.
    #[schemars(with = "String")]
    pub at: Zoned,
    /// By whom.
    pub by: Role,
    /// On what basis, in words: a visit, a photo.
    pub because: String,
    /// The zone; absent: all zones.
    pub zone: Option<String>,
    /// Released; otherwise refused until `not_before`.
    pub released: bool,
    /// Where it is refused: the moment before which nobody asks again.
    #[schemars(with = "Option<String>")]
    pub not_before: Option<Zoned>,
}

/// Why a clearance does not count.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClearanceRefused {
    /// Nothing waits for it.
    #[error(
        "no instruction waits for the release of {rule} at {at}; check the rule and the session."
    )]
    NothingWaits {
        /// The rule.
        rule: String,
        /// When it was decided.
        at: Zoned,
    },
    /// Too early.
    #[error("{rule} can be released from {earliest} on; decide again then.")]
    TooEarly {
        /// The rule.
        rule: String,
        /// The earliest release.
        earliest: Zoned,
    },
    /// It is released only when the skin is calm, and the last check-in that counts does not say so.
    #[error(
        "{rule} can be released once a check-in reports neither redness nor flaking; wait for it, or record one by telephone."
    )]
    NotCalm {
        /// The rule.
        rule: String,
    },
    /// A report of level 2 or higher is open.
    #[error("a report of level 2 or higher suspends every release; answer it first.")]
    Suspended,
}

/// Whether a release counts (protocol 4.1): something waits for it, it is not before the earliest hour, later while
/// redness is present, the skin is calm where the rule asks for that, and no report suspends it. Every role may release.
///
/// # Errors
/// When it does not count.
pub fn check_clearance(
    timeline: &CareTimeline,
    events: &[CareEvent],
    clearance: &Clearance,
) -> Result<(), ClearanceRefused> {
    let past = Past {
        timeline,
        events,
        at: &clearance.at,
    };
    let Some(waiting) = past.waiting(&clearance.rule) else {
        return Err(ClearanceRefused::NothingWaits {
            rule: clearance.rule.clone(),
            at: clearance.at.clone(),
        });
    };
    if !clearance.released {
        return Ok(());
    }
    if past.suspended(&clearance.at) {
        return Err(ClearanceRefused::Suspended);
    }
    let hour = if waiting.released_when_calm {
        waiting.earliest_end.clone()
    } else {
        past.earliest_release(waiting, &clearance.at)
    };
    let rule = clearance.rule.clone();
    match hour {
        Some(earliest) if clearance.at < earliest => {
            Err(ClearanceRefused::TooEarly { rule, earliest })
        }
        _ if waiting.released_when_calm && past.calm_since(waiting, &clearance.at).is_none() => {
            Err(ClearanceRefused::NotCalm { rule })
        }
        _ => Ok(()),
    }
}

/// The earliest release of a rule, as far as is known at an instant: later while the last check-in before it reports redness, and
/// not before one reports calm skin where the rule asks for that. `None`: nothing waits for it then, the skin was not reported as
/// calm, or its rule names no hour. Whether a report suspends it is not asked.
pub fn earliest_release(
    timeline: &CareTimeline,
    events: &[CareEvent],
    rule: &str,
    at: &Zoned,
) -> Option<Zoned> {
    let past = Past {
        timeline,
        events,
        at,
    };
    past.earliest_release(past.waiting(rule)?, at)
}

impl<'a> Past<'a, '_> {
    /// What waits for the release of a rule.
    fn waiting(&self, rule: &str) -> Option<&'a Instruction> {
        self.timeline.instructions.iter().find(|one| {
            one.rule == rule
                && one.ends_by == EndsBy::Clearance
                && one.from <= *self.at
                && one.until.as_ref().is_none_or(|until| self.at < until)
        })
    }

    /// The earliest release at a moment: later while the last check-in before it reports redness, and not before one reports calm
    /// skin where the rule asks for that.
    fn earliest_release(&self, instruction: &Instruction, at: &Zoned) -> Option<Zoned> {
        let earliest = instruction.earliest_end.clone()?;
        if instruction.released_when_calm {
            return Some(earliest.max(self.calm_since(instruction, at)?.clone()));
        }
        let is_make_up = instruction.forbids.contains(&Subject::MakeUp);
        let is_red = self
            .check_ins(instruction.session)
            .filter(|(when, ..)| *when <= at)
            .max_by_key(|(when, ..)| *when)
            .is_some_and(|(_, redness, _)| redness);
        if !(is_make_up && is_red) {
            return Some(earliest);
        }
        let session = self.session(instruction.session)?;
        let red = elapsed(self.timeline.release.make_up_while_red_hours);
        Some(earliest.max(session.needling_ends.saturating_add(red)))
    }

    /// Since when every check-in up to a moment reports neither redness nor flaking, of those that count for the end of an
    /// instruction; `None`: the last one does not, or there is none.
    fn calm_since(&self, instruction: &Instruction, at: &Zoned) -> Option<&'a Zoned> {
        let counts_from = self.calm_counts_from(instruction.earliest_end.as_ref()?);
        let mut told: Vec<(&Zoned, bool)> = self
            .check_ins(instruction.session)
            .filter(|(when, ..)| *when <= at && **when >= counts_from)
            .map(|(when, redness, flaking)| (when, redness || flaking))
            .collect();
        // Of two reports of one moment the less calm one counts.
        told.sort();
        let calm = told.into_iter().rev().take_while(|(_, restless)| !restless);
        calm.last().map(|(when, _)| when)
    }
}
