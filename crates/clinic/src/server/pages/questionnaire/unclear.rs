//! Questions at which something was filled in that is no answer: a date without a choice, a choice without its date. Nobody may
//! take it for "nothing to report", so it is asked back by the name of the question.

use jiff::civil::Date;
use needlework_planning::Library;
use needlework_protocol::screening::{Anchor, AnswerKind, ScreeningRule};

use super::{DATED, SAME};
use crate::server::intake::Fields;
use crate::server::page::Page;

/// Names of the fields that stand beside the words of a question.
const BESIDE: [&str; 5] = ["date", "from", "to", "marked", "detail"];

/// A question that must be asked back.
pub(in crate::server::pages) struct Unclear {
    /// Id of its rule.
    pub(in crate::server::pages) rule: String,
    /// What is missing and what to do, with the question.
    pub(in crate::server::pages) text: String,
}

impl Unclear {
    /// Id of the place of the question on its page.
    pub(in crate::server::pages) fn anchor(&self) -> String {
        format!("question-{}", self.rule)
    }
}

/// The questions that must be asked back, in their order.
pub(super) fn questions(
    page: &Page,
    library: &Library,
    fields: &Fields,
    answered_on: Date,
) -> Vec<Unclear> {
    let speech = library.speech(page.protocol_language());
    let asked = library
        .screening
        .iter()
        .filter(|rule| rule.kind != AnswerKind::Computed);
    let unclear = asked.filter_map(|rule| {
        let key = FilledIn { rule, fields }.unclear(answered_on)?;
        let question = speech.question(&rule.record.id, &rule.question);
        Some(Unclear {
            rule: rule.record.id.clone(),
            text: page.say_with(key, "question", question),
        })
    });
    unclear.collect()
}

/// Whether nothing was filled in at the question of a rule.
pub(super) fn is_blank(fields: &Fields, rule: &str) -> bool {
    let mut names = ["answer"].into_iter().chain(BESIDE);
    names.all(|name| fields.get(&format!("{name}_{rule}")).is_empty())
}

/// What was filled in at a question.
struct FilledIn<'a> {
    rule: &'a ScreeningRule,
    fields: &'a Fields,
}

impl FilledIn<'_> {
    fn get(&self, name: &str) -> &str {
        self.fields.get(&format!("{name}_{}", self.rule.record.id))
    }

    /// Whether something stands beside the words.
    fn has_beside(&self) -> bool {
        BESIDE.into_iter().any(|name| !self.get(name).is_empty())
    }

    /// Whether something may stand beside the word that was chosen: what happened never has no date.
    fn may_have_beside(&self, word: &str) -> bool {
        match self.rule.kind {
            _ if word == SAME => false,
            AnswerKind::Date | AnswerKind::DateRange => word == DATED,
            _ => !self.rule.reports_nothing(word),
        }
    }

    /// Key of the text that asks back; `None`: it is an answer, or nothing at all.
    fn unclear(&self, answered_on: Date) -> Option<&'static str> {
        let word = self.get("answer");
        let no_date = self.no_date(word, answered_on);
        if no_date.is_some() {
            return no_date;
        }
        if self.has_beside() && word.is_empty() {
            return Some("before-mistake-no-choice");
        }
        if self.has_beside() && !self.may_have_beside(word) {
            return Some("before-mistake-both");
        }
        if self.rule.kind == AnswerKind::DateRange && word == DATED {
            return self.no_days();
        }
        if self.rule.needs_places(word) && self.get("marked").is_empty() {
            return Some("before-mistake-place");
        }
        None
    }

    fn no_date(&self, word: &str, answered_on: Date) -> Option<&'static str> {
        let date = self.get("date");
        let is_missing = date.is_empty() && self.rule.needs_date(word);
        if date.is_empty() && (!is_missing || self.rule.kind == AnswerKind::DateRange) {
            return None;
        }
        match Anchor::parse(date) {
            None => Some("before-mistake-date"),
            Some(anchor) if !self.rule.may_lie_ahead() && anchor.lies_after(answered_on) => {
                Some("before-mistake-date-ahead")
            }
            Some(_) => None,
        }
    }

    fn no_days(&self) -> Option<&'static str> {
        let [from, to] = ["from", "to"].map(|end| self.get(end).parse::<Date>().ok());
        match from.zip(to) {
            None => Some("before-mistake-days"),
            Some((from, to)) if to < from => Some("before-mistake-days-order"),
            Some(_) => None,
        }
    }
}
