//! Channels per area and minutes in the chair, against published counts; refused techniques.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod given;

use given::{Given, technique};
use needlework_needling::{
    Coverage, HandPressure, NeedlingError, Technique, channels_per_cm2, check, coverage_for,
    needling_minutes, punctures_per_second,
};

fn channels(given: &Given, technique: &Technique) -> f64 {
    let device = given.device(&technique.device);
    channels_per_cm2(device, technique, &given.parameters).unwrap()
}

/// Doddaballapur: 15 passes leave about 250 channels per cm², 16 to 17 a pass (evidence M13).
#[test]
fn roller_passes_leave_the_published_count() {
    let given = Given::nominal();
    let one = channels(&given, &technique("roller-192", 1.5, Coverage::Passes(1.0)));
    let fifteen = channels(
        &given,
        &technique("roller-192", 1.5, Coverage::Passes(15.0)),
    );
    assert!((16.0..=17.0).contains(&one), "{one}");
    assert!((fifteen - 250.0).abs() < 5.0, "{fifteen}");
}

/// Eleven needles at 90 Hz: 990 punctures a second; twenty minutes on 300 cm² are about 4,000 per cm² (model 3.4).
#[test]
fn pen_punctures_match_the_trade_figure() {
    let given = Given::nominal();
    let pen = given.device("pen-11");
    assert!((punctures_per_second(pen) - 990.0).abs() < 1e-9);
    let seconds = 20.0 * 60.0 / 300.0;
    let density = channels(
        &given,
        &technique("pen-11", 1.0, Coverage::SecondsPerCm2(seconds)),
    );
    assert!((density - 4000.0).abs() < 100.0, "{density}");
}

/// Six needles at 100 to 150 Hz: 600 to 900 punctures a second (evidence M15); the vendor of the other says 1,920.
#[test]
fn named_pens_puncture_at_their_published_rate() {
    let given = Given::nominal();
    let exceed = punctures_per_second(given.device("exceed-unlimited"));
    assert!((600.0..=900.0).contains(&exceed), "{exceed}");
    let dermapen = punctures_per_second(given.device("dermapen-4"));
    assert!((dermapen - 1920.0).abs() < 1.0, "{dermapen}");
}

#[test]
fn coverage_for_a_density_gives_that_density_back() {
    let given = Given::nominal();
    for device in given.devices.iter() {
        let coverage = coverage_for(device, 400.0, &given.parameters);
        let asked = technique(&device.id, device.lengths.longest_mm, coverage);
        assert!(
            (channels(&given, &asked) - 400.0).abs() < 1e-9,
            "{}",
            device.id
        );
    }
}

/// Clinics say 15 to 30, about 30 and 30 to 60 minutes (protocol 3.7).
#[test]
fn a_full_face_by_pen_takes_about_half_an_hour() {
    let given = Given::nominal();
    let four_sweeps = technique("pen-11", 1.0, Coverage::Passes(4.0));
    let pen = given.device("pen-11");
    let needling = needling_minutes(pen, &four_sweeps, 300.0, &given.parameters).unwrap();
    assert!((15.0..=30.0).contains(&needling), "{needling}");
    let total = needling + given.parameters.pace.preparation_minutes;
    assert!((25.0..=35.0).contains(&total), "{total}");
}

#[test]
fn minutes_follow_area_and_do_not_depend_on_how_coverage_is_written() {
    let given = Given::nominal();
    let minutes = |coverage, area| {
        let asked = technique("pen-11", 1.0, coverage);
        needling_minutes(given.device("pen-11"), &asked, area, &given.parameters).unwrap()
    };
    let by_time = minutes(Coverage::SecondsPerCm2(2.0), 100.0);
    assert!((minutes(Coverage::ChannelsPerCm2(1980.0), 100.0) - by_time).abs() < 1e-9);
    assert!((minutes(Coverage::Passes(2.0), 100.0) - by_time).abs() < 1e-9);
    assert!((minutes(Coverage::SecondsPerCm2(2.0), 300.0) - 3.0 * by_time).abs() < 1e-9);
}

fn refusal(device: &str, length_mm: f64, coverage: Coverage) -> NeedlingError {
    let given = Given::nominal();
    check(
        given.device(device),
        &technique(device, length_mm, coverage),
    )
    .unwrap_err()
}

#[test]
fn needles_outside_the_device_are_refused_with_its_limits() {
    for length_mm in [2.0, -0.5, f64::NAN, f64::INFINITY] {
        let sentence = refusal("exceed-unlimited", length_mm, Coverage::Passes(4.0)).to_string();
        assert!(sentence.contains(&length_mm.to_string()), "{sentence}");
        assert!(sentence.contains("from 0 to 1.9 mm"), "{sentence}");
        assert!(sentence.contains("exceed-unlimited"), "{sentence}");
    }
    let home = refusal("roller-home", 0.5, Coverage::Passes(4.0)).to_string();
    assert!(home.contains("from 0.2 to 0.3 mm"), "{home}");
}

#[test]
fn negative_absurd_and_undefined_coverage_is_refused() {
    for value in [-1.0, 1e6, f64::NAN, f64::INFINITY] {
        for coverage in [
            Coverage::Passes(value),
            Coverage::ChannelsPerCm2(value),
            Coverage::SecondsPerCm2(value),
        ] {
            let sentence = refusal("pen-11", 1.0, coverage).to_string();
            assert!(sentence.contains("from 0 to"), "{sentence}");
            assert!(sentence.contains(&value.to_string()), "{sentence}");
        }
    }
}

#[test]
fn time_on_the_skin_is_refused_without_a_motor() {
    for device in ["roller-192", "stamp"] {
        let error = refusal(device, 1.0, Coverage::SecondsPerCm2(2.0));
        assert!(matches!(error, NeedlingError::TimeWithoutMotor { .. }));
        assert!(error.to_string().contains(device));
    }
}

#[test]
fn a_technique_for_another_device_is_refused() {
    let given = Given::nominal();
    let meant_for_pen = Technique {
        device: "pen-11".to_owned(),
        needle_length_mm: 1.0,
        coverage: Coverage::Passes(2.0),
        hand_pressure: HandPressure::Usual,
    };
    let error = check(given.device("roller-192"), &meant_for_pen).unwrap_err();
    assert!(matches!(error, NeedlingError::OtherDevice { .. }));
}

#[test]
fn an_area_that_is_no_area_is_refused() {
    let given = Given::nominal();
    let asked = technique("pen-11", 1.0, Coverage::Passes(2.0));
    for area in [-1.0, f64::NAN, f64::INFINITY] {
        let error = needling_minutes(given.device("pen-11"), &asked, area, &given.parameters);
        assert!(matches!(error, Err(NeedlingError::Area { .. })));
    }
}
