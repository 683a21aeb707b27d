//! From sessions, a person and the rules to dated instructions.
//!
//! Pre-care goes by calendar dates of the clinic (`last allowed use = appointment - days`), aftercare by elapsed hours
//! after `T0`. Where two sessions overlap, bans add up, and what one instruction asks for gives way to what another
//! forbids: a product is never required and forbidden at one hour.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Zoned};
use needlework_evidence::HOURS_PER_DAY;
use needlework_skin::Phototype;

use super::card::cards;
use super::instruction::{
    CareClash, CareDecision, CareSession, CareTimeline, Instruction, ReleaseRules,
};
use super::lane::lanes;
use super::moment::moments;
use super::overlap::give_way;
use super::rule::{CareRule, CareRules, EndsBy, InstructionKind, OnlyIf, Phase, Start};
use super::subject::Subject;

const SECONDS_PER_HOUR: f64 = 3600.0;

/// What the timeline must know about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePerson {
    /// Phototype.
    pub phototype: Phototype,
    /// Whether the skin tends to acne.
    pub acne_prone: bool,
    /// Whether the area has dense hair.
    pub dense_hair: bool,
    /// Products that somebody prescribed for this person.
    pub prescribed: BTreeSet<Subject>,
    /// What the person has planned.
    pub planned: Vec<PlannedActivity>,
}

/// Something that a person has planned, both days included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedActivity {
    /// What.
    pub subject: Subject,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Why there is no timeline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CareError {
    /// A session begins before the one before it has ended.
    #[error(
        "session {number} begins before the session before it has ended; give the sessions in order."
    )]
    OutOfOrder {
        /// Its number.
        number: u32,
    },
    /// Needling ends before the visit begins.
    #[error(
        "session {number}: the needling ends before the visit begins; correct one of the times."
    )]
    EndsBeforeStart {
        /// Its number.
        number: u32,
    },
}

/// Every instruction for these sessions and this person. `booked_on` is the day from which questions to a prescriber hold.
///
/// # Errors
/// When the sessions are out of order.
pub fn timeline(
    rules: &CareRules,
    sessions: &[CareSession],
    person: &CarePerson,
    booked_on: Date,
) -> Result<CareTimeline, CareError> {
    check_order(sessions)?;
    let mut instructions = Vec::new();
    for (at, session) in sessions.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| sessions.get(at));
        let builder = Builder {
            rules,
            person,
            booked_on,
            before,
            session,
            next: sessions.get(at + 1),
        };
        for rule in rules.iter().filter(|rule| applies(rule, person)) {
            instructions.extend(builder.instructions(rule));
        }
    }
    let mut instructions = give_way(instructions);
    instructions.sort_by(|one, other| (&one.from, &one.id).cmp(&(&other.from, &other.id)));
    let basis: BTreeSet<String> = instructions
        .iter()
        .map(|one| rule_key(one.phase, &one.rule))
        .collect();
    Ok(CareTimeline {
        cards: cards(rules, sessions, &instructions),
        lanes: lanes(rules, sessions, &instructions),
        moments: moments(rules, sessions, &instructions),
        decisions: decisions(rules, person),
        clashes: clashes(rules, person, &instructions),
        release: ReleaseRules {
            make_up_while_red_hours: rules.value("no-makeup-while-red").unwrap_or(0.0),
            calm_check_in_hours: rules.value("calm-check-in").unwrap_or(HOURS_PER_DAY),
        },
        sessions: sessions.to_vec(),
        instructions,
        basis: basis.into_iter().collect(),
    })
}

/// The name of a rule in `basis` lists.
fn rule_key(phase: Phase, rule: &str) -> String {
    match phase {
        Phase::Before => format!("protocol.precare.{rule}"),
        Phase::After => format!("protocol.aftercare.{rule}"),
    }
}

fn check_order(sessions: &[CareSession]) -> Result<(), CareError> {
    for session in sessions {
        if session.needling_ends < session.starts {
            return Err(CareError::EndsBeforeStart {
                number: session.number,
            });
        }
    }
    match sessions
        .iter()
        .zip(sessions.iter().skip(1))
        .find(|(one, next)| next.starts <= one.needling_ends)
    {
        Some((_, late)) => Err(CareError::OutOfOrder {
            number: late.number,
        }),
        None => Ok(()),
    }
}

