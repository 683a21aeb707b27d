//! Young skin, uniform injuries and parameters with which every test of healing starts.
#![allow(dead_code, reason = "each test file takes what it needs")]
#![allow(clippy::expect_used, reason = "a test that cannot start has failed")]

use needlework_evidence::{Bibliography, Draw, ParameterSet};
use needlework_healing::{
    Ageing, Course, CourseRequest, HealingError, HealingParameters, LayerState, PARAMETERS, TABLES,
    TreatmentSession, heal,
};
use needlework_needling::{Injury, LayerInjury};
use needlework_skin::{DermalLayer, Menopause, Person, Photodamage, Phototype, Sex, Skin};

/// A layer of the reticular dermis: the tables of model 16 were computed with its fibroblast density.
pub(crate) const RETICULAR: usize = 1;

pub(crate) fn parameter_set() -> ParameterSet {
    let bibliography = Bibliography::shipped().expect("the bibliography loads");
    ParameterSet::load(&[("healing", PARAMETERS, TABLES)], &bibliography)
        .expect("healing.toml loads")
}

pub(crate) fn nominal() -> HealingParameters {
    let set = parameter_set();
    HealingParameters::at(&set, &set.nominal()).expect("all parameters are there")
}

/// Nominal parameters with some of them changed.
pub(crate) fn with(changes: &[(&str, f64)]) -> HealingParameters {
    let set = parameter_set();
    let draw = changes.iter().fold(set.nominal(), |draw, (key, value)| {
        set.with(draw, &format!("healing.{key}"), *value)
            .expect("the parameter exists")
    });
    HealingParameters::at(&set, &draw).expect("all parameters are there")
}

/// The parameters of some draws.
pub(crate) fn draws(count: usize, seed: u64) -> Vec<HealingParameters> {
    let set = parameter_set();
    let at = |draw: &Draw| HealingParameters::at(&set, draw).expect("all parameters are there");
    set.draws(count, seed)
        .iter()
        .map(at)
        .filter(|draw| draw.admissible().is_ok())
        .collect()
}

/// Cheek of a healthy young adult.
pub(crate) fn young() -> Skin {
    let mut top = 0.07;
    Skin {
        person: Person {
            age_years: 25.0,
            sex: Sex::Female,
            phototype: Phototype::III,
            photodamage: Photodamage::None,
            menopause: Menopause::NotReached,
            acne_prone: false,
        },
        zone: "cheek".to_owned(),
        epidermis_mm: 0.07,
        dermis: [0.17, 0.17, 0.17, 0.17, 0.17, 0.17].map(|thickness| {
            let layer = DermalLayer {
                top_mm: top,
                bottom_mm: top + thickness,
            };
            top += thickness;
            layer
        }),
        synthesis: 1.0,
        synthesis_decline_per_year: 0.006,
        mature_collagen: 1.0,
        mature_collagen_half_life_years: 15.0,
        elastotic_share: 0.0,
    }
}

/// Skin of sixty years, with round figures.
pub(crate) fn aged() -> Skin {
    let mut skin = young();
    skin.person.age_years = 60.0;
    skin.synthesis = 0.62;
    skin.mature_collagen = 0.78;
    skin.synthesis_decline_per_year = 0.01;
    skin
}

/// The same fractions in the epidermis and every layer.
pub(crate) fn uniform(damaged: f64, channel: f64, clot: f64) -> Injury {
    let layer = LayerInjury {
        channel,
        damaged,
        clot,
    };
    Injury {
        channels_per_cm2: 300.0,
        penetration_probability: 1.0,
        channel_depth_mm: 1.2,
        channel_radius_mm: 0.07,
        epidermis: layer,
        dermis: [layer; 6],
        open_area: channel,
        bleeding_points_per_cm2: 10.0,
    }
}

/// An injury that reaches the first `layers` dermal layers, less with depth.
pub(crate) fn down_to(layers: usize, damaged: f64) -> Injury {
    let mut injury = uniform(damaged, damaged / 3.0, damaged / 8.0);
    for (number, layer) in injury.dermis.iter_mut().enumerate() {
        let share = if number < layers {
            1.0 - number as f64 / 8.0
        } else {
            0.0
        };
        layer.damaged *= share;
        layer.channel *= share * share;
        layer.clot *= share * share;
    }
    injury
}

/// `count` sessions, `interval` days apart, from day 0.
pub(crate) fn sessions(count: usize, interval: f64, injury: &Injury) -> Vec<TreatmentSession> {
    (0..count)
        .map(|number| TreatmentSession {
            day: number as f64 * interval,
            injury: injury.clone(),
        })
        .collect()
}

/// The fractions of the default run of model 16.
pub(crate) fn default_injury() -> Injury {
    uniform(0.15, 0.05, 0.02)
}

/// A course of young skin without ageing.
pub(crate) fn course(
    parameters: &HealingParameters,
    sessions: &[TreatmentSession],
    days: &[f64],
) -> Course {
    attempt(parameters, sessions, days).expect("a course")
}

/// The same, or why it is refused.
pub(crate) fn attempt(
    parameters: &HealingParameters,
    sessions: &[TreatmentSession],
    days: &[f64],
) -> Result<Course, HealingError> {
    let request = CourseRequest {
        skin: &young(),
        sessions,
        parameters,
    };
    heal(&request, days, Ageing::Off)
}

/// All collagen of a layer.
pub(crate) fn collagen(layer: &LayerState) -> f64 {
    layer.labile_collagen_3
        + layer.labile_collagen_1
        + layer.mature_collagen_3
        + layer.mature_collagen_1
}

/// Everything in a layer that carries no unit.
pub(crate) fn pure_amounts(layer: &LayerState) -> [f64; 12] {
    [
        layer.alarmin,
        layer.clot,
        layer.neutrophils,
        layer.relative_tgf_beta,
        layer.fibroblasts,
        layer.myofibroblasts,
        layer.labile_collagen_3,
        layer.labile_collagen_1,
        layer.mature_collagen_3,
        layer.mature_collagen_1,
        layer.elastin,
        layer.new_elastin,
    ]
}

/// Every state of a layer.
pub(crate) fn amounts(layer: &LayerState) -> Vec<f64> {
    let with_units = [
        layer.inflammatory_macrophages_per_mm3,
        layer.repair_macrophages_per_mm3,
        layer.latent_tgf_beta_pg_per_mm3,
    ];
    pure_amounts(layer).into_iter().chain(with_units).collect()
}

/// The layers of a course on all its days.
pub(crate) fn all_layers(course: &Course) -> impl Iterator<Item = &LayerState> {
    course.layers.iter().flatten()
}

/// `count` days from 0 to `last`.
pub(crate) fn evenly(last: f64, count: usize) -> Vec<f64> {
    (0..count)
        .map(|number| last * number as f64 / (count - 1) as f64)
        .collect()
}
