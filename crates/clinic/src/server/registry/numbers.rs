//! What the rows of the registry say together: worked out once, until a row changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use needlework_chart::id::PatientId;
use needlework_planning::Library;
use needlework_registry::{
    Agreement, CourseOutcome, DecidedAgainst, Kind, OverrideReview, Position, Reliability,
    ReviewedRule, SMALLEST_CELL, SignRun, Trait, TreatedSession, VerdictReview, Watch, Weighed,
};
use tokio::sync::Mutex;

use super::Collected;
use crate::server::clinic::Clinic;
use crate::server::own_rating::answers;
use crate::server::problem::Problem;
use crate::server::results::Decision;

/// Decisions against a rule of which a page needs to know where they stand: the newest ones.
const NEWEST: usize = 10;

/// What the page of the registry shows, in numbers.
#[derive(Debug)]
pub(in crate::server) struct RegistryNumbers {
    /// Charts that were read.
    pub(in crate::server) people: usize,
    /// Charts that could not be read.
    pub(in crate::server) unreadable: usize,
    /// Results against predictions: of every course one of improvement and one of redness, where they are known.
    pub(in crate::server) results: usize,
    /// Signed sessions.
    pub(in crate::server) sessions: usize,
    /// Courses whose improvement was judged.
    pub(in crate::server) judged: usize,
    /// Those of them of which every zone was judged blind.
    pub(in crate::server) judged_blind: usize,
    /// How predictions held.
    pub(in crate::server) reliability: Reliability,
    /// What stands apart.
    pub(in crate::server) watch: Watch,
    /// How predictions held by group.
    pub(in crate::server) groups: Vec<Groups>,
    /// A run chart for every sign that was ever recorded.
    pub(in crate::server) runs: Vec<SignRun>,
    /// Agreement on every scale that two graded.
    pub(in crate::server) agreements: Vec<Agreement>,
    /// What patients said of their results.
    pub(in crate::server) verdicts: VerdictReview,
    /// Decisions against rules.
    pub(in crate::server) review: OverrideReview,
    /// The newest decisions against each rule, with whose chart they stand in.
    pub(in crate::server) newest: BTreeMap<ReviewedRule, Vec<(PatientId, Decision)>>,
}

/// Groups by one trait, of at least [`SMALLEST_CELL`] results each.
#[derive(Debug)]
pub(in crate::server) struct Groups {
    /// The trait.
    pub(in crate::server) by: Trait,
    /// How predictions held in each group.
    pub(in crate::server) held: BTreeMap<String, Reliability>,
    /// A group that is not for those who may not see small counts: without it, they could work out by subtraction what holds for
    /// the few results that are in none.
    pub(in crate::server) telling: Option<String>,
}

impl RegistryNumbers {
    /// The numbers of these rows. Takes a part of a second for a large clinic.
    pub(in crate::server) fn of(rows: Collected, library: &Library) -> Self {
        let positions: Vec<Position> = rows.outcomes.iter().map(CourseOutcome::position).collect();
        let weighed = Weighed::shared(rows.outcomes.iter().zip(positions.iter().copied()));
        let improvements: Vec<Weighed> = rows
            .outcomes
            .iter()
            .zip(&weighed)
            .filter(|(outcome, _)| outcome.kind == Kind::Improvement)
            .map(|(_, weighed)| *weighed)
            .collect();
        let decided: Vec<DecidedAgainst> = rows
            .decisions
            .iter()
            .map(|(_, decision)| decision.against.clone())
            .collect();
        Self {
            people: rows.people,
            unreadable: rows.unreadable,
            results: Weighed::results(&weighed),
            sessions: rows.sessions.len(),
            judged: Weighed::results(&improvements),
            judged_blind: rows.judged_blind,
            reliability: Reliability::of(&weighed),
            watch: Watch::over(&rows.outcomes),
            groups: Trait::ALL
                .into_iter()
                .map(|by| groups(by, &rows.outcomes, &weighed))
                .collect(),
            runs: runs(&rows.sessions),
            agreements: agreements(&rows, library),
            verdicts: VerdictReview::of(&rows.verdicts, &answers(library)),
            review: OverrideReview::of(&rows.asked.by_rule(), &decided, &rows.reviewed),
            newest: newest(rows.decisions),
        }
    }
}

