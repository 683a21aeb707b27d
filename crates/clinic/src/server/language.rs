//! The languages of the pages: one file of texts each, in `texts/`. Another language is one more file and one more line in
//! `FILES`.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

/// Language of whoever has chosen none.
pub const USUAL_LANGUAGE: &str = "en";

/// Code of a language, its own name, and its texts.
const FILES: [(&str, &str, &str); 2] = [
    ("en", "English", include_str!("../../texts/en.ftl")),
    ("es", "Español", include_str!("../../texts/es.ftl")),
];

/// Why the texts of a language cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("texts/{language}.ftl: {what}; correct the file and build again.")]
pub struct LanguageError {
    language: &'static str,
    what: String,
}

/// The texts of one language.
pub struct Language {
    code: &'static str,
    name: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Language({})", self.code)
    }
}

impl Language {
    fn read(
        code: &'static str,
        name: &'static str,
        text: &'static str,
    ) -> Result<Self, LanguageError> {
        let failed = |what: String| LanguageError {
            language: code,
            what,
        };
        let identifier: LanguageIdentifier = code
            .parse()
            .map_err(|_| failed("its name is no code of a language".to_owned()))?;
        let resource = FluentResource::try_new(text.to_owned())
            .map_err(|(_, errors)| failed(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .map_err(|errors| failed(format!("{errors:?}")))?;
        Ok(Self { code, name, bundle })
    }

    /// Code, for example `en`.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Name in the language itself.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text with this key. A key without a text shows itself, which the tests rule out.
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text with this key and something in it.
    pub fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.say_all(key, &[(name, value)])
    }

    /// The text with this key and a number in it, in the right plural.
    pub fn count(&self, key: &str, number: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", FluentValue::from(number));
        self.format(key, Some(&arguments))
    }

    /// The text with this key and several things in it.
    pub fn say_all(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), FluentValue::from((*value).to_owned()));
        }
        self.format(key, Some(&arguments))
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs>) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return format!("[{key}]");
        };
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, arguments, &mut errors)
            .into_owned()
    }
}

/// All languages.
#[derive(Debug)]
pub struct Languages {
    by_code: BTreeMap<&'static str, Language>,
    usual: Language,
}

impl Languages {
    /// The languages that Needlework ships.
    ///
    /// # Errors
    /// When a file of texts is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, LanguageError> {
        let mut by_code = BTreeMap::new();
        for (code, name, text) in FILES {
            by_code.insert(code, Language::read(code, name, text)?);
        }
        let [(code, name, text), ..] = FILES;
        Ok(Self {
            by_code,
            usual: Language::read(code, name, text)?,
        })
    }

    /// The language with this code; the usual one if there is none.
    pub fn get(&self, code: &str) -> &Language {
        self.by_code.get(code).unwrap_or(&self.usual)
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        self.by_code.values()
    }

    /// The first language of an `Accept-Language` header that there are texts for.
    pub fn preferred(&self, header: &str) -> &Language {
        header
            .split(',')
            .filter_map(|part| part.split([';', '-']).next())
            .find_map(|code| self.by_code.get(code.trim().to_lowercase().as_str()))
            .unwrap_or(&self.usual)
    }
}
