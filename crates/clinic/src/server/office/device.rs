//! Devices that stand in the rooms.

use needlework_chart::cabinet::Drawer;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// One device of the clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicDevice {
    /// Its id.
    pub id: Uuid,
    /// Id in the catalogue.
    pub device: String,
    /// Serial number.
    pub serial: String,
    /// Where it stands.
    pub room: String,
    /// Whether it is in use.
    pub is_in_use: bool,
}

impl Filed for ClinicDevice {
    const DRAWER: Drawer = Drawer::new("device");

    fn id(&self) -> Uuid {
        self.id
    }
}
