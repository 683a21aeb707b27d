//! The dates of a case file.

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime, Time, date, time};
use jiff::tz::TimeZone;
use needlework_evidence::{Block, DataError};

use crate::case::{DateWishes, Unavailable};
use crate::library::Library;
use crate::read_case::{MOST_SESSIONS, whole_days};

/// Days of planning that are believed: the calendar rules of daylight saving are not known for later ones.
const PLANNED_ON: RangeInclusive<Date> = date(2020, 1, 1)..=date(2100, 12, 31);
/// Longest course that is planned, d: the model of healing runs for ten years, of which the outlook needs two or three.
pub(crate) const LONGEST_COURSE_DAYS: i32 = 5 * 365;
/// Most ranges of unavailable days, and the longest of them, d: somebody away for longer needs a new plan afterwards.
const MOST_UNAVAILABLE: usize = 100;
const LONGEST_UNAVAILABLE_DAYS: i32 = 366;
/// Start of a session where the case says nothing.
const USUAL_TIME: Time = time(10, 0, 0, 0);

/// The day of planning: from the file, or today.
pub(super) fn planned_on(root: &mut Block, today: Date) -> Result<Date, DataError> {
    const KEY: &str = "planned_on";
    if !root.has(KEY) {
        return Ok(today);
    }
    let words = format!(
        "a date from {} to {}, for example 2026-11-23",
        PLANNED_ON.start(),
        PLANNED_ON.end()
    );
    day(root, KEY, &words, PLANNED_ON)
}

pub(super) fn read(
    mut block: Block,
    planned_on: Date,
    library: &Library,
) -> Result<DateWishes, DataError> {
    let time_zone = time_zone(&mut block)?;
    let possible = days_after(planned_on);
    let time_of_day = time_of_day(&mut block)?;
    let unavailable = unavailable(&mut block)?;
    let first_session = first_session(&mut block, time_of_day, &possible, &unavailable)?;
    let sessions = sessions(&mut block, time_of_day, &possible, &unavailable, library)?;
    if first_session.is_some() && !sessions.is_empty() {
        return Err(block.sentence(
            "dates.first_session and dates.sessions are both given; keep dates.sessions, which lists every session.",
        ));
    }
    let event = if block.has("event") {
        let words = day_words(&possible);
        Some(day(&mut block, "event", &words, possible)?)
    } else {
        None
    };
    block.finish()?;
    Ok(DateWishes {
        time_zone,
        first_session,
        time_of_day,
        sessions,
        unavailable,
        event,
    })
}

/// Days on which a session or an event may lie.
fn days_after(planned_on: Date) -> RangeInclusive<Date> {
    let first = planned_on.saturating_add(jiff::Span::new().days(1));
    let last = planned_on.saturating_add(jiff::Span::new().days(LONGEST_COURSE_DAYS));
    first..=last
}

fn day_words(possible: &RangeInclusive<Date>) -> String {
    format!(
        "a day from {} (after planned_on) to {}",
        possible.start(),
        possible.end()
    )
}

fn time_zone(block: &mut Block) -> Result<String, DataError> {
    const KEY: &str = "time_zone";
    let name = block.text(KEY)?;
    let zone = TimeZone::get(&name).ok();
    zone.as_ref()
        .and_then(TimeZone::iana_name)
        .map(str::to_owned)
        .ok_or_else(|| {
            block.error(
                KEY,
                &name,
                "the IANA name of a time zone, for example Europe/Zurich",
            )
        })
}

fn time_of_day(block: &mut Block) -> Result<Time, DataError> {
    const KEY: &str = "time_of_day";
    const WORDS: &str = "a time from 00:00:00 to 23:59:59, for example 10:00:00";
    if !block.has(KEY) {
        return Ok(USUAL_TIME);
    }
    let text = block.moment(KEY, WORDS)?;
    text.parse().map_err(|_| block.error(KEY, &text, WORDS))
}

fn day(
    block: &mut Block,
    key: &str,
    words: &str,
    allowed: RangeInclusive<Date>,
) -> Result<Date, DataError> {
    let text = block.moment(key, words)?;
    text.parse()
        .ok()
        .filter(|day| allowed.contains(day))
        .ok_or_else(|| within(block.error(key, &text, words), &allowed))
}

