//! Cartridges in stock, by lot.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::SiteId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;
use super::clinic_site::first_site;

/// One lot of cartridges, or the part of one that came to one clinic.
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
    /// The clinic in which it lies.
    #[serde(default = "first_site")]
    pub site: SiteId,
    /// Last day of use.
    pub expires_on: Date,
    /// Needles of a cartridge.
    pub needles: u32,
    /// Longest needle setting, mm.
    pub needle_length_mm: f64,
    /// Units that were received.
    pub received: u32,
    /// Whether it may not be opened, for example since its maker recalled it.
    #[serde(default)]
    pub is_blocked: bool,
    /// What was corrected, blocked and released since it came, the first change first.
    #[serde(default)]
    pub changes: Vec<StockChange>,
    /// Units that were used on people who were erased since, as they are compared: nobody opens them again, and nothing tells on whom
    /// they were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_on_erased: Vec<String>,
    /// Units that somebody was about to open a short while ago: what keeps two charts from taking one unit at the same moment.
    #[serde(default)]
    pub being_opened: Vec<UnitBeingOpened>,
}

impl CartridgeLot {
    /// Whether two parts are of one article: the same cartridge of the same maker.
    pub(crate) fn is_same_article(&self, other: &Self) -> bool {
        self.device == other.device
            && self.reference == other.reference
            && self.needles == other.needles
            && self
                .needle_length_mm
                .total_cmp(&other.needle_length_mm)
                .is_eq()
    }
}

/// A unit that somebody is about to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitBeingOpened {
    /// Number of the unit within the lot, as it is compared.
    pub unit: String,
    /// Since when.
    pub at: Timestamp,
}

/// A change of a device or of a lot, with why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockChange {
    /// When.
    pub at: Timestamp,
    /// Name of whoever made it.
    pub by: String,
    /// What was done.
    pub what: StockChangeKind,
    /// Why.
    pub reason: String,
}

/// What can be done to a device or to a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StockChangeKind {
    /// A device is not to be used.
    OutOfUse,
    /// A device may be used again.
    InUse,
    /// A device stands in another room or clinic.
    Moved,
    /// Expiry or units of a lot were mistyped.
    Corrected,
    /// A lot is not to be opened.
    Blocked,
    /// A lot may be opened again.
    Released,
}

impl StockChangeKind {
    /// Name in forms and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OutOfUse => "out-of-use",
            Self::InUse => "in-use",
            Self::Moved => "moved",
            Self::Corrected => "corrected",
            Self::Blocked => "blocked",
            Self::Released => "released",
        }
    }
}

impl Filed for CartridgeLot {
    const DRAWER: Drawer = Drawer::new("cartridge-lot");

    fn id(&self) -> Uuid {
        self.id
    }
}
