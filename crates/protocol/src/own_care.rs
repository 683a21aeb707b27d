//! Instructions of care in the words of a clinic. They take the place of the shipped words for patients, language by language,
//! and keep every earlier wording with the moment since which it stood, so that it can be said what somebody was shown.
//!
//! A clinic words an instruction and cannot change it: hours, days, kind and source stay those of the rule, and so does the
//! further sentence for darker skin. The check reads words, not meaning: it is the net under whoever words, not the author.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use needlework_evidence::DataError;
use needlework_language::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::care::CareRule;
use crate::medicine::{Medicines, Stopping};
use crate::phrase::Phrases;

/// The words of a clinic for one instruction, in every language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OwnCareWords {
    /// By language everything that stood, the newest last.
    wordings: BTreeMap<Language, Vec<CareWording>>,
}

/// What stood in one language from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CareWording {
    /// Counted up with every change, and never down: going back to the shipped words is a change too.
    pub version: u32,
    /// Since when.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// Version of the rule that was worded.
    pub rule_version: u32,
    /// The words; `None`: the shipped ones again.
    pub text: Option<String>,
}

/// Why words cannot be those of an instruction.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OwnCareError {
    /// The rule tells the patient nothing.
    #[error("{0} tells the patient nothing, so that there is nothing to word.")]
    NotTold(String),
    /// There are no words, or too many, or more than one line of them.
    #[error(
        "an instruction is one line of 1 to {longest} characters; to take back your own words, go back to the original ones.",
        longest = OwnCareWords::LONGEST
    )]
    Length,
    /// The words forbid where the original does not, or the other way round.
    #[error(
        "the original says what is left out or not done, and your words do not, or the other way round; word it in the same \
         direction as the original."
    )]
    Direction,
    /// A number that the original does not have.
    #[error(
        "the number {0} is not in the original; days, hours and amounts come from the rule and stand beside the words, so leave \
         it out."
    )]
    Number(String),
    /// The words tell somebody to stop a drug that is or may be prescribed.
    #[error(
        "these words tell somebody to stop a medicine that may be prescribed; leave that to whoever prescribed it and reword \
         the sentence."
    )]
    Stops,
    /// A list of words cannot be read.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl OwnCareWords {
    /// Longest wording, characters: twice the longest of the shipped ones, and still read on a telephone at one look.
    pub const LONGEST: usize = 400;

    /// What stands now in a language for a version of the rule; `None`: the shipped words. Words for another version of the
    /// rule do not count: the rule may say something else by now.
    pub fn now(&self, language: Language, rule_version: u32) -> Option<&str> {
        let last = self.all(language).last()?;
        let is_of_rule = last.rule_version == rule_version;
        last.text.as_deref().filter(|_| is_of_rule)
    }

    /// Whether the last words were for another version of the rule, so that the shipped ones stand again.
    pub fn is_stale(&self, language: Language, rule_version: u32) -> bool {
        let last = self.all(language).last();
        last.is_some_and(|last| last.text.is_some() && last.rule_version != rule_version)
    }

    /// Everything that stood in a language, the newest last.
    pub fn all(&self, language: Language) -> &[CareWording] {
        self.wordings.get(&language).map_or(&[], Vec::as_slice)
    }

    /// Puts words in the place of those in a language, or goes back to the shipped ones. Gives whether anything changed: the
    /// same words again, and going back where nothing stood, change nothing.
    ///
    /// `rule` is the instruction in this language.
    ///
    /// # Errors
    /// When the words cannot be those of this instruction.
    pub fn reword(
        &mut self,
        language: Language,
        rule: &CareRule,
        text: Option<String>,
        now: Timestamp,
    ) -> Result<bool, OwnCareError> {
        if let Some(text) = &text {
            check(text, language, rule)?;
        }
        let rule_version = rule.record.version;
        let last = self.all(language).last();
        let is_same = match (&text, last) {
            (None, None) => true,
            (text, Some(last)) => {
                last.text == *text && (text.is_none() || last.rule_version == rule_version)
            }
            (Some(_), None) => false,
        };
        if is_same {
            return Ok(false);
        }
        let wording = CareWording {
            version: last.map_or(0, |last| last.version).saturating_add(1),
            since: now,
            rule_version,
            text,
        };
        self.wordings.entry(language).or_default().push(wording);
        Ok(true)
    }
}

/// Whether a patient may read these words in the place of the original.
fn check(text: &str, language: Language, rule: &CareRule) -> Result<(), OwnCareError> {
    let original = rule.record.patient.as_deref().filter(|_| rule.is_told());
    let original = original.ok_or_else(|| OwnCareError::NotTold(rule.record.id.clone()))?;
    let length = text.chars().count();
    if text.trim().is_empty()
        || length > OwnCareWords::LONGEST
        || text.chars().any(char::is_control)
    {
        return Err(OwnCareError::Length);
    }
    let phrases = Phrases::in_language(language)?;
    if phrases.direction(text) != phrases.direction(original) {
        return Err(OwnCareError::Direction);
    }
    let known = numbers(original);
    if let Some(new) = numbers(text).into_iter().find(|one| !known.contains(one)) {
        return Err(OwnCareError::Number(new.to_owned()));
    }
    match Medicines::in_language(language)?.stopping(text) {
        Stopping::Prescribed => Err(OwnCareError::Stops),
        Stopping::SometimesPrescribed if !rule.record.ask_prescriber => Err(OwnCareError::Stops),
        Stopping::SometimesPrescribed | Stopping::Nothing => Ok(()),
    }
}

/// Numbers that are written in digits.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_numeric())
        .filter(|number| !number.is_empty())
        .collect()
}
