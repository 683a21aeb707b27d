//! A single sourced value of a data file: value, unit, allowed range and provenance in one table.

use needlework_evidence::{Bibliography, Block, Confidence, DataError, Sourced};

const AREA: &str = "[area_cm2]\nvalue = 55\nunit = \"cm2\"\nallowed = [1, 2000]\n\
                    confidence = \"assumption\"\nnote = \"no published figure found\"\n";

fn area(text: &str) -> Result<Sourced<f64>, DataError> {
    let mut zone = Block::parse("zones.toml", text)?;
    let value = Sourced::read(&mut zone, "area_cm2", "cm2", &Bibliography::default())?;
    zone.finish()?;
    Ok(value)
}

#[test]
fn value_unit_and_provenance_are_read_together() {
    let area = area(AREA).unwrap();
    assert_eq!(area.value.to_bits(), 55.0_f64.to_bits());
    assert_eq!(area.unit, "cm2");
    assert_eq!(area.confidence, Confidence::Assumption);
    assert_eq!(area.note.as_deref(), Some("no published figure found"));
}

#[test]
fn what_the_row_must_not_say_is_refused() {
    for (old, new, sentence) in [
        (
            "cm2\"",
            "mm2\"",
            "zones.toml: area_cm2.unit is \"mm2\", but must be one of: cm2.",
        ),
        (
            "55",
            "0.5",
            "zones.toml: area_cm2.value is 0.5, but must be a number from 1 to 2000.",
        ),
        (
            "value",
            "valeu",
            "zones.toml: area_cm2.value is missing; it must be a number from 1 to 2000.",
        ),
        (
            "note",
            "prior",
            "zones.toml: area_cm2.note is missing, but must be a text that says what was assumed \
             and why, since confidence is \"assumption\".",
        ),
        (
            "assumption",
            "abstract",
            "zones.toml: area_cm2.source is nothing, but must be one or more keys of \
             bibliography.toml, or confidence = \"assumption\".",
        ),
    ] {
        let error = area(&AREA.replace(old, new)).unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
}
