//! Until when an outcome holds: the arithmetic of protocol 0.3 on one answer.

use jiff::civil::Date;

use super::answer::{Answer, Resolution};
use super::date::{Anchor, after, days_after, interval_words, spoken, whole};
use super::rule::{Outcome, ScreeningRule, Until};

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
                Time::Open(Some(format!("on {}", spoken(anchor))))
            } else {
                Time::Over
            };
        }
        match outcome.until {
            Until::None => Time::Open(self.plain_detail(answer)),
            Until::State => self.until_resolved(answer, zone),
            Until::Interval => self.until(self.interval_end(answer)),
            Until::Clearance => self.until(clearance(answer)),
            Until::IntervalAndClearance => {
                self.until(later(self.interval_end(answer), clearance(answer)))
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
            return Time::Unknown("no date is known".to_owned());
        };
        let Some(interval) = &self.rule.record.setting else {
            return Time::Open(None);
        };
        match anchor.day().and_then(|day| after(day, interval)) {
            Some(end) => Time::Until(
                end,
                format!("{} + {}", anchor.spoken(), interval_words(interval)),
            ),
            None => Time::Unknown(format!("only known: {}", anchor.spoken())),
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
            Some(day) => self.until(Time::Until(
                day,
                format!("recorded as resolved on {}", spoken(day)),
            )),
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
        let detail = format!(
            "{} to {}; on or before {}, or from {}",
            spoken(from),
            spoken(to),
            spoken(last_before),
            spoken(end)
        );
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
            _ => Time::Until(end, format!("the injection not before {}", spoken(end))),
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
                format!(
                    "{} days before the appointment; values seen: {}",
                    days,
                    self.rule
                        .record
                        .seen
                        .iter()
                        .map(|seen| seen.value.as_str())
                        .collect::<Vec<_>>()
                        .join("; ")
                )
            }
            None => anchor.spoken(),
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
}

fn clearance(answer: &Answer) -> Time {
    match answer.cleared_on {
        Some(day) => Time::Until(day, format!("cleared in writing on {}", spoken(day))),
        None => Time::Open(Some("no written clearance".to_owned())),
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
