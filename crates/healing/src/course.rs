//! The state of the skin over time.

use needlework_needling::Injury;
use needlework_skin::DERMAL_LAYERS;
use schemars::JsonSchema;
use serde::Serialize;

/// One needling session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TreatmentSession {
    /// Time since the start of the course, d.
    pub day: f64,
    /// What it does to the skin.
    pub injury: Injury,
}

/// State of one dermal layer. Collagen is relative to the total of a healthy young adult, cells marked relative to the
/// healthy fibroblast density.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct LayerState {
    /// Alarmin drive `a`, 1 = fully damaged tissue.
    pub alarmin: f64,
    /// Fibrin clot volume fraction `F`.
    pub clot: f64,
    /// Neutrophils `N`, relative.
    pub neutrophils: f64,
    /// Inflammatory macrophages `M1`, cells/mm³.
    pub inflammatory_macrophages_per_mm3: f64,
    /// Repair macrophages `M2`, cells/mm³.
    pub repair_macrophages_per_mm3: f64,
    /// Latent, matrix-bound TGF-β1 `L`, pg/mm³.
    pub latent_tgf_beta_pg_per_mm3: f64,
    /// TGF-β1 signal relative to health, `c = L / L_h`.
    pub relative_tgf_beta: f64,
    /// Fibroblasts `f`, relative.
    pub fibroblasts: f64,
    /// Myofibroblasts `m`, relative to the healthy fibroblast density.
    pub myofibroblasts: f64,
    /// Newly laid, labile collagen III.
    pub labile_collagen_3: f64,
    /// Newly laid, labile collagen I.
    pub labile_collagen_1: f64,
    /// Mature, cross-linked collagen III.
    pub mature_collagen_3: f64,
    /// Mature, cross-linked collagen I.
    pub mature_collagen_1: f64,
    /// Mature elastic material `e`, healthy young adult = 1.
    pub elastin: f64,
    /// New elastin (tropoelastin) `e_n`, relative to mature elastin, 0 in health.
    pub new_elastin: f64,
}

/// State of the surface.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct SurfaceState {
    /// Open share of the channels' cross-section, 1 right after needling, 0 when closed.
    pub open_channel_share: f64,
    /// Open channel area per skin area, `phi_o`.
    pub open_area: f64,
    /// Epidermal cover of the channel mouths `E`, 0 to 1.
    pub epidermal_cover: f64,
    /// Fast vascular redness `vf`.
    pub fast_redness: f64,
    /// Slow, inflammatory redness `vs`.
    pub slow_redness: f64,
    /// Extravasated blood `h`.
    pub extravasated_blood: f64,
    /// Interstitial excess `oed`.
    pub oedema: f64,
    /// Melanocyte activation `s_mel`.
    pub melanocyte_activation: f64,
    /// Excess epidermal melanin `G_e`.
    pub epidermal_melanin: f64,
}

/// The skin at the sampled days.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Course {
    /// Sampled days since the start of the course, increasing, d. A day that is a session's day is sampled after its
    /// injury.
    pub days: Vec<f64>,
    /// Dermal layers at each sampled day, papillary first.
    pub layers: Vec<[LayerState; DERMAL_LAYERS]>,
    /// Surface at each sampled day.
    pub surface: Vec<SurfaceState>,
}
