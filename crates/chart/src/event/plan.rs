//! The life of a plan: draft, in review, approved, active, and one of three ends (clinic reference 2.1).

use serde::{Deserialize, Serialize};

use super::author::SecondName;
use super::kept_json::KeptJson;
use crate::id::PlanId;

/// Where the numbers of a plan came from, so that they can be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanBasis {
    /// Version of the model.
    pub model_version: String,
    /// Hash of the parameter set.
    pub parameter_set: String,
    /// Hash of the inputs.
    pub inputs: String,
}

/// A plan was drafted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanDrafted {
    /// This revision.
    pub plan: PlanId,
    /// The revision that it is to replace.
    pub supersedes: Option<PlanId>,
    /// Number of sessions.
    pub sessions: u32,
    /// Where its numbers came from.
    pub basis: PlanBasis,
    /// `plan.json`. The record keeps it and does not look inside.
    pub document: KeptJson,
}

/// A draft was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanChanged {
    /// The draft.
    pub plan: PlanId,
    /// Number of sessions from now on.
    pub sessions: u32,
    /// Where its numbers came from.
    pub basis: PlanBasis,
    /// `plan.json` from now on.
    pub document: KeptJson,
}

/// A draft went to the reviewer; it is frozen meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanSubmitted {
    /// The plan.
    pub plan: PlanId,
}

/// The reviewer gave it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanReturned {
    /// The plan.
    pub plan: PlanId,
    /// What to mend.
    pub comment: String,
}

/// A plan was approved: from now on it cannot change, and the revision that it replaces is superseded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanApproved {
    /// The plan.
    pub plan: PlanId,
    /// Who answers for it beside the approver. [`SecondName::SingleUser`] is printed on the plan.
    pub second_name: Option<SecondName>,
}

/// The course was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCompleted {
    /// The plan.
    pub plan: PlanId,
}

/// The course ended before its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanStopped {
    /// The plan.
    pub plan: PlanId,
    /// Why.
    pub reason: String,
}
