//! What an endpoint measures in one person, before anybody reads it.

use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::{ChangeDirection, ObservedDraw, SideEffectDraw};
use needlework_planning::Library;

use crate::measure::Measure;
use crate::profile::Profile;
use crate::trial::{Endpoint, Population};

/// What an endpoint measures in one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Reading {
    /// A clinical scale, positive improvement = better.
    Grade {
        before: f64,
        /// The largest improvement that the scale leaves room for.
        improvable: f64,
        improvement: f64,
        lower_is_better: bool,
    },
    /// Relative improvement, 1 = nothing left.
    Improvement(f64),
    /// Change relative to before.
    Change(f64),
    /// How long something lasts, h.
    Hours(f64),
    /// A value that nobody judges.
    Value(f64),
    /// How likely something happens to this person.
    Probability(f64),
}

/// Reads an endpoint in one person; `None` when the model does not hold it.
pub(crate) fn read(
    endpoint: &Endpoint,
    profile: &Profile,
    population: &Population,
    library: &Library,
) -> Option<Reading> {
    let observed = &profile.observed;
    let day = endpoint.day;
    Some(match endpoint.measure {
        Measure::Grade(id) => grade(observed, library, id, day)?,
        Measure::Score(id) => Reading::Improvement(relative(observed, id, day)?),
        Measure::GlobalImprovement => {
            let scales = library.scales.scales_for(&population.indication).ok()?;
            let main = scales.first()?;
            Reading::Improvement(relative(observed, &main.id, day)?)
        }
        Measure::Biopsy(id) => Reading::Change(observed.histology_change(id, day)?),
        Measure::SignHours(id) => Reading::Hours(sign(observed, id)?.ends_hour),
        Measure::SignHappens(id) => Reading::Probability(sign(observed, id)?.probability),
        Measure::Pain => Reading::Value(observed.discomfort),
        Measure::ChannelDepth => Reading::Value(profile.injury.channel_depth_mm),
        Measure::BleedingPoints => Reading::Value(observed.bleeding_points_per_cm2),
        Measure::OpenUntil(percent) => {
            Reading::Hours(open_until(observed, f64::from(percent) / 100.0))
        }
        Measure::Uptake(id) => Reading::Value(observed.absorption_gain(id, day)?),
        Measure::Risk(id) => {
            let risk = observed.risks.iter().find(|risk| risk.id == id)?;
            Reading::Probability(risk.probability)
        }
    })
}

fn sign<'a>(observed: &'a ObservedDraw, id: &str) -> Option<&'a SideEffectDraw> {
    observed.side_effects.iter().find(|effect| effect.id == id)
}

fn grade(observed: &ObservedDraw, library: &Library, id: &str, day: f64) -> Option<Reading> {
    let scale = observed.scale(id)?;
    Some(Reading::Grade {
        before: scale.baseline,
        improvable: scale.improvable,
        improvement: observed.improvement(id, day)?,
        lower_is_better: library.scales.scale(id)?.direction == ChangeDirection::LowerIsBetter,
    })
}

fn relative(observed: &ObservedDraw, id: &str, day: f64) -> Option<f64> {
    Some(observed.improvement(id, day)? / observed.scale(id)?.improvable)
}

/// Hours after the first session at which the open share falls to `share`; the last sampled hour when it never does.
fn open_until(observed: &ObservedDraw, share: f64) -> f64 {
    let days = &observed.early_days;
    let open = &observed.open_channel_share;
    let Some(closed) = open.iter().position(|left| *left <= share) else {
        return days.last().copied().unwrap_or(0.0) * HOURS_PER_DAY;
    };
    let (Some(before), Some(to)) = (closed.checked_sub(1), days.get(closed)) else {
        return 0.0;
    };
    match (days.get(before), open.get(before), open.get(closed)) {
        (Some(from), Some(high), Some(low)) if high > low => {
            // Closure is exponential in time.
            let fallen = if *low > 0.0 {
                (high / share).ln() / (high / low).ln()
            } else {
                1.0
            };
            (from + (to - from) * fallen) * HOURS_PER_DAY
        }
        _ => to * HOURS_PER_DAY,
    }
}
