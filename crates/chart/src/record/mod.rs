//! The record as the rest of Needlework sees it: charts that are opened, added to and erased.

mod access;
mod anchors;
mod bulk;
mod cabinet;
mod drawn;
mod erasure;
mod error;
mod keyring;
mod open_chart;
mod photograph;
mod rotation;
mod sealed;
mod sealed_chart;
mod snapshot;

use std::fmt;
use std::sync::Arc;

pub use cabinet::Standing;
pub use erasure::{Ground, Tombstone};
pub use error::RecordError;
pub use keyring::{ClinicKeySource, Keyring};
pub use open_chart::OpenChart;
pub use photograph::NewPhotograph;
pub(crate) use photograph::sha256;
pub use rotation::Rotation;
pub use sealed_chart::SealedChart;

use crate::cabinet::CABINET;
use crate::chance::Chance;
use crate::entry::{Entry, EntryKind};
use crate::event::Recorded;
use crate::fold::Chart;
use crate::id::{PatientId, PhotographId};
use crate::keys::SNAPSHOT;
use crate::photographs::Photographs;
use crate::seal::SecretKey;
use crate::store::{
    AccessWriter, Append, AppendRefusal, KeyChange, NewEntry, Receipt, Store, WriteError, Writer,
};

/// The record of a clinic, over one of the databases.
pub struct Record<S> {
    store: Arc<S>,
    writer: Writer,
    access_writer: AccessWriter,
    keyring: Arc<Keyring>,
    photographs: Photographs,
    chance: Arc<dyn Chance>,
}

impl<S> fmt::Debug for Record<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Record")
    }
}

impl<S: Store> Record<S> {
    /// Opens the record; must be called on the runtime.
    pub fn new(
        store: Arc<S>,
        keyring: Keyring,
        photographs: Photographs,
        chance: Arc<dyn Chance>,
    ) -> Self {
        Self {
            writer: Writer::start(Arc::clone(&store)),
            access_writer: AccessWriter::start(Arc::clone(&store)),
            store,
            keyring: Arc::new(keyring),
            photographs,
            chance,
        }
    }

    /// The database below.
    pub const fn store(&self) -> &Arc<S> {
        &self.store
    }

    /// The keys.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The photographs.
    pub const fn photographs(&self) -> &Photographs {
        &self.photographs
    }

    /// Begins a chart. The first event registers the patient.
    ///
    /// # Errors
    /// When an event is refused, the patient is known already, or nothing could be written.
    pub async fn register(
        &self,
        patient: PatientId,
        events: &[Recorded],
    ) -> Result<OpenChart, RecordError> {
        let empty = OpenChart::empty(patient);
        let chart = admit(&empty, events)?;
        let receipt = self.begin(patient, events, Vec::new()).await?;
        Ok(OpenChart::new(patient, receipt.sequence, chart))
    }

    /// Takes over a chart that was recorded elsewhere, with its photographs, wholly or not at all. It was folded before:
    /// what today's clinic asks of new events does not judge it.
    pub(crate) async fn take_over(
        &self,
        patient: PatientId,
        events: &[Recorded],
        photographs: Vec<(PhotographId, Vec<u8>)>,
    ) -> Result<(), RecordError> {
        if let Some(last) = self.store.chart(patient).await?.last() {
            return Err(WriteError::Refused(AppendRefusal::Conflict {
                expected: 0,
                found: last.sequence,
            })
            .into());
        }
        self.begin(patient, events, photographs).await?;
        Ok(())
    }

    /// Whether a chart that was recorded elsewhere can be taken over; `false`: the record has one of this patient.
    ///
    /// # Errors
    /// When nobody may have this id, the person was erased, or the database does not answer.
    pub(crate) async fn may_take_over(&self, patient: PatientId) -> Result<bool, RecordError> {
        if patient == CABINET || patient == SNAPSHOT {
            return Err(RecordError::Reserved);
        }
        if self.keyring.room().is_erased(patient)? {
            return Err(RecordError::Erased(patient));
        }
        Ok(self.store.chart(patient).await?.is_empty())
    }

