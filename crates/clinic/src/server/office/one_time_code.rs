//! Codes of an authenticator: six digits that change every half minute (RFC 6238).

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use needlework_chart::chance::{Chance, NoRandomness};
use totp_rs::{Algorithm, Builder, Totp};

/// Length of a time step, s: what all authenticators use.
const STEP_SECONDS: u64 = 30;
/// Bytes of the shared secret (RFC 4226 recommends 160 bits).
const SECRET_BYTES: usize = 20;

/// A new secret, base32 as authenticators read it.
///
/// # Errors
/// When no random bytes can be had.
pub fn new_secret(chance: &dyn Chance) -> Result<String, NoRandomness> {
    let mut random = [0; SECRET_BYTES];
    chance.fill(&mut random)?;
    Ok(BASE32_NOPAD.encode(&random))
}

/// The time step of a code that is right now or was right one step ago, if it lies after the last one that was used.
pub fn step_of(code: &str, secret: &str, used_step: u64, at: Timestamp) -> Option<u64> {
    let totp = authenticator(secret)?;
    let digits: String = code.chars().filter(|one| !one.is_whitespace()).collect();
    let now = seconds(at) / STEP_SECONDS;
    [now, now.saturating_sub(1)]
        .into_iter()
        .filter(|step| *step > used_step)
        .find(|step| totp.generate(step * STEP_SECONDS).to_string() == digits)
}

/// The code of this moment, for demonstrations and tests; `None` if the secret is none.
pub fn code(secret: &str, at: Timestamp) -> Option<String> {
    Some(authenticator(secret)?.generate(seconds(at)).to_string())
}

/// What an authenticator reads from a square or a link.
pub fn link(secret: &str, sign_in_name: &str, clinic: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|one| {
                if one.is_ascii_alphanumeric() {
                    one
                } else {
                    '-'
                }
            })
            .collect()
    };
    let clinic = plain(clinic);
    format!(
        "otpauth://totp/{clinic}:{}?secret={secret}&issuer={clinic}",
        plain(sign_in_name)
    )
}

fn authenticator(secret: &str) -> Option<Totp> {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(secret)
        .build()
        .ok()
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vectors of RFC 6238, appendix B (the last six digits).
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(super::code(&secret, at).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_code_works_once_and_not_long() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        let at = |second| Timestamp::from_second(second).unwrap();
        let code = code(&secret, at(600)).unwrap();
        let step = step_of(&code, &secret, 0, at(629)).unwrap();
        assert_eq!(step_of(&code, &secret, step, at(629)), None);
        assert_eq!(step_of(&code, &secret, 0, at(659)), Some(step));
        assert_eq!(step_of(&code, &secret, 0, at(660)), None);
        assert_eq!(step_of("12345", &secret, 0, at(600)), None);
    }
}
