//! What was done.

use needlework_evidence::{Block, DataError};
use needlework_needling::{Device, DeviceKind, HandPressure};
use needlework_planning::{read_coverage, read_hand_pressure};

use crate::knowledge::Knowledge;
use crate::trial::{Length, Protocol};

/// Most sessions: twice the longest published series (12), so that a slip such as 400 is seen.
const MOST_SESSIONS: u32 = 24;
/// Days between sessions: rats were needled every other day, nobody waits longer than a year.
const INTERVALS_DAYS: std::ops::RangeInclusive<f64> = 1.0..=365.0;
/// From the first session to the last, d: the model follows skin for ten years, and two weeks beyond the last session.
const LONGEST_COURSE_DAYS: f64 = 3600.0;
/// Needle lengths of all devices, mm.
const LENGTHS_MM: std::ops::RangeInclusive<f64> = 0.1..=5.0;

pub(super) fn read(mut block: Block, knowledge: &Knowledge) -> Result<Protocol, DataError> {
    let sessions = block.optional_whole("sessions", 0..=MOST_SESSIONS)?;
    if sessions == Some(0) {
        return untreated(block);
    }
    let device = device(&mut block, knowledge)?;
    let needle_length_mm = length(&mut block, device)?;
    let coverage = read_coverage(&mut block, device)?;
    let hand_pressure = read_hand_pressure(&mut block)?;
    let interval_days = interval_days(&mut block, sessions)?;
    block.finish()?;
    Ok(Protocol {
        device: device.map(|device| device.id.clone()),
        needle_length_mm,
        coverage,
        hand_pressure,
        sessions,
        interval_days,
    })
}

/// Days between sessions. With a single session there is none; a stated one is then checked and left alone.
fn interval_days(block: &mut Block, sessions: Option<u32>) -> Result<Option<f64>, DataError> {
    const KEY: &str = "interval_days";
    if sessions == Some(1) {
        block.optional_number(KEY, 0.0..=*INTERVALS_DAYS.end())?;
        return Ok(None);
    }
    let longest = match sessions {
        Some(sessions) => LONGEST_COURSE_DAYS / f64::from(sessions.saturating_sub(1).max(1)),
        None => *INTERVALS_DAYS.end(),
    };
    block.optional_number(
        KEY,
        *INTERVALS_DAYS.start()..=longest.min(*INTERVALS_DAYS.end()),
    )
}

fn untreated(block: Block) -> Result<Protocol, DataError> {
    block.finish()?;
    Ok(Protocol {
        device: None,
        needle_length_mm: None,
        coverage: None,
        hand_pressure: HandPressure::Usual,
        sessions: Some(0),
        interval_days: None,
    })
}

fn device<'a>(
    block: &mut Block,
    knowledge: &'a Knowledge,
) -> Result<Option<&'a Device>, DataError> {
    const KEY: &str = "device";
    if !block.has(KEY) {
        return Ok(None);
    }
    let name = block.text(KEY)?;
    let catalogue = &knowledge.library.devices;
    let kind = match name.as_str() {
        "roller" => Some(DeviceKind::Roller),
        "pen" => Some(DeviceKind::Pen),
        "stamp" => Some(DeviceKind::Stamp),
        _ => None,
    };
    let id = kind.map_or(name.as_str(), |kind| knowledge.defaults.device(kind));
    if let Some(device) = catalogue.get(id) {
        return Ok(Some(device));
    }
    let known: Vec<&str> = catalogue.iter().map(|device| device.id.as_str()).collect();
    let allowed = format!("roller, pen, stamp, or one of: {}", known.join(", "));
    Err(block.error(KEY, &name, &allowed))
}

fn length(block: &mut Block, device: Option<&Device>) -> Result<Option<Length>, DataError> {
    const KEY: &str = "needle_length_mm";
    if !block.has(KEY) {
        return Ok(None);
    }
    let (shortest, longest) = device.map_or((*LENGTHS_MM.start(), *LENGTHS_MM.end()), |device| {
        (device.lengths.shortest_mm, device.lengths.longest_mm)
    });
    if !block.has_list(KEY) {
        let length = block.number(KEY, shortest..=longest)?;
        return Ok(Some(Length::Exactly(length)));
    }
    let [from, to] = block.number_pair(KEY)?;
    if from < shortest || to > longest {
        let allowed = format!("two lengths in order, from {shortest} to {longest}");
        return Err(block.error(KEY, &format!("[{from}, {to}]"), &allowed));
    }
    Ok(Some(Length::Range([from, to])))
}
