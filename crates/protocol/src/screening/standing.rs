//! The verdict: what all findings together mean for the booking and for each zone.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Finding;
use super::rule::Grade;
use crate::phrase::capitalised;
use crate::role::Role;
use crate::speech::Speech;

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
        speech: Speech,
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
        standing.sentence = sentence(&standing, &setting, findings, (appointment, speech));
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
    (appointment, speech): (Date, Speech),
) -> String {
    let day = speech.day(appointment);
    let causes = || causes(setting.iter().copied());
    match standing.grade {
        None => speech.say("standing.yes", &[("day", &day)]),
        Some(Grade::Precaution) => {
            speech.say("standing.care", &[("day", &day), ("causes", &causes())])
        }
        Some(Grade::NeedsClinicianDecision) => decide(standing, setting, speech),
        Some(Grade::DeferUntil) => defer(standing, setting, findings, speech),
        Some(Grade::Refuse) => match standing.role {
            Some(role) => speech.say(
                "standing.no-unless",
                &[("causes", &causes()), ("role", &speech.role(role))],
            ),
            None => speech.say("standing.no", &[("causes", &causes())]),
        },
    }
}

fn decide(standing: &Standing, setting: &[&Finding], speech: Speech) -> String {
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
        speech.say("standing.open.one", &[])
    } else {
        speech.say("standing.open", &[("count", &open.to_string())])
    };
    let Some(role) = standing.role else {
        return speech.say(
            "standing.only-open",
            &[("questions", &uncapital(&questions))],
        );
    };
    let role = speech.role(role);
    let values = [
        ("role", role.as_str()),
        ("causes", &decisions),
        ("questions", &questions),
    ];
    if open == 0 {
        capitalised(&speech.say("standing.decide", &values))
    } else {
        speech.say("standing.decide-and-open", &values)
    }
}

fn defer<'a>(
    standing: &Standing,
    setting: &[&Finding],
    findings: impl Iterator<Item = &'a Finding>,
    speech: Speech,
) -> String {
    let waiting = causes(setting.iter().copied().filter(|one| one.waits_for_change()));
    let dated = causes(
        setting
            .iter()
            .copied()
            .filter(|one| one.deferred_until().is_some()),
    );
    let day = standing.earliest.as_ref().map(|one| speech.day(one.day));
    let values = [
        ("day", day.as_deref().unwrap_or_default()),
        ("causes", &dated),
        ("waiting", &waiting),
    ];
    let key = match (&day, standing.waits_for_change) {
        (Some(_), false) => "standing.before",
        (Some(_), true) => "standing.before-and-until",
        (None, _) => "standing.until",
    };
    let text = speech.say(key, &values);
    let decisions: Vec<&Finding> = findings
        .filter(|one| one.effective() == Grade::NeedsClinicianDecision && one.unanswered.is_none())
        .collect();
    let Some(role) = decisions.iter().filter_map(|one| one.override_role).max() else {
        return text;
    };
    let values = [
        ("text", text.as_str()),
        ("role", &speech.role(role)),
        ("causes", &causes(decisions.iter().copied())),
    ];
    speech.say("standing.then", &values)
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

fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}
