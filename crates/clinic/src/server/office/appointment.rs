//! Appointments: who comes when, for what.

use jiff::Timestamp;
use needlework_chart::cabinet::Drawer;
use needlework_chart::id::{PatientId, PlanId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Filed;

/// What somebody comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// First talk, screening, planning.
    Consultation,
    /// A session of an approved plan.
    Treatment,
    /// A look at the result or at the healing.
    Review,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Consultation, Self::Treatment, Self::Review];

    /// Name in forms and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::Treatment => "treatment",
            Self::Review => "review",
        }
    }

    /// The purpose with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its id.
    pub id: Uuid,
    /// Who comes.
    pub patient: PatientId,
    /// What for.
    pub purpose: Purpose,
    /// Plan, of a treatment.
    pub plan: Option<PlanId>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes, min.
    pub minutes: u32,
    /// Where.
    pub room: String,
}

impl Filed for Appointment {
    const DRAWER: Drawer = Drawer::new("appointment");

    fn id(&self) -> Uuid {
        self.id
    }
}
