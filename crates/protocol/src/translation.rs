//! What patients and clinicians read from data, in another language.
//!
//! A text stands under the id of what it translates and names the version that it translates; whoever shows it falls back
//! to the English text of the row where there is none.

use std::collections::BTreeMap;

use needlework_evidence::{Block, DataError};
use needlework_language::{Language, LanguageFile, Part};

use crate::care::Subject;
use crate::check_in::{GradedSign, Symptom};
use crate::medicine::{Medicines, Stopping};
use crate::screening::Finding;
use crate::translated_words::{
    ConflictWords, FindingWords, Names, RuleWords, TranslatedWording, ViewWords,
};

/// Between an English word and its translation.
const EQUALS: &str = " = ";
/// Versions run from 1; the upper end only guards against a slip of the keyboard.
const MOST_VERSIONS: u32 = 10_000;

/// All translations into one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translations {
    language: Language,
    words: BTreeMap<String, String>,
    quotes: BTreeMap<String, String>,
    conflicts: BTreeMap<String, ConflictWords>,
    rules: BTreeMap<String, RuleWords>,
    zones: BTreeMap<String, Names>,
    indications: BTreeMap<String, Names>,
    scales: BTreeMap<String, Names>,
    signs: BTreeMap<String, Names>,
    views: BTreeMap<String, ViewWords>,
    wordings: BTreeMap<String, TranslatedWording>,
    symptoms: BTreeMap<&'static str, String>,
    graded: BTreeMap<&'static str, String>,
    subjects: BTreeMap<&'static str, String>,
    ask_prescriber: Option<String>,
}

