//! Sentences that the program builds, in every language, from its file: a template with braces that are filled in.

mod keys;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use needlework_evidence::{Block, DataError};
use needlework_language::{Language, LanguageFile, Part};

use self::keys::KEYS;

/// Months of a year.
const MONTHS: usize = 12;

/// The sentences of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    language: Language,
    months: Vec<String>,
    day: String,
    month: String,
    decimal_mark: String,
    denials: Vec<String>,
    limits: Vec<String>,
    sentences: BTreeMap<String, String>,
}

/// Which way an instruction points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Something is not done, not used or left out.
    Denies,
    /// Something is done in one way or from one moment on only.
    Limits,
    /// Neither.
    Allows,
}

/// The sentences of all languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrasebook {
    english: Phrases,
    others: Vec<Phrases>,
}

impl Phrasebook {
    /// The sentences that Needlework ships.
    ///
    /// # Errors
    /// When an embedded file is not well formed, lacks a sentence or has an unknown one, or a sentence has other braces than
    /// the English one; the tests rule all of it out.
    pub fn shipped() -> Result<Self, DataError> {
        let english = Phrases::english()?;
        let others = Language::all()
            .filter(|language| *language != Language::ENGLISH)
            .map(|language| Phrases::load(&language.file()?, Some(&english)))
            .collect::<Result<_, _>>()?;
        Ok(Self { english, others })
    }

    /// The sentences of a language; the English ones where it has none.
    pub fn of(&self, language: Language) -> &Phrases {
        self.others
            .iter()
            .find(|one| one.language == language)
            .unwrap_or(&self.english)
    }
}

impl Phrases {
    /// The sentences of the language in which the rules are written.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn english() -> Result<Self, DataError> {
        Self::load(&Language::ENGLISH.file()?, None)
    }

    /// The sentences of a language.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn in_language(language: Language) -> Result<Self, DataError> {
        let english = Self::english()?;
        if language == Language::ENGLISH {
            return Ok(english);
        }
        Self::load(&language.file()?, Some(&english))
    }

    /// Reads the sentences of a language; `like` are those whose braces it must have.
    ///
    /// # Errors
    /// When the part is not TOML, a key is missing or unknown, there are not twelve months, or a sentence has other braces.
    pub fn load(file: &LanguageFile, like: Option<&Self>) -> Result<Self, DataError> {
        let mut root = file.block(Part::Phrases)?;
        let months = root.texts("months")?;
        if months.len() != MONTHS {
            return Err(root.error("months", &months.len(), "the names of twelve months"));
        }
        let mut phrases = Self {
            language: file.language(),
            months,
            day: root.text("day")?,
            month: root.text("month")?,
            decimal_mark: root.text("decimal_mark")?,
            denials: root.some_texts("denials")?,
            limits: root.some_texts("limits")?,
            sentences: BTreeMap::new(),
        };
        let mut block = root.block("sentences")?;
        root.finish()?;
        for key in KEYS {
            let sentence = block.text(key)?;
            if let Some(like) = like {
                like.check(&block, key, &sentence)?;
            }
            phrases.sentences.insert((*key).to_owned(), sentence);
        }
        block.finish()?;
        Ok(phrases)
    }

    /// Refuses a sentence of another language whose braces are not those of this one.
    fn check(&self, block: &Block, key: &str, sentence: &str) -> Result<(), DataError> {
        let ours = self.sentences.get(key).map_or("", String::as_str);
        let (wanted, found) = (braces(ours), braces(sentence));
        if wanted == found {
            return Ok(());
        }
        let wanted: Vec<&str> = wanted.into_iter().collect();
        Err(block.error(
            key,
            &format!("\"{sentence}\""),
            &format!("a sentence with the same braces: {}", wanted.join(", ")),
        ))
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence with this key, its braces filled in. A key that no file holds gives the key itself, which the tests of
    /// whoever says it rule out.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(template) = self.sentences.get(key) else {
            return key.to_owned();
        };
        filled(template, values)
    }

    /// Whether there is a sentence with this key.
    pub fn has(&self, key: &str) -> bool {
        self.sentences.contains_key(key)
    }

    /// Which way a text points, as far as its words tell.
    pub fn direction(&self, text: &str) -> Direction {
        let lower = text.to_lowercase().replace('’', "'");
        let has = |words: &[String]| {
            let mut said = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
            said.any(|one| words.iter().any(|word| word == one))
        };
        if has(&self.denials) {
            Direction::Denies
        } else if has(&self.limits) {
            Direction::Limits
        } else {
            Direction::Allows
        }
    }

    /// A day as people say it, for example "21 December 2026".
    pub fn day(&self, day: Date) -> String {
        self.date(&self.day, day)
    }

    /// The month of a day as people say it, for example "December 2026".
    pub fn month(&self, day: Date) -> String {
        self.date(&self.month, day)
    }

    fn date(&self, template: &str, day: Date) -> String {
        let at = usize::from(day.month().unsigned_abs()).saturating_sub(1);
        let month = self.months.get(at).map_or("", String::as_str);
        let values = [
            ("day", day.day().to_string()),
            ("month", month.to_owned()),
            ("year", day.year().to_string()),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        filled(template, &values)
    }

    /// A number with as many digits as it has.
    pub fn number(&self, number: f64) -> String {
        number.to_string().replace('.', &self.decimal_mark)
    }

    /// A number with its unit, the key of which is `unit.` and a name: "1 day", "1.5 mm". At most `decimals` decimals, no
    /// trailing zeros.
    pub fn amount(&self, unit: &str, number: f64, decimals: usize) -> String {
        let mut text = format!("{number:.decimals$}");
        if text.contains('.') {
            text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        }
        let one = format!("unit.{unit}.one");
        if text == "1" && self.has(&one) {
            return self.say(&one, &[]);
        }
        let text = text.replace('.', &self.decimal_mark);
        self.say(&format!("unit.{unit}"), &[("number", &text)])
    }
}

/// A text with its first letter as a capital, to begin a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// The words in braces.
fn braces(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(word, _)| word)
        .collect()
}

/// A template in one pass, so that what is filled in is never read as a template itself.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((word, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        match values.iter().find(|(name, _)| *name == word) {
            Some((_, value)) => text.push_str(value),
            None => text.push_str(word),
        }
        rest = behind;
    }
    text + rest
}
