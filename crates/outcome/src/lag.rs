//! Slow followers: a state that chases a target with a time constant.

/// Solution of `y' = (target - y) / time_constant` at `days`, exact for a target that is linear between the sampled days;
/// `y` is `start` at the first day (model 13.1).
pub(crate) fn follow(
    days: &[f64],
    target: &[f64],
    start: f64,
    time_constant_days: f64,
) -> Vec<f64> {
    let mut state = start;
    let mut followed = Vec::with_capacity(days.len());
    let mut previous: Option<(f64, f64)> = None;
    for (&day, &aim) in days.iter().zip(target) {
        if let Some((day_before, aim_before)) = previous {
            let step = day - day_before;
            let slope = if step > 0.0 {
                (aim - aim_before) / step
            } else {
                0.0
            };
            let trail = slope * time_constant_days;
            state = aim - trail + (state - aim_before + trail) * (-step / time_constant_days).exp();
        }
        previous = Some((day, aim));
        followed.push(state);
    }
    followed
}

/// Integral over time of a quantity that is linear between the sampled days.
pub(crate) fn integral(days: &[f64], values: &[f64]) -> f64 {
    let steps = days.windows(2).zip(values.windows(2));
    steps
        .map(|(day, value)| match (day, value) {
            ([from, to], [first, last]) => (to - from) * f64::midpoint(*first, *last),
            _ => 0.0,
        })
        .sum()
}

/// Value at `day` of a quantity that is linear between the sampled days and constant outside them; `None` without samples.
pub(crate) fn interpolate(days: &[f64], values: &[f64], day: f64) -> Option<f64> {
    let after = days.partition_point(|sampled| *sampled <= day);
    let Some(before) = after.checked_sub(1) else {
        return values.first().copied();
    };
    let (from, first) = (*days.get(before)?, *values.get(before)?);
    match (days.get(after), values.get(after)) {
        (Some(&to), Some(&last)) if to > from => {
            Some(first + (last - first) * (day - from) / (to - from))
        }
        _ => Some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::{follow, integral, interpolate};

    /// The lag must not depend on how densely a linear target is sampled.
    #[test]
    fn a_linear_target_is_followed_exactly_at_any_sampling() {
        let coarse = follow(&[0.0, 90.0], &[0.0, 9.0], 1.0, 30.0);
        let days: Vec<f64> = (0..=900).map(|at| f64::from(at) * 0.1).collect();
        let target: Vec<f64> = days.iter().map(|day| day * 0.1).collect();
        let fine = follow(&days, &target, 1.0, 30.0);
        assert!((coarse[1] - fine[900]).abs() < 1e-12);
        // By hand: y = s t - s tau + (y0 + s tau) exp(-t / tau).
        assert!((coarse[1] - (9.0 - 3.0 + 4.0 * (-3.0_f64).exp())).abs() < 1e-12);
    }

    #[test]
    fn a_constant_target_leaves_a_follower_at_rest() {
        for state in follow(&[0.0, 1.0, 400.0], &[0.7; 3], 0.7, 120.0) {
            assert!((state - 0.7).abs() < 1e-15);
        }
    }

    #[test]
    fn the_integral_of_a_triangle_is_half_its_box() {
        assert!((integral(&[0.0, 2.0, 6.0], &[0.0, 5.0, 0.0]) - 15.0).abs() < 1e-12);
    }

    #[test]
    fn values_between_and_outside_samples() {
        let (days, values) = ([1.0, 3.0], [10.0, 20.0]);
        assert_eq!(interpolate(&days, &values, 0.0), Some(10.0));
        assert_eq!(interpolate(&days, &values, 2.5), Some(17.5));
        assert_eq!(interpolate(&days, &values, 9.0), Some(20.0));
        assert_eq!(interpolate(&[], &[], 1.0), None);
    }
}
