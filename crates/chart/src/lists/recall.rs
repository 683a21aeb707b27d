//! Which lots and serial numbers touched whom: the recall of protocol 3.8, across all charts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::{PatientId, SessionId};

/// What was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// A use without the patient: article, lot or serial number, day, session, unit.
pub(super) type UseOfOne = (Article, String, Date, SessionId, Option<String>);

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

    /// How often a lot or a device was used.
    pub fn number_of_uses(&self, article: Article, lot_or_serial: &str) -> usize {
        let uses = self.uses.get(&(article, lot_or_serial.to_owned()));
        uses.map_or(0, BTreeSet::len)
    }

    /// Where this unit of this lot of cartridges was used already, on any patient: it must not be opened again.
    pub fn use_of_unit(&self, lot: &str, unit: &str) -> Option<&Use> {
        self.uses_of(Article::Cartridge, lot)
            .find(|one| one.unit.as_deref() == Some(unit))
    }

    pub(super) fn take(&mut self, patient: PatientId, event: &Event) {
        let (article, lot, session, unit) = match event {
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

    /// Everything that was used on every patient.
    pub(super) fn by_patient(&self) -> BTreeMap<PatientId, Vec<UseOfOne>> {
        let mut by_patient: BTreeMap<PatientId, Vec<UseOfOne>> = BTreeMap::new();
        for ((article, lot), uses) in &self.uses {
            for one in uses {
                let of_one = (
                    *article,
                    lot.clone(),
                    one.day,
                    one.session,
                    one.unit.clone(),
                );
                by_patient.entry(one.patient).or_default().push(of_one);
            }
        }
        by_patient
    }

    /// Puts uses of a patient back.
    pub(super) fn put_back(&mut self, patient: PatientId, uses: Vec<UseOfOne>) {
        for (article, lot, day, session, unit) in uses {
            self.days.insert(session, day);
            self.uses.entry((article, lot)).or_default().insert(Use {
                day,
                patient,
                session,
                unit,
            });
        }
    }

    pub(super) fn remove(&mut self, patient: PatientId) {
        for uses in self.uses.values_mut() {
            uses.retain(|one| {
                let stays = one.patient != patient;
                if !stays {
                    self.days.remove(&one.session);
                }
                stays
            });
        }
        self.uses.retain(|_, uses| !uses.is_empty());
    }
}
