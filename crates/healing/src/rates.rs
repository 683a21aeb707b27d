//! The rate laws of healing (model 7 and 8), written once for the reduced model and for voxels.
//!
//! Every state is relative to healthy skin of the same age and layer: TGF-β, fibroblasts and each collagen pool are 1 in
//! health, the rest is 0. Written in deviations from 1, each rate is exactly 0 in health. With `L_h`, `pi_i` and `k_x,i`
//! put in from the healthy balance (model 8.2), the laws are those of the model word for word; the tests compare them
//! with an independent transcription in absolute units.

use crate::number::Number;

/// The constants of the laws in one layer of one skin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laws<C> {
    /// `d_a`, 1/d.
    pub alarmin_decay: C,
    /// `k_F`, 1/d.
    pub clot_decay: C,
    /// `d_N`, 1/d.
    pub neutrophil_turnover: C,
    /// `k_M`, macrophages per mm³ and day.
    pub recruitment_by_alarmin: C,
    /// `k_M k_N`, macrophages per mm³ and day.
    pub recruitment_by_neutrophils: C,
    /// `k_12`, 1/d.
    pub conversion: C,
    /// `k_12 + d_M`, 1/d.
    pub inflammatory_loss: C,
    /// `d_M`, 1/d.
    pub repair_loss: C,
    /// `d_L + k_act`, 1/d.
    pub tgf_turnover: C,
    /// `k_Tm / k_Tf`.
    pub tgf_by_myofibroblasts: C,
    /// `T_pl k_F / L_h`, 1/d.
    pub tgf_by_clot: C,
    /// `k_TM w_1 / L_h`, mm³/d.
    pub tgf_by_inflammatory: C,
    /// `k_TM / L_h`, mm³/d.
    pub tgf_by_repair: C,
    /// `K`.
    pub half_activation: C,
    /// `K / (K + 1)`.
    pub activation_scale: C,
    /// `p_T`, 1/d.
    pub growth_by_tgf: C,
    /// `p + p_T H(1) + p_th th`, 1/d.
    pub growth_in_health: C,
    /// `1 - 1/K_r`: the share of growth that makes up for the loss.
    pub replaced_share: C,
    /// `1/K_r`.
    pub crowded_share: C,
    /// `kap`.
    pub crowding_gain: C,
    /// The floor of `K_c / K_r`, minus 1.
    pub crowding_floor: C,
    /// `k_fm`, 1/d.
    pub transition: C,
    /// `K_m²`.
    pub transition_half_squared: C,
    /// `d_m`, 1/d.
    pub myofibroblast_loss: C,
    /// `zeta`.
    pub myofibroblast_synthesis: C,
    /// `q_M / M_ref`, mm³/d.
    pub mmp_by_inflammatory: C,
    /// `g_1`.
    pub collagen_1_gain: C,
    /// `g_3`.
    pub collagen_3_gain: C,
    /// `mu_l + k_x1`, 1/d.
    pub labile_1_turnover: C,
    /// `mu_l + k_x3`, 1/d.
    pub labile_3_turnover: C,
    /// `mu_x`, 1/d.
    pub mature_turnover: C,
    /// `phi_x`.
    pub mature_mmp_share: C,
    /// Healthy amounts of labile III, labile I, mature III and mature I, each over the free space in health.
    pub space_shares: [C; 4],
    /// `eps_e`, 1/d.
    pub elastin_deposition: C,
    /// `q_e`.
    pub elastin_mmp_weight: C,
    /// `1 / tau_e`, 1/d; 0 with ageing off.
    pub elastin_loss: C,
    /// Deposition of new elastin, 1/d.
    pub new_elastin_deposition: C,
    /// Loss of new elastin, 1/d.
    pub new_elastin_loss: C,
}

/// Alarmin, clot and immune cells; none of them depends on the others below.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Inflammation<N> {
    /// Alarmin `a`.
    pub alarmin: N,
    /// Clot `F`.
    pub clot: N,
    /// Neutrophils `N`.
    pub neutrophils: N,
    /// Inflammatory macrophages `M1`, 1/mm³.
    pub inflammatory: N,
    /// Repair macrophages `M2`, 1/mm³.
    pub repair: N,
}

/// TGF-β and the cells that lay down matrix, relative to health.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cells<N> {
    /// Relative TGF-β, `c = L / L_h`.
    pub tgf: N,
    /// Fibroblasts `f`.
    pub fibroblasts: N,
    /// Myofibroblasts `m`, relative to healthy fibroblasts.
    pub myofibroblasts: N,
}

