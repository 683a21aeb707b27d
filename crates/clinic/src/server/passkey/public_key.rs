//! Public keys as COSE writes them (RFC 9052 and 9053, RFC 8812), and what they have signed.

use ciborium::Value;
use p256::ecdsa;
use p256::ecdsa::signature::Verifier as _;
use rsa::BoxedUint;
use rsa::pkcs1v15;
use rsa::sha2::Sha256;

use super::Refusal;
use super::authenticator_data::value;

/// ECDSA on P-256 with SHA-256.
pub(super) const ES256: i64 = -7;
/// RSA PKCS#1 v1.5 with SHA-256: what devices with an older TPM have.
pub(super) const RS256: i64 = -257;

/// Sizes of the modulus of an RSA key, bits: shorter ones can be broken, longer ones take long.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// Bytes of a coordinate on P-256.
const COORDINATE_BYTES: usize = 32;
/// First byte of a point of which both coordinates follow.
const BOTH_COORDINATES: u8 = 4;

const KEY_TYPE: i64 = 1;
const ALGORITHM: i64 = 3;
/// Curve of a key on a curve; modulus of an RSA key.
const FIRST: i64 = -1;
/// First coordinate; exponent of an RSA key.
const SECOND: i64 = -2;
/// Second coordinate.
const THIRD: i64 = -3;

const ON_CURVE: i64 = 2;
const OF_RSA: i64 = 3;
const P256: i64 = 1;

/// A public key.
#[derive(Debug)]
pub(super) enum PublicKey {
    OnCurve(ecdsa::VerifyingKey),
    OfRsa(pkcs1v15::VerifyingKey<Sha256>),
}

impl PublicKey {
    /// From COSE.
    pub(super) fn read(cose: &[u8]) -> Result<Self, Refusal> {
        let mut rest = cose;
        let members = value(&mut rest)?
            .into_map()
            .map_err(|_| Refusal::Unreadable)?;
        if !rest.is_empty() {
            return Err(Refusal::Unreadable);
        }
        let members = Members(members);
        match (members.number(KEY_TYPE)?, members.number(ALGORITHM)?) {
            (ON_CURVE, ES256) if members.number(FIRST)? == P256 => on_curve(&members),
            (OF_RSA, RS256) => of_rsa(&members),
            _ => Err(Refusal::Algorithm),
        }
    }

    /// Whether this key has signed the message.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
        let is_signed = match self {
            Self::OnCurve(key) => ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::OfRsa(key) => pkcs1v15::Signature::try_from(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        };
        is_signed.then_some(()).ok_or(Refusal::Signature)
    }
}

/// Members of a COSE key.
struct Members(Vec<(Value, Value)>);

impl Members {
    fn get(&self, label: i64) -> Result<&Value, Refusal> {
        let wanted = Value::from(label);
        let found = self.0.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value).ok_or(Refusal::Unreadable)
    }

    fn number(&self, label: i64) -> Result<i64, Refusal> {
        let number = self.get(label)?.as_integer();
        number
            .and_then(|number| i64::try_from(number).ok())
            .ok_or(Refusal::Unreadable)
    }

    fn bytes(&self, label: i64) -> Result<&[u8], Refusal> {
        let bytes = self.get(label)?.as_bytes();
        bytes.map(Vec::as_slice).ok_or(Refusal::Unreadable)
    }
}

fn on_curve(members: &Members) -> Result<PublicKey, Refusal> {
    let (first, second) = (members.bytes(SECOND)?, members.bytes(THIRD)?);
    if first.len() != COORDINATE_BYTES || second.len() != COORDINATE_BYTES {
        return Err(Refusal::Unreadable);
    }
    let point = [&[BOTH_COORDINATES], first, second].concat();
    ecdsa::VerifyingKey::from_sec1_bytes(&point)
        .map(PublicKey::OnCurve)
        .map_err(|_| Refusal::Unreadable)
}

fn of_rsa(members: &Members) -> Result<PublicKey, Refusal> {
    let number = |label| members.bytes(label).map(BoxedUint::from_be_slice_vartime);
    rsa::PublicKey::new_with_size_limits(number(FIRST)?, number(SECOND)?, RSA_BITS)
        .map(|key| PublicKey::OfRsa(pkcs1v15::VerifyingKey::new(key)))
        .map_err(|_| Refusal::Algorithm)
}
