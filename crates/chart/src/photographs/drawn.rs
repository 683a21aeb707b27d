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

    /// Whatever lies there of all plans, in no order: whose, of which plan, which part.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub(crate) async fn all_drawn(
        &self,
    ) -> Result<Vec<(PatientId, PlanId, String)>, PhotographError> {
        let listed = self.listed().await?;
        let drawn = listed.iter().filter_map(|object| {
            let (patient, name) = object.location.as_ref().split_once('/')?;
            let (plan, part) = part_named(name)?;
            Some((patient.parse().ok()?, plan, part.to_owned()))
        });
        Ok(drawn.collect())
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

/// What a part of a plan is called among the objects of a patient, and in a backup.
pub(crate) fn name_of_part(plan: PlanId, part: &str) -> String {
    format!("{plan}.{part}")
}

/// The plan and the part that are called so; `None`: it is the name of something else.
pub(crate) fn part_named(name: &str) -> Option<(PlanId, &str)> {
    let (plan, part) = name.split_once('.')?;
    Some((plan.parse().ok()?, part))
}

fn place(patient: PatientId, plan: PlanId, part: &str) -> Path {
    Path::from(format!("{patient}/{}", name_of_part(plan, part)))
}
