//! Forms of the stock: each is carried out, or comes back as it was typed, with the sentence that says why not.

use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::id::SiteId;
use uuid::Uuid;

use super::super::clinic_choice::chosen_clinic;
use super::super::recall::Searched;
use super::super::refused_form::{RefusedForm, shown_again};
use super::super::written;
use super::stock_page;
use crate::server::access::{Allowed, KeepStock};
use crate::server::intake::Fields;

use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::problem::Problem;

/// Units that can come in at once.
pub(super) const UNITS: RangeInclusive<u32> = 1..=10_000;
/// Needles of a cartridge or a roller.
pub(super) const NEEDLES: RangeInclusive<u32> = 1..=1080;
/// Lengths of needles that are made, mm.
pub(super) const LENGTHS_MM: RangeInclusive<f64> = 0.1..=5.0;
/// Longest name of a room, characters.
const LONGEST_ROOM: usize = 40;
/// Longest reason, characters.
const LONGEST_REASON: usize = 300;

/// Fields of a form as they were sent.
type Sent = Form<Vec<(String, String)>>;
/// Back to the stock, or the stock with a form that was refused.
type Answered = Result<Response, Problem>;

/// Back to the stock where something was carried out; where it was refused, the stock with the form as it was typed.
async fn answer(
    keeper: &Allowed<KeepStock>,
    form: String,
    fields: Fields,
    done: Result<(), Problem>,
) -> Answered {
    let Err(problem) = done else {
        return Ok(Redirect::to("/stock").into_response());
    };
    if !matches!(problem, Problem::Refused(_) | Problem::Conflict(_)) {
        return Err(problem);
    }
    let searched = Searched::default();
    let shown = stock_page(keeper, &searched, |page| {
        RefusedForm::of(page, form, fields, &problem)
    });
    shown_again(&problem, shown.await)
}

/// A field that says something of the right kind; `key`: the text that says what is asked for.
fn field<T: FromStr>(fields: &Fields, name: &str, key: &'static str) -> Result<T, Problem> {
    let read = fields.get(name).parse();
    read.map_err(|_| Problem::refused(key))
}

/// The two forms of a device on the page.
#[derive(Clone, Copy)]
pub(super) enum DeviceForm {
    /// Out of use, or back into use.
    Use,
    /// Into another room or clinic.
    Place,
}

/// What a form of a device is called, so that it alone comes back as it was typed.
pub(super) fn name_of_device_form(device: Uuid, form: DeviceForm) -> String {
    match form {
        DeviceForm::Use => format!("devices/{device}/use"),
        DeviceForm::Place => format!("devices/{device}/place"),
    }
}

/// Puts a device out of use, back into use, or into another room.
pub(in crate::server) async fn change_device(
    keeper: Allowed<KeepStock>,
    Path(device): Path<Uuid>,
    Form(fields): Sent,
) -> Answered {
    let fields = Fields::new(fields);
    let form = match fields.get("do") {
        "moved" => DeviceForm::Place,
        _ => DeviceForm::Use,
    };
    let done = changed_device(&keeper, device, &fields).await;
    answer(&keeper, name_of_device_form(device, form), fields, done).await
}

async fn changed_device(
    keeper: &Allowed<KeepStock>,
    device: Uuid,
    fields: &Fields,
) -> Result<(), Problem> {
    let reason = written(fields.get("reason"), "refused-stock-reason", LONGEST_REASON)?;
    let place = (device, field(fields, "seen", "refused-stock-change")?);
    match fields.get("do") {
        "out-of-use" => keeper.put_in_use(place, false, reason).await,
        "in-use" => keeper.put_in_use(place, true, reason).await,
        "moved" => {
            let site = chosen_site(keeper, fields).await?;
            let room = written(fields.get("room"), "refused-device-room", LONGEST_ROOM)?;
            keeper.move_device(place, (site, room), reason).await
        }
        _ => Err(Problem::refused("refused-stock-change")),
    }
}

/// The two forms of a lot on the page.
#[derive(Clone, Copy)]
pub(super) enum LotForm {
    /// Corrected, blocked or released.
    Change,
    /// Units into another clinic.
    Place,
}

/// What a form of a lot is called, so that it alone comes back as it was typed.
pub(super) fn name_of_lot_form(lot: Uuid, form: LotForm) -> String {
    match form {
        LotForm::Change => format!("lots/{lot}"),
        LotForm::Place => format!("lots/{lot}/place"),
    }
}

