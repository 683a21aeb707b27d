//! What holds at an instant, after releases by the clinic, check-ins and reports.

use std::collections::BTreeSet;

use jiff::Zoned;
use needlework_evidence::elapsed;
use schemars::JsonSchema;
use serde::Serialize;

use super::clearance::{Clearance, check_clearance};
use super::instruction::{CareSession, CareTimeline, Instruction};
use super::rule::EndsBy;
use super::subject::Subject;
use crate::check_in::Level;
use crate::role::Role;

/// Something that happened and changes what holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CareEvent {
    /// Somebody at the clinic decided about a release.
    Clearance(Clearance),
    /// The patient reported how the skin is.
    CheckIn {
        /// When.
        #[schemars(with = "String")]
        at: Zoned,
        /// Whether there is redness.
        redness: bool,
        /// Whether there is flaking or crust.
        flaking: bool,
    },
    /// A report was given this level.
    Report {
        /// Its id.
        report: String,
        /// When.
        #[schemars(with = "String")]
        at: Zoned,
        /// Its level.
        level: Level,
    },
    /// Somebody answered a report; the answer of a clinician closes its review, and that of no other report.
    ReviewClosed {
        /// Id of the report that was answered.
        report: String,
        /// When.
        #[schemars(with = "String")]
        at: Zoned,
        /// By whom.
        by: Role,
    },
    /// The state that ends an instruction was reached: the first make-up is on, the screening is complete.
    Reached {
        /// When.
        #[schemars(with = "String")]
        at: Zoned,
        /// Id of the instruction.
        instruction: String,
    },
}

impl CareEvent {
    /// When it happened.
    pub fn at(&self) -> &Zoned {
        match self {
            Self::Clearance(Clearance { at, .. })
            | Self::CheckIn { at, .. }
            | Self::Report { at, .. }
            | Self::ReviewClosed { at, .. }
            | Self::Reached { at, .. } => at,
        }
    }
}

/// Why an instruction holds at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Its time has not ended.
    Time,
    /// Its time has ended, but no check-in has reported calm skin.
    NotCalm,
    /// The clinic has not released it.
    NotReleased,
    /// A report of level 2 or higher suspends the release or the restart.
    Suspended,
    /// The state that ends it is not reached.
    NotReached,
}

/// One instruction that holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holding<'a> {
    /// The instruction.
    pub instruction: &'a Instruction,
    /// Why it holds.
    pub because: Because,
    /// Zones for which the clinic has released it already.
    pub released_zones: BTreeSet<&'a str>,
}

/// What holds at an instant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CareState<'a> {
    /// The instructions, in the order of the timeline.
    pub holding: Vec<Holding<'a>>,
    /// Whether a report of level 2 or higher suspends releases and restarts.
    pub suspended: bool,
}

impl CareState<'_> {
    /// Everything that is forbidden.
    pub fn forbidden(&self) -> BTreeSet<Subject> {
        let holding = self.holding.iter();
        holding
            .flat_map(|one| one.instruction.forbids.iter().copied())
            .collect()
    }

    /// Everything that is asked for.
    pub fn asked_for(&self) -> BTreeSet<Subject> {
        let holding = self.holding.iter();
        holding
            .flat_map(|one| one.instruction.asks_for.iter().copied())
            .collect()
    }
}

/// What holds at an instant, given everything that has happened; events after the instant are ignored.
pub fn holds_at<'a>(
    timeline: &'a CareTimeline,
    events: &'a [CareEvent],
    at: &Zoned,
) -> CareState<'a> {
    let past = Past {
        timeline,
        events,
        at,
    };
    let suspended = past.suspended(at);
    let mut holding: Vec<Holding<'a>> = timeline
        .instructions
        .iter()
        .filter_map(|instruction| past.holding(instruction, suspended))
        .collect();
    let forbidden: BTreeSet<Subject> = holding
        .iter()
        .flat_map(|one| one.instruction.forbids.iter().copied())
        .collect();
    // A release that was suspended, or an item that was extended, may forbid what another one asks for by the clock.
    holding.retain(|one| {
        let asks = &one.instruction.asks_for;
        asks.iter().all(|subject| !forbidden.contains(subject))
    });
    CareState { holding, suspended }
}

/// What has happened up to an instant.
pub(super) struct Past<'a, 't> {
    pub(super) timeline: &'a CareTimeline,
    pub(super) events: &'a [CareEvent],
    pub(super) at: &'t Zoned,
}

