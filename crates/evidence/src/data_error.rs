//! Data files, and why one was refused.

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
#[error("{0}")]
pub struct DataError(String);

impl DataError {
    /// A value that is not allowed where it stands.
    pub fn refused(file: &str, key: &str, value: &str, allowed: &str) -> Self {
        Self(format!("{file}: {key} is {value}, but must be {allowed}."))
    }

    /// A key that must be there and is not.
    pub fn missing(file: &str, key: &str, allowed: &str) -> Self {
        Self(format!("{file}: {key} is missing; it must be {allowed}."))
    }

    /// Any other reason, given as a whole sentence without the file name.
    pub fn sentence(file: &str, sentence: &str) -> Self {
        Self(format!("{file}: {sentence}"))
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
