//! The four consents, each for itself (protocol 5.2 and 8.7): what holds of each from `data/consents.toml`, its words from the file
//! of every language.

use std::collections::BTreeMap;

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use needlework_language::{Language, LanguageFile, Part};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
            .or_else(|| written(Language::ENGLISH))
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
        let is_kept = of_version(Language::ENGLISH).is_some();
        let written = |language| {
            let own = own.and_then(|words| words.get(&language));
            own.or(of_version(language))
        };
        // Of a shipped text that is not kept nobody knows in which languages there was one, and so what the English words stood for.
        written(language).or_else(|| written(Language::ENGLISH).filter(|_| is_kept))
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
        if language == Language::ENGLISH {
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
        let files = Language::all()
            .map(Language::file)
            .collect::<Result<Vec<LanguageFile>, DataError>>()?;
        Self::load(&files, bibliography)
    }

    /// The consents in the words of some languages, the first of which is English.
    ///
    /// # Errors
    /// When a part is not TOML, a class or a key is missing or unknown, a language words another version, languages have different
    /// numbers of paragraphs, a text tells somebody to stop a prescribed drug, or a source is not in the bibliography.
    pub fn load(files: &[LanguageFile], bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(FILE.name, FILE.text)?;
        let mut worded = files
            .iter()
            .map(Worded::of)
            .collect::<Result<Vec<Worded>, DataError>>()?;
        let consents = ConsentClass::NAMES
            .iter()
            .map(|(name, class)| {
                let mut block = root.block(name)?;
                let consent = consent(*class, &mut block, &mut worded, bibliography)?;
                block.finish()?;
                Ok(consent)
            })
            .collect::<Result<_, DataError>>()?;
        root.finish()?;
        worded.into_iter().try_for_each(|one| one.block.finish())?;
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

/// The consents of a language, of which those that were read are taken out.
struct Worded {
    language: Language,
    block: Block,
    medicines: Medicines,
}

impl Worded {
    fn of(file: &LanguageFile) -> Result<Self, DataError> {
        Ok(Self {
            language: file.language(),
            block: file.block(Part::Consents)?,
            medicines: Medicines::load(file)?,
        })
    }
}

fn consent(
    class: ConsentClass,
    block: &mut Block,
    worded: &mut [Worded],
    bibliography: &Bibliography,
) -> Result<Consent, DataError> {
    block.choice("class", &named(class))?;
    let version = block.whole("version", 1..=MOST_VERSIONS)?;
    let mut texts = BTreeMap::new();
    let mut earlier: BTreeMap<u32, BTreeMap<Language, ConsentWords>> = BTreeMap::new();
    for one in worded {
        let mut row = one.block.block(block.path())?;
        // Who words a consent anew says so in every language: a signature names one version for all of them.
        row.whole("version", version..=version)?;
        for mut before in row.blocks("earlier")? {
            let of_version = before.whole("version", 1..=version.saturating_sub(1))?;
            let words = words(&mut before, &one.medicines)?;
            before.finish()?;
            let of_language = earlier.entry(of_version).or_default();
            of_language.insert(one.language, words);
        }
        let words = words(&mut row, &one.medicines)?;
        let english: Option<&ConsentWords> = texts.get(&Language::ENGLISH);
        if let Some(english) = english.map(|english| english.paragraphs.len())
            && words.paragraphs.len() != english
        {
            let allowed = format!("{english}, as in English");
            return Err(row.error("paragraphs", &words.paragraphs.len(), &allowed));
        }
        row.finish()?;
        texts.insert(one.language, words);
    }
    let Some(english) = texts.remove(&Language::ENGLISH) else {
        return Err(block.sentence("no consent has English words; read en.md first."));
    };
    Ok(Consent {
        class,
        version,
        asked_on_treatment_day: block.flag("asked_on_treatment_day", true)?,
        for_one_plan: block.flag("for_one_plan", false)?,
        names_purpose_and_end: block.flag("names_purpose_and_end", false)?,
        provenance: Provenance::read(block, bibliography)?,
        earlier,
        english,
        others: texts,
        own: OwnConsent::default(),
    })
}

/// The one name that a table of this class may carry.
fn named(class: ConsentClass) -> Vec<(&'static str, ())> {
    ConsentClass::NAMES
        .iter()
        .filter(|(_, one)| *one == class)
        .map(|(name, _)| (*name, ()))
        .collect()
}

fn words(row: &mut Block, medicines: &Medicines) -> Result<ConsentWords, DataError> {
    let words = ConsentWords {
        title: row.text("title")?,
        paragraphs: row.some_texts("paragraphs")?,
        revoking: row.text("revoking")?,
    };
    for text in words.paragraphs.iter().chain([&words.revoking]) {
        medicines.check(row, "paragraphs", text, false)?;
    }
    Ok(words)
}
