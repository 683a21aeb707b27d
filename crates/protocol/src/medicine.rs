//! The guard against texts that tell somebody to stop a prescribed drug, with the words of each language (protocol 2.1).
//!
//! The check is lexical: it reads words, not meaning, so it can be wrong in both directions. It is the net under the rule
//! rows, not their author: a row about something that may be prescribed says `prescribed = "ask-prescriber"`, and then
//! whoever has it on prescription is shown [`Medicines::ask_prescriber`] in place of the row's instruction.

use needlework_evidence::{Block, DataError};
use needlework_language::{Language, LanguageFile, Part};

/// The words of the guard, each with one space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medicines {
    ask_prescriber: String,
    stopping: Vec<String>,
    refusing: Vec<String>,
    prescribed_only: Vec<String>,
    sometimes_prescribed: Vec<String>,
    protecting: Vec<String>,
}

/// What a text tells somebody to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopping {
    /// Nothing that may be prescribed.
    Nothing,
    /// Something that some people have on prescription.
    SometimesPrescribed,
    /// A drug that is always prescribed, or whatever was prescribed.
    Prescribed,
}

impl Medicines {
    /// The words that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        Self::in_language(Language::ENGLISH)
    }

    /// The words of another language.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn in_language(language: Language) -> Result<Self, DataError> {
        Self::load(&language.file()?)
    }

    /// Reads the words of a language.
    ///
    /// # Errors
    /// When the part is not TOML, or a list is missing, empty or unknown.
    pub fn load(file: &LanguageFile) -> Result<Self, DataError> {
        let mut words = file.block(Part::Medicines)?;
        let ask_prescriber = words.text("ask_prescriber")?;
        let mut phrases = |key| -> Result<Vec<String>, DataError> {
            Ok(words
                .some_texts(key)?
                .iter()
                .map(|phrase| spaced(phrase))
                .collect())
        };
        let medicines = Self {
            ask_prescriber,
            stopping: phrases("stopping")?,
            refusing: phrases("refusing")?,
            prescribed_only: phrases("prescribed_only")?,
            sometimes_prescribed: phrases("sometimes_prescribed")?,
            protecting: phrases("protecting")?,
        };
        words.finish()?;
        Ok(medicines)
    }

    /// What somebody reads whose item was prescribed, in place of the instruction.
    pub fn ask_prescriber(&self) -> &str {
        &self.ask_prescriber
    }

    /// What a text tells somebody to stop: the gravest over its sentences.
    pub fn stopping(&self, text: &str) -> Stopping {
        let lower = text.to_lowercase().replace('’', "'");
        let mut found = Stopping::Nothing;
        for sentence in lower.split(['.', ';', '!', '?', '\n']) {
            let mut words = spaced(sentence);
            for phrase in &self.protecting {
                if words.contains(phrase) {
                    words = words.replace(phrase, " ");
                }
            }
            let stops = self.stopping.iter().any(|phrase| words.contains(phrase));
            let stopped = |drugs: &[String]| {
                drugs.iter().any(|drug| {
                    let mut places = words.match_indices(drug);
                    places.any(|(place, _)| stops || self.refuses_at(&words, place))
                })
            };
            if stopped(&self.prescribed_only) {
                return Stopping::Prescribed;
            }
            if stopped(&self.sometimes_prescribed) {
                found = Stopping::SometimesPrescribed;
            }
        }
        found
    }

    /// Whether a word like "no" stands right before the word at this place, whose own space is the one that ends it.
    fn refuses_at(&self, words: &str, place: usize) -> bool {
        let mut refusing = self.refusing.iter();
        words
            .get(..=place)
            .is_some_and(|before| refusing.any(|word| before.ends_with(word)))
    }

    /// Refuses the text of a row, if it tells somebody to stop a prescribed drug.
    ///
    /// # Errors
    /// When the text speaks of stopping what is always prescribed, or of stopping what may be prescribed while the row does
    /// not send those people to their prescriber.
    pub fn check(
        &self,
        block: &Block,
        key: &str,
        text: &str,
        ask_prescriber: bool,
    ) -> Result<(), DataError> {
        match self.stopping(text) {
            Stopping::Prescribed => Err(block.error(
                key,
                &format!("\"{text}\""),
                "a text that tells nobody to stop a prescribed drug (protocol 2.1): leave it to the prescriber",
            )),
            Stopping::SometimesPrescribed if !ask_prescriber => Err(block.error(
                key,
                &format!("\"{text}\""),
                "beside prescribed = \"ask-prescriber\", since some people have this on prescription (protocol 2.1)",
            )),
            Stopping::SometimesPrescribed | Stopping::Nothing => Ok(()),
        }
    }
}

/// Lower-case words with one space around each, so that a phrase is found only as whole words.
fn spaced(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-')) {
        if !word.is_empty() {
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}
