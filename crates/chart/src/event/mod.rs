//! What can happen to a chart. Events are facts: none is ever changed, a correction is another event.
//!
//! The texts and numbers in here are health data. [`Event`] and [`Recorded`] show no more than their kind in debug output,
//! so that no log and no failed assertion carries them out by accident.

mod author;
mod blinded;
mod consent;
mod document;
mod follow_up;
mod identity;
mod kept_json;
mod photograph;
mod plan;
mod rating;
mod reminder;
mod screening;
mod session;
mod upcast;

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

pub use author::{Author, Role, SecondName};
pub use blinded::{BlindedPairRated, BlindedVerdict, LooksBetter, ShownFirst};
pub use consent::{
    ConsentClass, ConsentGiven, ConsentRevoked, Signature, SignedSection, SignedText,
};
pub(crate) use document::Glance;
pub use document::{DocumentError, Recorded};
pub use follow_up::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventOpened, AdverseEventReportNotDue,
    AdverseEventReported, CheckInAnswered, CheckInReported, ClearanceGiven, ReplyRead,
    SilenceNoted,
};
pub use identity::{Contact, ContactChanged, IdentityCorrected, PatientRegistered, PersonName};
pub use kept_json::KeptJson;
pub use photograph::{PhotographAdded, PhotographTakenBack, PhotographWithdrawn};
pub use plan::{
    PlanApproved, PlanBasis, PlanChanged, PlanCompleted, PlanDrafted, PlanReturned, PlanStopped,
    PlanSubmitted,
};
pub use rating::{RatingWithdrawn, ScaleDirection, ScaleRated, Seen};
pub use reminder::{ReminderMail, RemindersChosen};
pub use screening::{
    FiredRule, IntakeSent, OverrideDecided, OverrideSubject, ScreeningAnswered, Verdict,
};
pub use session::{
    AddedZone, CartridgeDiscarded, CartridgeOpened, Corrected, CorrectedZone, Correction,
    DeliveryScore, Deviation, DeviceUsed, HeldAt, Identifier, NumbingApplied, Phase,
    ProductApplied, ReactionNoted, SessionAbandoned, SessionAmended, SessionSigned, SessionStarted,
    ZoneRecorded,
};

/// Declares the events: type, name in the record, newest version.
macro_rules! events {
    ($($kind:ident = $name:literal, version $version:literal;)+) => {
        /// One fact about one patient.
        #[derive(Clone, PartialEq)]
        pub enum Event {$(
            #[doc = concat!("`", $name, "`, version ", stringify!($version), ".")]
            $kind($kind),
        )+}

        /// Which fact.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {$(
            #[doc = concat!("`", $name, "`.")]
            $kind,
        )+}

        impl EventKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// Name in the record.
            pub const fn name(self) -> &'static str {
                match self {$(Self::$kind => $name,)+}
            }

            /// Newest version: the one that is written.
            pub const fn version(self) -> u32 {
                match self {$(Self::$kind => $version,)+}
            }

            fn read(self, facts: Value) -> Result<Event, serde_json::Error> {
                Ok(match self {$(Self::$kind => Event::$kind(serde_json::from_value(facts)?),)+})
            }

            fn read_text(self, facts: &str) -> Result<Event, serde_json::Error> {
                Ok(match self {$(Self::$kind => Event::$kind(serde_json::from_str(facts)?),)+})
            }
        }

        impl Event {
            /// Which fact it is.
            pub const fn kind(&self) -> EventKind {
                match self {$(Self::$kind(_) => EventKind::$kind,)+}
            }
        }

        impl Serialize for Event {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {$(Self::$kind(facts) => facts.serialize(serializer),)+}
            }
        }

        $(impl From<$kind> for Event {
            fn from(facts: $kind) -> Self {
                Self::$kind(facts)
            }
        })+
    };
}

events! {
    PatientRegistered = "patient-registered", version 1;
    IdentityCorrected = "identity-corrected", version 1;
    ContactChanged = "contact-changed", version 1;
    IntakeSent = "intake-sent", version 1;
    ScreeningAnswered = "screening-answered", version 1;
    OverrideDecided = "override-decided", version 1;
    PlanDrafted = "plan-drafted", version 1;
    PlanChanged = "plan-changed", version 1;
    PlanSubmitted = "plan-submitted", version 1;
    PlanReturned = "plan-returned", version 1;
    PlanApproved = "plan-approved", version 1;
    PlanCompleted = "plan-completed", version 1;
    PlanStopped = "plan-stopped", version 1;
    ConsentGiven = "consent-given", version 2;
    ConsentRevoked = "consent-revoked", version 1;
    SessionStarted = "session-started", version 3;
    CartridgeOpened = "cartridge-opened", version 1;
    CartridgeDiscarded = "cartridge-discarded", version 1;
    NumbingApplied = "numbing-applied", version 1;
    ProductApplied = "product-applied", version 1;
    ZoneRecorded = "zone-recorded", version 3;
    ReactionNoted = "reaction-noted", version 1;
    SessionSigned = "session-signed", version 1;
    SessionAmended = "session-amended", version 3;
    SessionAbandoned = "session-abandoned", version 1;
    CheckInReported = "check-in-reported", version 1;
    CheckInAnswered = "check-in-answered", version 2;
    ReplyRead = "reply-read", version 1;
    SilenceNoted = "silence-noted", version 1;
    ClearanceGiven = "clearance-given", version 2;
    ScaleRated = "scale-rated", version 2;
    RatingWithdrawn = "rating-withdrawn", version 1;
    AdverseEventOpened = "adverse-event-opened", version 2;
    AdverseEventFollowedUp = "adverse-event-followed-up", version 1;
    AdverseEventReported = "adverse-event-reported", version 1;
    AdverseEventReportNotDue = "adverse-event-report-not-due", version 1;
    AdverseEventClosed = "adverse-event-closed", version 1;
    PhotographAdded = "photograph-added", version 1;
    PhotographWithdrawn = "photograph-withdrawn", version 1;
    PhotographTakenBack = "photograph-taken-back", version 1;
    BlindedPairRated = "blinded-pair-rated", version 1;
    RemindersChosen = "reminders-chosen", version 1;
}

impl EventKind {
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Event({})", self.kind().name())
    }
}

impl Event {
    /// Joins this fact with who states it and when.
    pub fn by(self, author: Author, recorded_at: Timestamp) -> Recorded {
        Recorded {
            recorded_at,
            author,
            event: self,
        }
    }
}
