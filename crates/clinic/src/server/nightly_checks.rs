//! What nobody may have to remember: lines of a list that somebody owns (clinic reference 2.4). Everybody's row in the lists is
//! looked at, and what the registry has read of their charts, all of it in memory; no chart is opened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use needlework_chart::event::PersonName;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Lists, PatientRow};
use needlework_evidence::elapsed;
use needlework_planning::Library;
use needlework_protocol::check_in::{Level, ResponseTime};

use super::registry::ToDo;
use super::results::ToJudge;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// A session that was held and nobody signed on its day.
    Unsigned,
    /// An adverse event after which nobody has looked within the time of a review.
    NotFollowedUp,
    /// A photograph that no consent covers any longer.
    NoConsent,
    /// An approved plan without a session or an appointment.
    NoSession,
    /// Something that the clinic may release by now, and has not.
    ReleaseWaits,
    /// A result that can be judged, and that no colleague has rated before and after: what the page of the results says.
    ReadyToJudge,
}

impl CheckKind {
    /// All of them, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::Unsigned,
        Self::NotFollowedUp,
        Self::ReleaseWaits,
        Self::NoConsent,
        Self::NoSession,
        Self::ReadyToJudge,
    ];

    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::NotFollowedUp => "not-followed-up",
            Self::NoConsent => "no-consent",
            Self::NoSession => "no-session",
            Self::ReleaseWaits => "release-waits",
            Self::ReadyToJudge => "ready-to-judge",
        }
    }

    /// The part of the chart in which it is mended.
    pub const fn part(self) -> &'static str {
        match self {
            Self::Unsigned | Self::NoSession => "/sessions",
            Self::NotFollowedUp => "/adverse-events",
            Self::NoConsent => "/photographs",
            Self::ReleaseWaits => "/releases",
            Self::ReadyToJudge => "/ratings",
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

/// What was looked up beside the lists.
pub(super) struct Beside {
    /// For whom a treatment is booked.
    pub(super) booked: BTreeSet<PatientId>,
    /// What waits in charts, as far as they were read.
    pub(super) to_do: BTreeMap<PatientId, ToDo>,
}

/// What every check finds at a moment, the gravest first, with `at_most` lines of each.
pub(super) fn nightly_checks(
    lists: &Lists,
    library: &Library,
    beside: &Beside,
    now: &Zoned,
    at_most: usize,
) -> Vec<CheckFound> {
    let look = Look {
        library,
        beside,
        now,
    };
    let mut found = CheckKind::ALL.map(|kind| (kind, Vec::new()));
    // Not in the order of names: to look people up one by one would cost more than the checks.
    for row in lists.directory().rows_by_id() {
        for (kind, of_kind) in &mut found {
            of_kind.extend(look.since(*kind, row).map(|since| (since, row)));
        }
    }
    let found = found.into_iter();
    found
        .map(|(kind, rows)| look.first_lines(kind, rows, at_most))
        .collect()
}

struct Look<'a> {
    library: &'a Library,
    beside: &'a Beside,
    now: &'a Zoned,
}

impl Look<'_> {
    fn first_lines(
        &self,
        kind: CheckKind,
        mut rows: Vec<(Date, &PatientRow)>,
        at_most: usize,
    ) -> CheckFound {
        let total = rows.len();
        if total > at_most {
            rows.select_nth_unstable_by_key(at_most, |(since, row)| (*since, row.patient));
            rows.truncate(at_most);
        }
        rows.sort_by_key(|(since, row)| (*since, &row.name.family, &row.name.given, row.patient));
        let lines = rows.into_iter().map(|(since, row)| CheckLine {
            patient: row.patient,
            name: row.name.clone(),
            since,
            lacks_own_rating: kind == CheckKind::ReadyToJudge
                && self.judgeable(row).any(|course| course.lacks_own_rating),
        });
        CheckFound {
            kind,
            lines: lines.collect(),
            total,
        }
    }

    /// Since which day a check finds something of a patient.
    fn since(&self, kind: CheckKind, row: &PatientRow) -> Option<Date> {
        match kind {
            CheckKind::Unsigned => self.unsigned(row),
            CheckKind::NotFollowedUp => self.not_followed_up(row),
            CheckKind::NoConsent => self.without_consent(row),
            CheckKind::NoSession => self.without_session(row),
            CheckKind::ReleaseWaits => self.release_waits(row),
            CheckKind::ReadyToJudge => self.judgeable(row).map(|course| course.from).min(),
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

    /// Nobody knows since when: the list of the day is as of today.
    fn without_consent(&self, row: &PatientRow) -> Option<Date> {
        let today = self.now.date();
        (row.follow_up.photographs_without_consent(today) > 0).then_some(today)
    }

    fn without_session(&self, row: &PatientRow) -> Option<Date> {
        if self.beside.booked.contains(&row.patient) {
            return None;
        }
        let plans = row.plans_without_session();
        let oldest = plans.map(|(_, plan)| plan.approved_at).min()?;
        Some(self.day(oldest))
    }

    /// While a report suspends every release, the board of healing has it.
    fn release_waits(&self, row: &PatientRow) -> Option<Date> {
        let from = self.beside.to_do.get(&row.patient)?.to_release?;
        let mut levels = row.follow_up.unanswered.values().map(|report| report.level);
        let is_suspended = levels.any(|level| level >= Level::Review.number());
        (from <= self.now.timestamp() && !is_suspended).then(|| self.day(from))
    }

    /// Courses that can be judged today.
    fn judgeable(&self, row: &PatientRow) -> impl Iterator<Item = &ToJudge> {
        let today = self.now.date();
        let to_do = self.beside.to_do.get(&row.patient);
        let courses = to_do.into_iter().flat_map(|to_do| &to_do.to_judge);
        courses.filter(move |course| course.from <= today && today <= course.until)
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.now.time_zone().clone()).date()
    }
}
