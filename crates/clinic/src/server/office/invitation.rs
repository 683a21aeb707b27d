//! Links that let somebody in once: a new colleague who chooses a password, a patient who opens the own pages.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::{PatientId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// Whom a link lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guest {
    /// A colleague, to choose a password and an authenticator.
    Colleague(UserId),
    /// A patient, to the own pages.
    Patient(PatientId),
}

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub guest: Guest,
    /// SHA-256 of the token in the link, hexadecimal.
    pub token: String,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Secret of the authenticator that the page proposes, base32.
    pub authenticator: String,
}

impl Filed for Invitation {
    const DRAWER: Drawer = Drawer::new("invitation");

    fn id(&self) -> Uuid {
        self.id
    }
}
