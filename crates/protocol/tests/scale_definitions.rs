//! Scales say what protocol 6 says, and agree with the scales that the outcome model predicts.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::Bibliography;
use needlework_outcome::{ChangeDirection, ScaleCatalogue};
use needlework_protocol::{
    AdverseEventGrades, Availability, Better, SaidChange, ScaleDefinitions, ScaleRater,
};
use needlework_skin::ZoneKind;

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

/// Whoever may grade here knows of which zones and in which steps: those of the outcome model where it predicts the scale.
#[test]
fn a_scale_that_a_clinician_grades_says_of_what_and_in_which_steps() {
    let bibliography = Bibliography::shipped().unwrap();
    let predicted = ScaleCatalogue::shipped(&bibliography).unwrap();
    for scale in definitions().iter() {
        assert!(scale.version >= 1);
        if !scale.is_graded_by_clinician() {
            continue;
        }
        assert!(!scale.graded_on.is_empty(), "{}", scale.id);
        let model = scale.predicted_as.as_ref();
        let model = model.map(|id| predicted.scale(id).unwrap().reading_step);
        assert_ne!(model.is_some(), scale.step.is_some(), "{}", scale.id);
        assert!(model.or(scale.step).unwrap() > 0.0, "{}", scale.id);
    }
    let definitions = definitions();
    let lemperle = definitions.get("lemperle").unwrap();
    assert!(lemperle.holds(1.0, 1.0) && !lemperle.holds(1.3, 1.0) && !lemperle.holds(6.0, 1.0));
    assert!(!lemperle.may_be_graded_on(Some(ZoneKind::Body)));
    let masi = definitions.get("masi").unwrap();
    assert!(masi.holds(2.7, 0.1) && !masi.holds(2.75, 0.1));
    assert!(masi.may_be_graded_on(None) && !masi.may_be_graded_on(Some(ZoneKind::Face)));
    let pain = definitions.get("nrs-pain").unwrap();
    assert!(!pain.is_graded_by_clinician());
}

/// Protocol 5.6: whoever opens an adverse event reads what a grade means, and what endangered a life asks for a report.
#[test]
fn every_grade_of_an_adverse_event_has_words() {
    let grades = AdverseEventGrades::shipped(&Bibliography::shipped().unwrap()).unwrap();
    let numbers: Vec<u8> = grades.iter().map(|one| one.grade).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert!(grades.label(4).unwrap().contains("danger to life"));
    assert_eq!(grades.label(6), None);
    assert!(grades.asks_for_report(1, true) && grades.asks_for_report(4, false));
    assert!(!grades.asks_for_report(3, false));
}

/// The words of a row and its list for the program name the same raters.
#[test]
fn raters_are_those_that_the_words_name() {
    let raters = [
        (ScaleRater::Patient, ["patient", "patient"]),
        (ScaleRater::Clinician, ["clinician", "dermatologist"]),
        (ScaleRater::BlindedRater, ["blinded", "blinded"]),
        (ScaleRater::Staff, ["staff", "staff"]),
    ];
    for scale in definitions().iter() {
        let words = scale.rater.as_deref().unwrap_or_default().to_lowercase();
        for (rater, names) in raters {
            let is_named = names.iter().any(|name| words.contains(name));
            assert_eq!(scale.raters.contains(&rater), is_named, "{}", scale.id);
        }
    }
}

/// Protocol 6: of the scales that may be built in, patients give the improvement since before treatment. Pain belongs to the
/// session, and the phototype is no outcome.
#[test]
fn the_patient_is_asked_for_improvement_in_words_for_each_grade() {
    let definitions = definitions();
    let asked: Vec<_> = definitions
        .iter()
        .filter(|scale| scale.is_asked_of_patient())
        .collect();
    let ids: Vec<&str> = asked.iter().map(|scale| scale.id.as_str()).collect();
    assert_eq!(ids, ["gais"]);
    let gais = asked.first().unwrap();
    // The direction is said by the words: 1 is best, 5 is worst.
    for (grade, begin) in [
        (1.0, "Very much better"),
        (2.0, "Much better"),
        (3.0, "Better"),
        (4.0, "No change"),
        (5.0, "Worse"),
    ] {
        assert!(gais.patient_words(grade).unwrap().starts_with(begin));
    }
    assert_eq!(gais.patient_words(6.0), None);
    // Its labels: three grades of improved, no change, worse.
    let says: Vec<Option<SaidChange>> = gais.grades.iter().map(|grade| grade.says).collect();
    let better = Some(SaidChange::Better);
    let others = [Some(SaidChange::Same), Some(SaidChange::Worse)];
    assert_eq!(says, [[better; 3].as_slice(), &others].concat());
    for grade in &gais.grades {
        let is_improved = grade.label.contains("improved");
        assert_eq!(grade.says == better, is_improved, "{}", grade.label);
    }
}
