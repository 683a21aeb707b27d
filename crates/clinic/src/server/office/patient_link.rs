//! Links that let a patient in once, on one device. Whoever opens one also knows the day of birth.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::{PatientId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// How long a link works: a letter takes some days, and a link that lies about for weeks is found by others.
pub const LINK_HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Tries at the day of birth: enough for a slip of the finger, too few for guessing among some thirty thousand days.
pub const MOST_TRIES: u32 = 3;

/// A link that lets a patient in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientLink {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub patient: PatientId,
    /// Who made it.
    pub made_by: UserId,
    /// When it was made.
    pub made_at: Timestamp,
    /// SHA-256 of the token in the link, hexadecimal.
    pub token: String,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Days of birth that were tried.
    pub tries: u32,
}

impl Filed for PatientLink {
    const DRAWER: Drawer = Drawer::new("patient-link");

    fn id(&self) -> Uuid {
        self.id
    }
}

impl PatientLink {
    /// Whether it still works.
    pub fn works(&self, at: Timestamp) -> bool {
        at < self.expires_at && self.tries < MOST_TRIES
    }

    /// Tries that are left.
    pub const fn tries_left(&self) -> u32 {
        MOST_TRIES.saturating_sub(self.tries)
    }
}
