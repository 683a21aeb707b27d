//! Photographs in the record: their facts in the chart, their pixels sealed beside it.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Record;
use super::error::RecordError;
use super::open_chart::OpenChart;
use crate::event::{Author, Event, PhotographAdded, PhotographWithdrawn};
use crate::fold::Refusal;
use crate::id::{ConsentId, PatientId, PhotographId, SessionId};
use crate::keys::KeyError;
use crate::photographs::PhotographError;
use crate::seal::{Place, SecretKey, open, seal};
use crate::store::Store;

/// A photograph that is to be added. What a camera writes beside the pixels was stripped before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPhotograph {
    /// This photograph.
    pub photograph: PhotographId,
    /// Consent under which it was taken.
    pub consent: ConsentId,
    /// Session that it belongs to.
    pub session: Option<SessionId>,
    /// View, as an id of the mount.
    pub view: String,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Kind of file.
    pub media_type: String,
}

impl<S: Store> Record<S> {
    /// Adds a photograph. The pixels come first: an event always has its photograph, while one without an event is nobody's
    /// and is removed with the patient.
    ///
    /// # Errors
    /// When it is refused, or could not be written.
    pub async fn add_photograph(
        &self,
        opened: &OpenChart,
        new: NewPhotograph,
        pixels: &[u8],
        author: Author,
        at: Timestamp,
    ) -> Result<OpenChart, RecordError> {
        let (patient, photograph) = (opened.patient(), new.photograph);
        let event = Event::from(PhotographAdded {
            photograph,
            consent: new.consent,
            session: new.session,
            view: new.view,
            taken_at: new.taken_at,
            media_type: new.media_type,
            bytes: pixels.len() as u64,
            sha256: sha256(pixels),
        })
        .by(author, at);
        opened.chart().admit(&event)?;
        let data_key = self.keyring.data_key(&**self.store(), patient).await?;
        self.put_pixels(patient, photograph, pixels, &data_key)
            .await?;
        self.append(opened, &[event]).await
    }

    /// Takes a photograph away: its pixels go, the fact that it was there stays.
    ///
    /// # Errors
    /// When it is refused, or could not be written.
    pub async fn withdraw_photograph(
        &self,
        opened: &OpenChart,
        withdrawn: PhotographWithdrawn,
        author: Author,
        at: Timestamp,
    ) -> Result<OpenChart, RecordError> {
        let photograph = withdrawn.photograph;
        let event = Event::from(withdrawn).by(author, at);
        let chart = self.append(opened, &[event]).await?;
        self.photographs()
            .remove(opened.patient(), photograph)
            .await?;
        Ok(chart)
    }

    /// The pixels of a photograph, compared with what the chart says of them.
    ///
    /// # Errors
    /// When the chart does not hold it, it was withdrawn, or it is missing or changed.
    pub async fn pixels(
        &self,
        opened: &OpenChart,
        photograph: PhotographId,
    ) -> Result<Zeroizing<Vec<u8>>, RecordError> {
        let patient = opened.patient();
        let known = opened.chart().photographs.get(&photograph);
        let known = known.ok_or_else(|| Refusal::Unknown {
            what: "photograph",
            id: photograph.to_string(),
        })?;
        if known.withdrawn.is_some() {
            return Err(Refusal::Over {
                what: "photograph",
                id: photograph.to_string(),
                state: "withdrawn",
            }
            .into());
        }
        let sealed = self.photographs().get(patient, photograph).await?;
        let data_key = self.keyring.data_key(&**self.store(), patient).await?;
        let changed = PhotographError::Changed(photograph);
        let pixels = open(&data_key, Place::Photograph(patient, photograph), &sealed)
            .map_err(|_| changed.clone())?;
        if sha256(&pixels) != known.added.facts.sha256 {
            return Err(changed.into());
        }
        Ok(pixels)
    }

    /// Seals pixels and puts them into their place, without an event.
    pub(super) async fn put_pixels(
        &self,
        patient: PatientId,
        photograph: PhotographId,
        pixels: &[u8],
        data_key: &SecretKey,
    ) -> Result<(), RecordError> {
        let place = Place::Photograph(patient, photograph);
        let sealed = seal(data_key, place, pixels, &*self.chance).map_err(KeyError::from)?;
        Ok(self.photographs().put(patient, photograph, sealed).await?)
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
