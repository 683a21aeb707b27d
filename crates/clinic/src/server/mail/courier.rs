//! One round after the other, beside the pages: plan what has changed, send what is due, forget what is old.

use std::fmt;
use std::time::Duration;

use tokio::sync::watch::Receiver;

use super::alerts::plan_alerts;
use super::housekeeping::tidy;
use super::planner::Planner;
use super::post::Post;
use super::sender::send_due;
use crate::server::clinic::Shared;
use crate::server::problem::Problem;

/// Time between two rounds: a mail goes within the minute in which it is due.
const BETWEEN: Duration = Duration::from_secs(20);

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// For how many patients mails were planned anew.
    pub planned: usize,
    /// To how many patients something was due.
    pub reminded: usize,
}

/// Who sends the mails of a clinic.
pub struct Courier {
    clinic: Shared,
    post: Post,
    planner: Planner,
}

impl fmt::Debug for Courier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Courier")
    }
}

impl Courier {
    /// A courier of a clinic.
    pub fn new(clinic: Shared, post: Post) -> Self {
        clinic.note_mail_server(post.reaches_people());
        Self {
            clinic,
            post,
            planner: Planner::default(),
        }
    }

    /// Makes one round.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn go_round(&mut self) -> Result<Round, Problem> {
        self.go_round_unless(&|| false).await
    }

    async fn go_round_unless(
        &mut self,
        is_ending: &(dyn Fn() -> bool + Sync),
    ) -> Result<Round, Problem> {
        self.clinic.catch_up().await?;
        let planned = self.planner.plan(&self.clinic).await?;
        plan_alerts(&self.clinic).await?;
        self.clinic.catch_up().await?;
        let reminded = send_due(&self.clinic, &self.post, is_ending).await?;
        self.clinic.catch_up().await?;
        tidy(&self.clinic, &self.post).await?;
        self.clinic.clear_cabinet_of_erased().await?;
        Ok(Round { planned, reminded })
    }

    /// Makes rounds until nobody holds the other end of `ending`. A mail that is being handed over is handed over to its end.
    pub(in crate::server) async fn work(mut self, mut ending: Receiver<()>) {
        if !self.post.reaches_people() && !self.clinic.setting().is_demonstration {
            tracing::warn!(
                "no mail server is named: reminders are written into files and reach nobody; name one with --smtp"
            );
        }
        loop {
            let watched = ending.clone();
            let is_ending = move || watched.has_changed().is_err();
            if let Err(problem) = self.go_round_unless(&is_ending).await {
                tracing::warn!(
                    ?problem,
                    "reminders could not be seen to; they are tried again"
                );
            }
            tokio::select! {
                _ = ending.changed() => return,
                () = tokio::time::sleep(BETWEEN) => {}
            }
        }
    }
}
