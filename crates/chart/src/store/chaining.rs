//! Gives appends their places. Pure: a database locks, asks for what is needed, and writes what comes out.

use std::collections::HashMap;

use super::append::{Append, AppendRefusal, KeyChange, Receipt};
use super::error::StoreError;
use crate::entry::{Entry, EntryKind, Head};
use crate::id::PatientId;

/// The last entry of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Last {
    pub(super) sequence: u64,
    pub(super) kind: EntryKind,
}

/// What a transaction writes, and what it answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chained {
    pub(super) entries: Vec<Entry>,
    pub(super) key_changes: Vec<(PatientId, KeyChange)>,
    pub(super) answers: Vec<Result<Receipt, AppendRefusal>>,
}

/// Places each append after `head` and after the last entry of its chart, or refuses it.
pub(super) fn chain(
    mut head: Head,
    mut lasts: HashMap<PatientId, Last>,
    appends: Vec<Append>,
) -> Chained {
    let mut chained = Chained::default();
    for append in appends {
        let last = lasts.get(&append.patient).copied();
        if let Some(refusal) = refusal(&append, last) {
            chained.answers.push(Err(refusal));
            continue;
        }
        let mut sequence = append.expected;
        for new in append.entries {
            sequence += 1;
            let entry = Entry::after(head, append.patient, sequence, new.kind, new.body);
            head = entry.head();
            let kind = entry.kind;
            lasts.insert(append.patient, Last { sequence, kind });
            chained.entries.push(entry);
        }
        if append.data_key != KeyChange::Keep {
            chained.key_changes.push((append.patient, append.data_key));
        }
        chained.answers.push(Ok(Receipt { sequence, head }));
    }
    chained
}

fn refusal(append: &Append, last: Option<Last>) -> Option<AppendRefusal> {
    let found = last.map_or(0, |last| last.sequence);
    if last.is_some_and(|last| last.kind == EntryKind::Tombstone) {
        Some(AppendRefusal::Erased)
    } else if append.entries.is_empty() {
        Some(AppendRefusal::Nothing)
    } else if append.expected != found {
        Some(AppendRefusal::Conflict {
            expected: append.expected,
            found,
        })
    } else {
        None
    }
}

/// Whether entries follow a head, link by link.
pub(super) fn require_order(mut head: Head, entries: &[Entry]) -> Result<(), StoreError> {
    for entry in entries {
        if entry.position != head.position + 1 || entry.hash != entry.hash_after(head.hash) {
            return Err(StoreError::NotInOrder(entry.position));
        }
        head = entry.head();
    }
    Ok(())
}