fn applies(rule: &CareRule, person: &CarePerson) -> bool {
    match rule.only_if {
        None => true,
        Some(OnlyIf::AcneProne) => person.acne_prone,
        Some(OnlyIf::DenseHair) => person.dense_hair,
    }
}

/// Turns rules into instructions for one session.
struct Builder<'a> {
    rules: &'a CareRules,
    person: &'a CarePerson,
    booked_on: Date,
    before: Option<&'a CareSession>,
    session: &'a CareSession,
    next: Option<&'a CareSession>,
}

/// When an instruction holds.
struct Window {
    from: Zoned,
    until: Option<Zoned>,
    earliest_end: Option<Zoned>,
    begins_with_clearance_of: Option<String>,
}

impl Builder<'_> {
    /// The instructions of a rule for this session: usually one, several for repeated check-ins, and a question to the
    /// prescriber in place of a ban on what was prescribed.
    fn instructions(&self, rule: &CareRule) -> Vec<Instruction> {
        let Some(kind) = rule.kind else {
            return Vec::new();
        };
        let windows: Vec<Window> = match &rule.start {
            Start::OnDays(days) if rule.ends_by == EndsBy::Condition => {
                self.days_together(days).into_iter().collect()
            }
            Start::OnDays(days) => days.iter().map(|day| self.on_day(*day)).collect(),
            _ => self.window(rule, 0).into_iter().collect(),
        };
        let several = windows.len() > 1;
        let mut made = Vec::new();
        for (at, window) in windows.into_iter().enumerate() {
            let part = if several {
                format!(".{}", at + 1)
            } else {
                String::new()
            };
            let Some(instruction) = self.instruction(rule, kind, window, &part) else {
                continue;
            };
            made.extend(self.with_questions(rule, instruction));
        }
        made
    }

    fn instruction(
        &self,
        rule: &CareRule,
        kind: InstructionKind,
        window: Window,
        part: &str,
    ) -> Option<Instruction> {
        let (until, replaced) = self.cut(rule, window.until);
        if until.as_ref().is_some_and(|until| *until <= window.from) {
            return None;
        }
        let record = &rule.record;
        let darker = (self.person.phototype >= Phototype::IV)
            .then_some(rule.patient_darker.as_deref())
            .flatten();
        let text = [record.patient.as_deref(), darker];
        let earliest_end = window
            .earliest_end
            .filter(|end| until.as_ref().is_none_or(|until| end <= until));
        Some(Instruction {
            id: format!("{}{part}@{}", record.id, self.session.number),
            rule: record.id.clone(),
            version: record.version,
            session: self.session.number,
            phase: rule.phase,
            kind,
            label: rule.label.clone(),
            text: text.into_iter().flatten().collect::<Vec<_>>().join(" "),
            from: window.from,
            until,
            ends_by: rule.ends_by,
            earliest_end,
            begins_with_clearance_of: window.begins_with_clearance_of,
            clearance_of: (rule.ends_by == EndsBy::Clearance)
                .then(|| rule.ends_with.clone().unwrap_or_else(|| record.id.clone())),
            replaced_by_session: replaced,
            forbids: self
                .rules
                .products()
                .with_parts(&rule.forbids)
                .into_iter()
                .collect(),
            asks_for: rule.asks_for.clone(),
            concerns: rule.concerns.clone(),
        })
    }

    /// A ban holds until the next session's own bans begin at its `T0`; everything else ends when that visit begins.
    fn cut(&self, rule: &CareRule, until: Option<Zoned>) -> (Option<Zoned>, Option<u32>) {
        let Some(next) = self.next.filter(|_| rule.phase == Phase::After) else {
            return (until, None);
        };
        let end = if rule.forbids.is_empty() {
            &next.starts
        } else {
            &next.needling_ends
        };
        match until {
            // A ban that would end during the visit goes on to its end: no hour of the visit is left open.
            Some(until) if until < next.starts => (Some(until), None),
            _ => (Some(end.clone()), Some(next.number)),
        }
    }

    /// Takes what was prescribed out of a ban and adds the question to the prescriber.
    fn with_questions(&self, rule: &CareRule, mut instruction: Instruction) -> Vec<Instruction> {
        let prescribed: Vec<Subject> = rule
            .forbids
            .iter()
            .copied()
            .filter(|subject| self.person.prescribed.contains(subject))
            .collect();
        instruction
            .forbids
            .retain(|subject| !self.person.prescribed.contains(subject));
        let mut made = Vec::new();
        if !prescribed.is_empty() {
            let names: Vec<&str> = prescribed
                .iter()
                .map(|subject| self.rules.products().name(*subject))
                .collect();
            made.push(Instruction {
                id: format!("{}.ask@{}", rule.record.id, self.session.number),
                kind: InstructionKind::Ask,
                label: format!("{}: ask", names.join(", ")),
                text: format!(
                    "Prescribed for you: {}. {}",
                    names.join(", "),
                    self.rules.ask_prescriber()
                ),
                forbids: Vec::new(),
                asks_for: Vec::new(),
                concerns: prescribed,
                ..instruction.clone()
            });
        }
        let bans_nothing_left = !rule.forbids.is_empty()
            && instruction.forbids.is_empty()
            && instruction.asks_for.is_empty();
        if !bans_nothing_left {
            made.push(instruction);
        }
        made
    }

    /// When a rule holds; `None` when its parts leave no time. `depth` guards against rules that wait for one another.
    fn window(&self, rule: &CareRule, depth: u8) -> Option<Window> {
        const DEEPEST: u8 = 4;
        if depth > DEEPEST {
            return None;
        }
        let hours = rule.record.number();
        if rule.phase == Phase::Before {
            return Some(self.window_before(rule, hours.unwrap_or(0.0)));
        }
        let end = hours.map(|hours| self.after(hours));
        let (from, begins_with_clearance_of) = match &rule.start {
            Start::EndOf(other) => {
                let before = self.rules.get(other)?;
                let window = self.window(before, depth + 1)?;
                let waits = before.ends_by == EndsBy::Clearance;
                (window.earliest_end?, waits.then(|| other.clone()))
            }
            _ => (self.session.needling_ends.clone(), None),
        };
        let end = match &rule.until_end_of {
            Some(other) => {
                let other = self.rules.get(other)?;
                self.window(other, depth + 1)?.earliest_end
            }
            None => end,
        };
        let until = match rule.ends_by {
            EndsBy::Time => end.clone(),
            _ => None,
        };
        Some(Window {
            from,
            until,
            earliest_end: self.earliest_end(rule, end, depth),
            begins_with_clearance_of,
        })
    }

    /// The hour of the rule, or of the rule whose release also ends it.
    fn earliest_end(&self, rule: &CareRule, end: Option<Zoned>, depth: u8) -> Option<Zoned> {
        let Some(other) = &rule.ends_with else {
            return end;
        };
        self.window(self.rules.get(other)?, depth + 1)?.earliest_end
    }

    /// Pre-care ends with the needling, where aftercare takes over without a gap. It begins after the last session.
    fn window_before(&self, rule: &CareRule, days: f64) -> Window {
        let appointment = self.session.starts.date();
        let day = match rule.start {
            Start::DaysBefore => {
                last_allowed_use(appointment, days).saturating_add(Span::new().days(1))
            }
            Start::DayBefore => appointment.saturating_sub(Span::new().days(1)),
            Start::DayOfTreatment => appointment,
            _ => self.booked_on,
        };
        let zone = self.session.starts.time_zone();
        let begins = day
            .to_zoned(zone.clone())
            .unwrap_or_else(|_| self.session.starts.clone());
        let from = match self.before {
            Some(before) if before.needling_ends > begins => before.needling_ends.clone(),
            _ => begins,
        };
        let ends = match rule.start {
            Start::DayBefore => appointment
                .to_zoned(zone.clone())
                .unwrap_or_else(|_| self.session.starts.clone()),
            _ => self.session.needling_ends.clone(),
        };
        Window {
            from: from.min(ends.clone()),
            until: Some(ends.clone()),
            earliest_end: Some(ends),
            begins_with_clearance_of: None,
        }
    }

    fn on_day(&self, day: u32) -> Window {
        let from = self.after(f64::from(day) * HOURS_PER_DAY);
        let until = self.after(f64::from(day + 1) * HOURS_PER_DAY);
        Window {
            from,
            until: Some(until.clone()),
            earliest_end: Some(until),
            begins_with_clearance_of: None,
        }
    }

    /// The days as one stretch; where the next session comes first, the day before it.
    fn days_together(&self, days: &[u32]) -> Option<Window> {
        let first = days.iter().min()?;
        let last = days.iter().max()?;
        let mut from = self.after(f64::from(*first) * HOURS_PER_DAY);
        if let Some(next) = self.next {
            let eve = next
                .starts
                .saturating_sub(SignedDuration::from_hours(24))
                .max(self.session.needling_ends.clone());
            from = from.min(eve);
        }
        Some(Window {
            from,
            until: None,
            earliest_end: Some(self.after(f64::from(*last + 1) * HOURS_PER_DAY)),
            begins_with_clearance_of: None,
        })
    }

    /// So many elapsed hours after `T0`.
    fn after(&self, hours: f64) -> Zoned {
        self.session.needling_ends.saturating_add(elapsed(hours))
    }
}

