//! Mails that remind patients: what the program does by itself, and what the clinic sees of it.

use needlework_chart::access::Access;
use needlework_chart::event::PersonName;
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::record::{OpenChart, RecordError};
use uuid::Uuid;

use super::{Allowed, Register};
use crate::server::clinic::Clinic;
use crate::server::office::mail::{Mail, MailState};
use crate::server::office::mail_secret::MailSecret;
use crate::server::office::{Held, discard, file};
use crate::server::problem::Problem;

/// As whom the program itself opens charts.
pub(super) const PROGRAM: UserId = UserId::from_uuid(Uuid::nil());

impl Clinic {
    /// Opens a chart because of mails, with nobody before a screen. It is in the trail.
    ///
    /// # Errors
    /// When the chart cannot be read or nothing could be written.
    pub(in crate::server) async fn open_for_mails(
        &self,
        patient: PatientId,
        action: &str,
        subject: Option<Uuid>,
    ) -> Result<OpenChart, Problem> {
        let chart = self.record.open(patient).await?;
        self.note_unattended(PROGRAM, patient, action, subject)
            .await?;
        Ok(chart)
    }

    /// Writes into the trail of a patient what happened with nobody signed in.
    pub(super) async fn note_unattended(
        &self,
        user: UserId,
        patient: PatientId,
        action: &str,
        subject: Option<Uuid>,
    ) -> Result<(), Problem> {
        let access = Access {
            at: self.now(),
            user,
            patient: Some(patient),
            action: action.to_owned(),
            subject,
        };
        Ok(self.record.note_access(access).await?)
    }

    /// The secret behind mails; it is made on first use. Of two servers that make it at once, one secret counts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn mail_secret(&self) -> Result<MailSecret, Problem> {
        if let Some(secret) = self.office().await.mail_secret() {
            return Ok(secret.clone());
        }
        let secret = MailSecret::new(self.chance())?;
        match self.record.put_documents(&[file(&secret, 0)?]).await {
            Ok(_) => Ok(secret),
            Err(RecordError::Conflict(_)) => {
                self.catch_up().await?;
                let office = self.office().await;
                office.mail_secret().cloned().ok_or(Problem::Fault("mails"))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes mails, each over the version that was seen, all or none; `false`: somebody else wrote one of them meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn keep_mails(
        &self,
        mails: &[Held<Mail>],
    ) -> Result<bool, Problem> {
        if mails.is_empty() {
            return Ok(true);
        }
        let documents = mails.iter().map(|held| file(&held.value, held.version));
        let documents = documents.collect::<Result<Vec<_>, _>>()?;
        match self.record.put_documents(&documents).await {
            Ok(_) => Ok(true),
            Err(RecordError::Conflict(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes mails; those that somebody else wrote meanwhile are left for the next time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn forget_mails(
        &self,
        mails: &[Held<Mail>],
    ) -> Result<(), Problem> {
        for held in mails {
            match self.record.put_documents(&[discard(held)]).await {
                Ok(_) | Err(RecordError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Names of those to whom mails go, in the order of the mails.
    async fn named(&self, mails: Vec<Mail>) -> Vec<(Mail, PersonName)> {
        let lists = self.lists().await;
        let named = mails.into_iter().filter_map(|mail| {
            let name = lists.directory().row(mail.patient)?.name.clone();
            Some((mail, name))
        });
        named.collect()
    }
}

/// What the clinic sees of mails, each with whom it is for.
#[derive(Debug, Clone)]
pub struct MailLists {
    /// Those at which somebody must look, the newest first.
    pub needing: Vec<(Mail, PersonName)>,
    /// Those that wait or are being handed over, whose hour comes first first.
    pub waiting: Vec<(Mail, PersonName)>,
    /// Those at which nobody must look any more, the newest first.
    pub over: Vec<(Mail, PersonName)>,
}

impl Allowed<Register> {
    /// Mails, at most so many of each kind.
    pub async fn mails(&self, at_most: usize) -> MailLists {
        let (needing, waiting, over) = {
            let office = self.clinic().office().await;
            let mails = &office.mails;
            let value = |held: &Held<Mail>| held.value.clone();
            let under_way = mails.handing_over().chain(mails.waiting());
            let is_over = |held: &&Held<Mail>| !held.value.state.needs_somebody();
            (
                mails.needing().rev().take(at_most).map(value).collect(),
                under_way.take(at_most).map(value).collect(),
                mails
                    .settled()
                    .rev()
                    .filter(is_over)
                    .take(at_most)
                    .map(value)
                    .collect(),
            )
        };
        MailLists {
            needing: self.clinic().named(needing).await,
            waiting: self.clinic().named(waiting).await,
            over: self.clinic().named(over).await,
        }
    }

    /// How many mails there are at which somebody must look.
    pub async fn mails_needing_somebody(&self) -> usize {
        self.clinic().office().await.mails.number_needing()
    }

    /// Lets a mail go again that was refused, or of which nobody knows whether it arrived.
    ///
    /// # Errors
    /// When there is none, nobody must look at it, its hour is over, or somebody else was faster.
    pub async fn send_again(&self, id: Uuid) -> Result<(), Problem> {
        let held = self.needing(id).await?;
        let now = self.clinic().now();
        if held.value.good_until <= now {
            return Err(Problem::refused("refused-mail-too-late"));
        }
        let again = Mail {
            send_at: now,
            tries: 0,
            ..held.value.becoming(MailState::Waiting, now)
        };
        self.see_to(held.version, again, "mail-sent-again").await
    }

    /// Takes a mail off the list of those at which somebody must look: it was seen to in another way.
    ///
    /// # Errors
    /// When there is none, nobody must look at it, or somebody else was faster.
    pub async fn put_mail_away(&self, id: Uuid) -> Result<(), Problem> {
        let held = self.needing(id).await?;
        let now = self.clinic().now();
        let away = held.value.becoming(MailState::PutAway, now);
        self.see_to(held.version, away, "mail-put-away").await
    }

    /// A mail at which somebody must look.
    async fn needing(&self, id: Uuid) -> Result<Held<Mail>, Problem> {
        let held = self.clinic().office().await.mails.get(id).cloned();
        let held = held.ok_or(Problem::NotFound)?;
        if held.value.state.needs_somebody() {
            Ok(held)
        } else {
            Err(Problem::refused("refused-mail-state"))
        }
    }

    /// Writes what becomes of a mail over the version that was seen.
    async fn see_to(&self, version: u64, value: Mail, action: &str) -> Result<(), Problem> {
        let (patient, id) = (value.patient, value.id);
        let seen_to = [Held { version, value }];
        if !self.clinic().keep_mails(&seen_to).await? {
            return Err(Problem::conflict("refused-mail-seen-to"));
        }
        self.note(action, Some(patient), Some(id)).await
    }
}
