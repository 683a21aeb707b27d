//! What a study reports of one draw: people, raters, and the statistic of what they read.

use needlework_outcome::{BetweenPeople, OutcomeParameters, Scale, respond};

use crate::chance::Chance;
use crate::measure::Measure;
use crate::parameters::TrialParameters;
use crate::reading::Reading;
use crate::trial::{Design, Endpoint, Statistic};

/// Slack for a change that is exactly the asked one.
const ROUNDING: f64 = 1e-9;

/// Everybody in one arm in one draw.
pub(crate) struct Crowd {
    people: Vec<Member>,
}

/// One person of an arm.
struct Member {
    /// Index of the profile whose course this person's skin takes.
    profile: usize,
    /// Response relative to that profile.
    response: f64,
    /// Duration relative to that profile.
    duration: f64,
}

impl Crowd {
    /// `participants` people, each on one of `profiles` courses.
    pub(crate) fn gather(
        participants: u32,
        profiles: usize,
        between_people: &BetweenPeople,
        chance: &mut Chance,
    ) -> Self {
        let people = (0..participants)
            .map(|_| Member {
                profile: chance.below(profiles),
                response: (between_people.response * chance.normal()).exp(),
                duration: (between_people.duration * chance.normal()).exp(),
            })
            .collect();
        Self { people }
    }

    /// Those who are still there when they are read; somebody is, or there would be nothing to report.
    pub(crate) fn without_dropouts(mut self, share: f64, chance: &mut Chance) -> Self {
        let mut last_one = 1.max(self.people.len());
        self.people.retain(|_| {
            last_one -= 1;
            chance.share() >= share || last_one == 0
        });
        self
    }
}

/// Factor on judged improvements: what an open series reports over what a blinded rater with a control would (evidence
/// trap 6).
pub(crate) fn optimism(
    design: Design,
    trial: &TrialParameters,
    outcome: &OutcomeParameters,
) -> f64 {
    let open = outcome.trials.open_trial_optimism_share;
    let share = match (design.blinded, design.controlled) {
        (true, true) => 0.0,
        (true, false) | (false, true) => open * trial.raters.one_guard_share,
        (false, false) => open,
    };
    1.0 / (1.0 - share)
}

/// Raters of one endpoint.
pub(crate) struct Raters<'a> {
    pub(crate) endpoint: &'a Endpoint,
    /// The scale, when the endpoint is read on one of the catalogue.
    pub(crate) scale: Option<&'a Scale>,
    pub(crate) trial: &'a TrialParameters,
    pub(crate) outcome: &'a OutcomeParameters,
    /// Factor on judged improvements, of [`optimism`].
    pub(crate) optimism: f64,
    /// What happens to people counts as the share to whom it is expected to happen, and assays do not err.
    pub(crate) expected: bool,
}

/// What is read of one person.
struct Read {
    before: f64,
    after: f64,
    /// Positive = better.
    improvement: f64,
}

