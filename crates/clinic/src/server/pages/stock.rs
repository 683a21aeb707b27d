//! Devices and cartridges; with the recall, which lot or device touched whom.

pub(in crate::server) mod forms;

use askama::Template;
use axum::extract::Query;
use jiff::civil::Date;
use uuid::Uuid;

use super::clinic_choice::clinics_to_choose;
use super::plan_form::Choice;
use super::recall::{RecallPart, Searched, recall_part};
use super::refused_form::RefusedForm;
use super::{Shown, show};
use crate::server::access::{Allowed, KeepStock};
use crate::server::office::Held;
use crate::server::office::settings::Settings;
use crate::server::office::stock::{CartridgeLot, StockChange};
use crate::server::page::Page;

/// Units from which on somebody should order.
const SHORT: usize = 5;
/// Lots without a unit left that are shown.
const MOST_GONE: usize = 20;

struct LotRow {
    id: Uuid,
    /// Name of the form that changes it.
    form: String,
    /// Name of the form that moves units of it.
    moving: String,
    /// Clinics to which units can be moved.
    elsewhere: Vec<Choice>,
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
    /// Name of the form that puts it out of use or back.
    form: String,
    /// Name of the form that moves it.
    moving: String,
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
    refused: RefusedForm,
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
    stock_page(&keeper, &searched, |_| RefusedForm::nothing()).await
}

/// The page, with a form that was refused, whose sentence is said in the language of the page.
async fn stock_page(
    keeper: &Allowed<KeepStock>,
    searched: &Searched,
    refused: impl FnOnce(&Page) -> RefusedForm,
) -> Shown {
    let page = Page::of(keeper.who(), "/stock").await;
    let library = keeper.clinic().library().await;
    let today = keeper.clinic().today().await;
    let settings = keeper.clinic().settings().await;
    let recall = recall_part(&page, keeper, &settings, searched).await?;
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
        form: forms::name_of_device_form(held.value.id, forms::DeviceForm::Use),
        moving: forms::name_of_device_form(held.value.id, forms::DeviceForm::Place),
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
        refused: refused(&page),
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
        form: forms::name_of_lot_form(lot.id, forms::LotForm::Change),
        moving: forms::name_of_lot_form(lot.id, forms::LotForm::Place),
        elsewhere: clinics_to_choose(settings, None)
            .into_iter()
            .filter(|one| one.id != lot.site.to_string())
            .collect(),
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
