//! The uncertain numbers of this crate, from `data/outcome.toml`. Every gain has a stated prior.

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

mod session;
mod variation;

pub(crate) use session::{Absorption, EarlySigns, Flaking, Histology, Risks, Spots};
pub use variation::BetweenPeople;
pub(crate) use variation::{BetweenPlaces, OwnReports, PersonDeviation, PlaceDeviation};

/// The data file of this crate's parameters.
pub const PARAMETERS: DataFile = DataFile {
    name: "outcome.toml",
    text: include_str!("../data/outcome.toml"),
};

/// Tables that [`PARAMETERS`] must hold.
pub const TABLES: &[Table] = &[
    Matrix::TABLE,
    Epidermis::TABLE,
    Wrinkles::TABLE,
    FineLines::TABLE,
    Texture::TABLE,
    Laxity::TABLE,
    Scars::TABLE,
    Replacement::TABLE,
    Pores::TABLE,
    Pigment::TABLE,
    Radiance::TABLE,
    GlobalImprovement::TABLE,
    Trials::TABLE,
    Baselines::TABLE,
    EarlySigns::TABLE,
    Flaking::TABLE,
    Spots::TABLE,
    Absorption::TABLE,
    Risks::TABLE,
    Histology::TABLE,
    BetweenPlaces::TABLE,
    BetweenPeople::TABLE,
    PlaceDeviation::TABLE,
    PersonDeviation::TABLE,
    OwnReports::TABLE,
];

/// All parameters of this crate in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeParameters {
    /// From collagen to stiffness.
    pub matrix: Matrix,
    /// Thickening of the epidermis.
    pub epidermis: Epidermis,
    /// Lemperle wrinkles.
    pub wrinkles: Wrinkles,
    /// Fine lines.
    pub fine_lines: FineLines,
    /// Texture.
    pub texture: Texture,
    /// Laxity.
    pub laxity: Laxity,
    /// Sunken scars.
    pub scars: Scars,
    /// Raised scars and stretch marks.
    pub replacement: Replacement,
    /// Pores.
    pub pores: Pores,
    /// Pigment evenness.
    pub pigment: Pigment,
    /// Radiance.
    pub radiance: Radiance,
    /// Global improvement classes.
    pub global: GlobalImprovement,
    /// How trials see the same skin.
    pub trials: Trials,
    /// Grades before treatment where the case gives none.
    pub baselines: Baselines,
    /// Redness, swelling, tenderness, tightness.
    pub early_signs: EarlySigns,
    /// Flaking.
    pub flaking: Flaking,
    /// Spots: papules, acne or milia.
    pub spots: Spots,
    /// Absorption of skin care.
    pub absorption: Absorption,
    /// Risks over the course.
    pub risks: Risks,
    /// What stains show.
    pub histology: Histology,
    /// How far places lie apart.
    pub between_places: BetweenPlaces,
    /// How far people lie apart.
    pub between_people: BetweenPeople,
    /// Where this place lies.
    pub place: PlaceDeviation,
    /// Where this person lies.
    pub person: PersonDeviation,
    /// How exactly people tell of themselves.
    pub own_reports: OwnReports,
}

impl OutcomeParameters {
    /// The values of one draw.
    ///
    /// # Errors
    /// When the parameter set was loaded without [`PARAMETERS`].
    pub fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, DataError> {
        Ok(Self {
            matrix: Matrix::at(set, draw)?,
            epidermis: Epidermis::at(set, draw)?,
            wrinkles: Wrinkles::at(set, draw)?,
            fine_lines: FineLines::at(set, draw)?,
            texture: Texture::at(set, draw)?,
            laxity: Laxity::at(set, draw)?,
            scars: Scars::at(set, draw)?,
            replacement: Replacement::at(set, draw)?,
            pores: Pores::at(set, draw)?,
            pigment: Pigment::at(set, draw)?,
            radiance: Radiance::at(set, draw)?,
            global: GlobalImprovement::at(set, draw)?,
            trials: Trials::at(set, draw)?,
            baselines: Baselines::at(set, draw)?,
            early_signs: EarlySigns::at(set, draw)?,
            flaking: Flaking::at(set, draw)?,
            spots: Spots::at(set, draw)?,
            absorption: Absorption::at(set, draw)?,
            risks: Risks::at(set, draw)?,
            histology: Histology::at(set, draw)?,
            between_places: BetweenPlaces::at(set, draw)?,
            between_people: BetweenPeople::at(set, draw)?,
            place: PlaceDeviation::at(set, draw)?,
            person: PersonDeviation::at(set, draw)?,
            own_reports: OwnReports::at(set, draw)?,
        })
    }
}

