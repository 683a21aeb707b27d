//! What the browser collected (section 5.8.1): JSON that it alone writes, so that no page can claim another address.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{Refusal, bytes};
use crate::server::office::challenge::Challenge;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// To make a passkey.
    Creation,
    /// To show one.
    Proof,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Creation => "webauthn.create",
            Self::Proof => "webauthn.get",
        }
    }
}

/// Members that are looked at. The standard lets browsers add others.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Collected {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

/// Client data, with the hash of its bytes as they came.
#[derive(Debug)]
pub(super) struct ClientData {
    collected: Collected,
    hash: [u8; 32],
}

impl ClientData {
    pub(super) fn read(base64url: &str) -> Result<Self, Refusal> {
        let json = bytes(base64url)?;
        Ok(Self {
            collected: serde_json::from_slice(&json).map_err(|_| Refusal::Unreadable)?,
            hash: Sha256::digest(&json).into(),
        })
    }

    /// The challenge that the browser was given, base64url.
    pub(super) fn challenge(&self) -> &str {
        &self.collected.challenge
    }

    /// SHA-256 of the JSON: the signature is over this.
    pub(super) const fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// Whether this answers what was asked, at the place where it was asked.
    pub(super) fn verify(&self, kind: Kind, asked: &Challenge) -> Result<(), Refusal> {
        let collected = &self.collected;
        let is_inside_another_page = collected.cross_origin || collected.top_origin.is_some();
        if collected.kind != kind.name() || is_inside_another_page {
            return Err(Refusal::Kind);
        }
        if !asked.is(&collected.challenge) {
            return Err(Refusal::Challenge);
        }
        if collected.origin != asked.place.origin {
            return Err(Refusal::Place);
        }
        Ok(())
    }
}
