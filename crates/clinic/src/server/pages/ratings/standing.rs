//! Which ratings count, and why others do not: in words, for whoever reads the list.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{Role, ScaleRated};
use needlework_chart::fold::{Chart, Stated};

use crate::server::page::Page;
use crate::server::results::{beginnings, open_rater};

/// The ratings of a chart beside the courses that they may judge.
pub(super) struct Standing<'a> {
    chart: &'a Chart,
    /// The day of the first signed session of every course, and when it began.
    beginnings: Vec<(Date, Timestamp)>,
}

impl<'a> Standing<'a> {
    pub(super) fn of(chart: &'a Chart) -> Self {
        Self {
            chart,
            beginnings: beginnings(chart),
        }
    }

    pub(super) fn is_withdrawn(&self, stated: &Stated<ScaleRated>) -> bool {
        let withdrawn = &self.chart.withdrawn_ratings;
        withdrawn.contains_key(&stated.facts.rating)
    }

    /// Why a rating does not count, or where not; empty: it counts wherever its day lets it.
    pub(super) fn remarks(&self, page: &Page, stated: &Stated<ScaleRated>) -> Vec<String> {
        if let Some(withdrawn) = self.chart.withdrawn_ratings.get(&stated.facts.rating) {
            let values = [
                ("name", withdrawn.author.name.as_str()),
                ("when", &page.moment(withdrawn.recorded_at)),
                ("reason", &withdrawn.facts.reason),
            ];
            return vec![page.say_all("rating-withdrawn-by", &values)];
        }
        if open_rater(stated.author.role).is_none() {
            return vec![page.say("rating-not-by-clinician")];
        }
        let mut remarks = Vec::new();
        if self.is_replaced(stated) {
            remarks.push(page.say("rating-replaced"));
        }
        remarks.extend(self.late_for(stated).map(|first| {
            let values = [
                ("entered", &*page.moment(stated.recorded_at)),
                ("day", &*page.day(first)),
            ];
            page.say_all("rating-entered-afterwards", &values)
        }));
        remarks
    }

    /// Whether the same rater graded the same again on that day. What was entered after a course began takes the place of no grade
    /// from before it.
    fn is_replaced(&self, stated: &Stated<ScaleRated>) -> bool {
        let facts = &stated.facts;
        self.chart.standing_ratings().any(|other| {
            other.author.user == stated.author.user
                && other.recorded_at > stated.recorded_at
                && other.facts.day == facts.day
                && other.facts.scale == facts.scale
                && other.facts.zone == facts.zone
                && (self.late_for(other).is_none() || self.late_for(stated).is_some())
        })
    }

    /// The first day of a course to which a grade of a colleague looks as if it were from before it, and was entered later.
    fn late_for(&self, stated: &Stated<ScaleRated>) -> Option<Date> {
        if stated.author.role == Role::Patient {
            return None;
        }
        let mut beginnings = self.beginnings.iter();
        let late = beginnings
            .find(|(first, began_at)| stated.facts.day <= *first && stated.recorded_at > *began_at);
        late.map(|(first, _)| *first)
    }
}