/// An error with the days that are allowed, where a calendar would ever reach them.
fn within(error: DataError, allowed: &RangeInclusive<Date>) -> DataError {
    if *allowed.start() == Date::MIN {
        return error;
    }
    let day = |day: &Date| Some(day.to_string());
    error.between(day(allowed.start()), day(allowed.end()))
}

fn unavailable(block: &mut Block) -> Result<Vec<Unavailable>, DataError> {
    const WORDS: &str = "a date, for example 2026-12-24";
    let blocks = block.blocks("unavailable")?;
    if blocks.len() > MOST_UNAVAILABLE {
        return Err(block.error(
            "unavailable",
            &format!("a list of {} ranges", blocks.len()),
            &format!("at most {MOST_UNAVAILABLE} ranges of days"),
        ));
    }
    blocks
        .into_iter()
        .map(|mut range| {
            let from = day(&mut range, "from", WORDS, Date::MIN..=Date::MAX)?;
            let latest = from.saturating_add(jiff::Span::new().days(LONGEST_UNAVAILABLE_DAYS - 1));
            let words = format!("a day from {from} (its own start) to {latest}");
            let to = day(&mut range, "to", &words, from..=latest)?;
            range.finish()?;
            Ok(Unavailable { from, to })
        })
        .collect()
}

fn first_session(
    block: &mut Block,
    time_of_day: Time,
    possible: &RangeInclusive<Date>,
    unavailable: &[Unavailable],
) -> Result<Option<DateTime>, DataError> {
    const KEY: &str = "first_session";
    if !block.has(KEY) {
        return Ok(None);
    }
    let words = start_words(possible);
    let text = block.moment(KEY, &words)?;
    let start = start(&text, time_of_day)
        .filter(|start| possible.contains(&start.date()))
        .ok_or_else(|| within(block.error(KEY, &text, &words), possible))?;
    free(block, KEY, start, unavailable)?;
    Ok(Some(start))
}

fn sessions(
    block: &mut Block,
    time_of_day: Time,
    possible: &RangeInclusive<Date>,
    unavailable: &[Unavailable],
    library: &Library,
) -> Result<Vec<DateTime>, DataError> {
    const KEY: &str = "sessions";
    let words = start_words(possible);
    let texts = block.moments(KEY, &words)?;
    if texts.len() > MOST_SESSIONS as usize {
        return Err(block.error(
            KEY,
            &format!("a list of {} sessions", texts.len()),
            &format!("at most {MOST_SESSIONS} sessions"),
        ));
    }
    let shortest = whole_days(library.visits.shortest_interval_days.value);
    let mut sessions: Vec<DateTime> = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let key = format!("{KEY}[{}]", at + 1);
        let start = start(text, time_of_day)
            .filter(|start| possible.contains(&start.date()))
            .ok_or_else(|| block.error(&key, text, &words))?;
        if let Some(last) = sessions.last() {
            let earliest = last
                .date()
                .saturating_add(jiff::Span::new().days(i64::from(shortest)));
            if start.date() < earliest {
                return Err(block.error(
                    &key,
                    text,
                    &format!("{earliest} or later, {shortest} days after the session before it"),
                ));
            }
        }
        free(block, &key, start, unavailable)?;
        sessions.push(start);
    }
    Ok(sessions)
}

fn start_words(possible: &RangeInclusive<Date>) -> String {
    format!(
        "{}, with or without a time, for example {}T10:00:00",
        day_words(possible),
        possible.start()
    )
}

/// A day with a time, or a day on which the session starts at the usual time.
fn start(text: &str, time_of_day: Time) -> Option<DateTime> {
    let is_day_only = !text.contains(':');
    if is_day_only {
        text.parse::<Date>()
            .ok()
            .map(|day| day.to_datetime(time_of_day))
    } else {
        text.replace(' ', "T").parse::<DateTime>().ok()
    }
}

fn free(
    block: &Block,
    key: &str,
    start: DateTime,
    unavailable: &[Unavailable],
) -> Result<(), DataError> {
    match unavailable
        .iter()
        .find(|range| range.contains(start.date()))
    {
        None => Ok(()),
        Some(range) => Err(block
            .error(
                key,
                &start.date(),
                &format!(
                    "a day outside dates.unavailable, which holds {} to {}",
                    range.from, range.to
                ),
            )
            .named("unavailable-day")),
    }
}
