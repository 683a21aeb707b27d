//! Sessions: open while something is recorded, then signed and only amended.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::refusal::Refusal;
use super::stated::Stated;
use super::zone_entry::ZoneEntry;
use super::{Chart, unknown};
use crate::event::{
    Author, CartridgeDiscarded, CartridgeOpened, ClearanceGiven, Correction, NumbingApplied,
    ProductApplied, ReactionNoted, SessionAbandoned, SessionAmended, SessionSigned, SessionStarted,
    ZoneRecorded,
};
use crate::id::{PlanId, SessionId, ZoneEntryId};

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionState {
    /// Something may be recorded.
    Open,
    /// Signed: only amendments follow.
    Signed,
    /// Ended before anything was needled.
    Abandoned,
}

impl SessionState {
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Open => "sign it first",
            Self::Signed => "it is never edited: write an amendment",
            Self::Abandoned => "start another session",
        }
    }
}

impl fmt::Display for SessionState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Open => "open",
            Self::Signed => "signed",
            Self::Abandoned => "abandoned",
        })
    }
}

/// A treatment session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Session {
    /// How it began.
    pub started: Stated<SessionStarted>,
    /// Where it stands.
    pub state: SessionState,
    /// Cartridges.
    pub cartridges: Vec<Stated<CartridgeOpened>>,
    /// Cartridges that went to the sharps.
    pub discarded: Vec<Stated<CartridgeDiscarded>>,
    /// Numbing.
    pub numbing: Vec<Stated<NumbingApplied>>,
    /// Products on the skin.
    pub products: Vec<Stated<ProductApplied>>,
    /// Entries of zones as they were first recorded, also those that were added after the signature. What was done to the skin is
    /// [`Session::delivered`].
    pub zones: Vec<Stated<ZoneRecorded>>,
    /// The same entries as they stand now, in the same order.
    entries: Vec<ZoneEntry>,
    /// Immediate reactions.
    pub reactions: Vec<Stated<ReactionNoted>>,
    /// Signature.
    pub signed: Option<Stated<SessionSigned>>,
    /// Corrections after the signature.
    pub amendments: Vec<Stated<SessionAmended>>,
    /// Why it was abandoned.
    pub abandoned: Option<Stated<SessionAbandoned>>,
    /// Instructions released afterwards.
    pub clearances: Vec<Stated<ClearanceGiven>>,
}

impl Session {
    fn new(started: Stated<SessionStarted>) -> Self {
        Self {
            started,
            state: SessionState::Open,
            cartridges: Vec::new(),
            discarded: Vec::new(),
            numbing: Vec::new(),
            products: Vec::new(),
            zones: Vec::new(),
            entries: Vec::new(),
            reactions: Vec::new(),
            signed: None,
            amendments: Vec::new(),
            abandoned: None,
            clearances: Vec::new(),
        }
    }

    /// Every entry as it was first recorded and as it stands now, also one that was made by mistake.
    pub fn entries(&self) -> impl Iterator<Item = (&Stated<ZoneRecorded>, &ZoneEntry)> {
        self.zones.iter().zip(&self.entries)
    }

    /// What was done to the skin, as far as it is known: entries as they stand after every amendment, without those that were
    /// made by mistake. Whoever asks what happened asks this.
    pub fn delivered(&self) -> impl Iterator<Item = &ZoneEntry> {
        self.entries.iter().filter(|entry| entry.is_needled)
    }

    /// When the last zone was recorded of those that were needled, while they were; `None`: none was. When a zone was needled that
    /// was added after the signature, nobody wrote down.
    pub fn last_needled_at(&self) -> Option<Timestamp> {
        let needled = self.entries().filter(|(_, entry)| entry.is_needled);
        needled
            .filter(|(_, entry)| self.addition_of(entry.entry).is_none())
            .map(|(recorded, _)| recorded.recorded_at)
            .max()
    }

    /// The amendment by which an entry was added after the signature; `None`: it was recorded before.
    pub fn addition_of(&self, entry: ZoneEntryId) -> Option<&Stated<SessionAmended>> {
        let mut amendments = self.amendments.iter();
        amendments.find(|one| one.facts.adds(entry))
    }

    /// Whether the skin was needled in it, or may be yet: it was not abandoned, and not amended to nothing.
    pub fn is_held(&self) -> bool {
        match self.state {
            SessionState::Open => true,
            SessionState::Signed => self.delivered().next().is_some(),
            SessionState::Abandoned => false,
        }
    }

