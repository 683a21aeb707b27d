//! Struck vessels and bleeding points, against the published simulation and the facts of model 5.

mod given;

use given::{Given, technique};
use needlework_needling::{Coverage, injure, loop_strikes_per_channel, plexus_strikes_per_channel};

/// Model 5: 0.079 loops per channel of 35 um radius.
#[test]
fn a_channel_strikes_as_many_loops_as_published() {
    let bleeding = Given::nominal().parameters.bleeding;
    let strikes = loop_strikes_per_channel(0.035, &bleeding);
    assert!((strikes - 0.079).abs() < 0.001, "{strikes}");
}

/// Loops alone give about 8 bleeding points per 100 punctures (model 5): no plexus, channels as wide as the simulated ones
/// where they enter the dermis.
#[test]
fn loops_alone_bleed_eight_times_in_a_hundred() {
    let mut given = Given::nominal();
    given.parameters.bleeding.plexus_mm_per_mm2 = 0.0;
    let mut device = given.device("pen-11").clone();
    device.needle_diameter_mm.value = 0.15;
    let technique = technique("pen-11", 1.5, Coverage::ChannelsPerCm2(100.0));
    let skin = given.skin("cheek");
    let injury = injure(&device, &technique, &skin, &given.parameters).unwrap();
    let per_hundred = injury.bleeding_points_per_cm2;
    assert!((6.5..=9.0).contains(&per_hundred), "{per_hundred}");
}

/// Pinpoint bleeding of longer needles comes from the horizontal plexus (model 5).
#[test]
fn deep_channels_bleed_several_times_more_often_than_shallow_ones() {
    let given = Given::nominal();
    let points = |length_mm| {
        let technique = technique("pen-11", length_mm, Coverage::ChannelsPerCm2(100.0));
        let skin = given.skin("cheek");
        injure(given.device("pen-11"), &technique, &skin, &given.parameters)
            .unwrap()
            .bleeding_points_per_cm2
    };
    assert!(
        points(1.5) > 3.0 * points(0.25),
        "{} {}",
        points(1.5),
        points(0.25)
    );
    assert!((30.0..70.0).contains(&points(1.5)));
}

/// The prototype runs of model 3.4 filled 0.4 of all lumens with clot.
#[test]
fn clot_fills_about_two_fifths_of_the_lumens_of_deep_needling() {
    let given = Given::nominal();
    let technique = technique("skinpen-precision", 1.5, Coverage::ChannelsPerCm2(1000.0));
    let skin = given.skin("cheek");
    let device = given.device("skinpen-precision");
    let injury = injure(device, &technique, &skin, &given.parameters).unwrap();
    let filled = injury.dermis[0].clot / injury.dermis[0].channel;
    assert!((filled - 0.4).abs() < 0.1, "{filled}");
}

#[test]
fn wider_channels_strike_more_vessels() {
    let bleeding = Given::nominal().parameters.bleeding;
    let strikes = [0.0, 0.02, 0.05, 0.1].map(|radius| {
        (
            loop_strikes_per_channel(radius, &bleeding),
            plexus_strikes_per_channel(radius, &bleeding),
        )
    });
    for pair in strikes.windows(2) {
        assert!(pair[1].0 > pair[0].0 && pair[1].1 > pair[0].1);
    }
}
