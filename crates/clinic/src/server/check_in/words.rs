//! A report in words for the clinic.

use needlework_chart::event::CheckInAnswered;
use needlework_chart::fold::{CheckIn, Stated};
use needlework_planning::Library;
use needlework_protocol::capitalised;
use needlework_protocol::check_in::{Level, Symptom};

use super::answers::CheckInAnswers;
use crate::server::page::Page;

/// A graded sign as it was told.
pub(in crate::server) struct SaidSign {
    /// Name of the sign.
    pub(in crate::server) name: String,
    /// Number of the grade.
    pub(in crate::server) grade: u8,
    /// The grade in words.
    pub(in crate::server) meaning: String,
    /// The grade that nearly no forecast exceeded, where this one did.
    pub(in crate::server) beyond: Option<u8>,
}

/// Graded signs that are there, in the language of the page, the strongest first; pain counts beside them.
pub(in crate::server) fn said_signs(
    page: &Page,
    library: &Library,
    answers: &CheckInAnswers,
) -> Vec<SaidSign> {
    let speech = library.speech(page.protocol_language());
    let grades = library.check_in.grades();
    let mut said: Vec<SaidSign> = answers
        .told()
        .grades
        .iter()
        .filter(|(_, grade)| grade.number() > 0)
        .map(|(sign, grade)| {
            let row = grades.iter().find(|row| row.grade == *grade);
            let text = row.map(|row| speech.text(&row.record));
            SaidSign {
                name: capitalised(
                    library
                        .check_in_words
                        .graded_sign(*sign, speech.translations),
                ),
                grade: grade.number(),
                meaning: text.unwrap_or_default().trim_end_matches('.').to_owned(),
                beyond: answers
                    .beyond(*sign)
                    .map(needlework_protocol::check_in::Grade::number),
            }
        })
        .collect();
    said.sort_by_key(|one| std::cmp::Reverse(one.grade));
    said
}

/// Questions that were answered with yes, the gravest first.
pub(in crate::server) fn said_symptoms(
    page: &Page,
    library: &Library,
    answers: &CheckInAnswers,
) -> Vec<String> {
    let into = library.translation(page.protocol_language());
    let mut symptoms: Vec<Symptom> = answers.told().symptoms.iter().copied().collect();
    symptoms.sort_by_key(|symptom| std::cmp::Reverse(library.check_in.level_of(*symptom)));
    let words = symptoms.into_iter();
    words
        .map(|symptom| capitalised(library.check_in_words.symptom(symptom, into)))
        .collect()
}

/// An answer of the clinic to a report.
pub(in crate::server) struct ClinicAnswer {
    /// What was done.
    pub(in crate::server) done: String,
    /// What the patient reads.
    pub(in crate::server) words: Option<String>,
    /// Whether the patient said to have read it.
    pub(in crate::server) is_read: bool,
    /// By whom and when.
    pub(in crate::server) by: String,
}

/// What the clinic answered, the first answer first.
pub(in crate::server) fn clinic_answers(page: &Page, check_in: &CheckIn) -> Vec<ClinicAnswer> {
    let answers = check_in.answers.iter();
    answers
        .map(|answer| ClinicAnswer {
            done: answer.facts.response.clone(),
            words: answer.facts.words.clone(),
            is_read: check_in.is_read(answer),
            by: by_whom(page, answer),
        })
        .collect()
}

/// What the clinic wrote to the patient about a report: the words, and by whom and when.
pub(in crate::server) fn replies(page: &Page, check_in: &CheckIn) -> Vec<(String, String)> {
    let replies = check_in.replies();
    replies.map(|reply| said_by(page, reply)).collect()
}

/// The same of what the patient has not said to have read.
pub(in crate::server) fn unread_replies(page: &Page, check_in: &CheckIn) -> Vec<(String, String)> {
    let unread = check_in.unread();
    unread.map(|reply| said_by(page, reply)).collect()
}

fn said_by(page: &Page, (answer, words): (&Stated<CheckInAnswered>, &str)) -> (String, String) {
    (words.to_owned(), by_whom(page, answer))
}

fn by_whom(page: &Page, answer: &Stated<CheckInAnswered>) -> String {
    let when = page.moment(answer.recorded_at);
    format!("{}, {when}", answer.author.name)
}

/// Name of a level, in the language of the page.
pub(in crate::server) fn level_name(
    page: &Page,
    library: &Library,
    level: Option<Level>,
) -> String {
    let Some(row) = level.and_then(|level| library.check_in.level_row(level)) else {
        return page.say("check-in-expected");
    };
    let into = library.translation(page.protocol_language());
    let translated = into.and_then(|into| into.rule(&row.record.id)?.name.clone());
    translated.unwrap_or_else(|| row.name.clone())
}

/// How a level looks.
pub(in crate::server) const fn level_class(level: Option<Level>) -> &'static str {
    match level {
        None => "yes",
        Some(Level::Message) => "accent",
        Some(Level::Review) => "wait",
        Some(Level::Urgent | Level::Emergency) => "no",
    }
}
