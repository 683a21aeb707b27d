//! From values to places on the sheet, and the round numbers along the way.

/// Most ticks that an axis ever shows, whatever the numbers are.
const MOST_TICKS: usize = 24;

/// A linear map from values to px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    values: [f64; 2],
    places: [f64; 2],
}

impl Axis {
    /// Maps the first value to the first place and the last to the last. Values that are not finite, or have no width,
    /// are replaced by 0 to 1.
    pub fn new(values: [f64; 2], places: [f64; 2]) -> Self {
        let [low, high] = values;
        let sound = low.is_finite() && high.is_finite() && (high - low).is_finite() && high > low;
        Self {
            values: if sound { values } else { [0.0, 1.0] },
            places,
        }
    }

    /// Where a value lies, px; values beyond the ends lie at the ends.
    pub fn place(&self, value: f64) -> f64 {
        let [low, high] = self.values;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        let share = if share.is_finite() { share } else { 0.0 };
        self.places[0] + share * (self.places[1] - self.places[0])
    }

    /// Lowest and highest value.
    pub fn values(&self) -> [f64; 2] {
        self.values
    }

    /// Multiples of `step` within the axis.
    pub fn ticks(&self, step: f64) -> Vec<f64> {
        let [low, high] = self.values;
        let slack = step * 1e-6;
        let first = ((low - slack) / step).ceil();
        (0..MOST_TICKS)
            .map(|index| (first + index as f64) * step)
            .take_while(|tick| *tick <= high + slack)
            .collect()
    }
}

/// The round step (1, 2 or 5 times a power of ten) that cuts `width` into at most `parts` parts.
pub fn round_step(width: f64, parts: f64) -> f64 {
    if !(width.is_finite() && width > 0.0) {
        return 1.0;
    }
    let raw = width / parts;
    let power = 10_f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// The first of these steps that cuts `width` into at most `parts` parts; the last one when none does.
pub fn step_of(choices: &[f64], width: f64, parts: f64) -> f64 {
    choices
        .iter()
        .copied()
        .find(|step| width / step <= parts)
        .or_else(|| choices.last().copied())
        .unwrap_or(1.0)
}

/// A tick's label with as many decimals as its step needs, the decimal mark of a language, and a true minus sign.
pub fn tick_label(value: f64, step: f64, decimal_mark: &str) -> String {
    if value.abs() < step * 1e-6 {
        return "0".to_owned();
    }
    let written = |text: String| text.replace('-', "\u{2212}").replace('.', decimal_mark);
    if value.abs() >= 1e6 {
        return written(format!("{value:.1e}"));
    }
    let decimals = (0..6)
        .find(|decimals| {
            let scaled = step * 10_f64.powi(*decimals);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(6);
    let decimals = usize::try_from(decimals).unwrap_or(0);
    written(format!("{value:.decimals$}"))
}
