//! The person whose skin is treated.

use schemars::JsonSchema;
use serde::Serialize;

/// Sex, as far as published skin measurements distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// Names in files.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("female", Self::Female), ("male", Self::Male)];
}

/// Fitzpatrick phototype: the skin's reaction to sun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum Phototype {
    /// Always burns, never tans.
    I,
    /// Burns, tans with difficulty.
    II,
    /// Sometimes burns mildly, tans about average.
    III,
    /// Rarely burns, tans easily.
    IV,
    /// Never burns, tans very easily.
    V,
    /// Heavily pigmented, never burns.
    VI,
}

impl Phototype {
    /// All phototypes, I to VI.
    pub const ALL: [Self; 6] = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::VI];

    /// Names in files, in the order of the types.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("I", Self::I),
        ("II", Self::II),
        ("III", Self::III),
        ("IV", Self::IV),
        ("V", Self::V),
        ("VI", Self::VI),
    ];

    /// The phototype as a number, 1 to 6.
    pub fn number(self) -> u8 {
        match self {
            Self::I => 1,
            Self::II => 2,
            Self::III => 3,
            Self::IV => 4,
            Self::V => 5,
            Self::VI => 6,
        }
    }
}

/// The phototype as clinicians write it: `I` to `VI`.
impl std::fmt::Display for Phototype {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{self:?}")
    }
}

/// Sun damage of the skin, graded like the four Glogau classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Photodamage {
    /// Glogau I: no wrinkles.
    None,
    /// Glogau II: wrinkles in motion.
    Mild,
    /// Glogau III: wrinkles at rest.
    Moderate,
    /// Glogau IV: only wrinkles.
    Severe,
}

impl Photodamage {
    /// Names in files, from none to severe.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("none", Self::None),
        ("mild", Self::Mild),
        ("moderate", Self::Moderate),
        ("severe", Self::Severe),
    ];

    /// Number of the class as the model counts it: 0 for no damage to 3 for severe.
    pub fn class(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Mild => 1.0,
            Self::Moderate => 2.0,
            Self::Severe => 3.0,
        }
    }
}

/// Where a person stands with respect to menopause.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Menopause {
    /// Not reached, or not applicable.
    NotReached,
    /// Reached this many years ago.
    YearsSince(f64),
}

/// Ages that are planned for, years: published courses are of adults, and skin measurements end before 100.
pub const AGES_YEARS: std::ops::RangeInclusive<f64> = 18.0..=100.0;

/// What the model needs to know about a person. Nothing here identifies anybody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Person {
    /// Age in years, 18 to 100 in a case file.
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Fitzpatrick phototype.
    pub phototype: Phototype,
    /// Sun damage.
    pub photodamage: Photodamage,
    /// Menopause.
    pub menopause: Menopause,
    /// Whether the skin tends to acne.
    pub acne_prone: bool,
}
