//! What is done and expected in every zone of a plan.

use needlework_outcome::{Estimate, ObservedDraw, outlook};
use needlework_protocol::check_in::expected_course;
use needlework_skin::Zone;
use rayon::prelude::*;

use crate::error::PlanError;
use crate::library::Library;
use crate::outline::{Outline, ZoneOutline};
use crate::plan::{PlannedInjury, ZonePlan};
use crate::simulation::{Simulation, ZoneDraw};

/// The zones of a plan, and the draws that they were summarised from.
pub(crate) struct Forecast {
    /// The main zone first.
    pub(crate) zones: Vec<ZonePlan>,
    /// Skin and injury of every zone in every draw.
    pub(crate) zone_draws: Vec<Vec<ZoneDraw>>,
    /// The observed course of the main zone in every draw; empty where every zone is left out.
    pub(crate) main_observed: Vec<ObservedDraw>,
}

impl Forecast {
    /// Needles and follows every zone of the outline.
    ///
    /// # Errors
    /// When a part of the model refuses its input.
    pub(crate) fn of(
        outline: &Outline,
        library: &Library,
        simulation: &Simulation,
    ) -> Result<Self, PlanError> {
        let zones: Vec<Result<_, PlanError>> = outline
            .zones
            .par_iter()
            .map(|zone| {
                let draws = simulation.needle(zone.treated())?;
                let observed = simulation.follow(zone.treated(), &draws, outline.timetable())?;
                let planned = zone_plan(zone, outline, library, &draws, &observed)?;
                Ok((planned, draws, observed))
            })
            .collect();
        let mut forecast = Self {
            zones: Vec::with_capacity(zones.len()),
            zone_draws: Vec::with_capacity(zones.len()),
            main_observed: Vec::new(),
        };
        // The error of the first zone that has one, whichever thread came first.
        for zone in zones {
            let (planned, draws, observed) = zone?;
            if forecast.zones.is_empty() {
                forecast.main_observed = observed;
            }
            forecast.zones.push(planned);
            forecast.zone_draws.push(draws);
        }
        Ok(forecast)
    }
}

fn zone_plan(
    outline_zone: &ZoneOutline,
    outline: &Outline,
    library: &Library,
    draws: &[ZoneDraw],
    observed: &[ObservedDraw],
) -> Result<ZonePlan, PlanError> {
    let zone = outline_zone.zone;
    let mut basis = outline_zone.chosen.basis.clone();
    basis.push(format!("protocol.courses.{}", outline.indication.id));
    basis.push("protocol.visit.judge_after_days".to_owned());
    basis.extend(injury_basis(outline, zone));
    let tables = needlework_healing::TABLES
        .iter()
        .chain(needlework_outcome::TABLES);
    basis.extend(tables.map(|table| table.name.to_owned()));
    let outlook = outlook(
        observed,
        &library.scales,
        &outline.indication.id,
        outline.judged_day,
    )?;
    Ok(ZonePlan {
        zone: zone.id.clone(),
        name: zone.name.clone(),
        plain_name: zone.plain_name.clone(),
        area_cm2: outline_zone.area_cm2,
        technique: outline_zone.chosen.technique.clone(),
        injury: planned_injury(draws, injury_basis(outline, zone))?,
        expected_days: expected_course(&library.check_in, &outlook.side_effects),
        outlook,
        basis,
    })
}

/// Parameter tables and data rows behind skin and injury.
fn injury_basis(outline: &Outline, zone: &Zone) -> Vec<String> {
    let tables = needlework_skin::TABLES
        .iter()
        .chain(needlework_needling::TABLES);
    let mut basis: Vec<String> = tables.map(|table| table.name.to_owned()).collect();
    basis.push(format!("skin.zones.{}", zone.id));
    basis.push(format!("needling.devices.{}", outline.device.id));
    basis
}

fn planned_injury(draws: &[ZoneDraw], basis: Vec<String>) -> Result<PlannedInjury, PlanError> {
    let estimate = |value: fn(&ZoneDraw) -> f64| {
        let values: Vec<f64> = draws.iter().map(value).collect();
        Estimate::of(&values)
    };
    Ok(PlannedInjury {
        channels_per_cm2: estimate(|draw| draw.injury.channels_per_cm2)?,
        channel_depth_mm: estimate(|draw| draw.injury.channel_depth_mm)?,
        channel_radius_mm: estimate(|draw| draw.injury.channel_radius_mm)?,
        epidermis_mm: estimate(|draw| draw.skin.epidermis_mm)?,
        dermis_mm: estimate(|draw| draw.skin.dermis_mm())?,
        basis,
    })
}
