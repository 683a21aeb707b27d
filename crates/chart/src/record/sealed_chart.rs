//! Charts as they come from the database: to ask for many at once takes one question, and to open each costs the processor alone.

use std::collections::{BTreeMap, BTreeSet};

use super::error::RecordError;
use super::open_chart::OpenChart;
use super::sealed::open_entry;
use super::{Keyring, Record};
use crate::entry::{Entry, EntryKind};
use crate::event::Recorded;
use crate::fold::Chart;
use crate::id::PatientId;
use crate::seal::SecretKey;
use crate::store::Store;

/// The entries of a chart, with the key that opens them.
#[derive(Debug)]
pub struct SealedChart {
    patient: PatientId,
    entries: Vec<Entry>,
    data_key: SecretKey,
}

impl SealedChart {
    /// All events, the first one first.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub(super) fn history(&self) -> Result<Vec<Recorded>, RecordError> {
        let entries = self.entries.iter();
        entries
            .map(|entry| open_entry(entry, &self.data_key))
            .collect()
    }

    /// The chart.
    ///
    /// # Errors
    /// When an entry cannot be read, or its event does not fit those before.
    pub fn open(&self) -> Result<OpenChart, RecordError> {
        self.fold(|_| {})
    }

    /// The chart and all its events, the first one first; each entry is opened once.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn open_with_history(&self) -> Result<(OpenChart, Vec<Recorded>), RecordError> {
        let mut history = Vec::with_capacity(self.entries.len());
        let opened = self.fold(|recorded| history.push(recorded))?;
        Ok((opened, history))
    }

    /// The chart; `take` gets every event once it is part of it.
    fn fold(&self, mut take: impl FnMut(Recorded)) -> Result<OpenChart, RecordError> {
        let patient = self.patient;
        let mut chart = Chart::default();
        for (entry, sequence) in self.entries.iter().zip(1..) {
            let recorded = open_entry(entry, &self.data_key)?;
            chart
                .apply(&recorded)
                .map_err(|refusal| RecordError::Unfit {
                    patient,
                    sequence,
                    refusal,
                })?;
            take(recorded);
        }
        Ok(OpenChart::new(patient, self.entries.len() as u64, chart))
    }
}

impl<S: Store> Record<S> {
    /// A chart, not opened yet.
    ///
    /// # Errors
    /// When nobody has this id, the person was erased, or the database does not answer.
    pub(super) async fn sealed(&self, patient: PatientId) -> Result<SealedChart, RecordError> {
        let entries = self.store.chart(patient).await?;
        self.with_key(patient, entries).await
    }

    /// Charts, not opened yet; where one cannot be opened, why.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sealed_charts(
        &self,
        patients: &BTreeSet<PatientId>,
    ) -> Result<BTreeMap<PatientId, Result<SealedChart, RecordError>>, RecordError> {
        let mut entries: BTreeMap<PatientId, Vec<Entry>> = BTreeMap::new();
        let patients: Vec<PatientId> = patients.iter().copied().collect();
        for entry in self.store.charts(patients.clone()).await? {
            entries.entry(entry.patient).or_default().push(entry);
        }
        self.keyring.open_keys_of(&*self.store, &patients).await?;
        let mut charts = BTreeMap::new();
        for patient in patients {
            let own = entries.remove(&patient).unwrap_or_default();
            match self.with_key(patient, own).await {
                Err(error @ RecordError::Store(_)) => return Err(error),
                told => charts.insert(patient, told),
            };
        }
        Ok(charts)
    }

    async fn with_key(
        &self,
        patient: PatientId,
        entries: Vec<Entry>,
    ) -> Result<SealedChart, RecordError> {
        refuse_erased(patient, entries.last(), &self.keyring)?;
        let data_key = self.keyring.data_key(&*self.store, patient).await?;
        Ok(SealedChart {
            patient,
            entries,
            data_key,
        })
    }
}

/// The last entry tells whether there is a chart, and whether the person was erased.
fn refuse_erased(
    patient: PatientId,
    last: Option<&Entry>,
    keyring: &Keyring,
) -> Result<(), RecordError> {
    match last.map(|entry| entry.kind) {
        None => Err(RecordError::NoSuchPatient(patient)),
        Some(EntryKind::Tombstone) => {
            keyring.forget(patient);
            Err(RecordError::Erased(patient))
        }
        Some(EntryKind::Event) => Ok(()),
    }
}
