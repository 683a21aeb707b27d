//! Hours in which nobody is written to, by the clock of where the patient is.

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan as _, Zoned};

/// Minutes that are looked through: quiet hours are shorter than a day, and a day has 25 hours at most.
const MINUTES: i64 = 26 * 60;

/// From when to when nobody is written to; over midnight where it ends earlier than it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) struct QuietHours {
    /// First quiet minute.
    pub(super) from: Time,
    /// First minute at which somebody may be written to again.
    pub(super) until: Time,
}

impl QuietHours {
    /// Whether nobody is written to at a moment.
    pub(super) fn hold(self, at: &Zoned) -> bool {
        let time = at.time();
        if self.from <= self.until {
            (self.from..self.until).contains(&time)
        } else {
            time >= self.from || time < self.until
        }
    }

    /// The moment itself, or the first minute after it at which somebody may be written to.
    pub(super) fn next_allowed(self, at: &Zoned) -> Zoned {
        self.first_allowed(at, 1)
    }

    /// The moment itself, or the last minute before it at which somebody may be written to.
    pub(super) fn last_allowed(self, at: &Zoned) -> Zoned {
        self.first_allowed(at, -1)
    }

    /// The first minute from a moment on at which somebody may be written to, where that is before a deadline; else the last one
    /// before the moment.
    pub(super) fn allowed_before(self, wanted: &Zoned, deadline: &Zoned) -> Zoned {
        let after = self.next_allowed(wanted);
        if after < *deadline {
            after
        } else {
            self.last_allowed(wanted)
        }
    }

    /// Minutes are counted as they pass, so that an hour that is left out or comes twice is no special case.
    fn first_allowed(self, at: &Zoned, step: i64) -> Zoned {
        if !self.hold(at) {
            return at.clone();
        }
        let minute = whole_minute(at);
        let minutes = (0..=MINUTES).map(|count| minute.saturating_add((count * step).minutes()));
        let mut allowed = minutes.filter(|minute| !self.hold(minute));
        allowed.next().unwrap_or_else(|| at.clone())
    }
}

/// The minute in which a moment lies. Offsets of zones are whole minutes since a hundred years.
fn whole_minute(at: &Zoned) -> Zoned {
    const MINUTE: i64 = 60;
    let second = at.timestamp().as_second().div_euclid(MINUTE) * MINUTE;
    Timestamp::from_second(second).map_or_else(
        |_| at.clone(),
        |minute| minute.to_zoned(at.time_zone().clone()),
    )
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::time;

    use super::*;

    const NIGHT: QuietHours = QuietHours {
        from: time(21, 0, 0, 0),
        until: time(7, 0, 0, 0),
    };

    fn at(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    #[test]
    fn a_mail_of_the_night_goes_in_the_morning_and_one_of_the_day_at_once() {
        for (moment, goes) in [
            (
                "2026-11-26T20:59:59[Europe/Zurich]",
                "2026-11-26T20:59:59[Europe/Zurich]",
            ),
            (
                "2026-11-26T21:00:00[Europe/Zurich]",
                "2026-11-27T07:00:00[Europe/Zurich]",
            ),
            (
                "2026-11-27T03:30:20[Europe/Zurich]",
                "2026-11-27T07:00:00[Europe/Zurich]",
            ),
            (
                "2026-11-27T07:00:00[Europe/Zurich]",
                "2026-11-27T07:00:00[Europe/Zurich]",
            ),
        ] {
            assert_eq!(NIGHT.next_allowed(&at(moment)), at(goes), "{moment}");
        }
    }

    #[test]
    fn the_last_minute_before_the_night_is_the_one_before_it_begins() {
        let found = NIGHT.last_allowed(&at("2026-11-27T03:30:20[Europe/Zurich]"));
        assert_eq!(found, at("2026-11-26T20:59:00[Europe/Zurich]"));
    }

    #[test]
    fn a_night_with_an_hour_less_or_more_ends_by_the_clock() {
        // Clocks go from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October 2027.
        for (evening, morning, hours) in [
            (
                "2027-03-27T21:00[Europe/Zurich]",
                "2027-03-28T07:00[Europe/Zurich]",
                9,
            ),
            (
                "2027-10-30T21:00[Europe/Zurich]",
                "2027-10-31T07:00[Europe/Zurich]",
                11,
            ),
        ] {
            let goes = NIGHT.next_allowed(&at(evening));
            assert_eq!(goes, at(morning));
            let waited = goes.timestamp().duration_since(at(evening).timestamp());
            assert_eq!(waited, SignedDuration::from_hours(hours));
        }
    }

    #[test]
    fn a_night_that_ends_in_an_hour_that_is_left_out_ends_when_the_clock_goes_on() {
        let short = QuietHours {
            until: time(2, 30, 0, 0),
            ..NIGHT
        };
        let goes = short.next_allowed(&at("2027-03-28T01:00[Europe/Zurich]"));
        assert_eq!(goes, at("2027-03-28T03:00[Europe/Zurich]"));
    }

    #[test]
    fn hours_that_do_not_pass_midnight_are_quiet_between_them() {
        let noon = QuietHours {
            from: time(12, 0, 0, 0),
            until: time(14, 0, 0, 0),
        };
        assert!(noon.hold(&at("2026-11-26T13:00[Europe/Zurich]")));
        assert!(!noon.hold(&at("2026-11-26T23:00[Europe/Zurich]")));
    }
}
