//! Where the pixels of photographs lie, and beside them what locked plans drew: sealed objects in a folder or in a bucket of
//! an S3-compatible object store, one folder per patient, under neutral names. Both are reached through the same trait.

mod answer;
mod bucket;
pub(crate) mod drawn;
mod error;

use std::fmt;
use std::fs;
use std::path::Path as FilePath;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt as _};

use self::answer::Answering;
pub use self::bucket::{Bucket, BucketAccess, PhotographPlace};
pub use self::error::{PhotographError, PlaceError};
use crate::id::{PatientId, PhotographId};

/// The photographs of all patients.
#[derive(Clone)]
pub struct Photographs {
    objects: Arc<dyn ObjectStore>,
    answering: Answering,
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
            answering: Answering::Folder,
        })
    }

    /// Photographs in a bucket. What was put is stored when `put` returns.
    ///
    /// # Errors
    /// When the settings cannot be used. Whether the bucket is there and may be used, only [`Photographs::check`] tells.
    pub fn in_bucket(bucket: &Bucket, access: &BucketAccess) -> Result<Self, PlaceError> {
        Ok(Self {
            objects: bucket.open(access)?,
            answering: Answering::ObjectStore,
        })
    }

    /// Asks once whether photographs can be had from here.
    ///
    /// # Errors
    /// When the store does not answer, refuses the keys or has no such bucket.
    pub async fn check(&self) -> Result<(), PhotographError> {
        let first = self.objects.list(None).try_next().await;
        first
            .map(|_| ())
            .map_err(|error| self.answering.of_all(&error))
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
            .map_err(|error| self.answering.of_one(&error, photograph))?;
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
        let failed = |error| self.answering.of_one(&error, photograph);
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
            Err(error) => Err(self.answering.of_one(&error, photograph)),
        }
    }

    /// Photographs of a patient that are there.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn of(&self, patient: PatientId) -> Result<Vec<PhotographId>, PhotographError> {
        let objects = self.everything_of(patient).await?;
        let names = objects.iter().filter_map(|object| {
            let name = object.location.filename()?;
            name.parse().ok()
        });
        Ok(names.collect())
    }

    /// Number of objects of a patient: photographs and what plans drew.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) async fn count_of(&self, patient: PatientId) -> Result<usize, PhotographError> {
        Ok(self.everything_of(patient).await?.len())
    }

    /// Removes everything of a patient.
    ///
    /// # Errors
    /// When the folder cannot be read, or something in it cannot be removed.
    pub(crate) async fn remove_all(&self, patient: PatientId) -> Result<(), PhotographError> {
        for object in self.everything_of(patient).await? {
            match self.objects.delete(&object.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(self.answering.of_all(&error)),
            }
        }
        Ok(())
    }

    async fn everything_of(&self, patient: PatientId) -> Result<Vec<ObjectMeta>, PhotographError> {
        let folder = Path::from(patient.to_string());
        let listed = self.objects.list_with_delimiter(Some(&folder)).await;
        let listed = listed.map_err(|error| self.answering.of_all(&error))?;
        Ok(listed.objects)
    }

    /// All photographs of everybody, in no order.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub async fn all(&self) -> Result<Vec<(PatientId, PhotographId)>, PhotographError> {
        let listed = self.listed().await?;
        Ok(listed
            .iter()
            .filter_map(|object| named(&object.location))
            .collect())
    }

    async fn listed(&self) -> Result<Vec<ObjectMeta>, PhotographError> {
        let listed = self.objects.list(None).try_collect().await;
        listed.map_err(|error| self.answering.of_all(&error))
    }
}

/// Whose photograph lies at a place; `None`: something else lies there.
fn named(place: &Path) -> Option<(PatientId, PhotographId)> {
    let (patient, photograph) = place.as_ref().split_once('/')?;
    Some((patient.parse().ok()?, photograph.parse().ok()?))
}

fn place(patient: PatientId, photograph: PhotographId) -> Path {
    Path::from(format!("{patient}/{photograph}"))
}
