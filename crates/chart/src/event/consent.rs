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
    /// What was read and signed, word for word; since version 2.
    pub signed: Option<SignedText>,
}

/// What somebody read and signed, word for word and in the language in which it stood there: it does not change with the words
/// of the clinic, with the version of the program, or with the language of whoever reads it later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedText {
    /// Code of the language.
    pub language: String,
    /// Title.
    pub title: String,
    /// What was agreed to, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// What stood below the paragraphs and belongs to them: the plan, the forecast, the purpose.
    pub sections: Vec<SignedSection>,
    /// What can be taken back, and how.
    pub revoking: String,
}

/// A part below the text of a consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedSection {
    /// Heading.
    pub heading: String,
    /// Its sentences.
    pub sentences: Vec<String>,
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
