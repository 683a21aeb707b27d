//! The same wish by other ways: a card for each, readable on a phone.

use askama::Template;
use needlework_evidence::Confidence;
use needlework_planning::Plan;
use needlework_protocol::capitalised;
use needlework_protocol::{
    Answer, Comparison, ComparisonRow, Cost, CostFigure, Figure, PigmentEvidence, PigmentFigure,
    PigmentMatch, Verdict,
};

use super::evidence::Evidence;
use crate::language::Language;

/// The section "Other ways".
pub(crate) struct OtherWays {
    pub(crate) remarks: Vec<String>,
    pub(crate) limits: Vec<LimitView>,
    pub(crate) near: Vec<OptionCard>,
    pub(crate) to_discuss: Vec<OptionCard>,
    pub(crate) computation: String,
    /// Years over which cost is told.
    pub(crate) years: u32,
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
    pub(crate) tag: String,
    pub(crate) mechanism: String,
    pub(crate) answers: Vec<String>,
    pub(crate) facts: Vec<OptionFact>,
    /// The same in short, side by side with the others.
    pub(crate) side_by_side: SideBySide,
    pub(crate) evidence: Evidence,
}

/// One way beside the others. What no source states is absent.
#[derive(Clone, Default)]
pub(crate) struct SideBySide {
    /// What is known of what it does, with how sure that is.
    pub(crate) effect: Option<String>,
    pub(crate) visits: Option<String>,
    pub(crate) days_lost: Option<String>,
    pub(crate) lasts: Option<String>,
    /// Cost over the years of the comparison.
    pub(crate) cost: Option<String>,
    /// Change of skin colour.
    pub(crate) risk: Option<String>,
}

/// One line of a card.
pub(crate) struct OptionFact {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) is_gap: bool,
}

impl OtherWays {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Option<Self> {
        let comparison = plan.comparison.as_ref()?;
        let cards = |talked_about: bool| -> Vec<OptionCard> {
            let rows = comparison.rows.iter().enumerate();
            rows.filter(|(at, row)| (*at > 0 && is_only_talked_about(row)) == talked_about)
                .map(|(at, row)| card(plan, comparison, (at, row), words))
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
                    evidence: Evidence::of(plan, &limit.basis, words),
                })
                .collect(),
            near: cards(false),
            to_discuss: cards(true),
            computation: comparison.computation.clone(),
            years: comparison.years,
        })
    }
}

fn is_only_talked_about(row: &ComparisonRow) -> bool {
    row.answers
        .iter()
        .all(|answer| answer.verdict == Verdict::ToDiscuss)
}

fn card(
    plan: &Plan,
    comparison: &Comparison,
    (at, row): (usize, &ComparisonRow),
    words: &Language,
) -> OptionCard {
    let tag = if at == 0 {
        words.say("plan-way-this-plan")
    } else {
        row.answers
            .first()
            .map_or_else(String::new, |answer| words.say(tag(answer)))
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
        facts: facts(comparison.years, row, words),
        side_by_side: side_by_side(plan, row, words),
        evidence: Evidence::of(plan, basis, words),
    }
}

fn tag(answer: &Answer) -> &'static str {
    match (answer.verdict, &answer.near_wish) {
        (_, Some(_)) => "plan-way-another-wish",
        (Verdict::Compared, None) => "plan-way-compared",
        (Verdict::MeantFor, None) => "plan-way-meant-for",
        (Verdict::ToDiscuss, None) => "plan-way-to-discuss",
        (Verdict::RespondsLeast, None) => "plan-way-least",
        (Verdict::NotFor, None) => "plan-way-not-for",
    }
}

fn said(answer: &Answer) -> String {
    answer
        .near_wish
        .as_ref()
        .map_or_else(String::new, |wish| format!("{}: ", capitalised(wish)))
        + &answer.text
}

fn facts(years: u32, row: &ComparisonRow, words: &Language) -> Vec<OptionFact> {
    let option = &row.option;
    let sessions = option.sessions.iter().map(|one| &one.figure);
    let pigment = &row.pigment;
    let fact = |label: String, told: Option<String>, gap: &str| OptionFact {
        label,
        is_gap: told.is_none(),
        value: told.unwrap_or_else(|| words.say(gap)),
    };
    let found = |key: &str, told: Option<String>| fact(words.say(key), told, "plan-not-found");
    let upkeep = joined(&costs(&row.cost_with_upkeep, words));
    let years = words.say_with("plan-years-with-upkeep", "years", &years.to_string());
    let mut facts = vec![
        found("plan-way-sessions", together(sessions)),
        found("plan-way-downtime", together(option.downtime.iter())),
        found("plan-way-price", joined(&prices(&option.cost))),
        fact(years, upkeep, "plan-part-not-found"),
        found("plan-way-lasts", together(option.durability.iter())),
        found("plan-way-pigment", skin_colour(pigment)),
    ];
    if row.sessions_per_year.is_none() {
        let first = joined(&costs(&row.first_course_cost, words));
        facts.insert(3, found("plan-way-first-course", first));
    }
    if !pigment.other_phototypes.is_empty() {
        let others = pigments(&pigment.other_phototypes);
        facts.push(found("plan-way-other-skin", others));
    }
    facts
}

