//! The four consents, each for itself, in every language, from `data/consents.toml` (protocol 5.2 and 8.7).

use std::collections::BTreeMap;

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::medicine::Medicines;
use crate::own_consent::OwnConsent;

const FILE: DataFile = DataFile {
    name: "consents.toml",
    text: include_str!("../data/consents.toml"),
};
/// Versions run from 1; the upper end only guards against a slip of the keyboard.
const MOST_VERSIONS: u32 = 10_000;

/// What a consent is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentClass {
    /// This treatment, by one revision of a plan.
    Treatment,
    /// Photographs for the record.
    Photograph,
    /// Photographs for advertising.
    Marketing,
    /// De-identified use in research.
    Research,
}

impl ConsentClass {
    /// Names in files, in the order in which they are asked.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("treatment", Self::Treatment),
        ("photograph", Self::Photograph),
        ("marketing", Self::Marketing),
        ("research", Self::Research),
    ];
}

/// The text of a consent in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsentWords {
    /// Title.
    pub title: String,
    /// What is agreed to, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// What can be taken back, and how.
    pub revoking: String,
}

/// One consent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Consent {
    /// What it is about.
    pub class: ConsentClass,
    /// Counted up with every change of a text; a signature names it.
    pub version: u32,
    /// Whether it may be asked on the day of a treatment.
    pub asked_on_treatment_day: bool,
    /// Whether it holds for one revision of one plan only.
    pub for_one_plan: bool,
    /// Whether it says what for and until when: whoever signs names both, below the text.
    pub names_purpose_and_end: bool,
    /// Where it comes from.
    pub provenance: Provenance,
    english: ConsentWords,
    others: BTreeMap<Language, ConsentWords>,
    /// The words of earlier versions, by version.
    #[serde(skip)]
    earlier: BTreeMap<u32, BTreeMap<Language, ConsentWords>>,
    /// Words of the clinic.
    own: OwnConsent,
}

impl Consent {
    /// The text in a language; the English one where there is none.
    pub fn words(&self, language: Language) -> &ConsentWords {
        let written = |language| self.own.words.get(&language).or(self.shipped(language));
        written(language)
            .or_else(|| written(Language::English))
            .unwrap_or(&self.english)
    }

    /// Whether there is a text in this language.
    pub fn speaks(&self, language: Language) -> bool {
        self.own.words.contains_key(&language) || self.shipped(language).is_some()
    }

    /// The text in a language, as it was when a signature named this version; the English one where it had none. `None` where
    /// this version of the text is not kept, so that nobody reads other words than those that were signed.
    pub fn signed_words(&self, text_version: &str, language: Language) -> Option<&ConsentWords> {
        let versions = text_version.strip_prefix(self.name())?.strip_prefix('/')?;
        let (shipped, own) = match versions.split_once('+') {
            Some((shipped, own)) => (shipped, Some(self.own.of_version(own.parse().ok()?)?)),
            None => (versions, None),
        };
        let shipped = shipped.parse().ok()?;
        let of_version = |language| self.shipped_as_of(shipped, language);
        let is_kept = of_version(Language::English).is_some();
        let written = |language| {
            let own = own.and_then(|words| words.get(&language));
            own.or(of_version(language))
        };
        // Of a shipped text that is not kept nobody knows in which languages there was one, and so what the English words stood for.
        written(language).or_else(|| written(Language::English).filter(|_| is_kept))
    }

    /// The text that was shipped in a language with a version; `None` where it is not kept.
    fn shipped_as_of(&self, version: u32, language: Language) -> Option<&ConsentWords> {
        if version == self.version {
            return self.shipped(language);
        }
        self.earlier.get(&version)?.get(&language)
    }

    /// The shipped text in a language.
    fn shipped(&self, language: Language) -> Option<&ConsentWords> {
        if language == Language::English {
            Some(&self.english)
        } else {
            self.others.get(&language)
        }
    }

    /// What a signature names: class and version, for example `treatment/1`; where the clinic has words of its own, their
    /// version too: `treatment/1+3`.
    pub fn text_version(&self) -> String {
        let (name, version) = (self.name(), self.version);
        if self.own.words.is_empty() {
            format!("{name}/{version}")
        } else {
            format!("{name}/{version}+{}", self.own.version)
        }
    }

    fn name(&self) -> &'static str {
        ConsentClass::NAMES
            .iter()
            .find(|(_, class)| *class == self.class)
            .map_or("", |(name, _)| name)
    }
}

/// The four consents.
#[derive(Debug, Clone, PartialEq)]
pub struct Consents {
    consents: Vec<Consent>,
}

