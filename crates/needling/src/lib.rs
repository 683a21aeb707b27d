//! From what the hand does to what the skin suffers: devices, techniques, insertion, channels, bleeding, discomfort.
//!
//! [`injure`] joins a [`Device`] of the [`DeviceCatalogue`], a [`Technique`], a skin and one draw of
//! [`NeedlingParameters`] into an [`Injury`]. A needle setting is not the depth reached: [`insertion`] says how far a
//! roller, a stamp and a pen really go.

mod bleeding;
mod channel;
mod coverage;
mod device;
mod discomfort;
mod error;
mod injury;
pub mod insertion;
mod parameters;
mod technique;

pub use bleeding::{loop_strikes_per_channel, plexus_strikes_per_channel};
pub use coverage::{channels_per_cm2, check, coverage_for, needling_minutes, punctures_per_second};
pub use device::{Device, DeviceCatalogue, DeviceKind, EvaluatedUse, LengthRange};
pub use discomfort::discomfort;
pub use error::NeedlingError;
pub use injury::{Injury, LayerInjury, injure};
pub use parameters::{
    BleedingParameters, ChannelParameters, HandParameters, InsertionParameters, NeedlingParameters,
    PARAMETERS, PaceParameters, PainParameters, ReferenceParameters, TABLES,
};
pub use technique::{Coverage, HandPressure, Technique};
