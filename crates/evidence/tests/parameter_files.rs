//! Loading parameter files: what is refused, and what names a parameter set.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_evidence::{ParameterSet, Prior, parameters};
use support::{bibliography, file, load, rates, row};

fn refusal(text: &str) -> String {
    load(&["loss"], text.to_owned())
        .expect_err("the file must be refused")
        .to_string()
}

/// A complete row whose named line is replaced.
fn row_with(key: &str, line: &str) -> String {
    row("loss", 0.5, "")
        .lines()
        .map(|old| if old.starts_with(key) { line } else { old })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_complete_row_is_read_with_its_source() {
    let set = load(
        &["loss"],
        row(
            "loss",
            0.5,
            "prior = { kind = \"lognormal\", low = 0.2, high = 1.0 }",
        ),
    )
    .unwrap();
    let parameters: Vec<_> = set.iter().collect();
    assert_eq!(parameters.len(), 1);
    assert_eq!(parameters[0].key, "example.rates.loss");
    assert_eq!(parameters[0].nominal.sources, ["known-2020"]);
    assert_eq!(
        parameters[0].prior,
        Prior::Lognormal {
            low: 0.2,
            high: 1.0
        }
    );
    assert_eq!(
        set.value(&set.nominal(), "example.rates.loss"),
        Ok(0.5),
        "the nominal draw holds the nominal value"
    );
}

#[test]
fn a_parameter_without_source_is_refused_unless_assumed() {
    assert_eq!(
        refusal(&row_with("source", "")),
        "example.toml: rates.loss.source is nothing, but must be one or more keys of \
         bibliography.toml, or confidence = \"assumption\"."
    );
    let assumed = row_with("source", "note = \"no value was found\"")
        .replace("\"abstract\"", "\"assumption\"");
    assert!(load(&["loss"], assumed).is_ok());
}

#[test]
fn missing_and_unknown_fields_are_named() {
    assert_eq!(
        refusal(""),
        "example.toml: rates is missing; it must be a table of keys."
    );
    assert_eq!(
        refusal(&row("gain", 0.5, "")),
        "example.toml: rates.loss is missing; it must be a table of keys."
    );
    assert_eq!(
        refusal(&(row("loss", 0.5, "") + &row("gain", 0.5, ""))),
        "example.toml: rates.gain is not a known key; check its spelling or remove it."
    );
    assert_eq!(
        refusal(&(row("loss", 0.5, "") + "[extra]\n")),
        "example.toml: extra is not a known key; check its spelling or remove it."
    );
    assert_eq!(
        refusal(&row("loss", 0.5, "valu = 1")),
        "example.toml: rates.loss.valu is not a known key; check its spelling or remove it."
    );
}

#[test]
fn a_unit_that_the_code_does_not_expect_is_refused() {
    assert_eq!(
        refusal(&row_with("unit", "unit = \"1/h\"")),
        "example.toml: rates.loss.unit is \"1/h\", but must be one of: 1/d."
    );
}

#[test]
fn values_and_priors_outside_the_allowed_range_are_refused() {
    assert_eq!(
        refusal(&row("loss", 100.5, "")),
        "example.toml: rates.loss.value is 100.5, but must be a number from -100 to 100."
    );
    assert_eq!(
        refusal(&row(
            "loss",
            0.5,
            "prior = { kind = \"normal\", low = 1.0, high = 0.5 }"
        )),
        "example.toml: rates.loss.prior.high is 0.5, but must be a number from 1 to 100."
    );
    assert_eq!(
        refusal(&row(
            "loss",
            0.5,
            "prior = { kind = \"uniform\", low = -200.0, high = 1.0 }"
        )),
        "example.toml: rates.loss.prior.low is -200.0, but must be a number from -100 to 100."
    );
    assert_eq!(
        refusal(&row(
            "loss",
            0.5,
            "prior = { kind = \"lognormal\", low = 0.0, high = 1.0 }"
        )),
        "example.toml: rates.loss.prior.low is 0, but must be a positive number, since the prior \
         is lognormal."
    );
    assert_eq!(
        refusal(&row(
            "loss",
            0.5,
            "prior = { kind = \"gamma\", low = 0.1, high = 1.0 }"
        )),
        "example.toml: rates.loss.prior.kind is \"gamma\", but must be one of: normal, lognormal, \
         uniform."
    );
}

#[test]
fn a_value_that_its_own_prior_excludes_is_refused() {
    assert_eq!(
        refusal(&row(
            "loss",
            5.0,
            "prior = { kind = \"lognormal\", low = 0.2, high = 1.0 }"
        )),
        "example.toml: rates.loss.value is 5, but must be within its own prior, from 0.2 to 1."
    );
}

#[test]
fn a_table_that_is_listed_twice_is_refused() {
    let files = file(row("loss", 0.5, ""));
    let table = [rates(&["loss"])];
    let error = ParameterSet::load(
        &[("example", files, &table), ("example", files, &table)],
        &bibliography(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the parameter set: example.rates.loss is loaded twice; list each table once."
    );
}

parameters! {
    /// Two rates.
    pub struct Rates in "example.rates" {
        /// Loss.
        loss: "1/d",
        /// Gain.
        gain: "1/d",
    }
}

#[test]
fn a_declared_struct_takes_its_own_table_from_a_draw() {
    let text = row("loss", 0.25, "") + &row("gain", 3.0, "");
    let set =
        ParameterSet::load(&[("example", file(text), &[Rates::TABLE])], &bibliography()).unwrap();
    assert_eq!(
        Rates::at(&set, &set.nominal()),
        Ok(Rates {
            loss: 0.25,
            gain: 3.0
        })
    );
    let other = load(&["loss"], row("loss", 0.25, "")).unwrap();
    assert_eq!(
        Rates::at(&other, &other.nominal()).unwrap_err().to_string(),
        "the parameter set: example.rates.gain is missing; it must be a number."
    );
}

#[test]
fn the_hash_changes_with_whatever_a_draw_depends_on() {
    const PRIOR: &str = "prior = { kind = \"lognormal\", low = 0.2, high = 1.0 }";
    let hash = |text: String| load(&["loss"], text).unwrap().hash().to_owned();
    let original = hash(row("loss", 0.5, PRIOR));
    assert_eq!(original.len(), 64);
    assert_eq!(original, hash(row("loss", 0.5, PRIOR)), "same file");
    assert_eq!(
        original,
        hash(row("loss", 0.5, PRIOR).replace("abstract", "secondary")),
        "how well the source was read changes no number"
    );
    let changed = [
        row("loss", 0.500_000_000_000_001, PRIOR),
        row("loss", 0.5, &PRIOR.replace("0.2", "0.3")),
        row("loss", 0.5, &PRIOR.replace("lognormal", "normal")),
        row("loss", 0.5, PRIOR).replace("100.0]", "99.0]"),
        row("loss", 0.5, ""),
    ];
    for text in changed {
        assert_ne!(original, hash(text.clone()), "{text}");
    }
}
