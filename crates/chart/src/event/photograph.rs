//! What is known of a photograph. Its pixels lie sealed elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ConsentId, PhotographId, SessionId};

/// A photograph was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotographAdded {
    /// This photograph.
    pub photograph: PhotographId,
    /// Consent under which it was taken.
    pub consent: ConsentId,
    /// Session that it belongs to.
    pub session: Option<SessionId>,
    /// View, as an id of the mount.
    pub view: String,
    /// When it was taken: the one thing kept of what a camera writes beside the pixels.
    pub taken_at: Timestamp,
    /// Kind of file, for example `image/jpeg`.
    pub media_type: String,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A photograph was withdrawn: its pixels go, the fact that it was there stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotographWithdrawn {
    /// The photograph.
    pub photograph: PhotographId,
    /// Why.
    pub reason: String,
}

/// A patient took back one photograph: from then on nobody at the clinic is shown it, and the clinic takes it away as far as the law
/// on keeping records allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotographTakenBack {
    /// The photograph.
    pub photograph: PhotographId,
}
