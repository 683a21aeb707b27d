//! Settings of mails with which the program does not start.

use std::process::Command;

use tempfile::TempDir;

#[test]
fn settings_of_mails_that_cannot_be_used_are_refused_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let refused = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_needlework"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .args(arguments)
            .env("NEEDLEWORK_SMTP_USER", "clinic")
            .env_remove("NEEDLEWORK_SMTP_PASSWORD")
            .output()
            .unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let from = ["--mail-from", "reminders@clinic.test"];
    let with_server = |server| refused(&["--smtp", server, from[0], from[1]]);
    assert!(with_server("smtps://mail.clinic.test").contains("NEEDLEWORK_SMTP_PASSWORD"));
    assert!(refused(&["--smtp", "smtps://mail.clinic.test"]).contains("--mail-from"));
    assert!(refused(&["--address", "clinic.test"]).contains("https://clinic.example.org"));
}
