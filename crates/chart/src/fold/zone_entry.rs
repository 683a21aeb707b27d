//! Entries of zones as they stand after every amendment: what was done to the skin, as far as it is known.

use serde::Serialize;

use crate::event::{Corrected, CorrectedZone, Correction, ZoneRecorded};
use crate::id::ZoneEntryId;

/// What an entry of a session says now. What was first recorded stays beside it, in [`super::Session::zones`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZoneEntry {
    /// The entry.
    pub entry: ZoneEntryId,
    /// Whether it was needled; else the entry was made by mistake.
    pub is_needled: bool,
    /// Zone id.
    pub zone: String,
    /// Depth set on the device, mm; `None`: not known.
    pub depth_set_mm: Option<f64>,
    /// Passes; `None`: not known.
    pub passes: Option<f64>,
    /// Directions of the passes; `None`: not noted, or not known.
    pub directions: Option<u32>,
    /// Strokes per minute of a pen; `None`: not noted, or not known.
    pub speed_per_min: Option<f64>,
    /// What the skin showed, as an id of the protocol; `None`: not noted, or not known.
    pub endpoint: Option<String>,
    /// Pain, 0 to 10; `None`: not noted, or not known.
    pub pain_0_to_10: Option<f64>,
    /// Area, cm²; `None`: not noted, or not known.
    pub area_cm2: Option<f64>,
    /// Time of needling, min; `None`: not noted, or not known.
    pub needling_minutes: Option<f64>,
}

impl From<&ZoneRecorded> for ZoneEntry {
    /// The entry as it was first recorded.
    fn from(recorded: &ZoneRecorded) -> Self {
        Self {
            entry: recorded.entry,
            is_needled: true,
            zone: recorded.zone.clone(),
            depth_set_mm: Some(recorded.depth_set_mm),
            passes: Some(recorded.passes),
            directions: recorded.directions,
            speed_per_min: recorded.speed_per_min,
            endpoint: recorded.endpoint.clone(),
            pain_0_to_10: recorded.pain_0_to_10,
            area_cm2: recorded.area_cm2,
            needling_minutes: recorded.needling_minutes,
        }
    }
}

impl ZoneEntry {
    /// Takes in a correction; `None`: one in words, which say what is true to people alone.
    pub(super) fn amend(&mut self, correction: Option<&Correction>) {
        match correction {
            None => self.forget(),
            Some(Correction::NotNeedled) => self.is_needled = false,
            Some(Correction::Needled(corrected)) => self.correct(corrected),
            // It says from the beginning what is true.
            Some(Correction::Added(_)) => {}
        }
    }

    /// Whether something that the plan is held against was recorded and is no longer known.
    pub fn has_lost(&self, recorded: &ZoneRecorded) -> bool {
        let first = Self::from(recorded);
        let is_lost = |before: Option<f64>, now: Option<f64>| before.is_some() && now.is_none();
        is_lost(first.depth_set_mm, self.depth_set_mm)
            || is_lost(first.passes, self.passes)
            || is_lost(first.area_cm2, self.area_cm2)
            || is_lost(first.needling_minutes, self.needling_minutes)
            || (first.endpoint.is_some() && self.endpoint.is_none())
    }

    fn forget(&mut self) {
        self.depth_set_mm = None;
        self.passes = None;
        self.directions = None;
        self.speed_per_min = None;
        self.endpoint = None;
        self.pain_0_to_10 = None;
        self.area_cm2 = None;
        self.needling_minutes = None;
    }

    fn correct(&mut self, corrected: &CorrectedZone) {
        self.is_needled = true;
        if let Some(zone) = &corrected.zone {
            self.zone.clone_from(zone);
        }
        set(&mut self.depth_set_mm, corrected.depth_set_mm.as_ref());
        set(&mut self.passes, corrected.passes.as_ref());
        set(&mut self.endpoint, corrected.endpoint.as_ref());
        set(&mut self.pain_0_to_10, corrected.pain_0_to_10.as_ref());
        set(&mut self.area_cm2, corrected.area_cm2.as_ref());
        set(
            &mut self.needling_minutes,
            corrected.needling_minutes.as_ref(),
        );
    }
}

fn set<T: Clone>(field: &mut Option<T>, corrected: Option<&Corrected<T>>) {
    if let Some(corrected) = corrected {
        *field = corrected.clone().known();
    }
}
