//! Loading all rules, and screening and care around the sessions of one case.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark")]

use std::hint::black_box;
use std::time::Instant;

use jiff::civil::date;
use jiff::{ToSpan, Zoned};
use needlework_evidence::Bibliography;
use needlework_planning::{Case, Library, screening};
use needlework_protocol::care::{CarePerson, CareRules, CareSession, timeline};
use needlework_protocol::check_in::CheckInRules;
use needlework_protocol::screening::ScreeningRules;
use needlework_protocol::{
    Alternatives, Conflicts, Courses, Depths, Rules, ScaleDefinitions, Texts, Visits,
};

const CASES: [(&str, &str); 2] = [
    (
        "cheek-lines",
        include_str!("../../examples/cheek-lines.toml"),
    ),
    ("acne-scars", include_str!("../../examples/acne-scars.toml")),
];
const RUNS: usize = 300;

/// Shortest of several runs, ms: what the work takes when nothing disturbs it.
fn shortest_ms(mut work: impl FnMut()) -> f64 {
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            1000.0 * start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn sessions() -> Vec<CareSession> {
    let first: Zoned = date(2027, 3, 8)
        .at(10, 30, 0, 0)
        .in_tz("Europe/Zurich")
        .unwrap();
    (0..3)
        .map(|number| {
            let starts = first.checked_add((28 * number).days()).unwrap();
            CareSession {
                number: u32::try_from(number).unwrap() + 1,
                needling_ends: starts.checked_add(1.hour()).unwrap(),
                starts,
            }
        })
        .collect()
}

/// Every data file of the protocol, and the sources that its rows name.
fn load_rules() {
    let sources = Bibliography::shipped().unwrap();
    black_box(ScreeningRules::shipped(&sources).unwrap());
    black_box(CareRules::shipped(&sources).unwrap());
    black_box(CheckInRules::shipped(&sources).unwrap());
    black_box(Rules::shipped(&sources).unwrap());
    black_box(Conflicts::shipped(&sources).unwrap());
    black_box(Courses::shipped(&sources).unwrap());
    black_box(Depths::shipped(&sources).unwrap());
    black_box(Visits::shipped(&sources).unwrap());
    black_box(Alternatives::shipped(&sources).unwrap());
    black_box(ScaleDefinitions::shipped(&sources).unwrap());
    black_box(Texts::shipped(&sources).unwrap());
    black_box(needlework_protocol::numbing(&sources).unwrap());
}

fn main() {
    println!("| work | ms |\n|---|---|");
    let rules = shortest_ms(load_rules);
    println!("| all rules and their sources | {rules:.2} |");
    let load = shortest_ms(|| {
        black_box(Library::shipped().unwrap());
    });
    println!("| the same with all parameters, zones and devices | {load:.2} |");
    let library = Library::shipped().unwrap();
    let sessions = sessions();
    for (name, text) in CASES {
        let case = Case::read(name, text.as_bytes(), date(2026, 11, 24), &library).unwrap();
        let person = CarePerson {
            phototype: case.person.phototype,
            acne_prone: case.person.acne_prone,
            dense_hair: case.care.dense_hair,
            face_or_neck: true,
            prescribed: case.care.prescribed.clone(),
            planned: Vec::new(),
        };
        let screened = shortest_ms(|| {
            black_box(screening(&case, &library).unwrap());
        });
        let cared = shortest_ms(|| {
            black_box(timeline(&library.care, &sessions, &person, case.planned_on).unwrap());
        });
        println!("| {name}: first day and screening | {screened:.3} |");
        println!("| {name}: care around three sessions | {cared:.3} |");
        println!("| {name}: both | {:.3} |", screened + cared);
    }
}
