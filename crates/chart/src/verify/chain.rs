//! The walk along the chain, from the first entry to the last.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use crate::entry::{Digest, Entry, EntryKind, Head};
use crate::id::PatientId;

/// What is known after the entries that were read so far.
#[derive(Debug)]
pub(super) struct ChainWalk {
    /// Position up to which was read; the next page starts behind it.
    pub(super) read_to: u64,
    /// Last entry.
    pub(super) head: Head,
    /// Entries read.
    pub(super) entries: u64,
    /// Events of every chart.
    pub(super) charts: BTreeMap<PatientId, u64>,
    /// Charts with a tombstone.
    pub(super) erased: BTreeSet<PatientId>,
    /// Hash of the entry at the anchor.
    pub(super) hash_at_anchor: Option<Digest>,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// Where the record was seen to end before; moved on beside the walk, it would not be the one that the walk met.
    pub(super) anchor: Option<Head>,
    /// Whether the entry before the next one is known, so that the next hash can be computed.
    is_linked: bool,
}

impl ChainWalk {
    pub(super) fn new(anchor: Option<Head>) -> Self {
        Self {
            read_to: 0,
            head: Head::EMPTY,
            entries: 0,
            charts: BTreeMap::new(),
            erased: BTreeSet::new(),
            hash_at_anchor: None,
            findings: Vec::new(),
            anchor,
            is_linked: true,
        }
    }

    /// Takes the next entry, in order of position.
    pub(super) fn step(&mut self, entry: &Entry) {
        if entry.position > self.read_to + 1 {
            self.findings.push(Finding::Lost {
                from: self.read_to + 1,
                to: entry.position - 1,
            });
            self.is_linked = false;
        }
        if self.is_linked && entry.hash != entry.hash_after(self.head.hash) {
            self.findings.push(Finding::broken(entry));
        }
        self.step_in_chart(entry);
        if self
            .anchor
            .is_some_and(|anchor| anchor.position == entry.position)
        {
            self.hash_at_anchor = Some(entry.hash);
        }
        self.head = entry.head();
        self.read_to = entry.position;
        self.entries += 1;
        self.is_linked = true;
    }

    /// Passes over a row that cannot be.
    pub(super) fn skip(&mut self, position: i64, what: &'static str) {
        self.findings.push(Finding::Damaged { position, what });
        self.read_to = u64::try_from(position)
            .unwrap_or(self.read_to)
            .max(self.read_to + 1);
        self.is_linked = false;
    }

    fn step_in_chart(&mut self, entry: &Entry) {
        let patient = entry.patient;
        let sequence = self.charts.entry(patient).or_default();
        if entry.sequence != *sequence + 1 {
            self.findings.push(Finding::OutOfSequence {
                position: entry.position,
                patient,
                expected: *sequence + 1,
                found: entry.sequence,
            });
        }
        *sequence = entry.sequence;
        if self.erased.contains(&patient) {
            self.findings.push(Finding::AfterTombstone {
                position: entry.position,
                patient,
            });
        }
        if entry.kind == EntryKind::Tombstone {
            self.erased.insert(patient);
        }
    }
}
