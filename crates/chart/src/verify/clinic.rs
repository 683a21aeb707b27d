//! Whether the cabinet opens and the access trail has no gap.

use super::finding::Finding;
use crate::record::{Record, RecordError};
use crate::store::Store;

/// Rows that are read at once.
const PAGE: u32 = 1000;

/// Documents that do not open.
pub(super) async fn cabinet_findings<S: Store>(
    record: &Record<S>,
) -> Result<Vec<Finding>, RecordError> {
    let mut findings = Vec::new();
    let mut revision = 0;
    loop {
        let page = record.store().documents_after(revision, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(findings);
        };
        revision = last.revision;
        for document in page {
            let version = document.version;
            match record.open_document(document).await {
                Ok(_) => {}
                Err(RecordError::Store(error)) => return Err(error.into()),
                Err(RecordError::DocumentNotOpened { drawer, id }) => {
                    findings.push(Finding::DocumentNotOpened {
                        drawer,
                        id,
                        version,
                    });
                }
                // Without its key nothing else of the cabinet can be told.
                Err(error) => {
                    let reason = error.to_string();
                    findings.push(Finding::NoCabinetKey { reason });
                    return Ok(findings);
                }
            }
        }
    }
}

/// Gaps of the access trail.
pub(super) async fn access_findings<S: Store>(
    record: &Record<S>,
) -> Result<Vec<Finding>, RecordError> {
    let mut findings = Vec::new();
    let mut read_to = 0;
    loop {
        let page = record.store().accesses_after(read_to, PAGE).await?;
        if page.is_empty() {
            return Ok(findings);
        }
        for (position, _) in page {
            if position > read_to + 1 {
                findings.push(Finding::AccessesLost {
                    from: read_to + 1,
                    to: position - 1,
                });
            }
            read_to = position;
        }
    }
}
