//! Passkeys: Web Authentication, level 3 (<https://www.w3.org/TR/webauthn-3/>), from the side that asks.
//!
//! ```text
//! what the browser says  client data         kind of answer, challenge, address of the page
//! what the device says   authenticator data  address, whether it asked the person, how often it was used
//! what proves both       signature           over device's words and the hash of the browser's
//! ```
//!
//! Devices are not asked who made them: whatever statement about that comes is left unread, as it would prove nothing that is
//! asked for here.

mod authenticator_data;
mod client_data;
mod place;
mod public_key;
#[cfg(test)]
mod tests;

use data_encoding::BASE64URL_NOPAD;

use super::office::challenge::Challenge;
use super::office::passkey::Passkey;
use authenticator_data::AuthenticatorData;
use client_data::{ClientData, Kind};
pub use place::Place;
use public_key::PublicKey;

/// Kinds of keys that are understood, as COSE numbers them, the preferred one first: ECDSA on P-256, RSA PKCS#1 v1.5, both
/// with SHA-256.
pub const ALGORITHMS: [i64; 2] = [public_key::ES256, public_key::RS256];
/// Longest id of a credential, bytes (section 7.1).
const LONGEST_CREDENTIAL: usize = 1023;

/// Why a passkey is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What came is not formed as the standard says.
    Unreadable,
    /// An answer to another question, or asked from inside a page of somebody else.
    Kind,
    /// The challenge is not the one that was set.
    Challenge,
    /// It was used at another address.
    Place,
    /// The device did not ask the person.
    Unverified,
    /// The key is of a kind that is not understood, or too short.
    Algorithm,
    /// It belongs to somebody else or was removed.
    Stranger,
    /// The signature is not of the key that was kept.
    Signature,
    /// It was used less often than is known: there may be two of it.
    Counter,
}

impl Refusal {
    /// Key of the text that says why, and what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unreadable => "refused-passkey-unreadable",
            Self::Kind => "refused-passkey-kind",
            Self::Challenge => "refused-passkey-challenge",
            Self::Place => "refused-passkey-address",
            Self::Unverified => "refused-passkey-unverified",
            Self::Algorithm => "refused-passkey-algorithm",
            Self::Stranger => "refused-passkey-stranger",
            Self::Signature => "refused-passkey-signature",
            Self::Counter => "refused-passkey-counter",
        }
    }
}

/// What a browser says when somebody made a passkey, each part base64url.
#[derive(Debug)]
pub struct Creation<'a> {
    /// What the browser collected.
    pub client_data: &'a str,
    /// What the device answered.
    pub attestation_object: &'a str,
}

/// What a browser says when somebody shows a passkey, each part base64url.
#[derive(Debug)]
pub struct Proof<'a> {
    /// Id of the credential.
    pub credential: &'a str,
    /// What the browser collected.
    pub client_data: &'a str,
    /// What the device answered.
    pub authenticator_data: &'a str,
    /// Signature over both.
    pub signature: &'a str,
    /// Whose passkey it is, as the device knows it; empty: it does not say.
    pub user_handle: &'a str,
}

/// What is kept of a passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Id of the credential, base64url.
    pub credential: String,
    /// Public key as COSE, base64url.
    pub public_key: String,
    /// How often it was used; 0 where the device does not count.
    pub counter: u32,
    /// Whether its maker may copy it to other devices.
    pub may_be_copied: bool,
}

/// The challenge that an answer is about, so that what was asked can be found.
///
/// # Errors
/// When the client data cannot be read.
pub fn challenge_of(client_data: &str) -> Result<String, Refusal> {
    Ok(ClientData::read(client_data)?.challenge().to_owned())
}

/// The passkey that somebody made when asked (section 7.1).
///
/// # Errors
/// When it is not formed well, answers something else, or the device did not ask the person.
pub fn made(creation: &Creation<'_>, asked: &Challenge) -> Result<Made, Refusal> {
    let client_data = ClientData::read(creation.client_data)?;
    client_data.verify(Kind::Creation, asked)?;
    let data = AuthenticatorData::of_attestation(&bytes(creation.attestation_object)?)?;
    data.verify(&asked.place)?;
    let new = data.new_credential.ok_or(Refusal::Unreadable)?;
    if new.id.is_empty() || new.id.len() > LONGEST_CREDENTIAL {
        return Err(Refusal::Unreadable);
    }
    PublicKey::read(&new.public_key)?;
    Ok(Made {
        credential: BASE64URL_NOPAD.encode(&new.id),
        public_key: BASE64URL_NOPAD.encode(&new.public_key),
        counter: data.counter,
        may_be_copied: data.flags.may_be_copied(),
    })
}

/// The new counter of a passkey that somebody showed when asked (section 7.2).
///
/// # Errors
/// When it is not formed well, answers something else, the device did not ask the person, or the signature is not of this
/// passkey.
pub fn proven(proof: &Proof<'_>, asked: &Challenge, passkey: &Passkey) -> Result<u32, Refusal> {
    let is_same = proof.credential == passkey.credential && asked.place.domain == passkey.domain;
    let is_own =
        proof.user_handle.is_empty() || bytes(proof.user_handle)? == asked.user.uuid().into_bytes();
    if !(is_same && is_own) {
        return Err(Refusal::Stranger);
    }
    let client_data = ClientData::read(proof.client_data)?;
    client_data.verify(Kind::Proof, asked)?;
    let mut signed = bytes(proof.authenticator_data)?;
    let data = AuthenticatorData::read(&signed)?;
    data.verify(&asked.place)?;
    if data.flags.may_be_copied() != passkey.may_be_copied {
        return Err(Refusal::Signature);
    }
    signed.extend(client_data.hash());
    let key = PublicKey::read(&bytes(&passkey.public_key)?)?;
    key.verify(&signed, &bytes(proof.signature)?)?;
    let counts = data.counter != 0 || passkey.counter != 0;
    if counts && data.counter <= passkey.counter {
        return Err(Refusal::Counter);
    }
    Ok(data.counter)
}

fn bytes(text: &str) -> Result<Vec<u8>, Refusal> {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| Refusal::Unreadable)
}
