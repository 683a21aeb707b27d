//! The same wish by other ways: what each does, what it costs in days and money, what can go wrong.

use std::collections::BTreeSet;

use needlework_evidence::DAYS_PER_YEAR;
use needlework_planning::{Plan, SessionKind};
use needlework_protocol::capitalised;

use super::upkeep::UpkeepCost;
use crate::plan_page::amount::{end, of_hundred, people};
use crate::plan_page::comparison::{OptionCard, OtherWays, SideBySide};
use crate::plan_page::evidence::{Evidence, SourceLink};
use crate::plan_page::sources::Sources;
use crate::server::page::Page;

/// The sign by which lost days are told.
const REDNESS: &str = "redness";
/// The risk beside which other ways are set.
const DARKENING: &str = "pigment-darkening";
/// Years after which the table says whether a change is still seen.
const YEARS_SHOWN: f64 = 2.0;
/// Figures from elsewhere that the forecast of needling says better. How long it lasts is none of them: the two published figures
/// contradict each other and the forecast, and both are shown (conflict C16).
const CONTRADICTED: [&str; 2] = ["plan-way-sessions", "plan-way-downtime"];

/// One way.
pub(super) struct Way {
    pub(super) name: String,
    pub(super) plain_name: String,
    pub(super) tag: String,
    pub(super) mechanism: String,
    pub(super) answers: Vec<String>,
    /// Label, value, and whether nothing was found.
    pub(super) facts: Vec<(String, String, bool)>,
    pub(super) sources: Vec<SourceLink>,
    /// What the cost of needling counts; `None`: of the others, the computation says it.
    counted: Option<String>,
    side_by_side: SideBySide,
}

/// One way in the table.
pub(super) struct Row {
    pub(super) name: String,
    /// What stands in each column; `None`: no figure was found.
    pub(super) cells: Vec<Option<String>>,
}

impl From<OptionCard> for Way {
    fn from(card: OptionCard) -> Self {
        Self {
            facts: card
                .facts
                .into_iter()
                .map(|fact| (fact.label, fact.value, fact.is_gap))
                .collect(),
            name: card.name,
            plain_name: card.plain_name,
            tag: card.tag,
            mechanism: card.mechanism,
            answers: card.answers,
            sources: card.evidence.links,
            counted: None,
            side_by_side: card.side_by_side,
        }
    }
}

/// All ways, needling first.
pub(super) struct Ways {
    pub(super) remarks: Vec<String>,
    /// What needling does not do: the wish, and what is said of it.
    pub(super) limits: Vec<(String, String)>,
    pub(super) all: Vec<Way>,
    /// What the columns of the table are about, after the name.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// What a source says of several ways alike.
    pub(super) of_several: Vec<String>,
    pub(super) computation: String,
    /// What the cost of needling counts.
    pub(super) counted: Option<String>,
    /// Whether the page lists its sources, so that each can be led to.
    pub(super) has_sources_below: bool,
}

impl Ways {
    /// The comparison of a plan; `None`: no source speaks about the wish.
    pub(super) fn of(page: &Page, plan: &Plan) -> Option<Self> {
        let others = OtherWays::of(plan, page.language())?;
        let ways = others.near.into_iter().chain(others.to_discuss);
        let mut ways: Vec<Way> = ways.map(Way::from).collect();
        if let Some(needling) = ways.first_mut() {
            needling.tag = page.say("before-ways-this");
            needling.take_forecast(page, plan);
        }
        let years = others.years.to_string();
        Some(Self {
            columns: vec![
                page.say("before-way-effect"),
                page.say("before-way-visits"),
                page.say("before-way-days-lost"),
                page.say("before-way-lasts"),
                page.say_with("before-way-cost", "years", &years),
                page.say("before-way-risk"),
            ],
            rows: ways.iter().map(Way::row).collect(),
            of_several: said_once(&mut ways),
            remarks: others.remarks,
            limits: others
                .limits
                .into_iter()
                .map(|limit| (limit.wish, limit.text))
                .collect(),
            counted: ways.first().and_then(|needling| needling.counted.clone()),
            all: ways,
            computation: others.computation,
            has_sources_below: false,
        })
    }

    /// The same, on a page that lists its sources.
    pub(super) fn above_its_sources(self) -> Self {
        Self {
            has_sources_below: true,
            ..self
        }
    }
}

impl Way {
    fn row(&self) -> Row {
        let own = self.side_by_side.clone();
        Row {
            name: capitalised(&self.plain_name),
            cells: vec![
                own.effect,
                own.visits,
                own.days_lost,
                own.lasts,
                own.cost,
                own.risk,
            ],
        }
    }

