//! What a patient reads at once (protocol 5.4, 5.5): words of one level and one order, and the expected course only of signs that
//! are within it. Whoever is asked to call is told of nothing that is normal.

use std::collections::BTreeMap;

use super::assess::Finding;
use super::level::{Level, LevelRow};
use super::rules::{CheckInRules, CourseRow};
use super::symptom::GradedSign;

/// What else must be known to answer a patient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Context<'a> {
    /// Hours until somebody at the clinic reads messages: 0 while somebody does, infinite where nobody ever does.
    pub hours_until_read: f64,
    /// The moment, in words, by which a review is done whose hours end while the clinic is closed; `None`: its hours hold, or nobody
    /// is there within them.
    pub review_by: Option<&'a str>,
    /// How it stands with a photo.
    pub photo: PhotoState,
}

/// Whether a patient can be asked for a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoState {
    /// One may be sent.
    Possible,
    /// One came with the report.
    Sent,
    /// None may be sent: no consent to photographs holds.
    Impossible,
}

/// Graded signs that are there, and whether each is expected at its time.
#[derive(Debug, Default)]
pub(super) struct Inside {
    signs: BTreeMap<GradedSign, bool>,
}

impl Inside {
    /// Takes what was found of a sign; nothing is found of a sign that is not there.
    pub(super) fn add(&mut self, sign: GradedSign, found: &[Finding]) {
        if !found.is_empty() {
            let is_expected = found.iter().all(|finding| finding.level.is_none());
            self.signs.insert(sign, is_expected);
        }
    }

    /// Signs that are no longer called expected.
    pub(super) fn remove(&mut self, signs: &[GradedSign]) {
        for sign in signs {
            self.signs.insert(*sign, false);
        }
    }

    /// Whether a row of the course speaks of signs that are there, and all of those are expected.
    fn has(&self, row: &CourseRow) -> bool {
        let mut told = row.signs.iter().filter_map(|sign| self.signs.get(sign));
        told.clone().next().is_some() && told.all(|is_expected| *is_expected)
    }
}

/// What the patient reads.
pub(super) fn words(
    rules: &CheckInRules,
    findings: &[Finding],
    context: Context<'_>,
    (day, inside): (u32, &Inside),
) -> Vec<String> {
    let level = findings.iter().filter_map(|finding| finding.level).max();
    match level {
        Some(level) if level > Level::Message => grave_words(rules, level, findings, context),
        _ => {
            let mut said = Said::default();
            said.besides(findings, level);
            if let Some(row) = level.and_then(|level| rules.level_row(level)) {
                said.add(row.response_words());
            }
            for row in rules.on_day(day) {
                let is_of_nothing = row.signs.is_empty() && level.is_none();
                if is_of_nothing || inside.has(row) {
                    said.add(row.record.patient.clone().unwrap_or_default());
                }
            }
            said.sentences
        }
    }
}

/// What the patient reads of a level alone, where no rule of today speaks at it.
pub fn level_words(rules: &CheckInRules, level: Level, context: Context<'_>) -> Vec<String> {
    if level > Level::Message {
        return grave_words(rules, level, &[], context);
    }
    let mut said = Said::default();
    if let Some(row) = rules.level_row(level) {
        said.add(row.response_words());
    }
    said.sentences
}

/// One order, then what else is said at this level and no other. While the clinic is closed nobody is told that it calls.
fn grave_words(
    rules: &CheckInRules,
    level: Level,
    findings: &[Finding],
    context: Context<'_>,
) -> Vec<String> {
    let mut said = Said::default();
    let Some(row) = rules.level_row(level) else {
        return said.sentences;
    };
    let is_closed = row.is_closed_for(context.hours_until_read);
    let closed = row.closed.clone().filter(|_| is_closed);
    let response = if is_closed {
        row.patient_closed.clone()
    } else {
        context.review_by.and_then(|when| row.words_by(when))
    };
    let response = response.unwrap_or_else(|| row.response_words());
    said.add(closed.unwrap_or_else(|| order(row, findings, context)));
    said.besides(findings, Some(level));
    said.add(response);
    said.sentences
}

/// The order of the first finding of a level, else that of the level.
fn order(row: &LevelRow, findings: &[Finding], context: Context<'_>) -> String {
    let mut of_level = findings
        .iter()
        .filter(|finding| finding.level == Some(row.level));
    let own = of_level.next().and_then(|first| first.order.clone());
    let of_level = match (&row.without_photo, context.photo) {
        (Some(_), PhotoState::Sent) => None,
        (Some(instead), PhotoState::Impossible) => Some(instead.clone()),
        _ => row.order.clone(),
    };
    own.or(of_level).unwrap_or_default()
}

/// Sentences, each said once.
#[derive(Default)]
struct Said {
    sentences: Vec<String>,
}

impl Said {
    fn add(&mut self, text: String) {
        if !text.is_empty() && !self.sentences.contains(&text) {
            self.sentences.push(text);
        }
    }

    /// What findings of a level say besides what to do.
    fn besides(&mut self, findings: &[Finding], level: Option<Level>) {
        for finding in findings.iter().filter(|finding| finding.level == level) {
            self.add(finding.patient.clone());
        }
    }
}
