//! What channels take of the skin: limits, monotony, and random overlap against thrown punctures.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod given;

use given::{Given, technique};
use needlework_needling::{Coverage, Injury, LayerInjury, NeedlingParameters, injure};
use proptest::prelude::*;

fn injury(given: &Given, device: &str, length_mm: f64, density: f64) -> Injury {
    let technique = technique(device, length_mm, Coverage::ChannelsPerCm2(density));
    let skin = given.skin("cheek");
    injure(given.device(device), &technique, &skin, &given.parameters).unwrap()
}

fn layers(injury: &Injury) -> impl Iterator<Item = LayerInjury> + '_ {
    std::iter::once(injury.epidermis).chain(injury.dermis)
}

#[test]
fn no_channels_no_injury() {
    let given = Given::nominal();
    for coverage in [
        Coverage::ChannelsPerCm2(0.0),
        Coverage::Passes(0.0),
        Coverage::SecondsPerCm2(0.0),
    ] {
        let technique = technique("pen-11", 1.5, coverage);
        let skin = given.skin("cheek");
        let injury = injure(given.device("pen-11"), &technique, &skin, &given.parameters).unwrap();
        assert!(layers(&injury).all(|layer| layer == LayerInjury::default()));
        assert!(injury.open_area.abs() < 1e-12 && injury.bleeding_points_per_cm2.abs() < 1e-12);
    }
}

#[test]
fn injury_vanishes_in_proportion_to_density() {
    let given = Given::nominal();
    let few = injury(&given, "pen-11", 1.5, 0.02);
    let fewer = injury(&given, "pen-11", 1.5, 0.01);
    for (twice, once) in layers(&few).zip(layers(&fewer)) {
        assert!((twice.damaged / once.damaged - 2.0).abs() < 1e-3);
        assert!((twice.channel / once.channel - 2.0).abs() < 1e-3);
    }
}

/// Model 15.1: a channel that ends in the epidermis neither bleeds nor harms the dermis.
#[test]
fn channels_within_the_epidermis_spare_the_dermis() {
    let given = Given::nominal();
    let shallow = injury(&given, "roller-192", 0.3, 1000.0);
    let skin = given.skin("cheek");
    assert!(shallow.channel_depth_mm < skin.epidermis_mm);
    assert!(shallow.epidermis.damaged > 0.0);
    assert!(
        shallow
            .dermis
            .iter()
            .all(|layer| *layer == LayerInjury::default())
    );
    assert!(shallow.bleeding_points_per_cm2.abs() < 1e-12);
    assert!(shallow.epidermis.clot.abs() < 1e-12);
}

/// A setting of 0 keeps the needles in, whatever the error of the setting.
#[test]
fn a_setting_of_zero_does_nothing() {
    let given = Given::nominal();
    for draw in given.set.draws(32, 11) {
        let parameters = NeedlingParameters::at(&given.set, &draw).unwrap();
        let technique = technique("exceed", 0.0, Coverage::SecondsPerCm2(4.0));
        let skin = given.skin("cheek");
        let injury = injure(given.device("exceed"), &technique, &skin, &parameters).unwrap();
        assert!(injury.channels_per_cm2.abs() < 1e-12);
        assert!(layers(&injury).all(|layer| layer == LayerInjury::default()));
    }
}

/// Layers below the needle are untouched, the layer at its end is touched in part, those above more.
#[test]
fn damage_thins_out_with_depth_and_ends_with_the_needle() {
    let given = Given::nominal();
    let skin = given.skin("cheek");
    let half = injury(&given, "pen-11", 0.5, 1000.0);
    for (layer, part) in skin.dermis.iter().zip(half.dermis) {
        if layer.top_mm >= half.channel_depth_mm {
            assert_eq!(part, LayerInjury::default());
        } else {
            assert!(part.damaged > 0.0);
        }
    }
    for pair in half.dermis.windows(2) {
        assert!(pair[1].damaged <= pair[0].damaged && pair[1].channel <= pair[0].channel);
    }
}

/// Volume of a cone: with a taper exponent of 1 and few channels, the lumens of all layers together hold
/// `n pi R_0^2 h / 3`.
#[test]
fn lumens_add_up_to_the_volume_of_cones() {
    let mut given = Given::nominal();
    given.parameters.channel.taper_exponent = 1.0;
    let skin = given.skin("cheek");
    let injury = injury(&given, "pen-11", 0.6, 1.0);
    let held: f64 = injury.epidermis.channel * skin.epidermis_mm
        + skin
            .dermis
            .iter()
            .zip(injury.dermis)
            .map(|(layer, part)| (layer.bottom_mm - layer.top_mm) * part.channel)
            .sum::<f64>();
    let per_mm2 = injury.channels_per_cm2 / 100.0;
    let cones =
        per_mm2 * std::f64::consts::PI * injury.channel_radius_mm.powi(2) * injury.channel_depth_mm
            / 3.0;
    assert!((held / cones - 1.0).abs() < 1e-3, "{held} {cones}");
}

