//! What holds back the treatments of the day, before the people are there: worked out beside the pages, so that whoever opens the
//! day in the morning does not wait until all its charts are opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, Zoned};
use needlework_chart::id::PatientId;
use needlework_chart::lists::PatientRow;
use needlework_chart::record::SealedChart;
use needlework_planning::Library;
use tokio::task::JoinSet;

use super::access::Duties;
use super::clinic::{Clinic, Shared};
use super::gate_facts::{checks_before_the_chair, facts_of};
use super::kept::GateKey;
use super::office::account::Account;
use super::office::appointment::{Appointment, Purpose};
use super::page::Page;
use super::plan_document::PlanDocument;
use super::problem::Problem;
use super::traffic::work_beside_pages;

/// Charts that are opened before whoever asks for a page comes first again.
const AT_ONCE: usize = 4;
/// Time after which the next charts are opened although requests never cease: a busy day is ready within seconds then.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// What holds back one session, in sentences; `None`: the chart holds no such plan.
type Missing = Option<Vec<String>>;

/// From the first moment of a day to the first one of the next.
pub(super) fn hours_of(now: &Zoned) -> (Timestamp, Timestamp) {
    let from = now.start_of_day().unwrap_or_else(|_| now.clone());
    (from.timestamp(), from.saturating_add(1.day()).timestamp())
}

/// What the gate of an appointment rests on. A treatment is held by the plan that is in force when it starts, so that nobody has
/// to say so when it is booked; `None`: it is no treatment, it was begun, or no plan is in force.
pub(super) fn key_of(
    appointment: &Appointment,
    row: &PatientRow,
    today: Date,
    settings_version: u64,
    language: &'static str,
) -> Option<GateKey> {
    let is_ahead = appointment.purpose == Purpose::Treatment && !row.is_treated_on(today);
    Some(GateKey {
        patient: row.patient,
        plan: row.plan_in_force().filter(|_| is_ahead)?,
        recorded: row.recorded,
        today,
        settings_version,
        language,
    })
}

/// Who works out the gates of the day before anybody looks at them.
pub struct GateReader {
    clinic: Shared,
}

impl fmt::Debug for GateReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GateReader")
    }
}

impl GateReader {
    /// A reader of a clinic.
    pub const fn new(clinic: Shared) -> Self {
        Self { clinic }
    }

    /// Works out some gates that nobody has worked out; how many are left. Nobody has seen them by that, so that nothing is
    /// written into the trail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn work_out_some(&self) -> Result<usize, Problem> {
        self.clinic.catch_up().await?;
        let kept = self.clinic.kept();
        let _turn = kept.turn().await;
        let mut unknown = self.wanted().await;
        unknown.retain(|key| kept.gate(key).is_none());
        let later = unknown.split_off(unknown.len().min(AT_ONCE));
        let mut by_language: BTreeMap<&'static str, Vec<GateKey>> = BTreeMap::new();
        for key in unknown {
            by_language.entry(key.language).or_default().push(key);
        }
        for (language, keys) in by_language {
            let page = Page::in_language(&self.clinic, language).await;
            for (key, missing) in work_out(&self.clinic, &page, keys).await? {
                // Somebody may have been erased meanwhile: what was known of them is forgotten.
                if self.clinic.has_chart(key.patient).await {
                    kept.keep_gate(key, None, missing);
                }
            }
        }
        Ok(later.len())
    }

    /// The gates of today, in each language of somebody who may look at them.
    async fn wanted(&self) -> Vec<GateKey> {
        let clinic = &self.clinic;
        let now = clinic.now_at_clinic().await;
        let (from, before) = hours_of(&now);
        let office = clinic.office().await;
        let lists = clinic.lists().await;
        let may_look =
            |account: &&Account| account.is_active && Duties::ReadCharts.is_of(&account.roles);
        let readers = office.accounts.iter().filter(may_look);
        let languages: BTreeSet<&'static str> = readers
            .map(|account| clinic.languages().get(&account.language).code())
            .collect();
        let version = office.settings().version;
        let mut keys = Vec::new();
        for appointment in office.appointments.between(from, before) {
            let Some(row) = lists.directory().row(appointment.patient) else {
                continue;
            };
            let of = |language| key_of(appointment, row, now.date(), version, language);
            keys.extend(languages.iter().copied().filter_map(of));
        }
        keys
    }

    /// Works gates out until it is dropped.
    pub(super) async fn work(self) {
        let failed = "the gates of the day could not be worked out";
        work_beside_pages(&self.clinic, LONGEST_WAIT, failed, || self.work_out_some()).await;
    }
}

/// Opens charts, several at once and each beside the answers to others, and gives what holds back each session. A session whose
/// chart holds no such plan is left out; of a chart that cannot be read it says so: the others of the day are shown.
pub(super) async fn work_out(
    clinic: &Clinic,
    page: &Page,
    keys: Vec<GateKey>,
) -> Result<Vec<(GateKey, Vec<String>)>, Problem> {
    let patients: BTreeSet<PatientId> = keys.iter().map(|key| key.patient).collect();
    let mut charts = BTreeMap::new();
    for (patient, chart) in clinic.record.sealed_charts(&patients).await? {
        charts.insert(patient, chart.ok().map(Arc::new));
    }
    let library = clinic.library().await;
    let mut opening = JoinSet::new();
    for key in keys {
        let chart = charts.get(&key.patient).cloned().flatten();
        let (page, library) = (page.clone(), Arc::clone(&library));
        opening.spawn(async move {
            let missing = chart
                .and_then(|chart| missing(&page, &library, &key, &chart).ok())
                .unwrap_or_else(|| Some(vec![page.say("gate-unreadable")]));
            Some((key, missing?))
        });
    }
    let mut found = Vec::with_capacity(opening.len());
    while let Some(one) = opening.join_next().await {
        found.extend(one.map_err(|_| Problem::Fault("board of the day"))?);
    }
    Ok(found)
}

fn missing(
    page: &Page,
    library: &Library,
    key: &GateKey,
    chart: &SealedChart,
) -> Result<Missing, Problem> {
    let opened = chart.open()?;
    let chart = opened.chart();
    let Some(known) = chart.plans.get(&key.plan) else {
        return Ok(None);
    };
    let document = PlanDocument::read(&known.document)?;
    let facts = facts_of(page, chart, key.plan, &document, library, key.today);
    let missing = checks_before_the_chair(page, &facts, library)
        .into_iter()
        .flat_map(|check| check.reasons)
        .filter(|reason| !reason.is_remark)
        .map(|reason| reason.sentence);
    Ok(Some(missing.collect()))
}
