//! For which needle lengths a decision was made: those of the plans that lay before whoever decided. The record of a decision
//! names none; the plans of that time do.

use std::collections::BTreeMap;

use jiff::Timestamp;
use needlework_chart::fold::{Chart, Plan, PlanState};
use needlework_protocol::screening::ScreeningRules;

use super::plan_document::PlanDocument;

/// The longest needle for which somebody decided about a rule, a zone and a length in mm each; `None`: the rule is about no
/// length, or there is no plan that could name another one.
pub(super) fn longest_decided_mm(
    chart: &Chart,
    (rules, rule): (&ScreeningRules, &str),
    at: Timestamp,
) -> Option<Vec<String>> {
    let is_about_length = rules.get(rule).is_some_and(|rule| rule.is_about_length);
    if !is_about_length || chart.plans.is_empty() {
        return None;
    }
    let mut longest: BTreeMap<String, f64> = BTreeMap::new();
    for plan in plans_before_whoever_decided(chart, at) {
        for (zone, length_mm) in lengths_mm(plan) {
            let known = longest.entry(zone).or_insert(length_mm);
            *known = known.max(length_mm);
        }
    }
    let longest = longest.iter();
    Some(longest.map(|(zone, mm)| format!("{zone} {mm}")).collect())
}

/// The plan that was in force at a moment, and the newest one that was written by then. One that was changed afterwards does not
/// say any more what it said.
fn plans_before_whoever_decided(chart: &Chart, at: Timestamp) -> impl Iterator<Item = &Plan> {
    let is_written = move |plan: &&Plan| plan.moves.first().is_some_and(|first| first.at <= at);
    let is_unchanged = move |plan: &&Plan| {
        let mut moves = plan.moves.iter();
        !moves.any(|moved| moved.to == PlanState::Draft && moved.at > at)
    };
    let newest = chart.plans.values().rev().find(is_written);
    let in_force = chart
        .plans
        .values()
        .filter(move |plan| was_in_force(plan, at));
    newest.into_iter().filter(is_unchanged).chain(in_force)
}

fn was_in_force(plan: &Plan, at: Timestamp) -> bool {
    let mut moves = plan.moves.iter();
    let last = moves.rfind(|moved| moved.at <= at);
    last.is_some_and(|moved| moved.to.is_in_force())
}

/// Needle length of each zone of a plan, mm: as it was wished, also where screening left the zone out, else as it was planned.
fn lengths_mm(plan: &Plan) -> Vec<(String, f64)> {
    let Ok(document) = PlanDocument::read(&plan.document) else {
        return Vec::new();
    };
    let zones = document.case.zones.iter();
    let lengths = zones.filter_map(|wish| {
        let planned = document.forecast.zone(&wish.zone);
        let planned = planned.map(|zone| zone.technique.needle_length_mm);
        Some((wish.zone.clone(), wish.needle_length_mm.or(planned)?))
    });
    lengths.collect()
}
