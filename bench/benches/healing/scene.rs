//! The work that every solver does, and how results are compared.

use needlework_evidence::{Draw, ParameterSet};
use needlework_healing::{Course, HealingParameters, TreatmentSession};
use needlework_needling::{Injury, LayerInjury};
use needlework_skin::Skin;
use serde_json::{Map, Value, json};

use crate::usual::{nominal, parameter_set, young};

/// Dermal layers.
pub(crate) const LAYERS: usize = 6;

/// A course of four sessions that reaches all six layers, each to another degree.
pub(crate) struct Scene {
    set: ParameterSet,
    pub(crate) parameters: HealingParameters,
    pub(crate) skin: Skin,
    pub(crate) sessions: Vec<TreatmentSession>,
    pub(crate) days: Vec<f64>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let set = parameter_set();
        let parameters = nominal();
        let sessions = (0..4)
            .map(|number| TreatmentSession {
                day: 30.0 * f64::from(number),
                injury: injury(),
            })
            .collect();
        let days = vec![
            1.0, 7.0, 28.0, 31.0, 60.0, 61.0, 90.0, 97.0, 120.0, 180.0, 270.0, 365.0,
        ];
        Self {
            set,
            parameters,
            skin: young(),
            sessions,
            days,
        }
    }

    pub(crate) fn draws(&self, count: usize) -> Vec<HealingParameters> {
        let at = |draw: &Draw| HealingParameters::at(&self.set, draw).unwrap();
        self.set.draws(count, 1).iter().map(at).collect()
    }

    pub(crate) fn as_json(&self) -> Value {
        let mut tables = Map::new();
        for parameter in self.set.iter() {
            let mut path = parameter.key.split('.').skip(1);
            let (table, field) = (path.next().unwrap(), path.next().unwrap());
            tables.entry(table).or_insert_with(|| json!({}))[field] =
                json!(parameter.nominal.value);
        }
        json!({ "parameters": tables, "skin": self.skin, "sessions": self.sessions, "days": self.days })
    }
}

fn injury() -> Injury {
    let layer = |share: f64| LayerInjury {
        channel: 0.08 * share * share,
        damaged: 0.25 * share,
        clot: 0.03 * share,
    };
    Injury {
        channels_per_cm2: 300.0,
        penetration_probability: 1.0,
        channel_depth_mm: 1.2,
        channel_radius_mm: 0.07,
        epidermis: layer(1.0),
        dermis: [1.0, 0.875, 0.75, 0.625, 0.5, 0.375].map(layer),
        open_area: 0.08,
        bleeding_points_per_cm2: 10.0,
    }
}

/// TGF-β, cells and collagen on every sampled day in every layer: relative TGF-β, fibroblasts, myofibroblasts, labile
/// III, labile I, mature III, mature I.
pub(crate) struct Samples(pub(crate) Vec<[f64; 7]>);

impl Samples {
    pub(crate) fn of_course(course: &Course) -> Self {
        let layers = course.layers.iter().flatten();
        Self(
            layers
                .map(|layer| {
                    [
                        layer.relative_tgf_beta,
                        layer.fibroblasts,
                        layer.myofibroblasts,
                        layer.labile_collagen_3,
                        layer.labile_collagen_1,
                        layer.mature_collagen_3,
                        layer.mature_collagen_1,
                    ]
                })
                .collect(),
        )
    }

    /// From a list of layers, each a list of days.
    pub(crate) fn of_json(layers: &Value, days: usize) -> Self {
        let names = [
            "relative_tgf_beta",
            "fibroblasts",
            "myofibroblasts",
            "labile_collagen_3",
            "labile_collagen_1",
            "mature_collagen_3",
            "mature_collagen_1",
        ];
        let state =
            |day: usize, layer: usize| names.map(|name| layers[layer][day][name].as_f64().unwrap());
        Self(
            (0..days)
                .flat_map(|day| (0..LAYERS).map(move |layer| (day, layer)))
                .map(|(d, l)| state(d, l))
                .collect(),
        )
    }

    /// Largest difference, relative to the largest value of that state.
    pub(crate) fn difference(&self, other: &Self) -> f64 {
        let mut worst = 0.0_f64;
        for state in 0..7 {
            let scale = self
                .0
                .iter()
                .map(|row| row[state].abs())
                .fold(0.0, f64::max);
            for (ours, theirs) in self.0.iter().zip(&other.0) {
                worst = worst.max((ours[state] - theirs[state]).abs() / scale);
            }
        }
        worst
    }
}
