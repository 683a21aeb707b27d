//! Units of cartridges: each is opened once, whoever asks at the same moment.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::NewDocument;
use needlework_chart::lists::{Lists, plain_mark};
use uuid::Uuid;

use super::stock::units_used;
use super::{Allowed, Treat};
use crate::server::office::stock::{CartridgeLot, UnitBeingOpened};
use crate::server::office::{Held, Office, file};
use crate::server::problem::Problem;

/// How long a unit waits for the chart that opens it. A server that stopped in between leaves it behind; then it is free again.
const LONGEST_OPENING: SignedDuration = SignedDuration::from_mins(10);
/// How long to wait for somebody who is opening the unit, before it is looked at again.
const WAIT: Duration = Duration::from_millis(50);
/// How often it is looked at: whoever opens it knows in a moment, and a second tap on one button is then led to what the first did.
const MOST_LOOKS: usize = 16;

impl Allowed<Treat> {
    /// Takes a unit of a lot, before a chart says that it was opened: nobody else can take it from now on.
    ///
    /// # Errors
    /// When there is no such lot, it is blocked or used up, or the unit was opened or is being opened.
    pub async fn take_unit(&self, lot: Uuid, unit: &str) -> Result<(), Problem> {
        let clinic = self.clinic();
        let being_opened = Err(Problem::refused("refused-unit-being-opened"));
        for _ in 1..MOST_LOOKS {
            let taken = self.take_free_unit(lot, unit).await;
            if taken != being_opened {
                return taken;
            }
            tokio::time::sleep(WAIT).await;
            clinic.catch_up().await?;
        }
        self.take_free_unit(lot, unit).await
    }

    async fn take_free_unit(&self, lot: Uuid, unit: &str) -> Result<(), Problem> {
        let now = self.clinic().now();
        let take = |office: &Office, lists: &Lists| with_taken(office, lists, (lot, unit), now);
        self.clinic().put_from_newest(take).await
    }

    /// Lets go of a unit that was taken and then not opened. Where that fails, time frees it.
    pub async fn let_go_of_unit(&self, lot: Uuid, unit: &str) {
        let unit = plain_mark(unit);
        let let_go = |office: &Office, _: &Lists| {
            let held = office.stock.get(lot).ok_or(Problem::NotFound)?;
            let is_in = |part: &&Held<CartridgeLot>| {
                part.value.being_opened.iter().any(|one| one.unit == unit)
            };
            let parts = office.parts_of(&held.value.lot).filter(is_in);
            let free = parts.map(|part| {
                let mut lot = part.value.clone();
                lot.being_opened.retain(|one| one.unit != unit);
                Ok(file(&lot, part.version)?)
            });
            free.collect()
        };
        if self.clinic().put_from_newest(let_go).await.is_err() {
            tracing::warn!("a unit that was not opened stays taken for some minutes");
        }
    }
}

/// Whether a unit was used on somebody who was erased since.
pub(super) fn is_used_on_erased(office: &Office, lot: &str, unit: &str) -> bool {
    let unit = plain_mark(unit);
    office.used_on_erased(lot).any(|used| used == unit)
}

/// The lot in which a unit is taken, if it is free, with all its parts: units are counted through the whole of it, so that nobody
/// takes the same one of another part. What was taken long ago is let go. A unit that was opened stays taken for the same time,
/// since the lists of another server may not hold it yet.
fn with_taken(
    office: &Office,
    lists: &Lists,
    (id, unit): (Uuid, &str),
    now: Timestamp,
) -> Result<Vec<NewDocument>, Problem> {
    let held = office.stock.get(id).filter(|held| !held.value.is_blocked);
    let lot = &held
        .ok_or_else(|| Problem::refused("refused-no-lot"))?
        .value;
    let recall = lists.recall();
    let is_used = |unit: &str| {
        recall.use_of_unit(&lot.lot, unit).is_some() || is_used_on_erased(office, &lot.lot, unit)
    };
    if is_used(unit) {
        return Err(Problem::refused("refused-unit-used"));
    }
    let unit = plain_mark(unit);
    let mut documents = Vec::new();
    for part in office.parts_of(&lot.lot) {
        let mut part = part.clone();
        let being_opened = &mut part.value.being_opened;
        being_opened.retain(|one| now.duration_since(one.at) < LONGEST_OPENING);
        if being_opened.iter().any(|one| one.unit == unit) {
            return Err(Problem::refused("refused-unit-being-opened"));
        }
        if part.value.id == id {
            let taken = being_opened.iter().filter(|one| !is_used(&one.unit));
            let used = units_used(office, lists, lot).saturating_add(taken.count());
            if used >= lot.received as usize {
                return Err(Problem::refused("refused-lot-used-up"));
            }
            let unit = unit.clone();
            being_opened.push(UnitBeingOpened { unit, at: now });
        }
        documents.push(file(&part.value, part.version)?);
    }
    Ok(documents)
}
