//! Sampled days serve every outcome and stay few.

use needlework_outcome::{sample_days, side_effect_samples};
use proptest::prelude::*;

#[test]
fn a_usual_course_over_two_years_has_few_samples_and_dense_first_hours() {
    let sessions = [0.0, 28.0, 56.0, 84.0];
    let days = sample_days(&sessions, 814.0);
    assert!(days.len() <= 250, "{} samples", days.len());
    assert!(days.iter().filter(|day| **day <= 0.25).count() >= 8);
    assert!((days[0]).abs() < 1e-12 && (days[days.len() - 1] - 814.0).abs() < 1e-9);
}

#[test]
fn ten_sessions_stay_below_the_promised_number() {
    let sessions: Vec<f64> = (0..10).map(|at| 28.0 * f64::from(at)).collect();
    assert!(sample_days(&sessions, 730.0).len() <= 250);
}

#[test]
fn side_effects_end_before_the_next_session() {
    let sessions = [3.0, 10.0];
    let days = sample_days(&sessions, 100.0);
    let range = side_effect_samples(&days, &sessions);
    assert!((days[range.start] - 3.0).abs() < 1e-12);
    assert!(days[range.end - 1] < 10.0);
}

proptest! {
    #[test]
    fn sampled_days_increase_hold_every_session_and_stay_within_the_horizon(
        intervals in proptest::collection::vec(1.0..120.0_f64, 1..24),
        horizon in 200.0..3650.0_f64,
    ) {
        let mut sessions = vec![0.0];
        for interval in intervals {
            sessions.push(sessions[sessions.len() - 1] + interval);
        }
        sessions.retain(|day| *day < horizon);
        let days = sample_days(&sessions, horizon);
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(days.iter().all(|day| (0.0..=horizon).contains(day)));
        for session in sessions {
            prop_assert!(days.contains(&session));
        }
    }
}
