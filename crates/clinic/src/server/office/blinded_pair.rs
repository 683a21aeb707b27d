//! A pair of photographs that was drawn for somebody to grade blind, with the order in which they are shown. It lies here until
//! it is graded; then the chart has it, with its order, and this goes.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::event::ShownFirst;
use needlework_chart::id::{PatientId, PhotographId, PlanId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// Which of the two photographs of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one that is shown first.
    A,
    /// The one that is shown second.
    B,
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Two photographs of one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotographPair {
    /// The plan whose outcome they show.
    pub plan: PlanId,
    /// Zone id.
    pub zone: String,
    /// Id of the scale of the forecast on which they are graded.
    pub scale: String,
    /// Before the course.
    pub before: PhotographId,
    /// After it.
    pub after: PhotographId,
}

/// A pair that waits for its grades. Its id stands in addresses: it is of the moment of drawing and tells nothing of the
/// photographs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindedPair {
    /// Its id.
    pub id: Uuid,
    /// For whom it was drawn.
    pub rater: UserId,
    /// Whose photographs.
    pub patient: PatientId,
    /// The photographs.
    pub pair: PhotographPair,
    /// Which of them is shown first.
    pub shown_first: ShownFirst,
    /// When it was drawn.
    pub drawn_at: Timestamp,
}

impl Filed for BlindedPair {
    const DRAWER: Drawer = Drawer::new("blinded-pair");

    fn id(&self) -> Uuid {
        self.id
    }
}

impl BlindedPair {
    /// The photograph of a side.
    pub const fn photograph(&self, side: Side) -> PhotographId {
        match (side, self.shown_first) {
            (Side::A, ShownFirst::Before) | (Side::B, ShownFirst::After) => self.pair.before,
            (Side::A, ShownFirst::After) | (Side::B, ShownFirst::Before) => self.pair.after,
        }
    }
}
