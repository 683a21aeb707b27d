//! Parts of the file of a language.

use crate::language::Language;

/// A fenced block of the file of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Name of the language, and how its texts are measured.
    Language,
    /// Texts of the pages of the clinic.
    Pages,
    /// Texts of the page of a plan.
    Plan,
    /// Sentences that the program builds.
    Phrases,
    /// Texts of rules and other data.
    Translations,
    /// The words of the consents.
    Consents,
    /// Words of the guard against stopping a prescribed drug.
    Medicines,
}

impl Part {
    /// Every part, in the order of the files.
    pub const ALL: [Self; 7] = [
        Self::Language,
        Self::Pages,
        Self::Plan,
        Self::Phrases,
        Self::Translations,
        Self::Consents,
        Self::Medicines,
    ];

    /// Name, as errors show it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Pages => "pages",
            Self::Plan => "plan",
            Self::Phrases => "phrases",
            Self::Translations => "translations",
            Self::Consents => "consents",
            Self::Medicines => "medicines",
        }
    }

    /// What stands behind the three marks that begin its block: the syntax, by which an editor colours it, and the name.
    pub fn fence(self) -> String {
        let syntax = match self {
            Self::Pages | Self::Plan => "fluent",
            _ => "toml",
        };
        format!("{syntax} {}", self.name())
    }

    /// Whether the file of a language has this part: rules are written in English, so that nothing is translated into it.
    pub fn is_of(self, language: Language) -> bool {
        self != Self::Translations || language != Language::ENGLISH
    }
}
