//! What an export holds beside the charts. The record does not look into documents of the cabinet: the clinic that wrote them says
//! which of them are given out, in which form, and which are taken in again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::cabinet::NewDocument;
use crate::id::PatientId;

/// Documents of a clinic in the clear, as it gives them out.
#[derive(Clone, PartialEq, Default)]
pub struct Beside {
    /// Documents about the clinic, by the name of their drawer.
    pub documents: BTreeMap<String, Vec<Value>>,
    /// Appointments, by patient.
    pub appointments: BTreeMap<PatientId, Vec<Booked>>,
}

/// An appointment of a patient.
#[derive(Clone, PartialEq)]
pub struct Booked {
    /// Its id.
    pub id: Uuid,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The document.
    pub document: Value,
}

impl Beside {
    /// Appointments of a patient.
    pub(super) fn appointments_of(&self, patient: PatientId) -> &[Booked] {
        self.appointments.get(&patient).map_or(&[], Vec::as_slice)
    }
}

/// A clinic that takes in documents of an export: it knows what may stand in its drawers.
pub trait TakesIn {
    /// The document of a drawer as it is written; `None`: documents of this drawer are given out and not taken in.
    ///
    /// # Errors
    /// With a sentence that says why the document cannot be one of this drawer.
    fn document(&self, drawer: &str, document: &Value) -> Result<Option<NewDocument>, String>;

    /// The appointment of a patient as it is written.
    ///
    /// # Errors
    /// With a sentence that says why this cannot be an appointment of this patient.
    fn appointment(&self, patient: PatientId, document: &Value) -> Result<NewDocument, String>;
}
