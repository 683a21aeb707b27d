//! The cabinet and the access trail in a backup: one line of JSON per document and per access.

use std::collections::HashMap;
use std::path::Path;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::ArchiveError;
use super::folder::{self, LineWriter};
use crate::access::Access;
use crate::record::Record;
use crate::store::{SealedDocument, Store};

const CABINET_FILE: &str = "cabinet.jsonl";
const ACCESS_FILE: &str = "access.jsonl";
/// Lines that are copied at once.
const PAGE: u32 = 1000;

/// How much of a kind was copied, so that a shortened file is noticed. A backup of format 1 has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Copied {
    /// Lines.
    pub(super) lines: u64,
    /// Revision or position of the last one.
    pub(super) last: u64,
}

/// A document as a line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentLine {
    drawer: String,
    id: Uuid,
    version: u64,
    revision: u64,
    body: Option<String>,
}

/// An access as a line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccessLine {
    position: u64,
    at: jiff::Timestamp,
    user: crate::id::UserId,
    patient: Option<crate::id::PatientId>,
    action: String,
    subject: Option<Uuid>,
}

/// Copies the cabinet until nothing is new. A document that changes meanwhile comes again with its later version: what
/// counts is the last line of it, and together they are the cabinet of one moment.
pub(super) async fn copy_cabinet<S: Store>(
    record: &Record<S>,
    folder: &Path,
) -> Result<Copied, ArchiveError> {
    let mut lines = LineWriter::create(folder.join(CABINET_FILE))?;
    let mut copied = Copied::default();
    loop {
        let page = record.store().documents_after(copied.last, PAGE).await?;
        let Some(last) = page.last() else { break };
        copied.last = last.revision;
        copied.lines += page.len() as u64;
        for document in page {
            lines.write(&DocumentLine {
                drawer: document.drawer,
                id: document.id,
                version: document.version,
                revision: document.revision,
                body: document.body.map(|body| BASE64.encode(&body)),
            })?;
        }
    }
    lines.close()?;
    Ok(copied)
}

/// Copies the access trail until nothing is new.
pub(super) async fn copy_accesses<S: Store>(
    record: &Record<S>,
    folder: &Path,
) -> Result<Copied, ArchiveError> {
    let mut lines = LineWriter::create(folder.join(ACCESS_FILE))?;
    let mut copied = Copied::default();
    loop {
        let page = record.store().accesses_after(copied.last, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        copied.last = *last;
        copied.lines += page.len() as u64;
        for (position, access) in page {
            lines.write(&AccessLine {
                position,
                at: access.at,
                user: access.user,
                patient: access.patient,
                action: access.action,
                subject: access.subject,
            })?;
        }
    }
    lines.close()?;
    Ok(copied)
}

/// Refuses a record with documents or accesses of its own: they would be mixed with those of the backup.
pub(super) async fn refuse_used<S: Store>(record: &Record<S>) -> Result<(), ArchiveError> {
    let (_, revision) = record.store().standing().await?;
    if revision > 0 {
        return Err(ArchiveError::CabinetNotEmpty(revision));
    }
    if !record.store().accesses_after(0, 1).await?.is_empty() {
        return Err(ArchiveError::AccessNotEmpty);
    }
    Ok(())
}

/// Takes in the cabinet, the last line of each document.
pub(super) async fn restore_cabinet<S: Store>(
    record: &Record<S>,
    from: &Path,
    copied: Copied,
) -> Result<(), ArchiveError> {
    let path = from.join(CABINET_FILE);
    let mut found = Copied::default();
    let mut documents = HashMap::new();
    for (line, number) in folder::read_lines::<DocumentLine>(&path)?.zip(1..) {
        let line = line?;
        let body = line.body.map(|body| BASE64.decode(body.as_bytes()));
        let document = SealedDocument {
            body: body.transpose().map_err(|_| ArchiveError::Line {
                path: path.clone(),
                line: number,
            })?,
            drawer: line.drawer,
            id: line.id,
            version: line.version,
            revision: line.revision,
        };
        found.lines += 1;
        found.last = document.revision;
        documents.insert((document.drawer.clone(), document.id), document);
    }
    require(copied, found, from)?;
    let documents = documents.into_values().collect();
    Ok(record.store().take_in_documents(documents).await?)
}

/// Takes in the access trail.
pub(super) async fn restore_accesses<S: Store>(
    record: &Record<S>,
    from: &Path,
    copied: Copied,
) -> Result<(), ArchiveError> {
    let mut found = Copied::default();
    let mut page = Vec::new();
    for line in folder::read_lines::<AccessLine>(&from.join(ACCESS_FILE))? {
        let line = line?;
        let access = Access {
            at: line.at,
            user: line.user,
            patient: line.patient,
            action: line.action,
            subject: line.subject,
        };
        found.lines += 1;
        found.last = line.position;
        page.push((line.position, access));
        if page.len() >= PAGE as usize {
            let page = std::mem::take(&mut page);
            record.store().take_in_accesses(page).await?;
        }
    }
    require(copied, found, from)?;
    Ok(record.store().take_in_accesses(page).await?)
}

fn require(copied: Copied, found: Copied, from: &Path) -> Result<(), ArchiveError> {
    if copied == found {
        return Ok(());
    }
    Err(ArchiveError::OtherHead {
        path: from.to_owned(),
    })
}
