//! What a plan says beforehand about check-ins: grades, levels and warning signs.

use schemars::JsonSchema;
use serde::Serialize;

use super::course::{GradeName, grade_names};
use super::level::{Actor, Level, ResponseTime};
use super::rules::CheckInRules;

/// Grades, levels and warning signs in words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckInGuide {
    /// Names of grades, the lowest first.
    pub grades: Vec<GradeName>,
    /// Response levels, the gravest first.
    pub levels: Vec<LevelText>,
    /// Abnormal signs, the gravest first.
    pub signs: Vec<WarningSign>,
    /// Data rows behind it.
    pub basis: Vec<String>,
}

/// A response level in words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelText {
    /// The level.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// What must happen, for the clinician.
    pub text: String,
    /// What the patient reads.
    pub patient: String,
    /// Who acts.
    pub acts: Vec<Actor>,
    /// When.
    pub response: ResponseTime,
}

/// An abnormal sign in words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WarningSign {
    /// Its rule.
    pub id: String,
    /// Its level.
    pub level: Level,
    /// The sign.
    pub text: String,
    /// What the patient reads.
    pub patient: String,
}

/// The guide of these rules.
pub fn guide(rules: &CheckInRules) -> CheckInGuide {
    let levels = rules.levels().iter().rev().map(|row| LevelText {
        level: row.level,
        name: row.name.clone(),
        text: row.record.text.clone(),
        patient: row.patient(),
        acts: row.acts.clone(),
        response: row.response(),
    });
    let mut signs: Vec<WarningSign> = rules
        .signs()
        .iter()
        .map(|row| WarningSign {
            id: row.record.id.clone(),
            level: row.level,
            text: row.record.text.clone(),
            patient: rules.sign_words(row),
        })
        .collect();
    signs.sort_by_key(|sign| std::cmp::Reverse(sign.level));
    CheckInGuide {
        grades: grade_names(rules),
        levels: levels.collect(),
        signs,
        basis: rules
            .records()
            .map(|(name, _)| name)
            .filter(|name| !name.starts_with("protocol.effects.risk"))
            .collect(),
    }
}
