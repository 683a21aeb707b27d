//! What the skin does with an injury: the rate laws of healing and the reduced model that advances them.
//!
//! Six dermal layers heal side by side (model 12). In each, alarmin, clot, neutrophils and macrophages are linear and
//! advance by exact exponentials (`modes`, `decay`); TGF-β, fibroblasts, myofibroblasts, collagen and elastin follow the
//! laws in [`rates`] by Taylor series (`series`, `bundle`); the fast way back to health is exact too (`fast_mode`), and
//! steps end at the kinks of the laws (`kinks`). The laws are written once, over [`Number`]: a voxel model calls them with
//! plain numbers, the reduced model with power series of eight layers at a time (`lanes`, `registers`, `layers`). Redness,
//! blood, oedema, channels and pigment are linear again (`surface`). [`heal`] simulates one course, [`heal_many`] many over
//! draws of the parameters, with the same bits.
#![expect(
    clippy::inline_always,
    reason = "code takes part in a copy for other instructions only where it is inlined into it"
)]

#[cfg(test)]
extern crate self as needlework_healing;

mod admissible;
mod bundle;
mod course;
mod decay;
mod fast_mode;
mod heal;
mod healthy;
mod kinks;
mod lanes;
mod laws_in_lanes;
mod layers;
mod modes;
mod number;
mod parameters;
mod processor;
pub mod rates;
mod registers;
mod remodelled;
mod request;
#[cfg(test)]
#[path = "../tests/scene/mod.rs"]
mod scene;
mod series;
mod surface;
mod surface_rates;

pub use course::{Course, LayerState, SurfaceState, TreatmentSession};
pub use heal::{TOLERANCE, heal, heal_many, heal_within};
pub use healthy::{Healthy, Region};
pub use number::Number;
pub use parameters::{
    CellParameters, ElastinParameters, HealingParameters, MatrixParameters, PARAMETERS,
    PigmentParameters, SignalParameters, SurfaceParameters, TABLES,
};
pub use remodelled::Effort;
pub use request::{Ageing, CourseRequest, HealingError};
