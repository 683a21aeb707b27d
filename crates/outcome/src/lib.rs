//! What is seen and felt: from the state of the skin to scales, side effects, barrier, risks and histology, each as a
//! distribution.

mod estimate;
mod outlook;

pub use estimate::{Estimate, Series};
pub use outlook::{
    AbsorptionOutlook, ChangeDirection, HistologyOutlook, LayerOutlook, Outlook, RiskOutlook,
    ScaleOutlook, SideEffectOutlook,
};
