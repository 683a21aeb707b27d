//! The first session day by day (protocol 4.2): cards that follow one another without a gap, built from the instructions
//! themselves, so that they say nothing that the timeline does not.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Zoned};
use schemars::JsonSchema;
use serde::Serialize;

use super::instruction::{CareSession, Instruction};
use super::rule::{CareRules, EndsBy, InstructionKind, NEW_SCREENING, Phase, Start};
use super::stretch::{
    SHOWN_DAYS_AFTER, SHOWN_DAYS_BEFORE, end_by_clock, holds_by_clock, hours_since,
};
use super::subject::Subject;
use super::subject_set::SubjectSet;

/// Before the session, or after the last needle pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CardPhase {
    /// Before the session.
    Before,
    /// After it.
    After,
}

/// What to do in one stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareCard {
    /// Before or after the first session.
    pub phase: CardPhase,
    /// First moment.
    #[schemars(with = "String")]
    pub from: Zoned,
    /// Moment from which the next card counts.
    #[schemars(with = "String")]
    pub until: Zoned,
    /// Hours from `T0` to `from`, negative before it.
    pub from_hour: f64,
    /// Hours from `T0` to `until`.
    pub until_hour: f64,
    /// Ids of the instructions that begin here.
    pub begins: Vec<String>,
    /// Ids of the instructions that go on.
    pub goes_on: Vec<String>,
    /// What may begin again at the first moment of the card.
    pub may_begin_again: Vec<String>,
    /// What may begin again then, once there is no redness and no flaking.
    pub may_begin_again_when_calm: Vec<String>,
    /// What the clinic may release from the first moment of the card on.
    pub clinic_may_release: Vec<String>,
}

/// The cards from two weeks before the first session to the second one, or to the end of the month after it.
pub(super) fn cards(
    rules: &CareRules,
    sessions: &[CareSession],
    instructions: &[Instruction],
) -> Vec<CareCard> {
    let Some(first) = sessions.first() else {
        return Vec::new();
    };
    let deck = Deck::new(rules, instructions, first, sessions.get(1));
    let moments = deck.moments();
    moments
        .iter()
        .zip(moments.iter().skip(1))
        .map(|(from, until)| deck.card(from, until))
        .collect()
}

/// The cards end where the next session's own day begins, or after the last day of the new screening.
fn last_moment(rules: &CareRules, first: &CareSession, next: Option<&CareSession>) -> Zoned {
    let screened = match rules.get(NEW_SCREENING).map(|rule| &rule.start) {
        Some(Start::OnDays(days)) => days.iter().max().copied(),
        _ => None,
    };
    let days = screened.map_or(SHOWN_DAYS_AFTER, |day| i64::from(day) + 1);
    let month = first
        .needling_ends
        .saturating_add(SignedDuration::from_hours(24 * days));
    match next {
        Some(next) if next.starts < month => next.starts.clone(),
        _ => month,
    }
}

/// What a session's cards and moments are made from.
pub(super) struct Deck<'a> {
    rules: &'a CareRules,
    instructions: &'a [Instruction],
    session: &'a CareSession,
    ends: Zoned,
}

impl<'a> Deck<'a> {
    pub(super) fn new(
        rules: &'a CareRules,
        instructions: &'a [Instruction],
        session: &'a CareSession,
        next: Option<&CareSession>,
    ) -> Self {
        Self {
            rules,
            instructions,
            session,
            ends: last_moment(rules, session, next),
        }
    }

    /// Where one card ends and the next begins.
    fn moments(&self) -> Vec<Zoned> {
        let start = &self.session.needling_ends;
        let shown_from = self
            .session
            .starts
            .date()
            .saturating_sub(jiff::Span::new().days(SHOWN_DAYS_BEFORE))
            .to_zoned(self.session.starts.time_zone().clone())
            .unwrap_or_else(|_| self.session.starts.clone());
        let mut moments: BTreeSet<Zoned> = [start.clone(), self.ends.clone()].into();
        for one in self.counted() {
            for moment in [Some(&one.from), end_by_clock(one)].into_iter().flatten() {
                if *moment >= shown_from && *moment <= self.ends {
                    moments.insert(moment.clone());
                }
            }
        }
        // What must begin long before stands on one card.
        if let Some(earliest) = self.counted().map(|one| &one.from).min() {
            moments.insert(earliest.clone());
        }
        moments.into_iter().collect()
    }

