//! Every command that touches photographs, with these in a bucket of a real object store.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a command that cannot run has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const PATIENT: &str = "01900000-0000-7000-8000-000000000001";
const PHOTOGRAPH: &str = "01900000-0000-7000-8000-000000000070";
const PIXELS: &str = "hello";

/// A clinic in a folder of its own, whose photographs lie in a bucket.
struct Clinic {
    folder: TempDir,
    place: String,
    variables: Vec<(&'static str, String)>,
}

impl Clinic {
    fn new() -> Self {
        let told = std::env::var("NEEDLEWORK_S3").expect(
            "NEEDLEWORK_S3 is not set: run `cargo xtask test`, which installs and starts an object store for this test",
        );
        let (keys, rest) = told
            .strip_prefix("s3://")
            .unwrap()
            .rsplit_once('@')
            .unwrap();
        let (key_id, secret_key) = keys.split_once(':').unwrap();
        let (server, bucket) = rest.split_once('/').unwrap();
        let folder = TempDir::new().unwrap();
        let own = folder.path().file_name().unwrap().display().to_string();
        let own = own.trim_matches('.');
        Self {
            place: format!("s3://{bucket}/{own}"),
            variables: vec![
                ("AWS_ENDPOINT_URL", format!("http://{server}")),
                ("AWS_ACCESS_KEY_ID", key_id.to_owned()),
                ("AWS_SECRET_ACCESS_KEY", secret_key.to_owned()),
            ],
            folder,
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_needlework"));
        for name in [
            "NEEDLEWORK_CLINIC_KEY",
            "NEEDLEWORK_DATABASE",
            "NEEDLEWORK_PHOTOGRAPHS",
            "AWS_ENDPOINT_URL_S3",
            "AWS_SESSION_TOKEN",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
        ] {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command on the record in a folder, with photographs below a prefix.
    fn succeed(&self, arguments: &[&str], data: &str, photographs: &str) -> String {
        let place = format!("{}/{photographs}", self.place);
        let (data, keys) = (self.path(data), self.path("keys"));
        let places = ["--data", &data, "--keys", &keys, "--photographs", &place];
        let output = self.command(&[arguments, &places].concat()).output();
        let output = output.unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn told(output: &Output) -> String {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    errors
}

/// An export with one patient and one photograph, as another clinic hands it over.
fn export_of_another_clinic(folder: &Path) -> PathBuf {
    let export = folder.join("handed-over");
    let chart = export.join("patients").join(PATIENT);
    fs::create_dir_all(chart.join("photographs")).unwrap();
    let title = format!(
        r#"{{"format": 1, "exported_at": "2026-11-26T10:00:00Z", "patients": ["{PATIENT}"]}}"#
    );
    fs::write(export.join("export.json"), title).unwrap();
    let event = |kind: &str, facts: &str| {
        format!(
            r#"{{"kind": "{kind}", "version": 1, "recorded_at": "2026-11-02T08:00:00Z",
            "author": {{"user": "01900000-0000-7000-8000-0000000000aa", "name": "Kim Roth", "role": "operator"}},
            "facts": {{{facts}}}}}"#
        )
    };
    let events = [
        event(
            "patient-registered",
            r#""name": {"family": "Vogel", "given": "Mara"}, "birth_date": "1974-03-09", "clinic_number": "1041",
            "contact": {"telephone": null, "mail": null, "address": null}"#,
        ),
        event(
            "consent-given",
            r#""class": "photograph", "consent": "01900000-0000-7000-8000-000000000031", "expires_on": null,
            "plan": null, "purpose": null, "text_version": "2026-10",
            "signature": {"how": "drawn", "name": "Mara Vogel", "path": "M0 0 L10 4"}"#,
        ),
        event(
            "photograph-added",
            &format!(
                r#""photograph": "{PHOTOGRAPH}", "consent": "01900000-0000-7000-8000-000000000031", "session": null,
                "view": "front", "taken_at": "2026-11-02T08:00:00Z", "media_type": "image/jpeg", "bytes": 5,
                "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824""#
            ),
        ),
    ];
    fs::write(
        chart.join("events.json"),
        format!("[{}]", events.join(",\n")),
    )
    .unwrap();
    let file = chart.join("photographs").join(format!("{PHOTOGRAPH}.jpg"));
    fs::write(file, PIXELS).unwrap();
    export
}

#[test]
fn a_photograph_goes_from_import_over_backup_and_restore_to_export_and_is_erased() {
    let clinic = Clinic::new();
    let handed_over = export_of_another_clinic(clinic.folder.path());
    let handed_over = handed_over.display().to_string();
    let told = clinic.succeed(&["import", &handed_over], "data", "first");
    assert!(told.contains("1 photographs"), "{told}");
    assert!(!clinic.folder.path().join("data/photographs").exists());
    let whole = clinic.succeed(&["verify"], "data", "first");
    let backup = clinic.path("backup");
    let told = clinic.succeed(&["backup", &backup], "data", "first");
    assert!(told.contains("1 photographs"), "{told}");

    let told = clinic.succeed(&["restore", &backup], "restored", "second");
    assert!(told.contains(whole.trim()), "{told}");
    let export = clinic.path("export");
    clinic.succeed(&["export", &export], "restored", "second");
    let file = format!("export/patients/{PATIENT}/photographs/{PHOTOGRAPH}.jpg");
    let pixels = fs::read_to_string(clinic.folder.path().join(file)).unwrap();
    assert_eq!(pixels, PIXELS);

    let erase = ["erase", PATIENT, "--ground", "request", "--yes"];
    let told = clinic.succeed(&erase, "restored", "second");
    assert!(told.contains("1 photographs"), "{told}");
    clinic.succeed(&["verify"], "restored", "second");
    // That of the other record is still there.
    let backup = clinic.path("after");
    let told = clinic.succeed(&["backup", &backup], "data", "first");
    assert!(told.contains("1 photographs"), "{told}");
}

#[test]
fn a_place_that_cannot_be_used_is_told_in_one_sentence_without_a_key() {
    let clinic = Clinic::new();
    let data = clinic.path("data");
    let export = export_of_another_clinic(clinic.folder.path());
    let export = export.display().to_string();
    let import = ["import", &export, "--data", &data, "--photographs"];
    let place = clinic.place.as_str();
    let ask = |place: &str, name: &str, value: Option<&str>| {
        let mut command = clinic.command(&[&import[..], &[place]].concat());
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
        told(&command.output().unwrap())
    };
    for (told, expected) in [
        (
            ask(place, "AWS_SECRET_ACCESS_KEY", None),
            "AWS_SECRET_ACCESS_KEY",
        ),
        (
            ask(place, "AWS_SECRET_ACCESS_KEY", Some("wrong-secret")),
            "refuses the keys",
        ),
        (ask(place, "AWS_ENDPOINT_URL", None), "AWS_ENDPOINT_URL"),
        (
            ask(place, "AWS_ENDPOINT_URL", Some("http://127.0.0.1:9")),
            "no connection",
        ),
        (
            ask("s3://no-such-bucket", "AWS_REGION", None),
            "no bucket of this name",
        ),
    ] {
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("wrong-secret"), "{told}");
        for (name, value) in &clinic.variables {
            assert!(
                *name == "AWS_ENDPOINT_URL" || !told.contains(value),
                "{told}"
            );
        }
    }
    let told = ask("s3://key:wrong-secret@host/bucket", "AWS_REGION", None);
    assert!(told.contains("no place for photographs"), "{told}");
    assert!(!told.contains("wrong-secret"), "{told}");
}
