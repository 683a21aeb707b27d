//! Units of cartridges: each is opened once, whoever asks at the same moment.

use std::time::Duration;

use jiff::SignedDuration;
use needlework_chart::lists::{Article, plain_mark};
use needlework_chart::record::RecordError;
use uuid::Uuid;

use super::{Allowed, Treat};
use crate::server::office::file;
use crate::server::office::stock::{CartridgeLot, UnitBeingOpened};
use crate::server::problem::Problem;

/// How long a unit waits for the chart that opens it. A server that stopped in between leaves it behind; then it is free again.
const LONGEST_OPENING: SignedDuration = SignedDuration::from_mins(10);
/// How often a unit is tried where others open one of the same lot: as many as colleagues press at the same moment.
const MOST_TURNS: usize = 16;

/// How long to wait for somebody who is opening the unit, before it is looked at again.
const WAIT: Duration = Duration::from_millis(50);

fn being_opened() -> Problem {
    Problem::refused("refused-unit-being-opened")
}

impl Allowed<Treat> {
    /// Takes a unit of a lot, before a chart says that it was opened: nobody else can take it from now on.
    ///
    /// # Errors
    /// When there is no such lot, it is blocked or used up, or the unit was opened or is being opened.
    pub async fn take_unit(&self, lot: Uuid, unit: &str) -> Result<(), Problem> {
        let mut turns = 0..MOST_TURNS;
        while turns.next().is_some() {
            let (version, mut lot) = match self.free_unit(lot, unit).await {
                // Whoever is about to open it knows in a moment; then it is used, or free again.
                Err(problem) if problem == being_opened() && !turns.is_empty() => {
                    tokio::time::sleep(WAIT).await;
                    self.clinic().catch_up().await?;
                    continue;
                }
                found => found?,
            };
            lot.being_opened.push(UnitBeingOpened {
                unit: plain_mark(unit),
                at: self.clinic().now(),
            });
            let documents = [file(&lot, version)?];
            match self.clinic().record.put_documents(&documents).await {
                Ok(_) => return Ok(()),
                Err(RecordError::Conflict(_)) => self.clinic().catch_up().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Problem::conflict("refused-stale-document"))
    }

    /// Lets go of a unit that was taken and then not opened. Where that fails, time frees it.
    pub async fn let_go_of_unit(&self, lot: Uuid, unit: &str) {
        let unit = plain_mark(unit);
        if self.clinic().catch_up().await.is_err() {
            return;
        }
        let held = self.clinic().office().await.stock.get(lot).cloned();
        let Some(mut held) = held else {
            return;
        };
        held.value.being_opened.retain(|one| one.unit != unit);
        if let Ok(document) = file(&held.value, held.version)
            && let Err(error) = self.clinic().record.put_documents(&[document]).await
        {
            tracing::warn!(%error, "a unit that was not opened stays taken for some minutes");
        }
    }

    /// The lot with its version, if the unit is free; what was taken long ago is let go.
    async fn free_unit(&self, id: Uuid, unit: &str) -> Result<(u64, CartridgeLot), Problem> {
        let unknown = || Problem::refused("refused-no-lot");
        let lot = self.clinic().office().await.stock.get(id).cloned();
        let lot = lot.ok_or_else(unknown)?.value.lot;
        // Lists before the lot: a unit that is not in them yet still stands in the lot that is read after them.
        let (is_used, used) = {
            let lists = self.clinic().lists().await;
            let recall = lists.recall();
            let is_used = recall.use_of_unit(&lot, unit).is_some();
            (is_used, recall.number_of_uses(Article::Cartridge, &lot))
        };
        let held = self.clinic().office().await.stock.get(id).cloned();
        let mut held = held
            .filter(|held| !held.value.is_blocked)
            .ok_or_else(unknown)?;
        if is_used {
            return Err(Problem::refused("refused-unit-used"));
        }
        let now = self.clinic().now();
        let opening = &mut held.value.being_opened;
        opening.retain(|one| now.duration_since(one.at) < LONGEST_OPENING);
        let plain = plain_mark(unit);
        if opening.iter().any(|one| one.unit == plain) {
            return Err(being_opened());
        }
        if used >= held.value.received as usize {
            return Err(Problem::refused("refused-lot-used-up"));
        }
        Ok((held.version, held.value))
    }
}
