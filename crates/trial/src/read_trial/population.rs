//! Who took part.

use needlework_evidence::{Block, DataError};
use needlework_skin::{AGES_YEARS, Photodamage, Phototype};

use super::choices;
use crate::knowledge::Knowledge;
use crate::trial::{AgeOfPeople, Baseline, Population};

/// Most participants: beyond the largest needling series (480) twenty times over.
const MOST_PARTICIPANTS: u32 = 10_000;

/// Shares of people who leave: a study that loses nearly everybody reports nothing.
const DROPOUT_SHARES: std::ops::RangeInclusive<f64> = 0.0..=0.9;

/// Scales whose grade before treatment the model takes; on the others improvement counts relative to before.
const GRADED_BEFORE: &[&str] = &["lemperle-wrinkles", "goodman-baron", "alexiades-laxity"];

pub(super) fn read(mut block: Block, knowledge: &Knowledge) -> Result<Population, DataError> {
    let population = Population {
        participants: block.optional_whole("participants", 1..=MOST_PARTICIPANTS)?,
        dropout_share: block
            .optional_number("dropout_share", DROPOUT_SHARES)?
            .unwrap_or(0.0),
        age_years: ages(&mut block)?,
        female_share: block.optional_number("female_share", 0.0..=1.0)?,
        phototypes: choices(&mut block, "phototypes", Phototype::NAMES)?,
        photodamage: choices(&mut block, "photodamage", Photodamage::NAMES)?,
        indication: indication(&mut block, knowledge)?,
        zones: zones(&mut block, knowledge)?,
        baseline: baseline(&mut block, knowledge)?,
    };
    block.finish()?;
    Ok(population)
}

fn ages(block: &mut Block) -> Result<Option<AgeOfPeople>, DataError> {
    const KEY: &str = "age_years";
    if !block.has(KEY) {
        return Ok(None);
    }
    if !block.has_list(KEY) {
        return Ok(Some(AgeOfPeople::Mean(block.number(KEY, AGES_YEARS)?)));
    }
    let [youngest, oldest] = block.number_pair(KEY)?;
    // A study that took "15 to 40" is predicted from 18 on, the youngest that skin is known of.
    if oldest < *AGES_YEARS.start() || oldest > *AGES_YEARS.end() || youngest < 0.0 {
        let allowed = "two ages in order, the older one from 18 to 100";
        return Err(block.error(KEY, &format!("[{youngest}, {oldest}]"), allowed));
    }
    Ok(Some(AgeOfPeople::Range([
        youngest.max(*AGES_YEARS.start()),
        oldest,
    ])))
}

fn indication(block: &mut Block, knowledge: &Knowledge) -> Result<String, DataError> {
    let known: Vec<(&str, &str)> = knowledge
        .library
        .scales
        .indications()
        .map(|row| (row.indication.as_str(), row.indication.as_str()))
        .collect();
    Ok(block.choice("indication", &known)?.to_owned())
}

fn zones(block: &mut Block, knowledge: &Knowledge) -> Result<Vec<String>, DataError> {
    let zones = block.texts("zones")?;
    let open: Vec<&str> = knowledge
        .library
        .zones
        .iter()
        .filter(|zone| zone.blocked.is_none())
        .map(|zone| zone.id.as_str())
        .collect();
    match zones.iter().find(|id| !open.contains(&id.as_str())) {
        None => Ok(zones),
        Some(other) => {
            let allowed = format!("a list of: {}", open.join(", "));
            Err(block.error("zones", other, &allowed))
        }
    }
}

fn baseline(block: &mut Block, knowledge: &Knowledge) -> Result<Option<Baseline>, DataError> {
    let Some(mut block) = block.optional_block("baseline")? else {
        return Ok(None);
    };
    let graded: Vec<(&str, [f64; 2])> = knowledge
        .library
        .scales
        .scales()
        .filter(|scale| GRADED_BEFORE.contains(&scale.id.as_str()))
        .map(|scale| (scale.id.as_str(), scale.range))
        .collect();
    let names: Vec<(&str, usize)> = graded
        .iter()
        .enumerate()
        .map(|(at, (id, _))| (*id, at))
        .collect();
    let at = block.choice("scale", &names)?;
    let (scale, [lowest, highest]) = graded.get(at).copied().unwrap_or(("", [0.0, 0.0]));
    let baseline = Baseline {
        scale: scale.to_owned(),
        mean: block.number("mean", lowest..=highest)?,
        sd: block.optional_number("sd", 0.0..=highest - lowest)?,
    };
    block.finish()?;
    Ok(Some(baseline))
}