    /// Amendments of an entry, also those of the session as a whole, in their order. Of an entry that was added by one, those
    /// after it.
    pub fn amendments_of(
        &self,
        entry: ZoneEntryId,
    ) -> impl Iterator<Item = &Stated<SessionAmended>> {
        let mut amendments = self.amendments.iter();
        let added = amendments.position(|one| one.facts.adds(entry));
        let since = self.amendments.iter().skip(added.map_or(0, |at| at + 1));
        since.filter(move |one| one.facts.entry.is_none_or(|of| of == entry))
    }

    /// Everybody who wrote something in it, from its start to its last amendment.
    pub(super) fn authors(&self) -> impl Iterator<Item = &Author> {
        fn of<T>(stated: &[Stated<T>]) -> impl Iterator<Item = &Author> {
            stated.iter().map(|one| &one.author)
        }
        std::iter::once(&self.started.author)
            .chain(of(&self.cartridges))
            .chain(of(&self.numbing))
            .chain(of(&self.products))
            .chain(of(&self.zones))
            .chain(of(&self.reactions))
            .chain(of(&self.discarded))
            .chain(self.signed.iter().map(|one| &one.author))
            .chain(of(&self.amendments))
    }

    /// Numbers are true of one entry; and whether anything was needled at all is said of the session, once.
    fn refuse_correction(&self, amended: &SessionAmended) -> Result<(), Refusal> {
        match (&amended.corrected, amended.entry) {
            (Some(Correction::Needled(_) | Correction::Added(_)), None) => {
                Err(Refusal::CorrectionOfNoEntry)
            }
            (Some(Correction::NotNeedled), Some(entry))
                if self.delivered().all(|one| one.entry == entry) && self.is_held() =>
            {
                Err(Refusal::LastEntry(amended.session))
            }
            _ => Ok(()),
        }
    }

    fn has_entry(&self, entry: ZoneEntryId) -> bool {
        self.entries.iter().any(|one| one.entry == entry)
    }

    fn add_entry(&mut self, recorded: Stated<ZoneRecorded>) -> Result<(), Refusal> {
        if self.has_entry(recorded.facts.entry) {
            return Err(Refusal::Twice {
                what: "zone entry",
                id: recorded.facts.entry.to_string(),
            });
        }
        self.entries.push(ZoneEntry::from(&recorded.facts));
        self.zones.push(recorded);
        Ok(())
    }

    fn require(&self, wanted: SessionState, verb: &'static str) -> Result<(), Refusal> {
        if self.state == wanted {
            return Ok(());
        }
        Err(Refusal::Session {
            session: self.started.facts.session,
            state: self.state,
            verb,
        })
    }
}

impl Chart {
    pub(super) fn start_session(&mut self, stated: Stated<SessionStarted>) -> Result<(), Refusal> {
        let SessionStarted { session, plan, .. } = stated.facts;
        if self.sessions.contains_key(&session) {
            return Err(Refusal::Twice {
                what: "session",
                id: session.to_string(),
            });
        }
        self.refuse_open_session(plan)?;
        self.begin_plan(plan, stated.recorded_at, &stated.author)?;
        self.sessions.insert(session, Session::new(stated));
        Ok(())
    }

    pub(super) fn open_cartridge(
        &mut self,
        stated: Stated<CartridgeOpened>,
    ) -> Result<(), Refusal> {
        self.open_session(stated.facts.session)?
            .cartridges
            .push(stated);
        Ok(())
    }

    /// A cartridge may go to the sharps after the signature too: the record of it is no edit of what was done.
    pub(super) fn discard_cartridge(
        &mut self,
        stated: Stated<CartridgeDiscarded>,
    ) -> Result<(), Refusal> {
        let session = self.session_mut(stated.facts.session)?;
        let is_known = session.cartridges.iter().any(|cartridge| {
            cartridge.facts.lot == stated.facts.lot && cartridge.facts.unit == stated.facts.unit
        });
        if !is_known {
            return Err(unknown("cartridge", &stated.facts.unit));
        }
        session.discarded.push(stated);
        Ok(())
    }

    pub(super) fn apply_numbing(&mut self, stated: Stated<NumbingApplied>) -> Result<(), Refusal> {
        self.open_session(stated.facts.session)?
            .numbing
            .push(stated);
        Ok(())
    }

    pub(super) fn apply_product(&mut self, stated: Stated<ProductApplied>) -> Result<(), Refusal> {
        self.open_session(stated.facts.session)?
            .products
            .push(stated);
        Ok(())
    }

