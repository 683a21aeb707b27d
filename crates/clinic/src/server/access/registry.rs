//! The registry: what all charts say together, and what may leave for research.

use std::sync::Arc;

use jiff::Zoned;
use needlework_chart::id::SiteId;
use needlework_chart::record::SealedChart;
use needlework_planning::Library;
use needlework_registry::{ResearchTable, research_table};

use super::{Allowed, ExportResearch, ManageClinic, ReadCharts, ReadRegistry, SeeLists};
use crate::server::clinic::Clinic;
use crate::server::nightly_checks::{CheckFound, Look};
use crate::server::problem::Problem;
use crate::server::registry::{Operators, Progress, RegistryNumbers, RowSettings, ToRead};
use crate::server::results::{PersonRows, Yardstick, rows_of};

/// Charts that are read at once: nobody waits longer than for these, some hundredths of a second.
const CHARTS_AT_ONCE: usize = 64;

/// A chart that was to be read; `None`: it does not open.
type Fetched = (ToRead, Option<SealedChart>);

impl Allowed<ReadRegistry> {
    /// What the charts that were read say together, and how many those are. No name of a patient is among it.
    ///
    /// # Errors
    /// When the trail cannot be written. A chart that does not open is counted and passed over.
    pub(in crate::server) async fn registry(
        &self,
    ) -> Result<(Arc<RegistryNumbers>, Progress), Problem> {
        self.note("registry-read", None, None).await?;
        let clinic = self.clinic();
        let progress = clinic.read_again_for_registry().await?;
        Ok((clinic.numbers_of_registry().await?, progress))
    }

    /// Whether whoever looks may open charts: then a decision against a rule leads to its chart.
    pub(in crate::server) fn may_open_charts(&self) -> bool {
        self.and::<ReadCharts>().is_some()
    }
}

impl Allowed<ReadCharts> {
    /// What the nightly checks find in one clinic of the group or in all, with `at_most` lines of each, and how many charts with
    /// signed sessions are still to be read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn nightly_checks(
        &self,
        library: &Library,
        now: &Zoned,
        (of_clinic, at_most): (Option<SiteId>, usize),
    ) -> Result<(Vec<CheckFound>, usize), Problem> {
        let clinic = self.clinic();
        let left = clinic.read_for_registry().await?.left();
        let office = clinic.office().await;
        let lists = clinic.lists().await;
        let registry = clinic.registry.read().await;
        let look = Look {
            lists: &lists,
            office: &office,
            of_clinic,
            registry: &registry,
            library,
            now,
        };
        Ok((look.found(at_most), left))
    }
}

impl Clinic {
    /// Reads the first of the charts that were written into since they were read; how far that is.
    ///
    /// # Errors
    /// When the database does not answer. A chart that does not open is counted and passed over.
    pub(in crate::server) async fn read_for_registry(&self) -> Result<Progress, Problem> {
        self.read_some(false).await
    }

    /// The same for somebody who looks at it: charts that did not open are tried again.
    ///
    /// # Errors
    /// As [`Clinic::read_for_registry`].
    pub(super) async fn read_again_for_registry(&self) -> Result<Progress, Problem> {
        self.read_some(true).await
    }

    async fn read_some(&self, tries_again: bool) -> Result<Progress, Problem> {
        let _turn = self.registry_turn.lock().await;
        let settings = RowSettings::of(&self.settings().await);
        let to_read = {
            let lists = self.lists().await;
            let mut rows = self.registry.write().await;
            rows.compare(&lists, &settings);
            let mut to_read = rows.next(CHARTS_AT_ONCE);
            if tries_again {
                to_read.extend(rows.unreadable(CHARTS_AT_ONCE - to_read.len()));
            }
            to_read
        };
        if !to_read.is_empty() {
            let fetched = self.fetch_all(to_read).await?;
            let read = self.rows_of_all(fetched, settings).await?;
            self.registry.write().await.take(read);
        }
        Ok(self.registry.read().await.progress())
    }

    async fn fetch_all(&self, to_read: Vec<ToRead>) -> Result<Vec<Fetched>, Problem> {
        let patients = to_read.iter().map(|(patient, _)| *patient).collect();
        let mut sealed = self.record.sealed_charts(&patients).await?;
        let charts = to_read.into_iter().map(|chart| {
            let sealed = sealed.remove(&chart.0);
            (chart, sealed.and_then(Result::ok))
        });
        Ok(charts.collect())
    }

    /// The rows of charts, made where no request is answered. Of the settings they get what they depend on and nothing else.
    async fn rows_of_all(
        &self,
        fetched: Vec<Fetched>,
        settings: RowSettings,
    ) -> Result<Vec<(ToRead, Option<PersonRows>)>, Problem> {
        let library = self.library().await;
        let made = tokio::task::spawn_blocking(move || {
            let yardstick = Yardstick::at(&library, settings.into_time_zone());
            let of = |(chart, sealed): Fetched| {
                let opened = sealed.and_then(|sealed| sealed.open().ok());
                let rows = opened.map(|opened| rows_of(chart.0, opened.chart(), &yardstick));
                (chart, rows)
            };
            Ok(fetched.into_iter().map(of).collect())
        });
        made.await.map_err(|_| Problem::Fault("registry"))?
    }
}

impl Allowed<ReadRegistry> {
    /// Names of colleagues by the ids under which the registry knows them; none for somebody who works for research alone.
    pub(in crate::server) async fn operators(&self) -> Operators {
        if self.and::<SeeLists>().is_none() && self.and::<ManageClinic>().is_none() {
            return Operators::default();
        }
        let office = self.clinic().office().await;
        let accounts = office.accounts.iter();
        let colleagues = accounts.filter(|account| account.patient().is_none());
        Operators(
            colleagues
                .map(|account| (account.user.to_string(), account.name.clone()))
                .collect(),
        )
    }
}

impl Allowed<ExportResearch> {
    /// The table of everybody whose consent to research holds today. A chart that does not open is passed over: nobody else's
    /// consent is worth less for it.
    ///
    /// # Errors
    /// When not all charts have been read yet, or the trail cannot be written.
    pub(in crate::server) async fn research(&self) -> Result<ResearchTable, Problem> {
        let clinic = self.clinic();
        if clinic.read_again_for_registry().await?.left() > 0 {
            return Err(Problem::away("refused-registry-reading"));
        }
        self.note("research-exported", None, None).await?;
        let today = clinic.today().await;
        let rows = clinic.registry.read().await.all();
        let table = tokio::task::spawn_blocking(move || research_table(&rows.for_research(today)));
        table
            .await
            .map_err(|_| Problem::Fault("table for research"))
    }
}
