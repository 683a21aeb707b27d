//! What all pages have: language, who is signed in, where one is, and dates as people write them.

mod clinics;
mod names;

use axum::http::{HeaderMap, header};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_planning::Library;
use needlework_protocol::capitalised;

pub(super) use self::clinics::ClinicCard;
use self::clinics::{Reached, link_of};
use super::access::{Duties, SignedIn};
use super::clinic::{Shared, time_zone};
use super::office::account::Role;
use super::problem::Told;
use crate::language::Language;

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub(super) struct NavigationEntry {
    /// Where it leads.
    pub address: &'static str,
    /// Its text.
    pub text: String,
    /// Whether one is there.
    pub is_here: bool,
}

/// Who the page is about: always in sight, against a mix-up of patients.
#[derive(Debug, Clone)]
pub(super) struct PatientBar {
    /// Id, in addresses.
    pub patient: PatientId,
    /// Family and given name.
    pub name: String,
    /// Day of birth and age.
    pub born: String,
    /// Number at the clinic.
    pub clinic_number: String,
    /// Portrait, if there is one: the newest photograph from the front.
    pub portrait: Option<String>,
    /// What must not be overlooked, in words.
    pub warnings: Vec<String>,
}

impl PatientBar {
    /// Initials, where there is no portrait.
    pub(super) fn initials(&self) -> String {
        let words = self.name.split([',', ' ']);
        let letters = words.filter_map(|word| word.chars().find(|one| one.is_alphabetic()));
        letters.take(2).collect()
    }
}

/// What all pages have.
#[derive(Debug, Clone)]
pub(super) struct Page {
    clinic: Shared,
    code: &'static str,
    zone: TimeZone,
    /// Name of the zone of the clinic, where whoever reads the page lives by another time: hours name it.
    zone_named: Option<String>,
    /// Name of the clinic.
    pub clinic_name: String,
    /// Name of whoever is signed in.
    pub name: Option<String>,
    /// Navigation.
    pub navigation: Vec<NavigationEntry>,
    /// Patient that the page is about.
    pub bar: Option<PatientBar>,
    /// Whether everybody here is made up.
    pub is_demonstration: bool,
    /// Whether it is a page for a patient.
    pub is_own: bool,
    /// Whose own page it is.
    pub whose: Option<PatientId>,
    /// Whether it is a page that people see before their first visit.
    pub is_visitor: bool,
    /// Telephone of the clinic that answers; empty where the settings name none, or where `clinics` names several.
    pub telephone: String,
    /// Number of the emergency service where the clinic is; empty where the settings name none, or another one for each clinic.
    pub emergency_number: String,
    /// The clinic of the group that answers the patient whom the page is for; `None`: it is for nobody, or there is but one.
    pub answering: Option<ClinicCard>,
    /// The clinics of the group, for somebody of whom nobody knows which one answers; empty: there is but one, or it is known.
    pub clinics: Vec<ClinicCard>,
}

/// Navigation: address, key of the text, duty.
const NAVIGATION: [(&str, &str, Duties); 15] = [
    ("/", "nav-today", Duties::SeeLists),
    ("/watch", "nav-watch", Duties::ReadCharts),
    ("/patients", "nav-patients", Duties::SeeLists),
    ("/inquiries", "nav-inquiries", Duties::Register),
    ("/stock", "nav-stock", Duties::KeepStock),
    ("/registry", "nav-registry", Duties::ReadRegistry),
    ("/blinded", "nav-blinded", Duties::RateBlinded),
    ("/settings", "nav-settings", Duties::ManageClinic),
    ("/trail", "nav-trail", Duties::ReadTrail),
    ("/erasures", "nav-erasures", Duties::Erase),
    ("/mine", "own-nav-today", Duties::OwnChart),
    ("/mine/check-in", "own-nav-check-in", Duties::OwnChart),
    ("/mine/plan", "own-nav-plan", Duties::OwnChart),
    ("/mine/photographs", "own-nav-photographs", Duties::OwnChart),
    ("/mine/more", "own-nav-more", Duties::OwnChart),
];

impl Page {
    /// A page for whoever is signed in; `here` is the address of the navigation at which one is.
    pub(super) async fn of(who: &SignedIn, here: &str) -> Self {
        let account = who.account();
        let mut page = Self::in_language(who.clinic(), &account.language).await;
        page.name = match account.patient() {
            Some(patient) => given_name(who.clinic(), patient).await,
            None => Some(account.name.clone()),
        };
        page.whose = account.patient();
        page.is_own = page.whose.is_some();
        if let Some(patient) = page.whose {
            page = page.answered_to(patient).await;
        }
        page.navigation = NAVIGATION
            .into_iter()
            .filter(|(_, _, duty)| duty.is_of(&account.roles))
            .map(|(address, key, _)| NavigationEntry {
                address,
                text: page.say(key),
                is_here: address == here,
            })
            .collect();
        page
    }

