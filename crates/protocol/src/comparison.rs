//! The same wish by other ways: what is known of each, and what five years cost (protocol 7).

use needlework_evidence::{MONTHS_PER_YEAR, Provenance};
use needlework_skin::Phototype;
use schemars::JsonSchema;
use serde::Serialize;

use crate::alternative::{Alternative, Alternatives, Answers, Statement, Verdict};
use crate::figure::{CostFigure, Interval, PigmentFigure, range};

/// A wish by all ways that a source names for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Indication id or another wish, for example `laxity`.
    pub wish: String,
    /// Years over which upkeep is told, y.
    pub years: u32,
    /// Needling first, then compared options, those meant for the wish, and those to talk about.
    pub rows: Vec<ComparisonRow>,
    /// What needling does not do for wishes that lie near this one.
    pub limits: Vec<Limit>,
    /// How costs are computed.
    pub computation: String,
    /// Why they are computed like that.
    pub computation_provenance: Provenance,
}

/// One option in a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ComparisonRow {
    /// The option with every figure that was found.
    pub option: Alternative,
    /// What sources say of it for this wish, the strongest first; never empty.
    pub answers: Vec<Answer>,
    /// Sessions of one course; absent where not found or told per year.
    pub sessions_per_course: Option<Interval>,
    /// Sessions per year, where sources count like that.
    pub sessions_per_year: Option<Interval>,
    /// Downtime of a session, d.
    pub downtime_days: Option<Interval>,
    /// How long the effect lasts, months.
    pub durability_months: Option<Interval>,
    /// Price of a session, one range per currency.
    pub session_cost: Vec<Cost>,
    /// Price of the first course, one range per currency.
    pub first_course_cost: Vec<Cost>,
    /// Price of the first course and upkeep together; absent where a part of it was not found.
    pub cost_with_upkeep: Vec<Cost>,
    /// What the pigment figures say for this phototype.
    pub pigment: PigmentEvidence,
    /// Data rows behind it.
    pub basis: Vec<String>,
}

/// A price range.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cost {
    /// ISO 4217 code.
    pub currency: String,
    /// Lowest and highest price.
    #[serde(flatten)]
    pub range: Interval,
    /// First and last year of the prices behind it, as far as known.
    pub price_years: Option<[u32; 2]>,
}

/// What one source says of an option for a wish.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The wish near this one that it is about; absent when it is about this one.
    pub near_wish: Option<String>,
    /// The statement.
    pub text: String,
    /// The data row behind it.
    pub basis: Vec<String>,
}

/// What needling does not do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Limit {
    /// The wish, for a patient.
    pub wish: String,
    /// The statement.
    pub text: String,
    /// The data row behind it.
    pub basis: Vec<String>,
}

/// How well the pigment figures of an option fit a phototype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PigmentMatch {
    /// At least one group held people of this phototype.
    InThisPhototype,
    /// Groups of unknown phototype only.
    PhototypeNotStated,
    /// Groups of other phototypes only.
    InOtherPhototypes,
    /// No figure at all.
    NotFound,
}

/// The pigment figures of an option, seen from one phototype.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PigmentEvidence {
    /// How well they fit.
    pub fit: PigmentMatch,
    /// The same in a sentence.
    pub sentence: String,
    /// Figures of groups that include the phototype, or do not state it.
    pub figures: Vec<PigmentFigure>,
    /// Figures of other phototypes.
    pub other_phototypes: Vec<PigmentFigure>,
}

impl Alternatives {
    /// Compares all options that a source names for a wish: an indication, or a wish such as `laxity`. `None` when no
    /// source speaks about the wish.
    pub fn compare(&self, wish: &str, phototype: Phototype, years: u32) -> Option<Comparison> {
        let near: Vec<(&str, &str)> = self
            .wishes
            .iter()
            .filter(|other| other.near.iter().any(|id| id == wish))
            .map(|other| (other.id.as_str(), other.plain_name.as_str()))
            .collect();
        let mut rows: Vec<ComparisonRow> = self
            .options
            .iter()
            .filter_map(|option| {
                let answers = self.answers(option, wish, &near);
                (!answers.is_empty()).then(|| self.row(option, answers, phototype, years))
            })
            .collect();
        rows.sort_by_key(|row| {
            let best = row
                .answers
                .first()
                .map(|one| (one.near_wish.is_some(), one.verdict));
            (row.option.id != Self::NEEDLING, best)
        });
        (!rows.is_empty()).then(|| Comparison {
            wish: wish.to_owned(),
            years,
            rows,
            limits: self.limits(&near),
            computation: self.computation.0.clone(),
            computation_provenance: self.computation.1.clone(),
        })
    }

    /// What is said of an option for a wish, and of what it is meant for among the wishes near it.
    fn answers(&self, option: &Alternative, wish: &str, near: &[(&str, &str)]) -> Vec<Answer> {
        let mut found: Vec<Answer> = Vec::new();
        for statement in &self.statements {
            for answers in about(statement, &option.id) {
                if answers.wishes.iter().any(|id| id == wish) {
                    found.push(answer(statement, answers.verdict, None));
                }
                let meant = near
                    .iter()
                    .filter(|(id, _)| answers.wishes.iter().any(|wish| wish == id))
                    .filter(|_| answers.verdict == Verdict::MeantFor)
                    .map(|(_, name)| answer(statement, answers.verdict, Some(name)));
                found.extend(meant);
            }
        }
        found.sort_by_key(|answer| (answer.near_wish.is_some(), answer.verdict));
        found
    }

