//! From the observations of all draws to the outlook.

use crate::absorption::AbsorptionDraw;
use crate::catalogue::{Finding, FindingKind, Scale, ScaleCatalogue};
use crate::global::GLOBAL_CLASSES;
use crate::observe::{LayerDraw, ObservedDraw};
use crate::schedule::drawn_samples;
use crate::{
    AbsorptionOutlook, BarrierOutlook, Estimate, HistologyOutlook, LayerOutlook, OutcomeError,
    Outlook, RiskOutlook, ScaleOutlook, Series, SessionOutlook, SideEffectOutlook,
};

/// Parameter tables behind every injury.
const INJURY: [&str; 4] = [
    "skin.thickness",
    "needling.insertion",
    "needling.hand",
    "needling.channel",
];

/// Parameter tables behind the matrix over time.
const MATRIX: [&str; 4] = [
    "skin.ageing",
    "healing.signals",
    "healing.cells",
    "healing.matrix",
];

/// Summarises the observations of one zone, one per parameter draw and all at the same days, for an indication.
/// `judged_day` is the day on which global improvement is judged, counted like the days of the course.
///
/// # Errors
/// When there is no draw, the draws were sampled differently, a value is not finite, the indication is unknown or a data
/// row is missing.
pub fn outlook(
    draws: &[ObservedDraw],
    catalogue: &ScaleCatalogue,
    indication: &str,
    judged_day: f64,
) -> Result<Outlook, OutcomeError> {
    let first = draws.first().ok_or(OutcomeError::NoDraws)?;
    for (at, draw) in draws.iter().enumerate() {
        if draw.days.len() != first.days.len() || draw.early_days.len() != first.early_days.len() {
            return Err(OutcomeError::UnequalSampling {
                draw: at + 1,
                quantity: "the course",
                found: draw.days.len(),
                expected: first.days.len(),
            });
        }
    }
    let summary = Summary {
        draws,
        first,
        catalogue,
        drawn: drawn_samples(&first.days),
    };
    let wanted = catalogue.scales_for(indication)?;
    Ok(Outlook {
        scales: wanted
            .iter()
            .map(|scale| summary.scale(scale, indication))
            .collect::<Result<_, _>>()?,
        side_effects: (0..first.side_effects.len())
            .map(|at| summary.side_effect(at))
            .collect::<Result<_, _>>()?,
        barrier: summary.barrier()?,
        absorption: (0..first.absorption.len())
            .map(|at| summary.absorption(at))
            .collect::<Result<_, _>>()?,
        risks: (0..first.risks.len())
            .map(|at| summary.risk(at))
            .collect::<Result<_, _>>()?,
        histology: (0..first.histology.len())
            .map(|at| summary.histology(at))
            .collect::<Result<_, _>>()?,
        layers: (0..first.layers.len())
            .map(|at| summary.layer(at))
            .collect::<Result<_, _>>()?,
        bleeding: summary.session(("bleeding", "1/cm2"), &["needling.bleeding"], |draw| {
            draw.bleeding_points_per_cm2
        })?,
        discomfort: summary.session(("discomfort", "of 10"), &["needling.pain"], |draw| {
            draw.discomfort
        })?,
        global_improvement: summary.global(wanted.first(), judged_day),
    })
}

/// Parameter tables behind the differences between places and between people.
const VARIATION: [&str; 4] = [
    "outcome.between_places",
    "outcome.between_people",
    "outcome.place",
    "outcome.person",
];

struct Summary<'a> {
    draws: &'a [ObservedDraw],
    first: &'a ObservedDraw,
    catalogue: &'a ScaleCatalogue,
    /// Samples of the course that the outlook shows.
    drawn: Vec<usize>,
}

