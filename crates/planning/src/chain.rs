//! From injuries to what is observed: heals many courses on the same days and observes each.

use needlework_healing::{
    Ageing, CourseRequest, HealingError, HealingParameters, TreatmentSession, heal_many,
};
use needlework_needling::{Device, Injury, Technique};
use needlework_outcome::{
    ObservedDraw, OutcomeError, OutcomeParameters, Scale, Treatment, ZoneBaseline, observe,
};
use needlework_skin::{Skin, Zone};
use thiserror::Error;

/// One zone of one person in one draw, needled.
#[derive(Debug, Clone, Copy)]
pub struct Needled<'a> {
    /// The skin.
    pub skin: &'a Skin,
    /// The zone.
    pub zone: &'a Zone,
    /// The injury of every session.
    pub injury: &'a Injury,
    /// Pain during needling without numbing, 0 to 10.
    pub discomfort: f64,
    /// How the zone looks before treatment.
    pub baseline: &'a ZoneBaseline,
    /// How it heals.
    pub healing: &'a HealingParameters,
    /// How it is observed.
    pub outcome: &'a OutcomeParameters,
}

/// What is done to all of them, and when they are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Treated<'a> {
    /// The device.
    pub device: &'a Device,
    /// What the hand does.
    pub technique: &'a Technique,
    /// Days of the sessions, increasing; empty: nothing is done.
    pub session_days: &'a [f64],
    /// Sampled days, increasing.
    pub days: &'a [f64],
}

/// Why courses cannot be observed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ChainError {
    /// A course that cannot be simulated.
    #[error(transparent)]
    Healing(#[from] HealingError),
    /// A course that cannot be observed.
    #[error(transparent)]
    Outcome(#[from] OutcomeError),
}

/// The course of each, with ageing, observed on some scales.
///
/// # Errors
/// When a course cannot be simulated or observed.
pub fn observe_courses(
    needled: &[Needled],
    treated: Treated,
    scales: &[&Scale],
) -> Result<Vec<ObservedDraw>, ChainError> {
    let sessions: Vec<Vec<TreatmentSession>> = needled
        .iter()
        .map(|one| sessions(one.injury, treated.session_days))
        .collect();
    let untreated = vec![Vec::new(); needled.len()];
    let courses = heal_many(&requests(needled, &sessions), treated.days, Ageing::On)?;
    let before = heal_many(&requests(needled, &untreated), &[0.0], Ageing::On)?;
    needled
        .iter()
        .zip(courses.iter().zip(&before))
        .map(|(one, (course, before))| {
            let before = before.layers.first().copied().unwrap_or_default();
            let treatment = Treatment {
                skin: one.skin,
                zone: one.zone,
                device: treated.device,
                technique: treated.technique,
                injury: one.injury,
                discomfort: one.discomfort,
                session_days: treated.session_days,
                before: &before,
                course,
                baseline: one.baseline,
            };
            Ok(observe(&treatment, scales, one.outcome)?)
        })
        .collect()
}

fn sessions(injury: &Injury, session_days: &[f64]) -> Vec<TreatmentSession> {
    session_days
        .iter()
        .map(|day| TreatmentSession {
            day: *day,
            injury: injury.clone(),
        })
        .collect()
}

fn requests<'a>(
    needled: &[Needled<'a>],
    sessions: &'a [Vec<TreatmentSession>],
) -> Vec<CourseRequest<'a>> {
    needled
        .iter()
        .zip(sessions)
        .map(|(one, sessions)| CourseRequest {
            skin: one.skin,
            sessions,
            parameters: one.healing,
        })
        .collect()
}
