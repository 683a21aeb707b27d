//! The course of a few people of an arm in one draw, observed. Everybody of the study follows one of them.

use needlework_evidence::{Draw, ParameterSet};
use needlework_healing::HealingParameters;
use needlework_needling::{Injury, LayerInjury, NeedlingParameters, discomfort, injure};
use needlework_outcome::{ObservedDraw, OutcomeParameters, SIDE_EFFECT_DAYS, Scale, sample_days};
use needlework_planning::{Needled, Treated, observe_courses};
use needlework_skin::{DERMAL_LAYERS, Skin, SkinParameters};

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::parameters::TrialParameters;
use crate::people::{Participant, participant};
use crate::settle::Settled;
use crate::trial::Population;

/// One person of an arm in one draw.
pub(crate) struct Profile {
    pub(crate) injury: Injury,
    pub(crate) observed: ObservedDraw,
}

/// What the skin answers with: the same for everybody in one draw.
pub(crate) struct Biology {
    pub(crate) healing: HealingParameters,
    pub(crate) outcome: OutcomeParameters,
}

impl Biology {
    pub(crate) fn at(set: &ParameterSet, draw: &Draw) -> Result<Self, TrialError> {
        let mut outcome = OutcomeParameters::at(set, draw)?;
        // Profiles are typical people: everybody of the study deviates from them in an own way.
        outcome.person.response = 0.0;
        outcome.person.duration = 0.0;
        Ok(Self {
            healing: HealingParameters::at(set, draw)?,
            outcome,
        })
    }
}

struct Person<'a> {
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
    let people: Vec<Person> = people
        .iter()
        .map(|draw| needle(knowledge, population, settled, draw))
        .collect::<Result<_, _>>()?;
    let needled: Vec<Needled> = people
        .iter()
        .map(|person| Needled {
            skin: &person.skin,
            zone: person.participant.zone,
            injury: &person.injury,
            discomfort: person.discomfort,
            baseline: &person.participant.baseline,
            healing: &biology.healing,
            outcome: &biology.outcome,
        })
        .collect();
    let last_session = settled.session_days.last().copied().unwrap_or(0.0);
    let treated = Treated {
        device: settled.device,
        technique: &settled.technique,
        session_days: &settled.session_days,
        days: &sample_days(
            &settled.session_days,
            last_day.max(last_session + SIDE_EFFECT_DAYS),
        ),
    };
    let scales: Vec<&Scale> = knowledge.library.scales.scales().collect();
    let observed = observe_courses(&needled, treated, &scales)?;
    Ok(people
        .into_iter()
        .zip(observed)
        .map(|(person, observed)| Profile {
            injury: person.injury,
            observed,
        })
        .collect())
}

fn needle<'a>(
    knowledge: &'a Knowledge,
    population: &Population,
    settled: &Settled,
    draw: &Draw,
) -> Result<Person<'a>, TrialError> {
    let set = &knowledge.parameters;
    let place = TrialParameters::at(set, draw)?.people;
    let participant = participant(population, &place, knowledge)?;
    let skin = Skin::of(
        &participant.person,
        participant.zone,
        &SkinParameters::at(set, draw)?,
    );
    if settled.session_days.is_empty() {
        return Ok(Person {
            participant,
            skin,
            injury: no_injury(),
            discomfort: 0.0,
        });
    }
    let parameters = NeedlingParameters::at(set, draw)?;
    Ok(Person {
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
