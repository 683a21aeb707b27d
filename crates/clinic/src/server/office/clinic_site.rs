//! One clinic of a group: where it is, how it is reached, when it is open and which rooms it has. Most clinics are the only one.

use std::collections::BTreeMap;

use jiff::civil::{Time, Weekday, time};
use needlework_chart::event::SessionStarted;
use needlework_chart::id::{SessionId, SiteId};
use needlework_chart::lists::Lists;
use needlework_protocol::check_in::Opening;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// The first clinic of every group, and the one to which everything belongs that names none: it was written when there was but one.
pub const FIRST_SITE: SiteId = SiteId::from_uuid(Uuid::from_u128(1));

/// The same, for documents that name no clinic.
pub(super) const fn first_site() -> SiteId {
    FIRST_SITE
}

/// The clinic of a session that has begun.
pub fn site_of_session(started: &SessionStarted) -> SiteId {
    let clinic = started.clinic.as_ref();
    clinic.map_or(FIRST_SITE, |clinic| clinic.site)
}

/// The clinic of a session by the lists.
pub fn site_of_known(lists: &Lists, session: SessionId) -> SiteId {
    lists.recall().site_of(session).unwrap_or(FIRST_SITE)
}

/// One clinic of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicSite {
    /// Its id.
    pub id: SiteId,
    /// Its name within the group; empty: that of the group.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it is, line by line as it is written on a letter; empty: nobody has said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Telephone number that patients call.
    pub telephone: String,
    /// Number that is called in an emergency where the clinic is; empty: patients are told to call it, and not which it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub emergency_number: String,
    /// Rooms.
    pub rooms: Vec<String>,
    /// From when to when it is open, by day of the week (1 Monday to 7 Sunday); a day that is missing is closed.
    pub opening: BTreeMap<i8, [Time; 2]>,
    /// Whether it was given up: it stays for what was recorded there, and nothing new is held in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_closed: bool,
}

impl ClinicSite {
    /// Most digits of a number that can be dialled (ITU-T E.164).
    const MOST_DIGITS: usize = 15;

    /// A clinic with one room that is open on working days, as long as nobody has said more.
    pub fn new(id: SiteId) -> Self {
        let hours = [time(8, 0, 0, 0), time(18, 0, 0, 0)];
        Self {
            id,
            name: String::new(),
            address: String::new(),
            telephone: String::new(),
            emergency_number: String::new(),
            rooms: vec!["1".to_owned()],
            opening: (1..=5).map(|day| (day, hours)).collect(),
            is_closed: false,
        }
    }

    /// Whether the emergency number is one that a telephone dials; none at all is right, too.
    pub fn is_emergency_number_dialled(&self) -> bool {
        let number = self.emergency_number.trim();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let is_part = |one: char| one.is_ascii_digit() || " +-/().".contains(one);
        number.is_empty()
            || (number.chars().all(is_part) && (2..=Self::MOST_DIGITS).contains(&digits))
    }

    /// From when to when it is open on a day of the week; `None`: it is closed.
    pub fn hours_of(&self, day: Weekday) -> Option<[Time; 2]> {
        self.opening.get(&day.to_monday_one_offset()).copied()
    }

    /// Whether it is open on a day of the week.
    pub fn is_open_on(&self, day: Weekday) -> bool {
        self.opening.contains_key(&day.to_monday_one_offset())
    }

    /// When somebody reads and answers there, for the rules of check-ins.
    pub fn reading_hours(&self) -> Opening {
        Opening::new(self.opening.clone())
    }
}

/// A group without a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the settings name no clinic; name at least one under `sites`.")]
pub struct NoSite;

/// The clinics of a group, in the order in which they were added; never none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ClinicSite>", into = "Vec<ClinicSite>")]
pub struct ClinicSites {
    first: ClinicSite,
    others: Vec<ClinicSite>,
}

impl TryFrom<Vec<ClinicSite>> for ClinicSites {
    type Error = NoSite;

    fn try_from(sites: Vec<ClinicSite>) -> Result<Self, NoSite> {
        let mut sites = sites.into_iter();
        let first = sites.next().ok_or(NoSite)?;
        let others = sites.collect();
        Ok(Self { first, others })
    }
}

impl From<ClinicSites> for Vec<ClinicSite> {
    fn from(sites: ClinicSites) -> Self {
        let mut all = vec![sites.first];
        all.extend(sites.others);
        all
    }
}

impl ClinicSites {
    /// The only clinic.
    pub const fn only(site: ClinicSite) -> Self {
        Self {
            first: site,
            others: Vec::new(),
        }
    }

    /// All of them, also those that were given up.
    pub fn iter(&self) -> impl Iterator<Item = &ClinicSite> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Those in which something can be held.
    pub fn open(&self) -> impl Iterator<Item = &ClinicSite> {
        self.iter().filter(|site| !site.is_closed)
    }

    /// The first in which something can be held: the one that answers whoever belongs to none.
    pub fn first_open(&self) -> &ClinicSite {
        self.open().next().unwrap_or(&self.first)
    }

    /// One of them.
    pub fn get(&self, id: SiteId) -> Option<&ClinicSite> {
        self.iter().find(|site| site.id == id)
    }

    /// One in which something can be held.
    pub fn get_open(&self, id: SiteId) -> Option<&ClinicSite> {
        self.open().find(|site| site.id == id)
    }

    /// Whether there is or was more than one, so that what was recorded needs the name of its clinic.
    pub fn are_several(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether somebody has to choose one.
    pub fn is_choice(&self) -> bool {
        self.open().nth(1).is_some()
    }

    /// Puts a clinic in the place of the one with the same id, else behind the others.
    pub fn put(&mut self, site: ClinicSite) {
        let mut all = std::iter::once(&mut self.first).chain(&mut self.others);
        match all.find(|one| one.id == site.id) {
            Some(one) => *one = site,
            None => self.others.push(site),
        }
    }
}
