//! Passkeys of an account: what is kept lets nobody sign in, and lies sealed all the same.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A passkey of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Name that its owner gave it.
    pub name: String,
    /// Id of the credential, base64url.
    pub credential: String,
    /// Public key as COSE, base64url.
    pub public_key: String,
    /// How often the device has used it, as it last said; 0 where it does not count.
    pub counter: u32,
    /// Whether its maker may copy it to other devices of the owner.
    pub may_be_copied: bool,
    /// Name of the host at which it works.
    pub domain: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// When somebody last signed in with it.
    pub used_at: Option<Timestamp>,
}
