//! Collagen and elastin under the skin, layer by layer.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_outcome::{Estimate, LayerOutlook, Series};
use needlework_planning::{Plan, ZonePlan};

use crate::chart::{Drawing, FibreLayer, FibrePanel, Fibres, RangeRow, RangeRows};

use super::amount::{at_day, relative_change, rounded, scaled, share};
use super::day;
use super::evidence::Evidence;
use super::improvement::moments;
use crate::language::Language;

/// The section "Under the skin".
pub(crate) struct UnderSkin {
    pub(crate) zone: String,
    pub(crate) sentence: String,
    pub(crate) fibres: String,
    pub(crate) collagen: String,
    pub(crate) moments: Vec<String>,
    pub(crate) layers: Vec<LayerRow>,
    pub(crate) histology: Vec<HistologyRow>,
    pub(crate) caveats: Vec<(String, String)>,
    pub(crate) evidence: Evidence,
}

/// A share that is printed as 0 %.
const LEAST_SHARE: f64 = 0.005;

/// One layer in the table.
pub(crate) struct LayerRow {
    pub(crate) name: String,
    pub(crate) depth: String,
    pub(crate) damaged: String,
    pub(crate) collagen: String,
    pub(crate) new_collagen: Vec<String>,
    pub(crate) new_elastin: String,
}

/// One finding of a biopsy.
pub(crate) struct HistologyRow {
    pub(crate) name: String,
    pub(crate) changes: Vec<String>,
}

impl UnderSkin {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Option<Self> {
        let zone = plan.zones.first()?;
        let outlook = &zone.outlook;
        let moments = moments(plan, words);
        let caveats = outlook
            .histology
            .iter()
            .filter_map(|row| row.caveat.clone().map(|caveat| (row.name.clone(), caveat)));
        let basis = outlook.histology.iter().flat_map(|row| &row.basis);
        Some(Self {
            zone: zone.plain_name.clone(),
            sentence: sentence(plan, zone, words),
            fibres: fibres(plan, zone, words),
            collagen: collagen(plan, zone, words),
            layers: layer_rows(plan, zone, words),
            histology: outlook
                .histology
                .iter()
                .map(|row| HistologyRow {
                    name: row.name.clone(),
                    changes: moments
                        .iter()
                        .map(|(_, day)| told(&row.change, *day, words, relative_change))
                        .collect(),
                })
                .collect(),
            moments: moments.into_iter().map(|(name, _)| name).collect(),
            caveats: caveats.collect(),
            evidence: Evidence::of(plan, basis, words),
        })
    }
}

fn told(
    series: &Series,
    day: f64,
    words: &Language,
    how: fn(&Language, &Estimate) -> String,
) -> String {
    at_day(series, day).map_or_else(String::new, |value| how(words, &value))
}

/// "1 papillary", "2 reticular" ...
fn layer_name(index: usize, words: &Language) -> String {
    let kind = words.say(if index == 0 {
        "plan-papillary"
    } else {
        "plan-reticular"
    });
    format!("{} {kind}", index + 1)
}

/// "0.05–0.20 mm"
fn layer_depth(layer: &LayerOutlook, words: &Language) -> String {
    let [upper, lower] = layer.depth_mm.map(|depth| rounded(words, depth.p50, 0.01));
    format!("{upper}\u{2013}{lower}\u{a0}mm")
}

/// The layer with most new collagen at the day of judgement, in words.
fn sentence(plan: &Plan, zone: &ZonePlan, words: &Language) -> String {
    let most = zone
        .outlook
        .layers
        .iter()
        .filter_map(|layer| {
            let new = at_day(&layer.new_collagen_share, plan.judged_day)?;
            let total = at_day(&layer.collagen_change, plan.judged_day)?;
            Some((layer, new, total))
        })
        .max_by(|one, other| one.1.p50.total_cmp(&other.1.p50));
    most.map_or_else(String::new, |(layer, new, total)| {
        if new.p95 < LEAST_SHARE {
            return words.say("plan-no-new-collagen");
        }
        words.say_all(
            "plan-new-collagen",
            &[
                ("depth", &layer_depth(layer, words)),
                ("share", &share(words, &new)),
                ("change", &relative_change(words, &total)),
            ],
        )
    })
}

