//! Published formulas of how hard a text is to read.

/// A published formula over counted words and syllables, made for one language. `clinic` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingFormula {
    /// Grade of Flesch and Kincaid, made for English.
    FleschKincaid,
    /// INFLESZ, made for Spanish.
    Inflesz,
}

impl ReadingFormula {
    /// Names in files of languages; `none`: no formula fits, and nothing is measured.
    pub const NAMES: [(&'static str, Option<Self>); 3] = [
        ("flesch-kincaid", Some(Self::FleschKincaid)),
        ("inflesz", Some(Self::Inflesz)),
        ("none", None),
    ];
}
