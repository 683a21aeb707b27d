//! Languages in which patients and clinicians are spoken to. The first one is that of the data rows themselves; each other
//! one is a file of phrases, a file of translations, a text of each consent and a block of names of medicines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Language {
    /// English, in which the rules are written.
    #[serde(rename = "en")]
    English,
    /// Spanish, with "usted".
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// All languages by their ISO 639-1 codes.
    pub const NAMES: [(&'static str, Self); 2] = [("en", Self::English), ("es", Self::Spanish)];

    /// ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The language with this code, if Needlework speaks it.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(name, _)| *name == code)
            .map(|(_, language)| *language)
    }
}
