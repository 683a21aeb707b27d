//! What somebody sent before the first visit. It is no chart: nobody at the clinic has looked at it yet.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use needlework_chart::cabinet::Drawer;
use needlework_chart::event::{Contact, PersonName};
use needlework_chart::id::{IntakeId, PatientId, SiteId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::Filed;

/// How long an inquiry is kept that nobody takes up: a clinic that is closed for two weeks still finds it, and what nobody has
/// wanted for a month is held without a purpose.
pub const INQUIRY_HOLDS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Inquiries that wait at once: far more than a clinic answers in a month, few enough that a flood fills no disk.
pub const MOST_INQUIRIES: usize = 500;

/// What somebody sent before the first visit.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Its id.
    pub id: Uuid,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Language in which the questions were asked.
    pub language: String,
    /// Name, as the person wrote it.
    pub name: PersonName,
    /// Day of birth, as the person wrote it.
    pub birth_date: Date,
    /// How to answer.
    pub contact: Contact,
    /// The clinic of the group to which the person wants to come; `None`: any of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// Version of the questions.
    pub form_version: String,
    /// The answers, as an intake has them.
    pub answers: Value,
    /// The chart into which somebody has begun to take it. It is written down first, so that of two who accept at once one
    /// does, and whoever looks at it after an interruption is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<PatientId>,
}

impl std::fmt::Debug for Inquiry {
    /// What somebody wrote does not leave by debug output.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Inquiry({})", self.id)
    }
}

impl Filed for Inquiry {
    const DRAWER: Drawer = Drawer::new("inquiry");

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Inquiry {
    /// Until when it is kept.
    pub fn kept_until(&self) -> Timestamp {
        self.sent_at + INQUIRY_HOLDS
    }

    /// The id of its answers in a chart.
    pub const fn intake(&self) -> IntakeId {
        IntakeId::from_uuid(self.id)
    }
}
