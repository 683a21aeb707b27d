//! What a person should know before agreeing: the own predicted risks and signs, each in the zone where it is worst
//! (protocol 5.2).

use needlework_outcome::Estimate;
use needlework_protocol::Record;
use needlework_protocol::check_in::CheckInRules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::ZonePlan;

/// Id of the side effect whose duration is named.
const REDNESS: &str = "redness";

/// What the value of a fact counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentMeasure {
    /// Probability over the whole course, 0 to 1.
    ProbabilityOverCourse,
    /// Hours after each session until it is no longer noticeable.
    HoursAfterSession,
    /// Points per cm² in each session.
    PointsPerCm2,
    /// Pain during each session without numbing, 0 to 10.
    PainOfTen,
}

/// One thing to know before agreeing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ConsentFact {
    /// Id, for example `pigment-darkening`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// The zone where it is worst, for a patient.
    pub zone: String,
    /// What the value counts.
    pub measure: ConsentMeasure,
    /// The value for this person.
    pub value: Estimate,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// A risk as regulators and reviews name it, for a consent (protocol 5.2).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NamedRisk {
    /// The statement.
    pub text: String,
    /// The data row behind it.
    pub basis: Vec<String>,
}

/// What a consent names first; the rest follows in file order.
const NAMED_FIRST: [&str; 3] = ["common", "less-common", "persistent"];

/// All named risks: the lists of regulator and review before single findings.
pub(crate) fn named_risks(rules: &CheckInRules) -> Vec<NamedRisk> {
    let place = |id: &str| NAMED_FIRST.iter().position(|first| *first == id);
    let mut risks: Vec<&Record> = rules.risks().iter().collect();
    risks.sort_by_key(|record| place(&record.id).unwrap_or(NAMED_FIRST.len()));
    risks
        .into_iter()
        .map(|record| NamedRisk {
            text: record.text.clone(),
            basis: vec![format!("protocol.effects.risk.{}", record.id)],
        })
        .collect()
}

/// Risks of the course first, then what every session brings.
pub(crate) fn consent_facts(zones: &[ZonePlan]) -> Vec<ConsentFact> {
    let mut facts: Vec<ConsentFact> = Vec::new();
    for zone in zones {
        for fact in facts_of(zone) {
            match facts.iter_mut().find(|known| known.id == fact.id) {
                Some(known) if known.value.p50 < fact.value.p50 => *known = fact,
                Some(_) => {}
                None => facts.push(fact),
            }
        }
    }
    facts
}

fn facts_of(zone: &ZonePlan) -> Vec<ConsentFact> {
    let outlook = &zone.outlook;
    let fact = |names: [&String; 3],
                measure: ConsentMeasure,
                value: &Estimate,
                (caveat, basis): (&Option<String>, &[String])| {
        let [id, name, plain_name] = names.map(Clone::clone);
        ConsentFact {
            id,
            name,
            plain_name,
            zone: zone.plain_name.clone(),
            measure,
            value: *value,
            caveat: caveat.clone(),
            basis: basis.to_vec(),
        }
    };
    let risks = outlook.risks.iter().map(|risk| {
        fact(
            [&risk.id, &risk.name, &risk.plain_name],
            ConsentMeasure::ProbabilityOverCourse,
            &risk.probability,
            (&risk.caveat, &risk.basis),
        )
    });
    let redness = outlook
        .side_effects
        .iter()
        .filter(|effect| effect.id == REDNESS)
        .map(|effect| {
            fact(
                [&effect.id, &effect.name, &effect.plain_name],
                ConsentMeasure::HoursAfterSession,
                &effect.ends_hour,
                (&effect.caveat, &effect.basis),
            )
        });
    let sessions = [
        (&outlook.bleeding, ConsentMeasure::PointsPerCm2),
        (&outlook.discomfort, ConsentMeasure::PainOfTen),
    ]
    .map(|(felt, measure)| {
        fact(
            [&felt.id, &felt.name, &felt.plain_name],
            measure,
            &felt.value,
            (&felt.caveat, &felt.basis),
        )
    });
    risks.chain(redness).chain(sessions).collect()
}
