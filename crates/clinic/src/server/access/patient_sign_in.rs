//! How a patient signs in: by a link that works once, and the day of birth.

use jiff::civil::Date;
use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::PatientId;

use super::Entered;
use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::login;
use crate::server::office::patient_link::PatientLink;
use crate::server::office::{Held, discard, file};
use crate::server::problem::Problem;

/// What somebody sends who opens a link.
#[derive(Debug)]
pub struct OwnLink<'a> {
    /// The token of the link.
    pub token: &'a str,
    /// The day of birth that was typed.
    pub birth_date: Date,
    /// What browser it is.
    pub browser: &'a str,
}

/// Why a link lets nobody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkRefusal {
    /// It does not exist, was used, was taken back, is over, or was tried too often.
    Over,
    /// The day of birth is another one; so many tries are left.
    WrongBirthDate {
        /// Tries that are left.
        left: u32,
    },
    /// Something else went wrong.
    Problem(Problem),
}

impl From<Problem> for LinkRefusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Somebody whom a link is for.
struct Invited {
    link: Held<PatientLink>,
    account: Account,
    birth_date: Date,
}

impl Clinic {
    /// Whether a link would let somebody in who knows the day of birth.
    pub async fn is_link_open(&self, token: &str) -> bool {
        self.invited(token).await.is_some()
    }

    /// Lets a patient in by a link and the day of birth; the link is used up. A try counts before it is judged, so that nobody
    /// gains tries by sending many at once.
    ///
    /// # Errors
    /// When the link is over, the day of birth is wrong, or the database does not answer.
    pub async fn enter_by_link(&self, own: OwnLink<'_>) -> Result<Entered, LinkRefusal> {
        let invited = self.invited(own.token).await.ok_or(LinkRefusal::Over)?;
        let counted = PatientLink {
            tries: invited.link.value.tries + 1,
            ..invited.link.value.clone()
        };
        let seen = invited.link.version;
        self.put(file(&counted, seen)).await?;
        let used = Held {
            version: seen + 1,
            value: counted,
        };
        if own.birth_date == invited.birth_date {
            let documents = vec![discard(&used)];
            return Ok(self.enter(&invited.account, own.browser, documents).await?);
        }
        self.note(invited.account.user, "sign-in-failed").await?;
        match used.value.tries_left() {
            0 => {
                self.put(Ok(discard(&used))).await?;
                Err(LinkRefusal::Over)
            }
            left => Err(LinkRefusal::WrongBirthDate { left }),
        }
    }

    async fn put(&self, document: serde_json::Result<NewDocument>) -> Result<(), Problem> {
        self.record.put_documents(&[document?]).await?;
        Ok(())
    }

    async fn invited(&self, token: &str) -> Option<Invited> {
        let hash = login::hash(token);
        let now = self.now();
        let (link, account) = {
            let office = self.office().await;
            let mut links = office.patient_links.held();
            let link = links.find(|held| held.value.token == hash && held.value.works(now))?;
            let account = office.account_of(link.value.patient)?;
            (link.clone(), account.value.clone())
        };
        Some(Invited {
            birth_date: self.birth_date(link.value.patient).await?,
            account: Some(account).filter(|account| account.is_active)?,
            link,
        })
    }

    async fn birth_date(&self, patient: PatientId) -> Option<Date> {
        let lists = self.lists().await;
        lists.directory().row(patient).map(|row| row.birth_date)
    }
}
