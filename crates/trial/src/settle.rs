//! What an arm did in one draw: the facts of the file, and a plausible choice wherever the file is silent.

use needlework_needling::{Coverage, Device, DeviceKind, Technique};
use needlework_planning::usual_coverage;

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::parameters::Unstated;
use crate::trial::{Length, Population, Protocol};

/// What an arm did in one draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settled<'a> {
    pub(crate) device: &'a Device,
    pub(crate) technique: Technique,
    /// Days of the sessions since the first one; empty for an untreated arm.
    pub(crate) session_days: Vec<f64>,
}

pub(crate) fn settle<'a>(
    protocol: &Protocol,
    unstated: &Unstated,
    knowledge: &'a Knowledge,
) -> Result<Settled<'a>, TrialError> {
    let device = device(protocol, unstated, knowledge)?;
    let technique = Technique {
        device: device.id.clone(),
        needle_length_mm: needle_length_mm(protocol, unstated, device),
        coverage: protocol
            .coverage
            .unwrap_or_else(|| plausible_coverage(device, unstated, knowledge)),
        hand_pressure: protocol.hand_pressure,
    };
    Ok(Settled {
        device,
        technique,
        session_days: session_days(protocol, unstated),
    })
}

fn device<'a>(
    protocol: &Protocol,
    unstated: &Unstated,
    knowledge: &'a Knowledge,
) -> Result<&'a Device, TrialError> {
    let catalogue = &knowledge.library.devices;
    let named = |id: &str| {
        catalogue.get(id).ok_or_else(|| TrialError::NotInCatalogue {
            name: id.to_owned(),
        })
    };
    if let Some(id) = &protocol.device {
        return named(id);
    }
    let roller = named(knowledge.defaults.device(DeviceKind::Roller))?;
    let pen = named(knowledge.defaults.device(DeviceKind::Pen))?;
    let reaches = |device: &Device| {
        let Some(Length::Exactly(longest) | Length::Range([_, longest])) =
            protocol.needle_length_mm
        else {
            return true;
        };
        (device.lengths.shortest_mm..=device.lengths.longest_mm).contains(&longest)
    };
    let by_chance = unstated.device_choice >= 0.5;
    Ok(if (by_chance && reaches(pen)) || !reaches(roller) {
        pen
    } else {
        roller
    })
}

fn needle_length_mm(protocol: &Protocol, unstated: &Unstated, device: &Device) -> f64 {
    let length = match protocol.needle_length_mm {
        Some(Length::Exactly(length)) => length,
        Some(Length::Range([from, to])) => from + unstated.length_quantile * (to - from),
        None => match device.kind {
            DeviceKind::Roller => unstated.roller_length_mm,
            DeviceKind::Pen => unstated.pen_length_mm,
            DeviceKind::Stamp => unstated.stamp_length_mm,
        },
    };
    length.clamp(device.lengths.shortest_mm, device.lengths.longest_mm)
}

fn plausible_coverage(device: &Device, unstated: &Unstated, knowledge: &Knowledge) -> Coverage {
    let (usual, _) = usual_coverage(device, &knowledge.library.visits);
    let factor = unstated.density_factor;
    match usual {
        Coverage::Passes(passes) => Coverage::Passes(passes * factor),
        Coverage::ChannelsPerCm2(density) => Coverage::ChannelsPerCm2(density * factor),
        Coverage::SecondsPerCm2(seconds) => Coverage::SecondsPerCm2(seconds * factor),
    }
}

/// How many people the study reports on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive count of people"
)]
pub(crate) fn participants(population: &Population, unstated: &Unstated) -> u32 {
    population
        .participants
        .unwrap_or_else(|| unstated.participants.round() as u32)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive count of a few sessions"
)]
fn session_days(protocol: &Protocol, unstated: &Unstated) -> Vec<f64> {
    let sessions = protocol
        .sessions
        .unwrap_or_else(|| unstated.sessions.round() as u32);
    let interval = protocol.interval_days.unwrap_or(unstated.interval_days);
    (0..sessions)
        .map(|session| f64::from(session) * interval)
        .collect()
}
