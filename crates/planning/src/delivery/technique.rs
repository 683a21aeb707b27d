//! What the hand did in a zone, as the planner takes a technique.

use needlework_needling::{Device, HandPressure, Technique};

use super::DeliveredZone;
use crate::locked::{LockedCoverage, LockedTechnique};

/// Seconds of a minute.
const SECONDS_PER_MINUTE: f64 = 60.0;

/// The technique of a zone as it was delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveredTechnique {
    /// Depth and coverage are means over everything that was noted of the zone; how hard the hand pressed is what was planned,
    /// since nobody notes it.
    pub technique: Technique,
    /// Whether what was noted tells the coverage; else it is what was planned.
    pub is_coverage_noted: bool,
}

/// What was done in a zone with a device, from everything that was noted of it in the sessions of a course. `None` where no depth
/// is known.
pub fn delivered_technique(
    planned: &LockedTechnique,
    device: &Device,
    delivered: &[DeliveredZone],
) -> Option<DeliveredTechnique> {
    let needle_length_mm = mean(delivered.iter().filter_map(|one| one.depth_set_mm))?;
    let noted = delivered
        .iter()
        .filter_map(|one| delivered_coverage(one, planned.coverage, device));
    let noted = mean(noted);
    let coverage = match (noted, planned.coverage) {
        (None, planned) => planned,
        (Some(mean), LockedCoverage::Passes(_)) => LockedCoverage::Passes(mean),
        (Some(mean), LockedCoverage::ChannelsPerCm2(_)) => LockedCoverage::ChannelsPerCm2(mean),
        (Some(mean), LockedCoverage::SecondsPerCm2(_)) => LockedCoverage::SecondsPerCm2(mean),
    };
    let named = HandPressure::NAMES.iter();
    let mut named = named.filter(|(name, _)| *name == planned.hand_pressure);
    Some(DeliveredTechnique {
        technique: Technique {
            device: device.id.clone(),
            needle_length_mm,
            coverage: coverage.into(),
            hand_pressure: named
                .next()
                .map_or(HandPressure::Usual, |(_, named)| *named),
        },
        is_coverage_noted: noted.is_some(),
    })
}

/// The coverage that was delivered, in the unit of the plan, where what was noted tells it.
pub(super) fn delivered_coverage(
    delivered: &DeliveredZone,
    planned: LockedCoverage,
    device: &Device,
) -> Option<f64> {
    match planned {
        LockedCoverage::Passes(_) => delivered.passes,
        LockedCoverage::ChannelsPerCm2(_) => {
            let per_pass = device.channels_per_cm2_per_pass.as_ref()?;
            Some(delivered.passes? * per_pass.value)
        }
        LockedCoverage::SecondsPerCm2(_) => {
            let area = delivered.area_cm2.filter(|area| *area > 0.0)?;
            Some(SECONDS_PER_MINUTE * delivered.minutes? / area)
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then_some(sum / count)
}

#[cfg(test)]
mod tests {
    use needlework_needling::Coverage;

    use super::{DeliveredZone, LockedCoverage, LockedTechnique, delivered_technique};
    use crate::library::Library;

    fn noted(depth_set_mm: f64, minutes: Option<f64>) -> DeliveredZone {
        DeliveredZone {
            zone: "cheek".to_owned(),
            depth_set_mm: Some(depth_set_mm),
            passes: Some(4.0),
            minutes,
            area_cm2: Some(60.0),
            endpoint: None,
        }
    }

    #[test]
    fn what_was_noted_counts_and_not_what_was_planned() {
        let library = Library::shipped().unwrap();
        let pen = library.devices.get("exceed-unlimited").unwrap();
        let planned = LockedTechnique {
            needle_length_mm: 1.5,
            coverage: LockedCoverage::SecondsPerCm2(4.0),
            hand_pressure: "firm".to_owned(),
        };
        let done = |noted: &[DeliveredZone]| delivered_technique(&planned, pen, noted);
        // Six minutes on 60 cm² are 6 s on each; where the time was not noted nothing is known of it.
        let both = done(&[noted(1.0, Some(6.0)), noted(0.5, None)]).unwrap();
        assert!((both.technique.needle_length_mm - 0.75).abs() < 1e-12);
        assert_eq!(both.technique.coverage, Coverage::SecondsPerCm2(6.0));
        assert!(both.is_coverage_noted);
        let unknown = done(&[noted(1.0, None)]).unwrap();
        assert_eq!(unknown.technique.coverage, Coverage::SecondsPerCm2(4.0));
        assert!(!unknown.is_coverage_noted);
        assert_eq!(
            unknown.technique.hand_pressure,
            needlework_needling::HandPressure::Firm
        );
        assert_eq!(done(&[]), None);
        // An entry of which the depth is no longer known tells its time all the same, and alone tells nothing.
        let deep_or_not = DeliveredZone {
            depth_set_mm: None,
            ..noted(0.0, Some(6.0))
        };
        let known = done(&[noted(1.0, None), deep_or_not.clone()]).unwrap();
        assert!((known.technique.needle_length_mm - 1.0).abs() < 1e-12);
        assert_eq!(known.technique.coverage, Coverage::SecondsPerCm2(6.0));
        assert_eq!(done(&[deep_or_not]), None);
    }
}
