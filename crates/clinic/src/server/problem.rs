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
use needlework_chart::record::RecordError;
use needlework_chart::store::{AppendRefusal, WriteError};
use needlework_planning::PlanError;

use super::access::Duties;

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
    Refused(String),
    /// Somebody else wrote meanwhile.
    Conflict(String),
    /// Too many tries; how many minutes to wait.
    TooMany(i64),
    /// Too many tries from one address; how many seconds to wait.
    TooManyFromHere(i64),
    /// The database does not answer.
    Away(String),
    /// A fault of the program: which part.
    Fault(&'static str),
}

impl Problem {
    /// Something that cannot be taken, with the reason as a sentence.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
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
            RecordError::Write(WriteError::Refused(AppendRefusal::Conflict { .. }))
            | RecordError::Conflict(_) => Self::Conflict(error.to_string()),
            RecordError::Refused(_)
            | RecordError::Erased(_)
            | RecordError::Write(WriteError::Refused(_)) => Self::Refused(error.to_string()),
            RecordError::Write(_) | RecordError::Store(_) => {
                tracing::error!(%error, "the database did not answer");
                Self::Away(error.to_string())
            }
            RecordError::Photograph(_) => Self::Away(error.to_string()),
            _ => {
                tracing::error!(%error, "the record cannot be read");
                Self::Fault("record")
            }
        }
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        Self::Refused(error.to_string())
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
