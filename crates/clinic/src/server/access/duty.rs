//! The duties, and the roles that have them. This table is the whole policy.

use std::collections::BTreeSet;

use crate::server::office::account::Role;
use Role::{Clinician, FrontDesk, Operator, Owner, Patient, Physician, Prescriber, Researcher};

/// Something that only some roles may do.
pub trait Duty: Send + Sync + 'static {
    /// Which.
    const DUTY: Duties;
}

macro_rules! duties {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal: $($role:ident)|+;)+) => {
        /// All duties.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Duties {$(
            $(#[doc = $doc])+
            $name,
        )+}

        impl Duties {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Roles that have it.
            pub const fn roles(self) -> &'static [Role] {
                match self {$(Self::$name => &[$($role),+],)+}
            }

            /// Whether one of these roles has it.
            pub fn is_of(self, roles: &BTreeSet<Role>) -> bool {
                self.roles().iter().any(|role| roles.contains(role))
            }

            /// Name in texts.
            pub const fn name(self) -> &'static str {
                match self {$(Self::$name => $text,)+}
            }
        }

        $($(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Duty for $name {
            const DUTY: Duties = Duties::$name;
        })+
    };
}

duties! {
    /// Looks at the day and at the list of patients: names, appointments, what waits; nothing of health.
    SeeLists = "see-lists": FrontDesk | Operator | Clinician | Prescriber | Physician;
    /// Registers patients, corrects names and contact data, makes appointments.
    Register = "register": FrontDesk | Operator | Clinician | Prescriber | Physician;
    /// Opens charts. Every opening is in the trail.
    ReadCharts = "read-charts": Operator | Clinician | Prescriber | Physician;
    /// Records screening answers.
    Screen = "screen": Operator | Clinician | Prescriber | Physician;
    /// Decides against a rule; the rule says which role it takes.
    Decide = "decide": Operator | Clinician | Prescriber | Physician;
    /// Drafts, changes and submits plans.
    DraftPlans = "draft-plans": Operator | Clinician | Prescriber | Physician;
    /// Approves, returns and stops plans.
    ApprovePlans = "approve-plans": Clinician | Prescriber | Physician;
    /// Takes and takes back consents.
    TakeConsent = "take-consent": Operator | Clinician | Prescriber | Physician;
    /// Needles: starts, records, signs and amends sessions.
    Treat = "treat": Operator | Clinician | Prescriber | Physician;
    /// Takes and looks at photographs.
    Photograph = "photograph": Operator | Clinician | Prescriber | Physician;
    /// Follows healing: records and answers reports, keeps adverse events; takes back an own rating.
    FollowUp = "follow-up": Operator | Clinician | Prescriber | Physician;
    /// Grades outcomes on a scale, knowing person and day (protocol 6: the clinician).
    RateOutcomes = "rate-outcomes": Clinician | Prescriber | Physician;
    /// Grades pairs of photographs without knowing whose they are and which came first.
    RateBlinded = "rate-blinded": Operator | Clinician | Prescriber | Physician;
    /// Releases instructions that wait for the word of the clinic, and closes adverse events.
    Release = "release": Clinician | Prescriber | Physician;
    /// Devices, cartridges and recalls.
    KeepStock = "keep-stock": FrontDesk | Operator | Clinician | Prescriber | Physician | Owner;
    /// Accounts, settings and defaults.
    ManageClinic = "manage-clinic": Owner;
    /// Decides whether a person is erased for whom somebody asked.
    Erase = "erase": Owner;
    /// Sees what all charts say together: how predictions held, what stands apart. No patient is named.
    ReadRegistry = "read-registry": Clinician | Prescriber | Physician | Owner | Researcher;
    /// Takes the table of those who agreed to research.
    ExportResearch = "export-research": Owner | Researcher;
    /// Reads who looked at what.
    ReadTrail = "read-trail": Owner;
    /// The own account: password, passkeys, language, sign-ins; and a rule with its sources, which every colleague may read.
    OwnPages = "own-pages": FrontDesk | Operator | Clinician | Prescriber | Physician | Owner | Researcher;
    /// The own chart of a patient, and no other.
    OwnChart = "own-chart": Patient;
}