    pub(super) fn record_zone(&mut self, stated: Stated<ZoneRecorded>) -> Result<(), Refusal> {
        self.open_session(stated.facts.session)?.add_entry(stated)
    }

    pub(super) fn note_reaction(&mut self, stated: Stated<ReactionNoted>) -> Result<(), Refusal> {
        self.open_session(stated.facts.session)?
            .reactions
            .push(stated);
        Ok(())
    }

    pub(super) fn sign_session(&mut self, stated: Stated<SessionSigned>) -> Result<(), Refusal> {
        let session = self.session_mut(stated.facts.session)?;
        session.require(SessionState::Open, "signed")?;
        if session.zones.is_empty() {
            return Err(Refusal::NothingNeedled(stated.facts.session));
        }
        session.state = SessionState::Signed;
        session.signed = Some(stated);
        Ok(())
    }

    /// A correction stands beside what was recorded; the entries that it is about say from now on what is true.
    pub(super) fn amend_session(&mut self, stated: Stated<SessionAmended>) -> Result<(), Refusal> {
        let session = self.session_mut(stated.facts.session)?;
        session.require(SessionState::Signed, "amended")?;
        let facts = &stated.facts;
        session.refuse_correction(facts)?;
        if let Some(added) = facts.added() {
            session.add_entry(Stated {
                recorded_at: stated.recorded_at,
                author: stated.author.clone(),
                facts: added,
            })?;
            session.amendments.push(stated);
            return Ok(());
        }
        if let Some(entry) = facts.entry
            && !session.has_entry(entry)
        {
            return Err(unknown("zone entry", entry));
        }
        let is_about = |one: &&mut ZoneEntry| facts.entry.is_none_or(|entry| entry == one.entry);
        for entry in session.entries.iter_mut().filter(is_about) {
            entry.amend(facts.corrected.as_ref());
        }
        session.amendments.push(stated);
        Ok(())
    }

    pub(super) fn abandon_session(
        &mut self,
        stated: Stated<SessionAbandoned>,
    ) -> Result<(), Refusal> {
        let session = self.session_mut(stated.facts.session)?;
        session.require(SessionState::Open, "abandoned")?;
        if !session.zones.is_empty() {
            return Err(Refusal::SomethingNeedled(stated.facts.session));
        }
        session.state = SessionState::Abandoned;
        session.abandoned = Some(stated);
        Ok(())
    }

    pub(super) fn give_clearance(&mut self, stated: Stated<ClearanceGiven>) -> Result<(), Refusal> {
        let session = self.session_mut(stated.facts.session)?;
        session.require(SessionState::Signed, "cleared")?;
        session.clearances.push(stated);
        Ok(())
    }

    /// Day of the last session that was held; `None`: none was.
    pub fn last_held_on(&self) -> Option<Date> {
        let held = self.sessions.values().filter(|session| session.is_held());
        held.map(|session| session.started.facts.day).max()
    }

    /// A session of the chart.
    ///
    /// # Errors
    /// When the chart does not hold it.
    pub fn session(&self, session: SessionId) -> Result<&Session, Refusal> {
        self.sessions
            .get(&session)
            .ok_or_else(|| unknown("session", session))
    }

    pub(super) fn refuse_open_session(&self, plan: PlanId) -> Result<(), Refusal> {
        let open = self
            .sessions_of(plan)
            .find(|(_, session)| session.state == SessionState::Open);
        match open {
            Some((session, _)) => Err(Refusal::OpenSession { plan, session }),
            None => Ok(()),
        }
    }

    pub(super) fn has_signed_session(&self, plan: PlanId) -> bool {
        self.sessions_of(plan)
            .any(|(_, session)| session.state == SessionState::Signed)
    }

    pub(super) fn sessions_of(&self, plan: PlanId) -> impl Iterator<Item = (SessionId, &Session)> {
        self.sessions
            .iter()
            .filter(move |(_, session)| session.started.facts.plan == plan)
            .map(|(id, session)| (*id, session))
    }

    fn session_mut(&mut self, session: SessionId) -> Result<&mut Session, Refusal> {
        self.sessions
            .get_mut(&session)
            .ok_or_else(|| unknown("session", session))
    }

    fn open_session(&mut self, session: SessionId) -> Result<&mut Session, Refusal> {
        let session = self.session_mut(session)?;
        session.require(SessionState::Open, "changed")?;
        Ok(session)
    }
}
