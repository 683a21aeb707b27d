//! Whether the record is whole: no entry edited, lost, reordered or unreadable; and if not, where.
//!
//! The chain is walked from the first entry to the last, without keys. Then every chart is opened and folded, and every
//! photograph is opened and compared with its chart, then every document of the cabinet, and the access trail is searched for
//! gaps. Both are compared with their anchors in the key room: a record that was cut off or replaced as a whole is still
//! a chain. A record without findings becomes the new anchor; a server that runs moves the anchors on in between.

mod chain;
mod clinic;
mod finding;

use std::collections::BTreeSet;

pub use finding::Finding;

use chain::ChainWalk;

use crate::entry::{EntryKind, Head};
use crate::fold::Chart;
use crate::id::PatientId;
use crate::record::{Record, RecordError};
use crate::store::{Store, StoreError};

/// Entries that are read at once.
const PAGE: u32 = 1000;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Where the record ends.
    pub head: Head,
    /// Entries that were read.
    pub entries: u64,
    /// Charts.
    pub charts: u64,
    /// Charts of people who were erased.
    pub erased: u64,
    /// What is wrong, in the order in which it was found; empty: nothing.
    pub findings: Vec<Finding>,
}

/// Verifies the record, and drops the anchor at its head if nothing is wrong.
///
/// # Errors
/// When the database or the key room cannot be read at all. What is wrong with the record is no error but a finding.
pub async fn verify<S: Store>(record: &Record<S>) -> Result<Verification, RecordError> {
    let mut walk = walk_chain(record).await?;
    walk.findings.extend(anchor_finding(&walk));
    let erased = walk.erased.clone();
    for patient in walk.charts.keys() {
        let is_erased = erased.contains(patient);
        let is_in_ledger = record.keyring().room().is_erased(*patient)?;
        match (is_erased, is_in_ledger) {
            (true, true) => walk
                .findings
                .extend(leftover_photographs(record, *patient).await?),
            (true, false) => walk.findings.push(Finding::NotInLedger(*patient)),
            (false, true) => walk.findings.push(Finding::ErasureUnfinished(*patient)),
            (false, false) => {
                walk.findings
                    .extend(chart_findings(record, *patient).await?);
                walk.findings
                    .extend(photograph_findings(record, *patient).await?);
            }
        }
    }
    walk.findings.extend(key_findings(record, &erased).await?);
    walk.findings
        .extend(clinic::cabinet_findings(record).await?);
    let (trail_findings, trail) = clinic::access_findings(record).await?;
    walk.findings.extend(trail_findings);
    if walk.findings.is_empty() {
        record.keyring().room().drop_anchor(walk.head)?;
        record.keyring().room().drop_trail_anchor(trail)?;
    }
    Ok(Verification {
        head: walk.head,
        entries: walk.entries,
        charts: walk.charts.len() as u64,
        erased: erased.len() as u64,
        findings: walk.findings,
    })
}

async fn walk_chain<S: Store>(record: &Record<S>) -> Result<ChainWalk, RecordError> {
    let anchor = record.keyring().room().anchor()?;
    let mut walk = ChainWalk::new(anchor);
    loop {
        match record.store().after(walk.read_to, PAGE).await {
            Ok(page) if page.is_empty() => return Ok(walk),
            Ok(page) => {
                for entry in &page {
                    walk.step(entry);
                }
            }
            // One row of the page cannot be: go on one by one up to it, then behind it.
            Err(StoreError::Damaged { .. }) => match record.store().after(walk.read_to, 1).await {
                Ok(page) => page.iter().for_each(|entry| walk.step(entry)),
                Err(StoreError::Damaged { position, what }) => walk.skip(position, what),
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
}

fn anchor_finding(walk: &ChainWalk) -> Option<Finding> {
    let anchor = walk.anchor?;
    if walk.head.position < anchor.position {
        Some(Finding::CutOff {
            anchor: anchor.position,
            end: walk.head.position,
        })
    } else if anchor.position > 0 && walk.hash_at_anchor != Some(anchor.hash) {
        Some(Finding::Replaced {
            anchor: anchor.position,
        })
    } else {
        None
    }
}

/// What is wrong with the bodies of one chart. Whatever does not open or read is told entry by entry; the fold only if all
/// can be read.
async fn chart_findings<S: Store>(
    record: &Record<S>,
    patient: PatientId,
) -> Result<Vec<Finding>, RecordError> {
    let entries = match record.store().chart(patient).await {
        Ok(entries) => entries,
        // Told by the walk along the chain.
        Err(StoreError::Damaged { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut findings = Vec::new();
    let mut chart = Chart::default();
    for entry in entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Event)
    {
        match record.event_of(entry).await {
            Ok(Some(event)) => {
                if findings.is_empty()
                    && let Err(refusal) = chart.apply(&event)
                {
                    findings.push(Finding::unfit(entry, refusal));
                }
            }
            Ok(None) => {}
            Err(RecordError::Store(error)) => return Err(error.into()),
            Err(RecordError::NotOpened { .. }) => findings.push(Finding::not_opened(entry)),
            Err(RecordError::Unreadable { error, .. }) => {
                findings.push(Finding::unreadable(entry, error));
            }
            // Without its key nothing else of this chart can be told.
            Err(error) => {
                findings.push(Finding::NoKey {
                    patient,
                    reason: error.to_string(),
                });
                break;
            }
        }
    }
    Ok(findings)
}

/// Photographs of one chart. Of a chart that cannot be opened nothing is said twice.
async fn photograph_findings<S: Store>(
    record: &Record<S>,
    patient: PatientId,
) -> Result<Vec<Finding>, RecordError> {
    let Ok(opened) = record.open(patient).await else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    for (photograph, known) in &opened.chart().photographs {
        if known.withdrawn.is_some() {
            continue;
        }
        match record.pixels(&opened, *photograph).await {
            Ok(_) => {}
            Err(RecordError::Photograph(error)) if !error.concerns_all() => {
                findings.push(Finding::Photograph { patient, error });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(findings)
}

async fn leftover_photographs<S: Store>(
    record: &Record<S>,
    patient: PatientId,
) -> Result<Option<Finding>, RecordError> {
    let count = record.photographs().count_of(patient).await?;
    Ok((count > 0).then_some(Finding::PhotographsOfErased { patient, count }))
}

/// Data keys that should be gone.
async fn key_findings<S: Store>(
    record: &Record<S>,
    erased: &BTreeSet<PatientId>,
) -> Result<Vec<Finding>, RecordError> {
    let keys = record.store().data_keys().await?;
    Ok(keys
        .into_iter()
        .filter(|(patient, _)| erased.contains(patient))
        .map(|(patient, _)| Finding::KeyOfErased(patient))
        .collect())
}
