//! Earlier courses of the person, and what came of them.

use jiff::civil::Date;
use needlework_evidence::{Block, DataError, HOURS_PER_DAY};
use needlework_needling::{Device, Technique};
use needlework_outcome::SIDE_EFFECT_DAYS;
use needlework_protocol::screening::mechanical_lengths_mm;

use crate::case::{EarlierCourse, OwnResult, ResultKind};
use crate::library::Library;
use crate::read_case::zones::{baseline, zone_id};
use crate::read_case::{CASE_FILE, MOST_SESSIONS};
use crate::read_technique::{read_coverage, read_hand_pressure};
use crate::technique::usual_coverage;

/// Most earlier courses of a case: more than a decade of yearly ones in two zones.
pub const MOST_EARLIER_COURSES: usize = 24;
/// Most results of one: more than two years of monthly ones.
const MOST_RESULTS: usize = 60;
/// Longest time from the first session of an earlier course to a result, d: as far as courses are followed.
const LONGEST_DAYS: i32 = 3650;
/// Signs whose hours a person can tell, as their ids.
pub const TOLD_SIGNS: &[&str] = &["redness", "swelling", "tenderness", "tightness", "flaking"];
/// Ending of the name of a result that counts the hours of a sign.
pub const HOURS_ENDING: &str = "-hours";

impl EarlierCourse {
    /// Reads earlier courses as they stand in a case file that has nothing else: a list of tables `[[earlier]]`. Whoever writes
    /// them from a record asks here whether a case may tell of them.
    ///
    /// # Errors
    /// As [`crate::Case::read`].
    pub fn read_all(
        file: &str,
        bytes: &[u8],
        planned_on: Date,
        library: &Library,
    ) -> Result<Vec<Self>, DataError> {
        let mut root = Block::parse(file, CASE_FILE.text(file, bytes)?)?;
        let courses = read(&mut root, planned_on, library)?;
        root.finish()?;
        Ok(courses)
    }
}

pub(super) fn read(
    root: &mut Block,
    planned_on: Date,
    library: &Library,
) -> Result<Vec<EarlierCourse>, DataError> {
    let blocks = root.blocks("earlier")?;
    if blocks.len() > MOST_EARLIER_COURSES {
        let allowed = format!("at most {MOST_EARLIER_COURSES} tables, each written as [[earlier]]");
        return Err(root.error("earlier", &format!("a list of {}", blocks.len()), &allowed));
    }
    blocks
        .into_iter()
        .map(|block| course(block, planned_on, library))
        .collect()
}

fn course(
    mut block: Block,
    planned_on: Date,
    library: &Library,
) -> Result<EarlierCourse, DataError> {
    let zone = zone_id(&mut block, library)?;
    let known: Vec<(&str, &Device)> = library
        .devices
        .iter()
        .map(|device| (device.id.as_str(), device))
        .collect();
    let device = block.choice("device", &known)?;
    let technique = Technique {
        device: device.id.clone(),
        needle_length_mm: block.number("needle_length_mm", mechanical_lengths_mm(device))?,
        coverage: read_coverage(&mut block, Some(device))?
            .unwrap_or_else(|| usual_coverage(device, &library.visits).0),
        hand_pressure: read_hand_pressure(&mut block)?,
    };
    let sessions = sessions(&mut block, planned_on)?;
    let baseline = baseline(&mut block)?;
    let results = results(&mut block, &sessions, planned_on, library)?;
    block.finish()?;
    Ok(EarlierCourse {
        zone,
        technique,
        sessions,
        baseline,
        results,
    })
}

/// Days of sessions, in order and before the plan.
fn sessions(block: &mut Block, planned_on: Date) -> Result<Vec<Date>, DataError> {
    const KEY: &str = "sessions";
    let words = format!("a day before {planned_on} (planned_on), later than the one before it");
    let texts = block.moments(KEY, &words)?;
    if texts.is_empty() || texts.len() > MOST_SESSIONS as usize {
        let allowed = format!("a list of 1 to {MOST_SESSIONS} days");
        return Err(block.error(KEY, &format!("a list of {}", texts.len()), &allowed));
    }
    let mut sessions: Vec<Date> = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let day = text
            .parse::<Date>()
            .ok()
            .filter(|day| *day < planned_on && sessions.last().is_none_or(|last| last < day));
        let day = day.ok_or_else(|| block.error(&format!("{KEY}[{}]", at + 1), text, &words))?;
        sessions.push(day);
    }
    Ok(sessions)
}

fn results(
    block: &mut Block,
    sessions: &[Date],
    planned_on: Date,
    library: &Library,
) -> Result<Vec<OwnResult>, DataError> {
    let blocks = block.blocks("result")?;
    if blocks.is_empty() || blocks.len() > MOST_RESULTS {
        let allowed = format!("1 to {MOST_RESULTS} tables, each written as [[earlier.result]]");
        return Err(block.error("result", &format!("a list of {}", blocks.len()), &allowed));
    }
    blocks
        .into_iter()
        .map(|block| result(block, sessions, planned_on, library))
        .collect()
}

fn result(
    mut block: Block,
    sessions: &[Date],
    planned_on: Date,
    library: &Library,
) -> Result<OwnResult, DataError> {
    const KEY: &str = "scale";
    let name = block.text(KEY)?;
    let (what, range) = if let Some(scale) = library.scales.scale(&name) {
        let on = observed_on(&mut block, sessions, planned_on)?;
        let [lowest, highest] = scale.range;
        let kind = ResultKind::Scale { id: name, on };
        (kind, lowest - highest..=highest - lowest)
    } else if let Some(sign) = name
        .strip_suffix(HOURS_ENDING)
        .filter(|sign| TOLD_SIGNS.contains(sign))
    {
        let kind = ResultKind::SignHours {
            id: sign.to_owned(),
        };
        (kind, 0.0..=SIDE_EFFECT_DAYS * HOURS_PER_DAY)
    } else {
        let scales = library.scales.ids();
        let signs = TOLD_SIGNS
            .iter()
            .map(|sign| format!("{sign}{HOURS_ENDING}"));
        let names: Vec<String> = scales.map(str::to_owned).chain(signs).collect();
        return Err(block.error(KEY, &name, &format!("one of: {}", names.join(", "))));
    };
    let largest = *range.end();
    let result = OwnResult {
        what,
        value: block.number("value", range)?,
        error: block.optional_number("error", largest / 1000.0..=largest)?,
        blinded: block.flag("blinded", false)?,
    };
    block.finish()?;
    Ok(result)
}

/// A day after the first session and not after the plan.
fn observed_on(block: &mut Block, sessions: &[Date], planned_on: Date) -> Result<Date, DataError> {
    const KEY: &str = "on";
    let first = sessions.first().copied().unwrap_or(planned_on);
    let last = first
        .saturating_add(jiff::Span::new().days(LONGEST_DAYS))
        .min(planned_on);
    let words = format!("a day after {first} (the first session) and not after {last}");
    let text = block.moment(KEY, &words)?;
    text.parse::<Date>()
        .ok()
        .filter(|day| *day > first && *day <= last)
        .ok_or_else(|| block.error(KEY, &text, &words))
}