/// By zone, every zone of a course is in a group of its own and counts as a whole result; by all other traits, the zones of a course
/// are in one group and share its result.
fn groups(by: Trait, outcomes: &[CourseOutcome], weighed: &[Weighed]) -> Groups {
    let mut groups: BTreeMap<String, Vec<Weighed>> = BTreeMap::new();
    for (outcome, weighed) in outcomes.iter().zip(weighed) {
        let counted = match by {
            Trait::Zone => Weighed::whole(weighed.position),
            _ => *weighed,
        };
        let group = groups.entry(outcome.group.by(by)).or_default();
        group.push(counted);
    }
    let results = |groups: &BTreeMap<String, Vec<Weighed>>| -> usize {
        groups.values().map(|of| Weighed::results(of)).sum()
    };
    let all = results(&groups);
    groups.retain(|_, of| Weighed::results(of) >= SMALLEST_CELL);
    let is_little_left = (1..SMALLEST_CELL).contains(&(all - results(&groups)));
    let smallest = groups.iter().min_by_key(|(_, of)| Weighed::results(of));
    let telling = smallest.filter(|_| is_little_left);
    let telling = telling.map(|(value, _)| value.clone());
    let sets = groups.len();
    let held = groups
        .into_iter()
        .map(|(value, of)| (value, Reliability::among(&of, sets)));
    Groups {
        by,
        held: held.collect(),
        telling,
    }
}

fn runs(sessions: &[TreatedSession]) -> Vec<SignRun> {
    let signs: BTreeSet<&str> = sessions
        .iter()
        .flat_map(|session| session.signs.iter().map(String::as_str))
        .collect();
    signs
        .into_iter()
        .map(|sign| SignRun::of(sessions, sign))
        .collect()
}

fn agreements(rows: &Collected, library: &Library) -> Vec<Agreement> {
    let rows = &rows.rated_twice;
    let scales: BTreeSet<&str> = rows.iter().map(|row| row.scale.as_str()).collect();
    scales
        .into_iter()
        .map(|id| {
            let scale = library.scales.scale(id);
            let has_grades = scale.is_some_and(|scale| scale.reading_step > 0.0);
            Agreement::of(rows, id, has_grades)
        })
        .collect()
}

fn newest(
    decisions: Vec<(PatientId, Decision)>,
) -> BTreeMap<ReviewedRule, Vec<(PatientId, Decision)>> {
    let mut by_rule: BTreeMap<ReviewedRule, Vec<(PatientId, Decision)>> = BTreeMap::new();
    for (patient, decision) in decisions {
        let of_rule = by_rule.entry(decision.against.rule.clone()).or_default();
        of_rule.push((patient, decision));
    }
    for of_rule in by_rule.values_mut() {
        of_rule.sort_by_key(|(_, decision)| std::cmp::Reverse(decision.at));
        of_rule.truncate(NEWEST);
    }
    by_rule
}

/// The numbers of one state of the rows, with its revision. Held by whoever works them out: who else wants them meanwhile finds
/// them kept.
#[derive(Default)]
pub(in crate::server) struct KeptNumbers(Mutex<Option<(u64, Arc<RegistryNumbers>)>>);

impl Clinic {
    /// What the rows that were read say together. Worked out where no request is answered, and only when a row has changed.
    ///
    /// # Errors
    /// When the work breaks off.
    pub(in crate::server) async fn numbers_of_registry(
        &self,
    ) -> Result<Arc<RegistryNumbers>, Problem> {
        let mut kept = self.registry_numbers.0.lock().await;
        let library = Arc::clone(self.shipped_library());
        let (revision, rows) = {
            let registry = self.registry.read().await;
            let revision = registry.revision();
            match &*kept {
                Some((of, numbers)) if *of == revision => return Ok(Arc::clone(numbers)),
                _ => (revision, registry.all()),
            }
        };
        let numbers = tokio::task::spawn_blocking(move || {
            Arc::new(RegistryNumbers::of(rows.collected(), &library))
        });
        let numbers = numbers.await.map_err(|_| Problem::Fault("registry"))?;
        *kept = Some((revision, Arc::clone(&numbers)));
        Ok(numbers)
    }
}
