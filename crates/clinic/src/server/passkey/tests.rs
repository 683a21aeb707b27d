//! The examples of the standard: other people's browsers and devices, as the standard writes them down.

use std::collections::BTreeMap;

use ciborium::Value;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use needlework_chart::id::UserId;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::public_key::RS256;
use super::*;
use crate::server::office::challenge::Purpose;
use crate::server::office::login;

#[derive(Deserialize)]
struct Vector {
    name: String,
    registration: String,
    authentication: String,
    #[serde(flatten)]
    hexadecimal: BTreeMap<String, String>,
}

impl Vector {
    fn bytes(&self, field: &str) -> Vec<u8> {
        HEXLOWER.decode(self.hexadecimal[field].as_bytes()).unwrap()
    }

    fn text(&self, field: &str) -> String {
        BASE64URL_NOPAD.encode(&self.bytes(field))
    }

    fn asked(&self, field: &str, purpose: Purpose) -> Challenge {
        Challenge {
            id: Uuid::nil(),
            user: UserId::from_uuid(Uuid::nil()),
            purpose,
            hash: login::hash(&self.text(field)),
            place: Place::of("example.org", true).unwrap(),
            expires_at: jiff::Timestamp::MAX,
        }
    }

    fn made(&self) -> Result<Made, Refusal> {
        let creation = Creation {
            client_data: &self.text("registration_client_data"),
            attestation_object: &self.text("attestation_object"),
        };
        made(
            &creation,
            &self.asked("registration_challenge", Purpose::Add),
        )
    }

    /// The passkey as its device describes it, whether or not it would have been taken.
    fn passkey(&self) -> Passkey {
        let data = AuthenticatorData::of_attestation(&self.bytes("attestation_object")).unwrap();
        let new = data.new_credential.unwrap();
        assert_eq!(new.id, self.bytes("credential_id"), "{}", self.name);
        Passkey {
            name: self.name.clone(),
            credential: BASE64URL_NOPAD.encode(&new.id),
            public_key: BASE64URL_NOPAD.encode(&new.public_key),
            counter: data.counter,
            may_be_copied: data.flags.may_be_copied(),
            domain: "example.org".to_owned(),
            added_at: jiff::Timestamp::UNIX_EPOCH,
            used_at: None,
        }
    }

    fn proven(&self, client_data: &[u8], data: &[u8], signature: &[u8]) -> Result<u32, Refusal> {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let proof = Proof {
            credential: &self.text("credential_id"),
            client_data: &text(client_data),
            authenticator_data: &text(data),
            signature: &text(signature),
            user_handle: "",
        };
        let asked = self.asked("authentication_challenge", Purpose::SignIn);
        proven(&proof, &asked, &self.passkey())
    }

    fn parts(&self) -> [Vec<u8>; 3] {
        [
            "authentication_client_data",
            "authenticator_data",
            "signature",
        ]
        .map(|field| self.bytes(field))
    }
}

fn vectors() -> Vec<Vector> {
    #[derive(Deserialize)]
    struct File {
        vector: Vec<Vector>,
    }
    let file: File =
        toml::from_str(include_str!("../../../tests/data/passkey_vectors.toml")).unwrap();
    assert_eq!(file.vector.len(), 9);
    file.vector
}

fn vector(name: &str) -> Vector {
    let mut all = vectors().into_iter();
    all.find(|one| one.name == name).unwrap()
}

fn why<T>(result: Result<T, Refusal>) -> String {
    result.map_or_else(|refusal| format!("{refusal:?}"), |_| String::new())
}

#[test]
fn examples_of_the_standard_are_taken_where_the_device_asked_the_person() {
    for vector in vectors() {
        assert_eq!(why(vector.made()), vector.registration, "{}", vector.name);
        let [client_data, data, signature] = vector.parts();
        if vector.registration != "Algorithm" {
            let result = vector.proven(&client_data, &data, &signature);
            assert_eq!(why(result), vector.authentication, "{}", vector.name);
        }
    }
}

#[test]
fn signatures_of_the_standard_are_right_and_of_one_another_wrong() {
    let mut known = vectors();
    known.retain(|vector| vector.registration != "Algorithm");
    for one in &known {
        let [client_data, mut signed, signature] = one.parts();
        signed.extend(Sha256::digest(&client_data));
        for other in &known {
            let key = bytes(&other.passkey().public_key).unwrap();
            let result = PublicKey::read(&key).unwrap().verify(&signed, &signature);
            assert_eq!(
                result.is_ok(),
                one.name == other.name,
                "{} {}",
                one.name,
                other.name
            );
        }
    }
}

#[test]
fn whoever_turns_a_single_bit_proves_nothing() {
    let vector = vector("packed-es256");
    let parts = vector.parts();
    for part in 0..parts.len() {
        for byte in 0..parts[part].len() {
            for bit in 0..8 {
                let mut turned = parts.clone();
                turned[part][byte] ^= 1 << bit;
                let [client_data, data, signature] = &turned;
                let result = vector.proven(client_data, data, signature);
                assert!(result.is_err(), "part {part}, byte {byte}, bit {bit}");
            }
        }
    }
}

#[test]
fn what_is_cut_off_or_goes_on_cannot_be_read() {
    for vector in vectors() {
        let object = vector.bytes("attestation_object");
        for length in 0..object.len() {
            let result = AuthenticatorData::of_attestation(&object[..length]);
            assert_eq!(result.unwrap_err(), Refusal::Unreadable, "{}", vector.name);
        }
        let longer = [object.as_slice(), &[0]].concat();
        assert!(AuthenticatorData::of_attestation(&longer).is_err());
        let data = vector.bytes("authenticator_data");
        for length in 0..data.len() {
            assert!(AuthenticatorData::read(&data[..length]).is_err());
        }
        assert!(AuthenticatorData::read(&[data.as_slice(), &[0]].concat()).is_err());
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = vec![0x81; 200_000];
    let result = AuthenticatorData::of_attestation(&deep);
    assert_eq!(result.unwrap_err(), Refusal::Unreadable);
}

/// RFC 8017 lets an RSA key be of any size; below 2048 bits it can be broken.
#[test]
fn a_short_rsa_key_is_refused() {
    let cose = |bytes: usize| {
        let number = |number: i64| Value::from(number);
        let key = Value::Map(vec![
            (number(1), number(3)),
            (number(3), number(RS256)),
            (number(-1), Value::Bytes(vec![0xff; bytes])),
            (number(-2), Value::Bytes(vec![1, 0, 1])),
        ]);
        let mut written = Vec::new();
        ciborium::into_writer(&key, &mut written).unwrap();
        written
    };
    assert_eq!(PublicKey::read(&cose(128)).unwrap_err(), Refusal::Algorithm);
    assert!(PublicKey::read(&cose(256)).is_ok());
    assert_eq!(
        PublicKey::read(&cose(1024)).unwrap_err(),
        Refusal::Algorithm
    );
}
