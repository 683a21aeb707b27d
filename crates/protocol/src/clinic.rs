//! What a clinic changes: defaults of rules, within the range that each rule allows.

use std::collections::BTreeMap;

use needlework_evidence::{Block, DataError};
use needlework_needling::DeviceCatalogue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::{Record, Setting};
use crate::screening::mechanical_lengths_mm;

/// Version of the format of a clinic file.
const CLINIC_SCHEMA: u32 = 1;

/// The settings of a clinic, as they were applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClinicSettings {
    /// Name of the clinic.
    pub name: String,
    /// The values that it sets, by rule id.
    pub values: BTreeMap<String, f64>,
    /// Deepest setting that it allows with a device whose label states none, mm, by device id.
    pub device_depth_mm: BTreeMap<String, f64>,
}

impl ClinicSettings {
    /// Reads a clinic file (`schema`, `name`, `[rules]` with one number per rule id, `[device_depth_mm]` with one per device
    /// id) and changes the records.
    ///
    /// # Errors
    /// When the file is not TOML; a rule is unknown or has no value that a clinic may change; a value is outside what the
    /// rule allows; a device is unknown, has a limit of its own or cannot reach the depth. No record is changed then.
    pub fn apply<'a>(
        file: &str,
        text: &str,
        records: impl IntoIterator<Item = &'a mut Record>,
        devices: &DeviceCatalogue,
    ) -> Result<Self, DataError> {
        let mut root = Block::parse(file, text)?;
        root.whole("schema", CLINIC_SCHEMA..=CLINIC_SCHEMA)?;
        let name = root.text("name")?;
        let mut rules = root.block("rules")?;
        let device_depth_mm = match root.optional_block("device_depth_mm")? {
            Some(block) => device_depths(block, devices)?,
            None => BTreeMap::new(),
        };
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
        Ok(Self {
            name,
            values,
            device_depth_mm,
        })
    }
}

fn device_depths(
    mut block: Block,
    devices: &DeviceCatalogue,
) -> Result<BTreeMap<String, f64>, DataError> {
    let mut depths = BTreeMap::new();
    for device in devices.iter() {
        if !block.has(&device.id) {
            continue;
        }
        let depth = block.number(&device.id, f64::MIN..=f64::MAX)?;
        let uses = &device.evaluated_uses;
        if !uses.is_empty() && uses.iter().all(|one| one.longest_mm.is_some()) {
            return Err(block.error(
                &device.id,
                &depth,
                "left out: the label of the device states a limit; above-licence-depth holds for every device",
            ));
        }
        let reached = mechanical_lengths_mm(device);
        if !reached.contains(&depth) {
            let (shortest, longest) = reached.into_inner();
            return Err(block.error(
                &device.id,
                &depth,
                &format!(
                    "a number from {shortest} to {longest} (mm), which is what the device reaches"
                ),
            ));
        }
        depths.insert(device.id.clone(), depth);
    }
    block.finish()?;
    Ok(depths)
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
    Err(rules
        .error(
            id,
            &value,
            &format!("a number from {low} to {high} ({unit}), which is what the rule allows"),
        )
        .within(&(low..=high)))
}
