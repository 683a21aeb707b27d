//! The verdict: what all findings together mean for the booking and for each zone.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::date::spoken;
use super::finding::Finding;
use super::rule::Grade;
use crate::role::Role;

/// The first possible day, and the rule that set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Earliest {
    /// The day.
    #[schemars(with = "String")]
    pub day: Date,
    /// Id of the rule with the latest day.
    pub rule: String,
}

/// How a booking or a zone stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Standing {
    /// The gravest grade that is not set aside; `None`: nothing was found.
    pub grade: Option<Grade>,
    /// First day on which no dated deferral holds; `None`: none holds.
    pub earliest: Option<Earliest>,
    /// Whether a change must be recorded before any day is possible.
    pub waits_for_change: bool,
    /// The role that must decide, or may override a refusal; `None`: nobody has to, or nobody may.
    pub role: Option<Role>,
    /// Ids of the rules that set the grade.
    pub set_by: Vec<String>,
    /// The verdict in a sentence.
    pub sentence: String,
}

/// What may be done with the dates of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// The session may take place.
    Permitted,
    /// Something has to be decided, awaited or recorded before it may.
    NotYet,
    /// It may not take place, unless somebody who may override records that.
    Refused,
}

impl Standing {
    /// What the findings mean together.
    pub(super) fn of<'a>(
        findings: impl Iterator<Item = &'a Finding> + Clone,
        appointment: Date,
    ) -> Self {
        let grade = findings.clone().map(Finding::effective).max();
        let setting: Vec<&Finding> = findings
            .clone()
            .filter(|one| Some(one.effective()) == grade)
            .collect();
        let earliest = findings
            .clone()
            .filter_map(|one| {
                Some(Earliest {
                    day: one.deferred_until()?,
                    rule: one.rule.clone(),
                })
            })
            .max_by_key(|one| one.day);
        let mut standing = Self {
            grade,
            earliest,
            waits_for_change: findings.clone().any(Finding::waits_for_change),
            role: role(grade, &setting),
            set_by: Vec::new(),
            sentence: String::new(),
        };
        standing.sentence = sentence(&standing, &setting, findings, appointment);
        for one in &setting {
            if !standing.set_by.contains(&one.rule) {
                standing.set_by.push(one.rule.clone());
            }
        }
        standing
    }

    /// Whether no day can be told on which it may go ahead: refused, or waiting for a change.
    pub fn is_left_out(&self) -> bool {
        self.grade == Some(Grade::Refuse) || self.waits_for_change
    }

    /// Whether nothing more has to be decided or awaited.
    pub fn may_proceed(&self) -> bool {
        self.permission() == Permission::Permitted
    }

    /// What may be done with a date that stands like this.
    pub fn permission(&self) -> Permission {
        match self.grade {
            None | Some(Grade::Precaution) => Permission::Permitted,
            Some(Grade::NeedsClinicianDecision | Grade::DeferUntil) => Permission::NotYet,
            Some(Grade::Refuse) => Permission::Refused,
        }
    }
}

/// The role that has to act: the highest of those that must decide; nobody for a refusal that one rule gives to nobody.
fn role(grade: Option<Grade>, setting: &[&Finding]) -> Option<Role> {
    match grade {
        Some(Grade::NeedsClinicianDecision) => {
            setting.iter().filter_map(|one| one.override_role).max()
        }
        Some(Grade::Refuse) => setting
            .iter()
            .map(|one| one.override_role)
            .collect::<Option<Vec<Role>>>()
            .and_then(|roles| roles.into_iter().max()),
        _ => None,
    }
}

fn sentence<'a>(
    standing: &Standing,
    setting: &[&Finding],
    findings: impl Iterator<Item = &'a Finding>,
    appointment: Date,
) -> String {
    let day = spoken(appointment);
    match standing.grade {
        None => format!("Yes: nothing speaks against the appointment on {day}."),
        Some(Grade::Precaution) => format!(
            "Yes, with care on {day}: {}.",
            causes(setting.iter().copied())
        ),
        Some(Grade::NeedsClinicianDecision) => decide(standing, setting),
        Some(Grade::DeferUntil) => defer(standing, setting, findings),
        Some(Grade::Refuse) => {
            let causes = causes(setting.iter().copied());
            match standing.role {
                Some(role) => format!(
                    "No, because of {causes}; {} may override with a reason.",
                    with_article(role)
                ),
                None => format!("No, because of {causes}."),
            }
        }
    }
}

fn decide(standing: &Standing, setting: &[&Finding]) -> String {
    let open = setting
        .iter()
        .filter(|one| one.unanswered.is_some())
        .count();
    let decisions = causes(
        setting
            .iter()
            .copied()
            .filter(|one| one.unanswered.is_none()),
    );
    let questions = if open == 1 {
        "One question is not answered for this appointment".to_owned()
    } else {
        format!("{open} questions are not answered for this appointment")
    };
    match (standing.role, open) {
        (Some(role), 0) => capital(&format!(
            "{} must decide first, because of {decisions}.",
            with_article(role)
        )),
        (Some(role), _) => format!(
            "Not confirmed: {} must decide first, because of {decisions}. {questions}.",
            with_article(role)
        ),
        (None, _) => format!("Not confirmed: {}.", uncapital(&questions)),
    }
}

fn defer<'a>(
    standing: &Standing,
    setting: &[&Finding],
    findings: impl Iterator<Item = &'a Finding>,
) -> String {
    let waiting = causes(setting.iter().copied().filter(|one| one.waits_for_change()));
    let dated = causes(
        setting
            .iter()
            .copied()
            .filter(|one| one.deferred_until().is_some()),
    );
    let mut text = match (&standing.earliest, standing.waits_for_change) {
        (Some(earliest), false) => {
            format!("Not before {}, because of {dated}.", spoken(earliest.day))
        }
        (Some(earliest), true) => format!(
            "Not before {}, because of {dated}; and not until it is recorded as resolved: {waiting}.",
            spoken(earliest.day)
        ),
        (None, _) => {
            format!("Not yet, because of {waiting}: it must first be recorded as resolved.")
        }
    };
    let decisions: Vec<&Finding> = findings
        .filter(|one| one.effective() == Grade::NeedsClinicianDecision && one.unanswered.is_none())
        .collect();
    if let Some(role) = decisions.iter().filter_map(|one| one.override_role).max() {
        let why = causes(decisions.iter().copied());
        text = format!(
            "{text} Then {} must decide, because of {why}.",
            with_article(role)
        );
    }
    text
}

/// The causes, each once, with their details.
fn causes<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for one in findings {
        let part = match (&one.detail, one.effective()) {
            (Some(detail), Grade::DeferUntil) => format!("{} ({detail})", one.because),
            _ => one.because.clone(),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}

fn with_article(role: Role) -> String {
    match role {
        Role::Operator => "an operator".to_owned(),
        other => format!("a {}", other.name()),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}