    fn limits(&self, near: &[(&str, &str)]) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (id, name) in near {
            for statement in &self.statements {
                let falls_short = about(statement, Self::NEEDLING).any(|answers| {
                    matches!(answers.verdict, Verdict::NotFor | Verdict::RespondsLeast)
                        && answers.wishes.iter().any(|wish| wish == id)
                });
                if falls_short {
                    limits.push(Limit {
                        wish: (*name).to_owned(),
                        text: statement.text.clone(),
                        basis: vec![statement.key()],
                    });
                }
            }
        }
        limits
    }

    fn row(
        &self,
        option: &Alternative,
        answers: Vec<Answer>,
        phototype: Phototype,
        years: u32,
    ) -> ComparisonRow {
        let sessions = |per_year: bool| {
            let figures = option.sessions.iter();
            range(
                figures
                    .filter(move |one| one.per_year == per_year)
                    .map(|one| &one.figure),
            )
        };
        let (per_course, per_year) = (sessions(false), sessions(true));
        let durability = range(option.durability.iter());
        let prices = prices(option);
        let priced = |cost: &dyn Fn(Interval) -> Option<Interval>| -> Vec<Cost> {
            prices
                .iter()
                .filter_map(|price| {
                    cost(price.range).map(|range| Cost {
                        range,
                        ..price.clone()
                    })
                })
                .collect()
        };
        ComparisonRow {
            answers,
            first_course_cost: priced(&|price| per_course.map(|course| times(price, course))),
            cost_with_upkeep: priced(&|price| match (per_year, per_course, durability) {
                (Some(per_year), ..) => Some(yearly_cost(price, per_year, years)),
                (None, Some(course), Some(lasts)) => upkeep_cost(price, course, lasts, years),
                _ => None,
            }),
            sessions_per_course: per_course,
            sessions_per_year: per_year,
            downtime_days: range(option.downtime.iter()),
            durability_months: durability,
            pigment: self.pigment(option, phototype),
            basis: vec![format!("protocol.alternatives.{}", option.id)],
            session_cost: prices,
            option: option.clone(),
        }
    }

    fn pigment(&self, option: &Alternative, phototype: Phototype) -> PigmentEvidence {
        let (other_phototypes, figures): (Vec<PigmentFigure>, Vec<PigmentFigure>) = option
            .pigment
            .iter()
            .cloned()
            .partition(|figure| figure.includes(phototype) == Some(false));
        let (fit, words) = if figures.iter().any(|one| one.phototypes.is_some()) {
            (PigmentMatch::InThisPhototype, &self.words.in_this_phototype)
        } else if !figures.is_empty() {
            (
                PigmentMatch::PhototypeNotStated,
                &self.words.phototype_not_stated,
            )
        } else if !other_phototypes.is_empty() {
            (
                PigmentMatch::InOtherPhototypes,
                &self.words.in_other_phototypes,
            )
        } else {
            (PigmentMatch::NotFound, &self.words.not_found)
        };
        PigmentEvidence {
            fit,
            sentence: words.replace("{phototype}", &phototype.to_string()),
            figures,
            other_phototypes,
        }
    }
}

/// Price of a course and of upkeep over some years: one session each time the effect has worn off. The low end takes the
/// lowest price, the shortest course and the longest effect. `None` when the effect is said to last no time.
pub fn upkeep_cost(
    price: Interval,
    sessions_per_course: Interval,
    lasts_months: Interval,
    years: u32,
) -> Option<Interval> {
    let months = f64::from(years) * MONTHS_PER_YEAR;
    let upkeep_sessions = |lasts: f64| ((months / lasts).ceil() - 1.0).max(0.0);
    (lasts_months.low > 0.0).then(|| Interval {
        low: price.low * (sessions_per_course.low + upkeep_sessions(lasts_months.high)),
        high: price.high * (sessions_per_course.high + upkeep_sessions(lasts_months.low)),
    })
}

/// Price over some years of what is repeated a number of times per year.
pub fn yearly_cost(price: Interval, sessions_per_year: Interval, years: u32) -> Interval {
    let years = f64::from(years);
    Interval {
        low: price.low * sessions_per_year.low * years,
        high: price.high * sessions_per_year.high * years,
    }
}

fn times(one: Interval, other: Interval) -> Interval {
    Interval {
        low: one.low * other.low,
        high: one.high * other.high,
    }
}

/// Price of a session in each currency in which both ends are stated.
fn prices(option: &Alternative) -> Vec<Cost> {
    let mut currencies: Vec<&str> = Vec::new();
    for cost in &option.cost {
        if !currencies.contains(&cost.currency.as_str()) {
            currencies.push(&cost.currency);
        }
    }
    currencies
        .into_iter()
        .filter_map(|currency| {
            let of = option.cost.iter().filter(|cost| cost.currency == currency);
            Some(Cost {
                currency: currency.to_owned(),
                range: range(of.clone().map(|cost| &cost.figure))?,
                price_years: price_years(of),
            })
        })
        .collect()
}

fn price_years<'a>(costs: impl Iterator<Item = &'a CostFigure> + Clone) -> Option<[u32; 2]> {
    let years = costs
        .filter(|cost| cost.figure.counted)
        .filter_map(|cost| cost.year);
    Some([years.clone().min()?, years.max()?])
}

/// What a statement says of one option.
fn about<'a>(statement: &'a Statement, option: &'a str) -> impl Iterator<Item = &'a Answers> {
    statement
        .answers
        .iter()
        .filter(move |answers| answers.options.iter().any(|id| id == option))
}

fn answer(statement: &Statement, verdict: Verdict, near_wish: Option<&str>) -> Answer {
    Answer {
        verdict,
        near_wish: near_wish.map(str::to_owned),
        text: statement.text.clone(),
        basis: vec![statement.key()],
    }
}
