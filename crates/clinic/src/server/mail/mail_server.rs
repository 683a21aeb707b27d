//! A server of mails: how it is reached, and what its answers and its silence mean. Nothing that it says is kept or logged, since
//! it may repeat an address or a name; only its reply codes are.

use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use axum::http::Uri;
use lettre::Message;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout_at};

use super::post::PostError;
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
/// What stands after the address of a server on this machine that is to be reached by STARTTLS all the same.
const TLS_REQUIRED: &str = "tls=required";

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
pub(super) struct MailServer {
    host: String,
    port: u16,
    secrecy: Secrecy,
    credentials: Option<Credentials>,
    hello: ClientId,
}

impl std::fmt::Debug for MailServer {
    /// The password does not leave by debug output.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "MailServer({}:{})", self.host, self.port)
    }
}

impl MailServer {
    /// The server at an address, to which this program says that it comes from a domain.
    ///
    /// # Errors
    /// When the address cannot be used.
    pub(super) fn at(
        address: &str,
        own_domain: &str,
        credentials: Option<Credentials>,
    ) -> Result<Self, PostError> {
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
        let (secrecy, usual) = match (uri.scheme_str(), uri.query()) {
            (Some("smtps"), None) => (Secrecy::Tls, TLS_PORT),
            (Some("smtp"), None) if is_here => (Secrecy::Loopback, SUBMISSION_PORT),
            (Some("smtp"), None | Some(TLS_REQUIRED)) => (Secrecy::StartTls, SUBMISSION_PORT),
            _ => return Err(wrong()),
        };
        Ok(Self {
            host: host.to_owned(),
            port: uri.port_u16().unwrap_or(usual),
            secrecy,
            credentials,
            hello: ClientId::Domain(own_domain.to_owned()),
        })
    }

    /// A refusal is a reply of the server. Where the line ends without one, the mail may have arrived.
    pub(super) async fn hand_over(&self, mail: &Message) -> Told {
        let deadline = Instant::now() + PATIENCE;
        let connected = timeout_at(deadline, self.connect()).await;
        let mut connection = match connected.unwrap_or(Err(Failure::Unreachable)) {
            Ok(connection) => connection,
            Err(failure) => {
                warn(failure);
                return Told::NotNow(failure);
            }
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

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let at_once = match self.secrecy {
            Secrecy::Tls => Some(self.tls()?),
            Secrecy::StartTls | Secrecy::Loopback => None,
        };
        let place = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(place, Some(PATIENCE), &self.hello, at_once, None);
        let mut connection = connecting.await.map_err(|error| of_line(&error))?;
        if self.secrecy == Secrecy::StartTls {
            if !connection.can_starttls() {
                return Err(Failure::NotEncrypted);
            }
            let upgraded = connection.starttls(self.tls()?, &self.hello).await;
            upgraded.map_err(|error| of_line(&error))?;
        }
        if let Some(credentials) = &self.credentials {
            let ways = [Mechanism::Plain, Mechanism::Login];
            let let_in = connection.auth(&ways, credentials).await;
            let_in.map_err(|error| of_sign_in(&error))?;
        }
        Ok(connection)
    }

    /// Certificates are checked by the authorities of the system, which are read anew: one that was added counts at once.
    fn tls(&self) -> Result<TlsParameters, Failure> {
        TlsParameters::new(self.host.clone()).map_err(|_| Failure::NotTrusted)
    }
}

/// Why a connection did not come about.
fn of_line(error: &smtp::Error) -> Failure {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error.downcast_ref().and_then(io::Error::get_ref);
        match inner.and_then(|inner| inner.downcast_ref()) {
            Some(rustls::Error::InvalidCertificate(_)) => return Failure::NotTrusted,
            Some(rustls::Error::InvalidMessage(_)) => return Failure::NotEncrypted,
            _ => source = error.source(),
        }
    }
    Failure::Unreachable
}

/// Why a server that was reached did not let this program in: it refused name and password, or knows no way to ask for them.
fn of_sign_in(error: &smtp::Error) -> Failure {
    if error.is_permanent() || error.is_client() {
        Failure::NotLetIn
    } else {
        Failure::Unreachable
    }
}

/// Tells whoever runs the program why no mail can be sent, and what to do.
fn warn(failure: Failure) {
    match failure {
        Failure::NotLetIn => tracing::warn!(
            "the mail server did not accept the name and password of this program; set NEEDLEWORK_SMTP_USER and NEEDLEWORK_SMTP_PASSWORD right and start it again; the mails wait"
        ),
        Failure::NotTrusted => tracing::warn!(
            "the certificate of the mail server is not trusted or is of another name, and nothing was sent to it; name the server as its certificate does, or name the certificate of your own authority in SSL_CERT_FILE; the mails wait"
        ),
        Failure::NotEncrypted => tracing::warn!(
            "the mail server offers no encrypted connection, and nothing was sent to it; smtps:// is for a server with TLS from the first byte, smtp:// for one with STARTTLS; the mails wait"
        ),
        Failure::Unreachable | Failure::Reply(_) | Failure::Address => tracing::warn!(
            "the mail server was not reached; see that it runs and that --smtp names it; the mails wait"
        ),
    }
}

/// The code of a reply; 0: there was none.
fn code(error: &smtp::Error) -> u16 {
    error.status().map_or(0, u16::from)
}

fn told(error: &smtp::Error) -> Told {
    let code = code(error);
    if NOT_LET_IN.contains(&code) {
        warn(Failure::NotLetIn);
        return Told::NotNow(Failure::NotLetIn);
    }
    tracing::warn!(code, "the mail server did not take a mail");
    if error.is_transient() {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn server(address: &str) -> Result<(String, u16, Secrecy), PostError> {
        let server = MailServer::at(address, "example.org", None)?;
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
        assert_eq!(
            server("smtp://localhost:1025?tls=required"),
            at("localhost", 1025, Secrecy::StartTls)
        );
    }

    #[test]
    fn a_server_that_cannot_be_used_is_refused_with_how_to_write_it() {
        for wrong in [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://localhost?tls=none",
            "smtps://mail.example.org?tls=none",
        ] {
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
}
