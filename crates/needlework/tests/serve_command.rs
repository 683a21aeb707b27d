//! `needlework serve` as a whole: it opens, answers, and ends when it is told to.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A running program, ended with the test.
struct Running {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Running {
    fn start(temporary: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_needlework"))
            .args(arguments)
            .env("TMPDIR", temporary)
            .env_remove("NEEDLEWORK_DATABASE")
            .env_remove("NEEDLEWORK_PHOTOGRAPHS")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// The next lines up to one that holds a word, together.
    fn said(&mut self, until: &str) -> String {
        let mut said = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "{said}");
            said.push_str(&line);
            if line.contains(until) {
                return said;
            }
        }
    }

    fn end(mut self) -> bool {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        told.success() && self.child.wait().unwrap().success()
    }
}

/// The host in the first address of a text.
fn host(said: &str) -> String {
    let (_, rest) = said.split_once("http://").unwrap();
    rest.chars()
        .take_while(|one| one.is_ascii_digit() || matches!(one, '.' | ':'))
        .collect::<String>()
        .trim_end_matches(['.', ':'])
        .to_owned()
}

fn get(host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_demonstration_opens_answers_and_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let mut running = Running::start(
        folder.path(),
        &["serve", "--demonstration", "--listen", "127.0.0.1:0"],
    );
    let host = host(&running.said("http://"));
    assert!(get(&host, "/health/ready").starts_with("HTTP/1.1 200"));
    let door = get(&host, "/sign-in");
    assert!(door.contains("Dr. Ida Frei"), "{door}");
    assert!(get(&host, "/patients").starts_with("HTTP/1.1 303"));
    assert!(running.end(), "it did not end in order");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_new_clinic_gives_its_owner_one_link_and_keeps_its_data() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("clinic");
    let arguments = [
        "serve",
        "--data",
        data.to_str().unwrap(),
        "--listen",
        "127.0.0.1:0",
    ];
    let mut running = Running::start(folder.path(), &arguments);
    let said = running.said("/invitation?token=");
    let host = host(&said);
    let (_, token) = said.split_once("token=").unwrap();
    let page = get(&host, &format!("/invitation?token={}", token.trim()));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("<svg class=\"square\""), "{page}");
    // A clinic of one's own has no made-up people.
    assert!(!get(&host, "/sign-in").contains("Dr. Ida Frei"));
    assert!(running.end(), "it did not end in order");
    assert!(data.join("chart.sqlite").is_file());
}

#[test]
fn a_port_that_is_taken_is_refused_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(["serve", "--demonstration", "--listen", &address])
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("cannot be listened on"), "{error}");
    assert!(error.contains("serve --listen"), "{error}");
}
