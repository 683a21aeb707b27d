//! Which uncertain numbers decide the main outputs.
//!
//! A few reference courses are run at draws of everything uncertain, as it is known after calibration; every uncertain number
//! is then ranked by its squared rank correlation (Spearman) with the output. Numbers that differ between studies or places
//! count like all others. Rank correlation sees what rises or falls throughout and is blind to a number that acts through
//! others alone; a number that hangs together with another one in the posterior shares its credit.

use needlework_evidence::{Draw, Keys, Posterior};
use needlework_outcome::Estimate;
use needlework_planning::Settings;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::prediction::{in_this_study, statistic_in_words};
use crate::study_draw::{Attendance, Simulation};
use crate::trial::Trial;

/// File name and text of the reference courses in `data/reference`.
pub const REFERENCE_TRIALS: &[(&str, &str)] = &[
    (
        "face-pen.toml",
        include_str!("../../data/reference/face-pen.toml"),
    ),
    (
        "scar-roller.toml",
        include_str!("../../data/reference/scar-roller.toml"),
    ),
    (
        "first-days.toml",
        include_str!("../../data/reference/first-days.toml"),
    ),
    (
        "darker-skin.toml",
        include_str!("../../data/reference/darker-skin.toml"),
    ),
];

/// People of a course: so many that who they are hardly matters.
const CROWD: u32 = 256;
/// Chance that the largest of all correlations by luck alone stays below the floor.
const FLOOR_LEVEL: f64 = 0.95;
/// Numbers of one person, who is not among those of a study.
const OF_A_PERSON: &str = "outcome.person";

/// What decides one output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Title of the reference course.
    pub course: String,
    /// Days since the first session.
    pub day: f64,
    /// Scale.
    pub scale: String,
    /// Statistic.
    pub statistic: &'static str,
    /// The output over draws.
    pub output: Estimate,
    /// Every uncertain number, the one that moves the output most first.
    pub drivers: Vec<Driver>,
}

/// How an uncertain number moves an output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// Key of the parameter.
    pub key: String,
    /// Rank correlation with the output, -1 to 1.
    pub correlation: f64,
    /// Squared rank correlation that the largest of all numbers without any effect, over all outputs, stays below 95 of 100
    /// times. A learned number comes in fewer different values than there are draws, so its floor is higher.
    pub floor: f64,
}

impl Driver {
    /// Squared rank correlation: about the share of the output's spread, by ranks, that goes with this number.
    pub fn share(&self) -> f64 {
        self.correlation * self.correlation
    }
}

impl Sensitivity {
    /// The numbers above the floor, the one that moves the output most first.
    pub fn told_apart(&self) -> impl Iterator<Item = &Driver> {
        self.drivers
            .iter()
            .filter(|driver| driver.share() > driver.floor)
    }
}

/// What decides every endpoint of these courses, by what `posterior` knows. `report` hears how far the work has come, 0 to 1.
///
/// # Errors
/// When a course cannot be simulated.
pub fn sensitivity(
    courses: &[Trial],
    knowledge: &Knowledge,
    posterior: &Posterior,
    settings: &Settings,
    report: &(dyn Fn(f64) + Sync),
) -> Result<Vec<Sensitivity>, TrialError> {
    let knowledge = knowledge.clone().uninformed().informed_by(posterior);
    let outputs = courses.iter().map(|course| course.endpoints.len()).sum();
    let numbers = Numbers::of(&knowledge, posterior, settings, outputs)?;
    let mut told = Vec::new();
    for (at, course) in courses.iter().enumerate() {
        told.extend(numbers.of_course(course, &|done| {
            report((at as f64 + done) / courses.len() as f64);
        })?);
    }
    Ok(told)
}

/// The uncertain numbers in every draw.
struct Numbers<'a> {
    knowledge: &'a Knowledge,
    draws: Vec<Draw>,
    seed: u64,
    names: Vec<String>,
    keys: Keys,
    /// For every number the floor of chance.
    floors: Vec<f64>,
}

impl<'a> Numbers<'a> {
    fn of(
        knowledge: &'a Knowledge,
        posterior: &Posterior,
        settings: &Settings,
        outputs: usize,
    ) -> Result<Self, TrialError> {
        // Fewer than three draws have no correlation.
        if settings.draws < 3 {
            return Err(TrialError::Draws {
                draws: settings.draws,
                fewest: 3,
                most: usize::MAX,
            });
        }
        let set = &knowledge.parameters;
        let keys = set
            .uncertain()
            .without(&knowledge.of_person)
            .without(&set.keys_under(&[OF_A_PERSON])?);
        let names: Vec<String> = set.names(&keys).map(str::to_owned).collect();
        // Rows of the posterior come again when there are more draws than rows, and then say nothing new.
        let rows = settings.draws.min(posterior.draws.len());
        let tries = outputs * names.len();
        let floors = names
            .iter()
            .map(|name| {
                let learned = posterior.keys.contains(name);
                floor(if learned { rows } else { settings.draws }, tries)
            })
            .collect();
        Ok(Self {
            draws: set.draws(settings.draws, settings.seed),
            seed: settings.seed,
            names,
            keys,
            floors,
            knowledge,
        })
    }

