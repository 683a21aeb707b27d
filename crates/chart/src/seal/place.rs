//! Where something sealed belongs. Its place is authenticated with it.

use uuid::Uuid;

use crate::entry::{EntryKind, Head};
use crate::id::{PatientId, PhotographId, PlanId};

/// Where something sealed belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// The body of an entry: patient, sequence number, kind.
    Entry(PatientId, u64, EntryKind),
    /// The pixels of a photograph.
    Photograph(PatientId, PhotographId),
    /// A data key behind the share of its patient.
    InnerLock(PatientId),
    /// The same behind the clinic key.
    OuterLock(PatientId),
    /// A document of the cabinet: drawer, id, version.
    Document(&'a str, Uuid, u64),
    /// A part of a snapshot of the lists: where it ends in the record, number of the part, number of parts.
    Snapshot(Head, u32, u32),
    /// What a locked plan drew: patient, plan, part.
    Drawn(PatientId, PlanId, &'a str),
}

impl Place<'_> {
    /// The place in bytes; no two places have the same.
    pub(super) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Entry(patient, sequence, kind) => {
                let mut bytes = begin(1, patient.uuid());
                bytes.extend_from_slice(&sequence.to_be_bytes());
                bytes.push(kind.code());
                bytes
            }
            Self::Photograph(patient, photograph) => {
                let mut bytes = begin(2, patient.uuid());
                bytes.extend_from_slice(photograph.uuid().as_bytes());
                bytes
            }
            Self::InnerLock(patient) => begin(3, patient.uuid()),
            Self::OuterLock(patient) => begin(4, patient.uuid()),
            // The name comes last: everything before it has a fixed length.
            Self::Document(drawer, id, version) => {
                let mut bytes = begin(5, id);
                bytes.extend_from_slice(&version.to_be_bytes());
                bytes.extend_from_slice(drawer.as_bytes());
                bytes
            }
            Self::Snapshot(head, part, parts) => {
                let mut bytes = vec![6];
                bytes.extend_from_slice(&head.position.to_be_bytes());
                bytes.extend_from_slice(&head.hash.0);
                bytes.extend_from_slice(&part.to_be_bytes());
                bytes.extend_from_slice(&parts.to_be_bytes());
                bytes
            }
            Self::Drawn(patient, plan, part) => {
                let mut bytes = begin(7, patient.uuid());
                bytes.extend_from_slice(plan.uuid().as_bytes());
                bytes.extend_from_slice(part.as_bytes());
                bytes
            }
        }
    }
}

fn begin(purpose: u8, id: Uuid) -> Vec<u8> {
    let mut bytes = vec![purpose];
    bytes.extend_from_slice(id.as_bytes());
    bytes
}
