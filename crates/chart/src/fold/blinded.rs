//! Blinded ratings: of which photographs they can be, and who may give one.

use std::collections::BTreeSet;

use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, insert_new};
use crate::event::{Author, BlindedPairRated, BlindedVerdict};
use crate::id::{PhotographId, PlanId, UserId};

impl Chart {
    pub(super) fn rate_blinded(&mut self, rated: Stated<BlindedPairRated>) -> Result<(), Refusal> {
        let facts = &rated.facts;
        self.plan(facts.plan)?;
        let before = self.photograph(facts.before)?.added.facts.taken_at;
        let after = self.photograph(facts.after)?.added.facts.taken_at;
        if before >= after {
            return Err(Refusal::NoPair);
        }
        insert_new(&mut self.blinded_ratings, "rating", facts.rating, rated)
    }

    /// Everybody who cannot grade an outcome of this plan blind: whoever needled or wrote in a session of it, whoever graded
    /// this person, and whoever took one of these photographs.
    pub fn who_knows(&self, plan: PlanId, photographs: [PhotographId; 2]) -> BTreeSet<UserId> {
        let sessions = self.sessions_of(plan);
        let needled = sessions.flat_map(|(_, session)| session.authors());
        let graded = self.ratings.values().map(|rated| &rated.author);
        let taken = photographs.into_iter().filter_map(|photograph| {
            let known = self.photographs.get(&photograph)?;
            Some(&known.added.author)
        });
        needled
            .chain(graded)
            .chain(taken)
            .map(|author| author.user)
            .collect()
    }

    /// Names that the sessions of a plan give for whoever needled and whoever answered for it.
    pub fn names_of_treatment(&self, plan: PlanId) -> BTreeSet<&str> {
        let started = self
            .sessions_of(plan)
            .map(|(_, session)| &session.started.facts);
        started
            .flat_map(|facts| [facts.operator.as_str(), facts.supervisor.as_str()])
            .collect()
    }

    pub(super) fn require_blind_rater(
        &self,
        rated: &BlindedPairRated,
        rater: &Author,
    ) -> Result<(), Refusal> {
        let pair = [rated.before, rated.after];
        self.require_shown(pair, rated.day)?;
        let knows = self.who_knows(rated.plan, pair);
        if knows.contains(&rater.user) || self.names_of_treatment(rated.plan).contains(&*rater.name)
        {
            return Err(Refusal::NotBlind);
        }
        let is_repeated = self.blinded_ratings.values().any(|earlier| {
            earlier.author.user == rater.user
                && earlier.facts.is_of(pair, &rated.zone, &rated.scale)
        });
        if is_repeated {
            return Err(Refusal::GradedBefore);
        }
        Ok(())
    }
}

/// A grade is a number; a pair that was not judged has a reason.
pub(super) fn require_verdict(rated: &BlindedPairRated) -> Result<(), Refusal> {
    match &rated.verdict {
        BlindedVerdict::Graded { first, second, .. } => {
            if first.is_finite() && second.is_finite() {
                Ok(())
            } else {
                Err(Refusal::Blank("a grade"))
            }
        }
        BlindedVerdict::NotJudged { reason_code, .. } => {
            if reason_code.trim().is_empty() {
                Err(Refusal::Blank("the reason"))
            } else {
                Ok(())
            }
        }
    }
}
