//! What may go wrong, and how often.

use needlework_planning::{Plan, ZonePlan};

use crate::chart::{Drawing, RangeRow, RangeRows};

use super::amount::{people, scaled};
use super::evidence::Evidence;
use crate::language::Language;

/// The section "Risks".
pub(crate) struct Risks {
    pub(crate) picture: String,
    pub(crate) rows: Vec<RiskRow>,
    pub(crate) evidence: Evidence,
}

/// One risk, in the zone where it is likeliest.
pub(crate) struct RiskRow {
    pub(crate) plain_name: String,
    pub(crate) name: String,
    pub(crate) zone: String,
    pub(crate) people: String,
    pub(crate) caveat: Option<String>,
}

impl Risks {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let worst = worst(plan);
        let rows: Vec<RiskRow> = worst
            .iter()
            .map(|(zone, risk)| RiskRow {
                plain_name: risk.plain_name.clone(),
                name: risk.name.clone(),
                zone: zone.plain_name.clone(),
                people: people(words, &risk.probability),
                caveat: risk.caveat.clone(),
            })
            .collect();
        let chart = RangeRows {
            label: words.say("plan-risks-axis"),
            span: [0.0, 1.0],
            reference: None,
            decimal_mark: words.decimal_mark().to_owned(),
            rows: worst
                .iter()
                .map(|(_, risk)| RangeRow {
                    label: risk.plain_name.clone(),
                    ranges: vec![scaled(&risk.probability, 100.0)],
                })
                .collect(),
        };
        let said: Vec<String> = rows
            .iter()
            .map(|row| format!("{}: {}", row.plain_name, row.people))
            .collect();
        let basis = plan
            .zones
            .iter()
            .flat_map(|zone| &zone.outlook.risks)
            .flat_map(|risk| &risk.basis);
        Self {
            picture: chart.picture(
                "risks-chart",
                &words.say("plan-risks-over-the-course"),
                &said.join("; "),
            ),
            rows,
            evidence: Evidence::of(plan, basis, words),
        }
    }
}

/// Each risk with the zone where its median is highest, in the order of the main zone.
fn worst(plan: &Plan) -> Vec<(&ZonePlan, &needlework_outcome::RiskOutlook)> {
    let mut found: Vec<(&ZonePlan, &needlework_outcome::RiskOutlook)> = Vec::new();
    for zone in &plan.zones {
        for risk in &zone.outlook.risks {
            match found.iter_mut().find(|(_, known)| known.id == risk.id) {
                Some(known) if known.1.probability.p50 < risk.probability.p50 => {
                    *known = (zone, risk);
                }
                Some(_) => {}
                None => found.push((zone, risk)),
            }
        }
    }
    found
}
