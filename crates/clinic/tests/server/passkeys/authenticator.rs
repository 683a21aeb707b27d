//! A device that makes and shows passkeys, with a key of its own; and everything that may be wrong with what it answers.

use ciborium::Value as Cbor;
use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{HOST, between};

/// The device was touched.
pub(crate) const PRESENT: u8 = 0x01;
/// It asked for finger, face or PIN.
pub(crate) const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;

/// A device, with the browser that it hangs on.
#[derive(Clone)]
pub(crate) struct Authenticator {
    key: SigningKey,
    pub(crate) id: Vec<u8>,
    pub(crate) counter: u32,
    pub(crate) flags: u8,
    /// What the browser says of the page.
    pub(crate) origin: String,
    pub(crate) is_inside_another_page: bool,
    /// What the device says of the page.
    pub(crate) domain: String,
    /// Another answer than was asked for.
    pub(crate) kind: Option<&'static str>,
    /// Another challenge than was set.
    pub(crate) challenge: Option<String>,
    /// Whose passkey the device says that it is.
    pub(crate) user_handle: String,
}

/// Fields of a form.
pub(crate) type Fields = Vec<(&'static str, String)>;

/// What a page asks a browser.
pub(crate) fn options(page: &str) -> Value {
    let attribute = between(page, "data-options=\"", "\"");
    let json = attribute.replace("&#34;", "\"").replace("&#38;", "&");
    serde_json::from_str(&json).unwrap()
}

impl Authenticator {
    pub(crate) fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 16],
            counter: 0,
            flags: PRESENT | VERIFIED,
            origin: format!("https://{HOST}"),
            is_inside_another_page: false,
            domain: HOST.to_owned(),
            kind: None,
            challenge: None,
            user_handle: String::new(),
        }
    }

    pub(crate) fn credential(&self) -> String {
        BASE64URL_NOPAD.encode(&self.id)
    }

    /// Makes a passkey.
    pub(crate) fn make(&self, options: &Value) -> Fields {
        let client_data = self.client_data("webauthn.create", options);
        let mut data = self.data(self.flags | HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let text = |text: &str| Cbor::Text(text.to_owned());
        let object = Cbor::Map(vec![
            (text("fmt"), text("none")),
            (text("attStmt"), Cbor::Map(Vec::new())),
            (text("authData"), Cbor::Bytes(data)),
        ]);
        vec![
            ("client_data", BASE64URL_NOPAD.encode(&client_data)),
            (
                "attestation_object",
                BASE64URL_NOPAD.encode(&written(&object)),
            ),
        ]
    }

    /// Shows the passkey; it was used once more then.
    pub(crate) fn show(&mut self, options: &Value) -> Fields {
        self.counter += 1;
        self.show_uncounted(options)
    }

    /// Shows the passkey without counting.
    pub(crate) fn show_uncounted(&self, options: &Value) -> Fields {
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(self.flags);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        vec![
            ("credential", self.credential()),
            ("client_data", BASE64URL_NOPAD.encode(&client_data)),
            ("authenticator_data", BASE64URL_NOPAD.encode(&data)),
            (
                "signature",
                BASE64URL_NOPAD.encode(signature.to_der().as_bytes()),
            ),
            ("user_handle", self.user_handle.clone()),
        ]
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["challenge"].as_str().unwrap();
        let client_data = serde_json::json!({
            "type": self.kind.unwrap_or(kind),
            "challenge": self.challenge.as_deref().unwrap_or(challenge),
            "origin": self.origin,
            "crossOrigin": self.is_inside_another_page,
            "whatever the standard may add": 1,
        });
        client_data.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.domain).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let coordinates = &point.as_bytes()[1..];
        let number = |number: i64| Cbor::from(number);
        written(&Cbor::Map(vec![
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), Cbor::Bytes(coordinates[..32].to_vec())),
            (number(-3), Cbor::Bytes(coordinates[32..].to_vec())),
        ]))
    }
}

fn written(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}
