//! What is translated of a row: the words of a rule, a name, a photograph view, a conflict.

use std::collections::BTreeMap;

use crate::conflict::Conflict;

/// The translation of a rule, whatever kind of rule it is. Parts that the English row lacks are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleWords {
    /// Version of the rule that was translated.
    pub version: u32,
    /// The question of a screening rule.
    pub question: Option<String>,
    /// The rule for a clinician.
    pub text: String,
    /// The rule for the patient.
    pub patient: Option<String>,
    /// What a patient of phototype IV to VI reads besides.
    pub patient_darker: Option<String>,
    /// Name of a response level, or of a grade.
    pub name: Option<String>,
    /// Short name of an instruction.
    pub label: Option<String>,
    /// What the patient is told to do, of a response level or of a warning sign.
    pub order: Option<String>,
    /// What takes the place of the order where no photo can be sent.
    pub without_photo: Option<String>,
    /// What the clinic does by the moment for which `{when}` stands, as the patient reads it.
    pub patient_by: Option<String>,
    /// What the patient reads while the clinic is closed.
    pub closed: Option<String>,
    /// What the clinic does, as the patient reads it while the clinic is closed.
    pub patient_closed: Option<String>,
    /// Note of a warning sign for the clinic.
    pub clinic: Option<String>,
    /// Why the rule exists.
    pub rationale: Option<String>,
    /// What is to be known about its sources and its number.
    pub note: Option<String>,
    pub(crate) words: BTreeMap<String, String>,
}

impl RuleWords {
    /// Every text that tells somebody what to do: the reason and the note of a rule tell why.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = [
            &self.question,
            &self.patient,
            &self.patient_darker,
            &self.order,
            &self.without_photo,
            &self.patient_by,
            &self.closed,
            &self.patient_closed,
            &self.clinic,
        ];
        let words = self.words.values().map(String::as_str);
        std::iter::once(self.text.as_str())
            .chain(parts.into_iter().flatten().map(String::as_str))
            .chain(words)
    }
}

/// The translation of a name: of a zone, an indication, a scale, or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The English plain name that was translated.
    pub of: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// What else the row says: why a zone is blocked, or the caveat of an indication, scale or sign.
    pub more: Option<String>,
}

/// The translation of a conflict between sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictWords {
    /// The English topic that was translated.
    pub of: String,
    pub(crate) topic: String,
    pub(crate) one_side: String,
    pub(crate) other_side: String,
    pub(crate) chosen: String,
}

impl ConflictWords {
    /// Puts the words in the place of the English ones.
    pub fn say(&self, conflict: &mut Conflict) {
        conflict.topic.clone_from(&self.topic);
        conflict.one_side.clone_from(&self.one_side);
        conflict.other_side.clone_from(&self.other_side);
        conflict.chosen.clone_from(&self.chosen);
    }
}

/// The translation of a photograph view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewWords {
    /// Version of the view that was translated.
    pub version: u32,
    /// Name for whoever takes the photograph.
    pub name: String,
    /// What the person is asked to do.
    pub instruction: String,
}

/// The translation of a wording of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslatedWording {
    /// The English text that was translated.
    pub of: String,
    /// The words.
    pub text: String,
}

/// What a finding says, in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingWords<'a> {
    /// The cause as a noun phrase.
    pub because: &'a str,
    /// What the patient reads.
    pub patient: &'a str,
}
