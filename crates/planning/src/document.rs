//! The plan as a document: `plan.json` and its schema.

use serde_json::Value;

use crate::error::PlanError;
use crate::plan::Plan;

impl Plan {
    /// The text of `plan.json`: indented, keys in the order of the types, ending with a line feed. The same plan gives the
    /// same text.
    ///
    /// # Errors
    /// When the writer refuses the plan, which its types rule out.
    pub fn to_json(&self) -> Result<String, PlanError> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| PlanError::NotWritten {
                reason: error.to_string(),
            })
    }
}

/// The JSON schema of `plan.json`, made from the types themselves.
pub fn schema() -> Value {
    schemars::schema_for!(Plan).to_value()
}
