//! The forecast that a record keeps of an approved plan, so that what came can be compared with what was said.
//!
//! It holds what a later comparison asks and what the patient agreed to, and nothing that the same case, version and seed
//! would calculate again: a few dozen kilobytes instead of megabytes. Its types stand apart from those of the plan, since a
//! record must be readable after the plan has changed its shape.

mod numbers;
mod zone;

use jiff::Zoned;
use jiff::civil::Date;
use needlework_evidence::HOURS_PER_DAY;
use needlework_protocol::{Language, Phrases};
use serde::{Deserialize, Serialize};

pub use self::numbers::Quantiles;
use self::numbers::four_digits;
pub use self::zone::{
    LockedCoverage, LockedRisk, LockedScale, LockedSideEffect, LockedTechnique, LockedZone,
};
use crate::amount::consent_sentence;
use crate::consent::{ConsentFact, ConsentMeasure};
use crate::error::PlanError;
use crate::library::Library;
use crate::plan::{Identity, NoticeLevel, Plan, SessionKind};

/// Name and version of the format of a locked forecast.
pub const FORECAST_SCHEMA: &str = "needlework.forecast/1";

/// What was planned and predicted, as the record keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedForecast {
    /// [`FORECAST_SCHEMA`].
    pub schema: String,
    /// What must be known to repeat the prediction.
    pub identity: Identity,
    /// The day on which the plan was made.
    pub planned_on: Date,
    /// Indication id.
    pub indication: String,
    /// Name of the indication for a patient.
    pub indication_plain_name: String,
    /// Device id.
    pub device: String,
    /// Name of the device.
    pub device_name: String,
    /// Sessions in order, maintenance included.
    pub sessions: Vec<LockedSession>,
    /// When the result is compared with the prediction.
    pub judged_on: Zoned,
    /// The same day, counted from the first session.
    pub judged_day: f64,
    /// Days of all improvements, counted from the first session, increasing.
    pub days: Vec<f64>,
    /// Hours of all grades of signs, counted from the end of a session, increasing.
    pub hours: Vec<f64>,
    /// Zones that are treated, the main one first.
    pub zones: Vec<LockedZone>,
    /// Ids of zones that were asked for and that screening leaves out.
    pub left_out: Vec<String>,
    /// What the person should know before agreeing.
    pub consent: Vec<LockedConsentFact>,
    /// What the clinician was told, the gravest first.
    pub notices: Vec<LockedNotice>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedSession {
    /// Counted from 1 over the whole plan.
    pub number: u32,
    /// Treatment or maintenance.
    pub kind: SessionKind,
    /// Start in the clinic's time zone.
    pub starts: Zoned,
}

/// One thing to know before agreeing, with the numbers of this person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedConsentFact {
    /// Id, for example `pigment-darkening`.
    pub id: String,
    /// Name for a patient.
    pub plain_name: String,
    /// The zone where it is worst, for a patient.
    pub zone: String,
    /// What the value counts.
    pub measure: ConsentMeasure,
    /// The value.
    pub value: Quantiles,
    /// All of it in one English sentence.
    pub sentence: String,
}

/// Something that the clinician was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedNotice {
    /// Id, for example `above-usual-depth`.
    pub id: String,
    /// How grave.
    pub level: NoticeLevel,
    /// One sentence.
    pub text: String,
}

impl From<&Plan> for LockedForecast {
    fn from(plan: &Plan) -> Self {
        // The embedded phrases are read by every test; should they fail all the same, the numbers still stand.
        let english = Phrases::english().ok();
        Self {
            schema: FORECAST_SCHEMA.to_owned(),
            identity: plan.identity.clone(),
            planned_on: plan.case.planned_on,
            indication: plan.case.indication.clone(),
            indication_plain_name: plan.indication_plain_name.clone(),
            device: plan.device.id.clone(),
            device_name: plan.device.name.clone(),
            sessions: plan
                .sessions
                .iter()
                .map(|session| LockedSession {
                    number: session.number,
                    kind: session.kind,
                    starts: session.starts.clone(),
                })
                .collect(),
            judged_on: plan.judged_on.clone(),
            judged_day: plan.judged_day,
            days: days(plan),
            hours: hours(plan),
            zones: plan.zones.iter().map(LockedZone::from).collect(),
            left_out: left_out(plan),
            consent: plan
                .consent
                .iter()
                .map(|fact| consent_fact(fact, english.as_ref()))
                .collect(),
            notices: plan
                .notices
                .iter()
                .map(|notice| LockedNotice {
                    id: notice.id.clone(),
                    level: notice.level,
                    text: notice.text.clone(),
                })
                .collect(),
        }
    }
}

