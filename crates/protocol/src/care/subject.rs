//! What an instruction is about, with the names of `data/products.toml`.

use std::collections::{BTreeMap, BTreeSet};

use needlework_evidence::{Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

use super::subject_set::SubjectSet;
use crate::translation::Translations;

const FILE: DataFile = DataFile {
    name: "products.toml",
    text: include_str!("../../data/products.toml"),
};

/// Declares the subjects once: the variant and its name in data files.
macro_rules! subjects {
    ($($variant:ident = $name:literal,)+) => {
        /// A product or an activity that an instruction forbids, asks for or asks about. Names for people stand in
        /// `data/products.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        #[expect(missing_docs, reason = "each variant is its own name; products.toml says what patients read")]
        pub enum Subject {
            $($variant,)+
        }

        impl Subject {
            /// Every subject with its name in data files and case files.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)+];
        }
    };
}

subjects! {
    AblativeLaser = "ablative-laser",
    Alcohol = "alcohol",
    Aspirin = "aspirin",
    BenzoylPeroxide = "benzoyl-peroxide",
    BleedingSupplement = "bleeding-supplement",
    CleanHands = "clean-hands",
    ClinicProduct = "clinic-product",
    Cotton = "cotton",
    DeepResurfacing = "deep-resurfacing",
    Exercise = "exercise",
    ExfoliatingAcid = "exfoliating-acid",
    Facial = "facial",
    HarshCleanser = "harsh-cleanser",
    HotWater = "hot-water",
    Hydroquinone = "hydroquinone",
    Injectable = "injectable",
    LukewarmWater = "lukewarm-water",
    MakeUp = "make-up",
    MakeUpBrush = "make-up-brush",
    MildCleanser = "mild-cleanser",
    Moisturiser = "moisturiser",
    NonAblativeLaser = "non-ablative-laser",
    Nsaid = "nsaid",
    OilFree = "oil-free",
    OilyProduct = "oily-product",
    Peel = "peel",
    Picking = "picking",
    PoweredBrush = "powered-brush",
    RaisedHead = "raised-head",
    Retinoid = "retinoid",
    Sauna = "sauna",
    Scrub = "scrub",
    SelfTanner = "self-tanner",
    Shade = "shade",
    Shaving = "shaving",
    SkinCare = "skin-care",
    SpicyFood = "spicy-food",
    Sun = "sun",
    Sunscreen = "sunscreen",
    Swimming = "swimming",
    TanningBed = "tanning-bed",
    TopicalAntibiotic = "topical-antibiotic",
    Touching = "touching",
    UnlistedProduct = "unlisted-product",
    VitaminC = "vitamin-c",
    Washcloth = "washcloth",
    Washing = "washing",
    Waxing = "waxing",
}

impl Subject {
    /// The subject with this name in data files.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, subject)| *subject)
    }

    /// Its name in data files.
    pub fn id(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, subject)| *subject == self)
            .map_or("", |(name, _)| name)
    }
}

/// Names for people, and which subject is part of which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Products {
    rows: BTreeMap<Subject, Product>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Product {
    name: String,
    /// Itself and everything that is part of it.
    parts: SubjectSet,
    may_be_prescribed: bool,
}

impl Products {
    /// The products that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        Self::load(FILE)
    }

    /// Reads names and parts.
    ///
    /// # Errors
    /// When the file is not TOML, a key or subject is unknown, or a subject has no row.
    pub fn load(file: DataFile) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut rows = BTreeMap::new();
        let mut parts: Vec<(Subject, Subject)> = Vec::new();
        for (name, subject) in Subject::NAMES {
            let mut block = root.block(name)?;
            let product = Product {
                name: block.text("name")?,
                parts: [subject].into_iter().collect(),
                may_be_prescribed: block.flag("may_be_prescribed", false)?,
            };
            if block.has("part_of") {
                parts.push((block.choice("part_of", Subject::NAMES)?, *subject));
            }
            block.finish()?;
            rows.insert(*subject, product);
        }
        root.finish()?;
        for (whole, part) in parts {
            if let Some(row) = rows.get_mut(&whole) {
                row.parts.insert(part);
            }
        }
        Ok(Self { rows })
    }

    /// What people call it.
    pub fn name(&self, subject: Subject) -> &str {
        self.rows.get(&subject).map_or("", |row| &row.name)
    }

    /// Takes the names of another language, where it has them.
    pub(super) fn translate(&mut self, into: &Translations) {
        for (subject, row) in &mut self.rows {
            if let Some(name) = into.subject(*subject) {
                name.clone_into(&mut row.name);
            }
        }
    }

    /// What some people have on prescription.
    pub fn prescribable(&self) -> impl Iterator<Item = Subject> {
        self.rows
            .iter()
            .filter(|(_, row)| row.may_be_prescribed)
            .map(|(subject, _)| *subject)
    }

    /// The subjects themselves and everything that is part of one of them.
    pub fn with_parts(&self, subjects: &[Subject]) -> BTreeSet<Subject> {
        self.all_parts(subjects).iter().collect()
    }

    /// The same as bits.
    pub(super) fn all_parts(&self, subjects: &[Subject]) -> SubjectSet {
        let rows = subjects.iter().filter_map(|one| self.rows.get(one));
        rows.fold(SubjectSet::default(), |all, row| all.with(row.parts))
    }
}
