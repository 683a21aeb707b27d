//! What is recorded when a session starts: what was said at the gate, and nothing that nobody said.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use needlework_chart::event::{
    DeviceUsed, Event, HeldAt, Identifier, NumbingApplied, OverrideDecided, OverrideSubject,
    SessionStarted,
};
use needlework_chart::id::{OverrideId, SessionId};
use needlework_needling::Device;
use needlework_planning::{GateCheck, GateState, Library};

use super::cartridges::opened_of;
use super::gate::Asked;
use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest time for which a numbing cream is on: what is longer was mistyped.
const LONGEST_NUMBING: SignedDuration = SignedDuration::from_mins(240);
/// By how much the clock of a tablet may be ahead.
const CLOCK_ERROR: SignedDuration = SignedDuration::from_mins(5);

/// Who answers for a session, and where it is held.
pub(super) struct Chair {
    pub(super) supervisor: String,
    pub(super) clinic: HeldAt,
    pub(super) room: String,
}

/// Everything that is recorded of a start.
///
/// # Errors
/// When the times or amounts of the numbing cream are missing or cannot be.
pub(super) fn recorded(
    (treat, page, library): (&Allowed<Treat>, &Page, &Library),
    fields: &Fields,
    asked: &Asked,
    (chair, device, lot): (Chair, &ClinicDevice, &CartridgeLot),
    session: SessionId,
) -> Result<Vec<Event>, Problem> {
    let now = treat.clinic().now();
    let numbing = numbing(page, fields, session, now)?;
    let started = SessionStarted {
        session,
        plan: asked.plan,
        day: asked.facts.today,
        t0: now,
        operator: treat.who().account().name.clone(),
        supervisor: chair.supervisor,
        clinic: Some(chair.clinic),
        room: chair.room,
        identified_by: identified_by(asked),
        is_contact_verified: asked.facts.is_contact_verified,
        device: device_used(library, asked, device),
    };
    let mut events = overrides(treat, fields, &asked.checks, session)?;
    events.push(started.into());
    let is_ticked = |name| fields.get(name) == "yes";
    let ticks = ["pack_intact", "opened_before_patient", "single_use"].map(is_ticked);
    events.push(opened_of(lot, fields.get("unit"), session, ticks).into());
    events.extend(numbing.map(Event::from));
    Ok(events)
}

/// The decisions that let a session start, or a cream be used, against conditions that are not met.
///
/// # Errors
/// When no random bytes can be had.
pub(super) fn overrides(
    treat: &Allowed<Treat>,
    fields: &Fields,
    checks: &[GateCheck],
    session: SessionId,
) -> Result<Vec<Event>, Problem> {
    checks
        .iter()
        .filter(|check| check.state == GateState::Overridable)
        .map(|check| {
            let decided = OverrideDecided {
                override_id: OverrideId::new(treat.clinic().now(), treat.clinic().chance())?,
                subject: OverrideSubject::StartGate {
                    session,
                    condition: check.id.trim_start_matches("start-").to_owned(),
                },
                reason_code: check.id.clone(),
                reason: fields.get(&format!("override_{}", check.id)).to_owned(),
                second_name: None,
            };
            Ok(Event::from(decided))
        })
        .collect()
}

fn identified_by(asked: &Asked) -> BTreeSet<Identifier> {
    let facts = &asked.facts;
    let compared = [
        (facts.is_photograph_compared, Identifier::Photograph),
        (facts.is_name_confirmed, Identifier::Name),
        (facts.is_birth_date_confirmed, Identifier::BirthDate),
    ];
    let compared = compared.into_iter().filter(|(is_compared, _)| *is_compared);
    compared.map(|(_, identifier)| identifier).collect()
}

fn device_used(library: &Library, asked: &Asked, device: &ClinicDevice) -> DeviceUsed {
    let known = library.devices.get(&device.device);
    let reason = Some(asked.facts.off_label_reason.clone());
    DeviceUsed {
        device: device.device.clone(),
        clearance_number: known.and_then(clearance_numbers),
        serial: device.serial.clone(),
        maximum_depth_mm: known.map(|known| known.lengths.longest_mm),
        off_label_reason: reason.filter(|_| asked.facts.is_off_label),
    }
}

/// The clearances of a device, as the catalogue names them.
fn clearance_numbers(device: &Device) -> Option<String> {
    let numbers: BTreeSet<&str> = device
        .evaluated_uses
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    (!numbers.is_empty()).then(|| numbers.join(", "))
}

/// Numbing, if a product is named: put on and taken off at the times that the form says.
///
/// # Errors
/// When amount, area or times are missing or cannot be.
pub(super) fn numbing(
    page: &Page,
    fields: &Fields,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<NumbingApplied>, Problem> {
    let Some(product) = fields.some("product") else {
        return Ok(None);
    };
    let missing = || Problem::refused("refused-numbing-fields");
    let number = |name: &str| fields.number(name)?.ok_or_else(missing);
    let time = |name: &str| fields.get(name).parse::<Time>().map_err(|_| missing());
    let (applied_at, removed_at) =
        numbing_times(page, time("numbing_on")?, time("numbing_off")?, now)?;
    Ok(Some(NumbingApplied {
        session,
        product: product.to_owned(),
        strength: fields.get("strength").to_owned(),
        lot: fields.get("numbing_lot").to_owned(),
        amount_g: number("amount_g")?,
        area_cm2: number("area_cm2")?,
        applied_at,
        removed_at,
        is_occluded: fields.get("is_occluded") == "yes",
    }))
}

/// From when to when a cream was on. Both are times of today at the clinic; a cream that was put on before midnight was put on the
/// day before.
fn numbing_times(
    page: &Page,
    on: Time,
    off: Time,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), Problem> {
    let refused = || Problem::refused("refused-numbing-times");
    let today = page.local(now).date();
    let at = |day: jiff::civil::Date, time: Time| {
        let zoned = day.to_datetime(time).to_zoned(page.zone().clone());
        zoned.map(|zoned| zoned.timestamp()).map_err(|_| refused())
    };
    let day_on = if on > off {
        today.checked_sub(1.day()).map_err(|_| refused())?
    } else {
        today
    };
    let (applied_at, removed_at) = (at(day_on, on)?, at(today, off)?);
    if removed_at.duration_since(now) > CLOCK_ERROR
        || removed_at.duration_since(applied_at) > LONGEST_NUMBING
    {
        return Err(refused());
    }
    Ok((applied_at, removed_at.min(now)))
}