impl Translations {
    /// The translations that Needlework ships into a language; none into English, in which the rows are written.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(language: Language) -> Result<Self, DataError> {
        Self::load(&language.file()?)
    }

    fn empty(language: Language) -> Self {
        Self {
            language,
            words: BTreeMap::new(),
            quotes: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            rules: BTreeMap::new(),
            zones: BTreeMap::new(),
            indications: BTreeMap::new(),
            scales: BTreeMap::new(),
            signs: BTreeMap::new(),
            views: BTreeMap::new(),
            wordings: BTreeMap::new(),
            symptoms: BTreeMap::new(),
            graded: BTreeMap::new(),
            subjects: BTreeMap::new(),
            ask_prescriber: None,
        }
    }

    /// Reads the translations into a language.
    ///
    /// # Errors
    /// When the part is not TOML, a key is missing or unknown, a word is not written "English = translation", or a text tells
    /// somebody to stop a prescribed drug.
    pub fn load(file: &LanguageFile) -> Result<Self, DataError> {
        let language = file.language();
        if !Part::Translations.is_of(language) {
            return Ok(Self::empty(language));
        }
        let medicines = Medicines::load(file)?;
        let mut root = file.block(Part::Translations)?;
        let translations = Self {
            language,
            words: words(&mut root)?,
            quotes: quotes(&mut root)?,
            conflicts: rows(&mut root, "conflict", conflict)?,
            rules: rows(&mut root, "rule", |row| rule(row, &medicines))?,
            zones: rows(&mut root, "zone", names)?,
            indications: rows(&mut root, "indication", names)?,
            scales: rows(&mut root, "scale", names)?,
            signs: rows(&mut root, "sign", names)?,
            views: rows(&mut root, "view", view)?,
            wordings: rows(&mut root, "wording", |row| wording(row, &medicines))?,
            symptoms: named(&mut root, "symptom", Symptom::NAMES)?,
            graded: named(&mut root, "graded", GradedSign::NAMES)?,
            subjects: named(&mut root, "subject", Subject::NAMES)?,
            ask_prescriber: Some(medicines.ask_prescriber().to_owned()),
        };
        root.finish()?;
        Ok(translations)
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Everything about a rule of screening, care, check-ins, plans or the start of a session.
    pub fn rule(&self, id: &str) -> Option<&RuleWords> {
        self.rules.get(id)
    }

    /// All rules by id.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &RuleWords)> {
        self.rules.iter().map(|(id, words)| (id.as_str(), words))
    }

    /// The question of a screening rule.
    pub fn question(&self, rule: &str) -> Option<&str> {
        self.rule(rule)?.question.as_deref()
    }

    /// A rule for a clinician.
    pub fn text(&self, rule: &str) -> Option<&str> {
        Some(self.rule(rule)?.text.as_str())
    }

    /// A rule for the patient. `{value}` in it stands for the number of the rule.
    pub fn patient(&self, rule: &str) -> Option<&str> {
        self.rule(rule)?.patient.as_deref()
    }

    /// A word that stands in more than one rule, by its English form: an answer, or the unit of a scale.
    pub fn common_word(&self, english: &str) -> Option<&str> {
        self.words.get(english).map(String::as_str)
    }

    /// A word or phrase of a rule by its English form: an answer, a decision, a cause, or what one outcome says.
    pub fn word(&self, rule: &str, english: &str) -> Option<&str> {
        let own = self.rule(rule).and_then(|words| words.words.get(english));
        own.map(String::as_str)
            .or_else(|| self.common_word(english))
    }

    /// What a finding says; an open question speaks as the question of its rule.
    pub fn finding(&self, finding: &Finding) -> Option<FindingWords<'_>> {
        let rule = finding.rule.as_str();
        let patient = if finding.unanswered.is_some() {
            self.question(rule)
        } else {
            let own = self.word(rule, &finding.patient);
            own.or_else(|| self.patient(rule))
        };
        Some(FindingWords {
            because: self.word(rule, &finding.because)?,
            patient: patient?,
        })
    }

    /// A conflict between sources.
    pub fn conflict(&self, id: &str) -> Option<&ConflictWords> {
        self.conflicts.get(id)
    }

    /// The English forms of all quoted texts.
    pub fn quotes(&self) -> impl Iterator<Item = &str> {
        self.quotes.keys().map(String::as_str)
    }

    /// Puts the translation of a quoted text in its place; what is not translated stays.
    pub fn say(&self, text: &mut String) {
        if let Some(quote) = self.quote(text) {
            quote.clone_into(text);
        }
    }

    /// The translation of a quoted text: the name of a device, a value seen elsewhere, what a grade of a scale means.
    pub fn quote(&self, english: &str) -> Option<&str> {
        self.quotes.get(english).map(String::as_str)
    }

    /// A zone; `more` is why it must never be needled.
    pub fn zone(&self, id: &str) -> Option<&Names> {
        self.zones.get(id)
    }

    /// An indication; `more` is what is thin or contradictory in its evidence.
    pub fn indication(&self, id: &str) -> Option<&Names> {
        self.indications.get(id)
    }

    /// A predicted scale; `more` is its caveat.
    pub fn scale(&self, id: &str) -> Option<&Names> {
        self.scales.get(id)
    }

    /// A side effect, a risk, what a session brings, a class of molecules, or a finding of a biopsy; `more` is its caveat.
    pub fn sign(&self, id: &str) -> Option<&Names> {
        self.signs.get(id)
    }

    /// A photograph view.
    pub fn view(&self, id: &str) -> Option<&ViewWords> {
        self.views.get(id)
    }

    /// A wording of pages.
    pub fn wording(&self, id: &str) -> Option<&TranslatedWording> {
        self.wordings.get(id)
    }

    /// A question of a check-in.
    pub fn symptom(&self, symptom: Symptom) -> Option<&str> {
        self.symptoms.get(symptom.id()).map(String::as_str)
    }

    /// A sign that a patient grades.
    pub fn graded_sign(&self, sign: GradedSign) -> Option<&str> {
        self.graded.get(sign.id()).map(String::as_str)
    }

    /// What somebody reads whose product was prescribed.
    pub fn ask_prescriber(&self) -> Option<&str> {
        self.ask_prescriber.as_deref()
    }

    /// A product or an activity.
    pub fn subject(&self, subject: Subject) -> Option<&str> {
        self.subjects.get(subject.id()).map(String::as_str)
    }
}

