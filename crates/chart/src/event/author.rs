//! Who stands behind an entry.

use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// Who writes into a chart, as it was at that moment: a name that changes later does not change what was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// Account.
    pub user: UserId,
    /// Name as it is printed.
    pub name: String,
    /// Role in which it was written.
    pub role: Role,
}

/// What somebody is in the clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The patient.
    Patient,
    /// The program itself, for example an import.
    Program,
    /// Reception.
    FrontDesk,
    /// A trained person who needles.
    Operator,
    /// A licensed professional who is responsible for care.
    Clinician,
    /// May decide on medicines.
    Prescriber,
    /// A medical doctor.
    Physician,
}

impl Role {
    /// Whether somebody in this role may needle and sign a session.
    pub const fn may_treat(self) -> bool {
        matches!(
            self,
            Self::Operator | Self::Clinician | Self::Prescriber | Self::Physician
        )
    }

    /// Whether somebody in this role is licensed: may approve plans, release instructions and decide on overrides.
    pub const fn is_licensed(self) -> bool {
        matches!(self, Self::Clinician | Self::Prescriber | Self::Physician)
    }
}

/// A second person who answers for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SecondName {
    /// Somebody else.
    Person(Author),
    /// The clinic has one licensed user only, and says so.
    SingleUser,
}