    fn of_course(
        &self,
        course: &Trial,
        report: &(dyn Fn(f64) + Sync),
    ) -> Result<Vec<Sensitivity>, TrialError> {
        let draws = in_this_study(self.draws.clone(), course, self.knowledge, self.seed);
        let simulation = Simulation {
            trial: course,
            knowledge: self.knowledge,
            seed: self.seed,
            attendance: Attendance::Crowd(CROWD),
        };
        let reported = simulation.run(&draws, report)?;
        let ranked: Vec<Vec<f64>> = self
            .scores(&draws)
            .iter()
            .map(|column| standing(column))
            .collect();
        let endpoints = course.endpoints.iter().enumerate();
        endpoints
            .map(|(at, endpoint)| {
                let values: Vec<f64> = reported
                    .iter()
                    .filter_map(|draw| draw.get(at).copied())
                    .collect();
                Ok(Sensitivity {
                    course: course.title.clone(),
                    day: endpoint.day,
                    scale: endpoint.scale.clone(),
                    statistic: statistic_in_words(endpoint.statistic).0,
                    output: Estimate::of(&values)?,
                    drivers: self.drivers(&ranked, &values),
                })
            })
            .collect()
    }

    /// For every number its standard score in every draw.
    fn scores(&self, draws: &[Draw]) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::with_capacity(draws.len()); self.names.len()];
        for draw in draws {
            let scores = self.knowledge.parameters.scores(draw, &self.keys);
            for (column, score) in columns.iter_mut().zip(scores) {
                column.push(score);
            }
        }
        columns
    }

    fn drivers(&self, ranked: &[Vec<f64>], values: &[f64]) -> Vec<Driver> {
        let output = standing(values);
        let mut drivers: Vec<Driver> = self
            .names
            .iter()
            .zip(&self.floors)
            .zip(ranked)
            .map(|((key, floor), column)| Driver {
                key: key.clone(),
                correlation: column.iter().zip(&output).map(|(a, b)| a * b).sum(),
                floor: *floor,
            })
            .collect();
        drivers.sort_by(|a, b| b.share().total_cmp(&a.share()));
        drivers
    }
}

/// Ranks, moved and scaled to mean 0 and length 1, so that products of two sum to their correlation; equal values share
/// their middle rank. All 0 where all values are equal.
fn standing(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = values.len().saturating_sub(1) as f64 / 2.0;
    let ranks: Vec<f64> = values
        .iter()
        .map(|value| {
            let below = sorted.partition_point(|other| other < value);
            let up_to = sorted.partition_point(|other| other <= value);
            (below + up_to).saturating_sub(1) as f64 / 2.0 - middle
        })
        .collect();
    let length = ranks.iter().map(|rank| rank * rank).sum::<f64>().sqrt();
    ranks
        .iter()
        .map(|rank| if length > 0.0 { rank / length } else { 0.0 })
        .collect()
}

/// Squared rank correlation that the largest of `tries` unrelated ones stays below. Rank correlations of unrelated numbers
/// have variance `1 / (draws - 1)` and are near Gaussian.
fn floor(draws: usize, tries: usize) -> f64 {
    let each = FLOOR_LEVEL.powf(1.0 / tries.max(1) as f64);
    let score = Normal::standard().inverse_cdf(f64::midpoint(1.0, each));
    score * score / draws.saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{floor, standing};

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        standing(a)
            .iter()
            .zip(standing(b))
            .map(|(a, b)| a * b)
            .sum()
    }

    #[test]
    fn rank_correlation_sees_order_alone() {
        let rising = [1.0, 2.0, 3.0, 4.0, 5.0];
        let steeper = rising.map(f64::exp);
        let falling = rising.map(|value| -value);
        assert!((correlation(&rising, &steeper) - 1.0).abs() < 1e-12);
        assert!((correlation(&rising, &falling) + 1.0).abs() < 1e-12);
        assert!(correlation(&rising, &[7.0; 5]).abs() < 1e-12);
    }

    /// By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4 give 4.5 / sqrt(4.5 * 5).
    #[test]
    fn equal_values_share_their_middle_rank() {
        let told = correlation(&[1.0, 2.0, 2.0, 9.0], &[1.0, 2.0, 3.0, 4.0]);
        assert!((told - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12, "{told}");
    }

    /// Of one number alone the floor is the usual 1.96 squared over the draws.
    #[test]
    fn the_floor_rises_with_the_tries_and_falls_with_the_draws() {
        assert!((floor(101, 1) - 0.0384).abs() < 1e-3);
        assert!(floor(101, 200) > 3.0 * floor(101, 1));
        assert!(floor(1001, 200) < 0.11 * floor(101, 200));
    }
}
