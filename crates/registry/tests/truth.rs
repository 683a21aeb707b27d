//! Clinics whose truth is known: what changes is found, and what does not is left in peace.

use needlework_registry::{
    Drift, FALSE_ALARM_SHARE, Kind, Position, Reliability, RunChart, Stream, SyntheticClinic,
    Trait, Watch,
};

const DRIFT: Drift = Drift {
    device: 1,
    from_day: 500,
    factor: 0.8,
    darkening_factor: 1.0,
};

fn drifting(seed: u64) -> SyntheticClinic {
    SyntheticClinic {
        drift: Some(DRIFT),
        ..SyntheticClinic::steady(seed)
    }
}

#[test]
fn intervals_of_honest_predictions_hold_what_they_promise() {
    let record = SyntheticClinic::steady(1).record();
    for kind in Kind::ALL {
        let of_kind = record.outcomes.iter().filter(|one| one.kind == kind);
        let reliability = Reliability::of_outcomes(of_kind);
        assert_eq!(reliability.results, 2000);
        assert!(
            (reliability.half.held.share - 0.5).abs() < 0.04,
            "{kind:?}: {reliability:?}"
        );
        assert!(
            (reliability.nine_tenths.held.share - 0.9).abs() < 0.03,
            "{kind:?}: {reliability:?}"
        );
    }
}

#[test]
fn a_clinic_that_achieves_less_than_predicted_is_told_so() {
    let clinic = SyntheticClinic {
        place_factor: 0.6,
        ..SyntheticClinic::steady(2)
    };
    let record = clinic.record();
    let reliability = Reliability::of_outcomes(record.outcomes.iter());
    assert!(reliability.nine_tenths.is_off() && reliability.mean_score < -0.5);
    // It is so everywhere alike: nothing stands apart from the rest.
    assert_eq!(Watch::over(&record.outcomes).findings, []);
}

#[test]
fn a_device_that_drifts_by_a_fifth_is_found_and_named_and_its_beginning_told() {
    let (mut missed, mut late) = (0, 0);
    for seed in 0..20 {
        let record = drifting(seed).record();
        let watch = Watch::over(&record.outcomes);
        let Some(strongest) = watch.findings.first() else {
            missed += 1;
            continue;
        };
        assert_eq!(
            (strongest.stream.by, strongest.stream.value.as_str()),
            (Trait::Device, "device-1"),
            "seed {seed}"
        );
        let (came, elsewhere) = (
            strongest.of_predicted.unwrap(),
            strongest.elsewhere.unwrap(),
        );
        assert!(
            came < elsewhere - 0.1,
            "seed {seed}: {came} of the prediction, elsewhere {elsewhere}"
        );
        let began = strongest
            .began_on
            .since(jiff::civil::date(2023, 1, 2))
            .unwrap()
            .get_days();
        late += u32::from(!(350..=650).contains(&began));
    }
    assert!(missed <= 1, "not found in {missed} of 20 clinics");
    assert!(
        late <= 4,
        "the beginning was missed in {late} of 20 clinics"
    );
}

#[test]
fn what_was_found_stays_found_when_more_becomes_known() {
    let mut outcomes = drifting(0).record().outcomes;
    outcomes.sort_by_key(|one| one.known_at);
    let streams = |known: usize| -> Vec<Stream> {
        let findings = Watch::over(&outcomes[..known]).findings;
        findings.into_iter().map(|one| one.stream).collect()
    };
    let mut before = Vec::new();
    for known in (400..=outcomes.len()).step_by(200) {
        let now = streams(known);
        assert!(
            before.iter().all(|stream| now.contains(stream)),
            "gone after {known}"
        );
        before = now;
    }
    assert!(!before.is_empty());
}

#[test]
fn what_changes_everywhere_at_once_is_seen_to_have_changed_elsewhere_too() {
    let (mut early, late) = (
        SyntheticClinic::steady(5).record(),
        SyntheticClinic {
            place_factor: 0.6,
            ..SyntheticClinic::steady(5)
        }
        .record(),
    );
    let change = jiff::civil::date(2025, 1, 1);
    early.outcomes.retain(|one| one.observed_on < change);
    early.outcomes.extend(
        late.outcomes
            .into_iter()
            .filter(|one| one.observed_on >= change),
    );
    let findings = Watch::over(&early.outcomes).findings;
    assert!(!findings.is_empty());
    for found in findings {
        let apart = (found.of_predicted.unwrap() - found.elsewhere.unwrap()).abs();
        assert!(apart < 0.1, "{found:?}");
    }
}

#[test]
fn in_two_hundred_clinics_without_change_alarms_are_no_more_frequent_than_stated() {
    let mut alarmed = 0_u32;
    for seed in 1000..1200 {
        let clinic = SyntheticClinic {
            courses: 600,
            ..SyntheticClinic::steady(seed)
        };
        alarmed += u32::from(!Watch::over(&clinic.record().outcomes).findings.is_empty());
    }
    assert!(
        f64::from(alarmed) <= 200.0 * FALSE_ALARM_SHARE,
        "{alarmed} of 200"
    );
}

#[test]
fn months_beyond_the_limit_are_as_rare_as_stated_and_a_wave_is_seen() {
    let (mut beyond, mut expected) = (0.0, 0.0);
    for seed in 0..200 {
        let record = SyntheticClinic::steady(seed).record();
        let chart = RunChart::of(record.sessions.iter(), "pigment-darkening");
        beyond += chart.beyond().count() as f64;
        expected += chart.expected_by_chance();
    }
    // The true number is below what is stated, since counts come in whole steps; its deviation is the root of it.
    assert!(
        beyond <= expected + 3.0 * expected.sqrt(),
        "{beyond} where {expected} were stated"
    );
    let wave = SyntheticClinic {
        drift: Some(Drift {
            darkening_factor: 6.0,
            from_day: 1000,
            ..DRIFT
        }),
        ..SyntheticClinic::steady(3)
    };
    let record = wave.record();
    let on_device = record
        .sessions
        .iter()
        .filter(|one| one.group.device == "device-1");
    assert!(
        RunChart::of(on_device, "pigment-darkening")
            .beyond()
            .count()
            > 0
    );
}

#[test]
fn the_same_clinic_is_the_same_and_the_order_of_rows_does_not_matter() {
    let record = drifting(7).record();
    assert_eq!(record, drifting(7).record());
    let mut turned = record.outcomes.clone();
    turned.reverse();
    let (straight, reversed) = (Watch::over(&record.outcomes), Watch::over(&turned));
    let names = |watch: &Watch| -> Vec<String> {
        let findings = watch.findings.iter();
        findings
            .map(|one| format!("{:?} {}", one.stream.by, one.stream.value))
            .collect()
    };
    assert_eq!(names(&straight).first(), names(&reversed).first());
}

#[test]
fn a_position_of_nothing_known_is_the_middle() {
    let flat = Position {
        low: 0.0,
        high: 1.0,
    };
    assert!(flat.score().abs() < 1e-9);
}
