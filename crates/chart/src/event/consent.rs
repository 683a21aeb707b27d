//! Consents: four kinds, each given and revoked for itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ConsentId, PlanId};

/// What a consent is about. One never carries another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentClass {
    /// This treatment, by this revision of the plan.
    Treatment,
    /// Photographs for the record.
    Photograph,
    /// Photographs for advertising.
    Marketing,
    /// De-identified use in research.
    Research,
}

/// How somebody signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Signature {
    /// Drawn on a screen, as SVG path data.
    Drawn {
        /// Name of the signer.
        name: String,
        /// Path data.
        path: String,
    },
    /// Confirmed after signing in again.
    SignedIn {
        /// Name of the signer.
        name: String,
    },
    /// On paper that the clinic keeps.
    OnPaper {
        /// Name of the signer.
        name: String,
        /// Where the paper lies.
        place: String,
    },
}

/// A consent was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    /// This consent.
    pub consent: ConsentId,
    /// To what.
    pub class: ConsentClass,
    /// Version of the text that was signed.
    pub text_version: String,
    /// Revision of the plan that it is about; needed for a treatment.
    pub plan: Option<PlanId>,
    /// What for, where the kind alone does not say it, for example teaching.
    pub purpose: Option<String>,
    /// Last day on which it holds.
    pub expires_on: Option<Date>,
    /// How it was signed.
    pub signature: Signature,
}

/// A consent was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRevoked {
    /// The consent.
    pub consent: ConsentId,
    /// Why, if somebody wants to say so.
    pub reason: Option<String>,
}
