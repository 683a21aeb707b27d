//! How the reduced model is advanced: few steps, however small or many the injuries, and none that matters.

mod scene;

use needlework_healing::{Ageing, CourseRequest, heal_within};
use scene::{
    all_layers, amounts, course, default_injury, down_to, draws, evenly, nominal, sessions,
    uniform, young,
};

#[test]
fn courses_take_few_steps_however_small_the_injury() {
    let plans: Vec<_> = [1e-14, 1e-11, 1e-8, 1e-4, 0.2, 0.9]
        .iter()
        .map(|damaged| sessions(4, 30.0, &uniform(*damaged, damaged / 3.0, damaged / 8.0)))
        .collect();
    for (number, parameters) in draws(240, 5).iter().enumerate() {
        let request = CourseRequest {
            skin: &young(),
            sessions: &plans[number % plans.len()],
            parameters,
        };
        let (_, effort) = heal_within(
            &[request],
            &[400.0],
            Ageing::On,
            needlework_healing::TOLERANCE,
        )
        .unwrap();
        // Two layers differ here, the papillary and the reticular one.
        assert!(effort.steps < 2 * 250, "{} steps", effort.steps);
    }
}

/// An injury so small that the answer stays within rounding of a kink must not hold the course up.
#[test]
fn no_injury_is_too_small_to_be_followed() {
    for (number, parameters) in draws(256, 100).iter().enumerate() {
        for exponent in 6..12 {
            let damaged = 10_f64.powi(-exponent);
            let plan = sessions(1, 30.0, &uniform(damaged, damaged / 3.0, 0.0));
            let request = CourseRequest {
                skin: &young(),
                sessions: &plan,
                parameters,
            };
            let told = heal_within(
                &[request],
                &[14.0],
                Ageing::On,
                needlework_healing::TOLERANCE,
            );
            let (_, effort) = told.unwrap();
            assert!(effort.steps < 300, "{number} {damaged}: {}", effort.steps);
        }
    }
}

#[test]
fn steps_ten_times_finer_change_nothing_that_matters() {
    let parameters = nominal();
    let plan = sessions(4, 30.0, &default_injury());
    let request = CourseRequest {
        skin: &young(),
        sessions: &plan,
        parameters: &parameters,
    };
    let days = evenly(365.0, 40);
    let run = |tolerance| {
        heal_within(&[request], &days, Ageing::Off, tolerance)
            .unwrap()
            .0
            .remove(0)
    };
    let (usual, fine) = (run(needlework_healing::TOLERANCE), run(1e-13));
    for (usual, fine) in all_layers(&usual).zip(all_layers(&fine)) {
        for (usual, fine) in amounts(usual).into_iter().zip(amounts(fine)) {
            assert!(
                (usual - fine).abs() <= 2e-7 * fine.abs().max(0.01),
                "{usual} and {fine}"
            );
        }
    }
}

#[test]
fn thousands_of_sessions_over_ten_years_are_followed() {
    let plan = sessions(2000, 1.5, &down_to(2, 0.01));
    let run = course(&nominal(), &plan, &[3000.0, 3652.5]);
    assert!(all_layers(&run).all(|layer| amounts(layer).iter().all(|amount| amount.is_finite())));
}
