//! Healthy skin of an age: the constants of the laws and the amounts that the relative states stand for.
//!
//! Mature collagen of that age is `mature_collagen` times that of young skin; the labile pools follow from the balance
//! `ell_i = mu_x c_ix / k_x,i` (model 8.2), so they carry the same factor. The synthesis that keeps all four pools as
//! they are, space limit included, is the unit of synthesis. With ageing off, synthesis stays there, and healthy skin is
//! an exact fixed point. With ageing on, synthesis is `Skin::synthesis` less its yearly decline; where that is less than
//! the skin needs to keep its collagen, content drifts down (model 8.3). The labile pools, which follow synthesis within
//! weeks, then start in balance with it. This is the law `x' = mu_x (S - x)` by which the skin reached its present
//! content, with the same half-life, which is why the half-life stands in [`Skin`]. A decline so steep that synthesis
//! would end within ten years (the first years after menopause) is taken as ending it at ten years.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_skin::Skin;

use crate::rates::Laws;
use crate::{Ageing, HealingError, HealingParameters};

/// Longest time that is simulated.
pub(crate) const LONGEST_YEARS: f64 = 10.0;

/// Where the papillary and the reticular dermis differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// The first dermal layer.
    Papillary,
    /// The other five.
    Reticular,
}

/// Healthy skin in one region: what turns relative states into amounts, and the laws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Healthy {
    /// Constants of the rate laws.
    pub laws: Laws<f64>,
    /// TGF-β1 of the matrix-bound pool in health, `L_h`, pg/mm³.
    pub tgf_pg_per_mm3: f64,
    /// Labile III, labile I, mature III and mature I at this age, healthy young skin = 1 in total.
    pub collagen: [f64; 4],
    /// Synthesis at the start relative to what would keep the collagen as it is; 1 with ageing off.
    pub synthesis: f64,
    /// Change of that per day; 0 with ageing off.
    pub synthesis_change_per_day: f64,
}

impl Healthy {
    /// Healthy skin of this age.
    ///
    /// # Errors
    /// When the parameters are not admissible, or the skin holds so much collagen that there is no space for new one.
    pub fn of(
        skin: &Skin,
        parameters: &HealingParameters,
        region: Region,
        ageing: Ageing,
    ) -> Result<Self, HealingError> {
        let HealingParameters {
            signals,
            cells,
            matrix,
            elastin,
            ..
        } = parameters;
        let density = cells.fibroblasts_per_mm3
            * match region {
                Region::Papillary => cells.papillary_density_factor,
                Region::Reticular => 1.0,
            };
        let tgf_turnover = signals.bound_tgf_decay_per_day + signals.tgf_activation_per_day;
        let tgf_pg_per_mm3 = signals.fibroblast_tgf_pg_per_cell_per_day * density / tgf_turnover;
        let growth_in_health = parameters.fibroblast_growth_in_health_per_day();
        let replaced_share = cells.fibroblast_loss_per_day / growth_in_health;
        let mature_turnover =
            std::f64::consts::LN_2 / (skin.mature_collagen_half_life_years * DAYS_PER_YEAR);
        let young = [
            matrix.labile_collagen_3,
            matrix.labile_collagen_1,
            matrix.mature_collagen_3,
            matrix.mature_collagen_1,
        ];
        let collagen = young.map(|amount| amount * skin.mature_collagen);
        let free = free_space(matrix.space_capacity, &collagen, skin)?;
        let [synthesis, synthesis_change_per_day, elastin_loss] = match ageing {
            Ageing::Off => [1.0, 0.0, 0.0],
            Ageing::On => {
                let synthesis = skin.synthesis / skin.mature_collagen;
                let decline =
                    skin.synthesis_decline_per_year.min(1.0 / LONGEST_YEARS) / DAYS_PER_YEAR;
                [
                    synthesis,
                    -synthesis * decline,
                    1.0 / (elastin.residence_years * DAYS_PER_YEAR),
                ]
            }
        };
        let macrophage_tgf = signals.macrophage_tgf_pg_per_cell_per_day / tgf_pg_per_mm3;
        let half = cells.tgf_half_activation;
        let maturation_3 = mature_turnover * matrix.mature_collagen_3 / matrix.labile_collagen_3;
        let maturation_1 = mature_turnover * matrix.mature_collagen_1 / matrix.labile_collagen_1;
        let laws = Laws {
            alarmin_decay: signals.alarmin_decay_per_day,
            clot_decay: signals.clot_decay_per_day,
            neutrophil_turnover: cells.neutrophil_turnover_per_day,
            recruitment_by_alarmin: cells.macrophage_recruitment_per_mm3_per_day,
            recruitment_by_neutrophils: cells.macrophage_recruitment_per_mm3_per_day
                * cells.neutrophil_recruitment_weight,
            conversion: cells.macrophage_conversion_per_day,
            inflammatory_loss: cells.macrophage_conversion_per_day + cells.macrophage_loss_per_day,
            repair_loss: cells.macrophage_loss_per_day,
            tgf_turnover,
            tgf_by_myofibroblasts: signals.myofibroblast_tgf_pg_per_cell_per_day
                / signals.fibroblast_tgf_pg_per_cell_per_day,
            tgf_by_clot: signals.clot_tgf_pg_per_mm3 * signals.clot_decay_per_day / tgf_pg_per_mm3,
            tgf_by_inflammatory: macrophage_tgf * signals.inflammatory_macrophage_share,
            tgf_by_repair: macrophage_tgf,
            half_activation: half,
            activation_scale: half / (half + 1.0),
            growth_by_tgf: cells.fibroblast_growth_per_day * cells.tgf_growth_ratio,
            growth_in_health,
            replaced_share,
            crowded_share: 1.0 - replaced_share,
            crowding_gain: cells.crowding_gain,
            crowding_floor: cells.crowding_floor - 1.0,
            transition: cells.transition_per_day,
            transition_half_squared: cells.transition_half_excess * cells.transition_half_excess,
            myofibroblast_loss: cells.myofibroblast_loss_per_day,
            myofibroblast_synthesis: matrix.myofibroblast_synthesis,
            mmp_by_inflammatory: matrix.mmp_per_day / matrix.mmp_reference_macrophages_per_mm3,
            collagen_1_gain: matrix.collagen_1_gain,
            collagen_3_gain: matrix.collagen_3_gain,
            labile_1_turnover: matrix.labile_decay_per_day + maturation_1,
            labile_3_turnover: matrix.labile_decay_per_day + maturation_3,
            mature_turnover,
            mature_mmp_share: matrix.mature_mmp_share,
            space_shares: collagen.map(|amount| amount / free),
            elastin_deposition: elastin.deposition_per_day,
            elastin_mmp_weight: elastin.mmp_weight,
            elastin_loss,
            new_elastin_deposition: elastin.new_deposition_per_day,
            new_elastin_loss: elastin.new_decay_per_day,
        };
        Ok(Self {
            laws,
            tgf_pg_per_mm3,
            collagen,
            synthesis,
            synthesis_change_per_day,
        })
    }
}

fn free_space(capacity: f64, collagen: &[f64; 4], skin: &Skin) -> Result<f64, HealingError> {
    let free = capacity - collagen.iter().sum::<f64>();
    if free > 0.0 && free.is_finite() && skin.mature_collagen > 0.0 {
        Ok(free)
    } else {
        Err(HealingError::Skin {
            field: "mature_collagen",
            value: skin.mature_collagen,
            allowed: format!("above 0 and below {capacity}, the space for collagen"),
        })
    }
}
