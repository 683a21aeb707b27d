//! What was asked of a browser that wants to make or show a passkey: random, for one answer, for a few minutes. It lies in the
//! cabinet, so that any server may take the answer.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Filed, login};
use crate::server::passkey::Place;

/// How long an answer is waited for: what the standard recommends where the person is asked (section 15.1).
pub const HOLDS: SignedDuration = SignedDuration::from_mins(5);

/// What the answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A passkey for an account that somebody is signed in to.
    Add,
    /// A passkey with which an invitation is taken up.
    TakeUp,
    /// Signing in, after the password.
    SignIn,
}

/// A challenge that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Its id.
    pub id: Uuid,
    /// Who was asked.
    pub user: UserId,
    /// What for.
    pub purpose: Purpose,
    /// SHA-256 of the challenge as text, hexadecimal.
    pub hash: String,
    /// Where it was asked.
    pub place: Place,
    /// Until when an answer is taken.
    pub expires_at: Timestamp,
}

impl Filed for Challenge {
    const DRAWER: Drawer = Drawer::new("challenge");

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Challenge {
    /// Whether this text is the challenge.
    pub fn is(&self, text: &str) -> bool {
        self.hash == login::hash(text)
    }
}
