//! Predicts what a study will find, before it is told.
//!
//! A [`Trial`] says who was treated, how, and what was measured; [`predict`] gives for every endpoint the distribution of
//! the reported statistic. It runs over three nested kinds of chance: what nobody knows about skin (the same for every
//! study), what differs between studies (operator, device, everything the file leaves open, and more), and what differs
//! between people and between readings of the same person. The chain from needle to scale is that of a plan.

mod calibration;
mod chance;
mod defaults;
mod embedded;
mod error;
mod knowledge;
mod measure;
mod parameters;
mod people;
mod prediction;
mod profile;
mod read_trial;
mod reading;
mod remarks;
mod settle;
mod statistic;
mod study_draw;
mod trial;

pub use calibration::{
    Calibration, CalibrationSettings, Contest, Convergence, Coverage, Driver, EndpointEvaluation,
    Evaluation, Learned, REFERENCE_TRIALS, Rival, Sensitivity, Validation, Yardstick, calibrate,
    mean_of_others, per_session, sensitivity, studies_hash, validate,
};
pub use embedded::EVIDENCE_TRIALS;
pub use error::TrialError;
pub use knowledge::Knowledge;
pub use measure::Measure;
pub use parameters::{PARAMETERS, TABLES, TrialParameters};
pub use prediction::{
    EndpointPrediction, TRIAL_SCHEMA, TrialPrediction, USUAL_TRIAL_DRAWS, predict, reported,
};
pub use read_trial::TRIAL_FILE;
pub use remarks::Remark;
pub use trial::{
    AgeOfPeople, Arm, Baseline, Design, Endpoint, Length, Observed, Population, Protocol,
    Statistic, Trial, Weight,
};
