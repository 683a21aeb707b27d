//! Decisions against a rule, and decisions that a rule asks for: recorded objects, refused when they do not count.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use needlework_evidence::{Block, DataError};
use schemars::JsonSchema;
use serde::Serialize;
use thiserror::Error;

use super::answer::{known_zones, rule_id};
use super::rule::{ScreeningRule, ScreeningRules};
use crate::role::Role;
use crate::speech::Speech;

/// Differences of lengths below this are those of binary fractions, mm.
const SAME_MM: f64 = 1e-9;

/// A role decided against a rule, or made the decision that a rule asks for (protocol 0.3).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Override {
    /// Rule id.
    pub rule: String,
    /// Version of the rule that was read when deciding.
    pub version: u32,
    /// Who decided.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// When, local to the clinic.
    #[schemars(with = "String")]
    pub at: DateTime,
    /// What was decided, where the rule names what may be.
    pub decision: Option<String>,
    /// Zones it speaks about; empty: all of the case.
    pub zones: Vec<String>,
    /// Longest needle that it was decided for, mm, by zone; a longer one, and another zone, ask again. `None`: it is about no
    /// length. No part of a plan, which names the length itself.
    #[serde(skip)]
    pub longest_mm: Option<BTreeMap<String, f64>>,
}

/// Why a decision does not count.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OverrideError {
    /// The rule is not known.
    #[error("there is no rule {0}; list the rules with `needlework rules`.")]
    UnknownRule(String),
    /// No reason was given.
    #[error("{0} cannot be overridden without a reason; say in a sentence why.")]
    NoReason(String),
    /// The rule was changed since.
    #[error(
        "{rule} is now version {current}, the decision was made on version {decided}; read the rule and decide again."
    )]
    OtherVersion {
        /// Rule id.
        rule: String,
        /// Version that was decided on.
        decided: u32,
        /// Version of today.
        current: u32,
    },
    /// Nobody may override the rule.
    #[error("{0} cannot be overridden by anybody; it ends only by a change of what it asks about.")]
    Nobody(String),
    /// The role is too low.
    #[error("{rule} needs a role of at least {needed}, but {given} decided.", needed = needed.name(), given = given.name())]
    RoleTooLow {
        /// Rule id.
        rule: String,
        /// Lowest role that may decide.
        needed: Role,
        /// Role that decided.
        given: Role,
    },
    /// The rule asks for one of a few decisions.
    #[error("{rule} needs a decision that is one of: {allowed}.")]
    OtherDecision {
        /// Rule id.
        rule: String,
        /// What may be decided.
        allowed: String,
    },
}

impl OverrideError {
    /// The same in the words of a language.
    pub fn said(&self, speech: Speech) -> String {
        match self {
            Self::UnknownRule(rule) => speech.say("override.unknown-rule", &[("rule", rule)]),
            Self::NoReason(rule) => speech.say("override.no-reason", &[("rule", rule)]),
            Self::Nobody(rule) => speech.say("override.nobody", &[("rule", rule)]),
            Self::OtherVersion {
                rule,
                decided,
                current,
            } => {
                let (decided, current) = (decided.to_string(), current.to_string());
                let values = [
                    ("rule", rule.as_str()),
                    ("decided", decided.as_str()),
                    ("current", current.as_str()),
                ];
                speech.say("override.other-version", &values)
            }
            Self::RoleTooLow {
                rule,
                needed,
                given,
            } => {
                let (needed, given) = (speech.role(*needed), speech.role(*given));
                let values = [
                    ("rule", rule.as_str()),
                    ("needed", needed.as_str()),
                    ("given", given.as_str()),
                ];
                speech.say("override.role-too-low", &values)
            }
            Self::OtherDecision { rule, allowed } => {
                let allowed: Vec<&str> = allowed
                    .split(", ")
                    .map(|word| speech.word(rule, word))
                    .collect();
                let allowed = allowed.join(", ");
                let values = [("rule", rule.as_str()), ("allowed", allowed.as_str())];
                speech.say("override.other-decision", &values)
            }
        }
    }
}

