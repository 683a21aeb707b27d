//! Keys in memory.

use std::fmt;

use data_encoding::BASE64;
use zeroize::{Zeroize as _, Zeroizing};

use crate::chance::{Chance, NoRandomness};

const KEY_BYTES: usize = 32;

/// A key of 256 bits. It is overwritten when it is dropped, and debug output does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; KEY_BYTES]);

impl SecretKey {
    /// A new key.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn generate(chance: &dyn Chance) -> Result<Self, NoRandomness> {
        let mut bytes = [0; KEY_BYTES];
        chance.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A key from 32 bytes; `None` if there are more or fewer.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A key from base64; `None` if it is none.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text.as_bytes()).ok()?);
        Self::from_slice(&bytes)
    }

    /// The key in base64, for a file that only its owner reads.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(&self.0))
    }

    pub(crate) const fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(hidden)")
    }
}
