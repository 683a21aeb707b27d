//! The constants of the laws for several layers side by side.

use crate::lanes::Lanes;
use crate::rates::Laws;

impl Laws<f64> {
    /// Applies a function to every constant.
    pub(crate) fn map<C>(&self, change: impl Fn(f64) -> C) -> Laws<C> {
        Laws {
            alarmin_decay: change(self.alarmin_decay),
            clot_decay: change(self.clot_decay),
            neutrophil_turnover: change(self.neutrophil_turnover),
            recruitment_by_alarmin: change(self.recruitment_by_alarmin),
            recruitment_by_neutrophils: change(self.recruitment_by_neutrophils),
            conversion: change(self.conversion),
            inflammatory_loss: change(self.inflammatory_loss),
            repair_loss: change(self.repair_loss),
            tgf_turnover: change(self.tgf_turnover),
            tgf_by_myofibroblasts: change(self.tgf_by_myofibroblasts),
            tgf_by_clot: change(self.tgf_by_clot),
            tgf_by_inflammatory: change(self.tgf_by_inflammatory),
            tgf_by_repair: change(self.tgf_by_repair),
            half_activation: change(self.half_activation),
            activation_scale: change(self.activation_scale),
            growth_by_tgf: change(self.growth_by_tgf),
            growth_in_health: change(self.growth_in_health),
            replaced_share: change(self.replaced_share),
            crowded_share: change(self.crowded_share),
            crowding_gain: change(self.crowding_gain),
            crowding_floor: change(self.crowding_floor),
            transition: change(self.transition),
            transition_half_squared: change(self.transition_half_squared),
            myofibroblast_loss: change(self.myofibroblast_loss),
            myofibroblast_synthesis: change(self.myofibroblast_synthesis),
            mmp_by_inflammatory: change(self.mmp_by_inflammatory),
            collagen_1_gain: change(self.collagen_1_gain),
            collagen_3_gain: change(self.collagen_3_gain),
            labile_1_turnover: change(self.labile_1_turnover),
            labile_3_turnover: change(self.labile_3_turnover),
            mature_turnover: change(self.mature_turnover),
            mature_mmp_share: change(self.mature_mmp_share),
            space_shares: self.space_shares.map(&change),
            elastin_deposition: change(self.elastin_deposition),
            elastin_mmp_weight: change(self.elastin_mmp_weight),
            elastin_loss: change(self.elastin_loss),
            new_elastin_deposition: change(self.new_elastin_deposition),
            new_elastin_loss: change(self.new_elastin_loss),
        }
    }
}

/// Puts the constants of one layer into a lane.
pub(crate) fn set_lane<L: Lanes>(laws: &mut Laws<L>, lane: usize, from: &Laws<f64>) {
    laws.alarmin_decay[lane] = from.alarmin_decay;
    laws.clot_decay[lane] = from.clot_decay;
    laws.neutrophil_turnover[lane] = from.neutrophil_turnover;
    laws.recruitment_by_alarmin[lane] = from.recruitment_by_alarmin;
    laws.recruitment_by_neutrophils[lane] = from.recruitment_by_neutrophils;
    laws.conversion[lane] = from.conversion;
    laws.inflammatory_loss[lane] = from.inflammatory_loss;
    laws.repair_loss[lane] = from.repair_loss;
    laws.tgf_turnover[lane] = from.tgf_turnover;
    laws.tgf_by_myofibroblasts[lane] = from.tgf_by_myofibroblasts;
    laws.tgf_by_clot[lane] = from.tgf_by_clot;
    laws.tgf_by_inflammatory[lane] = from.tgf_by_inflammatory;
    laws.tgf_by_repair[lane] = from.tgf_by_repair;
    laws.half_activation[lane] = from.half_activation;
    laws.activation_scale[lane] = from.activation_scale;
    laws.growth_by_tgf[lane] = from.growth_by_tgf;
    laws.growth_in_health[lane] = from.growth_in_health;
    laws.replaced_share[lane] = from.replaced_share;
    laws.crowded_share[lane] = from.crowded_share;
    laws.crowding_gain[lane] = from.crowding_gain;
    laws.crowding_floor[lane] = from.crowding_floor;
    laws.transition[lane] = from.transition;
    laws.transition_half_squared[lane] = from.transition_half_squared;
    laws.myofibroblast_loss[lane] = from.myofibroblast_loss;
    laws.myofibroblast_synthesis[lane] = from.myofibroblast_synthesis;
    laws.mmp_by_inflammatory[lane] = from.mmp_by_inflammatory;
    laws.collagen_1_gain[lane] = from.collagen_1_gain;
    laws.collagen_3_gain[lane] = from.collagen_3_gain;
    laws.labile_1_turnover[lane] = from.labile_1_turnover;
    laws.labile_3_turnover[lane] = from.labile_3_turnover;
    laws.mature_turnover[lane] = from.mature_turnover;
    laws.mature_mmp_share[lane] = from.mature_mmp_share;
    for (to, from) in laws.space_shares.iter_mut().zip(from.space_shares) {
        to[lane] = from;
    }
    laws.elastin_deposition[lane] = from.elastin_deposition;
    laws.elastin_mmp_weight[lane] = from.elastin_mmp_weight;
    laws.elastin_loss[lane] = from.elastin_loss;
    laws.new_elastin_deposition[lane] = from.new_elastin_deposition;
    laws.new_elastin_loss[lane] = from.new_elastin_loss;
}
