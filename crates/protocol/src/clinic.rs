//! What a clinic changes: defaults of rules, within the range that each rule allows.

use std::collections::BTreeMap;

use needlework_evidence::{Block, DataError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::{Record, Setting};

/// Version of the format of a clinic file.
const CLINIC_SCHEMA: u32 = 1;

/// The settings of a clinic, as they were applied.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ClinicSettings {
    /// Name of the clinic.
    pub name: String,
    /// The values that it sets, by rule id.
    pub values: BTreeMap<String, f64>,
}

impl ClinicSettings {
    /// Reads a clinic file (`schema`, `name` and `[rules]` with one number per rule id) and changes the records.
    ///
    /// # Errors
    /// When the file is not TOML; a rule is unknown or has no value that a clinic may change; or a value is outside what the
    /// rule allows. No record is changed then.
    pub fn apply<'a>(
        file: &str,
        text: &str,
        records: impl IntoIterator<Item = &'a mut Record>,
    ) -> Result<Self, DataError> {
        let mut root = Block::parse(file, text)?;
        root.whole("schema", CLINIC_SCHEMA..=CLINIC_SCHEMA)?;
        let name = root.text("name")?;
        let mut rules = root.block("rules")?;
        root.finish()?;
        let mut changes: Vec<(&mut Setting, f64)> = Vec::new();
        let mut values = BTreeMap::new();
        for record in records {
            if !rules.has(&record.id) {
                continue;
            }
            let id = record.id.clone();
            let setting = record.setting.as_mut().ok_or_else(|| {
                rules.error(
                    &id,
                    "a value of the clinic",
                    "left out: this rule has no value that a clinic may change",
                )
            })?;
            let value = value(&mut rules, &id, setting)?;
            values.insert(id, value);
            changes.push((setting, value));
        }
        rules.finish()?;
        for (setting, value) in changes {
            setting.value = Some(value);
        }
        Ok(Self { name, values })
    }
}

fn value(rules: &mut Block, id: &str, setting: &Setting) -> Result<f64, DataError> {
    let [low, high] = setting.allowed;
    let value = rules.number(id, f64::MIN..=f64::MAX)?;
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let unit = match setting.unit.as_str() {
        "d" => "days",
        "h" => "hours",
        other => other,
    };
    Err(rules.error(
        id,
        &value,
        &format!("a number from {low} to {high} ({unit}), which is what the rule allows"),
    ))
}
