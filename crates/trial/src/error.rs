//! Why a study cannot be predicted.

use needlework_evidence::DataError;
use needlework_needling::NeedlingError;
use needlework_outcome::OutcomeError;
use needlework_planning::ChainError;
use thiserror::Error;

/// Why a study cannot be predicted.
#[derive(Debug, Error)]
pub enum TrialError {
    /// Too few draws for an interval, or too many to hold.
    #[error("{draws} draws were asked for, but a prediction needs {fewest} to {most}.")]
    Draws {
        /// Asked for.
        draws: usize,
        /// Fewest.
        fewest: usize,
        /// Most.
        most: usize,
    },
    /// Data that do not fit one another.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A technique that the device cannot carry out.
    #[error(transparent)]
    Needling(#[from] NeedlingError),
    /// A course that cannot be simulated or observed.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A summary over draws that failed.
    #[error(transparent)]
    Outcome(#[from] OutcomeError),
    /// A response surface that cannot be fitted.
    #[error(
        "the response surface of {scale} in {study} cannot be fitted: its runs do not differ enough; use more runs."
    )]
    Surface {
        /// Study.
        study: String,
        /// Scale.
        scale: String,
    },
    /// A chain that broke off.
    #[error("the sampler broke off: {reason}")]
    Sampler {
        /// What it says.
        reason: String,
    },
    /// A zone or device of a checked study that the catalogues do not hold.
    #[error("the study names {name}, which the catalogues do not hold; check its spelling.")]
    NotInCatalogue {
        /// Id.
        name: String,
    },
}
