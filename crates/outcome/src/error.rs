//! Why a prediction was refused.

use thiserror::Error;

/// Why an observation or an outlook could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OutcomeError {
    /// An estimate needs at least one draw.
    #[error("there are no parameter draws to summarise; ask for at least one draw")]
    NoDraws,
    /// A value is not a finite number.
    #[error(
        "draw {draw} of {quantity} is not a finite number; report this with the case, it is a fault of the model"
    )]
    NotFinite {
        /// Number of the draw, from 1.
        draw: usize,
        /// What was being summarised.
        quantity: &'static str,
    },
    /// Two draws were sampled differently.
    #[error(
        "draw {draw} of {quantity} was sampled at {found} times and the first draw at {expected}; observe all draws at the same days"
    )]
    UnequalSampling {
        /// Number of the draw, from 1.
        draw: usize,
        /// What was being summarised.
        quantity: &'static str,
        /// Samples of this draw.
        found: usize,
        /// Samples of the first draw.
        expected: usize,
    },
    /// The course has no samples, or not one state per sampled day.
    #[error(
        "the course has {days} sampled days, {layers} dermal and {surface} surface states; it must have one state of each per day and at least one day"
    )]
    CourseShape {
        /// Sampled days.
        days: usize,
        /// Dermal states.
        layers: usize,
        /// Surface states.
        surface: usize,
    },
    /// The indication is not in `indications.toml`.
    #[error("the indication \"{indication}\" is not known; it must be one of: {known}")]
    UnknownIndication {
        /// What was asked for.
        indication: String,
        /// Known ids.
        known: String,
    },
    /// A data row that the code relies on is not in its file.
    #[error("{file} has no row \"{id}\"; add the row, the model predicts it")]
    MissingRow {
        /// Data file.
        file: &'static str,
        /// Row id.
        id: String,
    },
    /// A scale of the catalogue that the model does not predict.
    #[error(
        "scales.toml has a row \"{scale}\" that no law predicts; remove the row, or add its law"
    )]
    NoLaw {
        /// Scale id.
        scale: String,
    },
}
