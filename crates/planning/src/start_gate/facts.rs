//! What is known when somebody wants to start a session: plain facts, whoever keeps them.

use jiff::civil::Date;
use needlework_protocol::screening::Permission;

/// What is known when somebody wants to start a session. Flags are false until somebody confirmed them.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a tick of its own on the console"
)]
pub struct GateFacts {
    /// The day, local to the clinic.
    pub today: Date,
    /// Whether the record holds a photograph from before this day with which the person can be compared.
    pub has_photograph: bool,
    /// Whether the person was compared with the photograph of the record.
    pub is_photograph_compared: bool,
    /// Whether the name was asked and compared.
    pub is_name_confirmed: bool,
    /// Whether the date of birth was asked and compared.
    pub is_birth_date_confirmed: bool,
    /// Whether phone and address were checked today.
    pub is_contact_verified: bool,
    /// The newest consent to the treatment; `None`: there is none.
    pub consent: Option<GateConsent>,
    /// Whether a consent to photographs holds.
    pub has_photograph_consent: bool,
    /// The newest screening; `None`: nobody was asked.
    pub screening: Option<GateScreening>,
    /// Day of the last session, of this or an earlier course; `None`: this is the first one.
    pub last_session_on: Option<Date>,
    /// Interval of the approved plan, d; `None`: it has one session.
    pub planned_interval_days: Option<u32>,
    /// Number of this session within the plan, from 1.
    pub session_number: u32,
    /// Sessions of the plan, maintenance included.
    pub planned_sessions: u32,
    /// Day of the session with this number in the plan; `None`: the plan has none.
    pub planned_on: Option<Date>,
    /// How the healing of the last session stands in the record.
    pub healing: GateHealing,
    /// Adverse events of this person that are not closed.
    pub open_adverse_events: u32,
    /// Least needle length that the plan asks for in a zone, mm; `None`: it names no zone.
    pub least_needle_length_mm: Option<f64>,
    /// Id of the device that the plan was made for.
    pub planned_device: String,
    /// Whether the plan uses the device outside what it was authorised for.
    pub is_off_label: bool,
    /// Why it is used so; empty: not entered.
    pub off_label_reason: String,
    /// What the screening answers bar of anaesthetics.
    pub barred_anaesthetic: Option<BarredNumbing>,
    /// The numbing product that was put on; `None`: none.
    pub numbing: Option<GateNumbing>,
    /// The device in the room; `None`: not entered.
    pub device: Option<GateDevice>,
    /// The cartridge; `None`: not entered.
    pub cartridge: Option<GateCartridge>,
    /// Ids of the zones that will be needled.
    pub zones: Vec<String>,
    /// Ids of the views that were photographed for this session.
    pub views_taken: Vec<String>,
}

/// How the healing of the last session stands in the record. Silence closes nothing: whoever reports nothing may be healing badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateHealing {
    /// There was no session, or the last report was calm or answered, or the clinic released what waits for its word.
    Closed,
    /// A report waits for an answer.
    Unanswered,
    /// Nobody has reported how the skin healed.
    NotReported,
}

/// What must not be put on the skin to numb it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarredNumbing {
    /// Whatever contains prilocaine.
    Prilocaine,
    /// Any anaesthetic.
    Any,
}

/// A numbing product that was put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateNumbing {
    /// Whether it is known by its name to contain prilocaine.
    pub has_prilocaine: bool,
    /// Whether somebody read on its label that it contains none.
    pub is_confirmed_without: bool,
    /// Whether it was covered.
    pub is_covered: bool,
}

/// A consent to the treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateConsent {
    /// Whether it names the revision of the plan that is to be carried out.
    pub is_for_this_revision: bool,
    /// Whether it was taken back.
    pub is_revoked: bool,
    /// Last day on which it holds; `None`: without end.
    pub expires_on: Option<Date>,
}

/// A screening with what followed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateScreening {
    /// Day of the answers.
    pub answered_on: Date,
    /// What followed for a session on this day, every recorded decision counted.
    pub permission: Permission,
    /// The same in a sentence.
    pub verdict: String,
    /// Names of zones that are left out on this day while the others go ahead.
    pub left_out: Vec<String>,
}

/// The device in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateDevice {
    /// Id in the catalogue.
    pub id: String,
    /// Serial number; empty: not entered.
    pub serial: String,
}

/// The cartridge that is to be used.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a tick of its own, or a fact of the stock"
)]
pub struct GateCartridge {
    /// Id in the catalogue of the device that it fits.
    pub device: String,
    /// Length of its needles, mm.
    pub needle_length_mm: f64,
    /// Lot; empty: not entered.
    pub lot: String,
    /// Number of the unit within the lot; empty: not entered.
    pub unit: String,
    /// Last day of use; `None`: not entered.
    pub expires_on: Option<Date>,
    /// Whether somebody confirmed that the sterile pack was whole.
    pub is_pack_intact: bool,
    /// Whether somebody confirmed that it is opened before the eyes of the patient.
    pub is_opened_before_patient: bool,
    /// Whether somebody confirmed that it is used once, for this person alone.
    pub is_single_use_confirmed: bool,
    /// Whether this unit of this lot stands in the record of an earlier session, of whomever.
    pub is_used_before: bool,
    /// Whether as many units of this lot were used as came in.
    pub is_lot_used_up: bool,
}
