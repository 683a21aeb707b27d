//! When a mail about a moment of care goes.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};
use needlework_chart::id::CheckInId;
use needlework_evidence::hours_in;
use needlework_exchange::EVENING_HOURS;
use needlework_protocol::care::CareMoment;

use super::quiet_hours::QuietHours;
use crate::server::own_rating::OwnRating;

/// How long before its hour a mail goes that says what begins then: time to get ready, and not to forget it again.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// For how long after its moment a mail is still of use: what may begin again, may do so on the next morning too, and a check-in
/// is due for a day.
const OF_USE: SignedDuration = SignedDuration::from_hours(24);

/// For how long a mail is of use that says that the clinic wrote: who has not read it by then finds it on the own pages.
const REPLY_OF_USE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A mail that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    /// What it is about: the number of the session and the place of the moment beside it.
    pub about: String,
    /// The moment of which it reminds.
    pub moment: Timestamp,
    /// When it goes.
    pub send_at: Timestamp,
    /// By when it should have gone.
    pub deadline: Timestamp,
    /// From when on it is of no use.
    pub good_until: Timestamp,
}

/// When the mail about a moment goes to somebody who is in a time zone: at its hour; in quiet hours at the next minute after
/// them, but at the last one before them where the deadline would have passed.
pub(super) fn due(moment: &CareMoment, zone: &TimeZone, quiet: QuietHours) -> Due {
    let hour = Hour::of(moment, zone);
    let goes = quiet.allowed_before(&hour.wanted, &hour.deadline);
    Due {
        about: moment.identifier(),
        moment: hour.at.timestamp(),
        send_at: goes.timestamp(),
        deadline: hour.deadline.timestamp(),
        good_until: hour.at.saturating_add(OF_USE).timestamp(),
    }
}

/// The first moment at which somebody may be reminded of a check-in: ahead of its hour where something begins with it.
pub(in crate::server) fn reminded_at(due: &Zoned, quiet: QuietHours) -> Zoned {
    quiet.allowed_before(&due.saturating_sub(AHEAD), due)
}

/// How long before its hour somebody may be reminded of a check-in, which is due whole days after a session.
pub(in crate::server) fn reminded_ahead_hours(t0: &Zoned, quiet: QuietHours) -> f64 {
    hours_in(t0.duration_since(&reminded_at(t0, quiet)))
}

/// When the mail goes that asks for a rating of one's own: in the first minute of its first day at which somebody may be written
/// to. It is of use until the last day is over; `None`: the days cannot be told in that time zone.
pub(super) fn rating_due(own: &OwnRating, zone: &TimeZone, quiet: QuietHours) -> Option<Due> {
    let begin = |day: Date| day.to_zoned(zone.clone()).ok();
    let opens = begin(own.window.opens)?;
    let over = begin(own.window.closes.tomorrow().ok()?)?.timestamp();
    Some(Due {
        about: format!("own-rating/{}", own.plan),
        moment: opens.timestamp(),
        send_at: quiet.next_allowed(&opens).timestamp(),
        deadline: over,
        good_until: over,
    })
}

/// When the mail goes that says that the clinic wrote about a report: at once, or after the quiet hours. `number` tells replies to
/// one report apart.
pub(super) fn reply_due(
    report: CheckInId,
    number: usize,
    at: Timestamp,
    zone: &TimeZone,
    quiet: QuietHours,
) -> Due {
    let over = at.saturating_add(REPLY_OF_USE).unwrap_or(Timestamp::MAX);
    Due {
        about: format!("reply/{report}/{number}"),
        moment: at,
        send_at: quiet.next_allowed(&at.to_zoned(zone.clone())).timestamp(),
        deadline: over,
        good_until: over,
    }
}

struct Hour {
    /// The moment, where the patient is.
    at: Zoned,
    /// When the mail would go if no hour were quiet.
    wanted: Zoned,
    /// By when it should have gone.
    deadline: Zoned,
}

