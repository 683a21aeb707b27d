//! Plans and their states (clinic reference 2.1).

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, unknown};
use crate::event::{
    Author, KeptJson, PlanApproved, PlanBasis, PlanChanged, PlanDrafted, PlanReturned, PlanStopped,
    SecondName,
};
use crate::id::PlanId;

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanState {
    /// May be changed.
    Draft,
    /// Frozen for the reviewer.
    InReview,
    /// Cannot change any more; sessions may start.
    Approved,
    /// The first session has started.
    Active,
    /// Carried out.
    Completed,
    /// Replaced by a later revision.
    Superseded,
    /// Ended before its time.
    Stopped,
}

impl PlanState {
    /// What can be done instead of what was refused.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Draft => "change it, or submit it for review",
            Self::InReview => "approve it, or return it with a comment",
            Self::Approved => {
                "it cannot change any more: start a session, stop it, or approve a revision"
            }
            Self::Active => {
                "it cannot change any more: carry it out, stop it, or approve a revision"
            }
            Self::Completed | Self::Superseded | Self::Stopped => {
                "this is final: draft a new revision"
            }
        }
    }

    /// Whether sessions may be held by it.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Approved | Self::Active)
    }
}

impl fmt::Display for PlanState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Draft => "a draft",
            Self::InReview => "in review",
            Self::Approved => "approved",
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Superseded => "superseded",
            Self::Stopped => "stopped",
        })
    }
}

/// One move of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanMove {
    /// To which state.
    pub to: PlanState,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// Comment or reason.
    pub comment: Option<String>,
}

/// A revision of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Who wrote or last changed it.
    pub author: Author,
    /// Revision that it is to replace.
    pub supersedes: Option<PlanId>,
    /// Revision that replaced it.
    pub superseded_by: Option<PlanId>,
    /// Number of sessions.
    pub sessions: u32,
    /// Where its numbers came from.
    pub basis: PlanBasis,
    /// `plan.json`.
    pub document: KeptJson,
    /// Where it stands.
    pub state: PlanState,
    /// Who answers for it beside the approver.
    pub second_name: Option<SecondName>,
    /// Every move, the first one first.
    pub moves: Vec<PlanMove>,
}

impl Plan {
    fn approved_at(&self) -> Option<Timestamp> {
        let approved = |moved: &&PlanMove| moved.to == PlanState::Approved;
        self.moves.iter().find(approved).map(|moved| moved.at)
    }
}

/// A step on the way of a plan.
struct Step {
    verb: &'static str,
    from: &'static [PlanState],
    to: PlanState,
}

const CHANGE: Step = Step {
    verb: "changed",
    from: &[PlanState::Draft],
    to: PlanState::Draft,
};
const SUBMIT: Step = Step {
    verb: "submitted",
    from: &[PlanState::Draft],
    to: PlanState::InReview,
};
const RETURN: Step = Step {
    verb: "returned",
    from: &[PlanState::InReview],
    to: PlanState::Draft,
};
const APPROVE: Step = Step {
    verb: "approved",
    from: &[PlanState::InReview],
    to: PlanState::Approved,
};
const START: Step = Step {
    verb: "carried out",
    from: &[PlanState::Approved, PlanState::Active],
    to: PlanState::Active,
};
const COMPLETE: Step = Step {
    verb: "completed",
    from: &[PlanState::Active],
    to: PlanState::Completed,
};
const SUPERSEDE: Step = Step {
    verb: "superseded",
    from: &[PlanState::Approved, PlanState::Active],
    to: PlanState::Superseded,
};
const STOP: Step = Step {
    verb: "stopped",
    from: &[PlanState::Approved, PlanState::Active],
    to: PlanState::Stopped,
};

impl Chart {
    pub(super) fn draft_plan(&mut self, stated: Stated<PlanDrafted>) -> Result<(), Refusal> {
        let Stated {
            recorded_at,
            author,
            facts,
        } = stated;
        if self.plans.contains_key(&facts.plan) {
            return Err(Refusal::Twice {
                what: "plan",
                id: facts.plan.to_string(),
            });
        }
        if let Some(earlier) = facts.supersedes {
            self.plan(earlier)?;
        }
        let plan = Plan {
            supersedes: facts.supersedes,
            superseded_by: None,
            sessions: facts.sessions,
            basis: facts.basis,
            document: facts.document,
            state: PlanState::Draft,
            second_name: None,
            moves: vec![PlanMove {
                to: PlanState::Draft,
                at: recorded_at,
                by: author.clone(),
                comment: None,
            }],
            author,
        };
        self.plans.insert(facts.plan, plan);
        Ok(())
    }

