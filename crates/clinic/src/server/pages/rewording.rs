//! What becomes of words that a clinic may choose itself.

use serde::Deserialize;

/// What becomes of words.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rewording {
    /// They are those that were typed.
    Save,
    /// They are the shipped ones again.
    Shipped,
}