/// Every table of a kind, by id.
fn rows<T>(
    root: &mut Block,
    kind: &str,
    read: impl Fn(&mut Block) -> Result<T, DataError>,
) -> Result<BTreeMap<String, T>, DataError> {
    root.block(kind)?
        .into_blocks()?
        .into_iter()
        .map(|(id, mut row)| {
            let read = read(&mut row)?;
            row.finish()?;
            Ok((id, read))
        })
        .collect()
}

/// A table with one text for each known name.
fn named<T>(
    root: &mut Block,
    kind: &str,
    names: &[(&'static str, T)],
) -> Result<BTreeMap<&'static str, String>, DataError> {
    let mut block = root.block(kind)?;
    let texts = names
        .iter()
        .map(|(name, _)| Ok((*name, block.text(name)?)))
        .collect::<Result<_, DataError>>()?;
    block.finish()?;
    Ok(texts)
}

/// `words = ["English = translation"]`.
fn words(block: &mut Block) -> Result<BTreeMap<String, String>, DataError> {
    let pairs = block.texts("words")?;
    let mut words = BTreeMap::new();
    for pair in &pairs {
        let Some((english, other)) = pair.split_once(EQUALS) else {
            let allowed = "an English word, \" = \" and its translation";
            return Err(block.error("words", &format!("\"{pair}\""), allowed));
        };
        if words.insert(english.to_owned(), other.to_owned()).is_some() {
            let allowed = "words that each stand there once";
            return Err(block.error("words", &format!("\"{english}\""), allowed));
        }
    }
    Ok(words)
}

fn conflict(row: &mut Block) -> Result<ConflictWords, DataError> {
    Ok(ConflictWords {
        of: row.text("of")?,
        topic: row.text("topic")?,
        one_side: row.text("one_side")?,
        other_side: row.text("other_side")?,
        chosen: row.text("chosen")?,
    })
}

fn quotes(root: &mut Block) -> Result<BTreeMap<String, String>, DataError> {
    let mut block = root.block("quotes")?;
    let quotes = words(&mut block)?;
    block.finish()?;
    Ok(quotes)
}

fn rule(row: &mut Block, medicines: &Medicines) -> Result<RuleWords, DataError> {
    let words = RuleWords {
        version: row.whole("version", 1..=MOST_VERSIONS)?,
        question: row.optional_text("question")?,
        text: row.text("text")?,
        patient: row.optional_text("patient")?,
        patient_darker: row.optional_text("patient_darker")?,
        name: row.optional_text("name")?,
        label: row.optional_text("label")?,
        order: row.optional_text("order")?,
        without_photo: row.optional_text("without_photo")?,
        patient_by: row.optional_text("patient_by")?,
        closed: row.optional_text("closed")?,
        patient_closed: row.optional_text("patient_closed")?,
        clinic: row.optional_text("clinic")?,
        rationale: row.optional_text("rationale")?,
        note: row.optional_text("note")?,
        words: words(row)?,
    };
    for text in words.texts() {
        refuse_stopping(row, text, medicines)?;
    }
    Ok(words)
}

/// Whether a row sends to the prescriber is known by its English text alone; what is always prescribed is refused here.
fn refuse_stopping(row: &Block, text: &str, medicines: &Medicines) -> Result<(), DataError> {
    match medicines.stopping(text) {
        Stopping::Prescribed => medicines.check(row, "text", text, true),
        Stopping::SometimesPrescribed | Stopping::Nothing => Ok(()),
    }
}

fn names(row: &mut Block) -> Result<Names, DataError> {
    Ok(Names {
        of: row.text("of")?,
        name: row.text("name")?,
        plain_name: row.text("plain_name")?,
        more: row.optional_text("more")?,
    })
}

fn view(row: &mut Block) -> Result<ViewWords, DataError> {
    Ok(ViewWords {
        version: row.whole("version", 1..=MOST_VERSIONS)?,
        name: row.text("name")?,
        instruction: row.text("instruction")?,
    })
}

fn wording(row: &mut Block, medicines: &Medicines) -> Result<TranslatedWording, DataError> {
    let wording = TranslatedWording {
        of: row.text("of")?,
        text: row.text("text")?,
    };
    refuse_stopping(row, &wording.text, medicines)?;
    Ok(wording)
}
