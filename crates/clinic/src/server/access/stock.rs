//! Devices and cartridges, and the recall. Nothing of health but who was treated.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_chart::event::Contact;
use needlework_chart::id::{PatientId, SiteId};
use needlework_chart::lists::{Article, Lists, PatientRow, Use, plain_mark};
use uuid::Uuid;

use super::{Allowed, KeepStock};
use crate::server::access::sign_in::uuid;
use crate::server::office::clinic_site::site_of_known;
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::{CartridgeLot, StockChange, StockChangeKind};
use crate::server::office::{Held, Office, file};
use crate::server::problem::Problem;

/// Most marks that are offered where none is found.
const MOST_NEAR: usize = 6;

/// What is recalled.
#[derive(Debug, Clone, Copy)]
pub struct Recalled<'a> {
    /// What was used.
    pub article: Article,
    /// Lot, serial number, or name of an operator; empty: every session of the days.
    pub mark: &'a str,
    /// Unit of a cartridge within its lot; empty: every one.
    pub unit: &'a str,
    /// First day; `None`: from the first session on.
    pub from: Option<Date>,
    /// Last day; `None`: up to the newest session.
    pub until: Option<Date>,
}

/// Who was touched.
#[derive(Debug, Default)]
pub struct RecallFound {
    /// Uses with on whom, the first day first, from a place on.
    pub uses: Vec<UseFound>,
    /// How many uses there are.
    pub total: usize,
    /// Units of the lot that were used on people who were erased since: nobody can be called for them.
    pub on_erased: usize,
    /// Marks that are nearly the one that was searched, where that one was never used.
    pub near: Vec<String>,
}

/// A use, and on whom.
#[derive(Debug)]
pub struct UseFound {
    /// The use.
    pub used: Use,
    /// On whom.
    pub patient: PatientRow,
    /// In which clinic of the group.
    pub site: SiteId,
}

/// A use with whom to call.
#[derive(Debug)]
pub struct UseToCall {
    /// The use, and on whom.
    pub found: UseFound,
    /// How to reach that person.
    pub contact: Contact,
}

impl<'a> Recalled<'a> {
    /// What is asked with days as somebody wrote them; `None`: nothing.
    ///
    /// # Errors
    /// When a day cannot be read, or the last one lies before the first.
    pub fn asked(
        article: Article,
        mark: &'a str,
        (from, until): (&str, &str),
    ) -> Result<Option<Self>, Problem> {
        let day = |text: &str| -> Result<Option<Date>, Problem> {
            let text = Some(text.trim()).filter(|text| !text.is_empty());
            let day = text.map(str::parse).transpose();
            day.map_err(|_| Problem::refused("refused-recall-day"))
        };
        let (from, until) = (day(from)?, day(until)?);
        if until.is_some_and(|until| from.is_some_and(|from| until < from)) {
            return Err(Problem::refused("refused-recall-days"));
        }
        let recalled = Self {
            article,
            mark: mark.trim(),
            unit: "",
            from,
            until,
        };
        let is_asked = !recalled.mark.is_empty() || from.is_some() || until.is_some();
        Ok(is_asked.then_some(recalled))
    }

    /// The same of one unit of a lot; empty: of every one.
    #[must_use]
    pub fn of_unit(self, unit: &'a str) -> Self {
        Self { unit, ..self }
    }
}

impl Recalled<'_> {
    fn holds(&self, one: &Use) -> bool {
        self.from.is_none_or(|from| from <= one.day)
            && self.until.is_none_or(|until| one.day <= until)
            && one.unit.as_deref().is_none_or(|unit| self.is_unit(unit))
    }

    fn is_unit(&self, unit: &str) -> bool {
        let wanted = plain_mark(self.unit);
        wanted.is_empty() || plain_mark(unit) == wanted
    }
}

impl Allowed<KeepStock> {
    /// Devices of the clinic.
    pub async fn devices(&self) -> Vec<Held<ClinicDevice>> {
        let office = self.clinic().office().await;
        office.devices.held().cloned().collect()
    }

