//! Identifiers of calendar events.

use std::fmt::Write as _;

use needlework_planning::Plan;
use sha2::{Digest, Sha256};

/// Digits of the hash that make up an identifier.
const DIGITS: usize = 32;

/// The identifier of an event: the same for the same course, session and place around it, whatever its date. It is a hash,
/// so that it tells nothing.
pub(crate) fn identifier(plan: &Plan, session: u32, place: &str) -> String {
    let digits = hashed(&format!("{}/{session}/{place}", plan.identity.course));
    format!("{digits}@needlework.invalid")
}

/// Digits that follow from a name, and do not tell it.
pub(crate) fn hashed(name: &str) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(name.as_bytes()) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits.truncate(DIGITS);
    digits
}