/// Corrects, blocks or releases a lot, or moves units of it to another clinic.
pub(in crate::server) async fn change_lot(
    keeper: Allowed<KeepStock>,
    Path(lot): Path<Uuid>,
    Form(fields): Sent,
) -> Answered {
    let fields = Fields::new(fields);
    let form = match fields.get("do") {
        "moved" => LotForm::Place,
        _ => LotForm::Change,
    };
    let done = changed_lot(&keeper, lot, &fields).await;
    answer(&keeper, name_of_lot_form(lot, form), fields, done).await
}

async fn changed_lot(
    keeper: &Allowed<KeepStock>,
    lot: Uuid,
    fields: &Fields,
) -> Result<(), Problem> {
    let reason = written(fields.get("reason"), "refused-stock-reason", LONGEST_REASON)?;
    let place = (lot, field(fields, "seen", "refused-stock-change")?);
    match fields.get("do") {
        "corrected" => {
            let expires_on: Date = field(fields, "expires_on", "refused-lot-fields")?;
            let units = units(fields)?;
            keeper.correct_lot(place, (expires_on, units), reason).await
        }
        "blocked" => keeper.block_lot(place, true, reason).await,
        "released" => keeper.block_lot(place, false, reason).await,
        "moved" => {
            let site = chosen_site(keeper, fields).await?;
            keeper
                .move_units(place, (site, units(fields)?), reason)
                .await
        }
        _ => Err(Problem::refused("refused-stock-change")),
    }
}

fn units(fields: &Fields) -> Result<u32, Problem> {
    let units: u32 = field(fields, "received", "refused-lot-fields")?;
    if UNITS.contains(&units) {
        return Ok(units);
    }
    Err(Problem::refused("refused-lot-fields"))
}

/// Takes a lot into stock.
pub(in crate::server) async fn receive(keeper: Allowed<KeepStock>, Form(fields): Sent) -> Answered {
    let fields = Fields::new(fields);
    let done = received(&keeper, &fields).await;
    answer(&keeper, "lots".to_owned(), fields, done).await
}

async fn received(keeper: &Allowed<KeepStock>, fields: &Fields) -> Result<(), Problem> {
    const KEY: &str = "refused-lot-fields";
    let device = fields.get("device").to_owned();
    require_device(keeper, &device).await?;
    let needles: u32 = field(fields, "needles", KEY)?;
    let length = fields.number("needle_length_mm")?;
    let length = length.filter(|length| LENGTHS_MM.contains(length));
    let Some(needle_length_mm) = length.filter(|_| NEEDLES.contains(&needles)) else {
        return Err(Problem::refused(KEY));
    };
    let lot = fields.some("lot").ok_or_else(|| Problem::refused(KEY))?;
    let lot = CartridgeLot {
        site: chosen_site(keeper, fields).await?,
        id: keeper.new_id()?,
        device,
        reference: fields.get("reference").to_owned(),
        lot: lot.to_owned(),
        expires_on: field(fields, "expires_on", KEY)?,
        needles,
        needle_length_mm,
        received: units(fields)?,
        is_blocked: false,
        changes: Vec::new(),
        used_on_erased: Vec::new(),
        being_opened: Vec::new(),
    };
    keeper.receive(lot).await
}

/// Adds a device that came.
pub(in crate::server) async fn add_device(
    keeper: Allowed<KeepStock>,
    Form(fields): Sent,
) -> Answered {
    let fields = Fields::new(fields);
    let done = added_device(&keeper, &fields).await;
    answer(&keeper, "devices".to_owned(), fields, done).await
}

async fn added_device(keeper: &Allowed<KeepStock>, fields: &Fields) -> Result<(), Problem> {
    let device = fields.get("device").to_owned();
    require_device(keeper, &device).await?;
    let serial = fields.some("serial");
    let serial = serial.ok_or_else(|| Problem::refused("refused-no-serial"))?;
    let new = ClinicDevice {
        site: chosen_site(keeper, fields).await?,
        id: keeper.new_id()?,
        device,
        serial: serial.to_owned(),
        room: written(fields.get("room"), "refused-device-room", LONGEST_ROOM)?,
        is_in_use: true,
        changes: Vec::new(),
    };
    keeper.add_device(new).await
}

/// The clinic of the group that was chosen; where there is one, nobody is asked.
async fn chosen_site(keeper: &Allowed<KeepStock>, fields: &Fields) -> Result<SiteId, Problem> {
    let settings = keeper.clinic().settings().await;
    Ok(chosen_clinic(&settings, fields.get("clinic"))?.id)
}

async fn require_device(keeper: &Allowed<KeepStock>, id: &str) -> Result<(), Problem> {
    let library = keeper.clinic().library().await;
    match library.devices.get(id) {
        Some(_) => Ok(()),
        None => Err(Problem::refused("refused-unknown-device")),
    }
}