    /// Lots of cartridges with how many units were used.
    pub async fn stock(&self) -> Vec<(Held<CartridgeLot>, usize)> {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let held = office.stock.held();
        held.map(|held| (held.clone(), units_used(&office, &lists, &held.value)))
            .collect()
    }

    /// Adds a device.
    ///
    /// # Errors
    /// When a device of this kind has that serial number already.
    pub async fn add_device(&self, device: ClinicDevice) -> Result<(), Problem> {
        {
            let office = self.clinic().office().await;
            let serial = plain_mark(&device.serial);
            let is_same = |one: &ClinicDevice| {
                one.device == device.device && plain_mark(&one.serial) == serial
            };
            if office.devices.iter().any(is_same) {
                let serial = [("serial", device.serial.as_str())];
                return Err(Problem::refused_with("refused-serial-known", &serial));
            }
        }
        let documents = [file(&device, 0)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("device-kept", None, Some(device.id)).await
    }

    /// Puts a device out of use, or back into use.
    ///
    /// # Errors
    /// When there is no such device, or somebody else changed it since it was seen.
    pub async fn put_in_use(
        &self,
        (id, seen): (Uuid, u64),
        is_in_use: bool,
        reason: String,
    ) -> Result<(), Problem> {
        let held = self.clinic().office().await.devices.get(id).cloned();
        let mut device = held.ok_or(Problem::NotFound)?.value;
        device.is_in_use = is_in_use;
        let what = if is_in_use {
            StockChangeKind::InUse
        } else {
            StockChangeKind::OutOfUse
        };
        device.changes.push(self.change(what, reason));
        let documents = [file(&device, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("device-changed", None, Some(id)).await
    }

    /// Moves a device to another room, or to another clinic of the group.
    ///
    /// # Errors
    /// When there is no such device, or somebody else changed it since it was seen.
    pub async fn move_device(
        &self,
        (id, seen): (Uuid, u64),
        (site, room): (SiteId, String),
        reason: String,
    ) -> Result<(), Problem> {
        let held = self.clinic().office().await.devices.get(id).cloned();
        let mut device = held.ok_or(Problem::NotFound)?.value;
        (device.site, device.room) = (site, room);
        device
            .changes
            .push(self.change(StockChangeKind::Moved, reason));
        let documents = [file(&device, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("device-changed", None, Some(id)).await
    }

    /// Takes a lot of cartridges into stock.
    ///
    /// # Errors
    /// When the clinic has the lot already, or the database does not answer.
    pub async fn receive(&self, lot: CartridgeLot) -> Result<(), Problem> {
        {
            let office = self.clinic().office().await;
            let plain = plain_mark(&lot.lot);
            let is_same =
                |one: &CartridgeLot| one.site == lot.site && plain_mark(&one.lot) == plain;
            if office.stock.iter().any(is_same) {
                return Err(Problem::refused_with(
                    "refused-lot-known",
                    &[("lot", &lot.lot)],
                ));
            }
        }
        let documents = [file(&lot, 0)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("lot-received", None, Some(lot.id)).await
    }

    /// Corrects expiry and units of a lot.
    ///
    /// # Errors
    /// When there is no such lot, fewer units came in than were used, or somebody else changed it since it was seen.
    pub async fn correct_lot(
        &self,
        (id, seen): (Uuid, u64),
        (expires_on, received): (Date, u32),
        reason: String,
    ) -> Result<(), Problem> {
        let mut lot = self.lot(id).await?;
        let used = {
            let office = self.clinic().office().await;
            let lists = self.clinic().lists().await;
            units_used(&office, &lists, &lot)
        };
        if (received as usize) < used {
            let used = [("used", used.to_string())];
            let used = used.each_ref().map(|(name, used)| (*name, used.as_str()));
            return Err(Problem::refused_with("refused-units-used", &used));
        }
        (lot.expires_on, lot.received) = (expires_on, received);
        lot.changes
            .push(self.change(StockChangeKind::Corrected, reason));
        self.change_lot(&lot, seen).await
    }

    /// Blocks a lot, so that none of it is opened, or releases it.
    ///
    /// # Errors
    /// When there is no such lot, or somebody else changed it since it was seen.
    pub async fn block_lot(
        &self,
        (id, seen): (Uuid, u64),
        is_blocked: bool,
        reason: String,
    ) -> Result<(), Problem> {
        let mut lot = self.lot(id).await?;
        lot.is_blocked = is_blocked;
        let what = if is_blocked {
            StockChangeKind::Blocked
        } else {
            StockChangeKind::Released
        };
        lot.changes.push(self.change(what, reason));
        self.change_lot(&lot, seen).await
    }

    /// Moves unopened units of a lot to another clinic of the group: beside those of the lot that lie there, or as a part of it of
    /// its own.
    ///
    /// # Errors
    /// When there is no such lot, it lies there already, another article of the same lot number lies there, fewer units are left, or
    /// somebody else changed it since it was seen.
    pub async fn move_units(
        &self,
        (id, seen): (Uuid, u64),
        (site, units): (SiteId, u32),
        reason: String,
    ) -> Result<(), Problem> {
        let mut lot = self.lot(id).await?;
        if site == lot.site {
            return Err(Problem::refused("refused-lot-lies-there"));
        }
        let (left, there) = {
            let office = self.clinic().office().await;
            let lists = self.clinic().lists().await;
            let used = units_used(&office, &lists, &lot);
            let mut parts = office.parts_of(&lot.lot);
            let there = parts.find(|held| held.value.site == site);
            ((lot.received as usize).saturating_sub(used), there.cloned())
        };
        if units as usize > left {
            let left = left.to_string();
            return Err(Problem::refused_with(
                "refused-units-left",
                &[("left", &left)],
            ));
        }
        if there
            .as_ref()
            .is_some_and(|held| !held.value.is_same_article(&lot))
        {
            return Err(Problem::refused("refused-lot-other-article"));
        }
        let change = self.change(StockChangeKind::Moved, reason);
        lot.received -= units;
        lot.changes.push(change.clone());
        let (mut there, version) = match there {
            Some(held) => (held.value, held.version),
            None => (self.part_of(&lot, site)?, 0),
        };
        there.received = there.received.saturating_add(units);
        // What may not be opened here, or not as long, may not be opened there either.
        there.is_blocked |= lot.is_blocked;
        there.expires_on = there.expires_on.min(lot.expires_on);
        there.changes.push(change);
        let documents = [file(&lot, seen)?, file(&there, version)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("lot-changed", None, Some(lot.id)).await
    }

    /// A part of a lot that lies in another clinic, without a unit yet.
    fn part_of(&self, lot: &CartridgeLot, site: SiteId) -> Result<CartridgeLot, Problem> {
        Ok(CartridgeLot {
            id: self.new_id()?,
            site,
            received: 0,
            changes: Vec::new(),
            used_on_erased: Vec::new(),
            being_opened: Vec::new(),
            ..lot.clone()
        })
    }

    async fn lot(&self, id: Uuid) -> Result<CartridgeLot, Problem> {
        let held = self.clinic().office().await.stock.get(id).cloned();
        Ok(held.ok_or(Problem::NotFound)?.value)
    }

    async fn change_lot(&self, lot: &CartridgeLot, seen: u64) -> Result<(), Problem> {
        let documents = [file(lot, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("lot-changed", None, Some(lot.id)).await
    }

    fn change(&self, what: StockChangeKind, reason: String) -> StockChange {
        StockChange {
            at: self.clinic().now(),
            by: self.who().account().name.clone(),
            what,
            reason,
        }
    }

    /// A new id for a device or a lot.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn new_id(&self) -> Result<Uuid, Problem> {
        uuid(self.clinic())
    }

    /// Who was touched by a lot, a device or an operator, on some days or on all: the recall, from a place on.
    ///
    /// # Errors
    /// When the trail cannot be written.
    pub async fn recall(
        &self,
        recalled: Recalled<'_>,
        passed_over: usize,
        at_most: usize,
    ) -> Result<RecallFound, Problem> {
        self.note("recall-searched", None, None).await?;
        let (article, mark) = (recalled.article, recalled.mark);
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let on_erased = if article == Article::Cartridge {
            let units = units_on_erased(&office, &lists, mark);
            units.filter(|unit| recalled.is_unit(unit)).count()
        } else {
            0
        };
        let uses: Vec<&Use> = if plain_mark(mark).is_empty() {
            let (from, until) = (recalled.from, recalled.until);
            let from = from.unwrap_or(Date::MIN);
            lists
                .recall()
                .sessions_between(from, until.unwrap_or(Date::MAX))
        } else {
            let uses = lists.recall().uses_of(article, mark);
            uses.filter(|one| recalled.holds(one)).collect()
        };
        let is_never_used = on_erased == 0 && lists.recall().number_of_uses(article, mark) == 0;
        let near = if is_never_used {
            lists.recall().near(article, mark, MOST_NEAR)
        } else {
            Vec::new()
        };
        let with_who = |one: &&Use| {
            Some(UseFound {
                used: (*one).clone(),
                patient: lists.directory().row(one.patient)?.clone(),
                site: site_of_known(&lists, one.session),
            })
        };
        Ok(RecallFound {
            total: uses.len(),
            on_erased,
            uses: uses
                .iter()
                .skip(passed_over)
                .take(at_most)
                .filter_map(with_who)
                .collect(),
            near: near.into_iter().map(str::to_owned).collect(),
        })
    }

    /// Everybody who was touched, with how to reach them. Of whom contact data were read stands in the trail.
    ///
    /// # Errors
    /// When the trail cannot be written or the database does not answer.
    pub async fn recall_to_call(&self, recalled: Recalled<'_>) -> Result<Vec<UseToCall>, Problem> {
        let found = self.recall(recalled, 0, usize::MAX).await?.uses;
        let people: BTreeSet<PatientId> = found.iter().map(|one| one.used.patient).collect();
        let people: Vec<PatientId> = people.into_iter().collect();
        self.note_each("identity-read", &people).await?;
        let mut contacts = std::collections::BTreeMap::new();
        for patient in people {
            let opened = self.clinic().record.open(patient).await?;
            if let Some(identity) = &opened.chart().identity {
                contacts.insert(patient, identity.contact.clone());
            }
        }
        let to_call = found.into_iter().map(|found| UseToCall {
            contact: contacts
                .get(&found.used.patient)
                .cloned()
                .unwrap_or_default(),
            found,
        });
        Ok(to_call.collect())
    }
}

/// Units of a lot that were used on people who were erased. They are barred before the chart goes: until it does, its uses are known.
fn units_on_erased<'a>(
    office: &'a Office,
    lists: &'a Lists,
    lot: &'a str,
) -> impl Iterator<Item = &'a str> {
    let units = office.used_on_erased(lot);
    units.filter(move |unit| lists.recall().use_of_unit(lot, unit).is_none())
}

/// How many units of a lot were used in the clinic in which it lies, on people who were erased since among them.
pub(super) fn units_used(office: &Office, lists: &Lists, lot: &CartridgeLot) -> usize {
    let recall = lists.recall();
    // Most clinics are the only one: then nobody has to look where each unit was used.
    let known = if office.settings().value.sites.are_several() {
        let uses = recall.uses_of(Article::Cartridge, &lot.lot);
        uses.filter(|used| site_of_known(lists, used.session) == lot.site)
            .count()
    } else {
        recall.number_of_uses(Article::Cartridge, &lot.lot)
    };
    // Units are barred before the chart goes: until it does, they are known, too.
    let erased = lot.used_on_erased.iter();
    let erased = erased.filter(|unit| recall.use_of_unit(&lot.lot, unit).is_none());
    known.saturating_add(erased.count())
}