fn side_by_side(plan: &Plan, row: &ComparisonRow, words: &Language) -> SideBySide {
    let option = &row.option;
    // That something should be talked about says nothing of what it does.
    let known = row
        .answers
        .iter()
        .filter(|answer| answer.verdict != Verdict::ToDiscuss && answer.near_wish.is_none());
    let known: Vec<String> = known.map(|answer| sure(plan, answer, words)).collect();
    let near = row.answers.iter().filter(|one| one.near_wish.is_some());
    let near: Vec<String> = near.map(|answer| sure(plan, answer, words)).collect();
    let pigment = pigments(&row.pigment.figures);
    SideBySide {
        effect: joined(&known).or_else(|| joined(&near)),
        visits: together(option.sessions.iter().map(|one| &one.figure)),
        days_lost: together(option.downtime.iter()),
        lasts: together(option.durability.iter()),
        cost: joined(&costs(&row.cost_with_upkeep, words)).or_else(|| first_cost(row, words)),
        risk: pigment.or_else(|| pigments(&row.pigment.other_phototypes)),
    }
}

/// What is known of the cost where nobody says how often a way is repeated, or how many sessions it takes.
fn first_cost(row: &ComparisonRow, words: &Language) -> Option<String> {
    if let Some(first) = joined(&costs(&row.first_course_cost, words)) {
        return Some(words.say_with("plan-way-first-alone", "cost", &first));
    }
    let price = joined(&prices(&row.option.cost))?;
    Some(words.say_with("plan-way-price-alone", "cost", &price))
}

/// What a source says of a way, with how sure that is where nobody has read the whole of it.
fn sure(plan: &Plan, answer: &Answer, words: &Language) -> String {
    let rows = answer.basis.iter().filter_map(|key| plan.rows.get(key));
    let key = match rows.map(|row| row.provenance.confidence).max() {
        Some(Confidence::Abstract) => "plan-way-sure-abstract",
        Some(Confidence::Secondary) => "plan-way-sure-secondary",
        Some(Confidence::Assumption) => "plan-way-sure-assumption",
        _ => return said(answer),
    };
    format!(
        "{} ({})",
        said(answer).trim_end_matches('.'),
        words.say(key)
    )
}

fn together<'a>(figures: impl Iterator<Item = &'a Figure>) -> Option<String> {
    let seen: Vec<String> = figures.map(|figure| figure.seen.clone()).collect();
    joined(&seen)
}

fn skin_colour(pigment: &PigmentEvidence) -> Option<String> {
    if pigment.fit == PigmentMatch::NotFound {
        return None;
    }
    Some(pigments(&pigment.figures).map_or_else(
        || pigment.sentence.clone(),
        |figures| format!("{figures}. {}", pigment.sentence),
    ))
}

fn pigments(figures: &[PigmentFigure]) -> Option<String> {
    together(figures.iter().map(|one| &one.figure))
}

/// "USD 100 to 600", "USD 200 to 700, often with platelet-rich plasma (2025)"
fn prices(costs: &[CostFigure]) -> Vec<String> {
    let told = costs.iter().map(|cost| {
        let year = cost
            .year
            .map_or_else(String::new, |year| format!(" ({year})"));
        format!("{}\u{a0}{}{year}", cost.currency, cost.figure.seen)
    });
    told.collect()
}

/// "USD 600 to 15,000"
pub(crate) fn costs(costs: &[Cost], words: &Language) -> Vec<String> {
    let told = costs.iter().map(|cost| {
        let [low, high] = [cost.range.low, cost.range.high].map(|amount| money(amount, words));
        let from = format!("{}\u{a0}{low}", cost.currency);
        if low == high {
            from
        } else {
            words.say_all("plan-from-to", &[("from", &from), ("to", &high)])
        }
    });
    told.collect()
}

/// A whole amount with a mark between thousands.
fn money(amount: f64, words: &Language) -> String {
    let digits = format!("{amount:.0}");
    let mark = words.say("plan-thousands-mark");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push_str(&mark);
        }
        text.push(digit);
    }
    text
}

/// What was found in one line; `None`: nothing was.
fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn thousands_are_parted() {
        let languages = Languages::shipped().unwrap();
        let words = languages.get("en");
        assert_eq!(money(600.0, words), "600");
        assert_eq!(money(15_000.0, words), "15,000");
        assert_eq!(money(1_234_567.4, words), "1,234,567");
        assert_eq!(money(15_000.0, languages.get("es")), "15\u{a0}000");
    }

    #[test]
    fn nothing_found_is_a_gap() {
        assert_eq!(joined(&[]), None);
    }
}