impl Hour {
    fn of(moment: &CareMoment, zone: &TimeZone) -> Self {
        let at = moment.at.with_time_zone(zone.clone());
        if moment.whole_day {
            // The day by the calendar on the wall, wherever that hangs; told when the calendar of the patient rings.
            let day = moment.at.date();
            let begins = day.to_zoned(zone.clone()).unwrap_or(at);
            let evening = SignedDuration::from_hours(i64::from(EVENING_HOURS));
            return Self {
                wanted: begins.saturating_sub(evening),
                deadline: begins.clone(),
                at: begins,
            };
        }
        if moment.begins.is_empty() {
            return Self {
                wanted: at.clone(),
                deadline: at.saturating_add(1.day()),
                at,
            };
        }
        Self {
            wanted: at.saturating_sub(AHEAD),
            deadline: at.clone(),
            at,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use needlework_chart::id::PlanId;

    use super::*;
    use crate::server::own_rating::RatingWindow;

    const NIGHT: QuietHours = QuietHours {
        from: time(21, 0, 0, 0),
        until: time(7, 0, 0, 0),
    };

    fn moment(at: &str) -> CareMoment {
        CareMoment {
            session: 1,
            key: "after-24".to_owned(),
            at: at.parse().unwrap(),
            whole_day: false,
            begins: Vec::new(),
            may_begin_again: Vec::new(),
            may_begin_again_when_calm: Vec::new(),
            clinic_may_release: Vec::new(),
            check_ins: vec!["Check-in".to_owned()],
        }
    }

    fn beginning(at: &str) -> CareMoment {
        CareMoment {
            begins: vec!["No sun".to_owned()],
            ..moment(at)
        }
    }

    fn goes(moment: &CareMoment, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let due = due(moment, &zone, NIGHT);
        due.send_at.to_zoned(zone).strftime("%F %R").to_string()
    }

    #[test]
    fn a_check_in_is_reminded_of_when_it_is_due_and_after_the_night() {
        let zurich = |at| goes(&moment(at), "Europe/Zurich");
        assert_eq!(
            zurich("2026-11-27T10:30[Europe/Zurich]"),
            "2026-11-27 10:30"
        );
        assert_eq!(
            zurich("2026-11-27T23:30[Europe/Zurich]"),
            "2026-11-28 07:00"
        );
    }

    #[test]
    fn what_begins_is_told_an_hour_before_and_never_by_a_mail_that_comes_after_it() {
        let zurich = |at| goes(&beginning(at), "Europe/Zurich");
        assert_eq!(
            zurich("2026-11-27T10:30[Europe/Zurich]"),
            "2026-11-27 09:30"
        );
        // At two in the morning: the last minute before the night.
        assert_eq!(
            zurich("2026-11-27T02:00[Europe/Zurich]"),
            "2026-11-26 20:59"
        );
        // At half past seven: the first minute after the night comes in time.
        assert_eq!(
            zurich("2026-11-27T07:30[Europe/Zurich]"),
            "2026-11-27 07:00"
        );
    }

    #[test]
    fn a_whole_day_is_told_on_the_evening_before_where_the_patient_is() {
        let day = CareMoment {
            whole_day: true,
            ..beginning("2026-12-03T00:00[Europe/Zurich]")
        };
        assert_eq!(goes(&day, "Europe/Zurich"), "2026-12-02 18:00");
        assert_eq!(goes(&day, "America/New_York"), "2026-12-02 18:00");
        assert_eq!(goes(&day, "Pacific/Auckland"), "2026-12-02 18:00");
    }

    #[test]
    fn quiet_hours_go_along_on_a_journey_and_the_moment_stays() {
        let check_in = moment("2026-11-27T10:30[Europe/Zurich]");
        // Half past four in the morning in New York.
        assert_eq!(goes(&check_in, "America/New_York"), "2026-11-27 07:00");
        // Half past ten in the evening in Auckland.
        assert_eq!(goes(&check_in, "Pacific/Auckland"), "2026-11-28 07:00");
        let zone = |name| due(&check_in, &TimeZone::get(name).unwrap(), NIGHT).moment;
        assert_eq!(zone("America/New_York"), zone("Europe/Zurich"));
    }

    #[test]
    fn days_on_which_clocks_change_have_their_mails_by_the_clock() {
        // 28 March 2027: no half past two. 31 October 2027: two of them.
        let zurich = |at: &str| goes(&moment(at), "Europe/Zurich");
        assert_eq!(
            zurich("2027-03-28T01:30[Europe/Zurich]"),
            "2027-03-28 07:00"
        );
        assert_eq!(
            zurich("2027-10-31T02:30[Europe/Zurich]"),
            "2027-10-31 07:00"
        );
        let day = CareMoment {
            whole_day: true,
            ..beginning("2027-03-29T00:00[Europe/Zurich]")
        };
        assert_eq!(goes(&day, "Europe/Zurich"), "2027-03-28 18:00");
    }

    #[test]
    fn a_mail_is_of_use_for_a_day_after_its_moment() {
        let zone = TimeZone::get("Europe/Zurich").unwrap();
        for moment in [
            moment("2026-11-27T10:30[Europe/Zurich]"),
            beginning("2026-11-27T10:30[Europe/Zurich]"),
        ] {
            let due = due(&moment, &zone, NIGHT);
            assert!(due.send_at <= due.deadline && due.deadline <= due.good_until);
            let of_use = due.good_until.duration_since(due.moment);
            assert_eq!(of_use, SignedDuration::from_hours(24));
        }
    }

    fn rating(opens: &str, closes: &str) -> OwnRating {
        OwnRating {
            plan: PlanId::from_uuid(uuid::Uuid::nil()),
            window: RatingWindow {
                opens: opens.parse().unwrap(),
                closes: closes.parse().unwrap(),
            },
            zones: Vec::new(),
            verdicts: Vec::new(),
        }
    }

    /// 28 March 2027 has 23 hours in Zurich, 31 October 25: days count, not hours.
    #[test]
    fn a_rating_is_asked_for_on_its_first_morning_and_until_its_last_day_is_over() {
        for (zone, opens, goes, closes, over) in [
            (
                "Europe/Zurich",
                "2027-03-28",
                "2027-03-28T05:00:00Z",
                "2027-05-12",
                "2027-05-12T22:00:00Z",
            ),
            (
                "Europe/Zurich",
                "2027-09-16",
                "2027-09-16T05:00:00Z",
                "2027-10-31",
                "2027-10-31T23:00:00Z",
            ),
            (
                "America/New_York",
                "2027-03-14",
                "2027-03-14T11:00:00Z",
                "2027-04-28",
                "2027-04-29T04:00:00Z",
            ),
            // No midnight on this day: clocks go forward at it, and the day begins at one.
            (
                "Africa/Cairo",
                "2027-04-30",
                "2027-04-30T04:00:00Z",
                "2027-06-14",
                "2027-06-14T21:00:00Z",
            ),
        ] {
            let own = rating(opens, closes);
            let due = rating_due(&own, &TimeZone::get(zone).unwrap(), NIGHT).unwrap();
            assert_eq!(due.send_at, goes.parse().unwrap(), "{zone} {opens}");
            assert_eq!(due.deadline, over.parse().unwrap(), "{zone} {closes}");
            assert_eq!(due.good_until, due.deadline);
        }
    }
}
