//! Links that let somebody in once: a colleague, who chooses a password and an authenticator.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub user: UserId,
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
