//! What nobody may have to remember: lines of a list that somebody owns (clinic reference 2.4). It is found on the boards of the
//! lists and among what the registry has read of charts, all of it in memory, so that it costs as much as waits, however many
//! patients there are; no chart is opened.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, Zoned};
use needlework_chart::event::PersonName;
use needlework_chart::id::{PatientId, SiteId};
use needlework_chart::lists::{Board, Lists, PatientRow};
use needlework_evidence::elapsed;
use needlework_planning::Library;
use needlework_protocol::check_in::{Level, ResponseTime};

use super::answering_clinic::answering;
use super::office::Office;
use super::office::appointment::Purpose;
use super::registry::RegistryRows;
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
    /// How many more there are in clinics of the group that are not looked at.
    pub elsewhere: usize,
}

/// Where the checks look.
pub(super) struct Look<'a> {
    /// Everybody's row.
    pub(super) lists: &'a Lists,
    /// The clinics of the group and the treatments that are booked.
    pub(super) office: &'a Office,
    /// The clinic of the group that is looked at alone; `None`: all of them.
    pub(super) of_clinic: Option<SiteId>,
    /// What the registry has read of charts so far.
    pub(super) registry: &'a RegistryRows,
    /// Rules.
    pub(super) library: &'a Library,
    /// The moment at which is looked.
    pub(super) now: &'a Zoned,
}

/// Somebody of whom a check found something, and since which day.
type Finding = (Date, PatientId);

/// Courses that can be judged on a day.
fn judgeable(rows: &PersonRows, day: Date) -> impl Iterator<Item = &ToJudge> {
    let courses = rows.to_judge.iter();
    courses.filter(move |course| course.from <= day && day <= course.until)
}

impl Look<'_> {
    /// What every check finds, the gravest first, with `at_most` lines of each.
    pub(super) fn found(&self, at_most: usize) -> Vec<CheckFound> {
        let found = CheckKind::ALL.map(|kind| self.first_lines(kind, self.findings(kind), at_most));
        found.into()
    }

    fn first_lines(
        &self,
        kind: CheckKind,
        mut findings: Vec<Finding>,
        at_most: usize,
    ) -> CheckFound {
        let everywhere = findings.len();
        if let Some(site) = self.of_clinic {
            findings.retain(|(_, patient)| self.answering(*patient) == site);
        }
        let total = findings.len();
        if total > at_most {
            findings.select_nth_unstable(at_most);
            findings.truncate(at_most);
        }
        let directory = self.lists.directory();
        let mut people: Vec<(Date, &PatientRow)> = findings
            .into_iter()
            .filter_map(|(since, patient)| Some((since, directory.row(patient)?)))
            .collect();
        people.sort_by_key(|(since, row)| {
            let name = &row.name;
            (*since, &name.family, &name.given, row.patient)
        });
        let lines = people.into_iter().map(|(since, row)| CheckLine {
            patient: row.patient,
            name: row.name.clone(),
            since,
            lacks_own_rating: kind == CheckKind::ReadyToJudge && self.lacks_own_rating(row.patient),
        });
        CheckFound {
            kind,
            lines: lines.collect(),
            total,
            elsewhere: everywhere - total,
        }
    }

    /// The clinic that answers somebody, and so sees to what was left lying.
    fn answering(&self, patient: PatientId) -> SiteId {
        answering(self.office, self.lists, patient, self.now.timestamp()).id
    }

    /// Of whom a check finds something, in no order.
    fn findings(&self, kind: CheckKind) -> Vec<Finding> {
        match kind {
            CheckKind::Unsigned => self.on(Board::UnsignedSession, |row| self.unsigned(row)),
            CheckKind::NotFollowedUp => {
                self.on(Board::OpenAdverseEvent, |row| self.not_followed_up(row))
            }
            CheckKind::NotReported => {
                self.on(Board::UnreportedAdverseEvent, |row| self.not_reported(row))
            }
            CheckKind::NoSession => {
                self.on(Board::PlanWithoutSession, |row| self.without_session(row))
            }
            CheckKind::NoConsent => self.without_consent(),
            CheckKind::ReleaseWaits => self.releases(),
            CheckKind::ReadyToJudge => self.ready_to_judge(),
            CheckKind::JudgementMissed => self.judgements_missed(),
        }
    }

    /// Of whom a check finds something among those on a board.
    fn on(&self, board: Board, since: impl Fn(&PatientRow) -> Option<Date>) -> Vec<Finding> {
        let waiting = self.lists.directory().board(board, usize::MAX);
        let rows = waiting.rows.into_iter();
        rows.filter_map(|row| Some((since(row)?, row.patient)))
            .collect()
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
    fn without_consent(&self) -> Vec<Finding> {
        let today = self.now.date();
        let rows = self.lists.directory().photographs_gone_by(today);
        rows.map(|row| (today, row.patient)).collect()
    }

    fn without_session(&self, row: &PatientRow) -> Option<Date> {
        let plans = row.plans_without_session();
        let oldest = plans.map(|(_, plan)| plan.approved_at).min()?;
        let appointments = &self.office.appointments;
        let mut ahead = appointments.of_patient_from(row.patient, self.now.timestamp());
        let is_booked = ahead.any(|one| one.purpose == Purpose::Treatment);
        (!is_booked).then(|| self.day(oldest))
    }

    /// While a report suspends every release, the board of healing has it.
    fn releases(&self) -> Vec<Finding> {
        let suspends = |row: &&PatientRow| {
            let mut levels = row.follow_up.unanswered.values().map(|report| report.level);
            levels.any(|level| level >= Level::Review.number())
        };
        let directory = self.lists.directory();
        let reports = directory.board(Board::UnansweredCheckIn, usize::MAX).rows;
        let suspended = reports.into_iter().filter(suspends);
        let suspended: BTreeSet<PatientId> = suspended.map(|row| row.patient).collect();
        let waiting = self.registry.releasable_at(self.now.timestamp());
        waiting
            .filter(|(_, patient)| !suspended.contains(patient))
            .map(|(from, patient)| (self.day(from), patient))
            .collect()
    }

    fn ready_to_judge(&self) -> Vec<Finding> {
        let today = self.now.date();
        let read = self.registry.judgeable_since(today);
        read.filter_map(|(patient, rows)| {
            let first = judgeable(rows, today).map(|course| course.from).min()?;
            Some((first, patient))
        })
        .collect()
    }

    fn lacks_own_rating(&self, patient: PatientId) -> bool {
        let rows = self.registry.rows(patient);
        let mut courses = rows
            .into_iter()
            .flat_map(|rows| judgeable(rows, self.now.date()));
        courses.any(|course| course.lacks_own_rating)
    }

    /// Courses that nobody judged while that was possible: they are told for so many days, and not for good.
    fn judgements_missed(&self) -> Vec<Finding> {
        let today = self.now.date();
        let told_for = self.library.visits.missed_judgement_days.value;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float to integer cast saturates"
        )]
        let earliest = today.saturating_sub((told_for as i64).days());
        let read = self.registry.judgeable_since(earliest);
        read.filter_map(|(patient, rows)| {
            let until = rows.to_judge.iter().map(|course| course.until);
            let missed = until.filter(|until| (earliest..today).contains(until));
            Some((missed.min()?, patient))
        })
        .collect()
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.now.time_zone().clone()).date()
    }
}
