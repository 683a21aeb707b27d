//! Data files, and why one was refused.

use std::ops::RangeInclusive;

use thiserror::Error;

use crate::wording::visible;

/// A data file embedded in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile {
    /// Name that errors show.
    pub name: &'static str,
    /// TOML text.
    pub text: &'static str,
}

/// Why a data file or a case file was refused. The text is one sentence that names the file, the key, the value and
/// what is allowed there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{sentence}")]
pub struct DataError {
    sentence: String,
    fault: Option<Box<Fault>>,
}

/// What is wrong with one key, apart from the words of the sentence: for whoever says it in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Dotted path of the key in its file.
    pub key: String,
    /// Its value as the writer of the file would recognise it; `None`: it is missing.
    pub value: Option<String>,
    /// Why it cannot be taken.
    pub reason: Reason,
}

/// Why a value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is missing, or not within a range. An end that is absent is open.
    Range {
        /// The least that is allowed, as it is written in a file.
        least: Option<String>,
        /// The most that is allowed, as it is written in a file.
        most: Option<String>,
    },
    /// A reason that whoever reads the file has a name for.
    Named(&'static str),
    /// What the sentence says, which has no name.
    Said,
}

impl DataError {
    /// A value that is not allowed where it stands.
    pub fn refused(file: &str, key: &str, value: &str, allowed: &str) -> Self {
        Self {
            sentence: format!("{file}: {key} is {value}, but must be {allowed}."),
            fault: Some(Box::new(Fault::said(key, Some(value)))),
        }
    }

    /// A key that must be there and is not.
    pub fn missing(file: &str, key: &str, allowed: &str) -> Self {
        Self {
            sentence: format!("{file}: {key} is missing; it must be {allowed}."),
            fault: Some(Box::new(Fault::said(key, None))),
        }
    }

    /// Any other reason, given as a whole sentence without the file name.
    pub fn sentence(file: &str, sentence: &str) -> Self {
        Self {
            sentence: format!("{file}: {sentence}"),
            fault: None,
        }
    }

    /// The same error about a key, where the sentence is its own; the value stays.
    #[must_use]
    pub fn about(mut self, key: &str) -> Self {
        let value = self.fault.take().and_then(|fault| fault.value);
        self.fault = Some(Box::new(Fault::said(key, value.as_deref())));
        self
    }

    /// The same error with the range that the value must lie in; an end that is not finite is open.
    #[must_use]
    pub fn within(self, allowed: &RangeInclusive<f64>) -> Self {
        let end = |end: &f64| end.is_finite().then(|| end.to_string());
        self.between(end(allowed.start()), end(allowed.end()))
    }

    /// The same error with the ends of what is allowed, as they are written in a file.
    #[must_use]
    pub fn between(mut self, least: Option<String>, most: Option<String>) -> Self {
        if let Some(fault) = &mut self.fault {
            fault.reason = Reason::Range { least, most };
        }
        self
    }

    /// The same error with a name for its reason.
    #[must_use]
    pub fn named(mut self, reason: &'static str) -> Self {
        if let Some(fault) = &mut self.fault {
            fault.reason = Reason::Named(reason);
        }
        self
    }

    /// What is wrong with which key; `None` where the whole file is meant.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }
}

impl Fault {
    fn said(key: &str, value: Option<&str>) -> Self {
        Self {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            reason: Reason::Said,
        }
    }
}

/// The text is not TOML: says at which line and column, counted from 1.
pub(crate) fn not_toml(file: &str, text: &str, error: &toml::de::Error) -> DataError {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let reason = error
        .message()
        .lines()
        .next()
        .filter(|reason| !reason.is_empty())
        .unwrap_or("it cannot be parsed");
    DataError::sentence(
        file,
        &format!(
            "line {line}, column {column} is not valid TOML: {}.",
            visible(reason)
        ),
    )
}