impl Override {
    /// Whether the decision counts against a rule for which `lowest` may decide.
    ///
    /// # Errors
    /// When the reason is blank, the version is not the rule's, nobody may decide, the role is too low, or the rule asks for
    /// another decision.
    pub fn check(&self, rule: &ScreeningRule, lowest: Option<Role>) -> Result<(), OverrideError> {
        let id = || self.rule.clone();
        if self.reason.trim().is_empty() {
            return Err(OverrideError::NoReason(id()));
        }
        if self.version != rule.record.version {
            return Err(OverrideError::OtherVersion {
                rule: id(),
                decided: self.version,
                current: rule.record.version,
            });
        }
        let needed = lowest.ok_or_else(|| OverrideError::Nobody(id()))?;
        if self.role < needed {
            return Err(OverrideError::RoleTooLow {
                rule: id(),
                needed,
                given: self.role,
            });
        }
        let decision = self.decision.as_deref().unwrap_or_default();
        let is_named = rule.decisions.iter().any(|one| one == decision);
        if rule.decisions.is_empty() || is_named {
            Ok(())
        } else {
            Err(OverrideError::OtherDecision {
                rule: id(),
                allowed: rule.decisions.join(", "),
            })
        }
    }

    /// Whether it speaks about a zone; `None`: about no particular one.
    pub(super) fn covers(&self, zone: Option<&str>) -> bool {
        self.zones.is_empty() || zone.is_some_and(|zone| self.zones.iter().any(|one| one == zone))
    }

    /// Whether it was decided for a needle of this length in a zone, mm.
    pub(super) fn reaches(&self, zone: Option<&str>, length_mm: Option<f64>) -> bool {
        let Some(longest_mm) = &self.longest_mm else {
            return true;
        };
        let longest = zone.and_then(|zone| longest_mm.get(zone));
        matches!((longest, length_mm), (Some(longest), Some(length)) if length <= *longest + SAME_MM)
    }

    /// Reads `[[screening.overrides]]`. A decision that counts against no outcome of its rule is refused at once.
    pub(super) fn read(
        mut row: Block,
        rules: &ScreeningRules,
        zones: &[&str],
    ) -> Result<Self, DataError> {
        let decided = Self {
            rule: rule_id(&mut row, rules)?,
            version: row.whole("version", 1..=u32::MAX)?,
            role: row.choice("role", &Role::NAMES)?,
            reason: row.text("reason")?,
            at: moment(&mut row, "at")?,
            decision: row.optional_text("decision")?,
            zones: known_zones(&mut row, zones)?,
            longest_mm: longest_mm(&mut row)?,
        };
        if let Some(rule) = rules.get(&decided.rule) {
            let lowest = rule
                .outcomes
                .iter()
                .filter_map(|one| one.override_role)
                .min();
            decided.check(rule, lowest).map_err(|refused| {
                let error = row.sentence(&format!("{}: {refused}", row.path()));
                error.about(&decided.rule).named("decision")
            })?;
        }
        row.finish()?;
        Ok(decided)
    }
}

/// `longest_mm`: a zone and a length each, for example "periorbital 0.6". A zone of another plan may be among them.
fn longest_mm(row: &mut Block) -> Result<Option<BTreeMap<String, f64>>, DataError> {
    const KEY: &str = "longest_mm";
    if !row.has(KEY) {
        return Ok(None);
    }
    let mut longest_mm = BTreeMap::new();
    for text in row.texts(KEY)? {
        let parts = text.split_once(' ');
        let length = parts.and_then(|(zone, length)| Some((zone, length.parse::<f64>().ok()?)));
        let Some((zone, length)) = length.filter(|(_, length)| length.is_finite()) else {
            const WORDS: &str = "a zone and a needle length in mm, for example \"periorbital 0.6\"";
            return Err(row.error(KEY, &text, WORDS));
        };
        longest_mm.insert(zone.to_owned(), length);
    }
    Ok(Some(longest_mm))
}

/// A day with or without a time; without one, its beginning.
fn moment(row: &mut Block, key: &str) -> Result<DateTime, DataError> {
    const WORDS: &str = "a day with or without a time, for example 2026-11-23T09:30:00";
    let text = row.moment(key, WORDS)?;
    let day = || text.parse::<Date>().ok().map(DateTime::from);
    let time = || text.replace(' ', "T").parse::<DateTime>().ok();
    let moment = if text.contains(':') { time() } else { day() };
    moment.ok_or_else(|| row.error(key, &text, WORDS))
}
