//! Pigment evenness: each session clears part of the uneven pigment, which comes back slowly; inflammation adds melanin
//! (model 10).

use needlework_needling::Injury;

use crate::lag::follow;
use crate::parameters::Pigment;

/// Unevenness relative to before treatment over time.
pub(crate) fn unevenness(
    days: &[f64],
    session_days: &[f64],
    injury: &Injury,
    epidermal_melanin: &[f64],
    parameters: &Pigment,
) -> Vec<f64> {
    let left_per_session = (-parameters.clearance_gain * injury.epidermis.damaged).exp();
    let target: Vec<f64> = days
        .iter()
        .zip(epidermal_melanin)
        .map(|(day, melanin)| {
            left(
                *day,
                session_days,
                left_per_session,
                parameters.relapse_days,
            ) + parameters.melanin_gain * melanin
        })
        .collect();
    follow(days, &target, 1.0, parameters.turnover_days)
}

/// Uneven pigment left on a day: cleared by each session up to that day, relapsing towards 1 between them.
fn left(day: f64, session_days: &[f64], left_per_session: f64, relapse_days: f64) -> f64 {
    let relapse = |state: f64, elapsed: f64| 1.0 - (1.0 - state) * (-elapsed / relapse_days).exp();
    let (mut state, mut since) = (1.0, 0.0);
    for session in session_days.iter().take_while(|session| **session <= day) {
        state = relapse(state, session - since) * left_per_session;
        since = *session;
    }
    relapse(state, day - since)
}