    /// A page for somebody who is not signed in.
    pub(super) async fn of_stranger(clinic: &Shared, headers: &HeaderMap) -> Self {
        let wanted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let code = clinic.languages().preferred(wanted).code();
        Self::in_language(clinic, code).await
    }

    /// A page for a patient who is not signed in.
    pub(super) async fn of_patient_outside(clinic: &Shared, headers: &HeaderMap) -> Self {
        let mut page = Self::of_stranger(clinic, headers).await;
        page.is_own = true;
        page
    }

    /// A page that somebody sees before the first visit: in the language that was asked for, else in that of the browser.
    pub(super) async fn of_visitor(clinic: &Shared, headers: &HeaderMap, code: &str) -> Self {
        let is_known = clinic.languages().iter().any(|one| one.code() == code);
        let page = if is_known {
            Self::in_language(clinic, code).await
        } else {
            Self::of_stranger(clinic, headers).await
        };
        page.for_visitor()
    }

    /// The same in one of the languages, before anybody asks.
    pub(super) async fn of_visitor_in(clinic: &Shared, code: &str) -> Self {
        Self::in_language(clinic, code).await.for_visitor()
    }

    fn for_visitor(self) -> Self {
        Self {
            is_own: true,
            is_visitor: true,
            ..self
        }
    }

    /// What a patient reads outside the own pages, in the language of the account.
    pub(super) async fn of_patient(clinic: &Shared, language: &str) -> Self {
        Self::in_language(clinic, language).await
    }

    /// A page of the program itself, which nobody sees: for what is made up in the language of the clinic.
    pub(super) async fn of_program(clinic: &Shared) -> Self {
        Self::in_language(clinic, crate::language::USUAL_LANGUAGE).await
    }

    pub(super) async fn in_language(clinic: &Shared, code: &str) -> Self {
        let settings = clinic.settings().await;
        let reached = Reached::by_anybody(&settings);
        Self {
            code: clinic.languages().get(code).code(),
            zone: time_zone(&settings),
            zone_named: None,
            clinic_name: settings.clinic_name,
            clinic: Shared::clone(clinic),
            name: None,
            navigation: Vec::new(),
            bar: None,
            is_demonstration: clinic.setting().is_demonstration,
            is_own: false,
            whose: None,
            is_visitor: false,
            telephone: reached.telephone,
            emergency_number: reached.emergency_number,
            answering: None,
            clinics: reached.clinics,
        }
    }

    /// The same page in another language; the usual one where there are no texts for it.
    pub(super) fn speaking(&self, code: &str) -> Self {
        Self {
            code: self.clinic.languages().get(code).code(),
            ..self.clone()
        }
    }

