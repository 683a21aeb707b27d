//! Opening many entries: on all cores, and with one question for all data keys.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use super::Record;
use super::error::RecordError;
use super::sealed::glance_at;
use crate::entry::{Entry, EntryKind};
use crate::event::{EventKind, Glance};
use crate::id::PatientId;
use crate::seal::SecretKey;
use crate::store::Store;

/// From so many entries on, all data keys are read by one question.
const MANY_ENTRIES: u64 = 1000;
/// Fewer entries are not worth another thread.
const LEAST_PER_THREAD: usize = 64;

/// An entry, and what a glance at it showed; `None` for a tombstone, and for every event of a person who was erased.
pub(crate) type Glanced = (Entry, Result<Option<Glance>, RecordError>);

impl<S: Store> Record<S> {
    /// Opens the data keys of everybody, if so many entries are going to be read that it pays.
    pub(crate) async fn open_data_keys_for(&self, entries: u64) -> Result<(), RecordError> {
        if entries < MANY_ENTRIES {
            return Ok(());
        }
        let wrapped = self.store.data_keys().await?;
        let openings = parts_of(wrapped, LEAST_PER_THREAD).map(|part| {
            let keyring = Arc::clone(&self.keyring);
            tokio::task::spawn_blocking(move || keyring.open_all(&part))
        });
        for opening in openings.collect::<Vec<_>>() {
            // A part that was not opened is opened key by key.
            let _ = opening.await;
        }
        Ok(())
    }

    /// Opens entries and looks into those of a kind that is wanted; they keep their order.
    pub(crate) async fn glance_at_all(
        &self,
        entries: Vec<Entry>,
        is_wanted: fn(EventKind) -> bool,
    ) -> Result<Vec<Glanced>, RecordError> {
        let keys = Arc::new(self.keys_of(&entries).await?);
        let glances = parts_of(entries, LEAST_PER_THREAD).map(|part| {
            let keys = Arc::clone(&keys);
            tokio::task::spawn_blocking(move || glance_at_part(part, &keys, is_wanted))
        });
        let mut glanced = Vec::new();
        for part in glances.collect::<Vec<_>>() {
            glanced.extend(part.await.map_err(|_| RecordError::Ending)?);
        }
        Ok(glanced)
    }

    /// The data key of everybody whose entries these are. What cannot be had is told with each entry.
    async fn keys_of(&self, entries: &[Entry]) -> Result<Keys, RecordError> {
        let mut keys = Keys::new();
        for entry in entries {
            if entry.kind == EntryKind::Tombstone {
                self.keyring.forget(entry.patient);
                continue;
            }
            if let MapEntry::Vacant(place) = keys.entry(entry.patient) {
                match self.keyring.data_key(&*self.store, entry.patient).await {
                    Err(RecordError::Store(error)) => return Err(error.into()),
                    told => place.insert(told),
                };
            }
        }
        Ok(keys)
    }
}

type Keys = HashMap<PatientId, Result<SecretKey, RecordError>>;

fn glance_at_part(part: Vec<Entry>, keys: &Keys, is_wanted: fn(EventKind) -> bool) -> Vec<Glanced> {
    let glance = |entry: &Entry| {
        if entry.kind == EntryKind::Tombstone {
            return Ok(None);
        }
        match keys.get(&entry.patient) {
            Some(Ok(key)) => glance_at(entry, key, is_wanted).map(Some),
            Some(Err(RecordError::Erased(_))) => Ok(None),
            Some(Err(error)) => Err(error.clone()),
            None => Err(RecordError::NoDataKey(entry.patient)),
        }
    };
    let entries = part.into_iter();
    entries
        .map(|entry| {
            let glanced = glance(&entry);
            (entry, glanced)
        })
        .collect()
}

/// Parts of about the same size, one for each core but none smaller than `least`, in order.
fn parts_of<T>(mut all: Vec<T>, least: usize) -> impl Iterator<Item = Vec<T>> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let size = all.len().div_ceil(cores).max(least);
    std::iter::from_fn(move || {
        let rest = all.split_off(all.len().min(size));
        let part = std::mem::replace(&mut all, rest);
        (!part.is_empty()).then_some(part)
    })
}
