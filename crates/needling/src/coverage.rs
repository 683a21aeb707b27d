//! Punctures per area, and the time that the hand needs for them.

use crate::{
    Coverage, Device, DeviceKind, NeedlingError, NeedlingParameters, PaceParameters, Technique,
};

/// Nobody passes more often over a spot; a larger number is a slip of the pen.
const MOST_PASSES: f64 = 200.0;
/// At this density punctures of 0.1 mm would cover the skin twice over.
const MOST_CHANNELS_PER_CM2: f64 = 25_000.0;
/// A minute of pen on every cm² would be five hours for a face.
const MOST_SECONDS_PER_CM2: f64 = 60.0;

/// Refuses a technique that the device cannot carry out or that no hand would do.
///
/// # Errors
/// When the technique names another device, its needle is longer or shorter than the device allows, or its coverage is
/// negative, absurd, not a number or meant for a motor that the device does not have.
pub fn check(device: &Device, technique: &Technique) -> Result<(), NeedlingError> {
    if technique.device != device.id {
        return Err(NeedlingError::OtherDevice {
            named: technique.device.clone(),
            given: device.id.clone(),
        });
    }
    let lengths = device.lengths;
    if !(lengths.shortest_mm..=lengths.longest_mm).contains(&technique.needle_length_mm) {
        return Err(NeedlingError::NeedleLength {
            device: device.id.clone(),
            length_mm: technique.needle_length_mm,
            shortest_mm: lengths.shortest_mm,
            longest_mm: lengths.longest_mm,
        });
    }
    let (quantity, value, most) = match technique.coverage {
        Coverage::Passes(passes) => ("passes", passes, MOST_PASSES),
        Coverage::ChannelsPerCm2(density) => ("channels_per_cm2", density, MOST_CHANNELS_PER_CM2),
        Coverage::SecondsPerCm2(_) if device.kind != DeviceKind::Pen => {
            return Err(NeedlingError::TimeWithoutMotor {
                device: device.id.clone(),
            });
        }
        Coverage::SecondsPerCm2(seconds) => ("seconds_per_cm2", seconds, MOST_SECONDS_PER_CM2),
    };
    if (0.0..=most).contains(&value) {
        Ok(())
    } else {
        Err(NeedlingError::Coverage {
            quantity,
            value,
            most,
        })
    }
}

/// Punctures that a pen makes in a second: needles times strokes; 0 for a device without a motor (model 3.4).
pub fn punctures_per_second(device: &Device) -> f64 {
    device
        .strokes_per_second
        .as_ref()
        .map_or(0.0, |rate| rate.value * device.needle_count.value)
}

/// Needle strokes per cm² of skin. A stroke becomes a channel only if it pierces the skin:
/// [`crate::Injury::channels_per_cm2`] counts those.
///
/// # Errors
/// As [`check`].
pub fn channels_per_cm2(
    device: &Device,
    technique: &Technique,
    parameters: &NeedlingParameters,
) -> Result<f64, NeedlingError> {
    check(device, technique)?;
    Ok(match technique.coverage {
        Coverage::ChannelsPerCm2(density) => density,
        Coverage::SecondsPerCm2(seconds) => seconds * punctures_per_second(device),
        Coverage::Passes(passes) => passes * channels_per_pass(device, &parameters.pace),
    })
}

/// The coverage that leaves this many needle strokes per cm²: seconds per cm² of a pen, passes of a roller or stamp.
pub fn coverage_for(
    device: &Device,
    channels_per_cm2: f64,
    parameters: &NeedlingParameters,
) -> Coverage {
    match device.kind {
        DeviceKind::Pen => Coverage::SecondsPerCm2(channels_per_cm2 / punctures_per_second(device)),
        DeviceKind::Roller | DeviceKind::Stamp => {
            Coverage::Passes(channels_per_cm2 / channels_per_pass(device, &parameters.pace))
        }
    }
}

/// Minutes of needling one area with a technique, with stretching, wiping and moving on, but without preparation
/// ([`PaceParameters::preparation_minutes`]) and numbing.
///
/// # Errors
/// As [`check`], and when the area is negative or not a number.
pub fn needling_minutes(
    device: &Device,
    technique: &Technique,
    area_cm2: f64,
    parameters: &NeedlingParameters,
) -> Result<f64, NeedlingError> {
    if !(area_cm2 >= 0.0 && area_cm2.is_finite()) {
        return Err(NeedlingError::Area { area_cm2 });
    }
    let density = channels_per_cm2(device, technique, parameters)?;
    let pace = &parameters.pace;
    let seconds_per_cm2 = match device.kind {
        DeviceKind::Pen => density / punctures_per_second(device),
        DeviceKind::Roller => {
            density / channels_per_pass(device, pace) * pace.roller_seconds_per_cm2_per_pass
        }
        DeviceKind::Stamp => {
            density / channels_per_pass(device, pace) * pace.stamp_seconds_per_cm2_per_pass
        }
    };
    Ok(seconds_per_cm2 * area_cm2 * (1.0 + pace.handling_share) / 60.0)
}

/// Needle strokes per cm² that one pass, press or sweep leaves.
fn channels_per_pass(device: &Device, pace: &PaceParameters) -> f64 {
    match (&device.channels_per_cm2_per_pass, device.kind) {
        (Some(density), _) => density.value,
        (None, _) => punctures_per_second(device) * pace.pen_seconds_per_cm2_per_pass,
    }
}
