//! What the device answered (section 6.1): hash of the address, flags, counter, and for a new passkey its id and key.

use ciborium::Value;
use sha2::{Digest as _, Sha256};

use super::{Place, Refusal};

/// Deepest nesting of CBOR that is read; the standard's own structures have three levels.
const DEEPEST: usize = 16;
/// Length of the model number of a device, bytes; it is passed over.
const MODEL_BYTES: usize = 16;

/// What the device says of this use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    const PRESENT: u8 = 0x01;
    const VERIFIED: u8 = 0x04;
    const MAY_BE_COPIED: u8 = 0x08;
    const IS_COPIED: u8 = 0x10;
    const HAS_CREDENTIAL: u8 = 0x40;
    const HAS_EXTENSIONS: u8 = 0x80;

    const fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    /// Whether the passkey may be copied to other devices of its owner.
    pub(super) const fn may_be_copied(self) -> bool {
        self.has(Self::MAY_BE_COPIED)
    }
}

/// A passkey that was just made.
#[derive(Debug)]
pub(super) struct NewCredential {
    /// Its id.
    pub(super) id: Vec<u8>,
    /// Its public key as COSE.
    pub(super) public_key: Vec<u8>,
}

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData {
    place: [u8; 32],
    pub(super) flags: Flags,
    pub(super) counter: u32,
    pub(super) new_credential: Option<NewCredential>,
}

impl AuthenticatorData {
    /// From the answer to a creation (section 6.5).
    pub(super) fn of_attestation(object: &[u8]) -> Result<Self, Refusal> {
        let mut rest = object;
        let object = value(&mut rest)?.into_map();
        let members = object.map_err(|_| Refusal::Unreadable)?;
        let data = members
            .into_iter()
            .find(|(name, _)| name.as_text() == Some("authData"))
            .and_then(|(_, data)| data.into_bytes().ok())
            .filter(|_| rest.is_empty());
        Self::read(&data.ok_or(Refusal::Unreadable)?)
    }

    /// From its bytes.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut rest = bytes;
        let place: [u8; 32] = take(&mut rest)?;
        let [flags] = take(&mut rest)?;
        let flags = Flags(flags);
        let counter = u32::from_be_bytes(take(&mut rest)?);
        let new_credential = if flags.has(Flags::HAS_CREDENTIAL) {
            Some(new_credential(&mut rest)?)
        } else {
            None
        };
        if flags.has(Flags::HAS_EXTENSIONS) {
            value(&mut rest)?;
        }
        if !rest.is_empty() {
            return Err(Refusal::Unreadable);
        }
        Ok(Self {
            place,
            flags,
            counter,
            new_credential,
        })
    }

    /// Whether the device was asked from the right address, and has asked the person.
    pub(super) fn verify(&self, place: &Place) -> Result<(), Refusal> {
        if self.place != <[u8; 32]>::from(Sha256::digest(&place.domain)) {
            return Err(Refusal::Place);
        }
        if !(self.flags.has(Flags::PRESENT) && self.flags.has(Flags::VERIFIED)) {
            return Err(Refusal::Unverified);
        }
        if self.flags.has(Flags::IS_COPIED) && !self.flags.may_be_copied() {
            return Err(Refusal::Unreadable);
        }
        Ok(())
    }
}

fn new_credential(rest: &mut &[u8]) -> Result<NewCredential, Refusal> {
    let _model: [u8; MODEL_BYTES] = take(rest)?;
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    let (id, key) = rest.split_at_checked(length).ok_or(Refusal::Unreadable)?;
    *rest = key;
    value(rest)?;
    let key = key.strip_suffix(*rest).ok_or(Refusal::Unreadable)?;
    Ok(NewCredential {
        id: id.to_owned(),
        public_key: key.to_owned(),
    })
}

/// The next bytes.
fn take<const LENGTH: usize>(rest: &mut &[u8]) -> Result<[u8; LENGTH], Refusal> {
    let (head, tail) = rest.split_first_chunk().ok_or(Refusal::Unreadable)?;
    *rest = tail;
    Ok(*head)
}

/// The next value of CBOR.
pub(super) fn value(rest: &mut &[u8]) -> Result<Value, Refusal> {
    ciborium::de::from_reader_with_recursion_limit(rest, DEEPEST).map_err(|_| Refusal::Unreadable)
}
