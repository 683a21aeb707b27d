//! Handing mails over: to a server by SMTP, or into files where there is none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::Uri;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use thiserror::Error;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::queue::Told;
use crate::server::office::mail::Failure;

/// Longest that a server of mails may take for one: then nobody waits for it any longer.
const PATIENCE: Duration = Duration::from_mins(1);
/// Port for mails with TLS from the first byte (RFC 8314).
const TLS_PORT: u16 = 465;
/// Port for mails that begin TLS by a word (RFC 6409).
const SUBMISSION_PORT: u16 = 587;
/// Reply codes by which a server says that it does not let this program in: a fault of the settings and not of the address.
const NOT_LET_IN: std::ops::RangeInclusive<u16> = 530..=538;
/// As whom mails are written that reach nobody.
const NOBODY: &str = "reminders@clinic.invalid";

/// Why no mails can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostError {
    /// The address of the server of mails.
    #[error(
        "{0} is no address of a mail server; write it as smtps://mail.example.org, or smtp://mail.example.org where the connection is encrypted by STARTTLS."
    )]
    Server(String),
    /// A password in the address of the server.
    #[error(
        "a name or password stands in the address of the mail server, where every list of processes shows it; put them into NEEDLEWORK_SMTP_USER and NEEDLEWORK_SMTP_PASSWORD instead."
    )]
    Password,
    /// The address of the sender.
    #[error("{0} is no mail address; write the sender as reminders@example.org.")]
    Sender(String),
    /// The address of the pages.
    #[error("{0} is no address of pages; write it as https://clinic.example.org.")]
    Pages(String),
    /// The folder for mails.
    #[error(
        "{0}: mails cannot be written there: {1}; choose another data folder, or name a mail server with --smtp."
    )]
    Folder(PathBuf, String),
}

/// What hands mails over, and what stands in them.
#[derive(Debug)]
pub struct Post {
    way: Way,
    pub(super) from: Address,
    /// How the pages are reached, without a slash at the end.
    pub(super) pages: String,
}

#[derive(Debug)]
enum Way {
    Server(Server),
    Folder(PathBuf),
}

/// How a connection becomes a secret one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, which the server must offer.
    StartTls,
    /// None: on this machine alone.
    Loopback,
}

/// A server of mails.
struct Server {
    host: String,
    port: u16,
    secrecy: Secrecy,
    credentials: Option<Credentials>,
    hello: ClientId,
}

impl std::fmt::Debug for Server {
    /// The password does not leave by debug output.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Server({}:{})", self.host, self.port)
    }
}

impl Post {
    /// A server of mails at an address, with a name and a password where it asks for them.
    ///
    /// # Errors
    /// When an address cannot be used.
    pub fn by_server(
        server: &str,
        login: Option<(String, String)>,
        from: &str,
        pages: &str,
    ) -> Result<Self, PostError> {
        let from: Address = from
            .parse()
            .map_err(|_| PostError::Sender(from.to_owned()))?;
        let mut server = Server::at(server, from.domain())?;
        server.credentials = login.map(|(user, password)| Credentials::new(user, password));
        Ok(Self {
            way: Way::Server(server),
            from,
            pages: pages_at(pages)?,
        })
    }

    /// No server: mails become files in a folder, which reach nobody.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn into_folder(folder: PathBuf, pages: &str) -> Result<Self, PostError> {
        let made = make_private(&folder);
        made.map_err(|error| PostError::Folder(folder.clone(), error.to_string()))?;
        let from = NOBODY.parse();
        Ok(Self {
            way: Way::Folder(folder),
            from: from.map_err(|_| PostError::Sender(NOBODY.to_owned()))?,
            pages: pages_at(pages)?,
        })
    }

    /// Whether mails reach somebody.
    pub fn reaches_people(&self) -> bool {
        matches!(self.way, Way::Server(_))
    }

    /// Hands a mail over.
    pub(super) async fn hand_over(&self, id: Uuid, mail: &Message) -> Told {
        match &self.way {
            Way::Server(server) => server.hand_over(mail).await,
            Way::Folder(folder) => match write(folder, id, &mail.formatted()) {
                Ok(()) => Told::Taken,
                Err(error) => {
                    tracing::warn!(%error, "a mail was not written into its folder");
                    Told::NotNow(Failure::Unreachable)
                }
            },
        }
    }

    /// Removes what was kept of a mail here.
    pub(super) fn forget(&self, id: Uuid) {
        if let Way::Folder(folder) = &self.way {
            // Where there is none, nothing is left to do.
            let _ = fs::remove_file(file_of(folder, id));
        }
    }
}

impl Server {
    fn at(address: &str, own_domain: &str) -> Result<Self, PostError> {
        let wrong = || PostError::Server(address.to_owned());
        if address.contains('@') {
            return Err(PostError::Password);
        }
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        let host = uri
            .host()
            .filter(|host| !host.is_empty())
            .ok_or_else(wrong)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_here =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let (secrecy, usual) = match uri.scheme_str() {
            Some("smtps") => (Secrecy::Tls, TLS_PORT),
            Some("smtp") if is_here => (Secrecy::Loopback, SUBMISSION_PORT),
            Some("smtp") => (Secrecy::StartTls, SUBMISSION_PORT),
            _ => return Err(wrong()),
        };
        Ok(Self {
            host: host.to_owned(),
            port: uri.port_u16().unwrap_or(usual),
            secrecy,
            credentials: None,
            hello: ClientId::Domain(own_domain.to_owned()),
        })
    }

