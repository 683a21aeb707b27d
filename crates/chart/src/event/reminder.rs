//! How a patient wants to be reminded.

use serde::{Deserialize, Serialize};

/// Somebody chose how the patient is reminded; the newest choice counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemindersChosen {
    /// Where mails go to which the patient agreed; `None`: no mails, or none any more.
    pub mail: Option<ReminderMail>,
}

/// Where reminders go, and how they are worded and timed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderMail {
    /// Mail address.
    pub address: String,
    /// Code of the language.
    pub language: String,
    /// IANA name of the time zone where the patient is; `None`: that of the clinic.
    pub time_zone: Option<String>,
}