parameters! {
    /// From collagen to stiffness (model 13.4): `Y ~ (mature + labile_stiffness_share labile)^stiffness_exponent`.
    pub struct Matrix in "outcome.matrix" {
        /// Stiffness of labile relative to mature collagen, per amount.
        labile_stiffness_share: "-",
        /// Stiffness of new collagen beyond that of the collagen it replaces, per amount.
        new_collagen_extra_stiffness: "-",
        /// Time in which that extra stiffness fades as new collagen is remodelled.
        extra_stiffness_fading_days: "d",
        /// Share of lost collagen that softens a layer instead of thinning it.
        softening_share_of_loss: "-",
        /// Exponent of stiffness over collagen.
        stiffness_exponent: "-",
    }
}

parameters! {
    /// Thickening of the living epidermis by growth factors of the papillary dermis.
    pub struct Epidermis in "outcome.epidermis" {
        /// Relative thickening per day when growth factors abound.
        thickening_per_day: "1/d",
        /// Repair macrophages of the papillary dermis at which half of that is reached.
        half_repair_macrophages_per_mm3: "1/mm³",
        /// Time in which a thickening fades.
        thickening_days: "d",
    }
}

parameters! {
    /// Wrinkles as buckles of a stiff film on a soft substrate (model 13.1).
    pub struct Wrinkles in "outcome.wrinkles" {
        /// Exponent of the critical strain over the stiffness ratio.
        buckling_exponent: "-",
        /// Strain of expression above the critical strain before treatment, as a share of the critical strain.
        excess_strain: "-",
        /// Share of the depth that is buckled skin.
        reversible_share: "-",
        /// Depth over which the substrate counts: its weight falls by e.
        substrate_depth_mm: "mm",
        /// Time in which the etched wrinkle follows the substrate.
        remodelling_days: "d",
    }
}

parameters! {
    /// Fine lines: the same law on the papillary dermis.
    pub struct FineLines in "outcome.fine_lines" {
        /// Strain above the critical strain before treatment, as a share of the critical strain.
        excess_strain: "-",
        /// Share of the depth that is buckled skin.
        reversible_share: "-",
        /// Depth over which the substrate counts: its weight falls by e.
        substrate_depth_mm: "mm",
        /// Time in which the line follows the substrate.
        remodelling_days: "d",
    }
}

parameters! {
    /// Texture: roughness falls as papillary dermis and epidermis gain substance.
    pub struct Texture in "outcome.texture" {
        /// Relative fall of roughness per relative stiffening of the papillary dermis.
        stiffness_gain: "-",
        /// Relative fall of roughness per relative thickening of the epidermis.
        epidermis_gain: "-",
        /// Depth over which the dermis counts: its weight falls by e.
        substrate_depth_mm: "mm",
        /// Time in which the relief follows.
        remodelling_days: "d",
    }
}

parameters! {
    /// Laxity: slack falls as the dermis stiffens and gains elastin.
    pub struct Laxity in "outcome.laxity" {
        /// Relative fall of slack per relative stiffening of the whole dermis.
        stiffness_gain: "-",
        /// Relative fall of slack per new elastin relative to mature elastin.
        elastin_gain: "-",
        /// Time in which the contour follows.
        remodelling_days: "d",
    }
}

