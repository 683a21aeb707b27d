//! Response levels: how fast somebody must act on a check-in, who, and in which words (protocol 5.4).

use needlework_evidence::{Block, DataError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::{Record, RecordReader};

/// How fast somebody must act, the lowest first (protocol 5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Level 1: a reply by the end of the next working day.
    Message,
    /// Level 2: a review within 48 hours.
    Review,
    /// Level 3: a clinician the same day.
    Urgent,
    /// Level 4: an emergency.
    Emergency,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Self; 4] = [Self::Message, Self::Review, Self::Urgent, Self::Emergency];

    /// Number of the level, 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::Message => 1,
            Self::Review => 2,
            Self::Urgent => 3,
            Self::Emergency => 4,
        }
    }

    /// The level with this number, 1 to 4.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    pub(super) fn read(block: &mut Block, key: &str) -> Result<Self, DataError> {
        let number = block.whole(key, 1..=4)?;
        let level = u8::try_from(number).ok().and_then(Self::numbered);
        level.ok_or_else(|| block.error(key, &number.to_string(), "1 to 4"))
    }
}

/// Who acts on a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The patient.
    Patient,
    /// The clinic as a whole.
    Clinic,
    /// A trained person who needles.
    Operator,
    /// A licensed professional.
    Clinician,
}

/// When the response is due.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseTime {
    /// At once.
    Now,
    /// The same day; without contact within so many hours the patient uses urgent care.
    SameDay {
        /// Hours until urgent care.
        urgent_care_after_hours: f64,
    },
    /// Within so many hours.
    Within {
        /// Hours.
        hours: f64,
    },
    /// By the end of the next working day.
    NextWorkingDay,
}

/// A response level (protocol 5.4).
#[derive(Debug, Clone, PartialEq)]
pub struct LevelRow {
    /// What every rule says about itself.
    pub record: Record,
    /// The level.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Who acts.
    pub acts: Vec<Actor>,
    due: Due,
    /// What the patient is told to do; absent: nothing, somebody writes back.
    pub order: Option<String>,
    /// What takes the place of the order where no photo can be sent.
    pub without_photo: Option<String>,
    /// What the clinic does, in the words of the patient, where the hours of the level end while it is closed: `{when}` stands for
    /// the moment by which it is done.
    pub patient_by: Option<String>,
    /// What takes the place of the order while the clinic is closed for too long.
    pub closed: Option<String>,
    /// What the clinic does, in the words of the patient, while it is closed for too long.
    pub patient_closed: Option<String>,
}

/// What a response time counts by; its hours are the number of the record, which a clinic may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Now,
    SameDay,
    Within,
    NextWorkingDay,
}

impl LevelRow {
    pub(super) fn read(
        id: &str,
        block: &mut Block,
        reader: &RecordReader<'_>,
    ) -> Result<Self, DataError> {
        let actors = [
            ("patient", Actor::Patient),
            ("clinic", Actor::Clinic),
            ("operator", Actor::Operator),
            ("clinician", Actor::Clinician),
        ];
        let acts = block
            .texts("acts")?
            .iter()
            .map(|name| {
                actors
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, actor)| *actor)
                    .ok_or_else(|| {
                        block.error("acts", name, "patient, clinic, operator or clinician")
                    })
            })
            .collect::<Result<_, _>>()?;
        let due = block.choice(
            "response",
            &[
                ("now", Due::Now),
                ("same-day", Due::SameDay),
                ("within", Due::Within),
                ("next-working-day", Due::NextWorkingDay),
            ],
        )?;
        let record = reader.read(id, block)?;
        let names_hours = matches!(due, Due::SameDay | Due::Within);
        if names_hours != record.number().is_some() {
            return Err(block.error(
                "value",
                if names_hours { "missing" } else { "given" },
                "hours with \"same-day\" and \"within\", and left out otherwise",
            ));
        }
        Ok(Self {
            level: Level::read(block, "number")?,
            name: block.text("name")?,
            acts,
            due,
            order: block.optional_text("order")?,
            without_photo: block.optional_text("without_photo")?,
            patient_by: block.optional_text("patient_by")?,
            closed: block.optional_text("closed")?,
            patient_closed: block.optional_text("patient_closed")?,
            record,
        })
    }

    /// When somebody must respond.
    pub fn response(&self) -> ResponseTime {
        let hours = self.record.number().unwrap_or(0.0);
        match self.due {
            Due::Now => ResponseTime::Now,
            Due::SameDay => ResponseTime::SameDay {
                urgent_care_after_hours: hours,
            },
            Due::Within => ResponseTime::Within { hours },
            Due::NextWorkingDay => ResponseTime::NextWorkingDay,
        }
    }

    /// Whether the clinic is closed for too long to respond as the level asks: for as long as a review may take, and at all
    /// where somebody must respond sooner.
    pub(super) fn is_closed_for(&self, hours_until_read: f64) -> bool {
        match self.response() {
            ResponseTime::Within { hours } => hours_until_read >= hours,
            ResponseTime::Now | ResponseTime::SameDay { .. } | ResponseTime::NextWorkingDay => {
                hours_until_read > 0.0
            }
        }
    }

    /// What the patient reads beforehand: the order and what the clinic does.
    pub fn patient(&self) -> String {
        joined(&[
            self.order.clone().unwrap_or_default(),
            self.response_words(),
        ])
    }

    /// What the clinic does by a moment, in the words of the patient; `None`: the level does not count by hours.
    pub(super) fn words_by(&self, when: &str) -> Option<String> {
        let words = self.patient_by.as_ref()?;
        Some(words.replace("{when}", when))
    }

    /// What the clinic does, in the words of the patient, with the hours that apply.
    pub(super) fn response_words(&self) -> String {
        let hours = self
            .record
            .number()
            .map_or_else(String::new, |hours| hours.to_string());
        let text = self.record.patient.as_deref().unwrap_or_default();
        text.replace("{value}", &hours)
    }
}

/// Sentences one after the other, without the empty ones.
pub(super) fn joined(sentences: &[String]) -> String {
    let said: Vec<&str> = sentences
        .iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    said.join(" ")
}
