//! A real server of mails on loopback: it speaks SMTP, keeps what it took, and can be told to behave badly.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// How the next mail is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "every test file takes its own part of it")]
pub(crate) enum Manner {
    /// `451`: not now.
    Busy,
    /// `550`: nobody here has this name.
    NobodyHere,
    /// It takes the mail, and the line ends before it says so.
    TakeAndHangUp,
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    /// Where it goes, as the envelope says.
    pub(crate) to: String,
    /// Head and body, with long lines joined.
    pub(crate) text: String,
}

#[allow(dead_code, reason = "every test file takes its own part of it")]
impl Taken {
    /// A line of the head.
    pub(crate) fn header(&self, name: &str) -> &str {
        let begin = format!("{name}: ");
        let mut lines = self.text.lines();
        let line = lines.find(|line| line.starts_with(&begin));
        line.map_or("", |line| line.trim_start_matches(&begin))
    }

    /// Where the link leads by which mails are stopped, without scheme and host.
    pub(crate) fn stop_path(&self) -> String {
        let (_, rest) = self.text.split_once("/reminders/stop/").unwrap();
        let end = rest.find(|one: char| !one.is_ascii_alphanumeric() && !"-_".contains(one));
        format!("/reminders/stop/{}", &rest[..end.unwrap_or(rest.len())])
    }
}

type Arrival = Box<dyn FnMut() + Send>;

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    manners: VecDeque<Manner>,
    on_arrival: Option<Arrival>,
}

/// The server. It ends with the program.
#[derive(Clone)]
pub(crate) struct PostOffice {
    /// Where it listens, as an argument of the program.
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

#[allow(dead_code, reason = "every test file takes its own part of it")]
impl PostOffice {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let office = Self {
            address: format!("smtp://{}", listener.local_addr().unwrap()),
            state: Arc::default(),
        };
        let state = Arc::clone(&office.state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&state);
                // A line that breaks is a matter of the test that breaks it.
                thread::spawn(move || serve(&stream.unwrap(), &state));
            }
        });
        office
    }

    /// The next mails are met so, one after the other; those after them are taken.
    pub(crate) fn will(&self, manners: &[Manner]) {
        self.state.lock().unwrap().manners.extend(manners);
    }

    /// What happens once after the next mail is there whole, and before the sender is told.
    pub(crate) fn when_one_arrives(&self, arrival: impl FnMut() + Send + 'static) {
        self.state.lock().unwrap().on_arrival = Some(Box::new(arrival));
    }

    /// Everything that was taken.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }
}

fn serve(mut stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 post.test")?;
    let mut to = String::new();
    let mut manner = None;
    loop {
        let line = lines.next()?.ok()?;
        let word = line.split(' ').next().unwrap().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say("250-post.test\r\n250 8BITMIME")?,
            "MAIL" => {
                manner = state.lock().unwrap().manners.pop_front();
                say("250 well")?;
            }
            "RCPT" => {
                line.split(['<', '>']).nth(1).unwrap().clone_into(&mut to);
                match manner {
                    Some(Manner::Busy) => say("451 come again")?,
                    Some(Manner::NobodyHere) => say("550 nobody here has this name")?,
                    _ => say("250 well")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                loop {
                    let line = lines.next()?.ok()?;
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let text = text
                    .replace("=\n", "")
                    .replace("=3D", "=")
                    .replace("\n ", " ");
                let mut state = state.lock().unwrap();
                state.taken.push(Taken {
                    to: to.clone(),
                    text,
                });
                if let Some(mut arrival) = state.on_arrival.take() {
                    arrival();
                }
                drop(state);
                if manner == Some(Manner::TakeAndHangUp) {
                    return None;
                }
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return Some(());
            }
            _ => say("250 well")?,
        }
    }
}
