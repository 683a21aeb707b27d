//! From what the hand does to what the skin suffers: devices, techniques, insertion, channels, bleeding, discomfort.

mod device;
mod injury;
mod technique;

pub use device::{Device, DeviceCatalogue, DeviceKind, EvaluatedUse, LengthRange};
pub use injury::{Injury, LayerInjury};
pub use technique::{Coverage, HandPressure, Technique};
