//! What locked plans drew, kept sealed beside the chart for whoever looks next. No event rests on it: what is missing or does
//! not open is drawn again.

use zeroize::Zeroizing;

use super::Record;
use super::error::RecordError;
use super::open_chart::OpenChart;
use crate::id::PlanId;
use crate::keys::KeyError;
use crate::seal::{Place, open, seal};
use crate::store::Store;

impl<S: Store> Record<S> {
    /// Keeps a part of what a plan drew, in the place of what was kept of it before.
    ///
    /// # Errors
    /// When the person was erased, or it could not be written.
    pub async fn keep_drawn(
        &self,
        opened: &OpenChart,
        plan: PlanId,
        part: &str,
        drawn: &[u8],
    ) -> Result<(), RecordError> {
        let patient = opened.patient();
        let data_key = self.keyring.data_key(&**self.store(), patient).await?;
        let place = Place::Drawn(patient, plan, part);
        let sealed = seal(&data_key, place, drawn, &*self.chance).map_err(KeyError::from)?;
        let objects = self.photographs();
        Ok(objects.put_drawn(patient, plan, part, sealed).await?)
    }

    /// A part of what a plan drew; `None`: none was kept, or it was changed since.
    ///
    /// # Errors
    /// When the person was erased, or it cannot be read.
    pub async fn drawn(
        &self,
        opened: &OpenChart,
        plan: PlanId,
        part: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, RecordError> {
        let patient = opened.patient();
        let found = self.photographs().drawn(patient, plan, part).await?;
        let Some(sealed) = found else {
            return Ok(None);
        };
        let data_key = self.keyring.data_key(&**self.store(), patient).await?;
        Ok(open(&data_key, Place::Drawn(patient, plan, part), &sealed).ok())
    }
}