/// Radiofrequency needles left pores of 63 to 85 um in people, although they are about as thick as these (evidence M18).
#[test]
fn thick_needles_leave_no_wider_pores_than_were_seen_in_people() {
    let given = Given::nominal();
    for device in ["exceed", "skinpen-precision", "roller-192"] {
        let technique = technique(device, 1.0, Coverage::ChannelsPerCm2(100.0));
        let injury = injure(
            given.device(device),
            &technique,
            &given.skin("cheek"),
            &given.parameters,
        )
        .unwrap();
        let width_um = 2000.0 * injury.channel_radius_mm;
        assert!((63.0..=85.0).contains(&width_um), "{device}: {width_um} um");
    }
}

/// Kalluri: a needle of 140 um at its base leaves a channel 70.7 um wide.
#[test]
fn the_mouth_is_half_as_wide_as_the_needle() {
    let given = Given::nominal();
    let mut device = given.device("roller-192").clone();
    device.needle_diameter_mm.value = 0.140;
    let technique = technique("roller-192", 0.77, Coverage::Passes(1.0));
    let skin = given.skin("cheek");
    let injury = injure(&device, &technique, &skin, &given.parameters).unwrap();
    let width_um = 2000.0 * injury.channel_radius_mm;
    assert!((width_um - 70.7).abs() < 9.9, "{width_um}");
}

/// A generator of the test's own, so that the check shares nothing with the code it checks.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Punctures thrown at random into a periodic box of 2 mm: the share of points within reach of at least one, at one depth.
fn thrown_cover(count: usize, radius_mm: f64, random: &mut Random) -> f64 {
    const SIDE_MM: f64 = 2.0;
    let punctures: Vec<(f64, f64)> = (0..count)
        .map(|_| (SIDE_MM * random.next(), SIDE_MM * random.next()))
        .collect();
    let probes = 20_000;
    let hit = (0..probes)
        .filter(|_| {
            let (x, y) = (SIDE_MM * random.next(), SIDE_MM * random.next());
            punctures.iter().any(|(px, py)| {
                let wrapped = |difference: f64| {
                    let distance = difference.abs();
                    distance.min(SIDE_MM - distance)
                };
                wrapped(x - px).hypot(wrapped(y - py)) < radius_mm
            })
        })
        .count();
    hit as f64 / f64::from(probes)
}

/// With cylinders (taper 0 is not allowed, so a very deep needle and a thin epidermis come close) the damaged share of the
/// epidermis is the share of random points near a random puncture, also where punctures overlap.
#[test]
fn random_overlap_matches_thrown_punctures() {
    let given = Given::nominal();
    let mut random = Random(2026);
    for density in [200.0, 1000.0, 4000.0] {
        let injury = injury(&given, "pen-11", 2.5, density);
        // The radius at the middle of the epidermis; the taper over it is a few percent.
        let skin = given.skin("cheek");
        let middle = 1.0 - skin.epidermis_mm / 2.0 / injury.channel_depth_mm;
        let radius_mm =
            injury.channel_radius_mm * middle + given.parameters.channel.halo_um / 1000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "4 mm² of it"
        )]
        let count = (injury.channels_per_cm2 / 100.0 * 4.0).round() as usize;
        let runs = 8;
        let thrown = (0..runs)
            .map(|_| thrown_cover(count, radius_mm, &mut random))
            .sum::<f64>()
            / f64::from(runs);
        let found = injury.epidermis.damaged;
        assert!(
            (found - thrown).abs() < 0.015,
            "{density}: {found} {thrown}"
        );
    }
}

proptest! {
    #[test]
    fn fractions_are_shares_and_grow_with_density_and_length(
        seed in 0_u64..1000,
        density in 1.0_f64..20_000.0,
        more in 1.0_f64..5000.0,
        length_mm in 0.25_f64..2.0,
        longer_mm in 0.0_f64..0.5,
        pen in any::<bool>(),
    ) {
        let mut given = Given::nominal();
        let draw = given.set.draws(1, seed).remove(0);
        given.parameters = NeedlingParameters::at(&given.set, &draw).unwrap();
        let device = if pen { "pen-11" } else { "roller-540" };
        let base = injury(&given, device, length_mm, density);
        let denser = injury(&given, device, length_mm, density + more);
        let longer = injury(&given, device, length_mm + longer_mm, density);
        for part in layers(&base) {
            for share in [part.channel, part.damaged, part.clot] {
                prop_assert!((0.0..=1.0).contains(&share));
            }
            prop_assert!(part.clot <= part.channel && part.channel <= part.damaged + 1e-12);
        }
        prop_assert!((0.0..=1.0).contains(&base.open_area));
        prop_assert!((0.0..=1.0).contains(&base.penetration_probability));
        prop_assert!(base.bleeding_points_per_cm2 <= base.channels_per_cm2);
        prop_assert!(longer.channel_depth_mm >= base.channel_depth_mm - 1e-9);
        prop_assert!(longer.channels_per_cm2 >= base.channels_per_cm2 - 1e-9);
        prop_assert!(denser.bleeding_points_per_cm2 >= base.bleeding_points_per_cm2);
        for other in [&denser, &longer] {
            for (before, after) in layers(&base).zip(layers(other)) {
                prop_assert!(after.damaged >= before.damaged - 1e-4);
                prop_assert!(after.channel >= before.channel - 1e-4);
            }
        }
    }
}
