//! A real server of mails on loopback: it speaks SMTP, with TLS and sign-in where it is told to, keeps what it took, and can be told
//! to behave badly.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

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

/// How it is entered.
#[derive(Clone, Default)]
#[allow(dead_code, reason = "every test file takes its own part of it")]
pub(crate) struct Door {
    /// TLS, with its certificate.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// Whether TLS begins with the first byte; else by STARTTLS.
    pub(crate) is_tls_at_once: bool,
    /// What AUTH PLAIN must say, where somebody must sign in.
    pub(crate) login: Option<String>,
}

/// What one line to the server came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Visit {
    /// Words that were said before the line was secret.
    pub(crate) in_the_clear: Vec<String>,
    /// Words that were said when it was.
    pub(crate) in_secret: Vec<String>,
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
    visits: Arc<Mutex<mpsc::Receiver<Visit>>>,
}

#[allow(dead_code, reason = "every test file takes its own part of it")]
impl PostOffice {
    pub(crate) fn open() -> Self {
        Self::open_with(&Door::default())
    }

    pub(crate) fn open_with(door: &Door) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (ended, visits) = mpsc::channel();
        let office = Self {
            address: match &door.tls {
                None => format!("smtp://127.0.0.1:{port}"),
                Some(_) if door.is_tls_at_once => format!("smtps://localhost:{port}"),
                Some(_) => format!("smtp://localhost:{port}?tls=required"),
            },
            state: Arc::default(),
            visits: Arc::new(Mutex::new(visits)),
        };
        let (state, door) = (Arc::clone(&office.state), door.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (state, door, ended) = (Arc::clone(&state), door.clone(), ended.clone());
                // A line that breaks is a matter of the test that breaks it.
                thread::spawn(move || {
                    let mut visit = Visit::default();
                    serve(stream.unwrap(), &state, &door, &mut visit);
                    ended.send(visit)
                });
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

    /// The next line that has ended; waits for it.
    pub(crate) fn next_visit(&self, patience: Duration) -> Visit {
        self.visits.lock().unwrap().recv_timeout(patience).unwrap()
    }
}

/// A line to somebody who sends.
enum Line {
    Clear(TcpStream),
    Secret(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Line {
    fn over_tls(stream: TcpStream, config: &Arc<ServerConfig>) -> Self {
        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
        Self::Secret(Box::new(StreamOwned::new(connection, stream)))
    }
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(bytes),
            Self::Secret(stream) => stream.read(bytes),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(bytes),
            Self::Secret(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Secret(stream) => stream.flush(),
        }
    }
}

fn say(line: &mut BufReader<Line>, text: &str) -> Option<()> {
    let line = line.get_mut();
    line.write_all(format!("{text}\r\n").as_bytes()).ok()?;
    line.flush().ok()
}

fn hear(line: &mut BufReader<Line>) -> Option<String> {
    let mut text = String::new();
    let length = line.read_line(&mut text).ok()?;
    (length > 0).then(|| text.trim_end_matches(['\r', '\n']).to_owned())
}

/// What is said after EHLO.
fn greeting(door: &Door, is_secret: bool) -> String {
    let mut all = vec!["250-post.test".to_owned()];
    if door.tls.is_some() && !is_secret {
        all.push("250-STARTTLS".to_owned());
    }
    if door.login.is_some() {
        all.push("250-AUTH PLAIN".to_owned());
    }
    all.push("250 8BITMIME".to_owned());
    all.join("\r\n")
}

fn serve(stream: TcpStream, state: &Mutex<State>, door: &Door, visit: &mut Visit) -> Option<()> {
    let at_once = door.tls.as_ref().filter(|_| door.is_tls_at_once);
    let mut is_secret = at_once.is_some();
    let mut is_in = door.login.is_none();
    let mut line = BufReader::new(match at_once {
        Some(config) => Line::over_tls(stream, config),
        None => Line::Clear(stream),
    });
    say(&mut line, "220 post.test")?;
    let mut to = String::new();
    let mut manner = None;
    loop {
        let text = hear(&mut line)?;
        let word = text.split(' ').next().unwrap().to_ascii_uppercase();
        if is_secret {
            visit.in_secret.push(word.clone());
        } else {
            visit.in_the_clear.push(word.clone());
        }
        match word.as_str() {
            "EHLO" => say(&mut line, &greeting(door, is_secret))?,
            "STARTTLS" => {
                say(&mut line, "220 go on")?;
                let (Line::Clear(stream), Some(config)) = (line.into_inner(), &door.tls) else {
                    return None;
                };
                line = BufReader::new(Line::over_tls(stream, config));
                is_secret = true;
            }
            "AUTH" => {
                is_in = text.strip_prefix("AUTH PLAIN ") == door.login.as_deref();
                say(&mut line, if is_in { "235 well" } else { "535 no" })?;
            }
            "MAIL" if !is_in => say(&mut line, "530 sign in first")?,
            "MAIL" => {
                manner = state.lock().unwrap().manners.pop_front();
                say(&mut line, "250 well")?;
            }
            "RCPT" => {
                text.split(['<', '>']).nth(1).unwrap().clone_into(&mut to);
                let answer = match manner {
                    Some(Manner::Busy) => "451 come again",
                    Some(Manner::NobodyHere) => "550 nobody here has this name",
                    _ => "250 well",
                };
                say(&mut line, answer)?;
            }
            "DATA" => {
                say(&mut line, "354 go on")?;
                let text = whole_mail(&mut line)?;
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
                say(&mut line, "250 taken")?;
            }
            "QUIT" => return say(&mut line, "221 bye"),
            _ => say(&mut line, "250 well")?,
        }
    }
}

/// Head and body up to the line that ends them.
fn whole_mail(line: &mut BufReader<Line>) -> Option<String> {
    let mut text = String::new();
    loop {
        let next = hear(line)?;
        if next == "." {
            break;
        }
        text.push_str(next.strip_prefix('.').unwrap_or(&next));
        text.push('\n');
    }
    let text = text
        .replace("=\n", "")
        .replace("=3D", "=")
        .replace("\n ", " ");
    Some(text)
}