    /// Needling is told by the forecast of this page, and not by figures from elsewhere that say something else.
    fn take_forecast(&mut self, page: &Page, plan: &Plan) {
        let words = page.language();
        let treatments = plan.sessions.iter();
        let treatments = treatments.filter(|one| one.kind == SessionKind::Treatment);
        let own = &mut self.side_by_side;
        let visits = treatments.count();
        own.visits = Some(visits.to_string());
        let mut cost = None;
        if let Some(zone) = plan.zones.first() {
            let mut signs = zone.outlook.side_effects.iter();
            let redness = signs.find(|sign| sign.id == REDNESS);
            own.days_lost = redness.map(|sign| {
                page.say_with("before-way-redness", "time", &end(words, &sign.ends_hour))
            });
            let scale = zone.outlook.scales.first();
            let chance = |day| Some(of_hundred(words, scale?.chance_at(day)?));
            own.effect = chance(plan.judged_day)
                .map(|number| page.say_with("before-chance", "number", &number));
            let horizon_days = YEARS_SHOWN * DAYS_PER_YEAR;
            let still = chance(horizon_days)
                .map(|number| page.say_with("before-way-still", "number", &number));
            let published = own.lasts.take();
            let published =
                published.map(|time| page.say_with("before-way-published", "time", &time));
            let both: Vec<String> = still.into_iter().chain(published).collect();
            own.lasts = (!both.is_empty()).then(|| both.join(" "));
            let told = |scale| UpkeepCost::of(page, plan, scale, (visits, horizon_days));
            cost = scale.and_then(told);
        }
        let of_course = words.say("plan-way-first-course");
        let of_years = plan
            .comparison
            .as_ref()
            .map_or_else(String::new, |comparison| {
                words.say_with(
                    "plan-years-with-upkeep",
                    "years",
                    &comparison.years.to_string(),
                )
            });
        own.cost = some(cost.as_ref().map(|cost| &cost.with_upkeep));
        for (label, value, is_gap) in &mut self.facts {
            let told = if *label == of_course {
                some(cost.as_ref().map(|cost| &cost.first_course))
            } else if *label == of_years {
                some(cost.as_ref().map(|cost| &cost.with_upkeep))
            } else {
                continue;
            };
            *is_gap = told.is_none();
            *value = told.unwrap_or_else(|| words.say("plan-part-not-found"));
        }
        self.counted = cost.map(|cost| cost.counted);
        let mut facts = plan.consent.iter();
        let darkening = facts.find(|fact| fact.id == DARKENING);
        own.risk =
            darkening.map(|fact| format!("{}: {}", fact.plain_name, people(words, &fact.value)));
        let contradicted = CONTRADICTED.map(|key| words.say(key));
        self.facts
            .retain(|(label, ..)| !contradicted.contains(label));
    }
}

/// A text that says something.
fn some(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

/// Takes out of the ways what is said of several of them alike.
fn said_once(ways: &mut [Way]) -> Vec<String> {
    let mut told: Vec<(String, usize)> = Vec::new();
    for answer in ways.iter().flat_map(|way| &way.answers) {
        match told.iter_mut().find(|(text, _)| text == answer) {
            Some((_, times)) => *times += 1,
            None => told.push((answer.clone(), 1)),
        }
    }
    let several: Vec<String> = told
        .into_iter()
        .filter(|(_, times)| *times > 1)
        .map(|(text, _)| text)
        .collect();
    for way in ways {
        way.answers.retain(|answer| !several.contains(answer));
    }
    several
}

/// A source at the end of the page.
pub(super) struct SourceRow {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) link: Option<String>,
}

/// The sources of what the page shows: those of the ways, of the forecast, and of care.
pub(super) fn sources(page: &Page, plan: &Plan, ways: Option<&Ways>) -> Vec<SourceRow> {
    let words = page.language();
    let zones = plan.zones.iter().take(1);
    let outlook = zones.flat_map(|zone| {
        let scales = zone.outlook.scales.iter().flat_map(|scale| &scale.basis);
        let signs = zone
            .outlook
            .side_effects
            .iter()
            .flat_map(|sign| &sign.basis);
        scales
            .chain(signs)
            .chain(&zone.outlook.barrier.basis)
            .chain(&zone.outlook.discomfort.basis)
            .chain(&zone.injury.basis)
            .chain(&zone.basis)
    });
    let facts = plan.consent.iter().flat_map(|fact| &fact.basis);
    let named = plan.named_risks.iter().flat_map(|risk| &risk.basis);
    let basis = outlook
        .chain(facts)
        .chain(named)
        .chain(&plan.chair_time.basis)
        .chain(&plan.care.basis);
    let evidence = Evidence::of(plan, basis, words);
    let of_ways = ways.into_iter().flat_map(|ways| &ways.all);
    let shown: BTreeSet<&str> = of_ways
        .flat_map(|way| &way.sources)
        .chain(&evidence.links)
        .map(|link| link.anchor.as_str())
        .collect();
    let cited = Sources::of(plan, words).cited.into_iter();
    cited
        .filter(|row| shown.contains(row.anchor.as_str()))
        .map(|row| SourceRow {
            anchor: row.anchor,
            title: row.title,
            link: row.link,
        })
        .collect()
}
