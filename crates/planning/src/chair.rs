//! Time in the chair.

use needlework_outcome::Estimate;

use crate::case::Case;
use crate::error::PlanError;
use crate::library::Library;
use crate::plan::ChairTime;
use crate::simulation::{Simulation, ZoneDraw};

/// Visits are booked in steps of this many minutes.
const BOOKING_STEP_MINUTES: f64 = 5.0;

/// Needling of all zones, preparation and the clinic's numbing time.
pub(crate) fn chair_time(
    case: &Case,
    library: &Library,
    simulation: &Simulation,
    zones: &[Vec<ZoneDraw>],
) -> Result<ChairTime, PlanError> {
    const PREPARATION: &str = "needling.pace.preparation_minutes";
    let preparation_minutes = library
        .parameters
        .iter()
        .find(|parameter| parameter.key == PREPARATION)
        .map(|parameter| parameter.nominal.clone())
        .ok_or_else(|| PlanError::Unknown {
            kind: "parameter",
            id: PREPARATION.to_owned(),
        })?;
    let needling: Vec<f64> = (0..simulation.draws())
        .map(|draw| {
            let zones = zones.iter().filter_map(|zone| zone.get(draw));
            zones.map(|zone| zone.needling_minutes).sum()
        })
        .collect();
    let numbing = case.device.numbing_minutes.unwrap_or(0.0);
    let total: Vec<f64> = needling
        .iter()
        .zip(simulation.preparation_minutes())
        .map(|(needling, preparation)| needling + preparation + numbing)
        .collect();
    let mut basis: Vec<String> = needlework_needling::TABLES
        .iter()
        .map(|table| table.name.to_owned())
        .collect();
    basis.push("protocol.visit.procedure_slot_minutes".to_owned());
    basis.push("protocol.rules.numbing".to_owned());
    Ok(ChairTime {
        needling_minutes: Estimate::of(&needling)?,
        preparation_minutes,
        numbing_minutes: case.device.numbing_minutes,
        total_minutes: Estimate::of(&total)?,
        basis,
    })
}

/// How long a visit is booked, min: the usual slot and the numbing time, longer if the work may take longer.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a visit has a few hundred minutes"
)]
pub(crate) fn visit_minutes(case: &Case, library: &Library, chair_time: &ChairTime) -> i64 {
    let slot =
        library.visits.procedure_slot_minutes.value + case.device.numbing_minutes.unwrap_or(0.0);
    let minutes = slot.max(chair_time.total_minutes.p95);
    ((minutes / BOOKING_STEP_MINUTES).ceil() * BOOKING_STEP_MINUTES) as i64
}
