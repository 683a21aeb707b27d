//! How hard a text is to read, by published formulas over counted words and syllables. It is told to whoever words a text for
//! patients; nothing is refused for it.

pub mod flesch_kincaid;
pub mod inflesz;

use needlework_language::ReadingFormula;

/// How hard a text is to read, on the scale that its language is measured on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReadingLevel {
    /// Grade of the schools of the United States (Flesch-Kincaid): the higher, the harder.
    Grade(f64),
    /// Score of INFLESZ: the higher, the easier.
    Inflesz(f64),
    /// No published formula fits the language.
    Unmeasured,
}

impl ReadingLevel {
    /// The level of a text, by the formula that the file of its language names.
    pub fn of(formula: Option<ReadingFormula>, text: &str) -> Self {
        match formula {
            Some(ReadingFormula::FleschKincaid) => Self::Grade(flesch_kincaid::grade(text)),
            Some(ReadingFormula::Inflesz) => Self::Inflesz(inflesz::score(text)),
            None => Self::Unmeasured,
        }
    }
}