/// Days of all improvements: every scale of every zone has the same.
fn days(plan: &Plan) -> Vec<f64> {
    let mut scales = plan.zones.iter().flat_map(|zone| &zone.outlook.scales);
    let days = scales
        .next()
        .map_or(&[][..], |scale| &scale.improvement.days);
    days.iter().copied().map(four_digits).collect()
}

/// Hours of all grades: every sign of every zone has the same.
fn hours(plan: &Plan) -> Vec<f64> {
    let mut signs = plan
        .zones
        .iter()
        .flat_map(|zone| &zone.outlook.side_effects);
    let days = signs.next().map_or(&[][..], |sign| &sign.grade.days);
    days.iter()
        .map(|day| four_digits(HOURS_PER_DAY * day))
        .collect()
}

/// Zones of the case that the plan does not hold.
fn left_out(plan: &Plan) -> Vec<String> {
    let is_planned = |id: &str| plan.zones.iter().any(|zone| zone.zone == id);
    let asked_for = plan.case.zones.iter().map(|zone| &zone.zone);
    asked_for.filter(|id| !is_planned(id)).cloned().collect()
}

fn consent_fact(fact: &ConsentFact, phrases: Option<&Phrases>) -> LockedConsentFact {
    let value = Quantiles::from(&fact.value);
    let sentence = phrases.map_or_else(String::new, |phrases| {
        let names = (fact.plain_name.as_str(), fact.zone.as_str());
        consent_sentence(names, fact.measure, &value, phrases)
    });
    LockedConsentFact {
        id: fact.id.clone(),
        plain_name: fact.plain_name.clone(),
        zone: fact.zone.clone(),
        measure: fact.measure,
        value,
        sentence,
    }
}

impl LockedForecast {
    /// The text that a record keeps: JSON without spaces. The same forecast gives the same text.
    ///
    /// # Errors
    /// When the writer refuses the forecast, which its types rule out.
    pub fn to_json(&self) -> Result<String, PlanError> {
        serde_json::to_string(self).map_err(|error| PlanError::NotWritten {
            reason: error.to_string(),
        })
    }

    /// Reads what [`LockedForecast::to_json`] wrote.
    ///
    /// # Errors
    /// When the text is no forecast of [`FORECAST_SCHEMA`].
    pub fn from_json(text: &str) -> Result<Self, PlanError> {
        let unreadable = |reason: String| PlanError::ForecastNotRead { reason };
        let forecast: Self =
            serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        if forecast.schema == FORECAST_SCHEMA {
            Ok(forecast)
        } else {
            Err(unreadable(format!(
                "its schema is {:.60}, but must be {FORECAST_SCHEMA}",
                forecast.schema
            )))
        }
    }

    /// What the person should know before agreeing, each fact as one sentence of a language, in the order of `consent`.
    pub fn consent_sentences(&self, library: &Library, language: Language) -> Vec<String> {
        let speech = library.speech(language);
        let said = |fact: &LockedConsentFact| {
            let into = speech.translations;
            let sign = into.and_then(|into| into.sign(&fact.id));
            let named = self.zones.iter().find(|zone| zone.plain_name == fact.zone);
            let zone = named.and_then(|zone| into?.zone(&zone.zone));
            let names = (
                sign.map_or(&fact.plain_name, |names| &names.plain_name)
                    .as_str(),
                zone.map_or(&fact.zone, |names| &names.plain_name).as_str(),
            );
            consent_sentence(names, fact.measure, &fact.value, speech.phrases)
        };
        self.consent.iter().map(said).collect()
    }

    /// Days from the last treatment to the day of judgement, as they were planned.
    pub fn judge_after_days(&self) -> f64 {
        let treatments = self
            .sessions
            .iter()
            .filter(|session| session.kind == SessionKind::Treatment);
        let last = treatments.map(|session| session.starts.date()).max();
        let days = last.and_then(|last| last.until(self.judged_on.date()).ok());
        days.map_or(0.0, |days| f64::from(days.get_days()))
    }

    /// The zone with this id, if it was planned.
    pub fn zone(&self, id: &str) -> Option<&LockedZone> {
        self.zones.iter().find(|zone| zone.zone == id)
    }
}
