//! Who is signed in. A browser holds a random token; here lies its hash, so that nobody who reads the cabinet can act as
//! somebody else.

use std::collections::HashMap;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::{Document, Drawer};
use needlework_chart::chance::{Chance, NoRandomness};
use needlework_chart::id::UserId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Filed, Held, Shelf};

/// How often the moment of last use is written down. Between two writings the idle limit is kept in memory only as far as
/// this; a limit of minutes does not need it finer.
const WRITE_USE_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// For how long the sign-in of a patient holds. A telephone is one person's and has a lock of its own, and whoever is signed
/// out must ask the clinic for a new link, which nobody does on the evening of a burning face. Sessions lie four to six weeks
/// apart, so that somebody who looks at each of them stays in; a course with its last judgement takes about half a year.
pub const PATIENT_LIMITS: Limits = Limits {
    idle: SignedDuration::from_hours(45 * 24),
    absolute: SignedDuration::from_hours(180 * 24),
};

/// One sign-in on one browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub user: UserId,
    /// SHA-256 of the token, hexadecimal.
    pub token: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, within a minute.
    pub used_at: Timestamp,
    /// What browser it is, in a few words, so that its owner knows it again.
    pub browser: String,
}

impl Filed for Login {
    const DRAWER: Drawer = Drawer::new("login");

    fn id(&self) -> Uuid {
        self.id
    }
}

/// For how long a sign-in holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without use.
    pub idle: SignedDuration,
    /// At most.
    pub absolute: SignedDuration,
}

impl Login {
    /// Whether it still holds.
    pub fn holds(&self, at: Timestamp, limits: Limits) -> bool {
        at < self.used_at + limits.idle && at < self.began_at + limits.absolute
    }

    /// Whether a use at this moment is worth writing down.
    pub fn is_use_worth_writing(&self, at: Timestamp) -> bool {
        at >= self.used_at + WRITE_USE_EVERY
    }
}

/// All sign-ins, found by token.
#[derive(Debug, Clone, Default)]
pub struct Logins {
    shelf: Shelf<Login>,
    by_token: HashMap<String, Uuid>,
}

impl Logins {
    /// The sign-in with a token; whether it still holds is for the caller to ask.
    pub fn by_token(&self, token: &str) -> Option<&Held<Login>> {
        self.shelf.get(*self.by_token.get(&hash(token))?)
    }

    /// A sign-in by its id.
    pub fn get(&self, id: Uuid) -> Option<&Held<Login>> {
        self.shelf.get(id)
    }

    /// All of one person, the oldest first.
    pub fn of(&self, user: UserId) -> impl Iterator<Item = &Held<Login>> {
        self.shelf
            .held()
            .filter(move |held| held.value.user == user)
    }

    pub(super) fn take(&mut self, document: &Document) -> bool {
        if let Some(old) = self.shelf.get(document.id) {
            self.by_token.remove(&old.value.token);
        }
        let is_read = self.shelf.take(document);
        if let Some(new) = self.shelf.get(document.id) {
            self.by_token.insert(new.value.token.clone(), document.id);
        }
        is_read
    }
}

/// A new random token: 32 bytes that nobody can guess.
///
/// # Errors
/// When no random bytes can be had.
pub fn new_token(chance: &dyn Chance) -> Result<String, NoRandomness> {
    let mut random = [0; 32];
    chance.fill(&mut random)?;
    Ok(BASE64URL_NOPAD.encode(&random))
}

/// What is kept of a token.
pub fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}
