//! Settings of the clinic.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::{Time, Weekday, time};
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::UserId;
use needlework_protocol::{ConsentClass, OwnCareWords, OwnConsent};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;
use super::login::Limits;

/// There is one document of settings.
pub(super) const ID: Uuid = Uuid::from_u128(1);

/// What a clinic has chosen for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the clinic.
    pub clinic_name: String,
    /// Telephone number that patients call.
    pub telephone: String,
    /// Number that is called in an emergency where the clinic is; empty: patients are told to call it, and not which it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub emergency_number: String,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// Language of whoever has chosen none.
    pub language: String,
    /// Rooms.
    pub rooms: Vec<String>,
    /// From when to when it is open, by day of the week (1 Monday to 7 Sunday); a day that is missing is closed.
    pub opening: BTreeMap<i8, [Time; 2]>,
    /// Defaults of rules that the clinic changed, within what each allows, by rule id.
    pub rules: BTreeMap<String, f64>,
    /// Consents that the clinic words itself.
    #[serde(default)]
    pub consents: BTreeMap<ConsentClass, OwnConsent>,
    /// Instructions of care that the clinic words itself, by rule id, with everything that they said before.
    #[serde(default)]
    pub care: BTreeMap<String, OwnCareWords>,
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

/// Nine in the evening to seven in the morning: hours at which a telephone that rings is taken for bad news.
const fn usual_quiet_hours() -> [Time; 2] {
    [time(21, 0, 0, 0), time(7, 0, 0, 0)]
}

impl Default for Settings {
    fn default() -> Self {
        let hours = [time(8, 0, 0, 0), time(18, 0, 0, 0)];
        Self {
            clinic_name: "Needlework".to_owned(),
            telephone: String::new(),
            emergency_number: String::new(),
            time_zone: "Europe/Zurich".to_owned(),
            language: crate::language::USUAL_LANGUAGE.to_owned(),
            rooms: vec!["1".to_owned()],
            opening: (1..=5).map(|day| (day, hours)).collect(),
            rules: BTreeMap::new(),
            consents: BTreeMap::new(),
            care: BTreeMap::new(),
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

    /// Most digits of a number that can be dialled (ITU-T E.164).
    const MOST_DIGITS: usize = 15;

    /// Whether the emergency number is one that a telephone dials; none at all is right, too.
    pub fn is_emergency_number_dialled(&self) -> bool {
        let number = self.emergency_number.trim();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let is_part = |one: char| one.is_ascii_digit() || " +-/().".contains(one);
        number.is_empty()
            || (number.chars().all(is_part) && (2..=Self::MOST_DIGITS).contains(&digits))
    }

    /// For how long a sign-in holds.
    pub fn login_limits(&self) -> Limits {
        Limits {
            idle: SignedDuration::from_mins(i64::from(self.idle_minutes)),
            absolute: SignedDuration::from_hours(i64::from(self.absolute_hours)),
        }
    }

    /// From when to when the clinic is open on a day of the week; `None`: it is closed.
    pub fn hours_of(&self, day: Weekday) -> Option<[Time; 2]> {
        self.opening.get(&day.to_monday_one_offset()).copied()
    }

    /// Whether the clinic is open on a day of the week.
    pub fn is_open_on(&self, day: Weekday) -> bool {
        self.opening.contains_key(&day.to_monday_one_offset())
    }
}
