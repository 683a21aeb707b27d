//! What the published studies teach about the uncertain numbers.
//!
//! The model is run for every study at many draws of everything uncertain ([`training`]). Response surfaces of second degree
//! then stand for it, one for each reported number ([`surface`]), on a scale on which deviations are about Gaussian
//! ([`comparison`]). Their misfit, which holds what the file of a study leaves open, who took part and how readings err, is
//! the noise of the number. With them the posterior has a density with a gradient ([`density`]), which the no-U-turn sampler
//! explores in several chains ([`chains`]); [`convergence`] says whether they agree. The model is then run again where the
//! posterior lies and the surfaces are fitted anew.

mod baseline;
mod calibrate;
mod chains;
mod comparison;
mod convergence;
mod density;
mod evaluation;
mod inputs;
mod learned;
mod sensitivity;
mod surface;
mod target;
mod training;
mod validation;
mod workbench;

pub use baseline::{Rival, Yardstick, mean_of_others, per_session};
pub use calibrate::{Calibration, CalibrationSettings, calibrate, studies_hash};
pub use convergence::Convergence;
pub use evaluation::{Contest, Coverage, EndpointEvaluation, Evaluation};
pub use learned::Learned;
pub use sensitivity::{Driver, REFERENCE_TRIALS, Sensitivity, sensitivity};
pub use validation::{Validation, validate};
