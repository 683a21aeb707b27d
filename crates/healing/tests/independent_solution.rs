//! Agreement with an independent transcription of the model, solved by LSODA to 1e-12 (see `tests/reference`).

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot run has failed"
)]

mod scene;

use std::io::Write as _;
use std::process::{Command, Stdio};

use needlework_evidence::{Draw, ParameterSet};
use needlework_healing::{Ageing, CourseRequest, HealingParameters, TreatmentSession, heal};
use needlework_skin::{Phototype, Skin};
use scene::{aged, down_to, parameter_set, young};
use serde_json::{Map, Value, json};

/// Largest difference that counts as agreement, relative to the largest value of that state in the course.
const AGREEMENT: f64 = 1e-6;

struct Case {
    draw: Draw,
    skin: Skin,
    sessions: Vec<TreatmentSession>,
    days: Vec<f64>,
    ageing: Ageing,
}

/// Fifty joint draws of all parameters, each with its own skin, depth, damage, interval and number of sessions.
fn cases(set: &ParameterSet) -> Vec<Case> {
    let phototypes = [
        Phototype::I,
        Phototype::II,
        Phototype::III,
        Phototype::IV,
        Phototype::V,
        Phototype::VI,
    ];
    let draws = set.draws(64, 20_261_122).into_iter().filter(|draw| {
        HealingParameters::at(set, draw)
            .expect("all parameters")
            .admissible()
            .is_ok()
    });
    let build = |(number, draw): (usize, Draw)| {
        let mut skin = if number % 3 == 0 { aged() } else { young() };
        skin.person.phototype = phototypes[number % 6];
        skin.mature_collagen_half_life_years = [5.0, 15.0, 30.0][number % 3];
        let injury = down_to(1 + number % 3, [0.02, 0.08, 0.2, 0.45, 0.9][number % 5]);
        let interval = [7.0, 14.0, 30.0, 45.5][number % 4];
        let sessions = scene::sessions(1 + number % 4, interval, &injury);
        let days = vec![
            0.0, 0.1, 0.5, 1.0, 2.5, 6.0, 13.0, 29.5, 30.0, 47.0, 90.0, 182.5, 365.0,
        ];
        let ageing = if number % 2 == 0 {
            Ageing::On
        } else {
            Ageing::Off
        };
        Case {
            draw,
            skin,
            sessions,
            days,
            ageing,
        }
    };
    draws.take(50).enumerate().map(build).collect()
}

fn as_json(set: &ParameterSet, case: &Case) -> Value {
    let mut tables = Map::new();
    for parameter in set.iter() {
        let mut path = parameter.key.split('.').skip(1);
        let (table, field) = (path.next().expect("a table"), path.next().expect("a field"));
        let value = set
            .value(&case.draw, &parameter.key)
            .expect("the parameter exists");
        let fields = tables.entry(table).or_insert_with(|| json!({}));
        fields[field] = json!(value);
    }
    let mut skin = serde_json::to_value(&case.skin).expect("skin as JSON");
    skin["phototype"] = json!(case.skin.person.phototype as u8 + 1);
    json!({
        "parameters": tables,
        "skin": skin,
        "sessions": case.sessions,
        "days": case.days,
        "ageing": case.ageing == Ageing::On,
    })
}

fn solve(cases: &Value) -> Vec<Value> {
    let python = std::env::var("NEEDLEWORK_PYTHON")
        .expect("NEEDLEWORK_PYTHON is not set: run `cargo xtask test`, which prepares Python with SciPy for this test");
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/reduced_model.py"
    );
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("standard input");
    input
        .write_all(cases.to_string().as_bytes())
        .expect("cases are passed on");
    drop(input);
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "the reference failed");
    serde_json::from_slice(&output.stdout).expect("results as JSON")
}

/// The largest difference between two lists of states, relative to the largest value of each state, and its name.
fn difference(ours: &[Value], theirs: &[Value]) -> (f64, String) {
    let mut worst = (0.0, String::new());
    for name in theirs[0].as_object().expect("a state").keys() {
        let value = |state: &Value| state[name].as_f64().expect("a number");
        let scale = theirs
            .iter()
            .map(|state| value(state).abs())
            .fold(1e-12, f64::max);
        for (number, (our, their)) in ours.iter().zip(theirs).enumerate() {
            let apart = (value(our) - value(their)).abs() / scale;
            if apart > worst.0 || apart.is_nan() {
                worst = (
                    apart,
                    format!("{name} at {number}: {} and {}", our[name], their[name]),
                );
            }
        }
    }
    worst
}

#[test]
fn courses_agree_with_lsoda_to_one_part_in_a_million() {
    let set = parameter_set();
    let cases = cases(&set);
    assert_eq!(cases.len(), 50);
    let references = solve(&cases.iter().map(|case| as_json(&set, case)).collect());
    let mut worst = (0.0, String::new());
    for (number, (case, reference)) in cases.iter().zip(&references).enumerate() {
        let parameters = HealingParameters::at(&set, &case.draw).expect("all parameters");
        let request = CourseRequest {
            skin: &case.skin,
            sessions: &case.sessions,
            parameters: &parameters,
        };
        let course = heal(&request, &case.days, case.ageing).expect("a course");
        let course = serde_json::to_value(course).expect("a course as JSON");
        let flat = |result: &Value| -> Vec<Value> {
            let days = result["layers"].as_array().expect("days");
            days.iter()
                .flat_map(|layers| layers.as_array().expect("layers").clone())
                .collect()
        };
        let surface = |result: &Value| result["surface"].as_array().expect("days").clone();
        for (apart, place) in [
            difference(&flat(&course), &flat(reference)),
            difference(&surface(&course), &surface(reference)),
        ] {
            if apart > AGREEMENT / 10.0 {
                println!("case {number}: {apart:.1e} in {place}");
            }
            if apart > worst.0 || apart.is_nan() {
                worst = (apart, format!("case {number}: {place}"));
            }
        }
    }
    println!("largest relative difference {:.1e} ({})", worst.0, worst.1);
    assert!(worst.0 < AGREEMENT, "{:.2e} apart in {}", worst.0, worst.1);
}
