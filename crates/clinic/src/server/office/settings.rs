//! Settings of the clinic, or of a group of clinics: what all of them share, and what each is.

use std::collections::BTreeMap;

use jiff::civil::{Time, time};
use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::{SiteId, UserId};
use needlework_protocol::{ConsentClass, OwnCareWords, OwnConsent};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Filed;
use super::clinic_site::{ClinicSite, ClinicSites, FIRST_SITE};
use super::login::Limits;

/// There is one document of settings.
pub(super) const ID: Uuid = Uuid::from_u128(1);

/// What stood beside everything else while there was but one clinic.
const OF_THE_ONLY_CLINIC: [&str; 4] = ["telephone", "emergency_number", "rooms", "opening"];

/// What a clinic, or a group of clinics, has chosen for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the clinic, or of the group.
    pub clinic_name: String,
    /// The clinics. They share patients, colleagues, rules, stock and everything else that stands here.
    pub sites: ClinicSites,
    /// IANA name of the time zone, in which all clinics lie.
    pub time_zone: String,
    /// Language of whoever has chosen none.
    pub language: String,
    /// Defaults of rules that the clinic changed, within what each allows, by rule id.
    pub rules: BTreeMap<String, f64>,
    /// Consents that the clinic words itself.
    #[serde(default)]
    pub consents: BTreeMap<ConsentClass, OwnConsent>,
    /// Instructions of care that the clinic words itself, by rule id, with everything that they said before.
    #[serde(default)]
    pub care: BTreeMap<String, OwnCareWords>,
    /// Products that a physician of the clinic chose for needled skin, beside those of the shipped allow-list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<AllowedProduct>,
    /// Minutes without use after which somebody is signed out.
    pub idle_minutes: u32,
    /// Hours after which somebody is signed out in any case.
    pub absolute_hours: u32,
    /// Whether the clinic has one licensed user only: who writes a plan may then approve it, and it says so on the plan.
    pub has_single_licensed_user: bool,
    /// From when to when nobody is written to, by the clock of where the patient is.
    #[serde(default = "usual_quiet_hours")]
    pub quiet_hours: [Time; 2],
    /// Who sees to the nightly checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks_owner: Option<UserId>,
    /// Mail address of whoever is told at once that a grave report came; empty: nobody is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alert_address: String,
    /// Mail address of whoever is told that a report is overdue; empty: nobody is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub overdue_address: String,
}

/// A product that a clinic allows on needled skin, if it is sterile (protocol 4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedProduct {
    /// Name as it stands on the pack.
    pub name: String,
    /// Who chose it and why.
    pub reason: String,
    /// Name of whoever put it on the list.
    pub by: String,
    /// Since when it is on the list.
    pub since: Timestamp,
}

/// Nine in the evening to seven in the morning: hours at which a telephone that rings is taken for bad news.
const fn usual_quiet_hours() -> [Time; 2] {
    [time(21, 0, 0, 0), time(7, 0, 0, 0)]
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clinic_name: "Needlework".to_owned(),
            sites: ClinicSites::only(ClinicSite::new(FIRST_SITE)),
            time_zone: "Europe/Zurich".to_owned(),
            language: crate::language::USUAL_LANGUAGE.to_owned(),
            rules: BTreeMap::new(),
            consents: BTreeMap::new(),
            care: BTreeMap::new(),
            products: Vec::new(),
            idle_minutes: 30,
            absolute_hours: 12,
            has_single_licensed_user: false,
            quiet_hours: usual_quiet_hours(),
            checks_owner: None,
            alert_address: String::new(),
            overdue_address: String::new(),
        }
    }
}

impl Filed for Settings {
    const DRAWER: Drawer = Drawer::new("settings");

    fn id(&self) -> Uuid {
        ID
    }

    fn read(body: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_value(with_sites(serde_json::from_slice(body)?))
    }
}

