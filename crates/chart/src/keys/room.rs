//! The key room: a folder with the clinic key, a share per patient, the ledger of erasures and the anchors.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

use super::clinic_keys::CLINIC_KEY_FILE;
use super::error::KeyError;
use super::{anchor, private_file};
use crate::chance::Chance;
use crate::entry::Head;
use crate::id::PatientId;
use crate::seal::SecretKey;

/// The id under which the share of snapshots of the lists lies; no patient has it.
pub const SNAPSHOT: PatientId = PatientId::from_uuid(Uuid::from_u128(u128::MAX - 1));

/// A key room. One file per patient, so that several servers may share the folder.
#[derive(Debug, Clone)]
pub struct KeyRoom {
    folder: PathBuf,
}

impl KeyRoom {
    /// The key room in a folder, which is made if needed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        for part in ["shares", "erased"] {
            private_file::make_folder(&folder.join(part))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Where the clinic key lies, unless it comes from the environment.
    pub fn clinic_key_file(&self) -> PathBuf {
        self.folder.join(CLINIC_KEY_FILE)
    }

    /// Makes the share of a new patient. One that is there already, from a registration that was cut off, stays.
    ///
    /// # Errors
    /// When the person was erased, or the share cannot be written.
    pub fn make_share(
        &self,
        patient: PatientId,
        chance: &dyn Chance,
    ) -> Result<SecretKey, KeyError> {
        self.refuse_erased(patient)?;
        let share = SecretKey::generate(chance)?;
        if private_file::write_first(&self.share_file(patient), &share.to_base64())? {
            return Ok(share);
        }
        self.share(patient)
    }

    /// The share of a patient.
    ///
    /// # Errors
    /// When the person was erased, or the share is not there.
    pub fn share(&self, patient: PatientId) -> Result<SecretKey, KeyError> {
        self.refuse_erased(patient)?;
        let path = self.share_file(patient);
        let text = private_file::read(&path)?.ok_or(KeyError::NoShare(patient))?;
        SecretKey::from_base64(text.trim()).ok_or(KeyError::Damaged { path })
    }

    /// Enters a person into the ledger of erasures and destroys the share, in this order: whatever is cut off in between,
    /// the chart cannot be opened any more. Then no snapshot of the lists can be opened either, since they name the person.
    ///
    /// # Errors
    /// When a file cannot be written or destroyed; erase again then.
    pub fn erase(&self, patient: PatientId, at: Timestamp) -> Result<(), KeyError> {
        let ledger = self.erased_file(patient);
        if private_file::read(&ledger)?.is_none() {
            private_file::write(&ledger, &format!("{at}\n"))?;
        }
        private_file::destroy(&self.share_file(patient))?;
        private_file::destroy(&self.share_file(SNAPSHOT))
    }

    /// Whether a person is in the ledger of erasures.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_erased(&self, patient: PatientId) -> Result<bool, KeyError> {
        let path = self.erased_file(patient);
        path.try_exists()
            .map_err(private_file::failed(&path, "the ledger cannot be read"))
    }

    /// Everybody in the ledger of erasures, with the moment.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn erased(&self) -> Result<Vec<(PatientId, Timestamp)>, KeyError> {
        let folder = self.folder.join("erased");
        let unreadable = |error| private_file::failed(&folder, "the ledger cannot be read")(error);
        let mut erased = Vec::new();
        for file in fs::read_dir(&folder).map_err(unreadable)? {
            let name = file.map_err(unreadable)?.file_name();
            let Some(patient) = name.to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            let path = self.erased_file(patient);
            let text = private_file::read(&path)?.unwrap_or_default();
            let at = text.trim().parse();
            erased.push((patient, at.map_err(|_| KeyError::Damaged { path })?));
        }
        erased.sort();
        Ok(erased)
    }

    /// Destroys shares of patients who were erased: a ledger that was put back together with old shares takes them away.
    ///
    /// # Errors
    /// When a share cannot be destroyed.
    pub fn destroy_shares_of_erased(&self) -> Result<(), KeyError> {
        for (patient, _) in self.erased()? {
            let share = self.share_file(patient);
            if share.exists() {
                private_file::destroy(&share)?;
                private_file::destroy(&self.share_file(SNAPSHOT))?;
            }
        }
        Ok(())
    }

    /// The last head of the record that was seen.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn anchor(&self) -> Result<Option<Head>, KeyError> {
        anchor::read(&self.anchor_file())
    }

    /// Remembers a head of the record.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn drop_anchor(&self, head: Head) -> Result<(), KeyError> {
        anchor::write(&self.anchor_file(), head)
    }

    /// Up to where the access trail was seen, and the hash over all of its rows up to there.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn trail_anchor(&self) -> Result<Option<Head>, KeyError> {
        anchor::read(&self.trail_anchor_file())
    }

    /// Remembers up to where the access trail was seen.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn drop_trail_anchor(&self, head: Head) -> Result<(), KeyError> {
        anchor::write(&self.trail_anchor_file(), head)
    }

    /// Forgets both anchors: an older backup was restored on purpose.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn weigh_anchors(&self) -> Result<(), KeyError> {
        for path in [self.anchor_file(), self.trail_anchor_file()] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(private_file::failed(&path, "the file cannot be removed")(
                        error,
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn refuse_erased(&self, patient: PatientId) -> Result<(), KeyError> {
        if self.is_erased(patient)? {
            return Err(KeyError::Erased(patient));
        }
        Ok(())
    }

    fn share_file(&self, patient: PatientId) -> PathBuf {
        self.folder.join("shares").join(patient.to_string())
    }

    fn erased_file(&self, patient: PatientId) -> PathBuf {
        self.folder.join("erased").join(patient.to_string())
    }

    fn anchor_file(&self) -> PathBuf {
        self.folder.join("anchor")
    }

    fn trail_anchor_file(&self) -> PathBuf {
        self.folder.join("trail-anchor")
    }
}
