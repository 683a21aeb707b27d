//! Which questions to ask for an appointment, when some were answered for an earlier one: only what changed, expired or
//! was never answered (protocol 0.3: answers are valid for one appointment).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Answers};
use super::date::Anchor;
use super::rule::{AnswerKind, AskedOf, ONGOING, ScreeningRule, ScreeningRules, Validity};
use crate::speech::Speech;

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// In full: never answered, a state of the day, an answer that was not settled, or a rule that was changed.
    InFull,
    /// Whether it happened again since this day.
    Since(#[schemars(with = "String")] Date),
    /// Whether the earlier answer still holds.
    Confirm,
}

/// One question to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionToAsk {
    /// Rule id.
    pub rule: String,
    /// Who answers.
    pub asked_of: AskedOf,
    /// How it is asked.
    pub ask: Ask,
    /// The question in full.
    pub question: String,
}

/// What to ask for an appointment, given what was answered before. Answers that name no appointment are taken as given
/// for this one. In English.
pub fn questions_to_ask(
    rules: &ScreeningRules,
    earlier: Option<&Answers>,
    appointment: Date,
) -> Vec<QuestionToAsk> {
    questions_to_ask_in(rules, earlier, appointment, rules.english())
}

/// [`questions_to_ask`] in another language.
pub fn questions_to_ask_in(
    rules: &ScreeningRules,
    earlier: Option<&Answers>,
    appointment: Date,
    speech: Speech,
) -> Vec<QuestionToAsk> {
    let is_same = earlier
        .and_then(|answers| answers.appointment)
        .is_none_or(|before| before == appointment);
    rules
        .iter()
        .filter(|rule| rule.kind != AnswerKind::Computed)
        .filter_map(|rule| {
            let answer = earlier.and_then(|answers| answers.answers.get(&rule.record.id));
            let ask = match (answer, earlier) {
                (Some(answer), Some(answers)) => {
                    ask_again(rule, answer, answers.answered_on, is_same)?
                }
                _ => Ask::InFull,
            };
            Some(QuestionToAsk {
                rule: rule.record.id.clone(),
                asked_of: rule.asked_of,
                ask,
                question: worded(rule, ask, speech),
            })
        })
        .collect()
}

fn ask_again(
    rule: &ScreeningRule,
    answer: &Answer,
    answered_on: Date,
    is_same: bool,
) -> Option<Ask> {
    if answer.version != rule.record.version {
        return Some(Ask::InFull);
    }
    if is_same {
        return None;
    }
    Some(match rule.validity {
        _ if !is_settled(answer) => Ask::InFull,
        Validity::Appointment => Ask::InFull,
        Validity::SinceThen => Ask::Since(answered_on),
        Validity::Lasting => Ask::Confirm,
    })
}

/// Whether an answer was final when it was given.
fn is_settled(answer: &Answer) -> bool {
    const UNSURE: &str = "unsure";
    let is_unknown = answer.anchor == Some(Anchor::Unknown);
    answer.word != ONGOING && answer.word != UNSURE && !is_unknown
}

fn worded(rule: &ScreeningRule, ask: Ask, speech: Speech) -> String {
    let question = speech.question(&rule.record.id, &rule.question);
    match ask {
        Ask::InFull => question.to_owned(),
        Ask::Since(day) => {
            let day = speech.day(day);
            speech.say("screening.since", &[("day", &day), ("question", question)])
        }
        Ask::Confirm => speech.say("screening.confirm", &[("question", question)]),
    }
}
