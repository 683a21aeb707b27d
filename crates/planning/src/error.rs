//! Why a case could be read but not planned. Refusals of a case file are [`needlework_evidence::DataError`]s.

use jiff::civil::Date;
use needlework_evidence::DataError;
use needlework_needling::NeedlingError;
use needlework_outcome::OutcomeError;
use needlework_protocol::care::CareError;
use thiserror::Error;

use crate::chain::ChainError;

/// Why no plan was made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PlanError {
    /// The number of draws is out of range.
    #[error("draws is {draws}, but must be a whole number from {fewest} to {most}.")]
    Draws {
        /// What was asked for.
        draws: usize,
        /// Fewest draws that give an interval.
        fewest: usize,
        /// Most draws that fit into memory and patience.
        most: usize,
    },
    /// The course has no session.
    #[error("the course has no session; give course.sessions or dates.sessions.")]
    NoSession,
    /// The indication has no default course and the case gives none.
    #[error("{indication} has no default course; give course.sessions and course.interval_days.")]
    NoDefaultCourse {
        /// Indication id.
        indication: String,
    },
    /// The library does not know what the case names. Cannot happen to a case that was read with the same library.
    #[error(
        "the case names the {kind} {id}, which the library does not hold; read the case again."
    )]
    Unknown {
        /// Zone, device or indication.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// No setting is known and the case gives none.
    #[error("no usual needle setting is known for {indication} at {zone}; give needle_length_mm.")]
    NoDepth {
        /// Zone id.
        zone: String,
        /// Indication id.
        indication: String,
    },
    /// The time zone is unknown.
    #[error(
        "dates.time_zone is {0}, but must be the IANA name of a time zone, for example Europe/Zurich."
    )]
    UnknownTimeZone(String),
    /// No free day.
    #[error("no free day was found from {due} on; shorten dates.unavailable.")]
    NoFreeDay {
        /// The day from which a free one was looked for.
        due: Date,
    },
    /// The course lasts too long for the model.
    #[error(
        "the last session would be {days:.0} days after the first, but must be at most {longest}; plan fewer sessions or shorter intervals."
    )]
    TooLong {
        /// Days from first to last session.
        days: f64,
        /// Longest course.
        longest: i32,
    },
    /// Draws that were weighed for somebody else, or for other settings, were given for a case.
    #[error("the draws are not those of this person and these settings; weigh them for this case.")]
    OtherPerson,
    /// The plan cannot be written as JSON.
    #[error("the plan cannot be written: {reason}; report this with the case.")]
    NotWritten {
        /// What the writer said.
        reason: String,
    },
    /// A forecast of the record cannot be read.
    #[error(
        "the forecast of the record cannot be read: {reason}; report this with the version of the program."
    )]
    ForecastNotRead {
        /// What is wrong with it.
        reason: String,
    },
    /// The device cannot do what the case asks.
    #[error(transparent)]
    Needling(#[from] NeedlingError),
    /// The model refused a course.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A summary over draws failed.
    #[error(transparent)]
    Outcome(#[from] OutcomeError),
    /// The sessions leave no room for care around them.
    #[error(transparent)]
    Care(#[from] CareError),
    /// A parameter is missing: the data files and the code do not fit.
    #[error(transparent)]
    Data(#[from] DataError),
}
