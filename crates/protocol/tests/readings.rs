//! A row about alternatives or scales claims no more than its sources carry.

use needlework_evidence::{Bibliography, Confidence, Reading};
use toml::Value;

fn name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::ReadInFull => "read-in-full",
        Confidence::Abstract => "abstract",
        Confidence::Secondary => "secondary",
        Confidence::Assumption => "assumption",
    }
}

/// Every table with sources: its confidence is the strongest reading of them.
fn check(value: &Value, bibliography: &Bibliography, rows: &mut usize) {
    match value {
        Value::Table(table) => {
            if let Some(sources) = table.get("source").and_then(Value::as_array) {
                let strongest = sources
                    .iter()
                    .filter_map(Value::as_str)
                    .filter_map(|key| bibliography.get(key)?.reading)
                    .map(Reading::confidence)
                    .min();
                let claimed = table.get("confidence").and_then(Value::as_str);
                assert_eq!(claimed, strongest.map(name), "{table:?}");
                *rows += 1;
            }
            for inner in table.values() {
                check(inner, bibliography, rows);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| check(item, bibliography, rows)),
        _ => {}
    }
}

#[test]
fn confidence_is_the_strongest_reading() {
    let bibliography = Bibliography::shipped().unwrap();
    let mut rows = 0;
    for text in [
        include_str!("../data/alternatives.toml"),
        include_str!("../data/scales.toml"),
        include_str!("../data/texts.toml"),
        include_str!("../data/consents.toml"),
        include_str!("../data/gate.toml"),
        include_str!("../data/views.toml"),
    ] {
        check(
            &Value::Table(text.parse().unwrap()),
            &bibliography,
            &mut rows,
        );
    }
    assert!(rows > 90, "{rows} rows were checked");
}
