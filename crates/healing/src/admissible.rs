//! What makes the numbers of healing admissible (model 15.1).

use crate::{HealingError, HealingParameters};

impl HealingParameters {
    /// Checks that healthy skin exists for these numbers (model 15.1, admissibility): every rate is positive and finite,
    /// fibroblasts grow faster than they are lost (`K_r > 1`), each pool of healthy collagen is a share of the whole, and
    /// healthy skin comes to rest again after a small disturbance.
    ///
    /// # Errors
    /// A sentence with the parameter, its value and what it must be.
    pub fn admissible(&self) -> Result<(), HealingError> {
        for (name, value) in self.rates() {
            require(name, value, value > 0.0, || "a positive number".to_owned())?;
        }
        for (name, value) in self.amounts() {
            require(name, value, value >= 0.0, || {
                "zero or a positive number".to_owned()
            })?;
        }
        for (name, value) in self.shares() {
            require(name, value, (0.0..=1.0).contains(&value), || {
                "from 0 to 1".to_owned()
            })?;
        }
        for (name, value) in self.pools() {
            require(name, value, value > 0.0 && value < 1.0, || {
                "between 0 and 1".to_owned()
            })?;
        }
        let loss = self.cells.fibroblast_loss_per_day;
        let growth = self.fibroblast_growth_in_health_per_day();
        require("cells.fibroblast_loss_per_day", loss, loss < growth, || {
            format!(
                "below {growth}, the growth of fibroblasts in healthy skin, so that their crowding limit \
                 lies above the healthy density"
            )
        })?;
        let gain = self.cells.crowding_gain;
        let largest = self.largest_stable_crowding_gain();
        require("cells.crowding_gain", gain, gain < largest, || {
            format!(
                "below {largest}, so that healthy skin comes to rest again after a small disturbance"
            )
        })
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

/// `allowed` is put into words only for a number that is refused: parameters are checked for every course.
fn require(
    name: &str,
    value: f64,
    holds: bool,
    allowed: impl FnOnce() -> String,
) -> Result<(), HealingError> {
    if holds && value.is_finite() {
        Ok(())
    } else {
        Err(HealingError::Inadmissible {
            parameter: format!("healing.{name}"),
            value,
            allowed: allowed(),
        })
    }
}
