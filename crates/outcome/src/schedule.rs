//! At which days a course must be sampled so that every outcome can be read from it.

use needlework_evidence::HOURS_PER_DAY;

/// Hours after the first session at which redness, barrier and the other early signs are sampled.
const FIRST_SESSION_HOURS: [f64; 31] = [
    0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 30.0, 36.0,
    42.0, 48.0, 54.0, 60.0, 66.0, 72.0, 84.0, 96.0, 120.0, 144.0, 168.0, 216.0, 264.0, 336.0,
];

/// Days after every later session at which the matrix and the signals are sampled.
const SESSION_DAYS: [f64; 11] = [0.0, 1.0, 2.0, 4.0, 7.0, 10.0, 14.0, 21.0, 30.0, 60.0, 90.0];

/// Longest time between two samples up to half a year after the last session.
const LONGEST_STEP_DAYS: f64 = 15.0;

/// Longest time between two samples later on.
const LONGEST_LATE_STEP_DAYS: f64 = 30.0;

/// How long after the last session the shorter step holds: the remodelling that patients see.
const REMODELLING_DAYS: f64 = 180.0;

/// Samples closer together than this, a quarter of an hour, are one sample.
const SHORTEST_STEP_DAYS: f64 = 0.25 / HOURS_PER_DAY;

/// Days since the first session within which side effects are followed.
pub const SIDE_EFFECT_DAYS: f64 = 14.0;

/// Days at which planning samples a course: densely by hours after the first session, by days after each later one, then
/// by weeks and months to the horizon. Increasing; at most about 250 for a course of ten sessions over two years.
pub fn sample_days(session_days: &[f64], horizon_days: f64) -> Vec<f64> {
    let mut days = vec![0.0, horizon_days];
    if let Some((first, later)) = session_days.split_first() {
        days.extend(
            FIRST_SESSION_HOURS
                .iter()
                .map(|hour| first + hour / HOURS_PER_DAY),
        );
        days.extend(SESSION_DAYS.iter().map(|day| first + day));
        for session in later {
            days.extend(SESSION_DAYS.iter().map(|day| session + day));
        }
    }
    let last_session = session_days.last().copied().unwrap_or(0.0);
    let mut day = 0.0;
    while day < horizon_days {
        day += if day < last_session + REMODELLING_DAYS {
            LONGEST_STEP_DAYS
        } else {
            LONGEST_LATE_STEP_DAYS
        };
        days.push(day);
    }
    days.retain(|day| (0.0..=horizon_days).contains(day));
    merge(days, session_days)
}

/// Sorts and drops samples that are closer than [`SHORTEST_STEP_DAYS`] to another one; sessions are always kept.
fn merge(mut days: Vec<f64>, session_days: &[f64]) -> Vec<f64> {
    days.retain(|day| {
        session_days.contains(day)
            || session_days
                .iter()
                .all(|session| (day - session).abs() >= SHORTEST_STEP_DAYS)
    });
    days.sort_by(f64::total_cmp);
    days.dedup_by(|later, earlier| {
        let apart = *later - *earlier;
        apart <= 0.0 || (apart < SHORTEST_STEP_DAYS && !session_days.contains(later))
    });
    days
}

/// Which of the sampled days tell the side effects of the first session: from that session to two weeks later, or to just
/// before the next session.
pub fn side_effect_samples(days: &[f64], session_days: &[f64]) -> std::ops::Range<usize> {
    let first = session_days.first().copied().unwrap_or(0.0);
    let from = days.partition_point(|day| *day < first);
    let mut to = days.partition_point(|day| *day <= first + SIDE_EFFECT_DAYS);
    if let Some(next) = session_days.get(1) {
        to = to.min(days.partition_point(|day| day < next));
    }
    from..to.max(from)
}

/// Sampled days that are far enough apart for a drawing: every five days in the first half-year, then every fortnight.
pub(crate) fn drawn_samples(days: &[f64]) -> Vec<usize> {
    let mut drawn = Vec::new();
    let mut last_drawn = f64::NEG_INFINITY;
    for (at, day) in days.iter().enumerate() {
        let gap = if *day < 200.0 { 5.0 } else { 14.0 };
        if day - last_drawn >= gap || at + 1 == days.len() {
            drawn.push(at);
            last_drawn = *day;
        }
    }
    drawn
}
