//! Why an event does not fit a chart.

use jiff::civil::Date;
use thiserror::Error;

use super::plan::PlanState;
use super::session::SessionState;
use crate::event::{ConsentClass, Role};
use crate::id::{PlanId, SessionId};

/// Why an event does not fit a chart. Names ids and states, never what a chart says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Nobody is registered yet.
    #[error("the chart is empty; register the patient first.")]
    NotRegistered,
    /// Somebody is registered already.
    #[error("the patient is registered already; correct the identity instead.")]
    AlreadyRegistered,
    /// Something that the chart does not hold.
    #[error("the chart holds no {what} {id}; open the chart again and choose one that it shows.")]
    Unknown {
        /// What.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Something that the chart holds already.
    #[error("the chart holds the {what} {id} already; give a new one its own id.")]
    Twice {
        /// What.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Answers that were sent after they were recorded.
    #[error(
        "answers cannot be taken into a chart before they were sent; set the clock of this machine right."
    )]
    SentLater,
    /// Silence that is to be looked at again before it was noted.
    #[error("the next look lies in the past; choose a later hour.")]
    LookedAtBefore,
    /// An adverse event that begins in the future.
    #[error("an adverse event cannot begin in the future; correct the day of onset.")]
    OnsetInFuture,
    /// An adverse event that begins before the treatment to which it is tied.
    #[error(
        "an adverse event cannot begin before the session to which it is tied; correct the day of onset, or choose another session or none."
    )]
    OnsetBeforeSession,
    /// An adverse event that begins before the person was born.
    #[error("an adverse event cannot begin before the person was born; correct the day of onset.")]
    OnsetBeforeBirth,
    /// A report that was sent before there was anything to report.
    #[error("a report cannot be sent before the adverse event was opened; correct the day.")]
    ReportedBeforeOpened,
    /// A serious adverse event is closed, and nobody has reported it or said why not.
    #[error(
        "a serious adverse event is not closed before it is recorded to whom it was reported, or why no report is due; record one of them first."
    )]
    Unreported,
    /// A rating of a day before the person was known here.
    #[error("nobody is rated before being registered here; correct the day of the rating.")]
    RatedBeforeRegistered,
    /// A rating that is not one's own.
    #[error(
        "a rating is taken back by whoever gave it, or by a clinician where a colleague gave it; ask one of them."
    )]
    RatingOfAnother,
    /// A move that the state of a plan does not allow.
    #[error("plan {plan} is {state} and cannot be {verb}; {advice}.", advice = state.advice())]
    Plan {
        /// The plan.
        plan: PlanId,
        /// Its state.
        state: PlanState,
        /// What was asked.
        verb: &'static str,
    },
    /// A plan has an open session.
    #[error("session {session} of plan {plan} is open; sign or abandon it first.")]
    OpenSession {
        /// The plan.
        plan: PlanId,
        /// Its session.
        session: SessionId,
    },
    /// A plan has no signed session.
    #[error("plan {0} has no signed session and cannot be completed; stop it instead.")]
    NothingDone(PlanId),
    /// A move that the state of a session does not allow.
    #[error("session {session} is {state} and cannot be {verb}; {advice}.", advice = state.advice())]
    Session {
        /// The session.
        session: SessionId,
        /// Its state.
        state: SessionState,
        /// What was asked.
        verb: &'static str,
    },
    /// A session without zones is signed.
    #[error(
        "session {0} holds no zone and cannot be signed; record a zone, or abandon the session."
    )]
    NothingNeedled(SessionId),
    /// A session with zones is abandoned.
    #[error("session {0} holds zones that were needled and cannot be abandoned; sign it.")]
    SomethingNeedled(SessionId),
    /// Numbers that are corrected of no entry.
    #[error("a correction in numbers is about one zone entry; name the entry.")]
    CorrectionOfNoEntry,
    /// The only entry that stands is said to be a mistake.
    #[error(
        "this is the only entry that stands in session {0}; if nothing was needled in it, amend the session as a whole."
    )]
    LastEntry(SessionId),
    /// A correction after which everything stands as before.
    #[error("the correction changes nothing; write what is true instead.")]
    NothingCorrected,
    /// Something that is over already.
    #[error("the {what} {id} is {state} already; nothing is left to do.")]
    Over {
        /// What.
        what: &'static str,
        /// Its id.
        id: String,
        /// Closed, revoked, withdrawn.
        state: &'static str,
    },
    /// A role that may not do this.
    #[error("the role {role:?} may not do this; it needs somebody who {needed}.")]
    Role {
        /// Role of the author.
        role: Role,
        /// Who may.
        needed: &'static str,
    },
    /// A text that must say something.
    #[error("{0} is empty; write it down.")]
    Blank(&'static str),
    /// A text that is no mail address.
    #[error("this is no mail address; write it as name@example.org.")]
    NoMailAddress,
    /// A time zone of which this version knows nothing.
    #[error("the time zone is unknown; write it as in Europe/Zurich or America/New_York.")]
    UnknownTimeZone,
    /// A number out of its range.
    #[error("{what} must be from {least} to {most}; correct it.")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// Least.
        least: u32,
        /// Most.
        most: u32,
    },
    /// The author of a plan approves it.
    #[error(
        "plan {0} was written by the same person; somebody else approves it, or the clinic states that it has one licensed user."
    )]
    OwnPlan(PlanId),
    /// A second plan beside one that is in force.
    #[error(
        "plan {other} is in force, and plan {plan} does not replace it; draft a new revision, which starts from the newest plan and replaces the one in force, or stop that one first."
    )]
    AnotherPlanInForce {
        /// The plan that is to be approved.
        plan: PlanId,
        /// The plan in force.
        other: PlanId,
    },
    /// A consent that is missing, revoked or over.
    #[error("no valid {class:?} consent for this was found; ask for one, and record it first.")]
    NoConsent {
        /// Which kind.
        class: ConsentClass,
    },
    /// A treatment consent without its plan.
    #[error("a treatment consent names the revision of the plan that it is about; give the plan.")]
    ConsentWithoutPlan,
    /// The start gate is not passed.
    #[error("{0} was not confirmed; confirm it, or record an override before the session starts.")]
    NotConfirmed(&'static str),
    /// A cartridge out of date.
    #[error("the cartridge expired on {0}; take another one.")]
    CartridgeExpired(Date),
    /// A cartridge whose pack is open or that was used.
    #[error("the cartridge {0}; take another one.")]
    CartridgeUnfit(&'static str),
    /// Two photographs that are no pair of before and after.
    #[error(
        "the first photograph was not taken before the second one; choose one before and one after the course."
    )]
    NoPair,
    /// Whoever grades blind treated or graded the person, or took the photographs.
    #[error(
        "whoever treated or graded this person, or took the photographs, cannot grade them blind; somebody else does."
    )]
    NotBlind,
    /// The same rater has graded this pair.
    #[error(
        "you have graded this pair already, and a second look is no longer blind; take the next one."
    )]
    GradedBefore,
    /// A major deviation without a decision.
    #[error(
        "zone {zone} lies far from the plan; record an override for this zone and session, with a reason and a second name, first."
    )]
    NoOverride {
        /// Zone id.
        zone: String,
    },
}
