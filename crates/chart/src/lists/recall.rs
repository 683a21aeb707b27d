//! Which lots and serial numbers touched whom: the recall of protocol 3.8, across all charts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::event::{Event, Recorded};
use crate::id::{PatientId, SessionId};

/// What was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Article {
    /// A cartridge, by lot.
    Cartridge,
    /// A numbing cream, by lot.
    Numbing,
    /// A product on the skin, by lot.
    Product,
    /// A device, by serial number.
    Device,
}

/// One use of one article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Use {
    /// Day of the session.
    pub day: Date,
    /// On whom.
    pub patient: PatientId,
    /// In which session.
    pub session: SessionId,
    /// Unit within the lot, of a cartridge.
    pub unit: Option<String>,
}

/// All uses, by article and by lot or serial number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recall {
    uses: BTreeMap<(Article, String), BTreeSet<Use>>,
    days: BTreeMap<SessionId, Date>,
}

impl Recall {
    /// Uses of a lot, or of a device with this serial number, the first day first.
    pub fn uses_of(&self, article: Article, lot_or_serial: &str) -> impl Iterator<Item = &Use> {
        self.uses
            .get(&(article, lot_or_serial.to_owned()))
            .into_iter()
            .flatten()
    }

    /// Where this unit of this lot of cartridges was used already, on any patient: it must not be opened again.
    pub fn use_of_unit(&self, lot: &str, unit: &str) -> Option<&Use> {
        self.uses_of(Article::Cartridge, lot)
            .find(|one| one.unit.as_deref() == Some(unit))
    }

    pub(super) fn take(&mut self, patient: PatientId, recorded: &Recorded) {
        let (article, lot, session, unit) = match &recorded.event {
            Event::SessionStarted(facts) => {
                self.days.insert(facts.session, facts.day);
                (Article::Device, &facts.device.serial, facts.session, None)
            }
            Event::CartridgeOpened(facts) => (
                Article::Cartridge,
                &facts.lot,
                facts.session,
                Some(facts.unit.clone()),
            ),
            Event::NumbingApplied(facts) => (Article::Numbing, &facts.lot, facts.session, None),
            Event::ProductApplied(facts) => (Article::Product, &facts.lot, facts.session, None),
            _ => return,
        };
        let Some(day) = self.days.get(&session).copied() else {
            return;
        };
        let uses = self.uses.entry((article, lot.clone())).or_default();
        uses.insert(Use {
            day,
            patient,
            session,
            unit,
        });
    }

    pub(super) fn remove(&mut self, patient: PatientId) {
        for uses in self.uses.values_mut() {
            uses.retain(|one| one.patient != patient);
        }
        self.uses.retain(|_, uses| !uses.is_empty());
    }
}