    /// A refusal is a reply of the server. Where the line ends without one, the mail may have arrived.
    async fn hand_over(&self, mail: &Message) -> Told {
        let deadline = Instant::now() + PATIENCE;
        let connected = timeout_at(deadline, self.connect()).await;
        let mut connection = match connected {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => {
                tracing::warn!(
                    code = code(&error),
                    "the mail server was not reached, or let nobody in"
                );
                return Told::NotNow(Failure::Unreachable);
            }
            Err(_) => return Told::NotNow(Failure::Unreachable),
        };
        let (envelope, bytes) = (mail.envelope(), mail.formatted());
        let sent = timeout_at(deadline, connection.send(envelope, &bytes)).await;
        match sent {
            Ok(Ok(_)) => {
                // It has taken the mail already; a farewell that fails changes nothing.
                let _ = timeout_at(deadline, connection.quit()).await;
                Told::Taken
            }
            Ok(Err(error)) => told(&error),
            Err(_) => Told::Silence,
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let tls = || TlsParameters::new(self.host.clone());
        let at_once = match self.secrecy {
            Secrecy::Tls => Some(tls()?),
            Secrecy::StartTls | Secrecy::Loopback => None,
        };
        let place = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(place, Some(PATIENCE), &self.hello, at_once, None);
        let mut connection = connecting.await?;
        if self.secrecy == Secrecy::StartTls {
            connection.starttls(tls()?, &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, credentials).await?;
        }
        Ok(connection)
    }
}

/// The code of a reply; 0: there was none. Its text may hold an address and goes nowhere.
fn code(error: &smtp::Error) -> u16 {
    error.status().map_or(0, u16::from)
}

fn told(error: &smtp::Error) -> Told {
    let code = code(error);
    tracing::warn!(code, "the mail server did not take a mail");
    if error.is_transient() || NOT_LET_IN.contains(&code) {
        Told::NotNow(Failure::Reply(code))
    } else if error.is_permanent() {
        Told::Never(Failure::Reply(code))
    } else if error.is_client() {
        // What the server cannot take was not sent to it: an address with letters beyond ASCII.
        Told::Never(Failure::Address)
    } else {
        Told::Silence
    }
}

fn pages_at(address: &str) -> Result<String, PostError> {
    let wrong = || PostError::Pages(address.to_owned());
    let uri: Uri = address.parse().map_err(|_| wrong())?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let is_plain = uri.host().is_some() && uri.path() == "/" && uri.query().is_none();
    if !is_web || !is_plain || address.contains('@') {
        return Err(wrong());
    }
    Ok(address.trim_end_matches('/').to_owned())
}

fn file_of(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}.eml"))
}

/// A file of a mail appears whole or not at all, and is read by its owner alone.
fn write(folder: &Path, id: Uuid, mail: &[u8]) -> io::Result<()> {
    let partial = folder.join(format!("{id}.partial"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    file.write_all(mail)?;
    file.sync_all()?;
    fs::rename(&partial, file_of(folder, id))
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(address: &str) -> Result<(String, u16, Secrecy), PostError> {
        let server = Server::at(address, "example.org")?;
        Ok((server.host, server.port, server.secrecy))
    }

    #[test]
    fn mails_leave_this_machine_encrypted_or_not_at_all() {
        let at = |host: &str, port, secrecy| Ok((host.to_owned(), port, secrecy));
        assert_eq!(
            server("smtps://mail.example.org"),
            at("mail.example.org", 465, Secrecy::Tls)
        );
        assert_eq!(
            server("smtp://mail.example.org"),
            at("mail.example.org", 587, Secrecy::StartTls)
        );
        assert_eq!(
            server("smtp://mail.example.org:2525"),
            at("mail.example.org", 2525, Secrecy::StartTls)
        );
        for (here, host) in [
            ("smtp://127.0.0.1:1025", "127.0.0.1"),
            ("smtp://localhost:1025", "localhost"),
            ("smtp://[::1]:1025", "::1"),
        ] {
            assert_eq!(server(here), at(host, 1025, Secrecy::Loopback));
        }
    }

    #[test]
    fn a_server_that_cannot_be_used_is_refused_with_how_to_write_it() {
        for wrong in ["", "mail.example.org", "http://mail.example.org", "smtp://"] {
            assert!(
                matches!(server(wrong), Err(PostError::Server(_))),
                "{wrong}"
            );
        }
        let told = server("smtps://me:secret@mail.example.org").err();
        assert_eq!(told, Some(PostError::Password));
        let told = PostError::Password.to_string();
        assert!(!told.contains("secret") && told.contains("NEEDLEWORK_SMTP_PASSWORD"));
    }

    #[test]
    fn links_in_mails_are_addresses_of_pages() {
        assert_eq!(
            pages_at("https://clinic.test/").as_deref(),
            Ok("https://clinic.test")
        );
        assert_eq!(
            pages_at("http://127.0.0.1:8731").as_deref(),
            Ok("http://127.0.0.1:8731")
        );
        for wrong in [
            "clinic.test",
            "ftp://clinic.test",
            "https://clinic.test/path",
            "",
        ] {
            assert!(pages_at(wrong).is_err(), "{wrong}");
        }
    }
}