fn fibres(plan: &Plan, zone: &ZonePlan, words: &Language) -> String {
    let layers = &zone.outlook.layers;
    let panel = |label: &str, remark: String, day: Option<f64>| FibrePanel {
        label: words.say(label),
        remark,
        layers: layers.iter().map(|layer| fibre_layer(layer, day)).collect(),
    };
    let chart = Fibres {
        layer_labels: layers
            .iter()
            .enumerate()
            .map(|(index, layer)| [layer_name(index, words), layer_depth(layer, words)])
            .collect(),
        panels: vec![
            panel("plan-before", words.say("plan-today"), None),
            panel(
                "plan-when-judged",
                day::short(words, &plan.judged_on),
                Some(plan.judged_day),
            ),
            panel(
                "plan-after-1-year",
                later(plan, DAYS_PER_YEAR, words),
                Some(DAYS_PER_YEAR),
            ),
            panel(
                "plan-after-2-years",
                later(plan, 2.0 * DAYS_PER_YEAR, words),
                Some(2.0 * DAYS_PER_YEAR),
            ),
        ],
    };
    let title = words.say_with("plan-fibres", "zone", &zone.plain_name);
    chart.picture("fibres", &title, &sentence(plan, zone, words))
}

/// The month that lies this many days after the first session.
fn later(plan: &Plan, days: f64, words: &Language) -> String {
    plan.sessions.first().map_or_else(String::new, |first| {
        day::month_after(words, &first.starts, days)
    })
}

fn fibre_layer(layer: &LayerOutlook, day: Option<f64>) -> FibreLayer {
    let at = |series: &Series| {
        day.and_then(|day| at_day(series, day))
            .map_or(0.0, |value| value.p50)
    };
    let total = 1.0 + at(&layer.collagen_change);
    let new = at(&layer.new_collagen_share).clamp(0.0, 1.0);
    FibreLayer {
        old_collagen: total * (1.0 - new),
        new_collagen: total * new,
        new_elastin: at(&layer.new_elastin_share),
    }
}

fn collagen(plan: &Plan, zone: &ZonePlan, words: &Language) -> String {
    let moments = moments(plan, words);
    let rows = zone
        .outlook
        .layers
        .iter()
        .enumerate()
        .map(|(index, layer)| RangeRow {
            label: format!("{} {}", layer_name(index, words), layer_depth(layer, words)),
            ranges: moments
                .iter()
                .filter_map(|(_, day)| at_day(&layer.new_collagen_share, *day))
                .map(|value| scaled(&value, 100.0))
                .collect(),
        });
    let chart = RangeRows {
        label: words.say("plan-collagen-axis"),
        span: [0.0, 1.0],
        reference: None,
        decimal_mark: words.decimal_mark().to_owned(),
        rows: rows.collect(),
    };
    let title = words.say_with("plan-collagen", "zone", &zone.plain_name);
    chart.picture("new-collagen", &title, &words.say("plan-collagen-picture"))
}

fn layer_rows(plan: &Plan, zone: &ZonePlan, words: &Language) -> Vec<LayerRow> {
    let rows = zone
        .outlook
        .layers
        .iter()
        .enumerate()
        .map(|(index, layer)| LayerRow {
            name: layer_name(index, words),
            depth: layer_depth(layer, words),
            damaged: share(words, &layer.damaged),
            collagen: told(
                &layer.collagen_change,
                plan.judged_day,
                words,
                relative_change,
            ),
            new_collagen: moments(plan, words)
                .iter()
                .map(|(_, day)| told(&layer.new_collagen_share, *day, words, share))
                .collect(),
            new_elastin: told(&layer.new_elastin_share, plan.judged_day, words, share),
        });
    rows.collect()
}
