//! Facts with who stated them and when.

use jiff::Timestamp;
use serde::Serialize;

use crate::event::Author;

/// Facts as they stand in the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated<T> {
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What.
    pub facts: T,
}
