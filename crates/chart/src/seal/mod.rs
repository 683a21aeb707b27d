//! Sealing: what lies in the database and in the folder of photographs can be read and changed only with a key.
//!
//! XChaCha20-Poly1305 with a random nonce of 192 bits, so long that no two ever meet and no counter has to be kept. What is
//! sealed is bound to its place ([`Place`]): a sealed body that is moved to another patient, another number or another kind
//! does not open there.

mod place;
mod secret;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use thiserror::Error;
use zeroize::Zeroizing;

pub use place::Place;
pub use secret::SecretKey;

use crate::chance::{Chance, NoRandomness};

/// First byte of everything sealed: how it was sealed.
const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;

/// Something sealed did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it does not open: it was changed or moved, or belongs to another key.")]
pub struct NotOpened;

/// Seals `plain` at a place.
///
/// # Errors
/// When no random bytes can be had.
pub fn seal(
    key: &SecretKey,
    place: Place<'_>,
    plain: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, NoRandomness> {
    let mut nonce = [0; NONCE_BYTES];
    chance.fill(&mut nonce)?;
    let bound = place.bytes();
    let payload = Payload {
        msg: plain,
        aad: &bound,
    };
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        // The cipher fails only beyond 256 GiB.
        .map_err(|_| NoRandomness("too long to seal".to_owned()))?;
    let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
    out.push(FORMAT);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what was sealed at this place with this key.
///
/// # Errors
/// When it was changed, moved, or sealed with another key.
pub fn open(
    key: &SecretKey,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    let (format, rest) = sealed.split_first().ok_or(NotOpened)?;
    let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(NotOpened)?;
    if *format != FORMAT {
        return Err(NotOpened);
    }
    let bound = place.bytes();
    let payload = Payload {
        msg: body,
        aad: &bound,
    };
    cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| NotOpened)
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::chance::OperatingSystem;
    use crate::entry::EntryKind;
    use crate::id::PatientId;

    const PATIENT: PatientId = PatientId::from_uuid(Uuid::from_u128(1));
    const PLACE: Place<'_> = Place::Entry(PATIENT, 7, EntryKind::Event);

    #[test]
    fn nothing_opens_at_another_place_or_with_another_key() {
        let key = SecretKey::generate(&OperatingSystem).unwrap();
        let sealed = seal(&key, PLACE, b"itches at night", &OperatingSystem).unwrap();
        assert_eq!(*open(&key, PLACE, &sealed).unwrap(), b"itches at night");
        let other = PatientId::from_uuid(Uuid::from_u128(2));
        for place in [
            Place::Entry(PATIENT, 8, EntryKind::Event),
            Place::Entry(other, 7, EntryKind::Event),
            Place::Entry(PATIENT, 7, EntryKind::Tombstone),
            Place::InnerLock(PATIENT),
            Place::Document("account", PATIENT.uuid(), 7),
        ] {
            assert_eq!(open(&key, place, &sealed), Err(NotOpened));
        }
        let stranger = SecretKey::generate(&OperatingSystem).unwrap();
        assert_eq!(open(&stranger, PLACE, &sealed), Err(NotOpened));
    }

    #[test]
    fn a_document_opens_only_in_its_drawer_under_its_id_and_version() {
        let key = SecretKey::generate(&OperatingSystem).unwrap();
        let id = Uuid::from_u128(3);
        let place = Place::Document("account", id, 2);
        let sealed = seal(&key, place, b"kim", &OperatingSystem).unwrap();
        assert_eq!(*open(&key, place, &sealed).unwrap(), b"kim");
        for place in [
            Place::Document("accounts", id, 2),
            Place::Document("account", Uuid::from_u128(4), 2),
            Place::Document("account", id, 1),
        ] {
            assert_eq!(open(&key, place, &sealed), Err(NotOpened));
        }
    }

    #[test]
    fn the_same_words_are_never_sealed_to_the_same_bytes() {
        let key = SecretKey::generate(&OperatingSystem).unwrap();
        let seal = || seal(&key, PLACE, b"same", &OperatingSystem).unwrap();
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_noticed(
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            flip in 1_u8..,
        ) {
            let key = SecretKey::generate(&OperatingSystem).unwrap();
            let mut sealed = seal(&key, PLACE, &plain, &OperatingSystem).unwrap();
            prop_assert_eq!(&*open(&key, PLACE, &sealed).unwrap(), &plain);
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert_eq!(open(&key, PLACE, &sealed), Err(NotOpened));
            sealed.truncate(at);
            prop_assert_eq!(open(&key, PLACE, &sealed), Err(NotOpened));
        }
    }
}
