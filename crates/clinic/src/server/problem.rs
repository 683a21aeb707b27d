//! What can go wrong with a request, as a sentence for whoever asked.
//!
//! | variant | when | what is seen |
//! |---|---|---|
//! | `SignIn` | nobody is signed in, or no longer | the sign-in page; 401 for programs |
//! | `Forbidden` | the role does not allow it | who may; 403 |
//! | `Elsewhere` | the request comes from another site | 403 |
//! | `NotFound` | there is no such page or thing | 404 |
//! | `Refused` | what was sent cannot be taken | the reason; 422 |
//! | `Conflict` | somebody else wrote meanwhile | what to do; 409 |
//! | `TooMany` | too many tries | how long to wait; 429 |
//! | `TooManyFromHere` | too many tries from one address | how long to wait; 429 |
//! | `Away` | the database does not answer | what to do; 503 |
//! | `Fault` | a fault of the program | a sentence without detail; the log has the kind of it; 500 |
//!
//! A sentence never holds what a chart says of a person.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use needlework_chart::photographs::PhotographError;
use needlework_chart::record::RecordError;
use needlework_chart::store::{AppendRefusal, StoreError, WriteError};

use super::access::Duties;
use super::chart_refusal::refused_by_chart;
use super::engine_refusal::EngineRefusal;

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A text of the pages with what is put into it: said in the language of whoever reads it.
    Text(&'static str, Vec<(&'static str, String)>),
    /// What an engine says: its own sentence for programs, a text for people.
    Engine(Box<EngineRefusal>),
    /// A sentence for programs, or one in the language of the page already.
    Sentence(String),
}

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nobody is signed in.
    SignIn,
    /// The role does not allow it.
    Forbidden(Duties),
    /// The request comes from a page of another site.
    Elsewhere,
    /// There is no such thing.
    NotFound,
    /// It cannot be taken, and why.
    Refused(Told),
    /// Somebody else wrote meanwhile.
    Conflict(Told),
    /// Too many tries; how many minutes to wait.
    TooMany(i64),
    /// Too many tries from one address; how many seconds to wait.
    TooManyFromHere(i64),
    /// The database does not answer.
    Away(Told),
    /// A fault of the program: which part.
    Fault(&'static str),
}

impl Problem {
    /// Something that cannot be taken, with the key of the text that says why and what to do.
    pub const fn refused(key: &'static str) -> Self {
        Self::Refused(Told::Text(key, Vec::new()))
    }

    /// Something that cannot be taken, with the key of the text that says why and with what is put into it.
    pub fn refused_with(key: &'static str, values: &[(&'static str, &str)]) -> Self {
        let values = values.iter();
        let values = values.map(|(name, value)| (*name, (*value).to_owned()));
        Self::Refused(Told::Text(key, values.collect()))
    }

    /// Something that an engine does not take.
    pub fn engine(refusal: EngineRefusal) -> Self {
        Self::Refused(Told::Engine(Box::new(refusal)))
    }

    /// Something that cannot be taken, with a sentence that somebody else made: one for programs, or one that speaks the language
    /// of the page already.
    pub fn refused_as(sentence: impl Into<String>) -> Self {
        Self::Refused(Told::Sentence(sentence.into()))
    }

    /// Somebody else wrote meanwhile; the key of the text that says what to do.
    pub const fn conflict(key: &'static str) -> Self {
        Self::Conflict(Told::Text(key, Vec::new()))
    }

    /// An answer cannot be had now; the key of the text that says what to do.
    pub const fn away(key: &'static str) -> Self {
        Self::Away(Told::Text(key, Vec::new()))
    }

    /// How long to wait before another try, seconds; `None`: waiting does not help.
    pub const fn retry_after_seconds(&self) -> Option<i64> {
        match self {
            Self::TooMany(minutes) => Some(*minutes * 60),
            Self::TooManyFromHere(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// Status code.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany(_) | Self::TooManyFromHere(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Problem {
    /// The bare status, with the problem beside it: `present` makes a page or JSON of it, in the language of the reader.
    fn into_response(self) -> Response {
        if let Self::Fault(part) = &self {
            tracing::error!(part, "a request failed by a fault of the program");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match &error {
            RecordError::NoSuchPatient(_) => Self::NotFound,
            RecordError::Write(WriteError::Refused(AppendRefusal::Conflict { .. })) => {
                Self::conflict("refused-stale")
            }
            RecordError::Conflict(_) => Self::conflict("refused-stale-document"),
            RecordError::Refused(refusal) => refused_by_chart(refusal),
            RecordError::Erased(_) => Self::refused("refused-erased"),
            RecordError::Write(WriteError::Refused(AppendRefusal::Erased)) => {
                Self::refused("refused-erased")
            }
            RecordError::Write(WriteError::Refused(AppendRefusal::Nothing)) => {
                Self::refused("refused-nothing-to-record")
            }
            RecordError::Write(WriteError::Store(StoreError::Full(_)))
            | RecordError::Store(StoreError::Full(_)) => {
                tracing::error!(%error, "the disk of the database is full");
                Self::away("refused-disk-full")
            }
            RecordError::Write(_) | RecordError::Store(_) => {
                tracing::error!(%error, "the database did not answer");
                Self::away("refused-no-database")
            }
            RecordError::Photograph(PhotographError::Missing(_) | PhotographError::Changed(_)) => {
                Self::away("refused-photograph-lost")
            }
            RecordError::Photograph(error) => {
                tracing::error!(%error, "the place of photographs did not do what was asked");
                Self::away("refused-no-photograph-place")
            }
            _ => {
                tracing::error!(%error, "the record cannot be read");
                Self::Fault("record")
            }
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(_: askama::Error) -> Self {
        Self::Fault("template")
    }
}

impl From<needlework_chart::chance::NoRandomness> for Problem {
    fn from(_: needlework_chart::chance::NoRandomness) -> Self {
        Self::Fault("randomness")
    }
}

impl From<serde_json::Error> for Problem {
    fn from(_: serde_json::Error) -> Self {
        Self::Fault("json")
    }
}
