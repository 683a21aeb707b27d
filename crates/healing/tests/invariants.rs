//! The invariants of model 15.1 that concern the reduced model.

mod scene;

use needlework_healing::{Ageing, CourseRequest, HealingParameters, LayerState, heal, heal_within};
use proptest::prelude::*;
use scene::{
    RETICULAR, aged, all_layers, amounts, collagen, course, default_injury, down_to, draws, evenly,
    nominal, sessions, uniform, with, young,
};

#[test]
fn untreated_skin_without_ageing_stays_as_it_is_for_ten_years() {
    for parameters in draws(20, 3) {
        for skin in [young(), aged()] {
            let request = CourseRequest {
                skin: &skin,
                sessions: &[],
                parameters: &parameters,
            };
            let run = heal(&request, &[0.0, 1.0, 100.0, 3652.5], Ageing::Off).unwrap();
            for layers in &run.layers {
                for (layer, first) in layers.iter().zip(&run.layers[0]) {
                    assert_eq!(amounts(layer), amounts(first), "healthy skin moved");
                }
            }
        }
    }
}

#[test]
fn healthy_skin_comes_back_to_rest_and_then_stays() {
    let plan = sessions(1, 1.0, &uniform(0.2, 0.05, 0.02));
    let run = course(&nominal(), &plan, &[400.0, 3652.5]);
    let [early, late] = [&run.layers[0][RETICULAR], &run.layers[1][RETICULAR]];
    assert!((early.fibroblasts - 1.0).abs() < 1e-9 && (late.fibroblasts - 1.0).abs() < 1e-9);
    assert!((late.relative_tgf_beta - 1.0).abs() < 1e-9);
}

#[test]
fn ageing_lowers_collagen_and_elastin_of_untreated_skin() {
    let skin = aged();
    let parameters = nominal();
    let request = CourseRequest {
        skin: &skin,
        sessions: &[],
        parameters: &parameters,
    };
    let run = heal(&request, &[0.0, 1826.25, 3652.5], Ageing::On).unwrap();
    let totals: Vec<f64> = run
        .layers
        .iter()
        .map(|layers| collagen(&layers[RETICULAR]))
        .collect();
    assert!(totals[0] > totals[1] && totals[1] > totals[2]);
    // x' = mu_x (S - x) with S falling by 1 % of 0.62 a year and a half-life of 15 years, by hand. The model keeps a
    // little more, since lost collagen leaves space and the space limit then holds synthesis back less.
    let rate = std::f64::consts::LN_2 / 15.0;
    let slope = -0.0062;
    let target = |years: f64| 0.62 + slope * years - slope / rate;
    let expected = target(10.0) + (0.78 - target(0.0)) * (-rate * 10.0).exp();
    let mature = run.layers[2][RETICULAR].mature_collagen_1 / 0.85;
    assert!(
        (0.0..0.015).contains(&(mature - expected)),
        "{mature} instead of {expected}"
    );
    let elastin = run.layers[2][RETICULAR].elastin;
    assert!(
        (elastin - (-10.0_f64 / 74.0).exp()).abs() < 1e-9,
        "elastin {elastin}"
    );
}

#[test]
fn layers_that_no_needle_reaches_stay_healthy() {
    let run = course(
        &nominal(),
        &sessions(3, 14.0, &down_to(2, 0.3)),
        &[0.0, 20.0, 90.0],
    );
    for layers in &run.layers {
        for layer in &layers[2..] {
            assert_eq!(amounts(layer), amounts(&run.layers[0][2]));
        }
    }
    assert!(run.layers[1][1].myofibroblasts > 0.0);
}

#[test]
fn no_channels_means_no_effect() {
    let days = [0.0, 0.2, 3.0, 365.0];
    let untreated = course(&nominal(), &[], &days);
    let nothing = course(
        &nominal(),
        &sessions(4, 30.0, &uniform(0.0, 0.0, 0.0)),
        &days,
    );
    assert_eq!(untreated.layers, nothing.layers);
    assert_eq!(untreated.surface, nothing.surface);
}

#[test]
fn two_half_sessions_at_once_equal_one_whole_session() {
    // Half the density twice: damage overlaps like independent punctures, lumens too.
    let whole = uniform(0.3, 0.06, 0.02);
    let half = |fraction: f64| 1.0 - (1.0 - fraction).sqrt();
    let halves = uniform(half(0.3), half(0.06), 0.01);
    let days = [0.0, 3.0, 30.0, 120.0];
    let parameters = with(&[("matrix.channel_loss", 1.0)]);
    let once = course(&parameters, &sessions(1, 1.0, &whole), &days);
    let twice = course(&parameters, &sessions(2, 0.0, &halves), &days);
    for (one, two) in all_layers(&once).zip(all_layers(&twice)) {
        for (one, two) in amounts(one).into_iter().zip(amounts(two)) {
            assert!(
                (one - two).abs() <= 1e-12 * one.abs().max(1.0),
                "{one} and {two}"
            );
        }
    }
}