/// Hours as an exact duration, to the second.
pub(super) fn elapsed(hours: f64) -> SignedDuration {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates, and rules hold hours of at most a few months"
    )]
    let seconds = (hours * SECONDS_PER_HOUR).round() as i64;
    SignedDuration::from_secs(seconds)
}

/// The last day on which something may be used: the appointment minus the rule's days (protocol 0.3).
pub fn last_allowed_use(appointment: Date, days_before: f64) -> Date {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates, and rules hold days of at most a year"
    )]
    let days = days_before.ceil() as i64;
    appointment.saturating_sub(Span::new().days(days))
}

/// Whether the appointment keeps a rule of pre-care: `appointment - last use >= days` (protocol 0.3). `None` where the rule
/// counts no days. A missed rule is a precaution for the operator and never refuses the visit (protocol 2.1).
pub fn keeps_pre_care(
    rules: &CareRules,
    rule: &str,
    appointment: Date,
    last_use: Date,
) -> Option<bool> {
    let rule = rules.get(rule).filter(|rule| rule.phase == Phase::Before)?;
    let days = rule.record.number()?;
    Some(last_use <= last_allowed_use(appointment, days))
}

fn decisions(rules: &CareRules, person: &CarePerson) -> Vec<CareDecision> {
    let mut found = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.record.ask_prescriber) {
        for subject in rule.forbids.iter().chain(&rule.concerns) {
            if person.prescribed.contains(subject) {
                found.entry(*subject).or_insert_with(|| CareDecision {
                    rule: rule_key(rule.phase, &rule.record.id),
                    subject: *subject,
                    text: format!(
                        "{} is prescribed: the prescriber decides whether it goes on around the sessions. {}",
                        capitalised(rules.products().name(*subject)),
                        rules.ask_prescriber()
                    ),
                });
            }
        }
    }
    found.into_values().collect()
}

