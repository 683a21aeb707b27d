//! What a check-in asks, in the words of a patient, from `data/check-in.toml`.

use std::collections::BTreeMap;

use needlework_evidence::{Block, DataError, DataFile};

use super::level::Level;
use super::rules::CheckInRules;
use super::symptom::{GradedSign, Symptom};
use crate::translation::Translations;

const FILE: DataFile = DataFile {
    name: "check-in.toml",
    text: include_str!("../../data/check-in.toml"),
};

/// The words of every question, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInWords {
    symptoms: BTreeMap<Symptom, String>,
    graded: BTreeMap<GradedSign, GradedWords>,
}

/// How a graded sign is called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct GradedWords {
    words: String,
    is_seen: bool,
    beside: Vec<Symptom>,
}

/// A sign that the patient grades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradedQuestion {
    /// The sign.
    pub sign: GradedSign,
    /// Its name for a patient.
    pub words: String,
    /// Whether it is seen on the skin, so that it can be drawn.
    pub is_seen: bool,
    /// Questions that are asked with it, the gravest first: what they ask about must not be graded as this sign.
    pub beside: Vec<SymptomQuestion>,
}

/// A question whose answer is yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymptomQuestion {
    /// What is asked about.
    pub symptom: Symptom,
    /// Its name for a patient.
    pub words: String,
    /// The level that yes leads to at least.
    pub level: Level,
}

/// All questions of a check-in. Those that may be an emergency come first, so that nothing stands before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInQuestions {
    /// Questions that may be an emergency.
    pub emergency: Vec<SymptomQuestion>,
    /// Signs that are graded.
    pub graded: Vec<GradedQuestion>,
    /// Every other question that does not stand beside a graded sign, the gravest first.
    pub others: Vec<SymptomQuestion>,
}

impl CheckInWords {
    /// The words that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        Self::load(FILE)
    }

    /// Reads the words of a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a question has no words, or a key is unknown.
    pub fn load(file: DataFile) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut block = root.block("symptom")?;
        let symptoms = Symptom::NAMES
            .iter()
            .map(|(name, symptom)| Ok((*symptom, block.text(name)?)))
            .collect::<Result<_, DataError>>()?;
        block.finish()?;
        let mut block = root.block("graded")?;
        let graded = GradedSign::NAMES
            .iter()
            .map(|(name, sign)| Ok((*sign, graded_words(&mut block, name)?)))
            .collect::<Result<_, DataError>>()?;
        block.finish()?;
        root.finish()?;
        Ok(Self { symptoms, graded })
    }

    /// Every question, in a language where there are translations into it.
    pub fn questions(&self, rules: &CheckInRules, into: Option<&Translations>) -> CheckInQuestions {
        let question = |symptom: &Symptom| SymptomQuestion {
            symptom: *symptom,
            words: self.symptom(*symptom, into).to_owned(),
            level: rules.level_of(*symptom),
        };
        let gravest_first = |mut questions: Vec<SymptomQuestion>| {
            questions.sort_by_key(|question| std::cmp::Reverse(question.level));
            questions
        };
        let (emergency, mut others): (Vec<_>, Vec<_>) = Symptom::NAMES
            .iter()
            .map(|(_, symptom)| question(symptom))
            .partition(|question| question.level == Level::Emergency);
        let graded: Vec<GradedQuestion> = self
            .graded
            .iter()
            .map(|(sign, own)| {
                let beside = own.beside.iter().map(question);
                GradedQuestion {
                    sign: *sign,
                    words: self.graded_sign(*sign, into).to_owned(),
                    is_seen: own.is_seen,
                    // An emergency is asked first of all and nowhere else.
                    beside: gravest_first(
                        beside
                            .filter(|question| question.level != Level::Emergency)
                            .collect(),
                    ),
                }
            })
            .collect();
        others.retain(|question| {
            let mut asked = graded.iter().flat_map(|graded| &graded.beside);
            !asked.any(|beside| beside.symptom == question.symptom)
        });
        CheckInQuestions {
            emergency,
            graded,
            others: gravest_first(others),
        }
    }

    /// What a patient calls the thing that a question asks about.
    pub fn symptom<'a>(&'a self, symptom: Symptom, into: Option<&'a Translations>) -> &'a str {
        let translated = into.and_then(|into| into.symptom(symptom));
        let own = || self.symptoms.get(&symptom).map(String::as_str);
        translated.or_else(own).unwrap_or_default()
    }

    /// What a patient calls a graded sign.
    pub fn graded_sign<'a>(&'a self, sign: GradedSign, into: Option<&'a Translations>) -> &'a str {
        let translated = into.and_then(|into| into.graded_sign(sign));
        let own = || self.graded.get(&sign).map(|own| own.words.as_str());
        translated.or_else(own).unwrap_or_default()
    }
}

fn graded_words(block: &mut Block, name: &str) -> Result<GradedWords, DataError> {
    let mut row = block.block(name)?;
    let words = GradedWords {
        words: row.text("words")?,
        is_seen: row.flag("seen", false)?,
        beside: row
            .texts("beside")?
            .iter()
            .map(|name| {
                Symptom::named(name)
                    .ok_or_else(|| row.error("beside", name, "names of check-in questions"))
            })
            .collect::<Result<_, _>>()?,
    };
    row.finish()?;
    Ok(words)
}
