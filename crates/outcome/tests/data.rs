//! The data files load, and everything they name exists.

#![expect(
    clippy::expect_used,
    reason = "a test stops where shipped data is refused"
)]
use needlework_evidence::{Bibliography, ParameterSet};
use needlework_outcome::{OutcomeParameters, PARAMETERS, ScaleCatalogue, TABLES};

fn parameter_set() -> ParameterSet {
    let bibliography = Bibliography::shipped().expect("the bibliography is well formed");
    ParameterSet::load(&[("outcome", PARAMETERS, TABLES)], &bibliography)
        .expect("outcome.toml is well formed")
}

#[test]
fn every_parameter_lies_inside_its_allowed_range_in_every_draw() {
    let set = parameter_set();
    for draw in set.draws(200, 7) {
        OutcomeParameters::at(&set, &draw).expect("all tables are loaded");
        for parameter in set.iter() {
            let value = set.value(&draw, &parameter.key).expect("own key");
            assert!(
                (parameter.allowed[0]..=parameter.allowed[1]).contains(&value),
                "{} = {value}",
                parameter.key
            );
        }
    }
}

/// A number without a source must say in words that none was found or what it was set by.
#[test]
fn every_assumption_has_a_note() {
    for parameter in parameter_set().iter() {
        let note = parameter.nominal.note.as_deref().unwrap_or_default();
        assert!(note.len() > 10, "{} has no note", parameter.key);
    }
}

/// The nominal value must be a plausible draw of its own prior.
#[test]
fn nominal_values_lie_within_the_prior() {
    let set = parameter_set();
    for parameter in set.iter() {
        let low = parameter.prior.quantile(0.05, parameter.nominal.value);
        let high = parameter.prior.quantile(0.95, parameter.nominal.value);
        assert!(
            (low..=high).contains(&parameter.nominal.value),
            "{}: {} is outside {low} to {high}",
            parameter.key,
            parameter.nominal.value
        );
    }
}

#[test]
fn every_indication_has_scales_and_every_scale_is_used() {
    let bibliography = Bibliography::shipped().expect("the bibliography is well formed");
    let catalogue = ScaleCatalogue::shipped(&bibliography).expect("the catalogue is well formed");
    let wanted = [
        "acne-scars",
        "facial-wrinkles",
        "photoaging-texture",
        "upper-lip-wrinkles",
        "neck-wrinkles",
        "surgical-injury-scar",
        "stretch-marks",
        "melasma",
    ];
    let mut used = Vec::new();
    for indication in wanted {
        let scales = catalogue.scales_for(indication).expect("known indication");
        assert!(!scales.is_empty());
        used.extend(scales.iter().map(|scale| scale.id.clone()));
        assert!(
            catalogue
                .row(&format!("outcome.indications.{indication}"))
                .is_some()
        );
    }
    for scale in catalogue.scales() {
        assert!(used.contains(&scale.id), "{} is never shown", scale.id);
        assert!(
            catalogue
                .row(&format!("outcome.scales.{}", scale.id))
                .is_some()
        );
    }
}

#[test]
fn an_unknown_indication_is_refused_with_the_known_ones() {
    let bibliography = Bibliography::shipped().expect("the bibliography is well formed");
    let catalogue = ScaleCatalogue::shipped(&bibliography).expect("the catalogue is well formed");
    let error = catalogue
        .scales_for("tattoo")
        .expect_err("not an indication");
    let sentence = error.to_string();
    assert!(
        sentence.contains("tattoo") && sentence.contains("melasma"),
        "{sentence}"
    );
}
