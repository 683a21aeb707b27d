//! Names of things: UUIDs of version 7, so that they sort by time and nobody can guess one.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::{Builder, Uuid};

use crate::chance::{Chance, NoRandomness};

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is no id; write it as 8-4-4-4-12 hexadecimal digits.")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id of this moment.
            ///
            /// # Errors
            /// When no random bytes can be had.
            pub fn new(at: Timestamp, chance: &dyn Chance) -> Result<Self, NoRandomness> {
                uuid_v7(at, chance).map(Self)
            }

            /// The id that a store keeps as a UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )+};
}

ids! {
    /// A patient, and so a chart.
    PatientId,
    /// Somebody who works with the record.
    UserId,
    /// One set of answers that somebody sent before the first visit.
    IntakeId,
    /// One set of screening answers.
    ScreeningId,
    /// One revision of a plan.
    PlanId,
    /// One consent of one kind.
    ConsentId,
    /// One clinic of a group.
    SiteId,
    /// One treatment session.
    SessionId,
    /// One entry about one zone of a session.
    ZoneEntryId,
    /// One correction of a signed session.
    AmendmentId,
    /// One report of a patient.
    CheckInId,
    /// One photograph.
    PhotographId,
    /// One adverse event.
    AdverseEventId,
    /// One decision against a rule or beyond a tolerance.
    OverrideId,
    /// One release by the clinic.
    ClearanceId,
    /// One rating on a scale.
    RatingId,
    /// One clinic key.
    KeyId,
}

/// A new id of a moment, for what has no type of its own.
///
/// # Errors
/// When no random bytes can be had.
pub fn uuid_v7(at: Timestamp, chance: &dyn Chance) -> Result<Uuid, NoRandomness> {
    let mut random = [0; 10];
    chance.fill(&mut random)?;
    // Before 1970 there is no version 7; such an id sorts first.
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::OperatingSystem;

    #[test]
    fn ids_sort_by_the_moment_at_which_they_were_made() {
        let make = |second| {
            let at = Timestamp::from_second(second).unwrap();
            PatientId::new(at, &OperatingSystem).unwrap()
        };
        assert!(make(1_700_000_000) < make(1_700_000_001));
        assert_eq!(make(1_700_000_000).uuid().get_version_num(), 7);
        assert_ne!(make(1_700_000_000), make(1_700_000_000));
    }
}
