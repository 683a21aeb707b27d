//! What follows from a session itself, its risks, and what a biopsy shows.

use needlework_evidence::parameters;

parameters! {
    /// Redness, swelling, tenderness and tightness from vessels, fluid, inflammation and the open surface (model 9).
    /// Each drive `d` becomes a grade `3 d / (1 + d)`. Fast redness saturates like `x / (half_flare + x)`: flares spread
    /// beyond their channels. Inflammation counts relative to its own peak in the session, times
    /// `reach peak / (half_inflammation + peak)`, where `reach = 1 - exp(-(depth / vessel_depth)²)`: neighbouring channels
    /// share vessels, and short needles do not reach them.
    pub struct EarlySigns in "outcome.early_signs" {
        /// Drive of redness when every spot of the skin lies within a flare.
        fast_redness_gain: "-",
        /// Fast vascular redness at which half of the skin lies within flares.
        half_flare: "-",
        /// Peak inflammation of a session that leaves half of the signs of a dense one.
        half_inflammation: "-",
        /// Depth at which needles reach 63 % of the vessels that keep skin red.
        vessel_depth_mm: "mm",
        /// Drive of redness at full inflammation.
        slow_redness_gain: "-",
        /// Drive of redness per extravasated blood.
        blood_gain: "-",
        /// Drive of swelling per interstitial excess at full inflammation.
        swelling_gain: "-",
        /// Drive of tenderness at full inflammation.
        tenderness_gain: "-",
        /// Drive of tightness at full inflammation.
        tightness_gain: "-",
        /// Drive of tightness per open channel area, as long as it is open.
        dryness_gain: "-",
        /// Grade from which a person notices a sign.
        noticeable_grade: "grade",
        /// Spread between people: the logistic scale of the logarithm of a drive.
        person_spread: "-",
    }
}

parameters! {
    /// Flaking: the damaged horny layer comes off days later.
    pub struct Flaking in "outcome.flaking" {
        /// Drive of flaking per damaged share of the epidermis.
        damage_gain: "-",
        /// Day on which it is strongest.
        peak_day: "d",
    }
}

parameters! {
    /// Spots: papules, acne or milia.
    pub struct Spots in "outcome.spots" {
        /// Odds per session at the reference damage, skin not prone to acne.
        reference_odds: "-",
        /// Damaged share of the epidermis at which the reference odds hold.
        reference_damage: "-",
        /// Factor on the odds when the skin is prone to acne.
        acne_prone_factor: "-",
        /// Exponent of the odds over the damaged share of the epidermis.
        damage_exponent: "-",
        /// Grade of a person who has them.
        typical_grade: "grade",
        /// Day on which they are strongest.
        peak_day: "d",
    }
}

parameters! {
    /// Absorption through channels (model 4.3).
    pub struct Absorption in "outcome.absorption" {
        /// Diffusivity in the channel, small molecules.
        small_channel_diffusivity_mm2_per_h: "mm²/h",
        /// Diffusivity in the channel, peptides.
        peptide_channel_diffusivity_mm2_per_h: "mm²/h",
        /// Diffusivity in the channel, large molecules.
        large_channel_diffusivity_mm2_per_h: "mm²/h",
        /// Diffusivity in the tissue relative to the channel.
        tissue_diffusivity_share: "-",
        /// Open area at which channels already supply half of what the tissue between them can take up.
        half_supply_area: "-",
        /// Permeability of untouched skin, small permeable molecules.
        small_permeability_mm_per_h: "mm/h",
        /// Permeability of untouched skin, ascorbic acid.
        ascorbic_acid_permeability_mm_per_h: "mm/h",
        /// Permeability of untouched skin, peptides.
        peptide_permeability_mm_per_h: "mm/h",
        /// Permeability of untouched skin, large molecules.
        large_permeability_mm_per_h: "mm/h",
    }
}

parameters! {
    /// Risks over the course.
    pub struct Risks in "outcome.risks" {
        /// Odds of darkening over a strongly inflaming course at the reference phototype.
        darkening_reference_odds: "-",
        /// Phototype at which the reference odds hold.
        darkening_reference_phototype: "phototype",
        /// Time integral of melanocyte activation over a course at which half of the part that follows it is reached.
        darkening_half_activation_days: "d",
        /// Part of the odds that does not follow the modelled activation.
        darkening_base_share: "-",
        /// Logarithm of the odds per phototype step.
        darkening_log_odds_per_phototype: "-",
        /// Rate of tracks per session with a roller of the reference length, not over bone.
        tram_track_reference_rate: "-",
        /// Needle length at which the reference rate holds.
        tram_track_reference_length_mm: "mm",
        /// Exponent of that rate over needle length.
        tram_track_length_exponent: "-",
        /// Factor over bone.
        tram_track_bone_factor: "-",
        /// Factor for a device that goes straight in and out, pen or stamp.
        tram_track_straight_factor: "-",
        /// Factor per step of hand pressure.
        tram_track_pressure_factor: "-",
        /// Rate of infection per session.
        infection_rate: "-",
    }
}

parameters! {
    /// What stains of a biopsy show (evidence trap 1: measures of collagen are not interchangeable).
    pub struct Histology in "outcome.histology" {
        /// Relative change of a collagen stain per relative change of the collagen.
        collagen_stain_gain: "-",
        /// Relative change of Masson area in the papillary dermis per relative change of labile and mature collagen there.
        masson_area_gain: "-",
        /// Largest relative change of Masson area.
        masson_largest_change: "-",
        /// Weight of labile collagen in Masson area.
        masson_labile_weight: "-",
        /// Relative change of a new-collagen stain per relative change of labile collagen.
        new_collagen_stain_gain: "-",
        /// Tropoelastin of skin before treatment, relative to its mature elastin.
        tropoelastin_before: "-",
        /// Share of new elastin that a total-elastin stain shows.
        new_elastin_in_total: "-",
        /// Depth of dermis that a biopsy is read over: its weight falls by e.
        biopsy_depth_mm: "mm",
    }
}
