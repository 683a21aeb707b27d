//! A small program in Python, which reads what this program wrote.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program prints when it is given `input`.
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has failed"
)]
pub(crate) fn printed(program: &str, input: &[u8]) -> String {
    let python = std::env::var("NEEDLEWORK_PYTHON").expect(
        "NEEDLEWORK_PYTHON is not set: run `cargo xtask test`, which installs what this test needs",
    );
    let mut reader = Command::new(python)
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(input).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