impl Raters<'_> {
    /// The reported statistic, apart from what is subtracted for another arm. `readings` has one entry per profile.
    pub(crate) fn report(&self, crowd: &Crowd, readings: &[Reading], chance: &mut Chance) -> f64 {
        let read: Vec<Read> = crowd
            .people
            .iter()
            .filter_map(|member| {
                let reading = readings.get(member.profile)?;
                Some(self.read(reading, member, chance))
            })
            .collect();
        self.summary(&read)
    }

    fn read(&self, reading: &Reading, member: &Member, chance: &mut Chance) -> Read {
        let optimism = if self.endpoint.measure.is_judged() {
            self.optimism
        } else {
            1.0
        };
        match *reading {
            Reading::Grade {
                before,
                improvable,
                improvement,
                lower_is_better,
            } => {
                let share = respond(improvement / improvable, member.response);
                let improvement = improvable * (share * optimism).min(1.0);
                let sign = if lower_is_better { -1.0 } else { 1.0 };
                self.grades(before, before + sign * improvement, sign, chance)
            }
            Reading::Improvement(share) => {
                let noise = self.impression_noise();
                let share = respond(share, member.response);
                let seen = (share * optimism).min(1.0) + noise * chance.normal();
                Read {
                    before: 1.0,
                    after: 1.0 - seen,
                    improvement: self.improvement_or_class(seen),
                }
            }
            Reading::Change(change) => {
                let noise = self.trial.raters.stain_noise;
                let before = 1.0 + noise * chance.normal();
                let after =
                    (1.0 + change * member.response).max(0.0) * (1.0 + noise * chance.normal());
                read_value(before, after)
            }
            Reading::Hours(hours) => read_value(0.0, hours * member.duration),
            Reading::Value(value) => read_value(0.0, self.measured(value, chance)),
            Reading::Probability(probability) if self.expected => read_value(0.0, probability),
            Reading::Probability(probability) => {
                read_value(0.0, f64::from(u8::from(chance.share() < probability)))
            }
        }
    }

    /// Two ratings on a clinical scale. Somebody who tells responders reads whole steps.
    fn grades(&self, before: f64, after: f64, sign: f64, chance: &mut Chance) -> Read {
        let Some(scale) = self.scale else {
            return read_value(before, after);
        };
        let [lowest, highest] = scale.range;
        let noise = scale.rating_error();
        let mut rate = |value: f64| (value + noise * chance.normal()).clamp(lowest, highest);
        let (before, after) = (rate(before), rate(after));
        let step = match self.endpoint.statistic {
            Statistic::Responders(at_least) if scale.unit == "grade" => whole_step(at_least),
            _ => None,
        };
        let stepped = |value: f64| step.map_or(value, |step| (value / step).round() * step);
        Read {
            before,
            after,
            improvement: sign * (stepped(after) - stepped(before)),
        }
    }

    /// Noise of one relative reading: two readings of a score, or one impression.
    fn impression_noise(&self) -> f64 {
        match self.endpoint.measure {
            Measure::GlobalImprovement => self.outcome.global.rater_noise,
            _ => std::f64::consts::SQRT_2 * self.trial.raters.score_noise_share,
        }
    }

    fn improvement_or_class(&self, seen: f64) -> f64 {
        if self.endpoint.measure == Measure::GlobalImprovement {
            self.outcome.global.class(seen)
        } else {
            seen
        }
    }

    /// A value as it is told, or assayed where that errs.
    fn measured(&self, value: f64, chance: &mut Chance) -> f64 {
        match self.endpoint.measure {
            Measure::Uptake(_) if self.expected => value,
            Measure::Uptake(_) => value * (self.trial.raters.assay_noise * chance.normal()).exp(),
            _ => value,
        }
    }

    fn summary(&self, read: &[Read]) -> f64 {
        let after = || read.iter().map(|person| person.after);
        let before = mean(read.iter().map(|person| person.before));
        let change = mean(after()) - before;
        match self.endpoint.statistic {
            Statistic::Mean | Statistic::Events => mean(after()),
            Statistic::Median => median(after().collect()),
            Statistic::StandardDeviation => standard_deviation(&after().collect::<Vec<f64>>()),
            Statistic::MeanChange | Statistic::Difference(_) => change,
            Statistic::PercentChange => 100.0 * change / before,
            Statistic::Responders(at_least) => match self.endpoint.measure {
                Measure::SignHours(_) | Measure::OpenUntil(_) => {
                    share(after().map(|hours| hours >= at_least))
                }
                _ => share(
                    read.iter()
                        .map(|person| person.improvement >= at_least - ROUNDING),
                ),
            },
            Statistic::PercentResponders(percent) => share(
                read.iter()
                    .map(|person| person.improvement >= percent / 100.0 * person.before - ROUNDING),
            ),
        }
    }
}

fn read_value(before: f64, after: f64) -> Read {
    Read {
        before,
        after,
        improvement: after - before,
    }
}

/// The step in which grades are read when responders are counted: whole grades for a whole number of grades, else halves.
fn whole_step(at_least: f64) -> Option<f64> {
    if at_least <= 0.0 {
        None
    } else if (at_least - at_least.round()).abs() < ROUNDING {
        Some(1.0)
    } else {
        Some(0.5)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0_u32);
    for value in values {
        sum += value;
        count += 1;
    }
    sum / f64::from(count.max(1))
}

fn share(happens: impl Iterator<Item = bool>) -> f64 {
    mean(happens.map(|it| f64::from(u8::from(it))))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied().unwrap_or(0.0);
    if values.len() % 2 == 1 {
        return upper;
    }
    let lower = middle.checked_sub(1).and_then(|at| values.get(at));
    f64::midpoint(lower.copied().unwrap_or(upper), upper)
}

fn standard_deviation(values: &[f64]) -> f64 {
    let centre = mean(values.iter().copied());
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let freedom = values.len().saturating_sub(1).max(1);
    (squares / freedom as f64).sqrt()
}
