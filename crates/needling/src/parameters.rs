//! Uncertain numbers of needling, from `data/needling.toml`.

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

parameters! {
    /// How a needle ruptures the skin and how far it then reaches (model 3.3).
    pub struct InsertionParameters in "needling.insertion" {
        /// Rupture force of the sharpest tips.
        rupture_force_mn: "mN",
        /// Tip diameter up to which that force holds.
        rupture_tip_um: "um",
        /// Rise of the rupture force with tip diameter beyond it.
        rupture_force_mn_per_um: "mN/um",
        /// Poisson's ratio of skin.
        poisson_ratio: "-",
        /// Contact radius of the tip.
        contact_radius_um: "um",
        /// Young's modulus of skin at the reference speed.
        quasi_static_modulus_kpa: "kPa",
        /// Needle speed at which that modulus holds.
        reference_speed_mm_per_s: "mm/s",
        /// Exponent of the stiffening with needle speed.
        rate_exponent: "-",
        /// Needle speed of a roller or stamp in a hand.
        hand_speed_mm_per_s: "mm/s",
        /// Share of a roller's needles that touch the skin together.
        roller_contact_share: "-",
        /// Share of the collective deflection that hand or motor makes up for by pressing on until the needles are in.
        collective_compensation: "-",
        /// Reach gained per mm of needle of a roller or stamp, `e_L`.
        hand_length_factor: "-",
        /// Reach gained per mm of setting of a pen, `e_L`.
        pen_length_factor: "-",
        /// Spread of the reach between strokes, `s_l`.
        reach_spread_mm: "mm",
    }
}

parameters! {
    /// The two measurements that the travel of the device backing, `delta_back`, is fitted to (model 3.3).
    pub struct ReferenceParameters in "needling.reference" {
        /// Needle length of the reference roller.
        roller_length_mm: "mm",
        /// Depth that it reaches.
        roller_depth_mm: "mm",
        /// Its tip diameter.
        roller_tip_um: "um",
        /// Its needles that touch the skin together.
        roller_needles: "-",
        /// Their spacing.
        roller_spacing_mm: "mm",
        /// Setting of the reference pen.
        pen_setting_mm: "mm",
        /// Travel that the reference pen has left when its needles are in to that setting.
        pen_reserve_mm: "mm",
        /// Its tip diameter.
        pen_tip_um: "um",
        /// Its needles.
        pen_needles: "-",
        /// Their spacing.
        pen_spacing_mm: "mm",
        /// Its strokes per second.
        pen_strokes_per_second: "1/s",
    }
}

parameters! {
    /// How the hand and the setting of the device change the reach.
    pub struct HandParameters in "needling.hand" {
        /// Change of travel when the device only rests on the skin.
        light_travel_mm: "mm",
        /// Change of travel when the device is pressed in.
        firm_travel_mm: "mm",
        /// This operator's difference in travel from the usual one.
        operator_travel_mm: "mm",
        /// Share of those changes that reaches the needles of a pen, whose motor makes the stroke.
        pen_travel_share: "-",
        /// Error of a pen's setting where its maker states none, +- mm.
        unstated_setting_error_mm: "mm",
        /// Where this device's setting lies within its error, in half errors.
        setting_deviation: "standard deviations",
    }
}

parameters! {
    /// Shape of the channel and of the damage around it (model 3.3, 3.4).
    pub struct ChannelParameters in "needling.channel" {
        /// Radius of the channel after withdrawal, relative to the needle, `k_el`.
        elastic_recovery: "-",
        /// Widest pore that is left at the surface, however thick the needle.
        widest_pore_um: "um",
        /// Taper exponent `m_t`.
        taper_exponent: "-",
        /// Damage halo around the lumen, `delta`.
        halo_um: "um",
    }
}

parameters! {
    /// Vessels struck by a channel, and the clot that fills it (model 5).
    pub struct BleedingParameters in "needling.bleeding" {
        /// Capillary loops per area.
        loops_per_mm2: "1/mm2",
        /// Radius of a capillary loop.
        loop_radius_um: "um",
        /// Vessel length per area of one horizontal plexus, `L_v`.
        plexus_mm_per_mm2: "1/mm",
        /// Radius of its vessels, `r_v`.
        plexus_radius_um: "um",
        /// Share of the lumen of a bleeding channel that clot fills.
        filled_share: "-",
    }
}

parameters! {
    /// Pain during needling (evidence S4).
    pub struct PainParameters in "needling.pain" {
        /// Pain with the reference technique, 0 to 10.
        reference_pain: "0-10",
        /// Needle length of the reference technique.
        reference_length_mm: "mm",
        /// Needles that act together in the reference technique.
        reference_needles: "-",
        /// Exponent of needle length.
        length_exponent: "-",
        /// Exponent of the number of needles.
        needle_exponent: "-",
    }
}

parameters! {
    /// Time that the hand needs.
    pub struct PaceParameters in "needling.pace" {
        /// Time that one sweep of a pen spends on a cm².
        pen_seconds_per_cm2_per_pass: "s/cm2",
        /// Time that one pass of a roller takes for a cm².
        roller_seconds_per_cm2_per_pass: "s/cm2",
        /// Time that one press of a stamp takes for a cm².
        stamp_seconds_per_cm2_per_pass: "s/cm2",
        /// Time for stretching, wiping and moving on, relative to needling.
        handling_share: "-",
        /// Cleansing, photographs before, and calming afterwards, without numbing.
        preparation_minutes: "min",
    }
}

/// The data file of all needling parameters.
pub const PARAMETERS: DataFile = DataFile {
    name: "needling.toml",
    text: include_str!("../data/needling.toml"),
};

/// The tables of [`PARAMETERS`].
pub const TABLES: &[Table] = &[
    InsertionParameters::TABLE,
    ReferenceParameters::TABLE,
    HandParameters::TABLE,
    ChannelParameters::TABLE,
    BleedingParameters::TABLE,
    PainParameters::TABLE,
    PaceParameters::TABLE,
];

/// All needling parameters of one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedlingParameters {
    /// Rupture and reach.
    pub insertion: InsertionParameters,
    /// The measurements that the reach is fitted to.
    pub reference: ReferenceParameters,
    /// Hand and setting.
    pub hand: HandParameters,
    /// Channel and halo.
    pub channel: ChannelParameters,
    /// Vessels and clot.
    pub bleeding: BleedingParameters,
    /// Pain.
    pub pain: PainParameters,
    /// Time.
    pub pace: PaceParameters,
}

impl NeedlingParameters {
    /// The values of one draw.
    ///
    /// # Errors
    /// When the parameter set was loaded without [`TABLES`].
    pub fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, DataError> {
        Ok(Self {
            insertion: InsertionParameters::at(set, draw)?,
            reference: ReferenceParameters::at(set, draw)?,
            hand: HandParameters::at(set, draw)?,
            channel: ChannelParameters::at(set, draw)?,
            bleeding: BleedingParameters::at(set, draw)?,
            pain: PainParameters::at(set, draw)?,
            pace: PaceParameters::at(set, draw)?,
        })
    }
}
