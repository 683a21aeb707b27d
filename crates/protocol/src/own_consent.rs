//! Consents in the words of a clinic: they take the place of the shipped ones, language by language, and carry a version of
//! their own, so that a signature says which words were signed.

use std::collections::BTreeMap;

use needlework_evidence::DataError;
use needlework_language::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::consent::ConsentWords;
use crate::medicine::{Medicines, Stopping};

/// Most paragraphs of a consent: nobody reads more before signing.
const MOST_PARAGRAPHS: usize = 40;
/// Longest title, characters.
const LONGEST_TITLE: usize = 120;
/// Longest paragraph, characters.
const LONGEST_PARAGRAPH: usize = 2_000;

/// The words of a clinic for one consent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OwnConsent {
    /// Counted up with every change, and never down: going back to the shipped words is a change too.
    pub version: u32,
    /// The words, by language; where there are none, the shipped ones stand.
    pub words: BTreeMap<Language, ConsentWords>,
    /// The words of every earlier version: what was signed stays to be read.
    #[serde(default)]
    pub earlier: BTreeMap<u32, BTreeMap<Language, ConsentWords>>,
}

impl OwnConsent {
    /// Puts words in the place of those in a language, or goes back to the shipped ones. Either is the next version; going back
    /// where there is nothing to go back from changes nothing.
    ///
    /// # Errors
    /// When nobody may be asked to sign the words.
    pub fn reword(
        &mut self,
        language: Language,
        words: Option<ConsentWords>,
    ) -> Result<(), OwnConsentError> {
        let mut now = self.words.clone();
        match words {
            Some(words) => {
                words.check(language)?;
                now.insert(language, words);
            }
            None if now.remove(&language).is_none() => return Ok(()),
            None => {}
        }
        let before = std::mem::replace(&mut self.words, now);
        if !before.is_empty() {
            self.earlier.insert(self.version, before);
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    /// The words of a version, by language; `None` for a version that had none, or was not kept.
    pub(crate) fn of_version(&self, version: u32) -> Option<&BTreeMap<Language, ConsentWords>> {
        if version == self.version {
            Some(&self.words)
        } else {
            self.earlier.get(&version)
        }
    }
}

/// Why words cannot be those of a consent.
#[derive(Debug, Error)]
pub enum OwnConsentError {
    /// There is no title, or a long one.
    #[error("the title is empty or longer than {LONGEST_TITLE} characters; correct it.")]
    Title,
    /// There is no text, or a long one.
    #[error(
        "a consent has 1 to {MOST_PARAGRAPHS} paragraphs of at most {LONGEST_PARAGRAPH} characters, with an empty line between two; \
         correct the text."
    )]
    Paragraphs,
    /// Nothing says how the consent is taken back.
    #[error(
        "what can be taken back, and how, is empty or longer than {LONGEST_PARAGRAPH} characters; say it, since a consent can \
         always be taken back."
    )]
    Revoking,
    /// The text tells somebody to stop a prescribed drug.
    #[error(
        "\"{0}\" tells somebody to stop a medicine that may be prescribed; leave that to whoever prescribed it and reword the \
         sentence."
    )]
    Stops(String),
    /// The list of medicines cannot be read.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl ConsentWords {
    /// Whether somebody may be asked to sign these words.
    ///
    /// # Errors
    /// When a part is empty or too long, or tells somebody to stop a medicine that may be prescribed.
    pub fn check(&self, language: Language) -> Result<(), OwnConsentError> {
        let fits =
            |text: &str, longest: usize| !text.trim().is_empty() && text.chars().count() <= longest;
        if !fits(&self.title, LONGEST_TITLE) {
            return Err(OwnConsentError::Title);
        }
        let each_fits = self
            .paragraphs
            .iter()
            .all(|text| fits(text, LONGEST_PARAGRAPH));
        if !each_fits || !(1..=MOST_PARAGRAPHS).contains(&self.paragraphs.len()) {
            return Err(OwnConsentError::Paragraphs);
        }
        if !fits(&self.revoking, LONGEST_PARAGRAPH) {
            return Err(OwnConsentError::Revoking);
        }
        let medicines = Medicines::in_language(language)?;
        let texts = self.paragraphs.iter().chain([&self.title, &self.revoking]);
        for text in texts {
            if medicines.stopping(text) != Stopping::Nothing {
                return Err(OwnConsentError::Stops(text.clone()));
            }
        }
        Ok(())
    }
}
