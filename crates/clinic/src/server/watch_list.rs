//! What waits for the clinic after sessions, over all patients, the most urgent first: reports that nobody has answered, and
//! silence where a check-in was due. Read from the lists in memory; no chart is opened.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Zoned;
use needlework_chart::event::PersonName;
use needlework_chart::id::{CheckInId, PatientId, SiteId};
use needlework_chart::lists::{Board, Lists, PatientRow, Tried, UnansweredCheckIn};
use needlework_evidence::{elapsed, hours_in};
use needlework_planning::{Library, Standing, followed_hours, silence, standing};
use needlework_protocol::check_in::{Level, Opening};

use super::answering_clinic::answering;
use super::mail::{quiet_hours, reminded_ahead_hours};
use super::office::Office;

/// Minutes of an hour.
const MINUTES_PER_HOUR: f64 = 60.0;

/// Something that waits.
pub(super) struct Waiting {
    /// Whose it is.
    pub(super) patient: PatientId,
    /// Who that is.
    pub(super) name: PersonName,
    /// The clinic of the group that answers.
    pub(super) site: SiteId,
    /// How urgent it is.
    pub(super) standing: Standing,
    /// Since when it has waited.
    pub(super) since: Zoned,
    /// Hours after the session.
    pub(super) hour: f64,
    /// The report; `None`: silence.
    pub(super) report: Option<(CheckInId, UnansweredCheckIn)>,
    /// How somebody tried to reach whoever is silent, until it is looked at again.
    pub(super) tried: Option<Tried>,
}

/// A look at the lists at a moment.
pub(super) struct Look<'a> {
    library: &'a Library,
    office: &'a Office,
    lists: &'a Lists,
    now: &'a Zoned,
    /// Hours of every clinic: what waits is due while its own one is open.
    hours: BTreeMap<SiteId, Opening>,
}

impl<'a> Look<'a> {
    /// A look by the rules of a library.
    pub(super) fn new(
        library: &'a Library,
        office: &'a Office,
        lists: &'a Lists,
        now: &'a Zoned,
    ) -> Self {
        let sites = office.settings().value.sites.iter();
        Self {
            library,
            office,
            lists,
            now,
            hours: sites.map(|site| (site.id, site.reading_hours())).collect(),
        }
    }

    /// Everything that waits, the most urgent first.
    pub(super) fn waiting(&self) -> Vec<Waiting> {
        let mut all = self.unanswered();
        let directory = self.lists.directory();
        let since = elapsed(followed_hours(&self.library.check_in));
        let since = self.now.saturating_sub(since);
        let healing = directory.healing_since(since.timestamp());
        all.extend(healing.filter_map(|row| self.silence(row)));
        // What somebody tried already comes last: it waits until it is looked at again.
        let order = |one: &Waiting| one.tried.is_some();
        all.sort_by(|one, other| {
            let by_standing = one.standing.cmp(&other.standing);
            order(one).cmp(&order(other)).then(by_standing)
        });
        all
    }

    /// Reports that nobody has answered, in no order.
    pub(super) fn unanswered(&self) -> Vec<Waiting> {
        let directory = self.lists.directory();
        let unanswered = directory.board(Board::UnansweredCheckIn, usize::MAX);
        let rows = unanswered.rows.into_iter();
        rows.flat_map(|row| self.reports(row)).collect()
    }

    fn reports(&self, row: &PatientRow) -> Vec<Waiting> {
        let unanswered = row.follow_up.unanswered.iter();
        unanswered
            .map(|(id, report)| {
                let since = report.reported_at.to_zoned(self.now.time_zone().clone());
                // A number that is no level has never been written; it would be as urgent as can be.
                let level = Level::numbered(report.level).unwrap_or(Level::Emergency);
                Waiting {
                    hour: report.minutes_after_t0 as f64 / MINUTES_PER_HOUR,
                    report: Some((*id, report.clone())),
                    ..self.waits(row, level, since)
                }
            })
            .collect()
    }

    fn silence(&self, row: &PatientRow) -> Option<Waiting> {
        let (_, healing) = row.follow_up.healing()?;
        let heard = healing.heard_minutes.iter();
        let heard: Vec<f64> = heard
            .map(|minutes| *minutes as f64 / MINUTES_PER_HOUR)
            .collect();
        let now_hour = hours_in(self.now.timestamp().duration_since(healing.t0));
        let (rules, care) = (&self.library.check_in, &self.library.care);
        let t0 = healing.t0.to_zoned(self.now.time_zone().clone());
        let ahead = reminded_ahead_hours(&t0, quiet_hours(self.office.settings().value));
        let hour = silence(rules, care, ahead, &heard, now_hour)?;
        let since = healing.t0.saturating_add(elapsed(hour)).ok()?;
        let tried = healing.tried;
        let is_awaited = |tried: &Tried| self.now.timestamp() < tried.look_again_at;
        // Once its time has come it waits anew from then on.
        let since = tried
            .filter(|tried| !is_awaited(tried))
            .map_or(since, |tried| since.max(tried.look_again_at));
        let since = since.to_zoned(self.now.time_zone().clone());
        Some(Waiting {
            hour,
            tried: tried.filter(is_awaited),
            ..self.waits(row, Level::Message, since)
        })
    }

    fn waits(&self, row: &PatientRow, level: Level, since: Zoned) -> Waiting {
        let rules = &self.library.check_in;
        let now = self.now.timestamp();
        let site = answering(self.office, self.lists, row.patient, now);
        let hours = self.hours.get(&site.id);
        let hours = hours.map_or_else(|| Cow::Owned(site.reading_hours()), Cow::Borrowed);
        Waiting {
            patient: row.patient,
            name: row.name.clone(),
            site: site.id,
            standing: standing(rules, level, &since, self.now, &hours),
            since,
            hour: 0.0,
            report: None,
            tried: None,
        }
    }
}
