//! A change of units changes no course (model 15.1): time in hours instead of days, length in µm instead of mm.

mod scene;

use needlework_healing::{Ageing, Course, CourseRequest, HealingParameters, heal};
use scene::{aged, all_layers, default_injury, evenly, parameter_set, pure_amounts, sessions};

const HOURS_PER_DAY: f64 = 24.0;
const MICROMETRES_PER_MILLIMETRE: f64 = 1000.0;

/// How exact a course is.
const ACCURACY: f64 = 1e-6;

/// What a value with this unit is multiplied with when hours are counted as days were, and µm as mm were.
fn factor(unit: &str) -> f64 {
    let time = HOURS_PER_DAY;
    let volume = MICROMETRES_PER_MILLIMETRE.powi(3);
    match unit {
        "-" => 1.0,
        "d" | "h" | "y" => time,
        "1/d" | "pg/d" => 1.0 / time,
        "1/mm3" | "pg/mm3" => 1.0 / volume,
        "1/(mm3 d)" => 1.0 / (volume * time),
        "um/h" => MICROMETRES_PER_MILLIMETRE / time,
        other => unreachable!("no factor for the unit {other}"),
    }
}

/// Everything in a course that carries no unit.
fn pure_numbers(course: &Course) -> Vec<f64> {
    let layers = all_layers(course).flat_map(pure_amounts);
    let surface = course.surface.iter().flat_map(|surface| {
        [
            surface.open_channel_share,
            surface.epidermal_cover,
            surface.extravasated_blood,
            surface.melanocyte_activation,
        ]
    });
    layers.chain(surface).collect()
}

#[test]
fn a_course_in_hours_and_micrometres_is_the_course_in_days_and_millimetres() {
    let set = parameter_set();
    let at = |draw| HealingParameters::at(&set, &draw).unwrap();
    let (usual, changed) = (
        at(set.nominal()),
        at(set.iter().fold(set.nominal(), |draw, parameter| {
            let value = parameter.nominal.value * factor(&parameter.nominal.unit);
            set.with(draw, &parameter.key, value).unwrap()
        })),
    );
    let skin = aged();
    let mut changed_skin = skin.clone();
    changed_skin.epidermis_mm *= MICROMETRES_PER_MILLIMETRE;
    for layer in &mut changed_skin.dermis {
        layer.top_mm *= MICROMETRES_PER_MILLIMETRE;
        layer.bottom_mm *= MICROMETRES_PER_MILLIMETRE;
    }
    changed_skin.synthesis_decline_per_year /= HOURS_PER_DAY;
    changed_skin.mature_collagen_half_life_years *= HOURS_PER_DAY;
    let plan = sessions(3, 30.0, &default_injury());
    let mut changed_plan = plan.clone();
    for session in &mut changed_plan {
        session.day *= HOURS_PER_DAY;
        session.injury.channel_radius_mm *= MICROMETRES_PER_MILLIMETRE;
    }
    let days = evenly(150.0, 31);
    let hours: Vec<f64> = days.iter().map(|day| day * HOURS_PER_DAY).collect();
    for ageing in [Ageing::On, Ageing::Off] {
        let course = |parameters, skin, sessions, days: &[f64]| {
            let request = CourseRequest {
                skin,
                sessions,
                parameters,
            };
            pure_numbers(&heal(&request, days, ageing).unwrap())
        };
        let in_days = course(&usual, &skin, &plan, &days);
        let in_hours = course(&changed, &changed_skin, &changed_plan, &hours);
        for (number, (day, hour)) in in_days.iter().zip(&in_hours).enumerate() {
            assert!((day - hour).abs() < ACCURACY, "{number}: {day} and {hour}");
        }
    }
}