impl<'a> Past<'a, '_> {
    fn holding(&self, instruction: &'a Instruction, suspended: bool) -> Option<Holding<'a>> {
        let over = instruction
            .until
            .as_ref()
            .is_some_and(|until| self.at >= until);
        if over || *self.at < instruction.from || !self.has_begun(instruction, suspended) {
            return None;
        }
        let mut released_zones = BTreeSet::new();
        let because = match instruction.ends_by {
            EndsBy::Time => Because::Time,
            EndsBy::TimeAndCalm => self.extended(instruction, suspended)?,
            EndsBy::Condition => {
                if self.is_reached(instruction) {
                    return None;
                }
                Because::NotReached
            }
            EndsBy::Clearance => {
                let rule = instruction.clearance_of.as_deref().unwrap_or_default();
                let release = self.release(rule, instruction.session);
                if release.everywhere && !suspended {
                    return None;
                }
                if !suspended {
                    released_zones = release.zones;
                }
                if release.everywhere {
                    Because::Suspended
                } else {
                    Because::NotReleased
                }
            }
        };
        Some(Holding {
            instruction,
            because,
            released_zones,
        })
    }

    /// What begins with a release holds only while that release stands.
    fn has_begun(&self, instruction: &Instruction, suspended: bool) -> bool {
        match &instruction.begins_with_clearance_of {
            None => true,
            Some(rule) => {
                let release = self.release(rule, instruction.session);
                !suspended && (release.everywhere || !release.zones.is_empty())
            }
        }
    }

    /// Why a `time+calm` item holds; `None` when it has ended.
    fn extended(&self, instruction: &Instruction, suspended: bool) -> Option<Because> {
        let Some(earliest) = &instruction.earliest_end else {
            return Some(Because::Time);
        };
        if self.at < earliest {
            return Some(Because::Time);
        }
        let counts_from = self.calm_counts_from(earliest);
        let calm = |at: &Zoned, redness: bool, flaking: bool| {
            // A later report of redness, still before the hour given, takes the calm one back.
            let taken_back = self
                .check_ins(instruction.session)
                .any(|(later, red, flakes)| later > at && later <= earliest && (red || flakes));
            !redness && !flaking && *at >= counts_from && !taken_back
        };
        let is_calm = self
            .check_ins(instruction.session)
            .any(|(at, redness, flaking)| calm(at, redness, flaking));
        match (is_calm, suspended) {
            (true, false) => None,
            (true, true) => Some(Because::Suspended),
            (false, _) => Some(Because::NotCalm),
        }
    }

    /// From when on a check-in counts for what ends at an hour at the earliest.
    pub(super) fn calm_counts_from(&self, earliest: &Zoned) -> Zoned {
        earliest.saturating_sub(elapsed(self.timeline.release.calm_check_in_hours))
    }

    fn is_reached(&self, instruction: &Instruction) -> bool {
        let said = self.events.iter().any(|event| {
            matches!(event, CareEvent::Reached { at, instruction: id }
                if *id == instruction.id && at <= self.at && *at >= instruction.from)
        });
        let clear_from = instruction
            .earliest_end
            .as_ref()
            .filter(|_| instruction.ends_without_flakes());
        let clear = clear_from.is_some_and(|from| {
            self.check_ins(instruction.session)
                .any(|(at, _, flaking)| at >= from && !flaking)
        });
        said || clear
    }

    /// The standing decision about a rule for a session: refusals and later decisions replace earlier ones.
    fn release(&self, rule: &str, session: u32) -> Release<'a> {
        let mut decisions: Vec<&Clearance> = self
            .events
            .iter()
            .filter_map(|event| match event {
                CareEvent::Clearance(clearance) => Some(clearance),
                _ => None,
            })
            .filter(|clearance| {
                clearance.rule == rule
                    && clearance.at <= *self.at
                    && self.session_at(&clearance.at) == Some(session)
                    && check_clearance(self.timeline, self.events, clearance).is_ok()
            })
            .collect();
        decisions.sort_by_key(|clearance| &clearance.at);
        let mut release = Release::default();
        for clearance in decisions {
            match (&clearance.zone, clearance.released) {
                (None, released) => {
                    release.everywhere = released;
                    release.zones.clear();
                }
                (Some(zone), true) => {
                    release.zones.insert(zone);
                }
                (Some(zone), false) => {
                    release.everywhere = false;
                    release.zones.remove(zone.as_str());
                }
            }
        }
        release
    }

    /// Whether a report of level 2 or higher is open at a moment: of several, each waits for its own answer.
    pub(super) fn suspended(&self, at: &Zoned) -> bool {
        self.events.iter().any(|event| match event {
            CareEvent::Report {
                report,
                at: when,
                level,
            } => when <= at && *level >= Level::Review && !self.is_closed(report, at),
            _ => false,
        })
    }

    /// Whether the review of a report is closed at a moment.
    fn is_closed(&self, report: &str, at: &Zoned) -> bool {
        self.events.iter().any(|event| {
            matches!(event, CareEvent::ReviewClosed { report: of, at: when, by }
                if of == report && when <= at && *by >= Role::Clinician)
        })
    }

    /// Check-ins about a session up to the instant: when, redness, flaking.
    pub(super) fn check_ins(&self, session: u32) -> impl Iterator<Item = (&'a Zoned, bool, bool)> {
        let events: &'a [CareEvent] = self.events;
        events.iter().filter_map(move |event| match event {
            CareEvent::CheckIn {
                at,
                redness,
                flaking,
            } if at <= self.at && self.session_at(at) == Some(session) => {
                Some((at, *redness, *flaking))
            }
            _ => None,
        })
    }

    /// The last session whose needling had ended at a moment.
    fn session_at(&self, at: &Zoned) -> Option<u32> {
        let sessions = self.timeline.sessions.iter();
        sessions
            .rev()
            .find(|session| session.needling_ends <= *at)
            .map(|session| session.number)
    }

    pub(super) fn session(&self, number: u32) -> Option<&'a CareSession> {
        self.timeline
            .sessions
            .iter()
            .find(|session| session.number == number)
    }
}

/// For which zones a release stands.
#[derive(Debug, Default)]
struct Release<'a> {
    everywhere: bool,
    zones: BTreeSet<&'a str>,
}
