//! Devices and cartridges; with the recall, which lot or device touched whom.

use std::ops::RangeInclusive;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::clinic_choice::{chosen_clinic, clinics_to_choose};
use super::plan_form::Choice;
use super::recall::{RecallPart, Searched, recall_part};
use super::{Done, Shown, show, written};
use crate::server::access::{Allowed, KeepStock};
use crate::server::office::Held;
use crate::server::office::device::ClinicDevice;
use crate::server::office::settings::Settings;
use crate::server::office::stock::{CartridgeLot, StockChange};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Units from which on somebody should order.
const SHORT: usize = 5;
/// Units that can come in at once.
const UNITS: RangeInclusive<u32> = 1..=10_000;
/// Lots without a unit left that are shown.
const MOST_GONE: usize = 20;
/// Longest name of a room, characters.
const LONGEST_ROOM: usize = 40;
/// Longest reason, characters.
const LONGEST_REASON: usize = 300;

struct LotRow {
    id: Uuid,
    seen: u64,
    lot: String,
    reference: String,
    device: String,
    length: String,
    /// The clinic of the group in which it lies; `None`: there is but one.
    clinic: Option<String>,
    expires: String,
    /// As a field takes it.
    expires_on: Date,
    is_over: bool,
    is_blocked: bool,
    received: u32,
    left: usize,
    is_short: bool,
    changes: Vec<String>,
}

