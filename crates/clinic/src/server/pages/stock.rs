//! Devices and cartridges; with the recall, which lot or device touched whom.

use askama::Template;
use axum::extract::Query;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use serde::Deserialize;

use super::recall::{RecallPart, Searched, recall_part};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, KeepStock};
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Units from which on somebody should order.
const SHORT: usize = 5;

struct LotRow {
    lot: String,
    reference: String,
    device: String,
    expires: String,
    is_over: bool,
    left: usize,
    is_short: bool,
}

struct DeviceRow {
    name: String,
    serial: String,
    room: String,
    is_in_use: bool,
}

#[derive(Template)]
#[template(path = "clinic/stock.html")]
struct StockPage {
    page: Page,
    recall: RecallPart,
    lots: Vec<LotRow>,
    /// Lots without a unit left, which only a recall asks for.
    used_up: usize,
    devices: Vec<DeviceRow>,
    catalogue: Vec<(String, String)>,
}

/// Stock, devices and recall.
pub(in crate::server) async fn show_stock(
    keeper: Allowed<KeepStock>,
    Query(searched): Query<Searched>,
) -> Shown {
    let page = Page::of(keeper.who(), "/stock").await;
    let library = keeper.clinic().library().await;
    let name_of = |id: &str| page.device_name(id);
    let today = keeper.clinic().today().await;
    let recall = recall_part(&page, &keeper, &searched).await?;
    let (stock, gone): (Vec<_>, Vec<_>) = keeper
        .stock()
        .await
        .into_iter()
        .partition(|(lot, used)| (lot.received as usize) > *used);
    let lots = stock.into_iter().map(|(lot, used)| {
        let left = (lot.received as usize).saturating_sub(used);
        LotRow {
            device: name_of(&lot.device),
            expires: page.day(lot.expires_on),
            is_over: lot.expires_on < today,
            lot: lot.lot,
            reference: lot.reference,
            left,
            is_short: left <= SHORT,
        }
    });
    let devices = keeper.devices().await.into_iter().map(|device| DeviceRow {
        name: name_of(&device.device),
        serial: device.serial,
        room: device.room,
        is_in_use: device.is_in_use,
    });
    show(&StockPage {
        recall,
        lots: lots.collect(),
        used_up: gone.len(),
        devices: devices.collect(),
        catalogue: library
            .devices
            .iter()
            .map(|device| (device.id.clone(), page.device_name(&device.id)))
            .collect(),
        page,
    })
}

/// A lot that came in.
#[derive(Deserialize)]
pub(in crate::server) struct Received {
    device: String,
    reference: String,
    lot: String,
    expires_on: Date,
    needles: u32,
    needle_length_mm: f64,
    #[serde(rename = "received")]
    units: u32,
}

/// Takes a lot into stock.
pub(in crate::server) async fn receive(
    keeper: Allowed<KeepStock>,
    Form(received): Form<Received>,
) -> Done {
    require_device(&keeper, &received.device).await?;
    let is_sound = (0.1..=5.0).contains(&received.needle_length_mm)
        && (1..=1080).contains(&received.needles)
        && (1..=10_000).contains(&received.units);
    if !is_sound || received.lot.trim().is_empty() {
        return Err(Problem::refused("refused-lot-fields"));
    }
    keeper
        .receive(CartridgeLot {
            id: keeper.new_id()?,
            device: received.device,
            reference: received.reference.trim().to_owned(),
            lot: received.lot.trim().to_owned(),
            expires_on: received.expires_on,
            needles: received.needles,
            needle_length_mm: received.needle_length_mm,
            received: received.units,
        })
        .await?;
    Ok(Redirect::to("/stock"))
}

/// A device that came.
#[derive(Deserialize)]
pub(in crate::server) struct NewDevice {
    device: String,
    serial: String,
    room: String,
}

/// Adds a device.
pub(in crate::server) async fn add_device(
    keeper: Allowed<KeepStock>,
    Form(new): Form<NewDevice>,
) -> Done {
    require_device(&keeper, &new.device).await?;
    if new.serial.trim().is_empty() {
        return Err(Problem::refused("refused-no-serial"));
    }
    keeper
        .keep_device(ClinicDevice {
            id: keeper.new_id()?,
            device: new.device,
            serial: new.serial.trim().to_owned(),
            room: new.room.trim().to_owned(),
            is_in_use: true,
        })
        .await?;
    Ok(Redirect::to("/stock"))
}

async fn require_device(keeper: &Allowed<KeepStock>, id: &str) -> Result<(), Problem> {
    let library = keeper.clinic().library().await;
    match library.devices.get(id) {
        Some(_) => Ok(()),
        None => Err(Problem::refused("refused-unknown-device")),
    }
}
