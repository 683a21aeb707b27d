//! What must be known to repeat a plan.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::case::Case;
use crate::error::PlanError;
use crate::library::Library;
use crate::plan::{CalibratedOn, Identity};
use crate::planner::Settings;

/// Program, parameters, input and draws of a plan, known before it is calculated: two with the same identity are the same plan.
///
/// # Errors
/// When the case cannot be written as JSON, which none that was read is known to cause.
pub fn identity(
    case: &Case,
    library: &Library,
    settings: &Settings,
) -> Result<Identity, PlanError> {
    let zones: Vec<&str> = case.zones.iter().map(|zone| zone.zone.as_str()).collect();
    Ok(Identity {
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        parameter_set: library.parameters.hash().to_owned(),
        input: digest(&(case, &library.clinic))?,
        course: match &case.identifier {
            Some(identifier) => digest(&(identifier, &case.indication, zones))?,
            None => digest(&(&case.title, &case.person, &case.indication, zones))?,
        },
        draws: settings.draws,
        seed: settings.seed,
    })
}

/// What the published studies taught, as far as this library draws from it.
pub(crate) fn calibrated(library: &Library) -> CalibratedOn {
    let posterior = &library.posterior;
    let held: BTreeSet<&str> = library
        .parameters
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    CalibratedOn {
        studies: posterior.studies.clone(),
        sampler: posterior.sampler.clone(),
        seed: posterior.seed,
        parameters: posterior
            .keys
            .iter()
            .filter(|key| held.contains(key.as_str()))
            .cloned()
            .collect(),
    }
}

/// SHA-256 of a value as JSON.
pub(crate) fn digest(value: &impl serde::Serialize) -> Result<String, PlanError> {
    let text = serde_json::to_vec(value).map_err(|error| PlanError::NotWritten {
        reason: error.to_string(),
    })?;
    let mut digits = String::new();
    for byte in Sha256::digest(&text) {
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}
