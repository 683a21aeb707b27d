//! How hard a text is to read, by published formulas over counted words and syllables. It is told to whoever words a text for
//! patients; nothing is refused for it.

pub mod english;
pub mod spanish;

use needlework_protocol::Language;

/// How hard a text is to read, on the scale that its language is measured on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReadingLevel {
    /// Grade of the schools of the United States (Flesch-Kincaid): the higher, the harder.
    Grade(f64),
    /// Score of INFLESZ: the higher, the easier.
    Inflesz(f64),
}

impl ReadingLevel {
    /// The level of a text in a language.
    pub fn of(language: Language, text: &str) -> Self {
        match language {
            Language::English => Self::Grade(english::grade(text)),
            Language::Spanish => Self::Inflesz(spanish::inflesz(text)),
        }
    }
}
