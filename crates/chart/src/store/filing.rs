//! What is asked of a store when documents of the cabinet are written, and which versions and revisions they get. Pure: a
//! database locks, asks for what is needed, and writes what comes out.

use std::collections::HashMap;

use thiserror::Error;
use uuid::Uuid;

/// A version of a document that waits for its revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Name of the drawer.
    pub drawer: String,
    /// Its id in the drawer.
    pub id: Uuid,
    /// The version that the writer saw. The body is sealed for the one after it.
    pub expected: u64,
    /// Sealed content; `None` removes it.
    pub body: Option<Vec<u8>>,
}

/// The newest version of a document, as it lies in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedDocument {
    /// Name of the drawer.
    pub drawer: String,
    /// Its id in the drawer.
    pub id: Uuid,
    /// Its version, from 1.
    pub version: u64,
    /// The revision of the cabinet with which it came.
    pub revision: u64,
    /// Sealed content; `None`: it was removed.
    pub body: Option<Vec<u8>>,
}

/// Somebody else was faster; none of the documents was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "document {id} in drawer {drawer} has version {found}, but was read at version {expected}: somebody else wrote meanwhile; nothing of theirs is lost. Read it again and repeat what is still needed."
)]
pub struct DocumentConflict {
    /// Name of the drawer.
    pub drawer: String,
    /// Its id in the drawer.
    pub id: Uuid,
    /// The version that the writer saw; 0: none.
    pub expected: u64,
    /// The version that is there; 0: none.
    pub found: u64,
}

/// Versions of documents that are there; 0 or absent: none.
pub(super) type Versions = HashMap<(String, Uuid), u64>;

/// Gives each document the next version and revision, or refuses all of them.
pub(super) fn file(
    mut revision: u64,
    mut versions: Versions,
    filings: Vec<Filing>,
) -> Result<Vec<SealedDocument>, DocumentConflict> {
    let mut filed = Vec::with_capacity(filings.len());
    for filing in filings {
        let Filing {
            drawer,
            id,
            expected,
            body,
        } = filing;
        let version = versions.entry((drawer.clone(), id)).or_default();
        if *version != expected {
            return Err(DocumentConflict {
                drawer,
                id,
                expected,
                found: *version,
            });
        }
        *version += 1;
        revision += 1;
        filed.push(SealedDocument {
            drawer,
            id,
            version: *version,
            revision,
            body,
        });
    }
    Ok(filed)
}