/// Collagen pools relative to health, and elastin relative to healthy mature elastin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Matrix<N> {
    /// Labile III, labile I, mature III and mature I, each relative to its healthy amount.
    pub labile_3: N,
    /// Labile collagen I.
    pub labile_1: N,
    /// Mature collagen III.
    pub mature_3: N,
    /// Mature collagen I.
    pub mature_1: N,
    /// Mature elastin `e`.
    pub elastin: N,
    /// New elastin `e_n`.
    pub new_elastin: N,
}

/// Rates of alarmin, clot and immune cells, per day (model 7.1, 7.2).
#[inline(always)]
pub fn inflammation_rates<N: Number>(
    laws: &Laws<N::Constant>,
    now: &Inflammation<N>,
) -> Inflammation<N> {
    Inflammation {
        alarmin: -now.alarmin.times(laws.alarmin_decay),
        clot: -now.clot.times(laws.clot_decay),
        neutrophils: (now.alarmin - now.neutrophils).times(laws.neutrophil_turnover),
        inflammatory: now.alarmin.times(laws.recruitment_by_alarmin)
            + now.neutrophils.times(laws.recruitment_by_neutrophils)
            - now.inflammatory.times(laws.inflammatory_loss),
        repair: now.inflammatory.times(laws.conversion) - now.repair.times(laws.repair_loss),
    }
}

/// How far TGF-β activates cells beyond health, `H(c) - H(1)` with `H(c) = c / (K + c)`; exactly 0 in health.
#[inline(always)]
pub fn activation_excess<N: Number>(laws: &Laws<N::Constant>, tgf: N) -> N {
    tgf.plus(N::constant(-1.0)).times(laws.activation_scale) / tgf.plus(laws.half_activation)
}

/// The crowding limit relative to health, minus 1: `K_c / K_r - 1 = max(floor - 1, kap (H(c) - H(1)))` (model 7.2).
#[inline(always)]
pub fn crowding_excess<N: Number>(laws: &Laws<N::Constant>, activation: N) -> N {
    let risen = activation.times(laws.crowding_gain);
    risen + (-risen).plus(laws.crowding_floor).positive_part()
}

/// Growth less loss of fibroblasts, per fibroblast and day:
/// `(p + p_T H(c) + p_th th) (1 - (f + m) / K_c) - d_f` (model 7.2).
#[inline(always)]
pub fn fibroblast_growth<N: Number>(
    laws: &Laws<N::Constant>,
    activation: N,
    cells: &Cells<N>,
) -> N {
    let stimulated = activation.times(laws.growth_by_tgf);
    let crowding = crowding_excess(laws, activation);
    let one = N::constant(1.0);
    let extra_cells = cells.fibroblasts.plus(N::constant(-1.0)) + cells.myofibroblasts;
    let free = (crowding - extra_cells) / crowding.plus(one);
    stimulated.times(laws.replaced_share)
        + free
            * stimulated
                .plus(laws.growth_in_health)
                .times(laws.crowded_share)
}

/// Transition to myofibroblasts, per day (model 7.2): `tr = k_fm [c-1]+² / (K_m² + [c-1]+²) f`.
#[inline(always)]
pub fn transition<N: Number>(laws: &Laws<N::Constant>, cells: &Cells<N>) -> N {
    let excess = cells.tgf.plus(N::constant(-1.0)).positive_part();
    let squared = excess.squared();
    (squared / squared.plus(laws.transition_half_squared)).times(laws.transition)
        * cells.fibroblasts
}

/// TGF-β that clot and macrophages release, per day (model 7.1).
#[inline(always)]
pub fn tgf_released<N: Number>(laws: &Laws<N::Constant>, inflammation: &Inflammation<N>) -> N {
    inflammation.clot.times(laws.tgf_by_clot)
        + inflammation.inflammatory.times(laws.tgf_by_inflammatory)
        + inflammation.repair.times(laws.tgf_by_repair)
}

/// Rates of TGF-β, fibroblasts and myofibroblasts, per day (model 7.1, 7.2). `activation` is
/// [`activation_excess`] of the TGF-β in `cells`.
#[inline(always)]
pub fn cell_rates<N: Number>(
    laws: &Laws<N::Constant>,
    inflammation: &Inflammation<N>,
    activation: N,
    cells: &Cells<N>,
) -> Cells<N> {
    let released = tgf_released(laws, inflammation);
    cell_rates_given_release(laws, released, activation, cells)
}