/// Settings as they were written while there was but one clinic, with it as the only one of its group.
fn with_sites(mut document: Value) -> Value {
    let fields = document.as_object_mut();
    if let Some(fields) = fields.filter(|fields| !fields.contains_key("sites")) {
        let of_clinic = OF_THE_ONLY_CLINIC
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), fields.remove(name)?)));
        let mut site: Map<String, Value> = of_clinic.collect();
        site.insert("id".to_owned(), Value::String(FIRST_SITE.to_string()));
        fields.insert("sites".to_owned(), Value::Array(vec![site.into()]));
    }
    document
}

impl Settings {
    /// Minutes without use that a clinic may choose.
    pub const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 5..=30;
    /// Hours in all that a clinic may choose.
    pub const ABSOLUTE_HOURS: std::ops::RangeInclusive<u32> = 1..=12;

    /// When quiet hours may begin: not before people are at home, and before midnight.
    pub const QUIET_FROM: std::ops::RangeInclusive<Time> = time(18, 0, 0, 0)..=time(23, 59, 0, 0);
    /// When quiet hours may end: people sleep until the first, and a reminder of the morning comes by the last.
    pub const QUIET_UNTIL: std::ops::RangeInclusive<Time> = time(5, 0, 0, 0)..=time(10, 0, 0, 0);

    /// For how long a sign-in holds.
    pub fn login_limits(&self) -> Limits {
        Limits {
            idle: SignedDuration::from_mins(i64::from(self.idle_minutes)),
            absolute: SignedDuration::from_hours(i64::from(self.absolute_hours)),
        }
    }

    /// What a clinic of the group is called: by its own name, else by that of the group.
    pub fn name_of<'name>(&'name self, site: &'name ClinicSite) -> &'name str {
        if site.name.is_empty() {
            &self.clinic_name
        } else {
            &site.name
        }
    }

    /// What a clinic is called where something is shown that belongs to it; `None`: there is but one, which goes without saying.
    pub fn name_beside(&self, site: SiteId) -> Option<&str> {
        let site = self.sites.get(site).filter(|_| self.sites.are_several());
        site.map(|site| self.name_of(site))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 0.1 stored it, with one clinic that has everything.
    const OF_ONE_CLINIC: &str = include_str!("settings/of_one_clinic.json");

    #[test]
    fn settings_of_one_clinic_are_read_as_a_group_of_one() {
        let read = Settings::read(OF_ONE_CLINIC.as_bytes());
        let expected = ClinicSite {
            telephone: "+41 44 555 00 00".to_owned(),
            emergency_number: "144".to_owned(),
            rooms: vec!["1".to_owned(), "2".to_owned()],
            opening: BTreeMap::from([
                (1, [time(8, 0, 0, 0), time(18, 0, 0, 0)]),
                (6, [time(9, 0, 0, 0), time(12, 30, 0, 0)]),
            ]),
            ..ClinicSite::new(FIRST_SITE)
        };
        let settings = match read {
            Ok(settings) => settings,
            Err(error) => return assert_eq!(error.to_string(), ""),
        };
        assert_eq!(settings.sites, ClinicSites::only(expected));
        assert_eq!(settings.clinic_name, "Clinic at the Linden");
        assert_eq!(
            settings.name_of(settings.sites.first_open()),
            "Clinic at the Linden"
        );
        assert_eq!(settings.rules.get("no-makeup"), Some(&48.0));
        assert_eq!(settings.name_beside(FIRST_SITE), None);
        assert_eq!(settings.products, []);
    }

    #[test]
    fn settings_are_read_as_they_are_written_and_never_without_a_clinic() {
        let settings = Settings::default();
        let written = serde_json::to_value(&settings).unwrap_or_default();
        let read = |value: &Value| Settings::read(value.to_string().as_bytes()).ok();
        assert_eq!(read(&written), Some(settings));
        let mut without = written;
        without["sites"] = Value::Array(Vec::new());
        assert_eq!(read(&without), None);
    }
}
