//! `needlework verify`, `backup`, `restore`, `export`, `import`, `erase` and `rotate-key` as a user runs them.

#![expect(clippy::unwrap_used, reason = "a command that cannot run has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const PATIENT: &str = "01900000-0000-7000-8000-000000000001";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(arguments)
        .env_remove("NEEDLEWORK_CLINIC_KEY")
        .env_remove("NEEDLEWORK_DATABASE")
        .env_remove("NEEDLEWORK_PHOTOGRAPHS")
        .output()
        .unwrap()
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn fail(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().count(), 1, "{errors}");
    errors
}

/// An export with one patient, as another clinic hands it over.
fn export_of_another_clinic(folder: &Path) -> PathBuf {
    let export = folder.join("handed-over");
    let chart = export.join("patients").join(PATIENT);
    fs::create_dir_all(&chart).unwrap();
    let title = format!(
        r#"{{"format": 1, "exported_at": "2026-11-26T10:00:00Z", "patients": ["{PATIENT}"]}}"#
    );
    fs::write(export.join("export.json"), title).unwrap();
    let events = r#"[{"kind": "patient-registered", "version": 1, "recorded_at": "2026-11-02T08:00:00Z",
        "author": {"user": "01900000-0000-7000-8000-0000000000aa", "name": "Kim Roth", "role": "front-desk"},
        "facts": {"name": {"family": "Vogel", "given": "Mara"}, "birth_date": "1974-03-09",
                  "clinic_number": "1041", "contact": {"telephone": null, "mail": null, "address": null}}}]"#;
    fs::write(chart.join("events.json"), events).unwrap();
    export
}

#[test]
fn a_record_goes_from_import_over_backup_and_restore_to_export() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let handed_over = export_of_another_clinic(folder.path())
        .display()
        .to_string();
    let (data, keys, restored) = (path("data"), path("keys"), path("restored"));

    let told = succeed(&["import", &handed_over, "--data", &data, "--keys", &keys]);
    assert!(
        told.starts_with("1 charts, 1 events, 0 photographs, 0 appointments"),
        "{told}"
    );
    succeed(&["rotate-key", "--data", &data, "--keys", &keys]);
    let whole = succeed(&["verify", "--data", &data, "--keys", &keys]);
    assert!(
        whole.starts_with("The record is whole: 1 entries, 1 charts"),
        "{whole}"
    );

    succeed(&["backup", &path("backup"), "--data", &data, "--keys", &keys]);
    let told = succeed(&[
        "restore",
        &path("backup"),
        "--data",
        &restored,
        "--keys",
        &keys,
    ]);
    assert!(told.contains(whole.trim()), "{told}");
    succeed(&[
        "export",
        &path("export"),
        "--patient",
        PATIENT,
        "--data",
        &restored,
        "--keys",
        &keys,
    ]);
    let events = folder
        .path()
        .join("export/patients")
        .join(PATIENT)
        .join("events.json");
    assert!(fs::read_to_string(events).unwrap().contains("Vogel"));
}

#[test]
fn verify_ends_with_1_and_says_where_when_something_is_wrong() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let handed_over = export_of_another_clinic(folder.path())
        .display()
        .to_string();
    let data = path("data");
    succeed(&["import", &handed_over, "--data", &data]);
    // The key room of another clinic.
    fs::remove_dir_all(folder.path().join("data/keys")).unwrap();
    let output = run(&["verify", "--data", &data]);
    assert_eq!(output.status.code(), Some(1));
    let findings = String::from_utf8(output.stdout).unwrap();
    assert!(findings.contains(PATIENT), "{findings}");
    assert!(!findings.contains("Vogel"), "{findings}");
}

#[test]
fn a_record_that_is_not_there_is_told_and_not_made() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("dtaa");
    let name = data.display().to_string();
    for command in ["verify", "rotate-key"] {
        let told = fail(&[command, "--data", &name]);
        assert!(told.contains("there is no record"), "{told}");
    }
    let no_copy = folder.path().display().to_string();
    for (command, file) in [("restore", "backup.json"), ("import", "export.json")] {
        let told = fail(&[command, &no_copy, "--data", &name]);
        assert!(told.contains(file), "{told}");
    }
    assert!(!data.exists());
}

#[test]
fn a_person_is_erased_only_with_yes_and_stays_erased() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let handed_over = export_of_another_clinic(folder.path())
        .display()
        .to_string();
    let data = path("data");
    succeed(&["import", &handed_over, "--data", &data]);
    let erase = ["erase", PATIENT, "--ground", "request", "--data", &data];
    let told = fail(&erase);
    assert!(told.contains("1 events and 0 photographs") && told.contains("--yes"));
    let whole = succeed(&["verify", "--data", &data]);
    assert!(
        whole.contains("1 entries, 1 charts, 0 of them erased"),
        "{whole}"
    );

    let erase = [&erase[..], &["--yes"]].concat();
    let told = succeed(&erase);
    assert!(
        told.contains(PATIENT) && told.contains("key room"),
        "{told}"
    );
    assert!(!told.contains("Vogel"));
    let whole = succeed(&["verify", "--data", &data]);
    assert!(
        whole.contains("2 entries, 1 charts, 1 of them erased"),
        "{whole}"
    );
    let told = fail(&[
        "export",
        &path("export"),
        "--patient",
        PATIENT,
        "--data",
        &data,
    ]);
    assert!(told.contains("was erased"), "{told}");
    assert!(fail(&["import", &handed_over, "--data", &data]).contains(PATIENT));
    // Once more does no harm: an erasure that was cut off is finished so.
    succeed(&erase);
    let whole = succeed(&["verify", "--data", &data]);
    assert!(whole.contains("2 entries"), "{whole}");
}

#[test]
fn nobody_is_erased_without_a_ground_or_under_an_id_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let handed_over = export_of_another_clinic(folder.path())
        .display()
        .to_string();
    let data = folder.path().join("data").display().to_string();
    succeed(&["import", &handed_over, "--data", &data]);
    let other = "01900000-0000-7000-8000-000000000002";
    let told = fail(&[
        "erase",
        other,
        "--ground",
        "retention-over",
        "--yes",
        "--data",
        &data,
    ]);
    assert!(told.contains(other), "{told}");
    for wrong in [
        vec!["erase", PATIENT, "--yes", "--data", &data],
        vec![
            "erase", PATIENT, "--ground", "ledger", "--yes", "--data", &data,
        ],
        vec![
            "erase", "Vogel", "--ground", "request", "--yes", "--data", &data,
        ],
    ] {
        assert_eq!(run(&wrong).status.code(), Some(2), "{wrong:?}");
    }
    let whole = succeed(&["verify", "--data", &data]);
    assert!(whole.contains("0 of them erased"), "{whole}");
}
