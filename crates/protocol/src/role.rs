//! Who may decide what (protocol 0.2).

use schemars::JsonSchema;
use serde::Serialize;

/// A role in the clinic, the lowest first. "Nobody" is `Option::None` where a rule asks for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A trained person who needles.
    Operator,
    /// A licensed professional who is responsible for the care.
    Clinician,
    /// May decide on medicines.
    Prescriber,
    /// A medical doctor.
    Physician,
}

impl Role {
    /// Names in data files and case files.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("operator", Self::Operator),
        ("clinician", Self::Clinician),
        ("prescriber", Self::Prescriber),
        ("physician", Self::Physician),
    ];

    /// Names where a rule may say that nobody overrides it.
    pub const NAMES_OR_NONE: [(&'static str, Option<Self>); 5] = [
        ("none", None),
        ("operator", Some(Self::Operator)),
        ("clinician", Some(Self::Clinician)),
        ("prescriber", Some(Self::Prescriber)),
        ("physician", Some(Self::Physician)),
    ];

    /// The role as it is written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Clinician => "clinician",
            Self::Prescriber => "prescriber",
            Self::Physician => "physician",
        }
    }
}
