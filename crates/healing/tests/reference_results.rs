//! The reference results of model 16, by an implementation that shares nothing with the one that made them.
#![expect(clippy::indexing_slicing, reason = "layers and days are known here")]

mod scene;

use needlework_healing::HealingParameters;
use scene::{
    RETICULAR, collagen, course, default_injury, evenly, nominal, sessions, uniform, with,
};

/// Change of total collagen `after` days after the last of `count` sessions, in per cent.
fn gain(
    parameters: &HealingParameters,
    count: usize,
    interval: f64,
    damaged: f64,
    after: f64,
) -> f64 {
    let plan = sessions(count, interval, &uniform(damaged, 0.05, 0.02));
    let day = (count - 1) as f64 * interval + after;
    let last = course(parameters, &plan, &[day]);
    100.0 * (collagen(&last.layers[0][RETICULAR]) - 1.0)
}

fn most(parameters: &HealingParameters, count: usize, interval: f64, damaged: f64) -> [f64; 2] {
    let plan = sessions(count, interval, &uniform(damaged, 0.05, 0.02));
    let days = evenly((count - 1) as f64 * interval + 365.0, 2000);
    let run = course(parameters, &plan, &days);
    run.layers
        .iter()
        .fold([0.0, 0.0], |[most_collagen, most_cells], layers| {
            let layer = &layers[RETICULAR];
            [
                f64::max(most_collagen, 100.0 * (collagen(layer) - 1.0)),
                f64::max(most_cells, layer.myofibroblasts),
            ]
        })
}

#[test]
fn the_default_run_ends_at_1_0169() {
    let run = course(&nominal(), &sessions(4, 30.0, &default_injury()), &[365.0]);
    let total = collagen(&run.layers[0][RETICULAR]);
    assert!((total - 1.0169).abs() < 5e-5, "total collagen {total}");
}

#[test]
fn the_gain_grows_with_the_damaged_fraction_from_below_zero() {
    let rows = [
        (0.05, 0.2, -0.2, 0.01),
        (0.15, 3.1, 2.0, 0.08),
        (0.3, 6.4, 4.3, 0.27),
        (0.6, 9.7, 6.7, 0.60),
        (1.0, 11.3, 7.8, 0.80),
    ];
    let parameters = nominal();
    for (damaged, eight_weeks, twelve_months, myofibroblasts) in rows {
        let early = gain(&parameters, 5, 30.0, damaged, 56.0);
        let late = gain(&parameters, 5, 30.0, damaged, 365.0);
        let [_, most_cells] = most(&parameters, 5, 30.0, damaged);
        println!("{damaged}: {early:.3} {late:.3} {most_cells:.4}");
        assert!(
            (early - eight_weeks).abs() < 0.06,
            "{damaged}: {early} after eight weeks"
        );
        assert!(
            (late - twelve_months).abs() < 0.06,
            "{damaged}: {late} after twelve months"
        );
        assert!(
            (most_cells - myofibroblasts).abs() < 0.006,
            "{damaged}: {most_cells} myofibroblasts"
        );
    }
}

#[test]
fn short_intervals_peak_higher_and_keep_less() {
    let rows = [
        (7.0, 6.0, 1.1, 0.34),
        (14.0, 5.6, 1.3, 0.17),
        (30.0, 4.7, 1.6, 0.08),
        (60.0, 4.1, 1.8, 0.06),
    ];
    let parameters = nominal();
    for (interval, peak, twelve_months, myofibroblasts) in rows {
        let late = gain(&parameters, 4, interval, 0.15, 365.0);
        let [most_collagen, most_cells] = most(&parameters, 4, interval, 0.15);
        println!("{interval}: {most_collagen:.3} {late:.3} {most_cells:.4}");
        assert!(
            (most_collagen - peak).abs() < 0.06,
            "{interval} d: peak {most_collagen}"
        );
        assert!(
            (late - twelve_months).abs() < 0.06,
            "{interval} d: {late} after twelve months"
        );
        assert!(
            (most_cells - myofibroblasts).abs() < 0.006,
            "{interval} d: {most_cells} myofibroblasts"
        );
    }
}

#[test]
fn three_times_the_collagen_i_gain_gives_8_3_and_6_1_per_cent() {
    let tripled = with(&[("matrix.collagen_1_gain", 18.0)]);
    let early = gain(&tripled, 5, 30.0, 0.15, 56.0);
    let late = gain(&tripled, 5, 30.0, 0.15, 365.0);
    assert!(
        (early - 8.3).abs() < 0.06 && (late - 6.1).abs() < 0.06,
        "{early} {late}"
    );
}
