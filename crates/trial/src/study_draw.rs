//! A study in one draw of everything uncertain: arms, people, readings, and what is reported.

use std::sync::atomic::{AtomicUsize, Ordering};

use needlework_evidence::{Draw, ParameterSet, PartialDraw};
use needlework_outcome::Scale;
use rayon::prelude::*;

use crate::chance::{Chance, Purpose, study_seed};
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::measure::Measure;
use crate::parameters::TrialParameters;
use crate::profile::{Biology, Profile, follow};
use crate::reading::{Reading, read};
use crate::settle::{participants, settle};
use crate::statistic::{Crowd, Raters, optimism};
use crate::trial::{Arm, Endpoint, Statistic, Trial};

/// People whose course is followed in every draw; everybody else takes the course of one of them.
const PROFILES: usize = 16;

/// Who comes to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attendance {
    /// As many people as the study reports, with all the chance that lies in so few.
    AsReported,
    /// So many people, and the share to whom something is expected to happen in place of a count: near what an endless
    /// study would report.
    Crowd(u32),
}

/// A study to be run in many draws.
#[derive(Clone, Copy)]
pub(crate) struct Simulation<'a> {
    pub(crate) trial: &'a Trial,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) seed: u64,
    pub(crate) attendance: Attendance,
}

impl Simulation<'_> {
    /// What the study reports in each draw, one number per endpoint. `report` hears how far the work has come, 0 to 1.
    pub(crate) fn run(
        self,
        draws: &[Draw],
        report: &(dyn Fn(f64) + Sync),
    ) -> Result<Vec<Vec<f64>>, TrialError> {
        let set = &self.knowledge.parameters;
        let people = set.draws_of(
            &self.knowledge.of_person,
            draws.len() * PROFILES,
            study_seed(self.seed, &self.trial.id),
        );
        let done = AtomicUsize::new(0);
        draws
            .par_iter()
            .zip(people.par_chunks(PROFILES))
            .enumerate()
            .map(|(number, (draw, people))| {
                let study = StudyDraw {
                    simulation: self,
                    number,
                    draw,
                };
                let told = study.report(people)?;
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                report(done as f64 / draws.len() as f64);
                Ok(told)
            })
            .collect()
    }
}

/// A study in one draw.
struct StudyDraw<'a> {
    simulation: Simulation<'a>,
    number: usize,
    draw: &'a Draw,
}

/// An arm in one draw.
struct ArmDraw {
    profiles: Vec<Profile>,
    crowd: Crowd,
    readings: Chance,
}

impl StudyDraw<'_> {
    fn report(&self, people: &[PartialDraw]) -> Result<Vec<f64>, TrialError> {
        let Simulation {
            trial, knowledge, ..
        } = self.simulation;
        let set = &knowledge.parameters;
        let parameters = TrialParameters::at(set, self.draw)?;
        let biology = Biology::at(set, self.draw)?;
        let people: Vec<Draw> = people
            .iter()
            .map(|person| ParameterSet::overlaid(self.draw.clone(), &knowledge.of_person, person))
            .collect();
        let mut arms: Vec<ArmDraw> = trial
            .arms
            .iter()
            .enumerate()
            .map(|(at, arm)| self.arm(at, arm, &parameters, &biology, &people))
            .collect::<Result<_, TrialError>>()?;
        trial
            .endpoints
            .iter()
            .map(|endpoint| {
                let raters = Raters {
                    endpoint,
                    scale: scale(endpoint, knowledge),
                    trial: &parameters,
                    outcome: &biology.outcome,
                    optimism: optimism(trial.design, &parameters, &biology.outcome),
                    expected: self.simulation.attendance != Attendance::AsReported,
                };
                let own = self.in_arm(&mut arms, endpoint.arm, &raters)?;
                match endpoint.statistic {
                    Statistic::Difference(against) => {
                        Ok(own - self.in_arm(&mut arms, against, &raters)?)
                    }
                    _ => Ok(own),
                }
            })
            .collect()
    }

    fn arm(
        &self,
        at: usize,
        arm: &Arm,
        parameters: &TrialParameters,
        biology: &Biology,
        people: &[Draw],
    ) -> Result<ArmDraw, TrialError> {
        let Simulation {
            trial, knowledge, ..
        } = self.simulation;
        let settled = settle(&arm.protocol, &parameters.unstated, knowledge)?;
        let population = &trial.population;
        let profiles = follow(
            knowledge,
            population,
            &settled,
            biology,
            people,
            trial.last_day(),
        )?;
        // Sides of the same people are read apart, but they are the same people.
        let whose = if trial.design.split { 0 } else { at };
        let mut who = self.chance(Purpose::People, whose);
        let between_people = &biology.outcome.between_people;
        let crowd = match self.simulation.attendance {
            Attendance::AsReported => {
                let count = participants(population, &parameters.unstated);
                Crowd::gather(count, profiles.len(), between_people, &mut who)
                    .without_dropouts(population.dropout_share, &mut who)
            }
            Attendance::Crowd(count) => {
                Crowd::gather(count, profiles.len(), between_people, &mut who)
            }
        };
        Ok(ArmDraw {
            profiles,
            crowd,
            readings: self.chance(Purpose::Readings, at),
        })
    }

    fn chance(&self, purpose: Purpose, arm: usize) -> Chance {
        let Simulation { trial, seed, .. } = self.simulation;
        Chance::of(seed, purpose, &trial.id, arm, self.number)
    }

    fn in_arm(&self, arms: &mut [ArmDraw], at: usize, raters: &Raters) -> Result<f64, TrialError> {
        let Simulation {
            trial, knowledge, ..
        } = self.simulation;
        let missing = || TrialError::NotInCatalogue {
            name: raters.endpoint.scale.clone(),
        };
        let arm = arms.get_mut(at).ok_or_else(missing)?;
        let library = &knowledge.library;
        let readings: Vec<Reading> = arm
            .profiles
            .iter()
            .map(|profile| {
                read(raters.endpoint, profile, &trial.population, library).ok_or_else(missing)
            })
            .collect::<Result<_, _>>()?;
        Ok(raters.report(&arm.crowd, &readings, &mut arm.readings))
    }
}

fn scale<'a>(endpoint: &Endpoint, knowledge: &'a Knowledge) -> Option<&'a Scale> {
    match endpoint.measure {
        Measure::Grade(id) => knowledge.library.scales.scale(id),
        _ => None,
    }
}
