//! One observed number, ready to be told.

use needlework_trial::{EndpointEvaluation, Remark, Weight};

use super::ReportInput;
use super::kind::Kind;
use super::verdict::Verdict;
use super::words::{moment, statistic};

/// Between parts of a name.
const DOT: &str = " \u{b7} ";

/// One observed number with its kind, its verdict and what is to be said of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) told: &'a EndpointEvaluation,
    pub(super) kind: Kind,
    pub(super) verdict: Verdict,
    pub(super) weight: Weight,
    pub(super) remark: Option<&'a Remark>,
}

/// All observed numbers, in the order of the evaluation.
pub(super) fn rows<'a>(input: &ReportInput<'a>) -> Vec<Row<'a>> {
    input
        .evaluation
        .endpoints
        .iter()
        .map(|told| {
            let kind = Kind::of(&told.scale, told.statistic);
            let trial = input.trials.iter().find(|trial| trial.id == told.study);
            let on_it = |it: &&Remark| it.study == told.study && it.scale == told.scale;
            Row {
                told,
                kind,
                verdict: Verdict::of(kind, told),
                weight: trial.map_or(Weight::Usual, |trial| trial.weight),
                remark: input.remarks.iter().find(on_it),
            }
        })
        .collect()
}

impl Row<'_> {
    /// A reported number as it is shown.
    pub(super) fn shown(&self, value: f64) -> f64 {
        value * self.kind.factor()
    }

    /// The study and its arm; a small circle stands after one of low weight or none.
    pub(super) fn study(&self) -> String {
        let mut name = self.told.study.clone();
        if self.weight != Weight::Usual {
            name.push('\u{b0}');
        }
        if !self.told.arm.is_empty() {
            name.push_str(", ");
            name.push_str(&self.told.arm);
        }
        name
    }

    /// Scale, bar of responders and moment, short.
    pub(super) fn what(&self) -> String {
        let mut what = self.told.scale.clone();
        if let Some(bar) = self.bar() {
            what.push_str(&bar);
        }
        let moment = moment(self.kind, self.told.day);
        if !moment.is_empty() {
            what.push_str(DOT);
            what.push_str(&moment);
        }
        what
    }

    /// Scale, statistic with its unit, bar and moment.
    pub(super) fn in_full(&self) -> String {
        let mut told = match self.bar() {
            Some(bar) if self.told.clinical => {
                format!("`{}` % of people better by{bar}", self.told.scale)
            }
            Some(bar) => format!("`{}` % of people with{bar}", self.told.scale),
            None => self.plainly(),
        };
        let moment = moment(self.kind, self.told.day);
        if !moment.is_empty() {
            told.push_str(", ");
            told.push_str(&moment);
        }
        told
    }

    /// Scale and statistic with its unit, without a bar.
    fn plainly(&self) -> String {
        let (scale, unit) = (&self.told.scale, self.kind.unit());
        match self.kind {
            Kind::Responders | Kind::Events => format!("`{scale}` % of people"),
            _ if unit.is_empty() => format!("`{scale}` {}", statistic(self.told.statistic)),
            _ => format!("`{scale}` {}, {unit}", statistic(self.told.statistic)),
        }
    }

    fn bar(&self) -> Option<String> {
        let bar = self.told.at_least?;
        let unit = if self.told.yardstick.ends_with('%') {
            " %"
        } else {
            ""
        };
        Some(format!(" \u{2265} {bar}{unit}"))
    }
}
