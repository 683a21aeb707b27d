//! The languages of everything that this crate draws. Each has two files of texts of the same name: `texts/` holds the pages of
//! the clinic, `texts/plan/` the page of a plan. Another language is these files and one more line in `FILES`.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

use crate::plan_page::amount::pretty_unit;

/// Language of whoever has chosen none.
pub const USUAL_LANGUAGE: &str = "en";

/// What a language is called, and its files of texts.
struct Files {
    code: &'static str,
    name: &'static str,
    texts: [&'static str; 2],
}

const FILES: [Files; 2] = [
    Files {
        code: "en",
        name: "English",
        texts: [
            include_str!("../texts/en.ftl"),
            include_str!("../texts/plan/en.ftl"),
        ],
    },
    Files {
        code: "es",
        name: "Español",
        texts: [
            include_str!("../texts/es.ftl"),
            include_str!("../texts/plan/es.ftl"),
        ],
    },
];
/// Stands on both sides of the words of a text that a page sets apart: as a link or in bold letters.
const MARK: char = '|';

/// Why the texts of a language cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "The texts of the language {language} cannot be read: {what}; correct {language}.ftl and build again."
)]
pub struct LanguageError {
    language: &'static str,
    what: String,
}

/// The texts of one language.
pub struct Language {
    code: &'static str,
    name: &'static str,
    decimal_mark: String,
    bundle: FluentBundle<FluentResource>,
}

/// A text of which a page sets some words apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// What stands before them.
    pub before: String,
    /// They.
    pub marked: String,
    /// What follows them.
    pub after: String,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Language({})", self.code)
    }
}

impl Language {
    fn read(files: &Files) -> Result<Self, LanguageError> {
        let Files { code, name, texts } = *files;
        let failed = |what: String| LanguageError {
            language: code,
            what,
        };
        let identifier: LanguageIdentifier = code
            .parse()
            .map_err(|_| failed("its name is no code of a language".to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        for text in texts {
            let resource = FluentResource::try_new(text.to_owned())
                .map_err(|(_, errors)| failed(format!("{errors:?}")))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| failed(format!("{errors:?}")))?;
        }
        let mut language = Self {
            code,
            name,
            decimal_mark: String::new(),
            bundle,
        };
        language.decimal_mark = language.say("plan-decimal-mark");
        Ok(language)
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

    /// The text with this key and several things in it, in three parts: those words that stand between marks are the second.
    pub fn parts(&self, key: &str, values: &[(&str, &str)]) -> Parts {
        let text = self.say_all(key, values);
        let mut parts = text.splitn(3, MARK).map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Parts {
            before: next(),
            marked: next(),
            after: next(),
        }
    }

    /// A number that was written with a point, with the decimal mark of the language.
    pub fn number(&self, written: &str) -> String {
        written.replace('.', &self.decimal_mark)
    }

    /// What stands between a number and its decimals.
    pub fn decimal_mark(&self) -> &str {
        &self.decimal_mark
    }

    /// The unit of a number of a rule, whose rows write units short.
    pub fn unit_of_rule(&self, unit: &str) -> String {
        let key = match unit {
            "h" => "unit-hours",
            "d" => "unit-days",
            "months" => "unit-months",
            "years" => "unit-years",
            "points" => "unit-points",
            "check-ins" => "unit-check-ins",
            "% lidocaine" => "unit-lidocaine",
            other => return other.to_owned(),
        };
        self.say(key)
    }

    /// What a scale counts, as it stands after a number other than one: "grades".
    pub fn units(&self, recorded: &str) -> String {
        match recorded {
            "grade" => self.say("unit-grades"),
            "points" => self.say("unit-points"),
            unit => pretty_unit(unit),
        }
    }

    /// The same after this number, with the blank before it: "1 grade", "2.6 grades"; nothing where nothing is counted.
    pub fn unit_after(&self, number: &str, recorded: &str) -> String {
        match (number, recorded) {
            (_, "" | "-" | "1") => String::new(),
            ("1", unit) => format!("\u{a0}{}", pretty_unit(unit)),
            (_, unit) => format!("\u{a0}{}", self.units(unit)),
        }
    }

    /// What marks words in another language than this one, inside a tag: where a page quotes what is kept in English.
    pub fn foreign(&self) -> &'static str {
        if self.code == USUAL_LANGUAGE {
            ""
        } else {
            " lang=\"en\""
        }
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
        for files in &FILES {
            by_code.insert(files.code, Language::read(files)?);
        }
        let [usual, ..] = &FILES;
        Ok(Self {
            by_code,
            usual: Language::read(usual)?,
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
