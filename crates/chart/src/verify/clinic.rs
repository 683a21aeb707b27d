//! Whether the cabinet opens, and the access trail is the one that was seen before.

use super::finding::Finding;
use crate::entry::Head;
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

/// What is wrong with the access trail, and where it ends.
pub(super) async fn access_findings<S: Store>(
    record: &Record<S>,
) -> Result<(Vec<Finding>, Head), RecordError> {
    let anchor = record.keyring().room().trail_anchor()?;
    let anchor = anchor.filter(|anchor| anchor.position > 0);
    let mut findings = Vec::new();
    let (mut head, mut at_anchor) = (Head::EMPTY, None);
    loop {
        let page = record.store().accesses_after(head.position, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for (position, access) in page {
            if position > head.position + 1 {
                findings.push(Finding::AccessesLost {
                    from: head.position + 1,
                    to: position - 1,
                });
            }
            head = Head {
                position,
                hash: access.hash_after(head.hash, position),
            };
            if anchor.is_some_and(|anchor| anchor.position == position) {
                at_anchor = Some(head);
            }
        }
    }
    // What is lost before the anchor changes the hash at it as well, and was told with its place.
    let is_without_gap = findings.is_empty();
    if let Some(anchor) = anchor {
        if head.position < anchor.position {
            findings.push(Finding::AccessesCutOff {
                anchor: anchor.position,
                end: head.position,
            });
        } else if is_without_gap && at_anchor != Some(anchor) {
            findings.push(Finding::AccessesEdited {
                to: anchor.position,
            });
        }
    }
    Ok((findings, head))
}
