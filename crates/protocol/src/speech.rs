//! In which language an engine speaks: its own sentences, and the translations of the rows that it quotes.

use jiff::civil::Date;

use crate::phrase::Phrases;
use crate::record::Record;
use crate::role::Role;
use crate::translation::Translations;

/// A language to speak in. Where a row is not translated, its English text stands.
#[derive(Debug, Clone, Copy)]
pub struct Speech<'a> {
    /// Sentences that are built.
    pub phrases: &'a Phrases,
    /// Translations of rows; `None`: rows are quoted in English.
    pub translations: Option<&'a Translations>,
}

impl Speech<'_> {
    /// A built sentence, its braces filled in.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.phrases.say(key, values)
    }

    /// A day as people say it.
    pub fn day(&self, day: Date) -> String {
        self.phrases.day(day)
    }

    /// A role with its article, for example "a clinician".
    pub fn role(&self, role: Role) -> String {
        self.phrases.say(&format!("role.{}", role.name()), &[])
    }

    /// A word or phrase of a rule.
    pub fn word<'b>(&'b self, rule: &str, english: &'b str) -> &'b str {
        self.translations
            .and_then(|into| into.word(rule, english))
            .unwrap_or(english)
    }

    /// A text that stands in more than one place of the data files: the name of a device, a value that was seen elsewhere.
    pub fn quoted<'b>(&'b self, english: &'b str) -> &'b str {
        self.translations
            .and_then(|into| into.quote(english))
            .unwrap_or(english)
    }

    /// The question of a rule.
    pub fn question<'b>(&'b self, rule: &str, english: &'b str) -> &'b str {
        self.translations
            .and_then(|into| into.question(rule))
            .unwrap_or(english)
    }

    /// A rule for a clinician.
    pub fn text<'b>(&'b self, record: &'b Record) -> &'b str {
        let translated = self.translations.and_then(|into| into.text(&record.id));
        translated.unwrap_or(&record.text)
    }

    /// What the patient reads of a rule: its words for patients, else the rule itself.
    pub fn patient<'b>(&'b self, record: &'b Record) -> &'b str {
        let translated = self.translations.and_then(|into| {
            if record.patient.is_some() {
                into.patient(&record.id)
            } else {
                into.text(&record.id)
            }
        });
        translated
            .or(record.patient.as_deref())
            .unwrap_or(&record.text)
    }
}
