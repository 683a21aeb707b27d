//! The numbers of healing (model 11).

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

/// The data file with value, prior and source of every parameter.
pub const PARAMETERS: DataFile = DataFile {
    name: "healing.toml",
    text: include_str!("../data/healing.toml"),
};

/// The tables that [`PARAMETERS`] must hold.
pub const TABLES: &[Table] = &[
    SignalParameters::TABLE,
    CellParameters::TABLE,
    MatrixParameters::TABLE,
    ElastinParameters::TABLE,
    SurfaceParameters::TABLE,
    PigmentParameters::TABLE,
];

parameters! {
    /// Alarmin, clot and TGF-β (model 7.1).
    pub struct SignalParameters in "healing.signals" {
        /// Decay of alarmin, `d_a`.
        alarmin_decay_per_day: "1/d",
        /// Dissolution of the clot, `k_F`.
        clot_decay_per_day: "1/d",
        /// TGF-β1 that a clot sets free, `T_pl`.
        clot_tgf_pg_per_mm3: "pg/mm3",
        /// TGF-β1 from a repair macrophage, `k_TM`.
        macrophage_tgf_pg_per_cell_per_day: "pg/d",
        /// Output of an inflammatory relative to a repair macrophage, `w_1`.
        inflammatory_macrophage_share: "-",
        /// TGF-β1 from a fibroblast, `k_Tf`.
        fibroblast_tgf_pg_per_cell_per_day: "pg/d",
        /// TGF-β1 from a myofibroblast, `k_Tm`.
        myofibroblast_tgf_pg_per_cell_per_day: "pg/d",
        /// Loss of the matrix-bound pool, `d_L`.
        bound_tgf_decay_per_day: "1/d",
        /// Activation of the matrix-bound pool, `k_act`.
        tgf_activation_per_day: "1/d",
    }
}

parameters! {
    /// Immune cells, fibroblasts and myofibroblasts (model 7.2).
    pub struct CellParameters in "healing.cells" {
        /// Turnover of neutrophils, `d_N`.
        neutrophil_turnover_per_day: "1/d",
        /// Macrophages drawn in by full alarmin, `k_M`.
        macrophage_recruitment_per_mm3_per_day: "1/(mm3 d)",
        /// Recruitment by neutrophils relative to alarmin, `k_N`.
        neutrophil_recruitment_weight: "-",
        /// Conversion of inflammatory to repair macrophages, `k_12`.
        macrophage_conversion_per_day: "1/d",
        /// Loss of macrophages, `d_M`.
        macrophage_loss_per_day: "1/d",
        /// Fibroblasts of the healthy reticular dermis, `f_0`.
        fibroblasts_per_mm3: "1/mm3",
        /// `f_0` of the papillary relative to the reticular dermis.
        papillary_density_factor: "-",
        /// Basal growth of fibroblasts, `p`.
        fibroblast_growth_per_day: "1/d",
        /// Growth stimulated by TGF-β relative to basal growth, `p_T / p`.
        tgf_growth_ratio: "-",
        /// Growth stimulated by stretch relative to basal growth, `p_th / p`.
        mechanical_growth_ratio: "-",
        /// Mechanical stimulus, `th`.
        mechanical_stimulus: "-",
        /// Relative TGF-β at half activation, `K`.
        tgf_half_activation: "-",
        /// Loss of fibroblasts, `d_f`.
        fibroblast_loss_per_day: "1/d",
        /// Rise of the crowding limit with TGF-β, `kap`.
        crowding_gain: "-",
        /// Smallest crowding limit relative to health.
        crowding_floor: "-",
        /// Largest rate of transition to myofibroblasts, `k_fm`.
        transition_per_day: "1/d",
        /// Excess of relative TGF-β at half of that rate, `K_m`.
        transition_half_excess: "-",
        /// Loss of myofibroblasts, `d_m`.
        myofibroblast_loss_per_day: "1/d",
    }
}

