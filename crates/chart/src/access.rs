//! The access trail: who looked at or did what, and when.
//!
//! Rows are only ever added, and lie in the clear: ids, a moment and the code of an action, nothing of health. When a person
//! is erased the trail keeps the random id, so that it still tells who opened the chart. A row is on the disk before its
//! writer goes on.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::code::is_code;
use crate::entry::Digest;
use crate::id::{PatientId, UserId};

/// Longest code of an action, in letters.
pub(crate) const LONGEST_ACTION: usize = 40;

/// Somebody looked at or did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// When; kept to the microsecond.
    pub at: Timestamp,
    /// Who.
    pub user: UserId,
    /// In whose chart; `None`: in none.
    pub patient: Option<PatientId>,
    /// What, as a code of lowercase letters, digits and hyphens, for example `chart-opened`; at most 40.
    pub action: String,
    /// To what, for example a photograph, a session or an account.
    pub subject: Option<Uuid>,
}

impl Access {
    /// What the hash of the trail up to this row is, after the rows before it with the hash `previous`.
    pub(crate) fn hash_after(&self, previous: Digest, position: u64) -> Digest {
        let mut hasher = Sha256::new();
        hasher.update(b"needlework access 1");
        hasher.update(previous.0);
        hasher.update(position.to_be_bytes());
        hasher.update(self.at.as_microsecond().to_be_bytes());
        hasher.update(self.user.uuid().as_bytes());
        for id in [self.patient.map(PatientId::uuid), self.subject] {
            hasher.update([u8::from(id.is_some())]);
            hasher.update(id.unwrap_or_default().as_bytes());
        }
        hasher.update((self.action.len() as u64).to_be_bytes());
        hasher.update(&self.action);
        Digest(hasher.finalize().into())
    }

    /// Whether the action is a code.
    pub(crate) fn has_code(&self) -> bool {
        is_code(&self.action, LONGEST_ACTION)
    }
}

/// Which rows of the trail are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessQuery {
    /// Only in the chart of this patient.
    pub patient: Option<PatientId>,
    /// Only by this user.
    pub user: Option<UserId>,
    /// Only rows before this one: the last of the page that was read before.
    pub before_position: Option<u64>,
    /// Rows of a page.
    pub at_most: u32,
}
