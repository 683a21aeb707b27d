//! An event as JSON: what is sealed into the record and what an export shows.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use thiserror::Error;

use super::author::Author;
use super::upcast::upcast;
use super::{Event, EventKind};
use crate::id::UserId;

/// An event with who stated it and when.
#[derive(Clone, PartialEq)]
pub struct Recorded {
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What happened.
    pub event: Event,
}

impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Recorded({})", self.event.kind().name())
    }
}

/// A text that is no event. Nothing of its content is shown: it may be health data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Not JSON, or not the frame of an event.
    #[error(
        "this is not the JSON of an event (line {line}, column {column}); it needs kind, version, recorded_at, author and facts."
    )]
    Frame {
        /// Line of the text.
        line: usize,
        /// Column.
        column: usize,
    },
    /// A kind of which this version knows nothing.
    #[error(
        "this version of Needlework knows no event of this kind; use the version that wrote it, or a newer one."
    )]
    UnknownKind,
    /// Written by a newer program.
    #[error(
        "{kind} is of version {version}, but this version of Needlework reads 1 to {newest}; use the version that wrote it, or a newer one."
    )]
    NewerVersion {
        /// Kind of event.
        kind: &'static str,
        /// Its version.
        version: u32,
        /// Newest one that can be read.
        newest: u32,
    },
    /// Facts that do not fit their kind and version.
    #[error(
        "the facts of {kind} version {version} are not complete or not of the right type; restore the record from a backup."
    )]
    Facts {
        /// Kind of event.
        kind: &'static str,
        /// Its version.
        version: u32,
    },
    /// An event that would not be read back as it is.
    #[error(
        "{kind} holds a number that JSON cannot hold, such as infinity; correct it and try again."
    )]
    NotWritten {
        /// Kind of event.
        kind: &'static str,
    },
}

/// The frame around the facts.
#[derive(Serialize)]
struct Document {
    kind: String,
    version: u32,
    recorded_at: Timestamp,
    author: Author,
    facts: Value,
}

impl Recorded {
    /// The event as JSON, in its newest version. It is read back before it is handed out: what could not be read again is
    /// never written.
    ///
    /// # Errors
    /// When a number is not finite.
    pub fn to_value(&self) -> Result<Value, DocumentError> {
        let kind = self.event.kind();
        let not_written = |_| DocumentError::NotWritten { kind: kind.name() };
        let facts = serde_json::to_value(&self.event).map_err(not_written)?;
        if kind.read(facts.clone()).map_err(not_written)? != self.event {
            return Err(DocumentError::NotWritten { kind: kind.name() });
        }
        let document = Document {
            kind: kind.name().to_owned(),
            version: kind.version(),
            recorded_at: self.recorded_at,
            author: self.author.clone(),
            facts,
        };
        serde_json::to_value(document).map_err(not_written)
    }

    /// The event as JSON text.
    ///
    /// # Errors
    /// When a number is not finite.
    pub fn to_json(&self) -> Result<Vec<u8>, DocumentError> {
        Ok(self.to_value()?.to_string().into_bytes())
    }

    /// Reads an event of any version that was ever written.
    ///
    /// # Errors
    /// When it is no event, of a newer version, or does not fit its kind.
    pub fn from_json(text: &[u8]) -> Result<Self, DocumentError> {
        let document = TextDocument::read(text)?;
        Ok(Self {
            event: document.event(document.kind()?)?,
            recorded_at: document.recorded_at,
            author: document.author,
        })
    }

    /// As [`Recorded::from_json`], from a value.
    ///
    /// # Errors
    /// As there.
    pub fn from_value(value: &Value) -> Result<Self, DocumentError> {
        Self::from_json(value.to_string().as_bytes())
    }
}

/// An event of which only some kinds are looked into.
pub(crate) struct Glance {
    /// When it was written down.
    pub(crate) recorded_at: Timestamp,
    /// Who stated it.
    pub(crate) by: UserId,
    /// What happened, if it is of a kind that is wanted.
    pub(crate) event: Option<Event>,
}

impl Glance {
    /// Reads an event as [`Recorded::from_json`] does, but its facts only if its kind is wanted.
    pub(crate) fn at(
        text: &[u8],
        is_wanted: impl Fn(EventKind) -> bool,
    ) -> Result<Self, DocumentError> {
        let document = TextDocument::read(text)?;
        let kind = document.kind()?;
        let event = is_wanted(kind).then(|| document.event(kind));
        Ok(Self {
            recorded_at: document.recorded_at,
            by: document.author.user,
            event: event.transpose()?,
        })
    }
}

/// The frame around facts that are not read yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextDocument<'a> {
    kind: String,
    version: u32,
    recorded_at: Timestamp,
    author: Author,
    #[serde(borrow)]
    facts: &'a RawValue,
}

impl<'a> TextDocument<'a> {
    fn read(text: &'a [u8]) -> Result<Self, DocumentError> {
        serde_json::from_slice(text).map_err(|error| DocumentError::Frame {
            line: error.line(),
            column: error.column(),
        })
    }

    /// Its kind, if its version can be read.
    fn kind(&self) -> Result<EventKind, DocumentError> {
        let kind = EventKind::named(&self.kind).ok_or(DocumentError::UnknownKind)?;
        if self.version > kind.version() {
            return Err(DocumentError::NewerVersion {
                kind: kind.name(),
                version: self.version,
                newest: kind.version(),
            });
        }
        Ok(kind)
    }

    fn event(&self, kind: EventKind) -> Result<Event, DocumentError> {
        let misfit = || DocumentError::Facts {
            kind: kind.name(),
            version: self.version,
        };
        if self.version == kind.version() {
            return kind.read_text(self.facts.get()).map_err(|_| misfit());
        }
        let facts = serde_json::from_str(self.facts.get()).map_err(|_| misfit())?;
        let facts = upcast(kind, self.version, facts).ok_or_else(misfit)?;
        kind.read(facts).map_err(|_| misfit())
    }
}