    /// The pixels come before the events that name them. Nobody gets an id under which a key of the clinic
    /// lies.
    async fn begin(
        &self,
        patient: PatientId,
        events: &[Recorded],
        photographs: Vec<(PhotographId, Vec<u8>)>,
    ) -> Result<Receipt, RecordError> {
        if patient == CABINET || patient == SNAPSHOT {
            return Err(RecordError::Reserved);
        }
        let (data_key, wrapped) = self.keyring.make_data_key(patient, &*self.chance)?;
        for (photograph, pixels) in photographs {
            self.put_pixels(patient, photograph, &pixels, &data_key)
                .await?;
        }
        let append = Append {
            patient,
            expected: 0,
            entries: self.seal_all(patient, 0, &data_key, events)?,
            data_key: KeyChange::Add(wrapped),
        };
        let receipt = self.writer.append(append).await?;
        self.keyring.remember(patient, data_key);
        Ok(receipt)
    }

    /// Opens a chart.
    ///
    /// # Errors
    /// When nobody has this id, the person was erased, or an entry cannot be read.
    pub async fn open(&self, patient: PatientId) -> Result<OpenChart, RecordError> {
        self.sealed(patient).await?.open()
    }

    /// All events of a chart, the first one first.
    ///
    /// # Errors
    /// As [`Record::open`].
    pub async fn history(&self, patient: PatientId) -> Result<Vec<Recorded>, RecordError> {
        self.sealed(patient).await?.history()
    }

    /// A chart and all its events, the first one first, by one question.
    ///
    /// # Errors
    /// As [`Record::open`].
    pub async fn open_with_history(
        &self,
        patient: PatientId,
    ) -> Result<(OpenChart, Vec<Recorded>), RecordError> {
        self.sealed(patient).await?.open_with_history()
    }

    /// Adds events to a chart as it was opened, all or none. When this returns they are on the disk.
    ///
    /// # Errors
    /// When an event is refused, somebody else wrote into the chart meanwhile, or nothing could be written.
    pub async fn append(
        &self,
        opened: &OpenChart,
        events: &[Recorded],
    ) -> Result<OpenChart, RecordError> {
        let patient = opened.patient();
        let chart = admit(opened, events)?;
        let data_key = self.keyring.data_key(&*self.store, patient).await?;
        let append = Append {
            patient,
            expected: opened.sequence(),
            entries: self.seal_all(patient, opened.sequence(), &data_key, events)?,
            data_key: KeyChange::Keep,
        };
        let Receipt { sequence, .. } = self.writer.append(append).await?;
        Ok(OpenChart::new(patient, sequence, chart))
    }

    /// The event in an entry; `None` for a tombstone, and for every event of a person who was erased.
    ///
    /// # Errors
    /// When it does not open or cannot be read.
    pub async fn event_of(&self, entry: &Entry) -> Result<Option<Recorded>, RecordError> {
        if entry.kind == EntryKind::Tombstone {
            self.keyring.forget(entry.patient);
            return Ok(None);
        }
        match self.keyring.data_key(&*self.store, entry.patient).await {
            Ok(data_key) => sealed::open_entry(entry, &data_key).map(Some),
            Err(RecordError::Erased(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn seal_all(
        &self,
        patient: PatientId,
        after: u64,
        data_key: &SecretKey,
        events: &[Recorded],
    ) -> Result<Vec<NewEntry>, RecordError> {
        (after + 1..)
            .zip(events)
            .map(|(sequence, event)| {
                sealed::seal_event(patient, sequence, event, data_key, &*self.chance)
            })
            .collect()
    }
}

fn admit(opened: &OpenChart, events: &[Recorded]) -> Result<Chart, RecordError> {
    let mut chart = opened.chart().clone();
    for event in events {
        chart = chart.admit(event)?;
    }
    Ok(chart)
}
