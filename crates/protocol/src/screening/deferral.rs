//! Until when an outcome holds: the arithmetic of protocol 0.3 on one answer.

use jiff::civil::Date;

use super::answer::{Answer, Resolution};
use super::date::{Anchor, after, days_after, interval_words, whole};
use super::rule::{Outcome, ScreeningRule, Until};
use crate::speech::Speech;

/// What the arithmetic of an outcome says.
pub(super) enum Time {
    /// The deferral is over, or the condition of the outcome does not hold.
    Over,
    /// It holds until a day.
    Until(Date, String),
    /// It holds without a date.
    Open(Option<String>),
    /// No day can be calculated from what is known: a clinician decides.
    Unknown(String),
}

/// One rule on one appointment.
pub(super) struct Deferral<'a> {
    pub(super) rule: &'a ScreeningRule,
    pub(super) appointment: Date,
    pub(super) resolved: &'a [Resolution],
    pub(super) speech: Speech<'a>,
}

impl Deferral<'_> {
    /// What the outcome says about an answer, in one zone where the rule is about zones.
    pub(super) fn time(&self, outcome: &Outcome, answer: &Answer, zone: Option<&str>) -> Time {
        if let Some(days) = outcome.within_days {
            let Some(anchor) = answer.anchor.and_then(Anchor::day) else {
                return Time::Over;
            };
            let end = days_after(anchor, i64::from(days));
            return if self.appointment < end {
                Time::Open(Some(self.on("screening.on", anchor)))
            } else {
                Time::Over
            };
        }
        match outcome.until {
            Until::None => Time::Open(self.plain_detail(answer)),
            Until::State => self.until_resolved(answer, zone),
            Until::Interval => self.until(self.interval_end(answer)),
            Until::Clearance => self.until(self.clearance(answer)),
            Until::IntervalAndClearance => {
                self.until(later(self.interval_end(answer), self.clearance(answer)))
            }
            Until::OutsideRange => self.outside_range(answer),
            Until::IntervalAfterSession => self.after_session(answer),
        }
    }

    /// Eligible when the appointment is not before the earliest day.
    fn until(&self, time: Time) -> Time {
        match time {
            Time::Until(day, _) if self.appointment >= day => Time::Over,
            other => other,
        }
    }

    fn interval_end(&self, answer: &Answer) -> Time {
        let Some(anchor) = answer.anchor else {
            return Time::Unknown(self.speech.say("screening.no-date", &[]));
        };
        let Some(interval) = &self.rule.record.setting else {
            return Time::Open(None);
        };
        let date = ("date", anchor.spoken(self.speech));
        if let Some(end) = anchor.day().and_then(|day| after(day, interval)) {
            let interval = ("interval", interval_words(interval, self.speech));
            Time::Until(end, self.say("screening.after", &[date, interval]))
        } else {
            Time::Unknown(self.say("screening.only-known", &[date]))
        }
    }

    fn until_resolved(&self, answer: &Answer, zone: Option<&str>) -> Time {
        let resolved = self
            .resolved
            .iter()
            .filter(|one| one.rule == self.rule.record.id)
            .filter(|one| {
                one.zones.is_empty()
                    || zone.is_some_and(|zone| one.zones.iter().any(|named| named == zone))
            })
            .map(|one| one.on)
            .min();
        match resolved {
            Some(day) => {
                let detail = self.on("screening.resolved", day);
                self.until(Time::Until(day, detail))
            }
            None => Time::Open(self.plain_detail(answer)),
        }
    }

    /// The appointment lies so far before a planned range that its interval is over, or so far behind it.
    fn outside_range(&self, answer: &Answer) -> Time {
        let (Some([from, to]), Some(days)) = (answer.range, self.interval_days()) else {
            return Time::Over;
        };
        let last_before = days_after(from, -days - 1);
        if self.appointment <= last_before {
            return Time::Over;
        }
        let end = days_after(to, days);
        let values = [
            ("from", from),
            ("to", to),
            ("before", last_before),
            ("after", end),
        ]
        .map(|(key, day)| (key, self.speech.day(day)));
        let detail = self.say("screening.range", &values);
        self.until(Time::Until(end, detail))
    }

    /// The date of the answer must lie behind the session and its interval.
    fn after_session(&self, answer: &Answer) -> Time {
        let Some(days) = self.interval_days() else {
            return Time::Over;
        };
        let end = days_after(self.appointment, days);
        match answer.anchor.map(|anchor| (anchor, anchor.first_day())) {
            Some((_, Some(planned))) if planned >= end => Time::Over,
            _ => Time::Until(end, self.on("screening.injection", end)),
        }
    }

    fn interval_days(&self) -> Option<i64> {
        self.rule.record.setting.as_ref()?.value.map(whole)
    }

    /// What an answer without date arithmetic adds: places, a name, or how long ago it was.
    fn plain_detail(&self, answer: &Answer) -> Option<String> {
        let age = answer.anchor.map(|anchor| match anchor.day() {
            Some(day) => {
                let days = self.appointment.duration_since(day).as_hours() / 24;
                let record = &self.rule.record;
                let seen: Vec<&str> = record
                    .seen
                    .iter()
                    .map(|seen| self.speech.word(&record.id, &seen.value))
                    .collect();
                let values = [("days", days.to_string()), ("seen", seen.join("; "))];
                self.say("screening.age", &values)
            }
            None => anchor.spoken(self.speech),
        });
        let parts: Vec<String> = answer
            .marked
            .iter()
            .cloned()
            .chain(answer.detail.clone())
            .chain(age)
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn clearance(&self, answer: &Answer) -> Time {
        match answer.cleared_on {
            Some(day) => Time::Until(day, self.on("screening.cleared", day)),
            None => Time::Open(Some(self.speech.say("screening.no-clearance", &[]))),
        }
    }

    /// A sentence about a day.
    fn on(&self, key: &str, day: Date) -> String {
        self.say(key, &[("day", self.speech.day(day))])
    }

    fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        self.speech.say(key, &values)
    }
}

/// Both must be over: the later day counts, and what has no day counts before any day.
fn later(one: Time, other: Time) -> Time {
    match (one, other) {
        (Time::Open(detail), _) | (_, Time::Open(detail)) => Time::Open(detail),
        (Time::Unknown(detail), _) | (_, Time::Unknown(detail)) => Time::Unknown(detail),
        (Time::Over, other) | (other, Time::Over) => other,
        (Time::Until(a, why_a), Time::Until(b, why_b)) => {
            if a >= b {
                Time::Until(a, why_a)
            } else {
                Time::Until(b, why_b)
            }
        }
    }
}
