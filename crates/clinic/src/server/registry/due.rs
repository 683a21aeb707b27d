//! On which days something of whom is due, kept beside the rows, so that the nightly checks need not go through all of them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::id::PatientId;

use crate::server::results::PersonRows;

/// Who is to be looked at, by day.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// Who has a course that nobody judged, by the last day on which one can be.
    judged_until: BTreeSet<(Date, PatientId)>,
    /// Who waits for the word of the clinic, by the moment from which it may be given.
    to_release: BTreeSet<(Timestamp, PatientId)>,
}

impl Due {
    /// Takes in the rows of a chart.
    pub(super) fn put(&mut self, patient: PatientId, rows: &PersonRows) {
        self.judged_until
            .extend(judged_until(rows).map(|day| (day, patient)));
        self.to_release
            .extend(rows.to_release.map(|at| (at, patient)));
    }

    /// Takes the rows of a chart out, as they were put in.
    pub(super) fn take_off(&mut self, patient: PatientId, rows: &PersonRows) {
        if let Some(day) = judged_until(rows) {
            self.judged_until.remove(&(day, patient));
        }
        if let Some(at) = rows.to_release {
            self.to_release.remove(&(at, patient));
        }
    }

    /// Who has a course that can be judged on a day or later.
    pub(super) fn judgeable_since(&self, day: Date) -> impl Iterator<Item = PatientId> {
        let latest_first = self.judged_until.iter().rev();
        let since = latest_first.take_while(move |(until, _)| *until >= day);
        since.map(|(_, patient)| *patient)
    }

    /// For whom something may be released at a moment, since when, the longest first.
    pub(super) fn releasable_at(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, PatientId)> {
        let earliest_first = self.to_release.iter().copied();
        earliest_first.take_while(move |(from, _)| *from <= now)
    }
}

fn judged_until(rows: &PersonRows) -> Option<Date> {
    rows.to_judge.iter().map(|course| course.until).max()
}
