//! What was measured.

use needlework_evidence::{Block, DataError, HOURS_PER_DAY};
use needlework_outcome::SIDE_EFFECT_DAYS;
use needlework_planning::Library;

use crate::measure::Measure;
use crate::trial::{Arm, Design, Endpoint, Observed, Statistic};

/// Most endpoints of a study.
const MOST_ENDPOINTS: usize = 200;
/// Days on which something may be measured: the model follows skin for ten years.
const DAYS: std::ops::RangeInclusive<f64> = 0.0..=3650.0;
/// Hours after a session, as long as side effects and channels are followed.
const HOURS: std::ops::RangeInclusive<f64> = 0.0..=SIDE_EFFECT_DAYS * HOURS_PER_DAY;
/// Level of an interval whose level is not given.
const USUAL_LEVEL: f64 = 0.95;
/// Slack for an observed value at the very end of its own interval, relative: papers round.
const ROUNDING: f64 = 1e-9;

#[derive(Clone, Copy)]
enum Named {
    Mean,
    Median,
    StandardDeviation,
    MeanChange,
    PercentChange,
    Responders,
    Events,
    Difference,
}

const STATISTICS: &[(&str, Named)] = &[
    ("mean", Named::Mean),
    ("median", Named::Median),
    ("sd", Named::StandardDeviation),
    ("mean-change", Named::MeanChange),
    ("percent-change", Named::PercentChange),
    ("responders", Named::Responders),
    ("events", Named::Events),
    ("difference", Named::Difference),
];

pub(super) fn read(
    root: &mut Block,
    arms: &[Arm],
    design: Design,
    library: &Library,
) -> Result<Vec<Endpoint>, DataError> {
    let blocks = root.blocks("endpoint")?;
    if blocks.is_empty() || blocks.len() > MOST_ENDPOINTS {
        return Err(root.error(
            "endpoint",
            &format!("a list of {}", blocks.len()),
            &format!("1 to {MOST_ENDPOINTS} tables, each written as [[endpoint]]"),
        ));
    }
    if !design.controlled && untreated(arms).is_some() && arms.len() > 1 {
        return Err(root.sentence(
            "design.controlled is false although one arm has no session; set controlled = true or leave that arm out.",
        ));
    }
    let mut endpoints: Vec<Endpoint> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let path = block.path().to_owned();
        let endpoint = endpoint(block, arms, library)?;
        if let Some(at) = endpoints
            .iter()
            .position(|other| other.asks_the_same(&endpoint))
        {
            return Err(root.sentence(&format!(
                "{path} asks the same as endpoint[{}]; keep one of them.",
                at + 1
            )));
        }
        endpoints.push(endpoint);
    }
    Ok(endpoints)
}

fn untreated(arms: &[Arm]) -> Option<&Arm> {
    arms.iter().find(|arm| arm.protocol.sessions == Some(0))
}

fn endpoint(mut block: Block, arms: &[Arm], library: &Library) -> Result<Endpoint, DataError> {
    let scale = block.text("scale")?;
    let measure = measure(&block, &scale)?;
    let arm = arm(&mut block, "arm", arms)?;
    let statistic = statistic(&mut block, arms)?;
    if !measure.tells(statistic) {
        return Err(block.sentence(&format!(
            "{}: the statistic does not belong to the scale {scale}; docs/trial-toml.md lists which do.",
            block.path()
        )));
    }
    let is_untreated = |at: usize| {
        arms.get(at)
            .is_some_and(|arm| arm.protocol.sessions == Some(0))
    };
    if is_untreated(arm) && !measure.exists_untreated() {
        return Err(block.error(
            "scale",
            &scale,
            "something that an arm without sessions has",
        ));
    }
    let day = day(&mut block, measure)?;
    let observed = observed(&mut block, measure, statistic, library)?;
    block.finish()?;
    Ok(Endpoint {
        arm,
        day,
        scale,
        measure,
        statistic,
        observed,
    })
}

fn measure(block: &Block, scale: &str) -> Result<Measure, DataError> {
    let known = Measure::choices();
    known
        .iter()
        .find(|(id, _)| *id == scale)
        .map(|(_, measure)| *measure)
        .ok_or_else(|| {
            let ids: Vec<&str> = known.iter().map(|(id, _)| *id).collect();
            block.error("scale", scale, &format!("one of: {}", ids.join(", ")))
        })
}

