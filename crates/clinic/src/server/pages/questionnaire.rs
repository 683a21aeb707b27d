//! The screening questions as a form, and what was answered.

mod known_session;
mod lasting;
mod unclear;
mod version;

pub(super) use known_session::{is_of_chart, with_known_session};
pub(super) use lasting::{Lasting, set_apart};
pub(super) use unclear::Unclear;
pub(super) use version::version_answered;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use needlework_planning::Library;
use needlework_protocol::Speech;
use needlework_protocol::screening::{
    AnswerKind, Answers, Ask, AskedOf, QuestionToAsk, ScreeningRule, questions_to_ask_in,
};

use crate::server::case_draft::{AnswerDraft, ScreeningDraft};
use crate::server::intake::{Beside, Fields, Intake};
use crate::server::page::Page;
use version::versioned;

/// Value of a field that says: as before.
const SAME: &str = "same";
/// Value of a field that says: a date follows.
pub(super) const DATED: &str = "dated";

/// One word that an answer may be.
pub(super) struct Word {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

/// What was typed beside the word of an answer, on a page that was out of date.
#[derive(Default)]
pub(super) struct TypedBeside {
    pub(super) date: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) marked: String,
    pub(super) detail: String,
}

impl TypedBeside {
    fn is_empty(&self) -> bool {
        let typed = [&self.date, &self.from, &self.to, &self.marked, &self.detail];
        typed.into_iter().all(String::is_empty)
    }
}

/// One question.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a field of the form"
)]
pub(super) struct QuestionField {
    pub(super) rule: String,
    pub(super) question: String,
    /// The same without words about an earlier answer.
    pub(super) short: String,
    /// What was answered before, where it is asked whether that still holds.
    pub(super) before: Option<String>,
    /// Whether that may be confirmed together with others.
    pub(super) is_lasting: bool,
    /// Whether it is no answer but follows from a session that the chart holds.
    pub(super) is_of_chart: bool,
    /// Whether the person sent that, and nobody has confirmed it.
    pub(super) is_of_person: bool,
    /// What was recorded the last time, where the person says something else now.
    pub(super) contradicted: Option<String>,
    /// Whether it was answered: as before.
    pub(super) is_same: bool,
    pub(super) words: Vec<Word>,
    pub(super) typed: TypedBeside,
    pub(super) has_date: bool,
    pub(super) has_range: bool,
    pub(super) has_marked: bool,
    pub(super) has_detail: bool,
}

impl QuestionField {
    /// Whether one of the words is chosen.
    pub(super) fn is_answered(&self) -> bool {
        self.words.iter().any(|word| word.is_chosen)
    }

    /// Whether something was filled in here, so that nobody has to look for it.
    pub(super) fn is_begun(&self) -> bool {
        self.is_same || self.is_answered() || !self.typed.is_empty()
    }
}

/// Questions of one who answers.
pub(super) struct QuestionGroup {
    pub(super) heading: String,
    pub(super) questions: Vec<QuestionField>,
}

/// What is known when the questions are asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Answers for an earlier appointment.
    pub(super) earlier: Option<&'a Answers>,
    /// Answers that stand beside the questions. Those that the person sent are there at each question, those of the clinic where
    /// it is asked whether they still hold.
    pub(super) beside: &'a Beside,
    /// Whether the answers were given today: every question stands there with its answer, so that a wrong one can be corrected.
    pub(super) is_correction: bool,
}

/// The questions of an appointment: in full at first, later only what may have changed; with what was answered on a page that
/// was out of date.
pub(super) fn groups(
    page: &Page,
    library: &Library,
    asked: Asked<'_>,
    appointment: Date,
    typed: Option<&Fields>,
) -> Vec<QuestionGroup> {
    let speech = library.speech(page.protocol_language());
    let questions = questions_to_ask_in(&library.screening, asked.earlier, appointment, speech);
    [
        (AskedOf::Patient, "asked-of-patient"),
        (AskedOf::Operator, "asked-of-operator"),
    ]
    .into_iter()
    .map(|(asked_of, key)| QuestionGroup {
        heading: page.say(key),
        questions: questions
            .iter()
            .filter(|one| one.asked_of == asked_of)
            .filter_map(|one| {
                let rule = library.screening.get(&one.rule)?;
                Some(field(page, speech, (one, rule), asked, typed))
            })
            .collect(),
    })
    .filter(|group| !group.questions.is_empty())
    .collect()
}

