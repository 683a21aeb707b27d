//! An axis for numbers of one kind: linear, or in logarithms for hours and uptake.

use super::kind::Kind;
use super::row::Row;
use crate::chart::{Axis, round_step, tick_label};

/// Room beyond the outermost value, share of the axis.
const MARGIN: f64 = 0.03;
/// Steps of a linear axis.
const PARTS: f64 = 6.0;
/// Places of ticks in every power of ten.
const TICKS: [f64; 2] = [1.0, 3.0];
/// The report is written in English.
const DECIMAL_MARK: &str = ".";

/// From reported numbers of a kind to places, px.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueAxis {
    axis: Axis,
    kind: Kind,
}

impl ValueAxis {
    /// An axis that holds everything that is told of these rows. `ranges` gives the values of a row.
    pub(super) fn over(kind: Kind, values: impl Iterator<Item = f64>, places: [f64; 2]) -> Self {
        let [from, to] = kind.span();
        let scaled = |value: f64| scaled(kind, value);
        let (low, high) = values
            .map(|value| scaled(value * kind.factor()))
            .filter(|value| value.is_finite())
            .fold((scaled(from), scaled(to)), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let margin = MARGIN * (high - low);
        Self {
            axis: Axis::new([low - margin, high + margin], places),
            kind,
        }
    }

    /// Where a reported number lies.
    pub(super) fn place(&self, reported: f64) -> f64 {
        self.axis
            .place(scaled(self.kind, reported * self.kind.factor()))
    }

    /// Where a shown number lies.
    fn place_shown(&self, shown: f64) -> f64 {
        self.axis.place(scaled(self.kind, shown))
    }

    /// Places and labels of ticks.
    pub(super) fn ticks(&self, parts: f64) -> Vec<(f64, String)> {
        let [low, high] = self.axis.values();
        if self.kind.least_of_logarithm().is_none() {
            let step = round_step(high - low, parts);
            let ticks = self.axis.ticks(step).into_iter();
            return ticks
                .map(|tick| (self.axis.place(tick), tick_label(tick, step, DECIMAL_MARK)))
                .collect();
        }
        (-1..=4)
            .flat_map(|power| TICKS.map(|tick| tick * 10_f64.powi(power)))
            .filter(|tick| (low..=high).contains(&tick.log10()))
            .map(|tick| {
                (
                    self.place_shown(tick),
                    tick_label(tick, tick.min(1.0), DECIMAL_MARK),
                )
            })
            .collect()
    }

    /// Places and labels of ticks of a broad axis.
    pub(super) fn usual_ticks(&self) -> Vec<(f64, String)> {
        self.ticks(PARTS)
    }
}

fn scaled(kind: Kind, shown: f64) -> f64 {
    match kind.least_of_logarithm() {
        Some(least) => shown.max(least).log10(),
        None => shown,
    }
}

/// What is left out of a row and what was observed.
pub(super) fn of_left_out<'a>(row: &'a Row<'a>) -> [f64; 3] {
    [
        row.told.left_out.p05,
        row.told.left_out.p95,
        row.told.observed,
    ]
}

/// What is fitted of a row and what was observed.
pub(super) fn of_fitted<'a>(row: &'a Row<'a>) -> [f64; 3] {
    [row.told.fitted.p05, row.told.fitted.p95, row.told.observed]
}