/// The arm that a key names; in a study without arms nothing is named.
fn arm(block: &mut Block, key: &str, arms: &[Arm]) -> Result<usize, DataError> {
    if let [Arm { id, .. }] = arms
        && id.is_empty()
    {
        return Ok(0);
    }
    let ids: Vec<(&str, usize)> = arms
        .iter()
        .enumerate()
        .map(|(at, arm)| (arm.id.as_str(), at))
        .collect();
    block.choice(key, &ids)
}

fn statistic(block: &mut Block, arms: &[Arm]) -> Result<Statistic, DataError> {
    Ok(match block.choice("statistic", STATISTICS)? {
        Named::Mean => Statistic::Mean,
        Named::Median => Statistic::Median,
        Named::StandardDeviation => Statistic::StandardDeviation,
        Named::MeanChange => Statistic::MeanChange,
        Named::PercentChange => Statistic::PercentChange,
        Named::Events => Statistic::Events,
        Named::Responders => match block.optional_number("at_least_percent", 0.0..=100.0)? {
            Some(percent) => Statistic::PercentResponders(percent),
            None => Statistic::Responders(block.number("at_least", -1000.0..=1000.0)?),
        },
        Named::Difference if arms.len() < 2 => {
            return Err(block.error("statistic", "difference", "used with two or more arms"));
        }
        Named::Difference => Statistic::Difference(arm(block, "against", arms)?),
    })
}

/// The day of the endpoint. What belongs to the session itself has none, uptake counts in hours.
fn day(block: &mut Block, measure: Measure) -> Result<f64, DataError> {
    if measure.has_hour() {
        return Ok(block.number("hour", HOURS)? / HOURS_PER_DAY);
    }
    if measure.has_day() {
        return block.number("day", DAYS);
    }
    Ok(block.optional_number("day", DAYS)?.unwrap_or(0.0))
}

fn observed(
    block: &mut Block,
    measure: Measure,
    statistic: Statistic,
    library: &Library,
) -> Result<Option<Observed>, DataError> {
    let [lowest, highest] = allowed(measure, statistic, library);
    let value = block.optional_number("observed", lowest..=highest)?;
    let interval = if block.has("interval") {
        Some(block.number_pair("interval")?)
    } else {
        None
    };
    let level = block.optional_number("interval_level", 0.01..=0.999)?;
    let Some(value) = value else {
        return match interval {
            None => Ok(None),
            Some(_) => Err(block.sentence("interval stands without observed; add the number that it belongs to or leave it out.")),
        };
    };
    if let Some([low, high]) = interval {
        let slack = ROUNDING * (1.0 + value.abs());
        if value < low - slack || value > high + slack {
            let allowed = format!("an interval that holds its own number, {value}");
            return Err(block.error("interval", &format!("[{low}, {high}]"), &allowed));
        }
    }
    Ok(Some(Observed {
        value,
        interval,
        interval_level: level.unwrap_or(USUAL_LEVEL),
    }))
}

/// Which numbers a statistic of a measure can have.
fn allowed(measure: Measure, statistic: Statistic, library: &Library) -> [f64; 2] {
    const LARGEST: f64 = 1e6;
    match (measure, statistic) {
        (_, Statistic::Responders(_) | Statistic::PercentResponders(_) | Statistic::Events) => {
            [0.0, 1.0]
        }
        (_, Statistic::PercentChange) => [-100.0, LARGEST],
        (Measure::Grade(id), Statistic::Mean | Statistic::Median) => library
            .scales
            .scale(id)
            .map_or([-LARGEST, LARGEST], |scale| scale.range),
        (Measure::Grade(id), Statistic::MeanChange | Statistic::Difference(_)) => library
            .scales
            .scale(id)
            .map_or([-LARGEST, LARGEST], |scale| {
                let [lowest, highest] = scale.range;
                [lowest - highest, highest - lowest]
            }),
        (Measure::Pain, Statistic::Mean | Statistic::Median) => [0.0, 10.0],
        _ => [0.0, LARGEST],
    }
}