struct DeviceRow {
    id: Uuid,
    seen: u64,
    name: String,
    serial: String,
    /// The clinic of the group in which it stands; `None`: there is but one.
    clinic: Option<String>,
    room: String,
    /// Clinics of the group, its own chosen; empty: there is but one.
    clinics: Vec<Choice>,
    is_in_use: bool,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/stock.html")]
struct StockPage {
    page: Page,
    recall: RecallPart,
    lots: Vec<LotRow>,
    /// How many lots have no unit left.
    used_up: usize,
    /// The newest of them, whose units may have been mistyped.
    gone: Vec<LotRow>,
    devices: Vec<DeviceRow>,
    /// Whether there is or was more than one clinic.
    are_several: bool,
    /// Clinics of the group to which something can come; empty: there is but one.
    clinics: Vec<Choice>,
    catalogue: Vec<(String, String)>,
}

/// Stock, devices and recall.
pub(in crate::server) async fn show_stock(
    keeper: Allowed<KeepStock>,
    Query(searched): Query<Searched>,
) -> Shown {
    let page = Page::of(keeper.who(), "/stock").await;
    let library = keeper.clinic().library().await;
    let today = keeper.clinic().today().await;
    let settings = keeper.clinic().settings().await;
    let recall = recall_part(&page, &keeper, &settings, &searched).await?;
    let (stock, gone): (Vec<_>, Vec<_>) = keeper
        .stock()
        .await
        .into_iter()
        .partition(|(held, used)| (held.value.received as usize) > *used);
    let lots = stock
        .into_iter()
        .map(|(held, used)| lot_row(&page, &settings, held, (used, today)));
    let devices = keeper.devices().await.into_iter().map(|held| DeviceRow {
        id: held.value.id,
        seen: held.version,
        name: page.device_name(&held.value.device),
        changes: change_words(&page, &held.value.changes),
        serial: held.value.serial,
        clinic: settings.name_beside(held.value.site).map(str::to_owned),
        clinics: clinics_to_choose(&settings, Some(held.value.site)),
        room: held.value.room,
        is_in_use: held.value.is_in_use,
    });
    show(&StockPage {
        recall,
        lots: lots.collect(),
        used_up: gone.len(),
        gone: gone
            .into_iter()
            .rev()
            .take(MOST_GONE)
            .map(|(held, used)| lot_row(&page, &settings, held, (used, today)))
            .collect(),
        devices: devices.collect(),
        are_several: settings.sites.are_several(),
        clinics: clinics_to_choose(&settings, None),
        catalogue: library
            .devices
            .iter()
            .map(|device| (device.id.clone(), page.device_name(&device.id)))
            .collect(),
        page,
    })
}

fn lot_row(
    page: &Page,
    settings: &Settings,
    held: Held<CartridgeLot>,
    (used, today): (usize, Date),
) -> LotRow {
    let lot = held.value;
    let left = (lot.received as usize).saturating_sub(used);
    LotRow {
        id: lot.id,
        seen: held.version,
        device: page.device_name(&lot.device),
        length: page.number(lot.needle_length_mm, 2),
        clinic: settings.name_beside(lot.site).map(str::to_owned),
        expires: page.day(lot.expires_on),
        expires_on: lot.expires_on,
        is_over: lot.expires_on < today,
        is_blocked: lot.is_blocked,
        received: lot.received,
        changes: change_words(page, &lot.changes),
        lot: lot.lot,
        reference: lot.reference,
        left,
        is_short: left <= SHORT,
    }
}

/// What was done to a device or a lot, the newest change first.
fn change_words(page: &Page, changes: &[StockChange]) -> Vec<String> {
    let changes = changes.iter().rev();
    let words = changes.map(|change| {
        page.say_all(
            "stock-change",
            &[
                ("when", &page.moment(change.at)),
                ("who", &change.by),
                ("what", &page.say(&format!("stock-{}", change.what.name()))),
                ("reason", &change.reason),
            ],
        )
    });
    words.collect()
}

/// What is to be done to a device or to a lot.
#[derive(Deserialize)]
pub(in crate::server) struct Change {
    /// Version that was shown.
    seen: u64,
    #[serde(rename = "do")]
    wish: String,
    reason: String,
    expires_on: Option<Date>,
    #[serde(rename = "received")]
    units: Option<u32>,
    /// Where a device stands from now on.
    #[serde(default)]
    clinic: String,
    #[serde(default)]
    room: String,
}

/// Puts a device out of use, back into use, or into another room.
pub(in crate::server) async fn change_device(
    keeper: Allowed<KeepStock>,
    Path(device): Path<Uuid>,
    Form(change): Form<Change>,
) -> Done {
    let reason = written(&change.reason, "refused-stock-reason", LONGEST_REASON)?;
    let place = (device, change.seen);
    match change.wish.as_str() {
        "out-of-use" => keeper.put_in_use(place, false, reason).await?,
        "in-use" => keeper.put_in_use(place, true, reason).await?,
        "moved" => {
            let settings = keeper.clinic().settings().await;
            let site = chosen_clinic(&settings, &change.clinic)?;
            let room = written(&change.room, "refused-device-room", LONGEST_ROOM)?;
            keeper.move_device(place, (site.id, room), reason).await?;
        }
        _ => return Err(Problem::refused("refused-stock-change")),
    }
    Ok(Redirect::to("/stock"))
}

/// Corrects, blocks or releases a lot.
pub(in crate::server) async fn change_lot(
    keeper: Allowed<KeepStock>,
    Path(lot): Path<Uuid>,
    Form(change): Form<Change>,
) -> Done {
    let reason = written(&change.reason, "refused-stock-reason", LONGEST_REASON)?;
    let place = (lot, change.seen);
    match (change.wish.as_str(), change.expires_on, change.units) {
        ("corrected", Some(expires_on), Some(units)) => {
            if !UNITS.contains(&units) {
                return Err(Problem::refused("refused-lot-fields"));
            }
            keeper
                .correct_lot(place, (expires_on, units), reason)
                .await?;
        }
        ("blocked", ..) => keeper.block_lot(place, true, reason).await?,
        ("released", ..) => keeper.block_lot(place, false, reason).await?,
        _ => return Err(Problem::refused("refused-stock-change")),
    }
    Ok(Redirect::to("/stock"))
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
    #[serde(default)]
    clinic: String,
}

/// Takes a lot into stock.
pub(in crate::server) async fn receive(
    keeper: Allowed<KeepStock>,
    Form(received): Form<Received>,
) -> Done {
    require_device(&keeper, &received.device).await?;
    let is_sound = (0.1..=5.0).contains(&received.needle_length_mm)
        && (1..=1080).contains(&received.needles)
        && UNITS.contains(&received.units);
    if !is_sound || received.lot.trim().is_empty() {
        return Err(Problem::refused("refused-lot-fields"));
    }
    let settings = keeper.clinic().settings().await;
    keeper
        .receive(CartridgeLot {
            site: chosen_clinic(&settings, &received.clinic)?.id,
            id: keeper.new_id()?,
            device: received.device,
            reference: received.reference.trim().to_owned(),
            lot: received.lot.trim().to_owned(),
            expires_on: received.expires_on,
            needles: received.needles,
            needle_length_mm: received.needle_length_mm,
            received: received.units,
            is_blocked: false,
            changes: Vec::new(),
            used_on_erased: Vec::new(),
            being_opened: Vec::new(),
        })
        .await?;
    Ok(Redirect::to("/stock"))
}

/// A device that came.
#[derive(Deserialize)]
pub(in crate::server) struct NewDevice {
    device: String,
    serial: String,
    #[serde(default)]
    clinic: String,
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
    let settings = keeper.clinic().settings().await;
    keeper
        .add_device(ClinicDevice {
            site: chosen_clinic(&settings, &new.clinic)?.id,
            id: keeper.new_id()?,
            device: new.device,
            serial: new.serial.trim().to_owned(),
            room: new.room.trim().to_owned(),
            is_in_use: true,
            changes: Vec::new(),
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