#[test]
fn older_skin_gains_less() {
    let parameters = nominal();
    let plan = sessions(4, 30.0, &default_injury());
    let gain = |mature: f64| {
        let mut skin = young();
        skin.mature_collagen = mature;
        let request = CourseRequest {
            skin: &skin,
            sessions: &plan,
            parameters: &parameters,
        };
        let run = heal(&request, &[200.0], Ageing::Off).unwrap();
        collagen(&run.layers[0][RETICULAR]) - mature
    };
    let gains: Vec<f64> = [1.0, 0.95, 0.9, 0.85, 0.8].into_iter().map(gain).collect();
    for pair in gains.windows(2) {
        assert!(pair[0] >= pair[1], "{gains:?}");
    }
}

#[test]
fn redness_rises_with_density_and_depth() {
    let parameters = nominal();
    let slow = |layers: usize, damaged: f64| {
        let run = course(
            &parameters,
            &sessions(1, 1.0, &down_to(layers, damaged)),
            &[0.5, 1.0, 2.0],
        );
        run.surface
            .iter()
            .map(|surface| surface.slow_redness)
            .sum::<f64>()
    };
    assert!(slow(1, 0.05) < slow(1, 0.1) && slow(1, 0.1) < slow(1, 0.3));
    assert!(slow(1, 0.1) < slow(3, 0.1) && slow(3, 0.1) < slow(6, 0.1));
}

#[test]
fn shallow_redness_lasts_hours_and_deep_redness_days() {
    // Evidence S2: arrays of 0.2 to 0.4 mm clear within 2 h, clinical needling within one to three days. Clear is taken
    // as a tenth of the redness that a deep session leaves after an hour.
    let parameters = nominal();
    let hours: Vec<f64> = (0..240).map(f64::from).collect();
    let days: Vec<f64> = hours.iter().map(|hour| hour / 24.0).collect();
    let redness = |layers: usize| -> Vec<f64> {
        let run = course(
            &parameters,
            &sessions(1, 1.0, &down_to(layers, 0.08)),
            &days,
        );
        run.surface
            .iter()
            .map(|surface| surface.fast_redness + surface.slow_redness)
            .collect()
    };
    let threshold = 0.025;
    let clear = |series: &[f64]| {
        series
            .iter()
            .rposition(|redness| *redness > threshold)
            .unwrap_or(0)
    };
    let mut shallow = down_to(1, 0.08);
    shallow.dermis[0].damaged *= 0.5;
    let (deep, shallow) = (clear(&redness(6)), {
        let run = course(&parameters, &sessions(1, 1.0, &shallow), &days);
        clear(
            &run.surface
                .iter()
                .map(|s| s.fast_redness + s.slow_redness)
                .collect::<Vec<_>>(),
        )
    });
    assert!(shallow <= 6, "shallow needling is red for {shallow} h");
    assert!(
        (20..=80).contains(&deep),
        "deep needling is red for {deep} h"
    );
}

#[test]
fn total_elastin_falls_and_new_elastin_rises_over_a_course() {
    // Evidence H2, H3: biopsies after six sessions two weeks apart.
    let plan = sessions(6, 14.0, &default_injury());
    let after = |parameters: &HealingParameters| {
        let run = course(parameters, &plan, &[90.0]);
        let layer = run.layers[0][RETICULAR];
        (layer.elastin + layer.new_elastin, layer.new_elastin)
    };
    let (total, new) = after(&nominal());
    assert!(total < 0.995 && total > 0.85, "total elastin {total}");
    assert!(new > 1e-4, "new elastin {new}");
    let draws = draws(200, 5);
    let falls = draws.iter().filter(|draw| after(draw).0 < 1.0).count();
    println!("total {total}, new {new}, total falls in {falls} of 200 draws");
    assert!(
        falls >= 190,
        "total elastin falls in {falls} of {} draws",
        draws.len()
    );
}

