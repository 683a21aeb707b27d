//! From sessions, a person and the rules to dated instructions.
//!
//! Pre-care goes by calendar dates of the clinic (`last allowed use = appointment - days`), aftercare by elapsed hours
//! after `T0`. Where two sessions overlap, bans add up, and what one instruction asks for gives way to what another
//! forbids: a product is never required and forbidden at one hour.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Span};
use needlework_evidence::HOURS_PER_DAY;
use needlework_skin::Phototype;

use super::builder::Builder;
use super::card::cards;
use super::instruction::{
    CareClash, CareDecision, CareSession, CareTimeline, Instruction, ReleaseRules,
};
use super::lane::lanes;
use super::moment::moments;
use super::overlap::give_way;
use super::rule::{CareRule, CareRules, OnlyIf, Phase};
use super::subject::Subject;

use crate::phrase::capitalised;

/// What the timeline must know about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePerson {
    /// Phototype.
    pub phototype: Phototype,
    /// Whether the skin tends to acne.
    pub acne_prone: bool,
    /// Whether the area has dense hair.
    pub dense_hair: bool,
    /// Whether a zone of the face or the neck is needled.
    pub face_or_neck: bool,
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
        Some(OnlyIf::FaceOrNeck) => person.face_or_neck,
    }
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
                    text: rules.phrases().say(
                        "care.decision",
                        &[
                            ("name", rules.products().name(*subject)),
                            ("ask", rules.ask_prescriber()),
                        ],
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
        let phrases = rules.phrases();
        let what = capitalised(rules.products().name(planned.subject));
        let mut values = vec![
            ("what", what),
            ("from", phrases.day(planned.from)),
            ("to", phrases.day(planned.to)),
        ];
        let mut key = "care.clash";
        if let (Some(first), Some(last)) = (first, last) {
            key = "care.clash-held";
            let hour = last.strftime("%H:%M");
            values.push(("first", phrases.day(first.date())));
            values.push(("last", format!("{}, {hour}", phrases.day(last.date()))));
        }
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        found.push(CareClash {
            subject: planned.subject,
            from: planned.from,
            to: planned.to,
            instructions: in_the_way.iter().map(|one| one.id.clone()).collect(),
            rules: in_the_way
                .iter()
                .map(|one| rule_key(one.phase, &one.rule))
                .collect(),
            text: phrases.say(key, &values),
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
