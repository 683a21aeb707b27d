//! Where the pixels of photographs lie: sealed objects in a folder, one folder per patient, under neutral names.

use std::fmt;
use std::fs;
use std::path::Path as FilePath;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use thiserror::Error;

use crate::id::{PatientId, PhotographId};

/// Why a photograph could not be stored or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhotographError {
    /// The folder cannot be used.
    #[error(
        "the folder of photographs cannot be used ({0}); check that the disk is there, has space and belongs to this user."
    )]
    Folder(String),
    /// It is not there.
    #[error("photograph {0} is not in the folder of photographs; restore a backup.")]
    Missing(PhotographId),
    /// It does not open, or is another file than the chart says.
    #[error(
        "photograph {0} does not open or is not the one that was added: it was changed or moved; restore a backup."
    )]
    Changed(PhotographId),
}

/// The folder of photographs.
#[derive(Clone)]
pub struct Photographs {
    objects: Arc<dyn ObjectStore>,
}

impl fmt::Debug for Photographs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Photographs")
    }
}

impl Photographs {
    /// Photographs in a folder, which is made if needed. What was put is on the disk when `put` returns.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &FilePath) -> Result<Self, PhotographError> {
        fs::create_dir_all(folder)
            .map_err(|error| PhotographError::Folder(error.kind().to_string()))?;
        let objects = LocalFileSystem::new_with_prefix(folder)
            .map_err(|_| PhotographError::Folder("not a folder".to_owned()))?
            .with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
        })
    }

    /// Puts a sealed photograph into its place.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put(
        &self,
        patient: PatientId,
        photograph: PhotographId,
        sealed: Vec<u8>,
    ) -> Result<(), PhotographError> {
        let place = place(patient, photograph);
        self.objects
            .put(&place, sealed.into())
            .await
            .map_err(|error| failed(&error, photograph))?;
        Ok(())
    }

    /// A sealed photograph.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub async fn get(
        &self,
        patient: PatientId,
        photograph: PhotographId,
    ) -> Result<Vec<u8>, PhotographError> {
        let place = place(patient, photograph);
        let failed = |error| failed(&error, photograph);
        let found = self.objects.get(&place).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.to_vec())
    }

    /// Removes a photograph; one that is not there is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(
        &self,
        patient: PatientId,
        photograph: PhotographId,
    ) -> Result<(), PhotographError> {
        match self.objects.delete(&place(patient, photograph)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(&error, photograph)),
        }
    }

    /// Photographs of a patient that are there.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn of(&self, patient: PatientId) -> Result<Vec<PhotographId>, PhotographError> {
        let folder = Path::from(patient.to_string());
        let listed = self
            .objects
            .list_with_delimiter(Some(&folder))
            .await
            .map_err(|error| PhotographError::Folder(reason(&error)))?;
        let names = listed.objects.iter().filter_map(|object| {
            let name = object.location.filename()?;
            name.parse().ok()
        });
        Ok(names.collect())
    }
}

fn place(patient: PatientId, photograph: PhotographId) -> Path {
    Path::from(format!("{patient}/{photograph}"))
}

fn failed(error: &object_store::Error, photograph: PhotographId) -> PhotographError {
    match error {
        object_store::Error::NotFound { .. } => PhotographError::Missing(photograph),
        other => PhotographError::Folder(reason(other)),
    }
}

/// The innermost cause: "no space left on device" rather than the path around it.
fn reason(error: &object_store::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
