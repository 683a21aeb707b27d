//! The plan as a document: it repeats bit by bit, every number in it leads to its source, and its schema is published.

use std::collections::BTreeSet;

use jiff::civil::date;
use needlework_planning::{Case, Library, Plan, PlanError, Settings, plan, schema};
use serde_json::Value;

const NECK: &str = include_str!("../../../examples/neck.toml");
const FEW_DRAWS: Settings = Settings { draws: 24, seed: 7 };

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned(library: &Library, text: &str, settings: &Settings) -> Plan {
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), library).unwrap();
    plan(&case, library, settings, &|_| {}).unwrap()
}

#[test]
fn the_same_bits_come_out_at_any_number_of_threads() {
    let library = Library::shipped().unwrap();
    let texts: Vec<String> = [1, 3]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| planned(&library, NECK, &FEW_DRAWS).to_json().unwrap())
        })
        .collect();
    assert!(texts[0] == texts[1], "the plans differ");
}

#[test]
fn the_seed_changes_the_draws_and_the_identity_says_so() {
    let library = Library::shipped().unwrap();
    let one = planned(&library, NECK, &FEW_DRAWS);
    let other = planned(
        &library,
        NECK,
        &Settings {
            seed: 8,
            ..FEW_DRAWS
        },
    );
    assert_eq!(one.identity.input, other.identity.input);
    assert_eq!(one.identity.parameter_set, other.identity.parameter_set);
    assert_eq!((one.identity.seed, other.identity.seed), (7, 8));
    assert_ne!(one.zones, other.zones);
}

/// Walks the document: every estimate stands somewhere below an object that says on what it rests.
fn estimates_without_basis(value: &Value, path: &str, has_basis: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let has_basis =
                has_basis || fields.contains_key("basis") || fields.contains_key("sources");
            if fields.contains_key("p05") && !has_basis {
                found.push(path.to_owned());
            }
            for (key, inner) in fields {
                estimates_without_basis(inner, &format!("{path}.{key}"), has_basis, found);
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                estimates_without_basis(inner, &format!("{path}[{at}]"), has_basis, found);
            }
        }
        _ => {}
    }
}

fn texts_under<'a>(value: &'a Value, key: &str, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if name == key {
                    found.extend(
                        inner
                            .as_array()
                            .into_iter()
                            .flatten()
                            .filter_map(Value::as_str),
                    );
                } else {
                    texts_under(inner, key, found);
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|inner| texts_under(inner, key, found)),
        _ => {}
    }
}

#[test]
fn every_number_leads_to_its_source() {
    let library = Library::shipped().unwrap();
    let document = serde_json::to_value(planned(&library, NECK, &FEW_DRAWS)).unwrap();

    let mut without = Vec::new();
    estimates_without_basis(&document, "plan", false, &mut without);
    assert_eq!(without, Vec::<String>::new());

    let parameters = document["parameters"].as_object().unwrap();
    let rows = document["rows"].as_object().unwrap();
    let mut names = BTreeSet::new();
    texts_under(&document, "basis", &mut names);
    for name in names {
        let table = format!("{name}.");
        assert!(
            rows.contains_key(name)
                || parameters
                    .keys()
                    .any(|key| key == name || key.starts_with(&table)),
            "the basis {name} leads nowhere"
        );
    }
    for (key, row) in parameters.iter().chain(rows) {
        assert!(
            row["confidence"] == "assumption" || !row["sources"].as_array().unwrap().is_empty(),
            "{key} has no source"
        );
    }
    let mut sources = BTreeSet::new();
    texts_under(&document, "sources", &mut sources);
    for key in sources {
        assert!(
            document["sources"].get(key).is_some(),
            "the source {key} is not listed"
        );
    }
}

#[test]
fn a_scenario_that_is_the_plan_itself_differs_by_nothing() {
    let library = Library::shipped().unwrap();
    let plan = planned(&library, NECK, &FEW_DRAWS);
    // The neck example asks for two upkeep sessions a year.
    let same = plan
        .scenarios
        .iter()
        .find(|one| one.id == "maintenance-2")
        .unwrap();
    for difference in &same.scale.difference.values {
        assert!(difference.p05.abs() < 1e-12 && difference.p95.abs() < 1e-12);
    }
    let without = plan
        .scenarios
        .iter()
        .find(|one| one.id == "no-upkeep")
        .unwrap();
    assert_eq!(without.maintenance_per_year, 0);
    assert!(without.scale.difference.values[2].p05 < without.scale.difference.values[2].p95);
}

#[test]
fn the_plan_is_followed_for_two_years_after_the_last_treatment() {
    let library = Library::shipped().unwrap();
    let plan = planned(&library, NECK, &FEW_DRAWS);
    let last_treatment = plan.judged_day - 90.0;
    for scale in &plan.zones[0].outlook.scales {
        let last = scale.improvement.days.last().unwrap();
        assert!(
            (last - last_treatment - 730.0).abs() < 1e-9,
            "{}: {last}",
            scale.id
        );
    }
}

#[test]
fn too_few_or_too_many_draws_are_refused() {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", NECK.as_bytes(), date(2026, 11, 23), &library).unwrap();
    for draws in [0, 19, 10_001, usize::MAX] {
        let refused = plan(&case, &library, &Settings { draws, seed: 1 }, &|_| {}).unwrap_err();
        assert!(matches!(refused, PlanError::Draws { .. }));
        assert!(
            refused.to_string().contains("from 20 to 10000"),
            "{refused}"
        );
    }
}

/// The published schema is the one of the types. To publish a change, run this test with
/// `NEEDLEWORK_WRITE_SCHEMA=1` and raise the version in `PLAN_SCHEMA` if old readers would break.
#[test]
fn the_published_schema_is_current() {
    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plan.schema.json");
    let current = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("NEEDLEWORK_WRITE_SCHEMA").is_some() {
        std::fs::write(PATH, &current).unwrap();
    }
    let published = std::fs::read_to_string(PATH).unwrap();
    assert!(published == current, "docs/plan.schema.json is not current");
}