/// The same as [`cell_rates`] where [`tgf_released`] is known.
#[inline(always)]
pub fn cell_rates_given_release<N: Number>(
    laws: &Laws<N::Constant>,
    released: N,
    activation: N,
    cells: &Cells<N>,
) -> Cells<N> {
    let turning = transition(laws, cells);
    let by_cells =
        (cells.fibroblasts - cells.tgf) + cells.myofibroblasts.times(laws.tgf_by_myofibroblasts);
    Cells {
        tgf: by_cells.times(laws.tgf_turnover) + released,
        fibroblasts: fibroblast_growth(laws, activation, cells) * cells.fibroblasts - turning,
        myofibroblasts: turning - cells.myofibroblasts.times(laws.myofibroblast_loss),
    }
}

/// Extra loss of labile collagen by MMP, 1/d (model 8.2): `q = q_M M1 / M_ref`.
#[inline(always)]
pub fn mmp_activity<N: Number>(laws: &Laws<N::Constant>, inflammatory_macrophages: N) -> N {
    inflammatory_macrophages.times(laws.mmp_by_inflammatory)
}

/// Collagen laid down, `G_i` times `laid_down` with `G_i = max(0, 1 + g_i (H(c) - H(1)))` (model 8.2). `stimulated` is
/// `laid_down (H(c) - H(1))`.
#[inline(always)]
pub fn collagen_made<N: Number>(gain: N::Constant, laid_down: N, stimulated: N) -> N {
    (laid_down + stimulated.times(gain)).positive_part()
}

/// Space for new collagen relative to health, `X / X_h` with `X = [1.5 - c_tot]+ / 0.5` (model 8.2).
#[inline(always)]
pub fn relative_space<N: Number>(laws: &Laws<N::Constant>, matrix: &Matrix<N>) -> N {
    let [labile_3, labile_1, mature_3, mature_1] = laws.space_shares;
    let less_one = N::constant(-1.0);
    let taken = matrix.labile_3.plus(less_one).times(labile_3)
        + matrix.labile_1.plus(less_one).times(labile_1)
        + matrix.mature_3.plus(less_one).times(mature_3)
        + matrix.mature_1.plus(less_one).times(mature_1);
    (-taken).plus(N::constant(1.0)).positive_part()
}

/// Rates of collagen and elastin, per day (model 8.2). `synthesis` is the synthesis of this skin relative to the one
/// that would keep its collagen as it is: 1 with ageing off.
#[inline(always)]
pub fn matrix_rates<N: Number>(
    laws: &Laws<N::Constant>,
    inflammatory_macrophages: N,
    activation: N,
    cells: &Cells<N>,
    synthesis: N,
    matrix: &Matrix<N>,
) -> Matrix<N> {
    let mmp = mmp_activity(laws, inflammatory_macrophages).factor();
    let working = cells.fibroblasts + cells.myofibroblasts.times(laws.myofibroblast_synthesis);
    let working = (working * synthesis).factor();
    let laid_down = working * relative_space(laws, matrix);
    let stimulated = laid_down * activation;
    let made_3 = collagen_made(laws.collagen_3_gain, laid_down, stimulated);
    let made_1 = collagen_made(laws.collagen_1_gain, laid_down, stimulated);
    let elastin_made = working * activation.positive_part().times(laws.collagen_1_gain);
    let mature_mmp = mmp.times(laws.mature_mmp_share).factor();
    let elastin_loss = mmp.times(laws.elastin_mmp_weight).plus(laws.elastin_loss);
    Matrix {
        labile_3: (made_3 - matrix.labile_3).times(laws.labile_3_turnover) - mmp * matrix.labile_3,
        labile_1: (made_1 - matrix.labile_1).times(laws.labile_1_turnover) - mmp * matrix.labile_1,
        mature_3: (matrix.labile_3 - matrix.mature_3).times(laws.mature_turnover)
            - mature_mmp * matrix.mature_3,
        mature_1: (matrix.labile_1 - matrix.mature_1).times(laws.mature_turnover)
            - mature_mmp * matrix.mature_1,
        elastin: elastin_made.times(laws.elastin_deposition) - elastin_loss * matrix.elastin,
        new_elastin: elastin_made.times(laws.new_elastin_deposition)
            - matrix.new_elastin.times(laws.new_elastin_loss),
    }
}
