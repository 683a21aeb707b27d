//! Who the patient is and how to reach them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    /// Family name; may be empty for people who have one name.
    pub family: String,
    /// Given names.
    pub given: String,
}

/// How to reach somebody. Verified on the day of every session: an outbreak could not be traced quickly where contact data
/// were missing (protocol 3.8, mmwr-2024).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Telephone number.
    pub telephone: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Postal address.
    pub address: Option<String>,
}

/// A patient was registered: the first event of every chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatientRegistered {
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// Number by which the clinic knows this person.
    pub clinic_number: String,
    /// How to reach them.
    pub contact: Contact,
}

/// Name, day of birth or number were wrong or have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityCorrected {
    /// Name from now on.
    pub name: PersonName,
    /// Day of birth from now on.
    pub birth_date: Date,
    /// Number from now on.
    pub clinic_number: String,
    /// Why.
    pub reason: String,
}

/// The ways to reach somebody have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactChanged {
    /// How to reach them from now on.
    pub contact: Contact,
}
