//! Links that let a patient in once, on one device. Whoever opens one also knows the day of birth.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::PatientId;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As it was written while a link still said who made it and when, which the trail says.
    const WITH_MAKER: &str = r#"{"id":"01997e4c-0000-7000-8000-000000000001","patient":"01997e4c-0000-7000-8000-000000000002",
        "made_by":"01997e4c-0000-7000-8000-000000000003","made_at":"2026-11-20T09:00:00Z","token":"9f86d081",
        "expires_at":"2026-11-27T09:00:00Z","tries":1}"#;

    #[test]
    fn a_link_that_says_who_made_it_still_works() {
        let link: PatientLink = serde_json::from_str(WITH_MAKER).unwrap();
        assert!(link.works("2026-11-26T09:00:00Z".parse().unwrap()));
        assert_eq!(link.tries_left(), 2);
    }
}
