//! The uncertain numbers of this crate, from `data/trial.toml`: how studies and people differ, and how raters read.

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

/// The data file of this crate's parameters.
pub const PARAMETERS: DataFile = DataFile {
    name: "trial.toml",
    text: include_str!("../data/trial.toml"),
};

/// Tables that [`PARAMETERS`] must hold.
pub const TABLES: &[Table] = &[Unstated::TABLE, People::TABLE, Raters::TABLE];

/// All parameters of this crate in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialParameters {
    /// What the study did where it does not say.
    pub unstated: Unstated,
    /// Where one person lies within the population.
    pub people: People,
    /// How raters read.
    pub raters: Raters,
}

impl TrialParameters {
    /// The values of one draw.
    ///
    /// # Errors
    /// When the parameter set was loaded without [`PARAMETERS`].
    pub fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, DataError> {
        Ok(Self {
            unstated: Unstated::at(set, draw)?,
            people: People::at(set, draw)?,
            raters: Raters::at(set, draw)?,
        })
    }
}

parameters! {
    /// What a study did where it does not say.
    pub struct Unstated in "trial.unstated" {
        /// Needle length of a roller.
        roller_length_mm: "mm",
        /// Setting of a pen.
        pen_length_mm: "mm",
        /// Needle length of a stamp.
        stamp_length_mm: "mm",
        /// Which kind of device.
        device_choice: "-",
        /// Where in a stated range of lengths.
        length_quantile: "-",
        /// Coverage relative to the usual one.
        density_factor: "-",
        /// Time between sessions.
        interval_days: "d",
        /// Number of sessions, before rounding.
        sessions: "-",
        /// Number of people, before rounding.
        participants: "people",
    }
}

parameters! {
    /// Where one person lies within the population.
    pub struct People in "trial.people" {
        /// In the range of ages.
        age_quantile: "-",
        /// In the sex ratio.
        sex_quantile: "-",
        /// Among the phototypes.
        phototype_quantile: "-",
        /// Among the classes of photodamage.
        photodamage_quantile: "-",
        /// Among the zones.
        zone_quantile: "-",
        /// In the spread of grades before treatment.
        baseline_deviation: "standard deviations",
        /// Standard deviation of grades before treatment over the range of the scale.
        baseline_spread_share: "-",
    }
}

parameters! {
    /// How raters and instruments read.
    pub struct Raters in "trial.raters" {
        /// Standard deviation of one reading of a score, relative to its value before treatment.
        score_noise_share: "-",
        /// Standard deviation of one biopsy reading, relative to its value.
        stain_noise: "-",
        /// Standard deviation of the logarithm of one uptake relative to untouched skin.
        assay_noise: "-",
        /// Share of the optimism of an open series that one of blinding and control leaves.
        one_guard_share: "-",
    }
}
