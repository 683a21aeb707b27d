//! What the skin does with an injury: the rate laws of healing and the reduced model that advances them.
#![expect(
    clippy::inline_always,
    reason = "code takes part in a copy for other instructions only where it is inlined into it"
)]

mod bundle;
mod course;
mod decay;
mod heal;
mod healthy;
mod lanes;
mod laws_in_lanes;
mod layers;
mod number;
mod parameters;
mod processor;
pub mod rates;
mod request;
mod series;
mod surface;

pub use bundle::Effort;
pub use course::{Course, LayerState, SurfaceState, TreatmentSession};
pub use heal::{TOLERANCE, heal, heal_many, heal_within};
pub use healthy::{Healthy, Region};
pub use number::Number;
pub use parameters::{
    CellParameters, ElastinParameters, HealingParameters, MatrixParameters, PARAMETERS,
    PigmentParameters, SignalParameters, SurfaceParameters, TABLES,
};
pub use request::{Ageing, CourseRequest, HealingError};