parameters! {
    /// Sunken scars by volume balance and tether release (model 13.2).
    pub struct Scars in "outcome.scars" {
        /// Depth of the scar per grade above the flattest.
        depth_mm_per_grade: "mm",
        /// Logarithm of the volume ratio of a layer per share of new collagen, ground substance included.
        volume_gain: "-",
        /// Share of the depth that can respond at all.
        responsive_share: "-",
        /// Share of the depth that tethers hold.
        tether_share: "-",
        /// Share of the tethers cut per damaged share of the reticular dermis.
        tether_cut_gain: "-",
        /// Time in which the surface follows.
        remodelling_days: "d",
    }
}

parameters! {
    /// Raised scars and stretch marks: how far new collagen replaces the old texture.
    pub struct Replacement in "outcome.replacement" {
        /// Rate of flattening of raised scars per share of new collagen.
        raised_scar_gain: "-",
        /// Rate of fading of stretch marks per share of new collagen.
        stretch_mark_gain: "-",
        /// Time in which the surface follows.
        remodelling_days: "d",
    }
}

parameters! {
    /// Pores as elastic holes (Kirsch, model 13.3).
    pub struct Pores in "outcome.pores" {
        /// Twice the skin tension over the modulus around the pore.
        tension_ratio: "-",
        /// Depth over which the dermis counts: its weight falls by e.
        substrate_depth_mm: "mm",
        /// Time in which the pore follows.
        remodelling_days: "d",
    }
}

parameters! {
    /// Pigment evenness.
    pub struct Pigment in "outcome.pigment" {
        /// Clearing rate of uneven pigment per session and damaged share of the epidermis.
        clearance_gain: "-",
        /// Time in which cleared pigment comes back.
        relapse_days: "d",
        /// Time in which the epidermis carries pigment off.
        turnover_days: "d",
        /// Unevenness per excess epidermal melanin of the course.
        melanin_gain: "-",
    }
}

parameters! {
    /// Radiance: light is returned by a smooth surface and a well built epidermis.
    pub struct Radiance in "outcome.radiance" {
        /// Rate per relative fall of roughness.
        smoothness_gain: "-",
        /// Rate per relative thickening of the epidermis.
        epidermis_gain: "-",
    }
}

parameters! {
    /// Global improvement classes (protocol 6, GAIS) over the relative improvement of the main scale.
    pub struct GlobalImprovement in "outcome.global_improvement" {
        /// Relative improvement from which a rater says improved, and below whose negative a rater says worse.
        improved_from: "-",
        /// From which a rater says much improved.
        much_improved_from: "-",
        /// From which a rater says very much improved.
        very_much_improved_from: "-",
        /// Standard deviation of a rater's impression.
        rater_noise: "-",
    }
}

parameters! {
    /// How trials see the same skin (evidence trap 6).
    pub struct Trials in "outcome.trials" {
        /// Share of the improvement reported by an open, uncontrolled series that a blinded rater would not see.
        open_trial_optimism_share: "-",
    }
}

parameters! {
    /// Grades before treatment where the case gives none.
    pub struct Baselines in "outcome.baselines" {
        /// Lemperle grade without photodamage.
        wrinkle_grade: "grade",
        /// Lemperle grades more per class of photodamage.
        wrinkle_grade_per_class: "grade",
        /// Fine-line grade without photodamage.
        fine_line_grade: "grade",
        /// Fine-line grades more per class of photodamage.
        fine_line_grade_per_class: "grade",
        /// Texture grade without photodamage.
        texture_grade: "grade",
        /// Texture grades more per class of photodamage.
        texture_grade_per_class: "grade",
        /// Laxity grade without photodamage.
        laxity_grade: "grade",
        /// Laxity grades more per class of photodamage.
        laxity_grade_per_class: "grade",
        /// Goodman-Baron grade.
        scar_grade: "grade",
        /// Height and look of a raised scar.
        raised_scar_mm: "mm",
        /// Radiance.
        radiance_points: "points",
    }
}
