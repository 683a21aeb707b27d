//! What comes after a session, seen over all charts: the board of who heals how, and who shares a lot.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Zoned;
use needlework_chart::event::{AdverseEventClosed, AdverseEventReportNotDue, Event};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::lists::{Article, Lists};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;

use super::{Allowed, Duties, FollowUp, ReadCharts, Release};
use crate::server::office::account::Account;
use crate::server::problem::Problem;

impl Allowed<ReadCharts> {
    /// Looks at the lists of all charts. What is shown of a patient is then noted by [`Self::note_watched`].
    pub async fn look_at_lists<T>(&self, look: impl FnOnce(&Lists) -> T) -> T {
        look(&*self.clinic().lists().await)
    }

    /// Notes of whom a board of reports was seen. It is on the disk before the board is shown.
    ///
    /// # Errors
    /// When nothing could be written.
    pub async fn note_watched(&self, patients: &[PatientId]) -> Result<(), Problem> {
        self.note_each("watch-looked-at", patients).await
    }

    /// Name of the colleague who sees to the nightly checks; `None`: the settings name nobody who still works here and may read
    /// them.
    pub async fn owner_of_checks(&self) -> Option<String> {
        let office = self.clinic().office().await;
        let owner = office.settings().value.checks_owner?;
        let account = office.accounts.get(owner.uuid())?;
        may_see_to_checks(&account.value).then(|| account.value.name.clone())
    }

    /// Name of a colleague, whether still here or not; a dash where nobody has this id any more.
    pub async fn name_of_colleague(&self, user: UserId) -> String {
        let office = self.clinic().office().await;
        let account = office.accounts.get(user.uuid());
        account.map_or_else(|| "–".to_owned(), |account| account.value.name.clone())
    }

    /// Now at the clinic, and the rules.
    pub async fn now_and_rules(&self) -> (Zoned, Arc<Library>) {
        (
            self.clinic().now_at_clinic().await,
            self.clinic().library().await,
        )
    }
}

/// Whether a colleague can see to the nightly checks: works here, and may read them.
pub(in crate::server) fn may_see_to_checks(account: &Account) -> bool {
    let readers = Duties::ReadCharts.roles();
    account.is_active && account.roles.iter().any(|role| readers.contains(role))
}

impl Allowed<Release> {
    /// Closes an adverse event together with why no report of it is due, both or neither.
    ///
    /// # Errors
    /// When it does not fit the chart, or somebody else wrote meanwhile.
    pub async fn close_without_report(
        &self,
        chart: &OpenChart,
        not_due: AdverseEventReportNotDue,
        closed: AdverseEventClosed,
    ) -> Result<OpenChart, Problem> {
        let events = vec![Event::from(not_due), Event::from(closed)];
        self.append(chart, events).await
    }
}

impl Allowed<FollowUp> {
    /// On how many other patients any of these lots of cartridges was used.
    ///
    /// # Errors
    /// When nothing could be written into the trail.
    pub async fn others_with_lots(
        &self,
        lots: &BTreeSet<&str>,
        but: PatientId,
    ) -> Result<usize, Problem> {
        let mut patients: BTreeSet<PatientId> = {
            let lists = self.clinic().lists().await;
            let recall = lists.recall();
            let uses = lots
                .iter()
                .flat_map(|lot| recall.uses_of(Article::Cartridge, lot));
            uses.map(|one| one.patient).collect()
        };
        patients.remove(&but);
        self.note("recall-searched", None, None).await?;
        Ok(patients.len())
    }
}
