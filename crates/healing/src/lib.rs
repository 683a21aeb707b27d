//! What the skin does with an injury: the rate laws of healing and the reduced model that advances them.

mod course;

pub use course::{Course, LayerState, SurfaceState, TreatmentSession};