#[test]
fn what_is_made_of_tgf_is_lost_or_still_there() {
    // Integrals by five-point Gauss-Legendre on pieces of 0.1 d, sampled from the course itself.
    let nodes = [0.0, 0.538_469_310_105_683_1, 0.906_179_845_938_664];
    let weights = [
        0.568_888_888_888_888_9,
        0.478_628_670_499_366_47,
        0.236_926_885_056_189_08,
    ];
    let (piece, pieces) = (0.1, 400);
    let mut days = vec![0.0];
    for number in 0..pieces {
        let middle = piece * (f64::from(number) + 0.5);
        for node in [-nodes[2], -nodes[1], nodes[0], nodes[1], nodes[2]] {
            days.push(middle + 0.5 * piece * node);
        }
    }
    days.push(piece * f64::from(pieces));
    let parameters = nominal();
    let plan = sessions(1, 1.0, &default_injury());
    let request = CourseRequest {
        skin: &young(),
        sessions: &plan,
        parameters: &parameters,
    };
    let (runs, _) = heal_within(&[request], &days, Ageing::Off, 1e-14).unwrap();
    let signals = &parameters.signals;
    let cells = &parameters.cells;
    let net = |layer: &LayerState| {
        let made_by_cells = (signals.myofibroblast_tgf_pg_per_cell_per_day * layer.myofibroblasts
            + signals.fibroblast_tgf_pg_per_cell_per_day * layer.fibroblasts)
            * cells.fibroblasts_per_mm3;
        let made_by_macrophages = signals.macrophage_tgf_pg_per_cell_per_day
            * (signals.inflammatory_macrophage_share * layer.inflammatory_macrophages_per_mm3
                + layer.repair_macrophages_per_mm3);
        let made_by_clot = signals.clot_tgf_pg_per_mm3 * signals.clot_decay_per_day * layer.clot;
        let lost = signals.bound_tgf_decay_per_day + signals.tgf_activation_per_day;
        made_by_cells + made_by_macrophages + made_by_clot - lost * layer.latent_tgf_beta_pg_per_mm3
    };
    let layers: Vec<&LayerState> = runs[0]
        .layers
        .iter()
        .map(|layers| &layers[RETICULAR])
        .collect();
    let integral: f64 = layers[1..layers.len() - 1]
        .chunks(5)
        .map(|five| {
            let weights = [weights[2], weights[1], weights[0], weights[1], weights[2]];
            five.iter()
                .zip(weights)
                .map(|(layer, weight)| 0.5 * piece * weight * net(layer))
                .sum::<f64>()
        })
        .sum();
    let change =
        layers[layers.len() - 1].latent_tgf_beta_pg_per_mm3 - layers[0].latent_tgf_beta_pg_per_mm3;
    let days = piece * f64::from(pieces);
    let turned_over = days
        * (signals.bound_tgf_decay_per_day + signals.tgf_activation_per_day)
        * layers[0].latent_tgf_beta_pg_per_mm3;
    assert!(
        (integral - change).abs() < 1e-10 * turned_over,
        "made less lost {integral}, change {change}, turned over {turned_over}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_state_stays_within_its_bounds(
        seed in 0_u64..1000, damaged in 0.0..1.0_f64, channel in 0.0..0.4_f64, clot in 0.0..0.4_f64,
        count in 1_usize..8, interval in 0.0..60.0_f64,
    ) {
        let parameters = draws(1, seed).remove(0);
        let plan = sessions(count, interval, &uniform(damaged, channel, clot));
        let request = CourseRequest { skin: &young(), sessions: &plan, parameters: &parameters };
        let (runs, effort) = heal_within(&[request], &evenly(500.0, 120), Ageing::Off, 1e-7).unwrap();
        // Rounding below 0 that was set to 0, over all layers, states and steps.
        prop_assert!(effort.clipped < 1e-12, "clipped {}", effort.clipped);
        let limit = crowding_limit(&parameters);
        for layer in all_layers(&runs[0]) {
            for amount in amounts(layer) {
                prop_assert!(amount >= 0.0, "{layer:?}");
            }
            prop_assert!(layer.alarmin <= 1.0 && layer.neutrophils <= 1.0 && layer.clot <= 1.0);
            prop_assert!(collagen(layer) <= 1.5 && layer.elastin <= 1.5, "{} {layer:?}", collagen(layer));
            prop_assert!(layer.fibroblasts + layer.myofibroblasts <= limit + 1e-6);
            let three = (layer.labile_collagen_3 + layer.mature_collagen_3) / collagen(layer);
            prop_assert!(three > 0.0 && three < 1.0);
        }
        for surface in &runs[0].surface {
            prop_assert!((0.0..=1.0).contains(&surface.epidermal_cover));
            prop_assert!((0.0..=1.0).contains(&surface.open_area));
            prop_assert!((0.0..=1.0).contains(&surface.open_channel_share));
            for amount in [surface.fast_redness, surface.slow_redness, surface.extravasated_blood, surface.oedema,
                surface.melanocyte_activation, surface.epidermal_melanin] {
                prop_assert!(amount >= 0.0 && amount.is_finite());
            }
        }
    }
}

/// `K_r (1 + kap)`.
fn crowding_limit(parameters: &HealingParameters) -> f64 {
    let cells = &parameters.cells;
    let growth = cells.fibroblast_growth_per_day
        * (1.0
            + cells.tgf_growth_ratio / (1.0 + cells.tgf_half_activation)
            + cells.mechanical_growth_ratio * cells.mechanical_stimulus);
    (1.0 + cells.crowding_gain) / (1.0 - cells.fibroblast_loss_per_day / growth)
}