    /// Where whoever reads the page starts.
    pub(super) fn start(&self) -> &'static str {
        match (self.is_visitor, self.is_own) {
            (true, _) => "/before",
            (false, true) => "/mine",
            (false, false) => "/",
        }
    }

    /// The telephone of the clinic as the address of a link.
    pub(super) fn telephone_link(&self) -> String {
        link_of(&self.telephone)
    }

    /// The number of the emergency service as the address of a link.
    pub(super) fn emergency_link(&self) -> String {
        link_of(&self.emergency_number)
    }

    /// The language of the page.
    pub(super) fn language(&self) -> &Language {
        self.clinic.languages().get(self.code)
    }

    /// Code of the language.
    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    /// All languages: code, name, whether it is this one.
    pub(super) fn languages(&self) -> Vec<(&'static str, String, bool)> {
        self.clinic
            .languages()
            .iter()
            .map(|one| (one.code(), one.name().to_owned(), one.code() == self.code))
            .collect()
    }

    /// Time zone of the clinic.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The language of the page, for what comes as data with its own texts.
    pub(super) fn protocol_language(&self) -> needlework_protocol::Language {
        needlework_protocol::Language::of_code(self.code)
            .unwrap_or(needlework_protocol::Language::ENGLISH)
    }

    /// What this version of the program knows, as it was shipped: without the clinic's own numbers.
    pub(super) fn library(&self) -> &Library {
        self.clinic.shipped_library()
    }

    /// A number with so many decimals, as the language of the page writes it.
    pub(super) fn number(&self, value: f64, decimals: usize) -> String {
        self.language().number(&format!("{value:.decimals$}"))
    }

    /// A number with the decimals that it has, three at most, as the language of the page writes it.
    pub(super) fn plain_number(&self, value: f64) -> String {
        let value = (value * 1000.0).round() / 1000.0;
        self.language().number(&value.to_string())
    }

    /// A number with its band.
    pub(super) fn band(&self, values: [f64; 3], decimals: usize) -> String {
        let [low, middle, high] = values.map(|value| self.number(value, decimals));
        format!("{middle} ({low} – {high})")
    }

    /// The text with this key.
    pub(super) fn say(&self, key: &str) -> String {
        self.language().say(key)
    }

    /// The text with this key and something in it.
    pub(super) fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.language().say_with(key, name, value)
    }

    /// The text with this key and several things in it.
    pub(super) fn say_all(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.language().say_all(key, values)
    }

    /// What somebody is told, in the language of the page.
    pub(super) fn told(&self, told: &Told) -> String {
        match told {
            Told::Text(key, values) => {
                let values: Vec<(&str, &str)> = values
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                self.say_all(key, &values)
            }
            Told::Engine(refusal) => match refusal.key {
                Some(key) => {
                    let values = refusal.values.iter();
                    let values: Vec<(&str, String)> =
                        values.map(|(name, said)| (*name, said.on(self))).collect();
                    let values: Vec<(&str, &str)> = values
                        .iter()
                        .map(|(name, value)| (*name, value.as_str()))
                        .collect();
                    capitalised(&self.say_all(key, &values))
                }
                None => self.say("refused-by-engine"),
            },
            Told::Sentence(sentence) => capitalised(sentence),
        }
    }

    /// The text with this key and a number in it.
    pub(super) fn count(&self, key: &str, number: usize) -> String {
        self.language().count(key, number)
    }

    /// Name of a role.
    pub(super) fn role(&self, role: Role) -> String {
        self.say(&format!("role-{}", role.name()))
    }

    /// A day as people write it, for example 30 November 2026.
    pub(super) fn day(&self, day: Date) -> String {
        let month = self.say(&format!("month-{}", day.month()));
        self.say_all(
            "day",
            &[
                ("day", &day.day().to_string()),
                ("month", &month),
                ("year", &day.year().to_string()),
            ],
        )
    }

    /// A day with its day of the week.
    pub(super) fn weekday(&self, day: Date) -> String {
        let name = self.say(&format!("weekday-{}", day.weekday().to_monday_one_offset()));
        format!("{name}, {}", self.day(day))
    }

    /// A day of these weeks: day of the week, day and month.
    pub(super) fn near_day(&self, day: Date) -> String {
        let weekday = day.weekday().to_monday_one_offset();
        self.say_all(
            "own-near-day",
            &[
                ("weekday", &self.say(&format!("weekday-{weekday}"))),
                ("day", &day.day().to_string()),
                ("month", &self.say(&format!("month-{}", day.month()))),
            ],
        )
    }

    /// Lets hours name the zone of the clinic, where the patient has chosen one whose clocks show another time at a moment.
    pub(super) fn name_zone_beside(&mut self, chart: &Chart, at: Timestamp) {
        let mail = chart
            .reminders
            .as_ref()
            .and_then(|chosen| chosen.facts.mail.as_ref());
        let own = mail.and_then(|mail| TimeZone::get(mail.time_zone.as_deref()?).ok());
        let is_other = own.is_some_and(|own| own.to_offset(at) != self.zone.to_offset(at));
        let name = self.zone.iana_name().filter(|_| is_other);
        self.zone_named = name.map(|name| name.replace('_', " "));
    }

    /// An hour at the clinic, with its zone where whoever reads it lives by another time.
    pub(super) fn with_zone(&self, hour: &str) -> String {
        match &self.zone_named {
            Some(zone) => self.say_all("own-hour-at-clinic", &[("hour", hour), ("zone", zone)]),
            None => hour.to_owned(),
        }
    }

    /// A moment at the clinic: day and time.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        let local = self.local(at);
        format!("{}, {}", self.day(local.date()), hour(&local))
    }

    /// The time of a moment at the clinic.
    pub(super) fn time(&self, at: Timestamp) -> String {
        hour(&self.local(at))
    }

    /// A moment at the clinic.
    pub(super) fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }
}

/// What a patient is called on the own pages. The account has no name.
async fn given_name(clinic: &Shared, patient: PatientId) -> Option<String> {
    let lists = clinic.lists().await;
    let row = lists.directory().row(patient)?;
    Some(row.name.given.clone())
}

fn hour(local: &Zoned) -> String {
    local.strftime("%H:%M").to_string()
}

/// A day of birth as it is typed: three numbers, since nobody likes to turn a calendar back by fifty years.
pub(super) fn birth_date(day: &str, month: &str, year: &str) -> Option<Date> {
    let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
    Date::new(year.trim().parse().ok()?, month, day).ok()
}

/// Whole years from a birth to a day.
pub(super) fn age_years(birth_date: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (birth_date.month(), birth_date.day());
    let years = today.year() - birth_date.year();
    if had_birthday { years } else { years - 1 }
}
