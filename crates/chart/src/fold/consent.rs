//! Consents and photographs, which need one.

use jiff::civil::Date;
use serde::Serialize;

use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, unknown};
use crate::event::{
    ConsentClass, ConsentGiven, ConsentRevoked, PhotographAdded, PhotographTakenBack,
    PhotographWithdrawn,
};
use crate::id::{PhotographId, PlanId};

/// What a consent is to: its kind, the revision of the plan, and what for.
pub type ConsentSubject<'a> = (ConsentClass, Option<PlanId>, Option<&'a str>);

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// What was signed.
    pub given: Stated<ConsentGiven>,
    /// Taken back: itself, or together with another consent to the same.
    pub revoked: Option<Stated<ConsentRevoked>>,
}

impl Consent {
    /// Whether it holds on a day.
    pub fn is_valid(&self, on: Date) -> bool {
        self.revoked.is_none() && self.given.facts.expires_on.is_none_or(|last| on <= last)
    }

    /// What it is to: taking back one of two to the same means both.
    fn subject(&self) -> ConsentSubject<'_> {
        let given = &self.given.facts;
        (given.class, given.plan, given.purpose.as_deref())
    }

    /// Whether somebody took back this very consent, and not another one to the same.
    fn is_revoked_itself(&self) -> bool {
        let id = self.given.facts.consent;
        let revoked = self.revoked.as_ref();
        revoked.is_some_and(|revoked| revoked.facts.consent == id)
    }

    fn is_for(&self, class: ConsentClass, plan: Option<PlanId>) -> bool {
        let given = &self.given.facts;
        given.class == class && (plan.is_none() || given.plan == plan)
    }
}

/// A photograph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Photograph {
    /// What is known of it.
    pub added: Stated<PhotographAdded>,
    /// Taken back by the patient: nobody else is shown it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Stated<PhotographTakenBack>>,
    /// Withdrawn: its pixels are gone.
    pub withdrawn: Option<Stated<PhotographWithdrawn>>,
}

impl Photograph {
    /// Whether it was neither withdrawn nor taken back.
    pub fn stands(&self) -> bool {
        self.gone().is_none()
    }

    /// How it went; `None`: it stands.
    fn gone(&self) -> Option<&'static str> {
        if self.withdrawn.is_some() {
            return Some("withdrawn");
        }
        self.taken_back.is_some().then_some("taken back")
    }
}

impl Chart {
    /// Whether a consent of a kind holds on a day; with a plan, one that names this revision.
    pub fn has_consent(&self, class: ConsentClass, plan: Option<PlanId>, on: Date) -> bool {
        self.consents
            .values()
            .any(|consent| consent.is_for(class, plan) && consent.is_valid(on))
    }

    /// The consent to just this that holds on a day, if there is one.
    pub fn standing_consent(&self, to: ConsentSubject<'_>, on: Date) -> Option<&Consent> {
        let mut consents = self.consents.values();
        consents.find(|consent| consent.subject() == to && consent.is_valid(on))
    }

    pub(super) fn give_consent(&mut self, given: Stated<ConsentGiven>) -> Result<(), Refusal> {
        let id = given.facts.consent;
        if let Some(plan) = given.facts.plan {
            self.plan(plan)?;
        }
        if self.consents.contains_key(&id) {
            return Err(Refusal::Twice {
                what: "consent",
                id: id.to_string(),
            });
        }
        let consent = Consent {
            given,
            revoked: None,
        };
        self.consents.insert(id, consent);
        Ok(())
    }

    pub(super) fn revoke_consent(
        &mut self,
        revoked: &Stated<ConsentRevoked>,
    ) -> Result<(), Refusal> {
        let id = revoked.facts.consent;
        let consent = self
            .consents
            .get_mut(&id)
            .ok_or_else(|| unknown("consent", id))?;
        // Records of the time before know two that were taken back one after the other.
        if consent.is_revoked_itself() {
            return Err(Refusal::Over {
                what: "consent",
                id: id.to_string(),
                state: "revoked",
            });
        }
        let was_standing = consent.revoked.is_none();
        let (class, plan, purpose) = consent.subject();
        let purpose = purpose.map(str::to_owned);
        consent.revoked = Some(revoked.clone());
        if !was_standing {
            return Ok(());
        }
        // Whoever takes a consent back takes back what was agreed to, however often it was signed.
        let others = self.consents.values_mut();
        let to = (class, plan, purpose.as_deref());
        for other in others.filter(|one| one.revoked.is_none() && one.subject() == to) {
            other.revoked = Some(revoked.clone());
        }
        Ok(())
    }

    pub(super) fn add_photograph(&mut self, added: Stated<PhotographAdded>) -> Result<(), Refusal> {
        let id = added.facts.photograph;
        if !self.consents.contains_key(&added.facts.consent) {
            return Err(unknown("consent", added.facts.consent));
        }
        if let Some(session) = added.facts.session {
            self.session(session)?;
        }
        if self.photographs.contains_key(&id) {
            return Err(Refusal::Twice {
                what: "photograph",
                id: id.to_string(),
            });
        }
        let photograph = Photograph {
            added,
            taken_back: None,
            withdrawn: None,
        };
        self.photographs.insert(id, photograph);
        Ok(())
    }

    pub(super) fn photograph(&self, id: PhotographId) -> Result<&Photograph, Refusal> {
        let photograph = self.photographs.get(&id);
        photograph.ok_or_else(|| unknown("photograph", id))
    }

    /// Whether photographs may still be shown on a day to anybody but the patient.
    ///
    /// # Errors
    /// When one is unknown, was withdrawn or taken back, or its consent does not hold.
    pub fn require_shown(
        &self,
        photographs: impl IntoIterator<Item = PhotographId>,
        on: Date,
    ) -> Result<(), Refusal> {
        for id in photographs {
            let photograph = self.photograph(id)?;
            if let Some(state) = photograph.gone() {
                return Err(Refusal::Over {
                    what: "photograph",
                    id: id.to_string(),
                    state,
                });
            }
            let consent = self.consents.get(&photograph.added.facts.consent);
            if !consent.is_some_and(|consent| consent.is_valid(on)) {
                return Err(Refusal::NoConsent {
                    class: ConsentClass::Photograph,
                });
            }
        }
        Ok(())
    }

    pub(super) fn take_photograph_back(
        &mut self,
        taken_back: Stated<PhotographTakenBack>,
    ) -> Result<(), Refusal> {
        let id = taken_back.facts.photograph;
        let photograph = self
            .photographs
            .get_mut(&id)
            .ok_or_else(|| unknown("photograph", id))?;
        if let Some(state) = photograph.gone() {
            return Err(Refusal::Over {
                what: "photograph",
                id: id.to_string(),
                state,
            });
        }
        photograph.taken_back = Some(taken_back);
        Ok(())
    }

    pub(super) fn withdraw_photograph(
        &mut self,
        withdrawn: Stated<PhotographWithdrawn>,
    ) -> Result<(), Refusal> {
        let id = withdrawn.facts.photograph;
        let photograph = self
            .photographs
            .get_mut(&id)
            .ok_or_else(|| unknown("photograph", id))?;
        if photograph.withdrawn.is_some() {
            return Err(Refusal::Over {
                what: "photograph",
                id: id.to_string(),
                state: "withdrawn",
            });
        }
        photograph.withdrawn = Some(withdrawn);
        Ok(())
    }
}
