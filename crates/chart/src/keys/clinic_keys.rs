//! The clinic key, with those it replaced.

use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use zeroize::Zeroizing;

use super::error::KeyError;
use super::private_file;
use crate::chance::Chance;
use crate::id::KeyId;
use crate::seal::SecretKey;

/// Name of the key file in the key room.
pub const CLINIC_KEY_FILE: &str = "clinic.key";

const HEADING: &str = "\
# The key of this clinic's record, the current one first. Whoever has it and the rest of this folder reads every chart.\n\
# Without it nothing can be read. Keep a copy of the folder where no backup of the record lies.\n";

/// The current clinic key and earlier ones, which older backups need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicKeys {
    current: (KeyId, SecretKey),
    retired: Vec<(KeyId, SecretKey)>,
}

impl ClinicKeys {
    /// A first key.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn generate(at: Timestamp, chance: &dyn Chance) -> Result<Self, KeyError> {
        Ok(Self {
            current: new_key(at, chance)?,
            retired: Vec::new(),
        })
    }

    /// Keys as a file or the environment has them: `id:base64`, the current one first, between line ends or commas.
    /// `place` is what an error calls it.
    ///
    /// # Errors
    /// When it is not the text of keys.
    pub fn parse(place: &str, text: &str) -> Result<Self, KeyError> {
        let not_keys = || KeyError::NotKeys {
            place: place.to_owned(),
        };
        let mut keys = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(|key| parse_key(key).ok_or_else(not_keys));
        Ok(Self {
            current: keys.next().ok_or_else(not_keys)??,
            retired: keys.collect::<Result<_, _>>()?,
        })
    }

    /// The keys of a file, if it is there.
    ///
    /// # Errors
    /// When it cannot be read, is open to others, or is damaged.
    pub fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let text = private_file::read(path)?;
        text.map(|text| Self::parse(&path.display().to_string(), &text))
            .transpose()
    }

    /// The keys of a file; a first key is made, readable by its owner alone, where there is no file yet.
    ///
    /// # Errors
    /// When the file cannot be read or written, is open to others, or is damaged.
    pub fn read_or_make(path: &Path, at: Timestamp, chance: &dyn Chance) -> Result<Self, KeyError> {
        if let Some(keys) = Self::read(path)? {
            return Ok(keys);
        }
        let keys = Self::generate(at, chance)?;
        if private_file::write_first(path, &keys.text())? {
            return Ok(keys);
        }
        // Another server started at the same moment; its key counts.
        Ok(Self::read(path)?.unwrap_or(keys))
    }

    /// Writes the keys into a file that only its owner reads.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        private_file::write(path, &self.text())
    }

    /// The same keys behind a new current one.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn rotated(&self, at: Timestamp, chance: &dyn Chance) -> Result<Self, KeyError> {
        let mut retired = vec![self.current.clone()];
        retired.extend(self.retired.iter().cloned());
        Ok(Self {
            current: new_key(at, chance)?,
            retired,
        })
    }

    /// Only the current key. What earlier ones locked, in older backups, stays locked for ever.
    #[must_use]
    pub fn without_retired(&self) -> Self {
        Self {
            current: self.current.clone(),
            retired: Vec::new(),
        }
    }

    /// The key that locks from now on.
    pub const fn current(&self) -> (KeyId, &SecretKey) {
        (self.current.0, &self.current.1)
    }

    /// The key of an id.
    ///
    /// # Errors
    /// When it is not among them.
    pub fn get(&self, id: KeyId) -> Result<&SecretKey, KeyError> {
        std::iter::once(&self.current)
            .chain(&self.retired)
            .find_map(|(known, key)| (*known == id).then_some(key))
            .ok_or(KeyError::UnknownClinicKey(id))
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(HEADING.to_owned());
        for (id, key) in std::iter::once(&self.current).chain(&self.retired) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{id}:{}", key.to_base64().as_str());
        }
        text
    }
}

fn new_key(at: Timestamp, chance: &dyn Chance) -> Result<(KeyId, SecretKey), KeyError> {
    Ok((KeyId::new(at, chance)?, SecretKey::generate(chance)?))
}

fn parse_key(text: &str) -> Option<(KeyId, SecretKey)> {
    let (id, key) = text.split_once(':')?;
    Some((id.parse().ok()?, SecretKey::from_base64(key)?))
}
