//! Which mails are queued: once a day, and when something has changed of which they depend.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use needlework_chart::event::ReminderMail;
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_protocol::care::MOST_DAYS_AFTER_SESSION;

use super::due::{Due, due, rating_due, reply_due};
use super::queue::{Wanted, changes};
use super::quiet_hours::QuietHours;
use crate::server::chart_care::ChartCare;
use crate::server::clinic::{Shared, time_zone};
use crate::server::office::appointment::Appointment;
use crate::server::office::mail::{Recipient, StopReason};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::results::{Yardstick, course_results};

/// For how long after a session something may still begin.
const LONGEST_CARE: SignedDuration =
    SignedDuration::from_hours(MOST_DAYS_AFTER_SESSION as i64 * 24);

/// On what the mails of a patient rest.
#[derive(PartialEq, Eq)]
struct Basis {
    recorded: u64,
    appointments: Vec<Appointment>,
    settings_version: u64,
    day: Date,
}

/// Somebody whose mails are to be planned.
struct Candidate {
    patient: PatientId,
    recorded: u64,
}

/// Plans, and remembers what it has planned from.
#[derive(Default)]
pub(super) struct Planner {
    planned: HashMap<PatientId, Basis>,
}

impl Planner {
    /// Plans for everybody for whom something has changed; how many that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn plan(&mut self, clinic: &Shared) -> Result<usize, Problem> {
        let candidates = candidates(clinic).await;
        let known: BTreeSet<PatientId> = candidates.iter().map(|one| one.patient).collect();
        self.planned.retain(|patient, _| known.contains(patient));
        let settings_version = clinic.settings_version().await;
        let day = clinic.today().await;
        let mut number = 0;
        for one in candidates {
            let basis = Basis {
                recorded: one.recorded,
                appointments: clinic.appointments_of(one.patient).await,
                settings_version,
                day,
            };
            if self.planned.get(&one.patient) == Some(&basis) {
                continue;
            }
            number += 1;
            match plan_one(clinic, one.patient, &basis.appointments).await {
                Ok(true) => {
                    self.planned.insert(one.patient, basis);
                }
                Ok(false) => {}
                Err(problem @ Problem::Away(_)) => return Err(problem),
                // One damaged chart must not keep all others from their mails. It is tried again when it changes, or tomorrow.
                Err(problem) => {
                    tracing::warn!(?problem, "reminders of a chart cannot be planned");
                    self.planned.insert(one.patient, basis);
                }
            }
        }
        Ok(number)
    }
}

/// Everybody who agreed to mails and has care that may still hold, and everybody for whom a mail waits.
async fn candidates(clinic: &Shared) -> Vec<Candidate> {
    let awaited = clinic.office().await.mails.awaited(true);
    let since = clinic.now() - LONGEST_CARE;
    let lists = clinic.lists().await;
    let directory = lists.directory();
    let healing = directory.healing_since(since);
    let with_care = healing
        .filter(|row| row.is_reminded)
        .chain(directory.reminded_of_plans());
    let awaiting = awaited.iter().filter_map(|patient| directory.row(*patient));
    let rows = with_care.chain(awaiting);
    let found: BTreeMap<PatientId, u64> = rows.map(|row| (row.patient, row.recorded)).collect();
    let candidate = |(patient, recorded)| Candidate { patient, recorded };
    found.into_iter().map(candidate).collect()
}

/// Plans the mails of one patient; `false` where somebody else wrote meanwhile, so that it must be done again.
async fn plan_one(
    clinic: &Shared,
    patient: PatientId,
    appointments: &[Appointment],
) -> Result<bool, Problem> {
    let opened = clinic
        .open_for_mails(patient, "reminders-planned", None)
        .await?;
    let chart = opened.chart();
    let (due, otherwise) = match chart.reminder_mail() {
        Some(mail) => (
            all_due(clinic, chart, mail, appointments).await?,
            StopReason::Moved,
        ),
        None => (Vec::new(), StopReason::NotWanted),
    };
    let wanted = Wanted {
        patient,
        to: Recipient::Patient,
        due: &due,
        otherwise,
    };
    let secret = clinic.mail_secret().await?;
    let changed = {
        let office = clinic.office().await;
        let held: Vec<_> = office.mails.of_patient(patient).collect();
        changes(&wanted, &held, &secret, clinic.now())
    };
    clinic.keep_mails(&changed).await
}

/// Everything of which somebody is to be reminded.
async fn all_due(
    clinic: &Shared,
    chart: &Chart,
    mail: &ReminderMail,
    appointments: &[Appointment],
) -> Result<Vec<Due>, Problem> {
    let page = Page::of_patient(clinic, &mail.language).await;
    let (library, settings) = (clinic.library().await, clinic.settings().await);
    let care = ChartCare::of(&page, chart, appointments, &library, clinic.now());
    let care = match care {
        Ok(care) => care,
        Err(Problem::Refused(_)) => {
            tracing::warn!(
                "the care of a chart cannot be worked out; its patient gets no reminders"
            );
            None
        }
        Err(problem) => return Err(problem),
    };
    let (zone, quiet) = (zone_of(mail, &settings), quiet_hours(&settings));
    let moments = care.iter().flat_map(ChartCare::moments_to_remind_of);
    let mut all: Vec<Due> = moments.map(|moment| due(moment, &zone, quiet)).collect();
    let yardstick = Yardstick::of(clinic, &library).await;
    let courses = course_results(chart, &yardstick).into_iter();
    let open = courses
        .filter_map(|course| course.own)
        .filter(|own| own.of_whole().is_none());
    all.extend(open.filter_map(|own| rating_due(&own, &zone, quiet)));
    all.extend(replies_due(chart, &zone, quiet));
    Ok(all)
}

/// What the clinic wrote and the patient has not said to have read.
fn replies_due(chart: &Chart, zone: &TimeZone, quiet: QuietHours) -> Vec<Due> {
    let reports = chart.check_ins.iter();
    let replies = reports.flat_map(|(id, one)| {
        let numbered = one.answers.iter().enumerate();
        let unread = numbered
            .filter(|(_, answer)| answer.facts.words.is_some() && !one.is_read(answer))
            .map(|(number, answer)| reply_due(*id, number, answer.recorded_at, zone, quiet));
        unread.collect::<Vec<_>>()
    });
    replies.collect()
}

/// The time zone where a patient is.
pub(super) fn zone_of(mail: &ReminderMail, settings: &Settings) -> TimeZone {
    let own = mail.time_zone.as_deref();
    let own = own.and_then(|name| TimeZone::get(name).ok());
    own.unwrap_or_else(|| time_zone(settings))
}

/// The quiet hours of a clinic.
pub(in crate::server) fn quiet_hours(settings: &Settings) -> QuietHours {
    let [from, until] = settings.quiet_hours;
    QuietHours { from, until }
}
