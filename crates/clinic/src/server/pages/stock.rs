//! Devices and cartridges; with the recall, which lot or device touched whom.

pub(in crate::server) mod forms;

use askama::Template;
use axum::extract::Query;
use jiff::civil::Date;
use uuid::Uuid;

use super::recall::{RecallPart, Searched, recall_part};
use super::{Shown, show};
use crate::server::access::{Allowed, KeepStock};
use crate::server::intake::Fields;
use crate::server::office::Held;
use crate::server::office::stock::{CartridgeLot, StockChange};
use crate::server::page::Page;

/// Units from which on somebody should order.
const SHORT: usize = 5;
/// Lots without a unit left that are shown.
const MOST_GONE: usize = 20;

/// A form that was refused: what was typed into it, and why it was not carried out.
struct Refused {
    /// The form, by the end of its address; empty: none was refused.
    form: String,
    fields: Fields,
    sentence: String,
}

impl Refused {
    /// Nothing was refused.
    const fn nothing() -> Self {
        Self {
            form: String::new(),
            fields: Fields::new(Vec::new()),
            sentence: String::new(),
        }
    }

    /// Why this form was refused; `None`: it was not.
    fn why(&self, form: &str) -> Option<&str> {
        (self.form == form).then_some(&self.sentence)
    }

    /// What was typed into a field of this form, where it was refused; else what stands.
    fn typed(&self, form: &str, name: &str, stands: &(impl ToString + ?Sized)) -> String {
        match self.why(form) {
            Some(_) => self.fields.get(name).to_owned(),
            None => stands.to_string(),
        }
    }
}

struct LotRow {
    id: Uuid,
    /// End of the address of its form.
    form: String,
    seen: u64,
    lot: String,
    reference: String,
    device: String,
    length: String,
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
    /// End of the address of its form.
    form: String,
    seen: u64,
    name: String,
    serial: String,
    room: String,
    is_in_use: bool,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/stock.html")]
struct StockPage {
    page: Page,
    refused: Refused,
    recall: RecallPart,
    lots: Vec<LotRow>,
    /// How many lots have no unit left.
    used_up: usize,
    /// The newest of them, whose units may have been mistyped.
    gone: Vec<LotRow>,
    devices: Vec<DeviceRow>,
    catalogue: Vec<(String, String)>,
}

/// Stock, devices and recall.
pub(in crate::server) async fn show_stock(
    keeper: Allowed<KeepStock>,
    Query(searched): Query<Searched>,
) -> Shown {
    stock_page(&keeper, &searched, |_| Refused::nothing()).await
}

/// The page, with a form that was refused, whose sentence is said in the language of the page.
async fn stock_page(
    keeper: &Allowed<KeepStock>,
    searched: &Searched,
    refused: impl FnOnce(&Page) -> Refused,
) -> Shown {
    let page = Page::of(keeper.who(), "/stock").await;
    let library = keeper.clinic().library().await;
    let today = keeper.clinic().today().await;
    let recall = recall_part(&page, keeper, searched).await?;
    let (stock, gone): (Vec<_>, Vec<_>) = keeper
        .stock()
        .await
        .into_iter()
        .partition(|(held, used)| (held.value.received as usize) > *used);
    let lots = stock
        .into_iter()
        .map(|(held, used)| lot_row(&page, held, used, today));
    let devices = keeper.devices().await.into_iter().map(|held| DeviceRow {
        id: held.value.id,
        form: format!("devices/{}", held.value.id),
        seen: held.version,
        name: page.device_name(&held.value.device),
        changes: change_words(&page, &held.value.changes),
        serial: held.value.serial,
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
            .map(|(held, used)| lot_row(&page, held, used, today))
            .collect(),
        devices: devices.collect(),
        catalogue: library
            .devices
            .iter()
            .map(|device| (device.id.clone(), page.device_name(&device.id)))
            .collect(),
        page,
    })
}

fn lot_row(page: &Page, held: Held<CartridgeLot>, used: usize, today: Date) -> LotRow {
    let lot = held.value;
    let left = (lot.received as usize).saturating_sub(used);
    LotRow {
        id: lot.id,
        form: format!("lots/{}", lot.id),
        seen: held.version,
        device: page.device_name(&lot.device),
        length: page.number(lot.needle_length_mm, 2),
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
