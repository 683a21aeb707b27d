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

impl Laws<Lanes> {
    /// Puts the constants of one layer into a lane.
    pub(crate) fn set_lane(&mut self, lane: usize, from: &Laws<f64>) {
        self.alarmin_decay[lane] = from.alarmin_decay;
        self.clot_decay[lane] = from.clot_decay;
        self.neutrophil_turnover[lane] = from.neutrophil_turnover;
        self.recruitment_by_alarmin[lane] = from.recruitment_by_alarmin;
        self.recruitment_by_neutrophils[lane] = from.recruitment_by_neutrophils;
        self.conversion[lane] = from.conversion;
        self.inflammatory_loss[lane] = from.inflammatory_loss;
        self.repair_loss[lane] = from.repair_loss;
        self.tgf_turnover[lane] = from.tgf_turnover;
        self.tgf_by_myofibroblasts[lane] = from.tgf_by_myofibroblasts;
        self.tgf_by_clot[lane] = from.tgf_by_clot;
        self.tgf_by_inflammatory[lane] = from.tgf_by_inflammatory;
        self.tgf_by_repair[lane] = from.tgf_by_repair;
        self.half_activation[lane] = from.half_activation;
        self.activation_scale[lane] = from.activation_scale;
        self.growth_by_tgf[lane] = from.growth_by_tgf;
        self.growth_in_health[lane] = from.growth_in_health;
        self.replaced_share[lane] = from.replaced_share;
        self.crowded_share[lane] = from.crowded_share;
        self.crowding_gain[lane] = from.crowding_gain;
        self.crowding_floor[lane] = from.crowding_floor;
        self.transition[lane] = from.transition;
        self.transition_half_squared[lane] = from.transition_half_squared;
        self.myofibroblast_loss[lane] = from.myofibroblast_loss;
        self.myofibroblast_synthesis[lane] = from.myofibroblast_synthesis;
        self.mmp_by_inflammatory[lane] = from.mmp_by_inflammatory;
        self.collagen_1_gain[lane] = from.collagen_1_gain;
        self.collagen_3_gain[lane] = from.collagen_3_gain;
        self.labile_1_turnover[lane] = from.labile_1_turnover;
        self.labile_3_turnover[lane] = from.labile_3_turnover;
        self.mature_turnover[lane] = from.mature_turnover;
        self.mature_mmp_share[lane] = from.mature_mmp_share;
        for (to, from) in self.space_shares.iter_mut().zip(from.space_shares) {
            to[lane] = from;
        }
        self.elastin_deposition[lane] = from.elastin_deposition;
        self.elastin_mmp_weight[lane] = from.elastin_mmp_weight;
        self.elastin_loss[lane] = from.elastin_loss;
        self.new_elastin_deposition[lane] = from.new_elastin_deposition;
        self.new_elastin_loss[lane] = from.new_elastin_loss;
    }
}
