//! Servers of mails with TLS and a password, with certificates of an authority of one's own: what is right is let through, and what
//! is wrong costs no mail and tells nothing to whoever listens.

use std::path::PathBuf;
use std::process::Child;
use std::sync::Arc;

use data_encoding::BASE64;
use needlework_clinic::server::SystemClock;
use needlework_clinic::server::office::mail::{Failure, Mail, MailState};
use tempfile::TempDir;

use crate::PATIENCE;
use crate::authority::Authority;
use crate::clinic::{end, mails, open, prepare, program, runtime};
use crate::post_office::{Door, PostOffice, Visit};

const NAME: &str = "clinic";
const PASSWORD: &str = "four-words-of-a-server";
const WRONG: &str = "not-the-password";

/// A clinic in which mails are due, and an authority that signs the certificates of servers.
struct House {
    folder: TempDir,
    authority: Authority,
}

impl House {
    fn of(patients: usize) -> Self {
        let house = Self {
            folder: TempDir::new().unwrap(),
            authority: Authority::new(),
        };
        house.authority.write(&house.trusted());
        let addresses = prepare(&house.data(), patients);
        assert_eq!(addresses.len(), patients);
        house
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("clinic")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The file in which the certificate of the authority stands.
    fn trusted(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// A server that asks for the password.
    fn post_office(&self, certificate_of: &str, is_tls_at_once: bool) -> PostOffice {
        PostOffice::open_with(&Door {
            tls: Some(self.authority.tls_of(certificate_of)),
            is_tls_at_once,
            login: Some(BASE64.encode(format!("\0{NAME}\0{PASSWORD}").as_bytes())),
        })
    }

    /// The program with a password, which trusts the authority or does not.
    fn start(&self, office: &PostOffice, password: &str, trusts: bool) -> Child {
        let mut program = program(&self.data(), &office.address, &self.log());
        program
            .env("NEEDLEWORK_SMTP_USER", NAME)
            .env("NEEDLEWORK_SMTP_PASSWORD", password)
            .env_remove("SSL_CERT_FILE");
        if trusts {
            program.env("SSL_CERT_FILE", self.trusted());
        }
        program.spawn().unwrap()
    }

    fn mails(&self) -> Vec<Mail> {
        runtime().block_on(async {
            let (clinic, record) = open(&self.data(), Arc::new(SystemClock)).await;
            let mails = mails(&record).await;
            clinic.close().await;
            mails
        })
    }

    /// What came of one try: the line to the server, what the log says, and the mails that wait because of a failure.
    fn one_try(
        &self,
        office: &PostOffice,
        password: &str,
        trusts: bool,
    ) -> (Visit, String, Vec<Mail>) {
        let program = self.start(office, password, trusts);
        let visit = office.next_visit(PATIENCE);
        end(program);
        let log = std::fs::read_to_string(self.log()).unwrap();
        for secret in [PASSWORD, WRONG, "example.org", "/reminders/stop/"] {
            assert!(!log.contains(secret), "{log}");
        }
        let mut mails = self.mails();
        mails.retain(|mail| mail.tries > 0);
        for mail in &mails {
            assert_eq!(mail.state, MailState::Waiting, "it is tried again");
        }
        (visit, log, mails)
    }
}

/// Both mails arrive, signed in, and what they say is said in secret.
fn both_arrive(is_tls_at_once: bool, in_the_clear: &[&str]) {
    let house = House::of(2);
    let office = house.post_office("localhost", is_tls_at_once);
    let program = house.start(&office, PASSWORD, true);
    for _ in 0..2 {
        let visit = office.next_visit(PATIENCE);
        assert_eq!(visit.in_the_clear, in_the_clear);
        let said = visit.in_secret.join(" ");
        assert!(said.starts_with("EHLO AUTH MAIL"), "{said}");
    }
    end(program);
    assert_eq!(office.taken().len(), 2);
    let sent = house.mails().into_iter();
    let sent = sent.filter(|mail| mail.state == MailState::Sent);
    assert!(sent.count() >= 2);
}

#[test]
fn mails_go_through_tls_from_the_first_byte_with_a_certificate_of_an_own_authority() {
    both_arrive(true, &[]);
}

#[test]
fn mails_go_through_starttls_and_nothing_of_them_is_said_before_it() {
    both_arrive(false, &["EHLO", "STARTTLS"]);
}

#[test]
fn a_wrong_password_is_told_without_it_and_with_the_right_one_the_mails_go() {
    let house = House::of(2);
    let office = house.post_office("localhost", true);
    let (visit, log, waiting) = house.one_try(&office, WRONG, true);
    assert!(!visit.in_secret.contains(&"MAIL".to_owned()), "{visit:?}");
    assert!(
        log.contains("did not accept the name and password")
            && log.contains("NEEDLEWORK_SMTP_PASSWORD"),
        "{log}"
    );
    assert!(!waiting.is_empty());
    for mail in waiting {
        assert_eq!(mail.failure, Some(Failure::NotLetIn));
    }
    assert!(office.taken().is_empty());
    let program = house.start(&office, PASSWORD, true);
    office.next_visit(PATIENCE);
    end(program);
    assert_eq!(office.taken().len(), 1, "the mail that was tried waits");
}

#[test]
fn who_is_not_trusted_or_has_another_name_learns_nothing() {
    // A mail that was tried waits for a minute; the next try is that of another.
    let house = House::of(4);
    for (certificate_of, trusts) in [("localhost", false), ("mail.elsewhere.test", true)] {
        for is_tls_at_once in [true, false] {
            let office = house.post_office(certificate_of, is_tls_at_once);
            let (visit, log, waiting) = house.one_try(&office, PASSWORD, trusts);
            assert!(visit.in_secret.is_empty(), "{visit:?}");
            assert!(visit.in_the_clear.len() <= 2, "{visit:?}");
            assert!(
                log.contains("is not trusted or is of another name"),
                "{log}"
            );
            assert!(log.contains("SSL_CERT_FILE"), "{log}");
            assert!(
                waiting
                    .iter()
                    .any(|mail| mail.failure == Some(Failure::NotTrusted))
            );
            assert!(office.taken().is_empty());
        }
    }
}

#[test]
fn a_server_without_encryption_where_it_is_required_gets_no_password_and_no_mail() {
    let house = House::of(2);
    let plain = PostOffice::open();
    for address in [
        format!("{}?tls=required", plain.address),
        plain.address.replace("smtp://", "smtps://"),
    ] {
        let mut office = plain.clone();
        office.address = address;
        let (visit, log, waiting) = house.one_try(&office, PASSWORD, true);
        for word in [visit.in_the_clear, visit.in_secret].concat() {
            assert!(word != "AUTH" && word != "MAIL", "{word}");
        }
        assert!(log.contains("offers no encrypted connection"), "{log}");
        assert!(
            waiting
                .iter()
                .any(|mail| mail.failure == Some(Failure::NotEncrypted))
        );
        assert!(office.taken().is_empty());
    }
}
