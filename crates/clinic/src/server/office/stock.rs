//! Cartridges in stock, by lot.

use jiff::civil::Date;
use needlework_chart::cabinet::Drawer;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// One lot of cartridges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CartridgeLot {
    /// Its id.
    pub id: Uuid,
    /// Id of the device in the catalogue that it fits.
    pub device: String,
    /// Maker's reference.
    pub reference: String,
    /// Lot.
    pub lot: String,
    /// Last day of use.
    pub expires_on: Date,
    /// Needles of a cartridge.
    pub needles: u32,
    /// Longest needle setting, mm.
    pub needle_length_mm: f64,
    /// Units that were received.
    pub received: u32,
}

impl Filed for CartridgeLot {
    const DRAWER: Drawer = Drawer::new("cartridge-lot");

    fn id(&self) -> Uuid {
        self.id
    }
}
