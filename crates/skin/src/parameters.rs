//! Uncertain numbers of the skin, from `data/skin.toml`.

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

parameters! {
    /// Thickness of the layers: spread between people and change with age.
    pub struct ThicknessParameters in "skin.thickness" {
        /// Age at which the zone means hold.
        reference_age_years: "y",
        /// Share of the dermis lost per decade (evidence R8).
        dermis_thinning_per_decade: "1/decade",
        /// Share of a woman's epidermis lost per decade (evidence R8).
        epidermis_thinning_female_per_decade: "1/decade",
        /// Share of a man's epidermis lost per decade (evidence R8).
        epidermis_thinning_male_per_decade: "1/decade",
        /// This person's epidermis, in standard deviations from the zone mean.
        epidermis_deviation: "standard deviations",
        /// This person's dermis, in standard deviations from the zone mean.
        dermis_deviation: "standard deviations",
        /// No layer is thinner than this share of its zone mean.
        thinnest_share: "-",
        /// Papillary share of the dermis.
        papillary_share: "-",
    }
}

parameters! {
    /// Collagen synthesis and content against age (model 8.3).
    pub struct AgeingParameters in "skin.ageing" {
        /// Age of the healthy young adult, from which synthesis and content drift.
        young_adult_age_years: "y",
        /// Age at which synthesis per cell has fallen to `synthesis_at_old_age`.
        old_age_years: "y",
        /// Synthesis per cell at old age, young adult = 1.
        synthesis_at_old_age: "-",
        /// Yearly loss of synthesising cells.
        fibroblast_decline_per_year: "1/y",
        /// Half-life of mature collagen.
        mature_collagen_half_life_years: "y",
        /// Years of fast loss after menopause.
        menopause_fast_years: "y",
        /// Content lost over those years.
        menopause_fast_loss: "-",
        /// Years after menopause at which the slow loss ends.
        menopause_slow_until_years: "y",
        /// Content lost each year in between.
        menopause_slow_loss_per_year: "1/y",
    }
}

parameters! {
    /// What sun damage does to synthesis and to elastic fibres.
    pub struct PhotodamageParameters in "skin.photodamage" {
        /// Share of synthesis lost with each class of photodamage (evidence R19).
        synthesis_loss_per_class: "-",
        /// Share of elastic material that is elastotic, for each class of photodamage.
        elastotic_share_per_class: "-",
    }
}

/// The data file of all skin parameters.
pub const PARAMETERS: DataFile = DataFile {
    name: "skin.toml",
    text: include_str!("../data/skin.toml"),
};

/// The tables of [`PARAMETERS`].
pub const TABLES: &[Table] = &[
    ThicknessParameters::TABLE,
    AgeingParameters::TABLE,
    PhotodamageParameters::TABLE,
];

/// All skin parameters of one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct SkinParameters {
    /// Thickness of the layers.
    pub thickness: ThicknessParameters,
    /// Synthesis and content against age.
    pub ageing: AgeingParameters,
    /// Sun damage.
    pub photodamage: PhotodamageParameters,
}

impl SkinParameters {
    /// The values of one draw.
    ///
    /// # Errors
    /// When the parameter set was loaded without [`TABLES`].
    pub fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, DataError> {
        Ok(Self {
            thickness: ThicknessParameters::at(set, draw)?,
            ageing: AgeingParameters::at(set, draw)?,
            photodamage: PhotodamageParameters::at(set, draw)?,
        })
    }
}
