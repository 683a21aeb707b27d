//! What was done: the treatment record with everything that a recall needs (protocol 3.8).

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AmendmentId, OverrideId, PlanId, SessionId, ZoneEntryId};

/// The device as it stood in the room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceUsed {
    /// Id in the catalogue.
    pub device: String,
    /// Clearance number, for example a K-number.
    pub clearance_number: Option<String>,
    /// Serial number.
    pub serial: String,
    /// Deepest setting, mm.
    pub maximum_depth_mm: Option<f64>,
    /// Why it is used outside its label; absent: it is not.
    pub off_label_reason: Option<String>,
}

/// By what somebody was shown to be the person of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identifier {
    /// The face, compared with a photograph of the record.
    Photograph,
    /// The name, asked and compared.
    Name,
    /// The day of birth, asked and compared.
    BirthDate,
}

/// A session began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionStarted {
    /// This session.
    pub session: SessionId,
    /// Plan by which it is done.
    pub plan: PlanId,
    /// Day at the clinic.
    pub day: Date,
    /// First channel: the hour from which aftercare counts.
    pub t0: Timestamp,
    /// Name of whoever needles.
    pub operator: String,
    /// Name of the clinician who answers for it.
    pub supervisor: String,
    /// Room or site.
    pub room: String,
    /// What was compared to make sure of the person; nothing else.
    pub identified_by: BTreeSet<Identifier>,
    /// Whether contact data were verified on the day.
    pub is_contact_verified: bool,
    /// The device.
    pub device: DeviceUsed,
}

/// A cartridge was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartridgeOpened {
    /// Session.
    pub session: SessionId,
    /// Maker's reference.
    pub reference: String,
    /// Lot.
    pub lot: String,
    /// Number of the unit within the lot.
    pub unit: String,
    /// Last day of use.
    pub expires_on: Date,
    /// Needles.
    pub needles: u32,
    /// Length of the needles, mm.
    pub needle_length_mm: f64,
    /// Whether the sterile pack was whole.
    pub is_pack_intact: bool,
    /// Whether it was opened in front of the patient.
    pub is_opened_before_patient: bool,
    /// Whether somebody confirmed that it is used once.
    pub is_single_use_confirmed: bool,
}

/// A cartridge went to the sharps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartridgeDiscarded {
    /// Session.
    pub session: SessionId,
    /// Lot.
    pub lot: String,
    /// Number of the unit within the lot.
    pub unit: String,
    /// When.
    pub discarded_at: Timestamp,
}

/// Numbing cream was applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumbingApplied {
    /// Session.
    pub session: SessionId,
    /// Product.
    pub product: String,
    /// Strength as on the label.
    pub strength: String,
    /// Lot.
    pub lot: String,
    /// Amount, g.
    pub amount_g: f64,
    /// Area, cm².
    pub area_cm2: f64,
    /// From.
    pub applied_at: Timestamp,
    /// To.
    pub removed_at: Timestamp,
    /// Whether it was covered.
    pub is_occluded: bool,
}

/// When a product was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Before needling.
    Before,
    /// During needling.
    During,
    /// After needling.
    After,
}

/// A product touched the skin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductApplied {
    /// Session.
    pub session: SessionId,
    /// When.
    pub phase: Phase,
    /// Product.
    pub product: String,
    /// Lot.
    pub lot: String,
    /// Last day of use.
    pub expires_on: Option<Date>,
    /// Whether it is sterile.
    pub is_sterile: bool,
    /// Whether it is on the allow-list of the clinic.
    pub is_on_allow_list: bool,
}

/// How far a setting lies from the plan (clinic reference 2.3). What is beyond a hard stop is refused while the session is open;
/// afterwards it is recorded as major, since it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deviation {
    /// As planned.
    Inside,
    /// Recorded and shown.
    Minor,
    /// Needs an override with a reason and a second name.
    Major,
}

/// One zone was needled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneRecorded {
    /// Session.
    pub session: SessionId,
    /// This entry.
    pub entry: ZoneEntryId,
    /// Zone id.
    pub zone: String,
    /// Depth set on the device, mm.
    pub depth_set_mm: f64,
    /// Passes.
    pub passes: f64,
    /// Directions of the passes; absent: not noted, since version 3.
    pub directions: Option<u32>,
    /// Strokes per minute of a pen.
    pub speed_per_min: Option<f64>,
    /// What the skin showed, as an id of the protocol.
    pub endpoint: Option<String>,
    /// Pain, 0 to 10.
    pub pain_0_to_10: Option<f64>,
    /// Area, cm².
    pub area_cm2: Option<f64>,
    /// Time of needling, min; since version 2.
    pub needling_minutes: Option<f64>,
    /// Distance from the plan.
    pub deviation: Deviation,
    /// The decision that permits a major one.
    pub override_id: Option<OverrideId>,
}

