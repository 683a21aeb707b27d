//! The languages of everything that this crate draws: the parts `pages` and `plan` of the file of each language.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use needlework_evidence::DataError;
use needlework_language::{LanguageFile, Part, ReadingFormula};
use unic_langid::LanguageIdentifier;

use crate::plan_page::amount::pretty_unit;

/// Language of whoever has chosen none.
pub const USUAL_LANGUAGE: &str = needlework_language::Language::ENGLISH.code();
/// Stands on both sides of the words of a text that a page sets apart: as a link or in bold letters.
const MARK: char = '|';

/// The texts of one language.
pub struct Language {
    code: &'static str,
    name: String,
    reading_formula: Option<ReadingFormula>,
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
    /// Reads the texts of a language.
    ///
    /// # Errors
    /// When a text is not well formed, or its keys are not those of English, each once.
    pub fn read(file: &LanguageFile) -> Result<Self, DataError> {
        file.check_texts(&needlework_language::Language::ENGLISH.file()?)?;
        let code = file.language().code();
        let failed = |part, sentence: &str| file.error(part, 0, sentence);
        let identifier: LanguageIdentifier = code.parse().map_err(|_| {
            let sentence = "the name of the file is no code of a language; rename it.";
            failed(Part::Pages, sentence)
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        for part in [Part::Pages, Part::Plan] {
            let resource = FluentResource::try_new(file.text(part).to_owned());
            let resource = resource.map_err(|(_, errors)| {
                let Some(error) = errors.first() else {
                    return failed(part, "is not valid Fluent; correct it.");
                };
                let sentence = format!("is not valid Fluent: {}; correct it.", error.kind);
                file.error(part, error.pos.start, &sentence)
            })?;
            bundle
                .add_resource(resource)
                .map_err(|errors| failed(part, &format!("cannot be used: {errors:?}.")))?;
        }
        let mut language = Self {
            code,
            name: file.name().to_owned(),
            reading_formula: file.reading_formula(),
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
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What measures how hard its texts are to read; `None`: no published formula fits.
    pub const fn reading_formula(&self) -> Option<ReadingFormula> {
        self.reading_formula
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
    usual: Language,
    others: Vec<Language>,
}

impl Languages {
    /// The languages that Needlework ships.
    ///
    /// # Errors
    /// When the texts of a language are not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        let usual = needlework_language::Language::ENGLISH;
        let others = needlework_language::Language::all().filter(|one| *one != usual);
        Ok(Self {
            usual: Language::read(&usual.file()?)?,
            others: others
                .map(|one| Language::read(&one.file()?))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The language with this code; the usual one if there is none.
    pub fn get(&self, code: &str) -> &Language {
        self.of_code(code).unwrap_or(&self.usual)
    }

    /// All of them: the usual one, and the others by code.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        std::iter::once(&self.usual).chain(&self.others)
    }

    /// The first language of an `Accept-Language` header that there are texts for.
    pub fn preferred(&self, header: &str) -> &Language {
        header
            .split(',')
            .filter_map(|part| part.split([';', '-']).next())
            .find_map(|code| self.of_code(&code.trim().to_lowercase()))
            .unwrap_or(&self.usual)
    }

    fn of_code(&self, code: &str) -> Option<&Language> {
        self.iter().find(|one| one.code == code)
    }
}
