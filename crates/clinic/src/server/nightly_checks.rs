//! What nobody may have to remember: lines of a list that somebody owns (clinic reference 2.4). Everybody's row in the lists is
//! looked at, and what the registry has read of their charts, all of it in memory; no chart is opened.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use needlework_chart::event::PersonName;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Lists, PatientRow};
use needlework_evidence::elapsed;
use needlework_planning::Library;
use needlework_protocol::check_in::{Level, ResponseTime};
use needlework_registry::days_between;

use super::office::appointment::{Appointments, Purpose};
use super::registry::{RegistryRows, side_by_side};
use super::results::{PersonRows, ToJudge};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// A session that was held and nobody signed on its day.
    Unsigned,
    /// An adverse event after which nobody has looked within the time of a review.
    NotFollowedUp,
    /// A serious adverse event that nobody has reported outside the clinic, without a reason why not.
    NotReported,
    /// A photograph that no consent covers any longer.
    NoConsent,
    /// An approved plan without a session or an appointment.
    NoSession,
    /// Something that the clinic may release by now, and has not.
    ReleaseWaits,
    /// A result that can be judged, and that no colleague has rated before and after: what the page of the results says.
    ReadyToJudge,
    /// A result that nobody rated while that could judge the course.
    JudgementMissed,
}

impl CheckKind {
    /// All of them, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Unsigned,
        Self::NotReported,
        Self::NotFollowedUp,
        Self::ReleaseWaits,
        Self::NoConsent,
        Self::NoSession,
        Self::ReadyToJudge,
        Self::JudgementMissed,
    ];

    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::NotFollowedUp => "not-followed-up",
            Self::NotReported => "not-reported",
            Self::NoConsent => "no-consent",
            Self::NoSession => "no-session",
            Self::ReleaseWaits => "release-waits",
            Self::ReadyToJudge => "ready-to-judge",
            Self::JudgementMissed => "judgement-missed",
        }
    }

    /// The part of the chart in which it is mended.
    pub const fn part(self) -> &'static str {
        match self {
            Self::Unsigned | Self::NoSession => "/sessions",
            Self::NotFollowedUp | Self::NotReported => "/adverse-events",
            Self::NoConsent => "/photographs",
            Self::ReleaseWaits => "/releases",
            Self::ReadyToJudge => "/ratings",
            Self::JudgementMissed => "/results",
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckLine {
    /// Of whom.
    pub patient: PatientId,
    /// Who that is.
    pub name: PersonName,
    /// Since which day.
    pub since: Date,
    /// Whether the result waits for the patient's own rating, too.
    pub lacks_own_rating: bool,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckFound {
    /// What was looked for.
    pub kind: CheckKind,
    /// The first lines, the longest first.
    pub lines: Vec<CheckLine>,
    /// How many there are.
    pub total: usize,
}

/// Where the checks look.
pub(super) struct Look<'a> {
    /// Everybody's row.
    pub(super) lists: &'a Lists,
    /// Treatments that are booked.
    pub(super) appointments: &'a Appointments,
    /// What the registry has read of charts so far.
    pub(super) registry: &'a RegistryRows,
    /// Rules.
    pub(super) library: &'a Library,
    /// The moment at which is looked.
    pub(super) now: &'a Zoned,
}

/// One patient: the row, and what was read of the chart.
#[derive(Clone, Copy)]
struct Person<'a> {
    row: &'a PatientRow,
    read: Option<&'a PersonRows>,
}

impl Person<'_> {
    /// Courses that can be judged on a day.
    fn judgeable(&self, today: Date) -> impl Iterator<Item = &ToJudge> {
        let courses = self.read.into_iter().flat_map(|read| &read.to_judge);
        courses.filter(move |course| course.from <= today && today <= course.until)
    }

    /// The last days on which courses could be judged that nobody judged, as far as they lie at most so many days back.
    fn missed(&self, today: Date, days: f64) -> impl Iterator<Item = Date> {
        let courses = self.read.into_iter().flat_map(|read| &read.to_judge);
        let until = courses.map(|course| course.until);
        until.filter(move |until| {
            let past = days_between(*until, today);
            past > 0 && f64::from(past) <= days
        })
    }
}

impl<'a> Look<'a> {
    /// What every check finds, the gravest first, with `at_most` lines of each.
    pub(super) fn found(&self, at_most: usize) -> Vec<CheckFound> {
        let mut found = CheckKind::ALL.map(|kind| (kind, Vec::new()));
        for person in self.people() {
            for (kind, of_kind) in &mut found {
                of_kind.extend(self.since(*kind, &person).map(|since| (since, person)));
            }
        }
        let found = found.into_iter();
        found
            .map(|(kind, people)| self.first_lines(kind, people, at_most))
            .collect()
    }

