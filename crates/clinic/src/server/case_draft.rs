//! A case as forms fill it in. It is written as a case file and read by the same reader as every case, so that a form can
//! say nothing that a file could not, and is refused with the same sentences.

use std::collections::BTreeMap;

use jiff::civil::Date;
use needlework_planning::{Case, Library};
use serde::{Deserialize, Serialize};

use super::earlier::EarlierDraft;
use super::page::Page;
use super::problem::Problem;

/// Version of the case format that is written.
const SCHEMA: u32 = 1;
/// What errors call the case.
const NAME: &str = "case";

/// A case as it is drafted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CaseDraft {
    schema: u32,
    /// A title without a name.
    pub title: String,
    /// Mark of the course: keeps two people apart who are alike in everything else.
    pub identifier: String,
    /// The day of planning.
    pub planned_on: Date,
    /// Indication id.
    pub indication: String,
    /// The person.
    pub person: PersonDraft,
    /// The device.
    pub device: DeviceDraft,
    /// Zones, the main one first.
    pub zones: Vec<ZoneDraft>,
    /// The course, where it differs from the usual one.
    pub course: CourseDraft,
    /// Dates.
    pub dates: DatesDraft,
    /// Answers to the screening questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<ScreeningDraft>,
    /// Earlier courses of this person, as they were known on the day of planning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierDraft>,
}

/// The person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PersonDraft {
    /// Age, years.
    pub age_years: f64,
    /// `female` or `male`.
    pub sex: String,
    /// `I` to `VI`.
    pub phototype: String,
    /// `none`, `mild`, `moderate` or `severe`.
    pub photodamage: String,
    /// Years since menopause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years_since_menopause: Option<f64>,
    /// Whether the skin tends to spots.
    #[serde(default)]
    pub acne_prone: bool,
}

impl PersonDraft {
    /// What is not known of the person though every prediction rests on it: keys of texts.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        [
            (&self.sex, "sex"),
            (&self.phototype, "phototype"),
            (&self.photodamage, "photodamage"),
        ]
        .into_iter()
        .filter(|(value, _)| value.is_empty())
        .map(|(_, key)| key)
        .collect()
    }

    /// Refuses a person of whom something is not known that every prediction rests on.
    ///
    /// # Errors
    /// When sex, phototype or sun damage was not chosen; the sentence names them in the language of the page.
    pub(super) fn require_known(&self, page: &Page) -> Result<(), Problem> {
        let missing = self.missing();
        if missing.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = missing.iter().map(|key| page.say(key)).collect();
        Err(Problem::refused_with(
            "person-not-known",
            &[("what", &named.join(", "))],
        ))
    }
}

/// The device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct DeviceDraft {
    /// Id in the catalogue.
    pub id: String,
    /// Contact time of the numbing cream, min.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbing_minutes: Option<f64>,
}

/// One zone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct ZoneDraft {
    /// Zone id.
    pub zone: String,
    /// Setting, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needle_length_mm: Option<f64>,
    /// Passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passes: Option<f64>,
    /// Channels per cm².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels_per_cm2: Option<f64>,
    /// Pen time, s/cm².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_per_cm2: Option<f64>,
    /// Lemperle wrinkle grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lemperle_grade: Option<f64>,
    /// Goodman-Baron scar grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goodman_baron_grade: Option<f64>,
    /// Laxity grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laxity_grade: Option<f64>,
}

/// The course.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct CourseDraft {
    /// Sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u32>,
    /// Days between sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_days: Option<u32>,
    /// Maintenance sessions per year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance_per_year: Option<u32>,
}

/// Dates.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct DatesDraft {
    /// IANA name.
    pub time_zone: String,
    /// First session, local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_session: Option<String>,
    /// Usual start, local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_of_day: Option<String>,
    /// A day on which the person wants to look calm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Date>,
    /// Days on which the person cannot come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<AwayDraft>,
}

