//! The secret from which ids of mails and addresses to stop them follow: who reads the database cannot tell of which moment a
//! mail reminds, and nobody can stop the mails of somebody else.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::chance::{Chance, NoRandomness};
use needlework_chart::id::PatientId;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::Filed;

/// There is one secret.
pub(super) const ID: Uuid = Uuid::from_u128(1);
/// Bytes of the secret.
const BYTES: usize = 32;
/// Bytes of the id of a patient in an address.
const PATIENT_BYTES: usize = 16;

/// The secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSecret {
    /// Random bytes, base64.
    key: String,
}

impl std::fmt::Debug for MailSecret {
    /// The secret does not leave by debug output.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MailSecret")
    }
}

impl Filed for MailSecret {
    const DRAWER: Drawer = Drawer::new("mail-secret");

    fn id(&self) -> Uuid {
        ID
    }
}

impl MailSecret {
    /// A new one.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn new(chance: &dyn Chance) -> Result<Self, NoRandomness> {
        let mut key = [0; BYTES];
        chance.fill(&mut key)?;
        Ok(Self {
            key: BASE64.encode(&key),
        })
    }

    /// The id of the mail to a patient about something at a moment.
    pub fn mail_id(&self, patient: PatientId, about: &str, moment: Timestamp) -> Uuid {
        let second = moment.as_second().to_string();
        let hash = self.keyed(&["mail", &patient.to_string(), about, &second]);
        let hash = hash.finalize().into_bytes();
        let first = hash.as_slice().first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_custom_bytes(first).into_uuid()
    }

    /// The token of the address by which a patient stops mails.
    pub fn stop_token(&self, patient: PatientId) -> String {
        let mut bytes = patient.uuid().into_bytes().to_vec();
        bytes.extend(self.stopping(patient).finalize().into_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Whose mails a token stops; `None`: it is none of ours.
    pub fn patient_of(&self, token: &str) -> Option<PatientId> {
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (patient, hash) = bytes.split_first_chunk::<PATIENT_BYTES>()?;
        let patient = PatientId::from_uuid(Uuid::from_bytes(*patient));
        // How long it takes tells nothing of the right one.
        let is_ours = self.stopping(patient).verify_slice(hash).is_ok();
        is_ours.then_some(patient)
    }

    fn stopping(&self, patient: PatientId) -> Hmac<Sha256> {
        self.keyed(&["stop", &patient.to_string()])
    }

    /// A hash that only who has the secret can make (RFC 2104), over each part with its length.
    fn keyed(&self, parts: &[&str]) -> Hmac<Sha256> {
        let mut key = Key::<Hmac<Sha256>>::default();
        for (place, byte) in key.iter_mut().zip(self.key.bytes()) {
            *place = byte;
        }
        let mut hash = Hmac::<Sha256>::new(&key);
        for part in parts {
            hash.update(&part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash
    }
}

#[cfg(test)]
mod tests {
    use needlework_chart::chance::OperatingSystem;

    use super::*;

    fn patient(number: u128) -> PatientId {
        PatientId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_token_is_of_one_patient_and_one_clinic() -> Result<(), NoRandomness> {
        let (one, other) = (
            MailSecret::new(&OperatingSystem)?,
            MailSecret::new(&OperatingSystem)?,
        );
        let token = one.stop_token(patient(7));
        assert_eq!(one.patient_of(&token), Some(patient(7)));
        assert_eq!(other.patient_of(&token), None);
        assert_ne!(token, one.stop_token(patient(8)));
        for wrong in ["", "x", &token[1..], &token.replace(|_| true, "A")] {
            assert_eq!(one.patient_of(wrong), None, "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn the_hash_is_the_one_of_rfc_2104() -> Result<(), serde_json::Error> {
        let stored = r#"{"key":"c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlIQ=="}"#;
        let secret: MailSecret = serde_json::from_str(stored)?;
        // By the module hmac of Python.
        let token = "AAAAAAAAAAAAAAAAAAAAB6D7zBqRJTkMOArkrUCa6zlu8HXBoaKuH0mZvXM3yUx_";
        assert_eq!(secret.stop_token(patient(7)), token);
        Ok(())
    }

    #[test]
    fn an_id_follows_from_patient_matter_and_moment_and_from_the_secret() -> Result<(), NoRandomness>
    {
        let secret = MailSecret::new(&OperatingSystem)?;
        let now = Timestamp::UNIX_EPOCH;
        let id = secret.mail_id(patient(7), "1/after-24", now);
        assert_eq!(id, secret.clone().mail_id(patient(7), "1/after-24", now));
        let later = now + jiff::SignedDuration::from_secs(1);
        for other in [
            secret.mail_id(patient(8), "1/after-24", now),
            secret.mail_id(patient(7), "2/after-24", now),
            secret.mail_id(patient(7), "1/after-24", later),
            MailSecret::new(&OperatingSystem)?.mail_id(patient(7), "1/after-24", now),
        ] {
            assert_ne!(id, other);
        }
        Ok(())
    }
}
