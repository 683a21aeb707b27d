//! The same wish by other ways: a card for each, readable on a phone.

use askama::Template;
use needlework_planning::Plan;
use needlework_protocol::capitalised;
use needlework_protocol::{
    Answer, Comparison, ComparisonRow, Cost, CostFigure, Figure, PigmentEvidence, PigmentFigure,
    PigmentMatch, Verdict,
};

use super::evidence::Evidence;

/// Shown where no source was found.
const GAP: &str = "not found";
/// Shown where a price needs a figure for which no source was found.
const UNKNOWN_PART: &str = "not known, a part of it was not found";

/// The section "Other ways".
pub(crate) struct OtherWays {
    pub(crate) remarks: Vec<String>,
    pub(crate) limits: Vec<LimitView>,
    pub(crate) near: Vec<OptionCard>,
    pub(crate) to_discuss: Vec<OptionCard>,
    pub(crate) computation: String,
}

/// What needling does not do.
pub(crate) struct LimitView {
    pub(crate) wish: String,
    pub(crate) text: String,
    pub(crate) evidence: Evidence,
}

/// One way.
#[derive(Template)]
#[template(path = "plan/option.html")]
pub(crate) struct OptionCard {
    pub(crate) name: String,
    pub(crate) plain_name: String,
    pub(crate) tag: &'static str,
    pub(crate) mechanism: String,
    pub(crate) answers: Vec<String>,
    pub(crate) facts: Vec<OptionFact>,
    pub(crate) evidence: Evidence,
}

/// One line of a card.
pub(crate) struct OptionFact {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) is_gap: bool,
}

impl OtherWays {
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        let comparison = plan.comparison.as_ref()?;
        let cards = |talked_about: bool| -> Vec<OptionCard> {
            let rows = comparison.rows.iter().enumerate();
            rows.filter(|(at, row)| (*at > 0 && is_only_talked_about(row)) == talked_about)
                .map(|(at, row)| card(plan, comparison, (at, row)))
                .collect()
        };
        let remarks = ["forecast", "costs"].iter();
        Some(Self {
            remarks: remarks
                .filter_map(|id| plan.texts.get(*id).cloned())
                .collect(),
            limits: comparison
                .limits
                .iter()
                .map(|limit| LimitView {
                    wish: capitalised(&limit.wish),
                    text: limit.text.clone(),
                    evidence: Evidence::of(plan, &limit.basis),
                })
                .collect(),
            near: cards(false),
            to_discuss: cards(true),
            computation: comparison.computation.clone(),
        })
    }
}

fn is_only_talked_about(row: &ComparisonRow) -> bool {
    row.answers
        .iter()
        .all(|answer| answer.verdict == Verdict::ToDiscuss)
}

fn card(plan: &Plan, comparison: &Comparison, (at, row): (usize, &ComparisonRow)) -> OptionCard {
    let tag = if at == 0 {
        "this plan"
    } else {
        row.answers.first().map_or("", tag)
    };
    let basis = row
        .answers
        .iter()
        .flat_map(|answer| &answer.basis)
        .chain(&row.basis);
    OptionCard {
        name: row.option.name.clone(),
        plain_name: row.option.plain_name.clone(),
        tag,
        mechanism: row.option.mechanism.clone(),
        answers: row.answers.iter().map(said).collect(),
        facts: facts(comparison.years, row),
        evidence: Evidence::of(plan, basis),
    }
}

fn tag(answer: &Answer) -> &'static str {
    match (answer.verdict, &answer.near_wish) {
        (_, Some(_)) => "for another wish",
        (Verdict::Compared, None) => "compared in a trial",
        (Verdict::MeantFor, None) => "meant for this wish",
        (Verdict::ToDiscuss, None) => "to talk about",
        (Verdict::RespondsLeast, None) => "helps least",
        (Verdict::NotFor, None) => "not for this wish",
    }
}

fn said(answer: &Answer) -> String {
    answer
        .near_wish
        .as_ref()
        .map_or_else(String::new, |wish| format!("{}: ", capitalised(wish)))
        + &answer.text
}

fn facts(years: u32, row: &ComparisonRow) -> Vec<OptionFact> {
    let option = &row.option;
    let sessions = option.sessions.iter().map(|one| &one.figure);
    let pigment = &row.pigment;
    let upkeep = if row.cost_with_upkeep.is_empty() {
        UNKNOWN_PART.to_owned()
    } else {
        costs(&row.cost_with_upkeep)
    };
    let mut facts = vec![
        fact("Sessions", together(sessions)),
        fact("Downtime", together(option.downtime.iter())),
        fact("Price of a session", prices(&option.cost)),
        fact(&format!("{years} years with upkeep"), upkeep),
        fact("How long it lasts", together(option.durability.iter())),
        fact("Change of skin colour", skin_colour(pigment)),
    ];
    if row.sessions_per_year.is_none() {
        facts.insert(3, fact("First course", costs(&row.first_course_cost)));
    }
    if !pigment.other_phototypes.is_empty() {
        facts.push(fact(
            "In other skin types",
            pigments(&pigment.other_phototypes),
        ));
    }
    facts
}

fn fact(label: &str, value: String) -> OptionFact {
    OptionFact {
        label: label.to_owned(),
        is_gap: value == GAP || value == UNKNOWN_PART,
        value,
    }
}

fn together<'a>(figures: impl Iterator<Item = &'a Figure>) -> String {
    let seen: Vec<String> = figures.map(|figure| figure.seen.clone()).collect();
    joined(&seen)
}

fn skin_colour(pigment: &PigmentEvidence) -> String {
    if pigment.fit == PigmentMatch::NotFound {
        GAP.to_owned()
    } else if pigment.figures.is_empty() {
        pigment.sentence.clone()
    } else {
        format!("{}. {}", pigments(&pigment.figures), pigment.sentence)
    }
}

fn pigments(figures: &[PigmentFigure]) -> String {
    together(figures.iter().map(|one| &one.figure))
}

/// "USD 100 to 600; USD 200 to 700, often with platelet-rich plasma (2025)"
fn prices(costs: &[CostFigure]) -> String {
    let told = costs.iter().map(|cost| {
        let year = cost
            .year
            .map_or_else(String::new, |year| format!(" ({year})"));
        format!("{}\u{a0}{}{year}", cost.currency, cost.figure.seen)
    });
    joined(&told.collect::<Vec<String>>())
}

/// "USD 600 to 15,000"
fn costs(costs: &[Cost]) -> String {
    let told = costs.iter().map(|cost| {
        let (low, high) = (money(cost.range.low), money(cost.range.high));
        if low == high {
            format!("{}\u{a0}{low}", cost.currency)
        } else {
            format!("{}\u{a0}{low} to {high}", cost.currency)
        }
    });
    joined(&told.collect::<Vec<String>>())
}

/// A whole amount with commas between thousands.
fn money(amount: f64) -> String {
    let digits = format!("{amount:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn joined(texts: &[String]) -> String {
    if texts.is_empty() {
        GAP.to_owned()
    } else {
        texts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(money(600.0), "600");
        assert_eq!(money(15_000.0), "15,000");
        assert_eq!(money(1_234_567.4), "1,234,567");
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(joined(&[]), "not found");
    }
}
