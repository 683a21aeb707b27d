//! The course of a few people of an arm in one draw, observed. Everybody of the study follows one of them.

use needlework_evidence::{Draw, ParameterSet};
use needlework_healing::{Ageing, CourseRequest, HealingParameters, TreatmentSession, heal_many};
use needlework_needling::{Injury, LayerInjury, NeedlingParameters, discomfort, injure};
use needlework_outcome::{ObservedDraw, OutcomeParameters, Treatment, observe, sample_days};
use needlework_skin::{DERMAL_LAYERS, Skin, SkinParameters};

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::parameters::TrialParameters;
use crate::people::{Participant, participant};
use crate::settle::Settled;
use crate::trial::Population;

/// Side effects are followed so many days after a session.
const EARLY_DAYS: f64 = 14.0;

/// One person of an arm in one draw.
pub(crate) struct Profile {
    pub(crate) injury: Injury,
    pub(crate) discomfort: f64,
    pub(crate) observed: ObservedDraw,
}

/// What the skin answers with: the same for everybody in one draw.
pub(crate) struct Biology {
    pub(crate) healing: HealingParameters,
    pub(crate) outcome: OutcomeParameters,
}

impl Biology {
    pub(crate) fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, TrialError> {
        Ok(Self {
            healing: HealingParameters::at(set, draw)?,
            outcome: OutcomeParameters::at(set, draw)?,
        })
    }
}

struct Needled<'a> {
    participant: Participant<'a>,
    skin: Skin,
    injury: Injury,
    discomfort: f64,
}

/// Follows people of an arm, one for each of `people`, to `last_day`.
pub(crate) fn follow(
    knowledge: &Knowledge,
    population: &Population,
    settled: &Settled,
    biology: &Biology,
    people: &[Draw],
    last_day: f64,
) -> Result<Vec<Profile>, TrialError> {
    let needled: Vec<Needled> = people
        .iter()
        .map(|draw| needle(knowledge, population, settled, draw))
        .collect::<Result<_, _>>()?;
    let last_session = settled.session_days.last().copied().unwrap_or(0.0);
    let days = sample_days(
        &settled.session_days,
        last_day.max(last_session + EARLY_DAYS),
    );
    let sessions: Vec<Vec<TreatmentSession>> = needled
        .iter()
        .map(|person| sessions(&person.injury, &settled.session_days))
        .collect();
    let untreated = vec![Vec::new(); needled.len()];
    let courses = heal_many(&requests(&needled, &sessions, biology), &days, Ageing::On)?;
    let before = heal_many(&requests(&needled, &untreated, biology), &[0.0], Ageing::On)?;
    needled
        .into_iter()
        .zip(courses.iter().zip(&before))
        .map(|(person, (course, before))| {
            let before = before.layers.first().copied().unwrap_or_default();
            let treatment = Treatment {
                skin: &person.skin,
                zone: person.participant.zone,
                device: settled.device,
                technique: &settled.technique,
                injury: &person.injury,
                discomfort: person.discomfort,
                session_days: &settled.session_days,
                before: &before,
                course,
                baseline: &person.participant.baseline,
            };
            let observed = observe(&treatment, &knowledge.library.scales, &biology.outcome)?;
            Ok(Profile {
                injury: person.injury,
                discomfort: person.discomfort,
                observed,
            })
        })
        .collect()
}

fn needle<'a>(
    knowledge: &'a Knowledge,
    population: &Population,
    settled: &Settled,
    draw: &Draw,
) -> Result<Needled<'a>, TrialError> {
    let set = &knowledge.parameters;
    let place = TrialParameters::at(set, draw)?.people;
    let participant = participant(population, &place, knowledge)?;
    let skin = Skin::of(
        &participant.person,
        participant.zone,
        &SkinParameters::at(set, draw)?,
    );
    if settled.session_days.is_empty() {
        return Ok(Needled {
            participant,
            skin,
            injury: no_injury(),
            discomfort: 0.0,
        });
    }
    let parameters = NeedlingParameters::at(set, draw)?;
    Ok(Needled {
        injury: injure(settled.device, &settled.technique, &skin, &parameters)?,
        discomfort: discomfort(settled.device, &settled.technique, &parameters),
        participant,
        skin,
    })
}

fn no_injury() -> Injury {
    Injury {
        channels_per_cm2: 0.0,
        penetration_probability: 0.0,
        channel_depth_mm: 0.0,
        channel_radius_mm: 0.0,
        epidermis: LayerInjury::default(),
        dermis: [LayerInjury::default(); DERMAL_LAYERS],
        open_area: 0.0,
        bleeding_points_per_cm2: 0.0,
    }
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
    needled: &'a [Needled],
    sessions: &'a [Vec<TreatmentSession>],
    biology: &'a Biology,
) -> Vec<CourseRequest<'a>> {
    needled
        .iter()
        .zip(sessions)
        .map(|(person, sessions)| CourseRequest {
            skin: &person.skin,
            sessions,
            parameters: &biology.healing,
        })
        .collect()
}
