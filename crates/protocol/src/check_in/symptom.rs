//! What a check-in asks: graded signs, pain, and fixed questions whose answer is yes or no.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares an enum of plain names once: the variant and its name in data files.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "kebab-case")]
        #[expect(missing_docs, reason = "each variant is its own name")]
        pub enum $name {
            $($variant,)+
        }

        impl $name {
            /// Every variant with its name in data files.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($text, Self::$variant),)+];

            /// The variant with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::NAMES
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, variant)| *variant)
            }

            /// Its name in data files.
            pub fn id(self) -> &'static str {
                Self::NAMES
                    .iter()
                    .find(|(_, variant)| *variant == self)
                    .map_or("", |(name, _)| name)
            }
        }
    };
}

named! {
    /// A sign that a patient grades from none to severe (protocol 5.3). Names are those of the predicted side effects
    /// where there is one.
    GradedSign {
        Redness = "redness",
        Swelling = "swelling",
        Tenderness = "tenderness",
        Tightness = "tightness",
        Flaking = "flaking",
        Itch = "itch",
        Bruise = "bruise",
        Spots = "spots",
    }
}

named! {
    /// A fixed question of a check-in; each belongs to one sign of protocol 5.5.
    Symptom {
        TroubleBreathing = "trouble-breathing",
        FaceOrTongueSwelling = "face-or-tongue-swelling",
        Fainting = "fainting",
        Seizure = "seizure",
        SlurredSpeech = "slurred-speech",
        MetallicTaste = "metallic-taste",
        EyePain = "eye-pain",
        VisionChange = "vision-change",
        SpreadingRedness = "spreading-redness",
        SpreadingWarmth = "spreading-warmth",
        Pus = "pus",
        Fever = "fever",
        Chills = "chills",
        RisingPain = "rising-pain",
        Pustules = "pustules",
        GroupedBlisters = "grouped-blisters",
        ColdSore = "cold-sore",
        SwellingRoundTheEyes = "swelling-round-the-eyes",
        SevereBruise = "severe-bruise",
        Numbness = "numbness",
        Weakness = "weakness",
        NerveLikePain = "nerve-like-pain",
        Blistering = "blistering",
        OpenSore = "open-sore",
        LargeCrust = "large-crust",
        HoneyCrust = "honey-crust",
        ItchyRaisedPlaques = "itchy-raised-plaques",
        RednessGettingWorse = "redness-getting-worse",
        RednessReturned = "redness-returned",
        LinesOrTracks = "lines-or-tracks",
        DarkerPatches = "darker-patches",
        LighterPatches = "lighter-patches",
        AcneFlare = "acne-flare",
        Milia = "milia",
        NeedleReuse = "needle-reuse",
        Burn = "burn",
        Dent = "dent",
        DeepPain = "deep-pain",
    }
}

/// Severity of a sign (protocol 5.3).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Not noticeable.
    None,
    /// Noticeable, does not bother.
    Mild,
    /// Bothers, or affects sleep or work.
    Moderate,
    /// Stops normal activity, or needs treatment.
    Severe,
}

impl Grade {
    /// All grades, the lowest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Mild, Self::Moderate, Self::Severe];

    /// Number of the grade, 0 to 3.
    pub fn number(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Mild => 1,
            Self::Moderate => 2,
            Self::Severe => 3,
        }
    }

    /// The grade with this number, 0 to 3.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// What a patient answers at one time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// Hours after `T0`, the end of the last needle pass.
    pub hour: f64,
    /// Signs that were graded; a sign that is absent was not asked.
    pub grades: BTreeMap<GradedSign, Grade>,
    /// Pain, 0 none to 10 worst; absent: not asked.
    pub pain: Option<u8>,
    /// Questions that were answered with yes.
    pub symptoms: BTreeSet<Symptom>,
    /// What else the patient wrote. It is handed to a person and never read by the program.
    pub free_text: Option<String>,
}
