//! What the hand does, as cases and studies write it.

use needlework_evidence::{Block, DataError};
use needlework_needling::{Coverage, Device, DeviceKind, HandPressure};

/// Passes: at least one; nobody counts beyond a hundred.
const PASSES: std::ops::RangeInclusive<f64> = 1.0..=100.0;
/// Channels per cm²: from a single stamp to far beyond a pen's usual few thousand.
const CHANNELS_PER_CM2: std::ops::RangeInclusive<f64> = 1.0..=10_000.0;
/// Pen time, s/cm²: a minute on each cm² would be five hours for a face.
const SECONDS_PER_CM2: std::ops::RangeInclusive<f64> = 0.1..=60.0;

/// Coverage, as one of three keys; `device` is absent where a file leaves it open.
///
/// # Errors
/// When a number is out of range, more than one key is given, or time is given for a device without a motor.
pub fn read_coverage(
    block: &mut Block,
    device: Option<&Device>,
) -> Result<Option<Coverage>, DataError> {
    let passes = block.optional_number("passes", PASSES)?;
    let channels = block.optional_number("channels_per_cm2", CHANNELS_PER_CM2)?;
    let seconds = block.optional_number("seconds_per_cm2", SECONDS_PER_CM2)?;
    let is_pen = device.is_some_and(|device| device.kind == DeviceKind::Pen);
    if let Some(seconds) = seconds.filter(|_| !is_pen) {
        let device = device.map_or("an unnamed device", |device| device.id.as_str());
        let allowed =
            format!("left out for {device}, which is no pen; give passes or channels_per_cm2");
        return Err(block.error("seconds_per_cm2", &seconds, &allowed));
    }
    let mut given = [
        passes.map(Coverage::Passes),
        channels.map(Coverage::ChannelsPerCm2),
        seconds.map(Coverage::SecondsPerCm2),
    ]
    .into_iter()
    .flatten();
    let coverage = given.next();
    if given.next().is_some() {
        return Err(block.sentence(&format!(
            "{} gives the coverage more than once; keep one of passes, channels_per_cm2 and seconds_per_cm2.",
            block.path()
        )));
    }
    Ok(coverage)
}

/// Hand pressure; usual where nothing is said.
///
/// # Errors
/// When it is none of its names.
pub fn read_hand_pressure(block: &mut Block) -> Result<HandPressure, DataError> {
    const KEY: &str = "hand_pressure";
    if block.has(KEY) {
        block.choice(KEY, HandPressure::NAMES)
    } else {
        Ok(HandPressure::Usual)
    }
}