impl<'a> Summary<'a> {
    fn estimate(
        &self,
        quantity: &'static str,
        value: impl Fn(&'a ObservedDraw) -> Option<f64>,
    ) -> Result<Estimate, OutcomeError> {
        let values: Vec<f64> = self.draws.iter().filter_map(value).collect();
        Estimate::named(quantity, &values)
    }

    /// A quantity of the whole course at the samples that are shown.
    fn course(
        &self,
        unit: &str,
        values: impl Fn(&'a ObservedDraw) -> Option<&'a Vec<f64>>,
    ) -> Result<Series, OutcomeError> {
        let at_drawn = |all: &[f64]| -> Vec<f64> {
            let shown = self.drawn.iter();
            shown.filter_map(|at| all.get(*at).copied()).collect()
        };
        let rows: Vec<Vec<f64>> = self
            .draws
            .iter()
            .filter_map(|draw| values(draw).map(|all| at_drawn(all)))
            .collect();
        Series::of(unit, &at_drawn(&self.first.days), &rows)
    }

    /// A quantity of the first session.
    fn early(
        &self,
        unit: &str,
        values: impl Fn(&'a ObservedDraw) -> Option<&'a Vec<f64>>,
    ) -> Result<Series, OutcomeError> {
        let rows: Vec<&Vec<f64>> = self.draws.iter().filter_map(values).collect();
        Series::of(unit, &self.first.early_days, &rows)
    }

    fn finding(&self, kind: FindingKind, id: &str) -> Result<&'a Finding, OutcomeError> {
        self.catalogue
            .finding(kind, id)
            .ok_or_else(|| OutcomeError::MissingRow {
                file: "findings.toml",
                id: id.to_owned(),
            })
    }

    fn scale(&self, scale: &Scale, indication: &str) -> Result<ScaleOutlook, OutcomeError> {
        let of = |draw: &'a ObservedDraw| draw.scale(&scale.id);
        let improvement = self.course(&scale.unit, |draw| of(draw).map(|row| &row.improvement))?;
        let detectable = scale.minimal_detectable_change.value;
        let probability_detectable = self
            .drawn
            .iter()
            .map(|at| {
                let improved = self.draws.iter().filter(|draw| {
                    draw.scale(&scale.id)
                        .and_then(|row| row.improvement.get(*at))
                        .is_some_and(|improvement| *improvement >= detectable)
                });
                improved.count() as f64 / self.draws.len() as f64
            })
            .collect();
        let tables = self.first.scale(&scale.id).map_or(&[][..], |row| row.basis);
        let mut basis = basis(tables);
        basis.extend(self::basis(&MATRIX));
        basis.extend(self::basis(&INJURY));
        basis.extend(self::basis(&VARIATION));
        basis.push(format!("outcome.scales.{}", scale.id));
        basis.push(format!("outcome.indications.{indication}"));
        let caveats = [
            scale.caveat.as_deref(),
            self.catalogue.indication(indication)?.caveat.as_deref(),
        ];
        let caveats: Vec<&str> = caveats.into_iter().flatten().collect();
        Ok(ScaleOutlook {
            id: scale.id.clone(),
            name: scale.name.clone(),
            plain_name: scale.plain_name.clone(),
            range: scale.range,
            direction: scale.direction,
            baseline: self.estimate("a baseline", |draw| of(draw).map(|row| row.baseline))?,
            improvement,
            minimal_detectable_change: scale.minimal_detectable_change.clone(),
            probability_detectable,
            caveat: (!caveats.is_empty()).then(|| caveats.join(" ")),
            basis,
        })
    }

    fn side_effect(&self, at: usize) -> Result<SideEffectOutlook, OutcomeError> {
        let of = |draw: &'a ObservedDraw| draw.side_effects.get(at);
        let id = of(self.first).map_or("", |effect| effect.id);
        let row = self.finding(FindingKind::SideEffect, id)?;
        Ok(SideEffectOutlook {
            id: row.id.clone(),
            name: row.name.clone(),
            plain_name: row.plain_name.clone(),
            probability: self.estimate("a side effect", |draw| of(draw).map(|e| e.probability))?,
            grade: self.early("grade", |draw| of(draw).map(|effect| &effect.grade))?,
            peak_hour: self.estimate("a peak", |draw| of(draw).map(|effect| effect.peak_hour))?,
            ends_hour: self.estimate("an end", |draw| of(draw).map(|effect| effect.ends_hour))?,
            caveat: row.caveat.clone(),
            basis: finding_basis(early_tables(id), id),
        })
    }

    /// What every session brings; `what` is its id and unit.
    fn session(
        &self,
        what: (&'static str, &str),
        tables: &[&str],
        value: impl Fn(&'a ObservedDraw) -> f64,
    ) -> Result<SessionOutlook, OutcomeError> {
        let (id, unit) = what;
        let row = self.finding(FindingKind::Session, id)?;
        Ok(SessionOutlook {
            id: row.id.clone(),
            name: row.name.clone(),
            plain_name: row.plain_name.clone(),
            unit: unit.to_owned(),
            value: self.estimate(id, |draw| Some(value(draw)))?,
            caveat: row.caveat.clone(),
            basis: finding_basis(tables, id),
        })
    }

    fn barrier(&self) -> Result<BarrierOutlook, OutcomeError> {
        let id = "open-channels";
        let row = self.finding(FindingKind::Session, id)?;
        Ok(BarrierOutlook {
            open: self.early("share", |draw| Some(&draw.open_channel_share))?,
            caveat: row.caveat.clone(),
            basis: finding_basis(&["healing.surface"], id),
        })
    }

    fn absorption(&self, at: usize) -> Result<AbsorptionOutlook, OutcomeError> {
        let of = |draw: &'a ObservedDraw| -> Option<&'a AbsorptionDraw> { draw.absorption.get(at) };
        let id = of(self.first).map_or("", |class| class.id);
        let row = self.finding(FindingKind::Molecule, id)?;
        Ok(AbsorptionOutlook {
            id: row.id.clone(),
            name: row.name.clone(),
            gain: self.early("-", |draw| of(draw).map(|class| &class.gain))?,
            caveat: row.caveat.clone(),
            basis: finding_basis(&["outcome.absorption", "healing.surface"], id),
        })
    }

    fn risk(&self, at: usize) -> Result<RiskOutlook, OutcomeError> {
        let id = self.first.risks.get(at).map_or("", |risk| risk.id);
        let row = self.finding(FindingKind::Risk, id)?;
        Ok(RiskOutlook {
            id: row.id.clone(),
            name: row.name.clone(),
            plain_name: row.plain_name.clone(),
            probability: self.estimate("a risk", |draw| {
                draw.risks.get(at).map(|risk| risk.probability)
            })?,
            caveat: row.caveat.clone(),
            basis: risk_basis(id),
        })
    }

    fn histology(&self, at: usize) -> Result<HistologyOutlook, OutcomeError> {
        let id = self
            .first
            .histology
            .get(at)
            .map_or("", |finding| finding.id);
        let row = self.finding(FindingKind::Histology, id)?;
        let tables: &[&str] = match id {
            "epidermal-thickness" => &["outcome.epidermis"],
            "tropoelastin" | "total-elastin" => &["outcome.histology", "healing.elastin"],
            _ => &["outcome.histology"],
        };
        let mut basis = finding_basis(tables, id);
        basis.extend(self::basis(&MATRIX));
        Ok(HistologyOutlook {
            id: row.id.clone(),
            name: row.name.clone(),
            change: self.course("-", |draw| {
                draw.histology.get(at).map(|finding| &finding.change)
            })?,
            caveat: row.caveat.clone(),
            basis,
        })
    }

    fn layer(&self, at: usize) -> Result<LayerOutlook, OutcomeError> {
        let of = |draw: &'a ObservedDraw| -> Option<&'a LayerDraw> { draw.layers.get(at) };
        let depth = |face: fn(&[f64; 2]) -> f64| {
            self.estimate("a depth", |draw| {
                of(draw).map(|layer| face(&layer.depth_mm))
            })
        };
        Ok(LayerOutlook {
            depth_mm: [depth(|[top, _]| *top)?, depth(|[_, bottom]| *bottom)?],
            damaged: self.estimate("damage", |draw| of(draw).map(|layer| layer.damaged))?,
            collagen_change: self.course("-", |draw| of(draw).map(|l| &l.collagen_change))?,
            new_collagen_share: self.course("-", |draw| of(draw).map(|l| &l.new_collagen_share))?,
            new_elastin_share: self.course("-", |draw| of(draw).map(|l| &l.new_elastin_share))?,
        })
    }

    /// Mean probability of each class over the draws.
    fn global(&self, main: Option<&&Scale>, judged_day: f64) -> Vec<f64> {
        let mut mean = [0.0; GLOBAL_CLASSES];
        let classes = self.draws.iter().filter_map(|draw| {
            main.and_then(|scale| draw.global_improvement(&scale.id, judged_day))
        });
        for draw in classes {
            for (sum, probability) in mean.iter_mut().zip(draw) {
                *sum += probability / self.draws.len() as f64;
            }
        }
        mean.to_vec()
    }
}

/// Parameter tables and data rows behind the probability of a risk, as the outlook of every plan names them.
pub fn risk_basis(id: &str) -> Vec<String> {
    finding_basis(risk_tables(id), id)
}

/// Parameter tables behind a risk.
fn risk_tables(id: &str) -> &'static [&'static str] {
    match id {
        "pigment-darkening" => &["outcome.risks", "healing.pigment"],
        _ => &["outcome.risks"],
    }
}

/// Parameter tables behind an early side effect.
fn early_tables(id: &str) -> &'static [&'static str] {
    match id {
        "flaking" => &["outcome.flaking", "outcome.early_signs"],
        "spots" => &["outcome.spots", "outcome.early_signs"],
        _ => &["outcome.early_signs", "healing.surface"],
    }
}

fn basis(tables: &[&str]) -> Vec<String> {
    tables.iter().map(|table| (*table).to_owned()).collect()
}

fn finding_basis(tables: &[&str], id: &str) -> Vec<String> {
    let mut keys = basis(tables);
    keys.extend(basis(&INJURY));
    keys.extend(basis(&VARIATION));
    keys.push(format!("outcome.findings.{id}"));
    keys
}
