//! Which lots, serial numbers and operators touched whom: the recall of protocol 3.8, across all charts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::alike::is_one_slip;
use crate::event::Event;
use crate::id::{PatientId, SessionId, SiteId};
use crate::mark::plain_mark;

/// Shortest mark that is near others, letters.
const SHORTEST_NEAR: usize = 3;

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
    /// Whoever needled, by name.
    Operator,
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

/// A use without the patient: article, lot or serial number, session with day and clinic, unit.
pub(super) type UseOfOne = (Article, String, SessionId, Held, Option<String>);

/// When and where a session was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    day: Date,
    /// The clinic of a group; `None`: there was but one.
    site: Option<SiteId>,
}

/// Uses of one lot or serial number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Uses {
    /// The mark as it was written the first time.
    written: String,
    uses: BTreeSet<Use>,
}

/// All uses, by article and by lot or serial number. How marks are written does not matter: see [`plain_mark`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recall {
    uses: BTreeMap<(Article, String), Uses>,
    sessions: BTreeMap<SessionId, Held>,
}

impl Recall {
    /// Uses of a lot, of a device with this serial number, or by an operator, the first day first.
    pub fn uses_of(&self, article: Article, mark: &str) -> impl Iterator<Item = &Use> {
        let found = self.uses.get(&(article, plain_mark(mark)));
        found.into_iter().flat_map(|found| &found.uses)
    }

    /// How often a lot or a device was used.
    pub fn number_of_uses(&self, article: Article, mark: &str) -> usize {
        let uses = self.uses.get(&(article, plain_mark(mark)));
        uses.map_or(0, |found| found.uses.len())
    }

    /// Marks that were used and are nearly this one, as they were written: a letter more, fewer or other, two neighbours
    /// exchanged, or one within the other. No mark of less than three letters, typed or used, is near any, since it is within many.
    pub fn near(&self, article: Article, mark: &str, at_most: usize) -> Vec<&str> {
        let plain = plain_mark(mark);
        let is_long = |mark: &str| mark.chars().count() >= SHORTEST_NEAR;
        if !is_long(&plain) {
            return Vec::new();
        }
        let others = self.uses.iter().filter(|((of, other), _)| {
            *of == article
                && is_long(other)
                && *other != plain
                && (other.contains(&plain) || plain.contains(other) || is_one_slip(&plain, other))
        });
        let written = others.map(|(_, uses)| uses.written.as_str());
        written.take(at_most).collect()
    }

    /// The clinic of a group in which a session was held; `None`: there was but one, or there is no such session.
    pub fn site_of(&self, session: SessionId) -> Option<SiteId> {
        self.sessions.get(&session)?.site
    }

    /// Every session from a day on and up to another, the first day first.
    pub fn sessions_between(&self, from: Date, until: Date) -> Vec<&Use> {
        let operators = self.uses.iter();
        let operators = operators.filter(|((article, _), _)| *article == Article::Operator);
        let uses = operators.flat_map(|(_, found)| &found.uses);
        let mut uses: Vec<&Use> = uses
            .filter(|one| (from..=until).contains(&one.day))
            .collect();
        uses.sort_unstable();
        uses
    }

    /// Where this unit of this lot of cartridges was used already, on any patient: it must not be opened again.
    pub fn use_of_unit(&self, lot: &str, unit: &str) -> Option<&Use> {
        let unit = plain_mark(unit);
        let mut uses = self.uses_of(Article::Cartridge, lot);
        uses.find(|one| one.unit.as_deref().map(plain_mark).as_ref() == Some(&unit))
    }

    pub(super) fn take(&mut self, patient: PatientId, event: &Event) {
        let (article, lot, session, unit) = match event {
            Event::SessionStarted(facts) => {
                let held = Held {
                    day: facts.day,
                    site: facts.clinic.as_ref().map(|clinic| clinic.site),
                };
                self.sessions.insert(facts.session, held);
                self.put(
                    (Article::Operator, &facts.operator),
                    patient,
                    facts.session,
                    None,
                );
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
        self.put((article, lot), patient, session, unit);
    }

    fn put(
        &mut self,
        (article, mark): (Article, &str),
        patient: PatientId,
        session: SessionId,
        unit: Option<String>,
    ) {
        let Some(Held { day, .. }) = self.sessions.get(&session).copied() else {
            return;
        };
        let found = self.uses.entry((article, plain_mark(mark)));
        let found = found.or_insert_with(|| Uses {
            written: mark.to_owned(),
            uses: BTreeSet::new(),
        });
        found.uses.insert(Use {
            day,
            patient,
            session,
            unit,
        });
    }

    /// Everything that was used on every patient.
    pub(super) fn by_patient(&self) -> BTreeMap<PatientId, Vec<UseOfOne>> {
        let mut by_patient: BTreeMap<PatientId, Vec<UseOfOne>> = BTreeMap::new();
        for ((article, _), found) in &self.uses {
            for one in &found.uses {
                let held = Held {
                    day: one.day,
                    site: self.site_of(one.session),
                };
                let of_one = (
                    *article,
                    found.written.clone(),
                    one.session,
                    held,
                    one.unit.clone(),
                );
                by_patient.entry(one.patient).or_default().push(of_one);
            }
        }
        by_patient
    }

    /// Puts uses of a patient back.
    pub(super) fn put_back(&mut self, patient: PatientId, uses: Vec<UseOfOne>) {
        for (article, lot, session, held, unit) in uses {
            self.sessions.insert(session, held);
            self.put((article, &lot), patient, session, unit);
        }
    }

    pub(super) fn remove(&mut self, patient: PatientId) {
        for found in self.uses.values_mut() {
            found.uses.retain(|one| {
                let stays = one.patient != patient;
                if !stays {
                    self.sessions.remove(&one.session);
                }
                stays
            });
        }
        self.uses.retain(|_, found| !found.uses.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_short_mark_is_near_nothing_though_it_is_within_many() {
        let (patient, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (patient, session) = (PatientId::from_uuid(patient), SessionId::from_uuid(session));
        let mut recall = Recall::default();
        let held = Held {
            day: date(2026, 11, 2),
            site: None,
        };
        recall.sessions.insert(session, held);
        for lot in ["", "88", "L-88"] {
            recall.put((Article::Product, lot), patient, session, None);
        }
        assert_eq!(recall.near(Article::Product, "L-889", 5), ["L-88"]);
        assert!(recall.near(Article::Product, "88", 5).is_empty());
    }
}
