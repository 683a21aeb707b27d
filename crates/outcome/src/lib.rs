//! What is seen and felt: from the state of the skin to scales, side effects, barrier, risks and histology, each as a
//! distribution.
//!
//! [`observe`] reads one course in one parameter draw, [`outlook`] summarises the draws. Courses are sampled at
//! [`sample_days`]. The laws are those of section 13 of the model; every gain in them has a stated prior, and
//! what studies can see of it is learned by calibration.

mod absorption;
mod aggregate;
mod catalogue;
mod error;
mod estimate;
mod global;
mod histology;
mod lag;
mod matrix;
mod observe;
mod outlook;
mod parameters;
mod pigment;
mod risks;
mod scales;
mod scars;
mod schedule;
mod side_effects;
mod surface;
mod variation;
mod wrinkles;

pub use absorption::AbsorptionDraw;
pub use aggregate::{outlook, risk_basis};
pub use catalogue::{Finding, FindingKind, IndicationScales, Scale, ScaleCatalogue};
pub use error::OutcomeError;
pub use estimate::{Estimate, Series};
pub use global::GLOBAL_CLASSES;
pub use histology::HistologyDraw;
pub use observe::{LayerDraw, ObservedDraw, Treatment, ZoneBaseline, observe};
pub use outlook::{
    AbsorptionOutlook, BarrierOutlook, ChangeDirection, HistologyOutlook, LayerOutlook, Outlook,
    RiskOutlook, ScaleOutlook, SessionOutlook, SideEffectOutlook, chance_at,
};
pub use parameters::{BetweenPeople, OutcomeParameters, PARAMETERS, TABLES};
pub use risks::RiskDraw;
pub use scales::ScaleDraw;
pub use schedule::{SIDE_EFFECT_DAYS, sample_days, side_effect_samples};
pub use side_effects::SideEffectDraw;
pub use variation::respond;
