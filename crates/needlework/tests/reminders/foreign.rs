//! A server of mails that this project did not write takes the reminders, and a reader of mails that it did not write reads them.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;

use needlework_clinic::server::SystemClock;
use needlework_clinic::server::office::mail::MailState;
use serde_json::Value;
use tempfile::TempDir;

use crate::PATIENCE;
use crate::clinic::{end, mails, open, prepare, program, runtime};

/// The server: where it listens, and what it took, line by line. It ends with its standard input.
struct Foreign {
    process: Child,
    address: String,
    lines: mpsc::Receiver<String>,
}

impl Foreign {
    fn open() -> Self {
        let python = std::env::var("NEEDLEWORK_PYTHON").expect(
            "NEEDLEWORK_PYTHON is not set: run `cargo xtask test`, which installs what this test needs",
        );
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/python/mail_server.py"
        );
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (told, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines() {
                // Whoever no longer listens has heard enough.
                let _ = told.send(line.unwrap());
            }
        });
        let port = lines.recv_timeout(PATIENCE).unwrap();
        Self {
            process,
            address: format!("smtp://127.0.0.1:{port}"),
            lines,
        }
    }

    fn next_mail(&self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

#[test]
fn a_server_of_somebody_else_takes_every_reminder_once_and_can_read_it() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("clinic");
    let log = folder.path().join("log");
    let addresses = prepare(&data, 2);
    let foreign = Foreign::open();
    let running = program(&data, &foreign.address, &log).spawn().unwrap();
    let taken: Vec<Value> = addresses.iter().map(|_| foreign.next_mail()).collect();
    end(running);
    let mut to = BTreeSet::new();
    for mail in &taken {
        assert_eq!(mail["defects"], Value::Array(Vec::new()), "{mail}");
        let receiver = mail["to"][0].as_str().unwrap();
        to.insert(receiver.to_owned());
        let header = |name: &str| mail["headers"][name].as_str().unwrap_or_default();
        assert_eq!(header("To"), receiver);
        assert!(header("From").contains("reminders@clinic.test"), "{mail}");
        let (subject, text) = (header("Subject"), mail["text"].as_str().unwrap());
        assert!(!subject.is_empty());
        for word in ["needl", "skin", "session", "treatment"] {
            assert!(!subject.to_lowercase().contains(word), "{subject}");
        }
        let stop = "https://clinic.test/reminders/stop/";
        assert!(text.contains(stop), "{text}");
        assert!(header("List-Unsubscribe").contains(stop), "{mail}");
    }
    assert_eq!(to, addresses);
    assert!(foreign.lines.try_recv().is_err(), "a mail came twice");
    assert_eq!(sent(&data), addresses.len());
}

/// Mails that the record says are sent.
fn sent(data: &Path) -> usize {
    runtime().block_on(async {
        let (clinic, record) = open(data, Arc::new(SystemClock)).await;
        let mails = mails(&record).await;
        clinic.close().await;
        let is_sent = mails.iter().filter(|mail| mail.state == MailState::Sent);
        is_sent.count()
    })
}
