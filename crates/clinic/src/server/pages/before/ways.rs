//! The same wish by other ways: what each does, what it costs in days and money, what can go wrong.

use std::collections::BTreeSet;

use needlework_planning::Plan;

use crate::plan_page::comparison::{OptionCard, OtherWays};
use crate::plan_page::evidence::{Evidence, SourceLink};
use crate::plan_page::sources::Sources;
use crate::server::page::Page;

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
        }
    }
}

/// All ways, needling first.
pub(super) struct Ways {
    pub(super) remarks: Vec<String>,
    /// What needling does not do: the wish, and what is said of it.
    pub(super) limits: Vec<(String, String)>,
    pub(super) all: Vec<Way>,
    pub(super) computation: String,
}

impl Ways {
    /// The comparison of a plan; `None`: no source speaks about the wish.
    pub(super) fn of(page: &Page, plan: &Plan) -> Option<Self> {
        let others = OtherWays::of(plan, page.language())?;
        let ways = others.near.into_iter().chain(others.to_discuss);
        let mut ways: Vec<Way> = ways.map(Way::from).collect();
        if let Some(needling) = ways.first_mut() {
            needling.tag = page.say("before-ways-this");
        }
        Some(Self {
            remarks: others.remarks,
            limits: others
                .limits
                .into_iter()
                .map(|limit| (limit.wish, limit.text))
                .collect(),
            all: ways,
            computation: others.computation,
        })
    }
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
