//! What an amendment makes of a session, held against the plan as the console holds an entry against it: what comes to lie far
//! from the plan asks for a reason and a second name.

use std::collections::BTreeSet;

use needlework_chart::event::{
    Deviation, Event, OverrideDecided, OverrideSubject, SecondName, SessionAmended,
};
use needlework_chart::fold::{Chart, Session};
use needlework_chart::id::{OverrideId, ZoneEntryId};
use needlework_planning::{Comparison, DeviationClass, Library};

use super::document_of;
use super::entries::decided;
use super::planned::{comparisons, deviation};
use crate::server::access::{Allowed, Treat};
use crate::server::chart_refusal::refused_by_chart;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// A session after an amendment, held against the plan.
pub(super) struct Judged {
    /// Zone of the amended entry, and how far it lies from the plan now; `None`: nothing can be compared.
    subject: Option<(String, Deviation)>,
    /// Entries that come to lie far from the plan, for which nobody has answered yet.
    pub(super) far: Vec<Comparison>,
}

impl Judged {
    /// Holds what an amendment would leave against the plan.
    ///
    /// # Errors
    /// When the amendment does not fit the chart; of a zone that is added also when the catalogue does not hold the device.
    pub(super) fn of(
        treat: &Allowed<Treat>,
        (page, library): (&Page, &Library),
        chart: &Chart,
        amended: &SessionAmended,
    ) -> Result<Self, Problem> {
        let id = amended.session;
        let before = chart
            .session(id)
            .map_err(|refusal| refused_by_chart(&refusal))?;
        let after = amended_chart(treat, chart, amended)?;
        let after = after
            .session(id)
            .map_err(|refusal| refused_by_chart(&refusal))?;
        let document = document_of(chart, before.started.facts.plan)?;
        let held = |session: &Session| -> Result<Vec<Standing>, Problem> {
            let compared = comparisons(page, &document, library, session)?;
            Ok(standings(session, compared))
        };
        let (before, after) = match (held(before), held(after)) {
            (Ok(before), Ok(after)) => (before, after),
            (_, Err(problem)) if amended.added().is_some() => return Err(problem),
            // What happened is written down, also where nothing can be compared.
            _ => (Vec::new(), Vec::new()),
        };
        let is_subject = |one: &Standing| Some(one.entry) == amended.entry;
        let is_new = |one: &&Standing| {
            let stood = before.iter().find(|stood| stood.entry == one.entry);
            one.is_far()
                && match stood.filter(|stood| stood.is_far()) {
                    Some(stood) if is_subject(one) && stood.far() == one.far() => {
                        decision_on(chart, amended, &one.compared.zone).is_none()
                    }
                    Some(_) => is_subject(one),
                    None => true,
                }
        };
        Ok(Self {
            subject: after
                .iter()
                .find(|one| is_subject(one))
                .and_then(|one| Some((one.compared.zone.clone(), one.deviation()?))),
            far: after
                .iter()
                .filter(is_new)
                .map(|one| one.compared.clone())
                .collect(),
        })
    }

    /// The amendment with how far it lies from the plan and the decision that it rests on, after the decisions of two people
    /// about every zone that comes to lie far from it.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub(super) fn events(
        self,
        treat: &Allowed<Treat>,
        chart: &Chart,
        (mut amended, answered): (SessionAmended, Option<(&str, SecondName)>),
    ) -> Result<Vec<Event>, Problem> {
        let mut decisions: Vec<OverrideDecided> = Vec::new();
        if let Some((reason, second)) = answered {
            let zones: BTreeSet<&str> = self.far.iter().map(|one| one.zone.as_str()).collect();
            for zone in zones {
                let about = (amended.session, zone);
                decisions.push(decided(treat, about, reason, second.clone())?);
            }
        }
        if let Some((zone, class)) = self.subject {
            let is_about = |one: &&OverrideDecided| is_about(one, &amended, &zone);
            let new = decisions.iter().find(is_about).map(|one| one.override_id);
            amended.deviation = Some(class);
            if class == Deviation::Major {
                amended.override_id = new.or_else(|| decision_on(chart, &amended, &zone));
            }
        }
        let decisions = decisions.into_iter().map(Event::from);
        Ok(decisions.chain([Event::from(amended)]).collect())
    }
}

/// How an entry that was needled stands beside the plan.
struct Standing {
    entry: ZoneEntryId,
    compared: Comparison,
    /// Whether something that the plan is held against was recorded and is no longer known.
    has_lost: bool,
}

impl Standing {
    fn is_far(&self) -> bool {
        self.compared.class >= DeviationClass::Major
    }

    /// How far it lies from the plan, as the record keeps it; `None`: what is known does not tell.
    fn deviation(&self) -> Option<Deviation> {
        let class = deviation(self.compared.class).unwrap_or(Deviation::Major);
        (self.is_far() || !self.has_lost).then_some(class)
    }

    /// What lies far from the plan, in sentences with their numbers.
    fn far(&self) -> Vec<&str> {
        let differences = self.compared.differences.iter();
        let far = differences.filter(|one| one.class >= DeviationClass::Major);
        far.map(|one| one.sentence.as_str()).collect()
    }
}

/// Entries that were needled. Too little is judged of the last entry of a zone alone: before it, the rest followed.
fn standings(session: &Session, compared: Vec<Option<Comparison>>) -> Vec<Standing> {
    let mut later: BTreeSet<String> = BTreeSet::new();
    let entries: Vec<_> = session.entries().zip(compared).collect();
    let mut standings: Vec<Standing> = entries
        .into_iter()
        .rev()
        .filter_map(|((recorded, entry), compared)| {
            let mut compared = compared?;
            if !later.insert(compared.zone.clone()) {
                compared.class = compared.class_of_part();
                compared.differences.retain(|one| !one.is_shortfall());
            }
            Some(Standing {
                entry: entry.entry,
                compared,
                has_lost: entry.has_lost(&recorded.facts),
            })
        })
        .collect();
    standings.reverse();
    standings
}

/// The chart as the amendment would leave it, where everything else about it can be taken.
fn amended_chart(
    treat: &Allowed<Treat>,
    chart: &Chart,
    amended: &SessionAmended,
) -> Result<Chart, Problem> {
    let author = treat.who().account().author();
    let author = author.ok_or(Problem::Fault("session"))?;
    let mut amended = amended.clone();
    amended.deviation = amended.added().map(|_| Deviation::Inside);
    let recorded = Event::from(amended).by(author, treat.clinic().now());
    let next = chart.admit(&recorded);
    next.map_err(|refusal| refused_by_chart(&refusal))
}

/// The newest decision of two people that a zone may lie far from the plan in the session of an amendment.
fn decision_on(chart: &Chart, amended: &SessionAmended, zone: &str) -> Option<OverrideId> {
    let decided = chart.overrides.values();
    let about = decided.filter(|stated| is_about(&stated.facts, amended, zone));
    let newest = about.max_by_key(|stated| stated.recorded_at)?;
    Some(newest.facts.override_id)
}

fn is_about(decided: &OverrideDecided, amended: &SessionAmended, zone: &str) -> bool {
    matches!(&decided.subject, OverrideSubject::Tolerance { session, zone: about }
        if *session == amended.session && about == zone)
}
