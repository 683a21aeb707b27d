//! Randomness enters from outside, so that tests can repeat what they do.

use thiserror::Error;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the operating system gives no random bytes ({0}); without them nothing can be kept secret."
)]
pub struct NoRandomness(pub String);

/// Where random bytes come from.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with bytes that nobody can foretell.
    ///
    /// # Errors
    /// When the source is not there.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The random bytes of the operating system: the only source for a record that is kept.
#[derive(Debug, Clone, Copy)]
pub struct OperatingSystem;

impl Chance for OperatingSystem {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|error| NoRandomness(error.to_string()))
    }
}
