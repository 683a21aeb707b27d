//! Moments at which something begins, ends or is due: what a calendar reminds of.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;
use schemars::JsonSchema;
use serde::Serialize;

use super::card::Deck;
use super::instruction::{CareSession, Instruction};
use super::rule::{CareRules, EndsBy, InstructionKind, Phase};
use super::stretch::hours_since;

/// One moment around one session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareMoment {
    /// The session.
    pub session: u32,
    /// Where it lies relative to its session, for example `before-7` (days) or `after-6` (hours). Session and key stay the
    /// same when the session moves.
    pub key: String,
    /// When.
    #[schemars(with = "String")]
    pub at: Zoned,
    /// Whether the day is meant, not the hour.
    pub whole_day: bool,
    /// Labels of the instructions that begin.
    pub begins: Vec<String>,
    /// What may begin again.
    pub may_begin_again: Vec<String>,
    /// What may begin again once there is no redness and no flaking.
    pub may_begin_again_when_calm: Vec<String>,
    /// What the clinic may release from now on.
    pub clinic_may_release: Vec<String>,
    /// Labels of the check-ins that are due.
    pub check_ins: Vec<String>,
}

impl CareMoment {
    /// What it is called among the moments of one person: session and key.
    pub fn identifier(&self) -> String {
        format!("{}/{}", self.session, self.key)
    }

    fn is_empty(&self) -> bool {
        [
            &self.begins,
            &self.may_begin_again,
            &self.may_begin_again_when_calm,
            &self.clinic_may_release,
            &self.check_ins,
        ]
        .into_iter()
        .all(Vec::is_empty)
    }
}

/// The moments of every session, in order.
pub(super) fn moments(
    rules: &CareRules,
    sessions: &[CareSession],
    instructions: &[Instruction],
) -> Vec<CareMoment> {
    let mut all: Vec<CareMoment> = Vec::new();
    for (at, session) in sessions.iter().enumerate() {
        let deck = Deck::new(rules, instructions, session, sessions.get(at + 1));
        all.extend(of_session(&deck, session, instructions));
    }
    all.sort_by(|one, other| (&one.at, one.session).cmp(&(&other.at, other.session)));
    all
}

fn of_session(
    deck: &Deck<'_>,
    session: &CareSession,
    instructions: &[Instruction],
) -> Vec<CareMoment> {
    let mut found: BTreeMap<Zoned, CareMoment> = BTreeMap::new();
    let own = || {
        instructions
            .iter()
            .filter(|one| one.session == session.number)
    };
    for one in own() {
        let moment = found
            .entry(one.from.clone())
            .or_insert_with(|| empty(session, &one.from, one.phase));
        if one.ends_by == EndsBy::Condition && one.kind == InstructionKind::Do {
            // Such a moment may depend on the next session, so that only its rule names it.
            moment.key.clone_from(&one.rule);
        }
        match one.kind {
            InstructionKind::CheckIn => moment.check_ins.push(one.label.clone()),
            _ if one.begins_with_clearance_of.is_some() => {}
            _ => moment.begins.push(one.label.clone()),
        }
    }
    // What the next session replaces has no end of its own.
    let ends: BTreeSet<&Zoned> = own()
        .filter(|one| one.phase == Phase::After && one.kind != InstructionKind::CheckIn)
        .filter_map(|one| one.earliest_end.as_ref())
        .collect();
    for ends in ends {
        let moment = found
            .entry(ends.clone())
            .or_insert_with(|| empty(session, ends, Phase::After));
        moment.may_begin_again = deck.freed(ends, EndsBy::Time);
        moment.may_begin_again_when_calm = deck.freed(ends, EndsBy::TimeAndCalm);
        moment.clinic_may_release = deck.releasable(ends);
    }
    found
        .into_values()
        .filter(|moment| !moment.is_empty())
        .collect()
}

fn empty(session: &CareSession, at: &Zoned, phase: Phase) -> CareMoment {
    let is_day = at.start_of_day().is_ok_and(|start| start == *at);
    let whole_day = phase == Phase::Before && is_day;
    let key = match phase {
        Phase::Before if is_day => {
            let days = session.starts.date().duration_since(at.date()).as_hours() / 24;
            format!("before-{days}")
        }
        Phase::Before => "before-last-session".to_owned(),
        Phase::After => format!("after-{}", hours_since(session, at)),
    };
    CareMoment {
        session: session.number,
        key,
        at: at.clone(),
        whole_day,
        begins: Vec::new(),
        may_begin_again: Vec::new(),
        may_begin_again_when_calm: Vec::new(),
        clinic_may_release: Vec::new(),
        check_ins: Vec::new(),
    }
}