parameters! {
    /// Collagen (model 8.2).
    pub struct MatrixParameters in "healing.matrix" {
        /// Synthesis of a myofibroblast relative to a fibroblast, `zeta`.
        myofibroblast_synthesis: "-",
        /// Loss of labile collagen, `mu_l`.
        labile_decay_per_day: "1/d",
        /// Labile collagen I of healthy young skin, `ell_1`.
        labile_collagen_1: "-",
        /// Labile collagen III of healthy young skin, `ell_3`.
        labile_collagen_3: "-",
        /// Mature collagen I of healthy young skin, `c1x_h`.
        mature_collagen_1: "-",
        /// Mature collagen III of healthy young skin, `c3x_h`.
        mature_collagen_3: "-",
        /// Synthesis gain of collagen I, `g_1`.
        collagen_1_gain: "-",
        /// Synthesis gain of collagen III, `g_3`.
        collagen_3_gain: "-",
        /// Total collagen at which synthesis stops.
        space_capacity: "-",
        /// Loss by MMP at the reference density of macrophages, `q_M`.
        mmp_per_day: "1/d",
        /// Reference density of inflammatory macrophages, `M_ref`.
        mmp_reference_macrophages_per_mm3: "1/mm3",
        /// Share of that loss that reaches mature collagen, `phi_x`.
        mature_mmp_share: "-",
        /// Share of the matrix in the channel that is lost, `loss`.
        channel_loss: "-",
    }
}

parameters! {
    /// Elastin (model 8.2).
    pub struct ElastinParameters in "healing.elastin" {
        /// Mean residence of mature elastin, `tau_e`; counts with ageing only.
        residence_years: "y",
        /// Deposition of mature elastin per unit of synthesis gain, `eps_e`.
        deposition_per_day: "1/d",
        /// Loss by MMP relative to labile collagen, `q_e`.
        mmp_weight: "-",
        /// Deposition of new elastin per unit of synthesis gain.
        new_deposition_per_day: "1/d",
        /// Loss of new elastin.
        new_decay_per_day: "1/d",
    }
}

parameters! {
    /// Channel closure, epidermal cover, redness and swelling (model 4.2, 9).
    pub struct SurfaceParameters in "healing.surface" {
        /// Half-life of the fast closure, `ln 2 / k_e`.
        fast_closure_half_life_h: "h",
        /// Half-life of the slow closure, `ln 2 / k_r`.
        slow_closure_half_life_h: "h",
        /// Share of the channel that closes slowly, `q_s`.
        slow_closure_share: "-",
        /// Speed of the epidermal front, `s_E`.
        epidermal_front_um_per_h: "um/h",
        /// Half-life of the fast redness, `ln 2 / k_vf`.
        fast_redness_half_life_h: "h",
        /// Gain of the slow redness, `k_vs`.
        slow_redness_gain_per_day: "1/d",
        /// Decay of the slow redness, `d_vs`.
        slow_redness_decay_per_day: "1/d",
        /// Redness by neutrophils relative to alarmin.
        neutrophil_redness_weight: "-",
        /// Half-life of blood outside vessels, `ln 2 / k_h`.
        blood_half_life_d: "d",
        /// Leakage per unit of redness, `k_w`.
        oedema_gain_per_day: "1/d",
        /// Half-life of oedema, `ln 2 / k_ly`.
        oedema_half_life_d: "d",
    }
}

parameters! {
    /// Melanocytes after inflammation (model 10).
    pub struct PigmentParameters in "healing.pigment" {
        /// Rate at which melanocytes follow inflammation, `k_s`.
        activation_per_day: "1/d",
        /// Gain at phototype IV, `y_p`.
        phototype_4_gain: "-",
        /// Gain of a phototype relative to the one below.
        gain_ratio_per_phototype: "-",
        /// Inflammation below which melanocytes stay calm, `a_p`.
        inflammation_threshold: "-",
        /// Melanin passed to the epidermis, `k_g`.
        melanin_transfer_per_day: "1/d",
        /// Time in which the epidermis carries melanin away, `tau_epi`.
        epidermal_turnover_d: "d",
    }
}

/// All parameters of healing in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct HealingParameters {
    /// Alarmin, clot and TGF-β.
    pub signals: SignalParameters,
    /// Immune cells, fibroblasts and myofibroblasts.
    pub cells: CellParameters,
    /// Collagen.
    pub matrix: MatrixParameters,
    /// Elastin.
    pub elastin: ElastinParameters,
    /// Channel closure, epidermal cover, redness and swelling.
    pub surface: SurfaceParameters,
    /// Melanocytes.
    pub pigment: PigmentParameters,
}

impl HealingParameters {
    /// The values of one draw.
    ///
    /// # Errors
    /// When the parameter set was loaded without [`TABLES`].
    pub fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, DataError> {
        Ok(Self {
            signals: SignalParameters::at(set, draw)?,
            cells: CellParameters::at(set, draw)?,
            matrix: MatrixParameters::at(set, draw)?,
            elastin: ElastinParameters::at(set, draw)?,
            surface: SurfaceParameters::at(set, draw)?,
            pigment: PigmentParameters::at(set, draw)?,
        })
    }
}
