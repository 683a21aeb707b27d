//! What the hand did in a zone, as the planner takes a technique.

use needlework_needling::{Device, HandPressure, Technique};

use super::DeliveredZone;
use super::received::received_coverage;
use crate::locked::{LockedCoverage, LockedTechnique};

/// The technique of a zone as it was delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveredTechnique {
    /// Depth is the mean of all entries of the zone, coverage that of the sessions, in each of which all entries add up; how hard the
    /// hand pressed is what was planned, since nobody notes it.
    pub technique: Technique,
    /// Whether what was noted tells the coverage; else it is what was planned.
    pub is_coverage_noted: bool,
}

/// What was done in a zone with a device, from everything that was noted of it: the entries of each session of a course. `None`
/// where no depth is known.
pub fn delivered_technique(
    (planned, zone_area_cm2): (&LockedTechnique, f64),
    device: &Device,
    sessions: &[Vec<DeliveredZone>],
) -> Option<DeliveredTechnique> {
    let needle_length_mm = mean(sessions.iter().flatten().filter_map(|one| one.depth_set_mm))?;
    let noted = sessions.iter().filter_map(|entries| {
        let received = received_coverage(entries.iter(), planned.coverage, zone_area_cm2, device);
        (received.is_whole && received.known > 0.0).then_some(received.known)
    });
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
        let done = |noted: &[Vec<DeliveredZone>]| delivered_technique((&planned, 60.0), pen, noted);
        // Six minutes on 60 cm² are 6 s on each; where the time was not noted nothing is known of it.
        let both = done(&[vec![noted(1.0, Some(6.0))], vec![noted(0.5, None)]]).unwrap();
        assert!((both.technique.needle_length_mm - 0.75).abs() < 1e-12);
        assert_eq!(both.technique.coverage, Coverage::SecondsPerCm2(6.0));
        assert!(both.is_coverage_noted);
        let unknown = done(&[vec![noted(1.0, None)]]).unwrap();
        assert_eq!(unknown.technique.coverage, Coverage::SecondsPerCm2(4.0));
        assert!(!unknown.is_coverage_noted);
        assert_eq!(
            unknown.technique.hand_pressure,
            needlework_needling::HandPressure::Firm
        );
        assert_eq!(done(&[]), None);
        assert_eq!(done(&[Vec::new()]), None);
        // An entry of which the depth is no longer known tells its time all the same, and alone tells nothing.
        let deep_or_not = DeliveredZone {
            depth_set_mm: None,
            ..noted(0.0, Some(6.0))
        };
        let known = done(&[vec![noted(1.0, None)], vec![deep_or_not.clone()]]).unwrap();
        assert!((known.technique.needle_length_mm - 1.0).abs() < 1e-12);
        assert_eq!(known.technique.coverage, Coverage::SecondsPerCm2(6.0));
        assert_eq!(done(&[vec![deep_or_not]]), None);
    }

    #[test]
    fn entries_of_one_session_add_up_and_sessions_are_averaged() {
        let library = Library::shipped().unwrap();
        let pen = library.devices.get("exceed-unlimited").unwrap();
        let planned = LockedTechnique {
            needle_length_mm: 1.5,
            coverage: LockedCoverage::SecondsPerCm2(4.0),
            hand_pressure: "usual".to_owned(),
        };
        let done = |noted: &[Vec<DeliveredZone>]| delivered_technique((&planned, 60.0), pen, noted);
        // 4 and 2 s per cm² in one session are 6; with a session of 4 the course had 5 on the average.
        let two = vec![noted(1.5, Some(4.0)), noted(1.5, Some(2.0))];
        let course = done(&[two, vec![noted(1.5, Some(4.0))]]).unwrap();
        assert_eq!(course.technique.coverage, Coverage::SecondsPerCm2(5.0));
        // Where one entry of a session does not say how long it took, nobody knows what the session came to.
        let open = vec![noted(1.5, Some(9.0)), noted(1.5, None)];
        let course = done(&[open, vec![noted(1.5, Some(4.0))]]).unwrap();
        assert_eq!(course.technique.coverage, Coverage::SecondsPerCm2(4.0));
        // Two halves of the zone are one whole.
        let mut half = noted(1.5, Some(2.0));
        half.area_cm2 = Some(30.0);
        let halves = done(&[vec![half.clone(), half]]).unwrap();
        assert_eq!(halves.technique.coverage, Coverage::SecondsPerCm2(4.0));
    }
}
