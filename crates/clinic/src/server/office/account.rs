//! Accounts: who may sign in, with which roles.

use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::event;
use needlework_chart::id::{PatientId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;
use super::passkey::Passkey;

/// Wrong tries before an account is locked: enough for a slip, too few for guessing.
const TRIES_BEFORE_LOCK: u32 = 5;
/// How long the first lock holds; each further wrong try doubles it.
const FIRST_LOCK: SignedDuration = SignedDuration::from_mins(1);
/// Doublings of the lock: at most about an hour, so that nobody can be kept out for good by somebody else's guessing.
const MOST_DOUBLINGS: u32 = 6;

/// What somebody is in the clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
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
    /// Runs the clinic: accounts, settings, the trail of who read what. Reads no chart by this role.
    Owner,
    /// Sees de-identified data of those who agreed.
    Researcher,
    /// The patient.
    Patient,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::FrontDesk,
        Self::Operator,
        Self::Clinician,
        Self::Prescriber,
        Self::Physician,
        Self::Owner,
        Self::Researcher,
        Self::Patient,
    ];

    /// Name in forms and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FrontDesk => "front-desk",
            Self::Operator => "operator",
            Self::Clinician => "clinician",
            Self::Prescriber => "prescriber",
            Self::Physician => "physician",
            Self::Owner => "owner",
            Self::Researcher => "researcher",
            Self::Patient => "patient",
        }
    }

    /// The role with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// As what somebody in this role writes into a chart; `None`: never.
    pub const fn in_chart(self) -> Option<event::Role> {
        match self {
            Self::FrontDesk => Some(event::Role::FrontDesk),
            Self::Operator => Some(event::Role::Operator),
            Self::Clinician => Some(event::Role::Clinician),
            Self::Prescriber => Some(event::Role::Prescriber),
            Self::Physician => Some(event::Role::Physician),
            Self::Patient => Some(event::Role::Patient),
            Self::Owner | Self::Researcher => None,
        }
    }

    /// Whether somebody else may be given this role in the settings.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Patient)
    }
}

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub user: UserId,
    /// Name that is typed to sign in.
    pub sign_in_name: String,
    /// Name as it is printed.
    pub name: String,
    /// What the person is in the clinic.
    pub roles: BTreeSet<Role>,
    /// Hash of the password (argon2id); `None` until the invitation was taken up.
    pub password: Option<String>,
    /// Secret that the authenticator shares, base32; `None` until the invitation was taken up, or where a passkey was chosen.
    pub authenticator: Option<String>,
    /// Passkeys, the oldest first; any of them does what the authenticator does.
    #[serde(default)]
    pub passkeys: Vec<Passkey>,
    /// Last time step whose code was used: a code works once.
    pub used_step: u64,
    /// Wrong tries since the last right one.
    pub wrong_tries: u32,
    /// Until when nobody can sign in.
    pub locked_until: Option<Timestamp>,
    /// Whether the person still works here.
    pub is_active: bool,
    /// Code of the language.
    pub language: String,
}

impl fmt::Debug for Account {
    /// Secrets do not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Account({})", self.user)
    }
}

impl Filed for Account {
    const DRAWER: Drawer = Drawer::new("account");

    fn id(&self) -> Uuid {
        self.user.uuid()
    }
}

impl Account {
    /// A new account, with which nobody can sign in yet.
    pub fn new(
        user: UserId,
        sign_in_name: String,
        name: String,
        roles: BTreeSet<Role>,
        language: String,
    ) -> Self {
        Self {
            user,
            sign_in_name,
            name,
            roles,
            password: None,
            authenticator: None,
            passkeys: Vec::new(),
            used_step: 0,
            wrong_tries: 0,
            locked_until: None,
            is_active: true,
            language,
        }
    }

    /// The account of a patient. It has the id of the chart, so that there can be one only, and no name: the chart has it, and
    /// nothing of a person who is erased may stay here.
    pub fn of_patient(patient: PatientId, language: String) -> Self {
        let (user, roles) = (Self::user_of(patient), BTreeSet::from([Role::Patient]));
        Self::new(user, String::new(), String::new(), roles, language)
    }

    /// The id of the account of a patient.
    pub const fn user_of(patient: PatientId) -> UserId {
        UserId::from_uuid(patient.uuid())
    }

    /// Whose own account it is; `None`: it is that of a colleague.
    pub fn patient(&self) -> Option<PatientId> {
        self.roles
            .contains(&Role::Patient)
            .then(|| PatientId::from_uuid(self.user.uuid()))
    }

    /// Who writes into a chart: with the highest role that writes. `None`: this person writes into none.
    pub fn author(&self) -> Option<event::Author> {
        let role = self
            .roles
            .iter()
            .filter_map(|role| role.in_chart())
            .max_by_key(|role| rank(*role))?;
        Some(event::Author {
            user: self.user,
            name: self.name.clone(),
            role,
        })
    }

    /// Whether the account is locked at a moment.
    pub fn is_locked(&self, at: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| at < until)
    }

    /// The account after a wrong try.
    #[must_use]
    pub fn after_wrong_try(&self, at: Timestamp) -> Self {
        let wrong_tries = self.wrong_tries.saturating_add(1);
        let locked_until = wrong_tries.checked_sub(TRIES_BEFORE_LOCK).map(|beyond| {
            let times = 1_i32 << beyond.min(MOST_DOUBLINGS);
            at + FIRST_LOCK * times
        });
        Self {
            wrong_tries,
            locked_until: locked_until.or(self.locked_until),
            ..self.clone()
        }
    }

    /// The account after somebody signed in with the code of a time step.
    #[must_use]
    pub fn after_right_try(&self, step: u64) -> Self {
        Self {
            wrong_tries: 0,
            locked_until: None,
            used_step: step,
            ..self.clone()
        }
    }
}

/// Roles by how much they may answer for.
const fn rank(role: event::Role) -> u8 {
    match role {
        event::Role::Patient => 0,
        event::Role::Program => 1,
        event::Role::FrontDesk => 2,
        event::Role::Operator => 3,
        event::Role::Clinician => 4,
        event::Role::Prescriber => 5,
        event::Role::Physician => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it was written before there were passkeys.
    const WITHOUT_PASSKEYS: &str = r#"{"user":"01997e4c-0000-7000-8000-000000000001","sign_in_name":"ida.frei","name":"Dr. Ida Frei",
        "roles":["physician"],"password":"$argon2id$","authenticator":"GEZDGNBV","used_step":7,"wrong_tries":1,"locked_until":null,
        "is_active":true,"language":"en"}"#;

    #[test]
    fn an_account_of_before_there_were_passkeys_has_none() {
        let account: Account = serde_json::from_str(WITHOUT_PASSKEYS).unwrap();
        assert_eq!(account.passkeys, []);
        assert_eq!((account.used_step, account.wrong_tries), (7, 1));
    }
}