impl Consents {
    /// The consents that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads consents from a data file: one table per class, in it one table per language.
    ///
    /// # Errors
    /// When the file is not TOML, a class or a key is missing or unknown, languages have different numbers of paragraphs, a
    /// text tells somebody to stop a prescribed drug, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let medicines = Language::NAMES
            .iter()
            .map(|(_, language)| Ok((*language, Medicines::in_language(*language)?)))
            .collect::<Result<BTreeMap<Language, Medicines>, DataError>>()?;
        let consents = ConsentClass::NAMES
            .iter()
            .map(|(name, class)| {
                let mut block = root.block(name)?;
                let consent = consent(*class, &mut block, &medicines, bibliography)?;
                block.finish()?;
                Ok(consent)
            })
            .collect::<Result<_, DataError>>()?;
        root.finish()?;
        Ok(Self { consents })
    }

    /// Puts the words of a clinic in the place of the shipped ones.
    pub fn reword(&mut self, class: ConsentClass, own: &OwnConsent) {
        let found = self.consents.iter_mut().find(|one| one.class == class);
        if let Some(consent) = found {
            consent.own.clone_from(own);
        }
    }

    /// The consent of a class.
    pub fn get(&self, class: ConsentClass) -> Option<&Consent> {
        self.consents.iter().find(|one| one.class == class)
    }

    /// All consents in the order in which they are asked.
    pub fn iter(&self) -> impl Iterator<Item = &Consent> {
        self.consents.iter()
    }
}

fn consent(
    class: ConsentClass,
    block: &mut Block,
    medicines: &BTreeMap<Language, Medicines>,
    bibliography: &Bibliography,
) -> Result<Consent, DataError> {
    block.choice("class", &named(class))?;
    let version = block.whole("version", 1..=MOST_VERSIONS)?;
    let english = words(block, Language::English, medicines)?;
    let mut others = BTreeMap::new();
    for (code, language) in Language::NAMES {
        if language == Language::English || !block.has(code) {
            continue;
        }
        let words = words(block, language, medicines)?;
        if words.paragraphs.len() != english.paragraphs.len() {
            let allowed = format!("{}, as in English", english.paragraphs.len());
            let key = format!("{code}.paragraphs");
            return Err(block.error(&key, &words.paragraphs.len(), &allowed));
        }
        others.insert(language, words);
    }
    Ok(Consent {
        class,
        version,
        asked_on_treatment_day: block.flag("asked_on_treatment_day", true)?,
        for_one_plan: block.flag("for_one_plan", false)?,
        names_purpose_and_end: block.flag("names_purpose_and_end", false)?,
        provenance: Provenance::read(block, bibliography)?,
        earlier: earlier(block, version, medicines)?,
        english,
        others,
        own: OwnConsent::default(),
    })
}

/// The words of earlier versions than the one that is shipped.
fn earlier(
    block: &mut Block,
    version: u32,
    medicines: &BTreeMap<Language, Medicines>,
) -> Result<BTreeMap<u32, BTreeMap<Language, ConsentWords>>, DataError> {
    let mut earlier = BTreeMap::new();
    for mut row in block.blocks("earlier")? {
        let of_version = row.whole("version", 1..=version.saturating_sub(1))?;
        let mut texts = BTreeMap::new();
        for (code, language) in Language::NAMES {
            if row.has(code) {
                texts.insert(language, words(&mut row, language, medicines)?);
            }
        }
        row.finish()?;
        earlier.insert(of_version, texts);
    }
    Ok(earlier)
}

/// The one name that a table of this class may carry.
fn named(class: ConsentClass) -> Vec<(&'static str, ())> {
    ConsentClass::NAMES
        .iter()
        .filter(|(_, one)| *one == class)
        .map(|(name, _)| (*name, ()))
        .collect()
}

fn words(
    block: &mut Block,
    language: Language,
    medicines: &BTreeMap<Language, Medicines>,
) -> Result<ConsentWords, DataError> {
    let mut row = block.block(language.code())?;
    let words = ConsentWords {
        title: row.text("title")?,
        paragraphs: row.texts("paragraphs")?,
        revoking: row.text("revoking")?,
    };
    if words.paragraphs.is_empty() {
        return Err(row.error("paragraphs", "empty", "one or more paragraphs"));
    }
    for text in words.paragraphs.iter().chain([&words.revoking]) {
        if let Some(medicines) = medicines.get(&language) {
            medicines.check(&row, "paragraphs", text, false)?;
        }
    }
    row.finish()?;
    Ok(words)
}
