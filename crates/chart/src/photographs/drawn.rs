//! What locked plans drew, beside the photographs: one object for each plan, part and language.

use object_store::ObjectStoreExt as _;
use object_store::path::Path;

use super::Photographs;
use super::error::PhotographError;
use crate::id::{PatientId, PlanId};

impl Photographs {
    /// Puts what was drawn into its place, over what lay there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) async fn put_drawn(
        &self,
        patient: PatientId,
        plan: PlanId,
        part: &str,
        sealed: Vec<u8>,
    ) -> Result<(), PhotographError> {
        let put = self
            .objects
            .put(&place(patient, plan, part), sealed.into())
            .await;
        put.map(|_| ())
            .map_err(|error| self.answering.of_all(&error))
    }

    /// What was drawn; `None`: nothing lies there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) async fn drawn(
        &self,
        patient: PatientId,
        plan: PlanId,
        part: &str,
    ) -> Result<Option<Vec<u8>>, PhotographError> {
        let failed = |error| self.answering.of_all(&error);
        match self.objects.get(&place(patient, plan, part)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

fn place(patient: PatientId, plan: PlanId, part: &str) -> Path {
    Path::from(format!("{patient}/{plan}.{part}"))
}
