//! The device of which the pages before the first visit speak: the one that the clinic needles with most, else a usual one.

use needlework_chart::id::SiteId;
use needlework_needling::Device;

use crate::server::clinic::Clinic;
use crate::server::office::device::by_use;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Devices of a clinic of the group, or of all of them, by id in the catalogue; the one that it uses most stands first.
pub(in crate::server::pages) async fn own_devices(
    clinic: &Clinic,
    site: Option<SiteId>,
) -> Vec<String> {
    let office = clinic.office().await;
    let sites = &office.settings().value.sites;
    let is_there = |of: SiteId| match site {
        Some(site) => of == site,
        None => sites.get_open(of).is_some(),
    };
    let devices = office.devices.iter().filter(|one| is_there(one.site));
    let stock = office.stock.iter().filter(|one| is_there(one.site));
    by_use(devices, stock)
}

/// What comes of the first device of the clinic for which something comes, else of the usual one: a device of which this version
/// knows nothing must not keep a page from its reader.
pub(super) fn with_first<T>(
    own: &[String],
    usual: &str,
    made_with: impl Fn(&str) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let of_clinic = own.iter().find_map(|id| made_with(id).ok());
    of_clinic.map_or_else(|| made_with(usual), Ok)
}

/// With which device the numbers were made, and whether the clinic has it.
pub(super) fn said(page: &Page, device: &Device, own: &[String]) -> String {
    if own.contains(&device.id) {
        page.say_with("before-device-own", "device", &page.quoted(&device.name))
    } else {
        page.say_with("before-device-usual", "device", &page.quoted(&device.name))
    }
}
