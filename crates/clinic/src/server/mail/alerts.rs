//! Mails that tell colleagues that a report waits: what is grave at once, and what is overdue. They go through the queue of the
//! reminders, so that each goes once; no chart is opened for them, and they say nothing but that a report waits.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use needlework_chart::id::PatientId;
use needlework_protocol::check_in::Level;

use super::due::Due;
use super::queue::{Wanted, changes};
use crate::server::clinic::Shared;
use crate::server::office::mail::{Recipient, StopReason};
use crate::server::office::settings::Settings;
use crate::server::problem::Problem;
use crate::server::watch_list::{Look, Waiting};

/// For how long an alert is of use, and told to whoever is named for alerts only later: a day, within which somebody looks at the
/// board in any case.
const OF_USE: SignedDuration = SignedDuration::from_hours(24);
/// The least level that is told at once.
const GRAVE: Level = Level::Urgent;
/// Who is told besides patients.
const COLLEAGUES: [Recipient; 2] = [Recipient::Alerts, Recipient::Overdue];

/// The address of somebody whom the settings name; `None`: they name nobody.
pub(super) fn address_of(settings: &Settings, to: Recipient) -> Option<&str> {
    let address = match to {
        Recipient::Alerts => settings.alert_address.as_str(),
        Recipient::Overdue => settings.overdue_address.as_str(),
        Recipient::Patient => "",
    };
    (!address.is_empty()).then_some(address)
}

/// Queues what colleagues are to be told, and stops what they need not be told any more.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn plan_alerts(clinic: &Shared) -> Result<(), Problem> {
    let settings = clinic.settings().await;
    let waiting = waiting_now(clinic, &settings).await;
    let queued = clinic.office().await.mails.awaited(false);
    let patients: BTreeSet<PatientId> = waiting.keys().copied().chain(queued).collect();
    if patients.is_empty() {
        return Ok(());
    }
    let secret = clinic.mail_secret().await?;
    for patient in patients {
        for to in COLLEAGUES {
            let is_named = address_of(&settings, to).is_some();
            let reports = waiting.get(&patient).filter(|_| is_named);
            let reports = reports.into_iter().flatten();
            let due: Vec<Due> = reports.filter_map(|one| due(one, to)).collect();
            let wanted = Wanted {
                patient,
                to,
                due: &due,
                otherwise: StopReason::Moved,
            };
            let changed = {
                let office = clinic.office().await;
                let held: Vec<_> = office.mails.of_patient(patient).collect();
                changes(&wanted, &held, &secret, clinic.now())
            };
            // Where another server was faster, it has planned the same.
            clinic.keep_mails(&changed).await?;
        }
    }
    Ok(())
}

/// Reports that wait for an answer, by patient. Nothing is looked at where nobody is to be told.
async fn waiting_now(clinic: &Shared, settings: &Settings) -> BTreeMap<PatientId, Vec<Waiting>> {
    let mut waiting: BTreeMap<PatientId, Vec<Waiting>> = BTreeMap::new();
    if COLLEAGUES
        .iter()
        .all(|to| address_of(settings, *to).is_none())
    {
        return waiting;
    }
    let library = clinic.library().await;
    let now = clinic.now_at_clinic().await;
    let office = clinic.office().await;
    let lists = clinic.lists().await;
    for one in Look::new(&library, &office, &lists, &now).unanswered() {
        waiting.entry(one.patient).or_default().push(one);
    }
    waiting
}

/// When somebody is told of a report; `None`: not of this one, or not yet.
fn due(one: &Waiting, to: Recipient) -> Option<Due> {
    let (report, _) = one.report.as_ref()?;
    let (about, moment) = match to {
        Recipient::Alerts if one.standing.level >= GRAVE => {
            (format!("alert/{report}"), one.since.timestamp())
        }
        Recipient::Overdue if one.standing.is_overdue => {
            (format!("overdue/{report}"), one.standing.due.timestamp())
        }
        _ => return None,
    };
    let over = moment + OF_USE;
    Some(Due {
        about,
        moment,
        send_at: moment,
        deadline: over,
        good_until: over,
    })
}