fn clashes(rules: &CareRules, person: &CarePerson, instructions: &[Instruction]) -> Vec<CareClash> {
    let mut found = Vec::new();
    for planned in &person.planned {
        let in_the_way: Vec<&Instruction> = instructions
            .iter()
            .filter(|one| one.forbids.contains(&planned.subject) && meets(one, planned))
            .collect();
        if in_the_way.is_empty() {
            continue;
        }
        let last = in_the_way
            .iter()
            .filter_map(|one| one.until.as_ref().or(one.earliest_end.as_ref()))
            .max();
        let first = in_the_way.iter().map(|one| &one.from).min();
        let held = match (first, last) {
            (Some(first), Some(last)) => format!(
                "; it is to be avoided from {} to {}",
                first.strftime("%-d %B %Y"),
                last.strftime("%-d %B %Y, %H:%M")
            ),
            _ => String::new(),
        };
        found.push(CareClash {
            subject: planned.subject,
            from: planned.from,
            to: planned.to,
            instructions: in_the_way.iter().map(|one| one.id.clone()).collect(),
            rules: in_the_way
                .iter()
                .map(|one| rule_key(one.phase, &one.rule))
                .collect(),
            text: format!(
                "{} is planned from {} to {}{held}. Move the session or the plan.",
                capitalised(rules.products().name(planned.subject)),
                planned.from.strftime("%-d %B %Y"),
                planned.to.strftime("%-d %B %Y"),
            ),
        });
    }
    found
}

/// Whether an instruction holds on any of the planned days, as far as the clock alone tells.
fn meets(instruction: &Instruction, planned: &PlannedActivity) -> bool {
    let end = instruction
        .until
        .as_ref()
        .or(instruction.earliest_end.as_ref());
    instruction.from.date() <= planned.to
        && end.is_none_or(|end| {
            // A ban that ends at midnight leaves the new day free.
            let last = end.saturating_sub(SignedDuration::from_secs(1)).date();
            last >= planned.from
        })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