    /// Check-ins and questions have their own lists and would cut the days into pieces.
    fn counted(&self) -> impl Iterator<Item = &Instruction> {
        self.instructions
            .iter()
            .filter(|one| !matches!(one.kind, InstructionKind::CheckIn | InstructionKind::Ask))
    }

    fn card(&self, from: &Zoned, until: &Zoned) -> CareCard {
        let last = until.saturating_sub(SignedDuration::from_secs(1));
        let begins = |one: &&Instruction| one.from >= *from && one.from < *until;
        let goes_on = |one: &&Instruction| {
            one.from < *from && (holds_by_clock(one, from) || holds_by_clock(one, &last))
        };
        // What ends first stands first: it is what must be known at once.
        let ids = |mut ones: Vec<&Instruction>| {
            ones.sort_by(|one, other| {
                let ends = [one, other].map(|one| one.earliest_end.as_ref().or(one.until.as_ref()));
                let [end, other_end] = ends.map(|end| (end.is_none(), end));
                end.cmp(&other_end)
            });
            ones.into_iter().map(|one| one.id.clone()).collect()
        };
        CareCard {
            phase: if *from < self.session.needling_ends {
                CardPhase::Before
            } else {
                CardPhase::After
            },
            from: from.clone(),
            until: until.clone(),
            from_hour: hours_since(self.session, from),
            until_hour: hours_since(self.session, until),
            begins: ids(self.instructions.iter().filter(begins).collect()),
            goes_on: ids(self.instructions.iter().filter(goes_on).collect()),
            may_begin_again: self.freed(from, EndsBy::Time),
            may_begin_again_when_calm: self.freed(from, EndsBy::TimeAndCalm),
            clinic_may_release: self.releasable(from),
        }
    }

    /// What a ban after the session that ends at this moment set free, unless another ban still covers it. A ban before the
    /// session sets nothing free when the session comes: whether what it forbade may go on fresh skin is not said.
    pub(super) fn freed(&self, at: &Zoned, ends_by: EndsBy) -> Vec<String> {
        let ending = self.counted().filter(|one| {
            one.phase == Phase::After && one.ends_by == ends_by && end_by_clock(one) == Some(at)
        });
        let ending = self.named(ending);
        if ending == SubjectSet::default() {
            return Vec::new();
        }
        // Nobody is told of a freedom that ends within a day.
        let soon = at.saturating_add(SignedDuration::from_hours(24));
        let still: SubjectSet = self
            .counted()
            .filter(|one| holds_by_clock(one, at) || (one.from > *at && one.from < soon))
            .flat_map(|one| &one.forbids)
            .collect();
        // What is asked for from now on is told as such.
        let asked: SubjectSet = self
            .counted()
            .filter(|one| one.from == *at)
            .flat_map(|one| &one.asks_for)
            .collect();
        let freed = ending.iter().filter(|subject| {
            // Nobody is told that a whole is free while a part of it is not.
            let parts = self.rules.products().all_parts(&[*subject]);
            !asked.contains(*subject) && parts.is_disjoint(still)
        });
        freed.map(|one| self.name(one)).collect()
    }

    pub(super) fn releasable(&self, at: &Zoned) -> Vec<String> {
        let releasable = self.counted().filter(|one| {
            one.ends_by == EndsBy::Clearance && one.earliest_end.as_ref() == Some(at)
        });
        let named = self.named(releasable).iter();
        named.map(|one| self.name(one)).collect()
    }

    /// What rules forbid by name, without what is only part of it.
    fn named<'b>(&self, instructions: impl Iterator<Item = &'b Instruction>) -> SubjectSet {
        let named = instructions.flat_map(|one| {
            let rule = self.rules.get(&one.rule);
            let forbids = one.forbids.iter();
            forbids.filter(move |subject| rule.is_some_and(|rule| rule.forbids.contains(subject)))
        });
        named.collect()
    }

    fn name(&self, subject: Subject) -> String {
        self.rules.products().name(subject).to_owned()
    }
}
