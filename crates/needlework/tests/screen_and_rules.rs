//! `needlework screen`, `needlework rules` and `--clinic` as a person types them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name)
}

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn needlework(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(arguments)
        .output()
        .unwrap()
}

#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = needlework(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let output = needlework(arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

#[test]
fn screening_says_from_which_day_and_why_and_which_zone_waits() {
    let case = example("acne-scars.toml");
    let text = printed(&["screen", case.to_str().unwrap()]);
    assert!(
        text.contains("Cheeks: Not before 28 February 2027, because of isotretinoin"),
        "{text}"
    );
    assert!(text.contains("NOT YET (acne-active, temple)"), "{text}");
    assert!(text.contains("sources: fda-mn, kichi, aeterna"), "{text}");
}

#[test]
fn screening_names_the_role_that_must_decide() {
    let case = example("neck.toml");
    let text = printed(&["screen", case.to_str().unwrap()]);
    assert!(
        text.contains("A prescriber must decide first, because of a blood thinner"),
        "{text}"
    );
}

#[test]
fn screening_as_json_is_the_whole_screening() {
    let case = example("acne-scars.toml");
    let text = printed(&["screen", case.to_str().unwrap(), "--json"]);
    let screening: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(screening["earliest_together"]["day"], "2027-02-28");
    assert_eq!(screening["zones"][1]["left_out"], true);
    assert!(screening["rules"]["isotretinoin-recent"]["seen"].is_array());
}

#[test]
fn a_case_without_answers_is_told_what_to_do() {
    let folder = TempDir::new().unwrap();
    let case = folder.path().join("case.toml");
    let text = fs::read_to_string(example("upper-lip.toml")).unwrap();
    let (without, _) = text.split_once("\n[screening]").unwrap();
    fs::write(&case, without).unwrap();
    let text = printed(&["screen", case.to_str().unwrap()]);
    assert!(text.contains("add [screening] to the case"), "{text}");
    assert!(
        text.contains("keloid-tendency: Have you ever had a keloid"),
        "{text}"
    );
}

#[test]
fn a_rule_shows_sources_range_and_conflict() {
    let text = printed(&["rules", "filler-recent"]);
    for words in [
        "Value: 28 d. A clinic may set 28 to 365 d.",
        "not yet signed off",
        "12 months (balance)",
        "Conflict C4",
        "https://www.yazbekartistry.com/read-me2",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let clinic = example("clinic/settings.toml");
    let text = printed(&[
        "rules",
        "filler-recent",
        "--clinic",
        clinic.to_str().unwrap(),
    ]);
    assert!(
        text.contains("Value: 42 d, set by the clinic; shipped: 28 d."),
        "{text}"
    );
}

#[test]
fn all_rules_are_listed() {
    let text = printed(&["rules"]);
    for id in [
        "infection-active",
        "above-depth-limit",
        "stop-retinoid",
        "maintenance",
        "vitamin-c-serum",
        "antiviral-record",
        "treatment-cartridge",
        "adverse-event",
    ] {
        assert!(text.contains(&format!("  {id} ")), "{id}");
    }
    // An id shows one rule.
    let ids: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
    assert!(refused(&["rules", "filer-recent"]).contains("there is no rule \"filer-recent\""));
}

#[test]
fn a_form_shows_its_fields_and_a_report_that_it_binds_nobody() {
    let form = printed(&["rules", "antiviral-record"]);
    assert!(
        form.contains("Recorded: history; decision; drug; dose; start; days; prescriber; reason"),
        "{form}"
    );
    assert!(form.contains("May be overridden by: prescriber"), "{form}");
    let report = printed(&["rules", "vitamin-c-serum"]);
    assert!(report.contains("binds nobody by itself"), "{report}");
}

#[test]
fn a_clinic_file_out_of_range_is_refused_by_every_command() {
    let folder = TempDir::new().unwrap();
    let clinic = folder.path().join("clinic.toml");
    fs::write(
        &clinic,
        "schema = 1\nname = \"Example\"\n[rules]\nfiller-recent = 3\n",
    )
    .unwrap();
    let case = example("neck.toml");
    let (case, clinic) = (case.to_str().unwrap(), clinic.to_str().unwrap());
    for arguments in [
        vec!["plan", case, "--clinic", clinic],
        vec!["screen", case, "--clinic", clinic],
        vec!["rules", "--clinic", clinic],
    ] {
        let error = refused(&arguments);
        assert!(
            error.contains("rules.filler-recent is 3, but must be a number from 28 to 365 (days)"),
            "{error}"
        );
    }
    let error = refused(&["rules", "--clinic", "no-such-file.toml"]);
    assert!(error.contains("there is no such file"), "{error}");
}
