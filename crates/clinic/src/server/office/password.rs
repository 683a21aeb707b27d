//! Passwords: argon2id, long enough, and not among those that everybody tries first.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// Shortest password, characters (OWASP ASVS 2.1.1).
const SHORTEST: usize = 12;
/// Longest password, characters (OWASP ASVS 2.1.2).
const LONGEST: usize = 128;
/// Fewest different characters: "aaaaaaaaaaaa" is long and worth nothing.
const FEWEST_DIFFERENT: usize = 5;

/// Parts of passwords that everybody tries first.
const TRIED_FIRST: [&str; 10] = [
    "password",
    "passwort",
    "contrase",
    "123456",
    "qwert",
    "letmein",
    "welcome",
    "needlework",
    "abcdef",
    "iloveyou",
];

/// Why a password cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Too short, or too long.
    Length,
    /// Too easy to guess.
    Guessable,
    /// The hash could not be made.
    NotHashed,
}

impl PasswordRefusal {
    /// Key of the text that says why, and what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Length => "refused-password-length",
            Self::Guessable => "refused-password-guessable",
            Self::NotHashed => "refused-password-not-stored",
        }
    }
}

/// Hash of a new password. Slow by intent: call it where waiting harms nobody.
///
/// # Errors
/// When it is too short, too long or too easy to guess.
pub fn hash(password: &str, sign_in_name: &str) -> Result<String, PasswordRefusal> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(PasswordRefusal::Length);
    }
    let lower = password.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let is_tried = TRIED_FIRST.iter().any(|part| lower.contains(part))
        || (!sign_in_name.is_empty() && lower.contains(&sign_in_name.to_lowercase()));
    if is_tried || different.len() < FEWEST_DIFFERENT {
        return Err(PasswordRefusal::Guessable);
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordRefusal::NotHashed)
}

/// Whether this is the password. Without a hash it takes as long and is never right, so that nobody can tell by the time
/// which names exist.
pub fn is_right(password: &str, hash: Option<&str>) -> bool {
    /// Hash of a password that nobody has.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bmVlZGxld29yay1ub2JvZHk$7pGvMcSgcrnVGQWFwv4sGcvh0uTLe7J4MPn9xJ3c4sA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    let is_right = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    is_right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_and_no_other() {
        let kept = hash("a needle in the hay", "ida").unwrap();
        assert!(is_right("a needle in the hay", Some(&kept)));
        assert!(!is_right("a needle in the hat", Some(&kept)));
        assert!(!is_right("a needle in the hay", None));
        assert!(kept.starts_with("$argon2id$"), "{kept}");
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for (password, why) in [
            ("short", PasswordRefusal::Length),
            ("MyPassword2026", PasswordRefusal::Guessable),
            ("ida ida ida ida", PasswordRefusal::Guessable),
            ("aaaaaaaaaaaaaaaa", PasswordRefusal::Guessable),
        ] {
            assert_eq!(hash(password, "ida"), Err(why), "{password}");
        }
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash() {
        assert!(!is_right("anything", None));
    }
}
