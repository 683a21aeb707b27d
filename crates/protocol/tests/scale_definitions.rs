//! Scales say what protocol 6 says, and agree with the scales that the outcome model predicts.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::Bibliography;
use needlework_outcome::{ChangeDirection, ScaleCatalogue};
use needlework_protocol::{Availability, Better, ScaleDefinitions};

fn definitions() -> ScaleDefinitions {
    ScaleDefinitions::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn pair(row: &toml::Table, key: &str) -> Option<[f64; 2]> {
    let ends = row.get(key)?.as_array()?;
    let end = |at: usize| ends.get(at)?.as_integer().map(|whole| whole as f64);
    Some([end(0)?, end(1)?])
}

#[test]
fn every_scale_says_what_the_table_says() {
    let table: toml::Table = include_str!("data/section_6.toml").parse().unwrap();
    let definitions = definitions();
    assert_eq!(definitions.iter().count(), table.len());
    for (id, row) in &table {
        let row = row.as_table().unwrap();
        let scale = definitions.get(id).unwrap();
        assert_eq!(scale.range, pair(row, "range"), "{id}");
        let better = match row.get("better").and_then(toml::Value::as_str) {
            Some("lower") => Some(Better::LowerIsBetter),
            Some("higher") => Some(Better::HigherIsBetter),
            _ => None,
        };
        assert_eq!(scale.direction, better, "{id}");
        let change = scale.smallest_meaningful_change.as_ref();
        let meaningful = row.get("meaningful").and_then(toml::Value::as_integer);
        assert_eq!(
            change.map(|change| change.value),
            meaningful.map(|whole| whole as f64),
            "{id}"
        );
        assert_eq!(
            scale.licence.is_some(),
            row["licence"].as_bool().unwrap(),
            "{id}: licence"
        );
        let built_in = row.get("built_in").is_some();
        assert_eq!(
            scale.availability == Availability::BuiltIn,
            built_in,
            "{id}: built in"
        );
    }
}

#[test]
fn grades_mean_what_the_table_says_and_unknown_ones_mean_nothing() {
    let table: toml::Table = include_str!("data/section_6.toml").parse().unwrap();
    let definitions = definitions();
    for (id, row) in &table {
        let scale = definitions.get(id).unwrap();
        let row = row.as_table().unwrap();
        match row.get("grades").and_then(toml::Value::as_table) {
            None => assert!(scale.grades.is_empty(), "{id} has grades from nowhere"),
            Some(grades) => {
                for (value, words) in grades {
                    let label = scale.label(value.parse().unwrap()).unwrap();
                    let words = words.as_str().unwrap();
                    assert!(label.contains(words), "{id} {value}: {label}");
                }
            }
        }
        let unlabelled = row.get("unlabelled").and_then(toml::Value::as_array);
        for value in unlabelled.into_iter().flatten() {
            let value = value.as_integer().unwrap() as f64;
            assert_eq!(scale.label(value), None, "{id} {value}");
        }
    }
}

/// Scales that stand for the same published scale in both crates: same range, same direction, and no meaningful change
/// below what the scale can tell from rating error.
#[test]
fn predicted_scales_are_the_defined_ones() {
    let bibliography = Bibliography::shipped().unwrap();
    let predicted = ScaleCatalogue::shipped(&bibliography).unwrap();
    let mut linked = 0;
    for definition in definitions().iter() {
        let Some(id) = &definition.predicted_as else {
            continue;
        };
        let scale = predicted.scale(id).unwrap();
        linked += 1;
        assert!(
            definition
                .range
                .is_none_or(|range| Some(range) == Some(scale.range)),
            "{id}"
        );
        let direction = match scale.direction {
            ChangeDirection::LowerIsBetter => Better::LowerIsBetter,
            ChangeDirection::HigherIsBetter => Better::HigherIsBetter,
        };
        assert!(
            definition
                .direction
                .is_none_or(|better| better == direction)
        );
        if let Some(change) = &definition.smallest_meaningful_change {
            assert!(
                change.value >= scale.minimal_detectable_change.value,
                "{id}"
            );
        }
    }
    assert_eq!(linked, 5);
}
