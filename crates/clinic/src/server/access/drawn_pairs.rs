//! What becomes of pairs of photographs that were drawn to be graded blind, of somebody who is erased: their ids, zone and scale
//! lie in the cabinet, which no erasure of a chart reaches.

use needlework_chart::cabinet::Drawer;
use needlework_chart::id::PatientId;
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::AnyStore;

use crate::server::clinic::Clinic;
use crate::server::office::blinded_pair::BlindedPair;
use crate::server::office::{Filed, Held, discard};
use crate::server::problem::Problem;

/// Forgets the pairs that were drawn of one person, in a record that no server need have open; how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_drawn_pairs(
    record: &Record<AnyStore>,
    patient: PatientId,
) -> Result<usize, RecordError> {
    const DRAWER: Drawer = BlindedPair::DRAWER;
    let documents = record.documents_after(0).await?;
    let pairs = documents.iter().filter_map(|document| {
        let body = document.body.as_ref()?;
        let value: BlindedPair = (document.drawer == DRAWER.name())
            .then(|| serde_json::from_slice(body).ok())
            .flatten()?;
        let version = document.version;
        (value.patient == patient).then_some(Held { version, value })
    });
    let pairs: Vec<Held<BlindedPair>> = pairs.collect();
    for held in &pairs {
        forget(record, held).await?;
    }
    Ok(pairs.len())
}

impl Clinic {
    /// Forgets the pairs that were drawn of everybody who has no chart any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn forget_pairs_of_erased(&self) -> Result<(), Problem> {
        let drawn: Vec<Held<BlindedPair>> = {
            let office = self.office().await;
            office.blinded_pairs.held().cloned().collect()
        };
        for held in drawn {
            if !self.has_chart(held.value.patient).await {
                forget(&self.record, &held).await?;
            }
        }
        Ok(())
    }
}

async fn forget(record: &Record<AnyStore>, held: &Held<BlindedPair>) -> Result<(), RecordError> {
    match record.put_documents(&[discard(held)]).await {
        // Its rater or another server was quicker.
        Ok(_) | Err(RecordError::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