    pub(super) fn change_plan(&mut self, stated: Stated<PlanChanged>) -> Result<(), Refusal> {
        let facts = stated.facts;
        self.advance(
            facts.plan,
            &CHANGE,
            stated.recorded_at,
            &stated.author,
            None,
        )?;
        let plan = self.plan_mut(facts.plan)?;
        plan.author = stated.author;
        plan.sessions = facts.sessions;
        plan.basis = facts.basis;
        plan.document = facts.document;
        Ok(())
    }

    pub(super) fn submit_plan(&mut self, plan: &Stated<PlanId>) -> Result<(), Refusal> {
        self.advance(plan.facts, &SUBMIT, plan.recorded_at, &plan.author, None)
    }

    pub(super) fn return_plan(&mut self, stated: Stated<PlanReturned>) -> Result<(), Refusal> {
        let PlanReturned { plan, comment } = stated.facts;
        self.advance(
            plan,
            &RETURN,
            stated.recorded_at,
            &stated.author,
            Some(comment),
        )
    }

    /// Approves a plan, and supersedes the revision that it replaces if that one is in force. Both happen by one event, so
    /// that never two revisions of a course are in force.
    pub(super) fn approve_plan(&mut self, stated: Stated<PlanApproved>) -> Result<(), Refusal> {
        let (at, by) = (stated.recorded_at, stated.author);
        let PlanApproved { plan, second_name } = stated.facts;
        let earlier = self.plan(plan)?.supersedes;
        self.advance(plan, &APPROVE, at, &by, None)?;
        self.plan_mut(plan)?.second_name = second_name;
        if let Some(earlier) = earlier
            && self.plan(earlier)?.state.is_in_force()
        {
            self.refuse_open_session(earlier)?;
            self.advance(earlier, &SUPERSEDE, at, &by, None)?;
            self.plan_mut(earlier)?.superseded_by = Some(plan);
        }
        Ok(())
    }

    pub(super) fn complete_plan(&mut self, plan: &Stated<PlanId>) -> Result<(), Refusal> {
        self.refuse_open_session(plan.facts)?;
        if !self.has_signed_session(plan.facts) && self.plan(plan.facts)?.state == PlanState::Active
        {
            return Err(Refusal::NothingDone(plan.facts));
        }
        self.advance(plan.facts, &COMPLETE, plan.recorded_at, &plan.author, None)
    }

    pub(super) fn stop_plan(&mut self, stated: Stated<PlanStopped>) -> Result<(), Refusal> {
        let PlanStopped { plan, reason } = stated.facts;
        self.refuse_open_session(plan)?;
        self.advance(
            plan,
            &STOP,
            stated.recorded_at,
            &stated.author,
            Some(reason),
        )
    }

    /// The first session makes an approved plan active.
    pub(super) fn begin_plan(
        &mut self,
        plan: PlanId,
        at: Timestamp,
        by: &Author,
    ) -> Result<(), Refusal> {
        self.advance(plan, &START, at, by, None)
    }

    /// A plan of the chart.
    ///
    /// # Errors
    /// When the chart does not hold it.
    pub fn plan(&self, plan: PlanId) -> Result<&Plan, Refusal> {
        self.plans.get(&plan).ok_or_else(|| unknown("plan", plan))
    }

    /// The plan by which sessions may be held. New plans are approved only where they leave one in force; in a chart of an
    /// older version with several it is the one that was approved last, since that was the later decision.
    pub fn plan_in_force(&self) -> Option<(PlanId, &Plan)> {
        self.plans_in_force()
            .max_by_key(|(id, plan)| (plan.approved_at(), *id))
    }

    /// Every plan by which sessions may be held.
    pub(super) fn plans_in_force(&self) -> impl Iterator<Item = (PlanId, &Plan)> {
        let plans = self.plans.iter().map(|(id, plan)| (*id, plan));
        plans.filter(|(_, plan)| plan.state.is_in_force())
    }

    fn plan_mut(&mut self, plan: PlanId) -> Result<&mut Plan, Refusal> {
        self.plans
            .get_mut(&plan)
            .ok_or_else(|| unknown("plan", plan))
    }

    fn advance(
        &mut self,
        id: PlanId,
        step: &Step,
        at: Timestamp,
        by: &Author,
        comment: Option<String>,
    ) -> Result<(), Refusal> {
        let plan = self.plan_mut(id)?;
        if !step.from.contains(&plan.state) {
            return Err(Refusal::Plan {
                plan: id,
                state: plan.state,
                verb: step.verb,
            });
        }
        if plan.state != step.to {
            plan.state = step.to;
            plan.moves.push(PlanMove {
                to: step.to,
                at,
                by: by.clone(),
                comment,
            });
        }
        Ok(())
    }
}