/// Something was seen at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReactionNoted {
    /// Session.
    pub session: SessionId,
    /// What.
    pub reaction: String,
}

/// How far delivery agrees with the plan, computed at signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryScore {
    /// Share of zone entries within tolerance, 0 to 1.
    pub share_within_tolerance: f64,
    /// Version of the rule that computed it.
    pub version: String,
}

/// A session was signed: from now on it is only amended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSigned {
    /// Session.
    pub session: SessionId,
    /// When needling ended.
    pub ended_at: Timestamp,
    /// Version of the aftercare card that was handed out.
    pub aftercare_card_version: String,
    /// Delivered against planned.
    pub score: Option<DeliveryScore>,
}

/// A signed session was corrected. Both stay readable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionAmended {
    /// Session.
    pub session: SessionId,
    /// This correction.
    pub amendment: AmendmentId,
    /// Entry that it is about; absent: the session as a whole.
    pub entry: Option<ZoneEntryId>,
    /// What is true instead, in words; may be empty where `corrected` says it.
    pub text: String,
    /// Why.
    pub reason: String,
    /// What is true instead, in fields; since version 2. Absent: words alone, so that the numbers that they correct are no
    /// longer known.
    pub corrected: Option<Correction>,
    /// Distance from the plan of what is true now, since version 3: major also beyond a hard stop, which is recorded because it
    /// happened. Absent: nothing was compared.
    pub deviation: Option<Deviation>,
    /// The decision that permits a major one; since version 3.
    pub override_id: Option<OverrideId>,
}

impl SessionAmended {
    /// Whether it adds this entry to the session.
    pub fn adds(&self, entry: ZoneEntryId) -> bool {
        self.entry == Some(entry) && matches!(self.corrected, Some(Correction::Added(_)))
    }

    /// The entry that it adds, as it stands beside those of the session; `None`: it adds none. An added zone was held against the
    /// plan when it was admitted.
    pub fn added(&self) -> Option<ZoneRecorded> {
        let (Some(entry), Some(Correction::Added(added))) = (self.entry, &self.corrected) else {
            return None;
        };
        Some(ZoneRecorded {
            session: self.session,
            entry,
            zone: added.zone.clone(),
            depth_set_mm: added.depth_set_mm,
            passes: added.passes,
            directions: added.directions,
            speed_per_min: added.speed_per_min,
            endpoint: added.endpoint.clone(),
            pain_0_to_10: added.pain_0_to_10,
            area_cm2: added.area_cm2,
            needling_minutes: added.needling_minutes,
            deviation: self.deviation.unwrap_or(Deviation::Major),
            override_id: self.override_id,
        })
    }
}

/// What is true instead of what was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Nothing was needled: the entry was made by mistake, or, without an entry, all those of the session.
    NotNeedled,
    /// The entry was needled, and this is true of it.
    Needled(CorrectedZone),
    /// The zone was needled and nobody had recorded it; since version 3.
    Added(AddedZone),
}

/// A zone that was needled and is recorded after the signature, as a new entry of the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedZone {
    /// Zone id.
    pub zone: String,
    /// Depth set on the device, mm.
    pub depth_set_mm: f64,
    /// Passes.
    pub passes: f64,
    /// Directions of the passes; absent: not noted.
    pub directions: Option<u32>,
    /// Strokes per minute of a pen; absent: not noted.
    pub speed_per_min: Option<f64>,
    /// What the skin showed, as an id of the protocol; absent: not noted.
    pub endpoint: Option<String>,
    /// Pain, 0 to 10; absent: not noted.
    pub pain_0_to_10: Option<f64>,
    /// Area, cm²; absent: not noted.
    pub area_cm2: Option<f64>,
    /// Time of needling, min; absent: not noted.
    pub needling_minutes: Option<f64>,
}

/// What is true of an entry. What is absent stays as it stood before: as it was recorded, or as it was corrected last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CorrectedZone {
    /// Zone id.
    pub zone: Option<String>,
    /// Depth set on the device, mm.
    pub depth_set_mm: Option<Corrected<f64>>,
    /// Passes.
    pub passes: Option<Corrected<f64>>,
    /// What the skin showed, as an id of the protocol.
    pub endpoint: Option<Corrected<String>>,
    /// Pain, 0 to 10.
    pub pain_0_to_10: Option<Corrected<f64>>,
    /// Area, cm².
    pub area_cm2: Option<Corrected<f64>>,
    /// Time of needling, min.
    pub needling_minutes: Option<Corrected<f64>>,
}

/// The truth about one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corrected<T> {
    /// It is this.
    Is(T),
    /// What was recorded is wrong, and nobody knows what is true.
    NotKnown,
}

impl<T> Corrected<T> {
    /// What it is; `None`: nobody knows.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::NotKnown => None,
        }
    }
}

/// A session ended before anything was needled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionAbandoned {
    /// Session.
    pub session: SessionId,
    /// Why.
    pub reason: String,
}
