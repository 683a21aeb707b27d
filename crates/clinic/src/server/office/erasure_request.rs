//! The wish that a person be erased, until it is carried out. It names nobody: the person is found by the id of the chart.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::record::Ground;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// Longest reason for keeping a record, characters.
pub const LONGEST_REFUSAL: usize = 500;

/// The wish that a person be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureRequest {
    /// Who is to be erased.
    pub patient: PatientId,
    /// Who asked: the patient, or a colleague.
    pub asked_by: UserId,
    /// When.
    pub asked_at: Timestamp,
    /// On what ground.
    pub ground: Ground,
    /// Why the record must be kept all the same; `None`: nobody has decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ErasureRefusal>,
}

/// Why a record must be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureRefusal {
    /// Who decided.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// The reason, which the patient reads.
    pub reason: String,
}

impl Filed for ErasureRequest {
    const DRAWER: Drawer = Drawer::new("erasure-request");
    const RETURNS: bool = true;

    fn id(&self) -> Uuid {
        self.patient.uuid()
    }
}
