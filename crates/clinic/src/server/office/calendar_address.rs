//! The secret address of a calendar that a patient's telephone reads again and again.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::PatientId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// The address of the calendar of one patient. There is one at most: it lies under the id of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarAddress {
    /// Whose calendar.
    pub patient: PatientId,
    /// SHA-256 of the token in the address, hexadecimal.
    pub token: String,
    /// When the address was made.
    pub made_at: Timestamp,
}

impl Filed for CalendarAddress {
    const DRAWER: Drawer = Drawer::new("calendar-address");
    const RETURNS: bool = true;

    fn id(&self) -> Uuid {
        self.patient.uuid()
    }
}