/// A range of days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct AwayDraft {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Answers to the screening questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ScreeningDraft {
    /// The day on which they were given.
    pub answered_on: Date,
    /// The appointment that they are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Date>,
    /// Day of the last session that the chart holds, which the person may not have told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_session: Option<Date>,
    /// Answers by rule id.
    pub answers: BTreeMap<String, AnswerDraft>,
    /// States recorded as resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolved: Vec<ResolvedDraft>,
    /// Decisions against a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<OverrideDraft>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum AnswerDraft {
    /// A word or a date.
    Word(String),
    /// More than that.
    Table(BTreeMap<String, toml::Value>),
}

impl AnswerDraft {
    /// The word that was chosen; `None`: there is but a date.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Table(table) => table.get("answer")?.as_str(),
        }
    }

    /// The places that were marked, as they were written; `None`: none were.
    pub(super) fn places(&self) -> Option<String> {
        let Self::Table(table) = self else {
            return None;
        };
        let places = table.get("marked")?.as_array()?.iter();
        let places: Vec<&str> = places.filter_map(toml::Value::as_str).collect();
        (!places.is_empty()).then(|| places.join("; "))
    }
}

/// A state recorded as resolved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ResolvedDraft {
    /// Rule id.
    pub rule: String,
    /// Day.
    pub on: Date,
    /// Role of who recorded it.
    pub role: String,
}

/// A decision against a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OverrideDraft {
    /// Rule id.
    pub rule: String,
    /// Its version.
    pub version: u32,
    /// Role of who decided.
    pub role: String,
    /// Decision, where the rule names some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Why.
    pub reason: String,
    /// When, local time.
    pub at: String,
    /// Longest needle that it was decided for, a zone and a length in mm each; `None`: it is about no length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_mm: Option<Vec<String>>,
}

impl CaseDraft {
    /// A draft with nothing but what every case needs.
    pub(super) fn new(
        title: String,
        identifier: String,
        planned_on: Date,
        indication: String,
        person: PersonDraft,
        device: DeviceDraft,
        time_zone: String,
    ) -> Self {
        Self {
            schema: SCHEMA,
            title,
            identifier,
            planned_on,
            indication,
            person,
            device,
            zones: Vec::new(),
            course: CourseDraft::default(),
            dates: DatesDraft {
                time_zone,
                ..DatesDraft::default()
            },
            screening: None,
            earlier: Vec::new(),
        }
    }

    /// The title in the language of a page: the wish and the age. What lies in the case was written in English.
    pub(super) fn title_on(&self, page: &Page) -> String {
        let (library, id) = (page.library(), self.indication.as_str());
        let into = library.translation(page.protocol_language());
        let translated = into.and_then(|into| into.indication(id));
        let known = library.courses.get(id).map(|wish| &wish.name);
        let name = translated.map(|names| &names.name).or(known);
        let age = self.person.age_years;
        name.map_or_else(|| self.title.clone(), |name| format!("{name}, {age:.0}"))
    }

    /// The case file.
    ///
    /// # Errors
    /// When it cannot be written as TOML, which no draft is known to cause.
    pub(super) fn to_toml(&self) -> Result<String, Problem> {
        let fault = || Problem::Fault("case");
        if self.earlier.is_empty() {
            return toml::to_string(self).map_err(|_| fault());
        }
        let mut file = toml::Table::try_from(self).map_err(|_| fault())?;
        let earlier: Vec<_> = self.earlier.iter().map(EarlierDraft::in_case).collect();
        let earlier = toml::Value::try_from(earlier).map_err(|_| fault())?;
        file.insert("earlier".to_owned(), earlier);
        toml::to_string(&file).map_err(|_| fault())
    }

    /// The case, read as every case is.
    ///
    /// # Errors
    /// When it is refused: a sentence with key, value and what is allowed.
    pub(super) fn read(&self, library: &Library) -> Result<Case, Problem> {
        let text = self.to_toml()?;
        Ok(Case::read(NAME, text.as_bytes(), self.planned_on, library)?)
    }
}
