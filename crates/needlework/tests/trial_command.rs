//! `needlework trial` as a user runs it.

#![expect(clippy::unwrap_used, reason = "a command that cannot run has failed")]

use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(arguments)
        .output()
        .unwrap()
}

fn ablon() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../trial/data/trials/ablon-2018.toml")
        .display()
        .to_string()
}

#[test]
fn one_line_per_endpoint_with_its_range_and_what_was_observed() {
    let output = run(&["trial", &ablon(), "--draws", "24"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for scale in ["lemperle-wrinkles", "alexiades-laxity", "texture"] {
        let start = format!("day 150, {scale} mean-change: ");
        let line = text.lines().find(|line| line.starts_with(&start)).unwrap();
        assert!(
            line.contains(" to ") && line.contains("observed -1."),
            "{line}"
        );
    }
    assert!(output.stderr.is_empty());
}

#[test]
fn json_is_one_document_with_the_fixed_keys() {
    let output = run(&["trial", &ablon(), "--draws", "24", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &document["endpoints"][0];
    for key in ["day", "scale", "statistic", "observed", "inside_90"] {
        assert!(!first[key].is_null(), "{key}");
    }
    for key in ["mean", "p05", "p95"] {
        assert!(first["predicted"][key].is_number(), "{key}");
    }
}

#[test]
fn without_a_file_every_published_study_is_told_with_the_share_inside() {
    let output = run(&["trial", "--draws", "20"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for id in ["ablon-2018", "vietnam-weekly", "sasaki-2019"] {
        assert!(text.lines().any(|line| line.starts_with(id)), "{id}");
    }
    let last = text.lines().last().unwrap();
    assert!(last.contains("observed numbers lie inside"), "{last}");
}

#[test]
fn wrong_input_is_one_sentence_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "schema = 2\n").unwrap();
    let missing = folder.path().join("missing.toml");
    for path in [broken.as_path(), missing.as_path(), folder.path()] {
        let output = run(&["trial", &path.display().to_string()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(sentence.trim_end().lines().count(), 1, "{sentence}");
        assert!(sentence.trim_end().ends_with('.'), "{sentence}");
    }
    let few = run(&["trial", &ablon(), "--draws", "3"]);
    assert_eq!(few.status.code(), Some(1));
}
