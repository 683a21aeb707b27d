//! The program is killed after the server of mails has a mail, and before the program has written that down.

use std::collections::BTreeSet;
use std::process::Child;
use std::sync::{Arc, Mutex, mpsc};

use jiff::{SignedDuration, Timestamp};
use needlework_clinic::server::Clock;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::mail::MailState;
use tempfile::TempDir;

use crate::PATIENCE;
use crate::clinic::{end, mails, open, prepare, program, runtime};
use crate::post_office::PostOffice;

/// Ids of all mails that came, each of which must have come once; and to whom they went.
fn came_once(office: &PostOffice) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut ids, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for taken in office.taken() {
        let id = taken.header("Message-ID").to_owned();
        assert!(ids.insert(id), "a mail came twice");
        addresses.insert(taken.to);
    }
    (ids, addresses)
}

/// A clock that is ahead of that of the machine.
#[derive(Debug)]
struct Ahead(SignedDuration);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        Timestamp::now() + self.0
    }
}

#[test]
fn a_program_that_is_killed_between_hand_over_and_record_sends_no_mail_twice() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("clinic");
    let log = folder.path().join("log");
    let addresses = prepare(&data, 2);
    assert_eq!(
        addresses.len(),
        2,
        "one made-up person had a session yesterday"
    );
    let office = PostOffice::open();
    let running: Arc<Mutex<Option<Child>>> = Arc::default();
    let (arrived, first) = mpsc::channel();
    let killed = Arc::clone(&running);
    office.when_one_arrives(move || {
        // The mail is here, and the program does not know it yet.
        let mut child = killed.lock().unwrap().take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        arrived.send(()).unwrap();
    });
    {
        let mut running = running.lock().unwrap();
        *running = Some(program(&data, &office.address, &log).spawn().unwrap());
    }
    first.recv_timeout(PATIENCE).expect("no mail came");
    assert_eq!(office.taken().len(), 1);

    // The next program sends what the first one has not begun, and leaves alone what it cannot know.
    let (arrived, second) = mpsc::channel();
    office.when_one_arrives(move || arrived.send(()).unwrap());
    let again = program(&data, &office.address, &log).spawn().unwrap();
    second
        .recv_timeout(PATIENCE)
        .expect("the other mail did not come");
    end(again);
    let (_, reached) = came_once(&office);
    assert_eq!(reached, addresses);

    // After the time that a hand-over may take, the clinic is told, and still nothing goes twice.
    let states = runtime().block_on(async {
        let later = SignedDuration::from_mins(10);
        let (clinic, record) = open(&data, Arc::new(Ahead(later))).await;
        let post = Post::by_server(
            &office.address,
            None,
            "reminders@clinic.test",
            "https://clinic.test",
        );
        let mut courier = Courier::new(Arc::clone(&clinic), post.unwrap());
        courier.go_round().await.unwrap();
        let mails = mails(&record).await.into_iter();
        mails.map(|mail| mail.state).collect::<Vec<_>>()
    });
    assert!(states.contains(&MailState::NotKnown), "{states:?}");
    assert!(states.contains(&MailState::Sent), "{states:?}");
    assert!(!states.contains(&MailState::HandingOver), "{states:?}");
    came_once(&office);

    // What is secret in a mail, and where it went, stands in no line of the log.
    let log = std::fs::read_to_string(&log).unwrap();
    for secret in ["/reminders/stop/", "example.org"] {
        assert!(!log.contains(secret), "{log}");
    }
    for taken in office.taken() {
        let path = taken.stop_path();
        let (_, token) = path.rsplit_once('/').unwrap();
        assert!(!log.contains(token), "{log}");
    }
}
