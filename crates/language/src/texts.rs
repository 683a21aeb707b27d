//! Keys of the texts of pages, which stand in two parts and form one list.

use std::collections::BTreeMap;

use needlework_evidence::DataError;

use crate::file::LanguageFile;
use crate::part::Part;

/// The parts that are written in Fluent.
const PARTS: [Part; 2] = [Part::Pages, Part::Plan];

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place {
    part: Part,
    line: usize,
}

impl LanguageFile {
    /// Refuses the texts of pages, unless every key stands there once and the keys are those of another language.
    ///
    /// # Errors
    /// When a key is there twice, is missing, or is not one of the other language.
    pub fn check_texts(&self, like: &Self) -> Result<(), DataError> {
        let (ours, theirs) = (self.keys()?, like.keys()?);
        if let Some((key, place)) = missing(&theirs, &ours) {
            let Place { part, line } = place;
            let sentence = format!(
                "the text {key} is missing; translate that of {}, line {line}.",
                like.place(part)
            );
            return Err(DataError::sentence(&self.place(part), &sentence));
        }
        if let Some((key, place)) = missing(&ours, &theirs) {
            let Place { part, line } = place;
            let sentence = format!(
                "line {line}: {} has no text {key}; correct the key or remove the text.",
                like.place(part)
            );
            return Err(DataError::sentence(&self.place(part), &sentence));
        }
        Ok(())
    }

    /// Every key, and where it stands.
    fn keys(&self) -> Result<BTreeMap<&str, Place>, DataError> {
        let mut keys: BTreeMap<&str, Place> = BTreeMap::new();
        for part in PARTS {
            for (at, line) in self.text(part).lines().enumerate() {
                let Some(key) = key(line) else { continue };
                let line = self.line(part, at);
                if let Some(first) = keys.insert(key, Place { part, line }) {
                    let sentence = format!(
                        "line {line}: the text {key} is there twice, first in {} on line {}; remove one of them.",
                        self.place(first.part),
                        first.line
                    );
                    return Err(DataError::sentence(&self.place(part), &sentence));
                }
            }
        }
        Ok(keys)
    }
}

/// A key of the one that the other has not.
fn missing<'a>(
    one: &BTreeMap<&'a str, Place>,
    other: &BTreeMap<&str, Place>,
) -> Option<(&'a str, Place)> {
    one.iter()
        .find(|(key, _)| !other.contains_key(*key))
        .map(|(key, place)| (*key, *place))
}

/// The key of the message or term that begins on a line of Fluent: what goes on with a text is set in.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim_end();
    let is_of_key = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    (!key.is_empty() && key.chars().all(is_of_key)).then_some(key)
}
