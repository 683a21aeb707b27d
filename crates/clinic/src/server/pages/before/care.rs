//! What to stop and do around a session, by the rules of care and their hours.

use jiff::Zoned;
use needlework_evidence::HOURS_PER_DAY;
use needlework_planning::Plan;
use needlework_protocol::care::{CareSession, EndsBy, Instruction, InstructionKind, Phase};

use crate::plan_page::amount::counted;
use crate::server::page::Page;

/// Hours from which a stretch is told in days.
const TOLD_IN_DAYS: f64 = 48.0;

/// Instructions that hold for the same time.
pub(super) struct CareGroup {
    pub(super) heading: String,
    pub(super) texts: Vec<String>,
}

/// Care around one session.
pub(super) struct CareView {
    pub(super) before: Vec<CareGroup>,
    pub(super) ask: Vec<String>,
    pub(super) after_not: Vec<CareGroup>,
    pub(super) after_do: Vec<CareGroup>,
}

impl CareView {
    /// Care around the first session of a plan.
    pub(super) fn of(page: &Page, plan: &Plan) -> Self {
        let Some(session) = plan.care.sessions.first() else {
            return Self {
                before: Vec::new(),
                ask: Vec::new(),
                after_not: Vec::new(),
                after_do: Vec::new(),
            };
        };
        let told = |wanted: Phase, is_kind: fn(InstructionKind) -> bool| -> Vec<&Instruction> {
            let all = plan.care.instructions.iter();
            all.filter(|one| one.session == session.number && one.phase == wanted)
                .filter(|one| is_kind(one.kind) && one.begins_with_clearance_of.is_none())
                .collect()
        };
        let is_asked = |kind| kind == InstructionKind::Ask;
        let mut ask = told(Phase::Before, is_asked);
        ask.extend(told(Phase::After, is_asked));
        Self {
            before: before(page, session, told(Phase::Before, |kind| !is_side(kind))),
            ask: ask.into_iter().map(|one| one.text.clone()).collect(),
            after_not: after(page, session, told(Phase::After, is_left)),
            after_do: after(page, session, told(Phase::After, is_done)),
        }
    }
}

const fn is_side(kind: InstructionKind) -> bool {
    matches!(kind, InstructionKind::Ask | InstructionKind::CheckIn)
}

const fn is_left(kind: InstructionKind) -> bool {
    matches!(
        kind,
        InstructionKind::Stop | InstructionKind::Avoid | InstructionKind::Wait
    )
}

const fn is_done(kind: InstructionKind) -> bool {
    matches!(kind, InstructionKind::Use | InstructionKind::Do)
}

/// By the day from which each holds, the earliest first.
fn before(page: &Page, session: &CareSession, mut told: Vec<&Instruction>) -> Vec<CareGroup> {
    told.sort_by(|one, other| one.from.cmp(&other.from));
    grouped(told.into_iter().map(|one| {
        let visit = session.starts.date();
        let days = visit.duration_since(one.from.date()).as_hours() / 24;
        let heading = match usize::try_from(days) {
            Ok(days) if days > 0 => page.count("before-days-before", days),
            _ => page.say("before-same-day"),
        };
        (heading, one.text.clone())
    }))
}

/// By the moment until which each holds, the nearest first.
fn after(page: &Page, session: &CareSession, mut told: Vec<&Instruction>) -> Vec<CareGroup> {
    let end = |one: &Instruction| match one.ends_by {
        EndsBy::Clearance | EndsBy::Condition => None,
        EndsBy::Time | EndsBy::TimeAndCalm => {
            one.earliest_end.clone().or_else(|| one.until.clone())
        }
    };
    let place = |one: &Instruction| {
        (
            end(one).is_none(),
            one.ends_by == EndsBy::Condition,
            end(one),
        )
    };
    told.sort_by_key(|one| place(one));
    grouped(told.into_iter().map(|one| {
        let heading = match (end(one), one.ends_by) {
            (Some(end), _) => page.say_with("before-until", "stretch", &since(page, session, &end)),
            (None, EndsBy::Clearance) => page.say("before-until-clinic"),
            (None, _) => page.say("before-next-visit"),
        };
        let is_later = one.ends_by != EndsBy::Condition && one.from > session.needling_ends;
        let text = if is_later {
            let from = since(page, session, &one.from);
            page.say_all("before-from", &[("stretch", &from), ("text", &one.text)])
        } else {
            one.text.clone()
        };
        (heading, text)
    }))
}

/// Time since the last needle pass: "6 hours", "14 days".
fn since(page: &Page, session: &CareSession, moment: &Zoned) -> String {
    let hours = moment
        .duration_since(&session.needling_ends)
        .as_secs_f64()
        .max(0.0)
        / 3600.0;
    let (amount, unit) = if hours < TOLD_IN_DAYS {
        (hours, "hours")
    } else {
        (hours / HOURS_PER_DAY, "days")
    };
    let decimals = usize::from(amount.fract() > 0.01 && amount < 10.0);
    counted(page.language(), &page.number(amount, decimals), unit)
}

/// Neighbours under the same heading become one group; a text is said once.
fn grouped(told: impl Iterator<Item = (String, String)>) -> Vec<CareGroup> {
    let mut groups: Vec<CareGroup> = Vec::new();
    for (heading, text) in told {
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) if group.texts.contains(&text) => {}
            Some(group) => group.texts.push(text),
            None => groups.push(CareGroup {
                heading,
                texts: vec![text],
            }),
        }
    }
    groups
}