    /// Everybody, not in the order of names.
    fn people(&self) -> impl Iterator<Item = Person<'a>> {
        let rows = self.lists.directory().rows_by_id();
        let people = side_by_side(rows, self.registry.read());
        people.map(|(row, read)| Person {
            row,
            read: read.map(AsRef::as_ref),
        })
    }

    fn first_lines(
        &self,
        kind: CheckKind,
        mut people: Vec<(Date, Person<'_>)>,
        at_most: usize,
    ) -> CheckFound {
        let total = people.len();
        if total > at_most {
            people.select_nth_unstable_by_key(at_most, |(since, one)| (*since, one.row.patient));
            people.truncate(at_most);
        }
        people.sort_by_key(|(since, one)| {
            let name = &one.row.name;
            (*since, &name.family, &name.given, one.row.patient)
        });
        let today = self.now.date();
        let lines = people.into_iter().map(|(since, one)| CheckLine {
            patient: one.row.patient,
            name: one.row.name.clone(),
            since,
            lacks_own_rating: kind == CheckKind::ReadyToJudge
                && one.judgeable(today).any(|course| course.lacks_own_rating),
        });
        CheckFound {
            kind,
            lines: lines.collect(),
            total,
        }
    }

    /// Since which day a check finds something of a patient.
    fn since(&self, kind: CheckKind, person: &Person<'_>) -> Option<Date> {
        let row = person.row;
        match kind {
            CheckKind::Unsigned => self.unsigned(row),
            CheckKind::NotFollowedUp => self.not_followed_up(row),
            CheckKind::NotReported => self.not_reported(row),
            CheckKind::NoConsent => self.without_consent(row),
            CheckKind::NoSession => self.without_session(row),
            CheckKind::ReleaseWaits => self.release_waits(person),
            CheckKind::ReadyToJudge => {
                let courses = person.judgeable(self.now.date());
                courses.map(|course| course.from).min()
            }
            CheckKind::JudgementMissed => {
                let days = self.library.visits.missed_judgement_days.value;
                person.missed(self.now.date(), days).min()
            }
        }
    }

    fn unsigned(&self, row: &PatientRow) -> Option<Date> {
        let days = row.unsigned_sessions.values().map(|session| session.day);
        days.filter(|day| *day < self.now.date()).min()
    }

    fn not_followed_up(&self, row: &PatientRow) -> Option<Date> {
        let review = self.library.check_in.level_row(Level::Review)?;
        let ResponseTime::Within { hours } = review.response() else {
            return None;
        };
        let events = row.follow_up.adverse_events.values();
        let last = events.map(|event| event.followed_up_at.unwrap_or(event.opened_at));
        let oldest = last.min()?;
        let is_late = self.now.timestamp().duration_since(oldest) > elapsed(hours);
        is_late.then(|| self.day(oldest))
    }

    fn not_reported(&self, row: &PatientRow) -> Option<Date> {
        let grades = &self.library.adverse_event_grades;
        let events = row.follow_up.unreported.values();
        let due = events.filter(|event| {
            !event.is_not_due && grades.asks_for_report(event.grade, event.is_serious)
        });
        due.map(|event| self.day(event.opened_at)).min()
    }

    /// Nobody knows since when: the list of the day is as of today.
    fn without_consent(&self, row: &PatientRow) -> Option<Date> {
        let today = self.now.date();
        (row.follow_up.photographs_without_consent(today) > 0).then_some(today)
    }

    fn without_session(&self, row: &PatientRow) -> Option<Date> {
        let plans = row.plans_without_session();
        let oldest = plans.map(|(_, plan)| plan.approved_at).min()?;
        let mut ahead = self
            .appointments
            .of_patient_from(row.patient, self.now.timestamp());
        let is_booked = ahead.any(|one| one.purpose == Purpose::Treatment);
        (!is_booked).then(|| self.day(oldest))
    }

    /// While a report suspends every release, the board of healing has it.
    fn release_waits(&self, person: &Person<'_>) -> Option<Date> {
        let from = person.read?.to_release?;
        let unanswered = &person.row.follow_up.unanswered;
        let mut levels = unanswered.values().map(|report| report.level);
        let is_suspended = levels.any(|level| level >= Level::Review.number());
        (from <= self.now.timestamp() && !is_suspended).then(|| self.day(from))
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.now.time_zone().clone()).date()
    }
}
