//! The numbers of healing (model 11) and what makes them admissible (model 15.1).

use needlework_evidence::{DataError, DataFile, Draw, ParameterSet, Table, parameters};

use crate::HealingError;

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

    /// Checks that healthy skin exists for these numbers (model 15.1, admissibility): every rate is positive and finite,
    /// fibroblasts grow faster than they are lost (`K_r > 1`), each pool of healthy collagen is a share of the whole, and
    /// healthy skin comes to rest again after a small disturbance.
    ///
    /// # Errors
    /// A sentence with the parameter, its value and what it must be.
    pub fn admissible(&self) -> Result<(), HealingError> {
        for (name, value) in self.rates() {
            require(name, value, value > 0.0, "a positive number")?;
        }
        for (name, value) in self.amounts() {
            require(name, value, value >= 0.0, "zero or a positive number")?;
        }
        for (name, value) in self.shares() {
            require(name, value, (0.0..=1.0).contains(&value), "from 0 to 1")?;
        }
        for (name, value) in self.pools() {
            require(name, value, value > 0.0 && value < 1.0, "between 0 and 1")?;
        }
        let loss = self.cells.fibroblast_loss_per_day;
        let growth = self.fibroblast_growth_in_health_per_day();
        let limit = format!(
            "below {growth}, the growth of fibroblasts in healthy skin, so that their crowding limit \
             lies above the healthy density"
        );
        require("cells.fibroblast_loss_per_day", loss, loss < growth, &limit)?;
        let gain = self.cells.crowding_gain;
        let largest = self.largest_stable_crowding_gain();
        let limit = format!(
            "below {largest}, so that healthy skin comes to rest again after a small disturbance"
        );
        require("cells.crowding_gain", gain, gain < largest, &limit)
    }

    /// The crowding gain at which TGF-β and fibroblasts begin to drive each other away from health: there the growth
    /// that a small rise of TGF-β adds, `H'(1) (p_T d_f / g + kap (g - d_f))` with the growth `g` in health, equals the
    /// crowding `g - d_f` that the added fibroblasts meet.
    fn largest_stable_crowding_gain(&self) -> f64 {
        let cells = &self.cells;
        let growth = self.fibroblast_growth_in_health_per_day();
        let crowding = growth - cells.fibroblast_loss_per_day;
        let half = cells.tgf_half_activation;
        let slope = half / ((1.0 + half) * (1.0 + half));
        let by_tgf = cells.tgf_growth_ratio * cells.fibroblast_growth_per_day;
        1.0 / slope - by_tgf * cells.fibroblast_loss_per_day / (growth * crowding)
    }

    /// Growth of fibroblasts in healthy skin, `p + p_T H(1) + p_th th`, 1/d.
    pub(crate) fn fibroblast_growth_in_health_per_day(&self) -> f64 {
        let cells = &self.cells;
        let tgf = cells.tgf_growth_ratio / (1.0 + cells.tgf_half_activation);
        let stretch = cells.mechanical_growth_ratio * cells.mechanical_stimulus;
        cells.fibroblast_growth_per_day * (1.0 + tgf + stretch)
    }

    fn rates(&self) -> Vec<(&'static str, f64)> {
        let Self {
            signals,
            cells,
            matrix,
            elastin,
            surface,
            pigment,
        } = self;
        vec![
            (
                "signals.alarmin_decay_per_day",
                signals.alarmin_decay_per_day,
            ),
            ("signals.clot_decay_per_day", signals.clot_decay_per_day),
            (
                "signals.fibroblast_tgf_pg_per_cell_per_day",
                signals.fibroblast_tgf_pg_per_cell_per_day,
            ),
            (
                "signals.bound_tgf_decay_per_day",
                signals.bound_tgf_decay_per_day,
            ),
            (
                "signals.tgf_activation_per_day",
                signals.tgf_activation_per_day,
            ),
            (
                "cells.neutrophil_turnover_per_day",
                cells.neutrophil_turnover_per_day,
            ),
            (
                "cells.macrophage_conversion_per_day",
                cells.macrophage_conversion_per_day,
            ),
            (
                "cells.macrophage_loss_per_day",
                cells.macrophage_loss_per_day,
            ),
            ("cells.fibroblasts_per_mm3", cells.fibroblasts_per_mm3),
            (
                "cells.papillary_density_factor",
                cells.papillary_density_factor,
            ),
            (
                "cells.fibroblast_growth_per_day",
                cells.fibroblast_growth_per_day,
            ),
            ("cells.tgf_half_activation", cells.tgf_half_activation),
            (
                "cells.fibroblast_loss_per_day",
                cells.fibroblast_loss_per_day,
            ),
            ("cells.crowding_floor", cells.crowding_floor),
            ("cells.transition_half_excess", cells.transition_half_excess),
            (
                "cells.myofibroblast_loss_per_day",
                cells.myofibroblast_loss_per_day,
            ),
            ("matrix.labile_decay_per_day", matrix.labile_decay_per_day),
            ("matrix.space_capacity", matrix.space_capacity),
            (
                "matrix.mmp_reference_macrophages_per_mm3",
                matrix.mmp_reference_macrophages_per_mm3,
            ),
            ("elastin.residence_years", elastin.residence_years),
            ("elastin.new_decay_per_day", elastin.new_decay_per_day),
            (
                "surface.fast_closure_half_life_h",
                surface.fast_closure_half_life_h,
            ),
            (
                "surface.slow_closure_half_life_h",
                surface.slow_closure_half_life_h,
            ),
            (
                "surface.epidermal_front_um_per_h",
                surface.epidermal_front_um_per_h,
            ),
            (
                "surface.fast_redness_half_life_h",
                surface.fast_redness_half_life_h,
            ),
            (
                "surface.slow_redness_decay_per_day",
                surface.slow_redness_decay_per_day,
            ),
            ("surface.blood_half_life_d", surface.blood_half_life_d),
            ("surface.oedema_half_life_d", surface.oedema_half_life_d),
            ("pigment.activation_per_day", pigment.activation_per_day),
            (
                "pigment.gain_ratio_per_phototype",
                pigment.gain_ratio_per_phototype,
            ),
            ("pigment.epidermal_turnover_d", pigment.epidermal_turnover_d),
        ]
    }

    fn amounts(&self) -> Vec<(&'static str, f64)> {
        let Self {
            signals,
            cells,
            matrix,
            elastin,
            surface,
            pigment,
        } = self;
        vec![
            ("signals.clot_tgf_pg_per_mm3", signals.clot_tgf_pg_per_mm3),
            (
                "signals.macrophage_tgf_pg_per_cell_per_day",
                signals.macrophage_tgf_pg_per_cell_per_day,
            ),
            (
                "signals.inflammatory_macrophage_share",
                signals.inflammatory_macrophage_share,
            ),
            (
                "signals.myofibroblast_tgf_pg_per_cell_per_day",
                signals.myofibroblast_tgf_pg_per_cell_per_day,
            ),
            (
                "cells.macrophage_recruitment_per_mm3_per_day",
                cells.macrophage_recruitment_per_mm3_per_day,
            ),
            (
                "cells.neutrophil_recruitment_weight",
                cells.neutrophil_recruitment_weight,
            ),
            ("cells.tgf_growth_ratio", cells.tgf_growth_ratio),
            (
                "cells.mechanical_growth_ratio",
                cells.mechanical_growth_ratio,
            ),
            ("cells.mechanical_stimulus", cells.mechanical_stimulus),
            ("cells.crowding_gain", cells.crowding_gain),
            ("cells.transition_per_day", cells.transition_per_day),
            (
                "matrix.myofibroblast_synthesis",
                matrix.myofibroblast_synthesis,
            ),
            ("matrix.collagen_1_gain", matrix.collagen_1_gain),
            ("matrix.collagen_3_gain", matrix.collagen_3_gain),
            ("matrix.mmp_per_day", matrix.mmp_per_day),
            ("elastin.deposition_per_day", elastin.deposition_per_day),
            ("elastin.mmp_weight", elastin.mmp_weight),
            (
                "elastin.new_deposition_per_day",
                elastin.new_deposition_per_day,
            ),
            (
                "surface.slow_redness_gain_per_day",
                surface.slow_redness_gain_per_day,
            ),
            (
                "surface.neutrophil_redness_weight",
                surface.neutrophil_redness_weight,
            ),
            ("surface.oedema_gain_per_day", surface.oedema_gain_per_day),
            ("pigment.phototype_4_gain", pigment.phototype_4_gain),
            (
                "pigment.inflammation_threshold",
                pigment.inflammation_threshold,
            ),
            (
                "pigment.melanin_transfer_per_day",
                pigment.melanin_transfer_per_day,
            ),
        ]
    }

    fn shares(&self) -> [(&'static str, f64); 3] {
        [
            ("matrix.mature_mmp_share", self.matrix.mature_mmp_share),
            ("matrix.channel_loss", self.matrix.channel_loss),
            (
                "surface.slow_closure_share",
                self.surface.slow_closure_share,
            ),
        ]
    }

    fn pools(&self) -> [(&'static str, f64); 4] {
        [
            ("matrix.labile_collagen_1", self.matrix.labile_collagen_1),
            ("matrix.labile_collagen_3", self.matrix.labile_collagen_3),
            ("matrix.mature_collagen_1", self.matrix.mature_collagen_1),
            ("matrix.mature_collagen_3", self.matrix.mature_collagen_3),
        ]
    }
}

fn require(name: &str, value: f64, holds: bool, allowed: &str) -> Result<(), HealingError> {
    if holds && value.is_finite() {
        Ok(())
    } else {
        Err(HealingError::Inadmissible {
            parameter: format!("healing.{name}"),
            value,
            allowed: allowed.to_owned(),
        })
    }
}
