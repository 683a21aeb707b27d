//! Devices that stand in the rooms.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use needlework_chart::cabinet::Drawer;
use needlework_chart::id::SiteId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;
use super::clinic_site::first_site;
use super::stock::{CartridgeLot, StockChange};

/// One device of the clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicDevice {
    /// Its id.
    pub id: Uuid,
    /// Id in the catalogue.
    pub device: String,
    /// Serial number.
    pub serial: String,
    /// The clinic in which it stands.
    #[serde(default = "first_site")]
    pub site: SiteId,
    /// The room of it.
    pub room: String,
    /// Whether it is in use.
    pub is_in_use: bool,
    /// When it was put out of use, taken back and moved, the first change first.
    #[serde(default)]
    pub changes: Vec<StockChange>,
}

impl Filed for ClinicDevice {
    const DRAWER: Drawer = Drawer::new("device");

    fn id(&self) -> Uuid {
        self.id
    }
}

/// Ids in the catalogue of the devices that are in use. The one for which most cartridges came in stands first: what is in stock
/// and what was used up count alike. Where that is the same, the one of which more stand in the rooms.
pub fn by_use<'a>(
    devices: impl Iterator<Item = &'a ClinicDevice>,
    lots: impl Iterator<Item = &'a CartridgeLot>,
) -> Vec<String> {
    let mut amounts: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    for device in devices.filter(|device| device.is_in_use) {
        let (_, standing) = amounts.entry(&device.device).or_default();
        *standing += 1;
    }
    for lot in lots {
        if let Some((units, _)) = amounts.get_mut(lot.device.as_str()) {
            *units += u64::from(lot.received);
        }
    }
    let mut amounts: Vec<_> = amounts.into_iter().collect();
    amounts.sort_by_key(|(_, amount)| Reverse(*amount));
    amounts.into_iter().map(|(id, _)| id.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn standing(device: &str) -> ClinicDevice {
        ClinicDevice {
            id: Uuid::nil(),
            device: device.to_owned(),
            serial: "1".to_owned(),
            site: first_site(),
            room: "1".to_owned(),
            is_in_use: true,
            changes: Vec::new(),
        }
    }

    fn lot(device: &str, received: u32) -> CartridgeLot {
        CartridgeLot {
            id: Uuid::nil(),
            device: device.to_owned(),
            reference: String::new(),
            lot: "1".to_owned(),
            site: first_site(),
            expires_on: date(2026, 11, 27),
            needles: 12,
            needle_length_mm: 1.5,
            received,
            is_blocked: false,
            changes: Vec::new(),
            used_on_erased: Vec::new(),
            being_opened: Vec::new(),
        }
    }

    #[test]
    fn the_device_with_most_cartridges_comes_first_and_what_is_not_in_use_does_not_come() {
        let put_away = ClinicDevice {
            is_in_use: false,
            ..standing("pen-11")
        };
        let devices = [
            standing("stamp"),
            standing("dermapen-4"),
            standing("exceed"),
            standing("exceed"),
            put_away,
        ];
        let lots = [
            lot("dermapen-4", 30),
            lot("dermapen-4", 20),
            lot("pen-11", 900),
        ];
        let ranked = by_use(devices.iter(), lots.iter());
        assert_eq!(ranked, ["dermapen-4", "exceed", "stamp"]);
        assert!(by_use([].iter(), lots.iter()).is_empty());
    }
}
