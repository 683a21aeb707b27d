//! Where something sealed belongs. Its place is authenticated with it.

use crate::entry::EntryKind;
use crate::id::{PatientId, PhotographId};

/// Where something sealed belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The body of an entry: patient, sequence number, kind.
    Entry(PatientId, u64, EntryKind),
    /// The pixels of a photograph.
    Photograph(PatientId, PhotographId),
    /// A data key behind the share of its patient.
    InnerLock(PatientId),
    /// The same behind the clinic key.
    OuterLock(PatientId),
}

impl Place {
    /// The place in bytes; no two places have the same.
    pub(super) fn bytes(self) -> Vec<u8> {
        let (purpose, patient) = match self {
            Self::Entry(patient, _, _) => (1, patient),
            Self::Photograph(patient, _) => (2, patient),
            Self::InnerLock(patient) => (3, patient),
            Self::OuterLock(patient) => (4, patient),
        };
        let mut bytes = vec![purpose];
        bytes.extend_from_slice(patient.uuid().as_bytes());
        match self {
            Self::Entry(_, sequence, kind) => {
                bytes.extend_from_slice(&sequence.to_be_bytes());
                bytes.push(kind.code());
            }
            Self::Photograph(_, photograph) => {
                bytes.extend_from_slice(photograph.uuid().as_bytes());
            }
            Self::InnerLock(_) | Self::OuterLock(_) => {}
        }
        bytes
    }
}
