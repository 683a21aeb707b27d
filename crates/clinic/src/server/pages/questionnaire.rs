//! The screening questions as a form, and what was answered.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use needlework_planning::Library;
use needlework_protocol::screening::{
    AnswerKind, Answers, Ask, AskedOf, Blocks, QuestionToAsk, ScreeningRule, Until,
    questions_to_ask_in,
};

use crate::server::case_draft::{AnswerDraft, ScreeningDraft};
use crate::server::intake::{Beside, Fields, Intake};
use crate::server::page::Page;
use crate::server::problem::Problem;

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

/// One question.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a field of the form"
)]
pub(super) struct QuestionField {
    pub(super) rule: String,
    pub(super) question: String,
    /// What was answered before, where it is asked whether that still holds.
    pub(super) before: Option<String>,
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
                Some(field(page, one, rule, asked, typed))
            })
            .collect(),
    })
    .filter(|group| !group.questions.is_empty())
    .collect()
}

fn field(
    page: &Page,
    question: &QuestionToAsk,
    rule: &ScreeningRule,
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
    let may_be_same =
        is_of_person || is_kept || matches!(question.ask, Ask::Confirm | Ask::Since(_));
    let contradicted = asked.beside.contradicted(id);
    let words: Vec<&str> = match rule.kind {
        AnswerKind::Date => vec!["never", DATED, "ongoing", "unknown"],
        AnswerKind::DateRange => vec!["no", DATED],
        _ => rule.words.iter().map(String::as_str).collect(),
    };
    let follows = |until: Until| {
        matches!(
            until,
            Until::Interval | Until::IntervalAndClearance | Until::IntervalAfterSession
        )
    };
    let is_dated_choice =
        rule.kind != AnswerKind::Date && rule.outcomes.iter().any(|outcome| follows(outcome.until));
    QuestionField {
        question: question.question.clone(),
        before: before
            .filter(|_| may_be_same)
            .map(|answer| shown(page, answer)),
        is_of_person,
        contradicted: contradicted.map(|answer| shown(page, answer)),
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
        has_date: rule.kind == AnswerKind::Date || is_dated_choice,
        has_range: rule.kind == AnswerKind::DateRange,
        has_marked: rule
            .outcomes
            .iter()
            .any(|outcome| outcome.blocks == Blocks::MarkedArea),
        has_detail: rule.record.ask_prescriber,
        rule: rule.record.id.clone(),
    }
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
            let parts = [
                word.as_deref(),
                text("date"),
                text("from"),
                text("to"),
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
pub(super) fn answers(
    library: &Library,
    fields: &Fields,
    beside: &Beside,
    (answered_on, language): (Date, needlework_protocol::Language),
) -> Result<ScreeningDraft, Problem> {
    let speech = library.speech(language);
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
            let question = speech.question(id, &rule.question);
            Some(answer(rule, question, fields, said)?)
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

/// One answer; `question` is how the form asks, so that a refusal names what was read.
fn answer(
    rule: &ScreeningRule,
    question: &str,
    fields: &Fields,
    said: &str,
) -> Result<AnswerDraft, Problem> {
    let id = &rule.record.id;
    let given = |name: &str| fields.some(&format!("{name}_{id}"));
    let text = |value: &str| toml::Value::String(value.to_owned());
    let mut table = BTreeMap::new();
    if rule.kind == AnswerKind::DateRange && said == DATED {
        let (Some(from), Some(to)) = (given("from"), given("to")) else {
            return Err(Problem::refused_with(
                "refused-days",
                &[("question", question)],
            ));
        };
        table.insert("from".to_owned(), text(from));
        table.insert("to".to_owned(), text(to));
        return Ok(AnswerDraft::Table(table));
    }
    if rule.kind == AnswerKind::Date {
        let word = if said == DATED {
            given("date")
                .ok_or_else(|| Problem::refused_with("refused-date", &[("question", question)]))?
        } else {
            said
        };
        return Ok(AnswerDraft::Word(word.to_owned()));
    }
    for (field, key) in [("date", "date"), ("detail", "detail")] {
        if let Some(value) = given(field) {
            table.insert(key.to_owned(), text(value));
        }
    }
    if let Some(marked) = given("marked") {
        let marked = vec![text(marked)];
        table.insert("marked".to_owned(), toml::Value::Array(marked));
    }
    if table.is_empty() {
        return Ok(AnswerDraft::Word(said.to_owned()));
    }
    table.insert("answer".to_owned(), text(said));
    Ok(AnswerDraft::Table(table))
}
