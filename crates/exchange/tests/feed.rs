//! The neutral calendar as an independent reader sees it.

mod reader;

use jiff::{SignedDuration, Timestamp, Zoned};
use needlework_exchange::{Feed, Reminder, Titles, Visit, feed};

use reader::{events, offset, read_elsewhere};

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn at(moment: &str) -> Zoned {
    moment.parse().unwrap()
}

fn reminder(key: &str, moment: &str, whole_day: bool) -> Reminder {
    Reminder {
        key: key.to_owned(),
        at: at(moment),
        whole_day,
    }
}

/// A visit, something that begins with a day, and something that is due at an hour.
fn calendar() -> Feed {
    let starts = at("2026-12-08T11:15:00[Europe/Zurich]");
    Feed {
        secret: "secret".to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
        titles: Titles {
            visit: "Visit".to_owned(),
            reminder: "Reminder".to_owned(),
            where_to_read: "More on your own pages".to_owned(),
        },
        visits: vec![Visit {
            key: "visit".to_owned(),
            ends: &starts + SignedDuration::from_mins(90),
            starts,
        }],
        reminders: vec![
            reminder("1/before-7", "2026-12-01T00:00:00[Europe/Zurich]", true),
            reminder("1/after-6", "2026-12-08T18:45:00[Europe/Zurich]", false),
        ],
    }
}

#[test]
fn a_visit_takes_its_time_and_reminds_a_day_before() {
    let of = calendar();
    let seen = read_elsewhere(&feed(&of));
    assert!(
        seen.starts_with("missing zones: []\nerrors: []\n"),
        "{seen}"
    );
    let visits = events(&seen, "Visit");
    assert_eq!(visits.len(), 1, "{seen}");
    let (starts, ends) = (offset(&of.visits[0].starts), offset(&of.visits[0].ends));
    let expected = [&starts, &ends, "", "PRIVATE", "OPAQUE", "[-24.0]"];
    assert_eq!(visits[0][1..7], expected);
}

/// At midnight people sleep: what begins with a day is told on the evening before.
#[test]
fn a_reminder_takes_no_time_and_rings_at_its_hour_or_on_the_evening_before_its_day() {
    let seen = read_elsewhere(&feed(&calendar()));
    let reminders = events(&seen, "Reminder");
    assert_eq!(reminders.len(), 2, "{seen}");
    let of_day = ["2026-12-01", "2026-12-02", "", "PRIVATE", "TRANSPARENT"];
    assert_eq!(reminders[0][1..6], of_day);
    assert_eq!(reminders[0][6], "[-6.0]");
    let (starts, ends) = ("2026-12-08T18:45:00+01:00", "2026-12-08T19:00:00+01:00");
    let of_hour = [starts, ends, "", "PRIVATE", "TRANSPARENT"];
    assert_eq!(reminders[1][1..6], of_hour);
    assert_eq!(reminders[1][6], "[0.0]");
}