fn field(
    page: &Page,
    speech: Speech<'_>,
    (question, rule): (&QuestionToAsk, &ScreeningRule),
    asked: Asked<'_>,
    typed: Option<&Fields>,
) -> QuestionField {
    let id = &rule.record.id;
    let said = |name: &str| {
        typed.map_or_else(String::new, |fields| {
            fields.get(&format!("{name}_{id}")).to_owned()
        })
    };
    let chosen = said("answer");
    let is_of_person = asked.beside.of_person.contains(id);
    let before = asked.beside.answers.get(id);
    let is_kept = asked.is_correction && !is_of_person && before.is_some();
    let is_of_chart = !asked.is_correction && is_of_chart(asked.beside, id);
    let is_lasting = before.is_some() && is_asked_again(question.ask);
    let may_be_same = is_of_person || is_kept || is_of_chart || is_lasting;
    let before = before.map(|answer| shown(page, answer));
    let contradicted = asked.beside.contradicted(id);
    let contradicted = contradicted.map(|answer| shown(page, answer));
    let words: Vec<&str> = match rule.kind {
        AnswerKind::Date if rule.is_momentary => vec!["never", DATED, "unknown"],
        AnswerKind::Date => vec!["never", DATED, "ongoing", "unknown"],
        AnswerKind::DateRange => vec!["no", DATED],
        _ => rule.words.iter().map(String::as_str).collect(),
    };
    let takes =
        |needs: fn(&ScreeningRule, &str) -> bool| rule.words.iter().any(|word| needs(rule, word));
    QuestionField {
        question: question.question.clone(),
        short: speech.question(id, &rule.question).to_owned(),
        // The same words about another version of the question contradict nothing.
        contradicted: contradicted.filter(|recorded| before.as_ref() != Some(recorded)),
        before: before.filter(|_| may_be_same),
        is_lasting,
        is_of_person,
        is_of_chart,
        is_same: chosen == SAME || (is_kept && chosen.is_empty()),
        typed: TypedBeside {
            date: said("date"),
            from: said("from"),
            to: said("to"),
            marked: said("marked"),
            detail: said("detail"),
        },
        words: words
            .into_iter()
            .map(|word| Word {
                id: word.to_owned(),
                text: word_text(page, word),
                is_chosen: word == chosen,
            })
            .collect(),
        has_date: rule.kind != AnswerKind::DateRange && takes(ScreeningRule::needs_date),
        has_range: rule.kind == AnswerKind::DateRange,
        has_marked: takes(ScreeningRule::needs_places),
        has_detail: rule.record.ask_prescriber,
        rule: rule.record.id.clone(),
    }
}

/// Whether it is asked if the earlier answer still holds.
const fn is_asked_again(ask: Ask) -> bool {
    matches!(ask, Ask::Confirm | Ask::Since(_))
}

/// A word of an answer in the language of the page; the word itself where there is none.
fn word_text(page: &Page, word: &str) -> String {
    let key = format!("word-{word}");
    if page.language().has(&key) {
        page.say(&key)
    } else {
        word.to_owned()
    }
}

/// An answer in words.
pub(super) fn shown(page: &Page, answer: &AnswerDraft) -> String {
    match answer {
        AnswerDraft::Word(word) => word_text(page, word),
        AnswerDraft::Table(table) => {
            let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
            let word = text("answer").map(|word| word_text(page, word));
            let places = answer.places();
            let places = places.map(|places| page.say_with("answer-places", "places", &places));
            let parts = [
                word.as_deref(),
                text("date"),
                text("from"),
                text("to"),
                places.as_deref(),
                text("detail"),
            ];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            parts.join(", ")
        }
    }
}

/// Everything that was answered: question and answer in words.
pub(super) fn answered(page: &Page, library: &Library, intake: &Intake) -> Vec<(String, String)> {
    let speech = library.speech(page.protocol_language());
    let answers = intake.screening.answers.iter().map(|(rule, answer)| {
        let question = library.screening.get(rule).map_or_else(
            || rule.clone(),
            |known| speech.question(rule, &known.question).to_owned(),
        );
        (question, shown(page, answer))
    });
    answers.collect()
}

/// The answers of a form, with those that stood beside the questions. A question without an answer stays open: screening says so.
/// On the day of the answers the form corrects them, and what it leaves out stays. A state that was recorded as over stays so where
/// the answer about it does.
///
/// # Errors
/// When what was filled in at a question is no answer: which questions, and what is missing.
pub(super) fn answers(
    page: &Page,
    library: &Library,
    fields: &Fields,
    beside: &Beside,
    answered_on: Date,
) -> Result<ScreeningDraft, Vec<Unclear>> {
    let unclear = unclear::questions(page, library, fields, answered_on);
    if !unclear.is_empty() {
        return Err(unclear);
    }
    let is_correction = beside.is_of(answered_on);
    let mut answers = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for rule in library.screening.iter() {
        let id = &rule.record.id;
        if rule.kind == AnswerKind::Computed {
            continue;
        }
        let said = fields.get(&format!("answer_{id}"));
        let answer = if said == SAME {
            beside.answers.get(id).cloned()
        } else if said.is_empty() {
            beside.recorded.get(id).filter(|_| is_correction).cloned()
        } else {
            Some(versioned(rule, answer(rule, fields, said)))
        };
        let is_unchanged = answer.as_ref() == beside.recorded.get(id);
        if is_unchanged && (is_correction || said == SAME) {
            kept.insert(id.clone());
        }
        if let Some(answer) = answer {
            answers.insert(id.clone(), answer);
        }
    }
    Ok(ScreeningDraft {
        answered_on,
        appointment: None,
        last_session: None,
        answers,
        resolved: beside
            .resolved
            .iter()
            .filter(|resolved| kept.contains(&resolved.rule))
            .cloned()
            .collect(),
        overrides: Vec::new(),
    })
}

/// The answer to one question, which is no unclear one.
fn answer(rule: &ScreeningRule, fields: &Fields, said: &str) -> AnswerDraft {
    let id = &rule.record.id;
    let given = |name: &str| fields.some(&format!("{name}_{id}"));
    let text = |value: &str| toml::Value::String(value.to_owned());
    let mut table = BTreeMap::new();
    if rule.kind == AnswerKind::Date {
        let word = given("date").filter(|_| said == DATED).unwrap_or(said);
        return AnswerDraft::Word(word.to_owned());
    }
    for key in ["date", "from", "to", "detail"] {
        if let Some(value) = given(key) {
            table.insert(key.to_owned(), text(value));
        }
    }
    if let Some(marked) = given("marked") {
        let marked = vec![text(marked)];
        table.insert("marked".to_owned(), toml::Value::Array(marked));
    }
    if table.is_empty() {
        return AnswerDraft::Word(said.to_owned());
    }
    // A range of days says by itself that it is one.
    if rule.kind != AnswerKind::DateRange {
        table.insert("answer".to_owned(), text(said));
    }
    AnswerDraft::Table(table)
}
