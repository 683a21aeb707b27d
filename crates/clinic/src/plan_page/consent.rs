//! What to know before agreeing: this person's own predicted risks.

use needlework_planning::{ConsentFact, ConsentMeasure, Plan};
use needlework_protocol::capitalised;

use super::amount::{Spread, end, people};
use super::evidence::Evidence;
use crate::language::Language;

/// The section "Before you agree".
pub(crate) struct Consent {
    pub(crate) facts: Vec<FactCard>,
    pub(crate) named: Vec<NamedRisk>,
    pub(crate) remark: Option<String>,
}

/// A risk as regulators and reviews name it.
pub(crate) struct NamedRisk {
    pub(crate) text: String,
    pub(crate) evidence: Evidence,
}

/// One thing to know.
pub(crate) struct FactCard {
    pub(crate) plain_name: String,
    pub(crate) value: String,
    pub(crate) when: String,
    pub(crate) caveat: Option<String>,
    pub(crate) evidence: Evidence,
}

impl Consent {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        Self {
            facts: plan
                .consent
                .iter()
                .map(|fact| card(plan, fact, words))
                .collect(),
            named: plan
                .named_risks
                .iter()
                .map(|risk| NamedRisk {
                    text: risk.text.clone(),
                    evidence: Evidence::of(plan, &risk.basis, words),
                })
                .collect(),
            remark: plan.texts.get("clinician-screens").cloned(),
        }
    }
}

fn card(plan: &Plan, fact: &ConsentFact, words: &Language) -> FactCard {
    let (value, when) = match fact.measure {
        ConsentMeasure::ProbabilityOverCourse => {
            (people(words, &fact.value), "plan-over-the-course")
        }
        ConsentMeasure::HoursAfterSession => (end(words, &fact.value), "plan-after-each-session"),
        ConsentMeasure::PointsPerCm2 => (
            Spread::of(words, &fact.value, 0.1).about(words, "points-per-cm2"),
            "plan-in-each-session",
        ),
        ConsentMeasure::PainOfTen => (
            Spread::of(words, &fact.value, 0.5).about(words, "of-ten"),
            "plan-in-each-session-unnumbed",
        ),
    };
    let zone = if plan.zones.len() > 1 {
        format!(", {}", fact.zone)
    } else {
        String::new()
    };
    FactCard {
        plain_name: fact.plain_name.clone(),
        value: capitalised(&value),
        when: format!("{}{zone}", words.say(when)),
        caveat: fact.caveat.clone(),
        evidence: Evidence::of(plan, &fact.basis, words),
    }
}
