//! What cannot be simulated is refused.

#![expect(clippy::unwrap_used, reason = "a test that is not refused has failed")]

mod scene;

use needlework_healing::{
    Ageing, CourseRequest, HealingError, HealingParameters, TreatmentSession, heal,
};
use scene::{attempt, default_injury, nominal, sessions, with, young};

fn refused(
    sessions: &[TreatmentSession],
    parameters: &HealingParameters,
    days: &[f64],
) -> HealingError {
    attempt(parameters, sessions, days).unwrap_err()
}

#[test]
fn what_cannot_be_simulated_is_refused_with_a_sentence() {
    let parameters = nominal();
    let plan = sessions(2, 30.0, &default_injury());
    for days in [
        &[-1.0][..],
        &[f64::NAN],
        &[5.0, 5.0],
        &[5.0, 4.0],
        &[1.0, 4000.0],
        &[f64::INFINITY],
    ] {
        let sentence = refused(&plan, &parameters, days).to_string();
        assert!(
            sentence.starts_with("Sampled day") && sentence.ends_with('.'),
            "{sentence}"
        );
    }
    let mut unsorted = plan.clone();
    unsorted.reverse();
    assert!(
        refused(&unsorted, &parameters, &[1.0])
            .to_string()
            .starts_with("Session 2 is on day 0")
    );
    let mut broken = plan.clone();
    broken[1].injury.dermis[3].damaged = 1.2;
    let sentence = refused(&broken, &parameters, &[1.0]).to_string();
    assert!(
        sentence.contains("dermal layer 4") && sentence.contains("1.2"),
        "{sentence}"
    );
    for (key, value) in [
        ("signals.alarmin_decay_per_day", 0.0),
        ("cells.crowding_gain", 9.0),
        ("cells.fibroblast_loss_per_day", 4.0),
        ("matrix.labile_collagen_1", 1.0),
        ("matrix.collagen_1_gain", f64::NAN),
    ] {
        let sentence = refused(&plan, &with(&[(key, value)]), &[1.0]).to_string();
        assert!(
            sentence.starts_with(&format!("healing.{key} is")),
            "{sentence}"
        );
    }
    let mut skin = young();
    skin.mature_collagen = 1.6;
    let request = CourseRequest {
        skin: &skin,
        sessions: &plan,
        parameters: &parameters,
    };
    assert!(matches!(
        heal(&request, &[1.0], Ageing::Off),
        Err(HealingError::Skin { .. })
    ));
}
