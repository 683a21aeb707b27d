//! Handing mails over: to a server by SMTP, or into files where there is none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use axum::http::Uri;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, Message};
use thiserror::Error;
use uuid::Uuid;

use super::mail_server::MailServer;
use super::queue::Told;
use crate::server::office::mail::Failure;

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
    Server(MailServer),
    Folder(PathBuf),
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
        let login = login.map(|(user, password)| Credentials::new(user, password));
        Ok(Self {
            way: Way::Server(MailServer::at(server, from.domain(), login)?),
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
