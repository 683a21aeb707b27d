//! Reads a case file: TOML text to a [`Case`], every refusal one sentence with file, key, value and allowed range.

mod care;
mod dates;
mod earlier;
mod person;
mod zones;

pub(crate) use dates::LONGEST_COURSE_DAYS;
pub use earlier::{HOURS_ENDING, MOST_EARLIER_COURSES, TOLD_SIGNS};
pub use person::YOUNGEST_MENOPAUSE_YEARS;

use jiff::civil::{Date, DateTime};
use needlework_evidence::{Block, DataError, FileKind};
use needlework_needling::Device;
use needlework_protocol::Indication;
use needlework_protocol::screening::Answers;

use crate::case::{Case, CaseDevice, CaseZone, CourseWish};
use crate::library::Library;
use crate::read_technique::read_hand_pressure;

/// Version of the case format that this program reads.
const CASE_SCHEMA: u32 = 1;
/// A case file. A long one has a few thousand bytes; beyond a million it is some other file.
pub const CASE_FILE: FileKind = FileKind {
    name: "case",
    largest_bytes: 1_000_000,
    needs: "schema, title, indication, person, device, zones and dates",
};
/// Longest title, characters: it stands on one line of a page and of a calendar.
const LONGEST_TITLE: usize = 120;
/// Longest mark of a course, characters: numbers of clinics have a dozen.
const LONGEST_IDENTIFIER: usize = 64;
/// Most treatment sessions of one course: twice the longest published series (12), so that a slip such as 10000 is seen.
pub(crate) const MOST_SESSIONS: u32 = 24;
/// Longest interval between sessions, d: beyond a year a session is upkeep, not part of a course.
const LONGEST_INTERVAL_DAYS: u32 = 365;
/// Most maintenance sessions per year: clinics name one to four; more would be a course of its own.
const MOST_MAINTENANCE_PER_YEAR: u32 = 4;
/// Longest numbing contact time, min: twice the longest that clinics report, so that seconds are not taken for minutes.
const LONGEST_NUMBING_MINUTES: f64 = 120.0;

impl Case {
    /// Reads a case file. `file` is the name that errors show; `today` stands in for `planned_on` where the file has
    /// none.
    ///
    /// # Errors
    /// When the file is too large, not UTF-8, empty or not TOML; when a key is unknown, missing, of the wrong kind or out
    /// of range; when zone, device or indication are unknown or a zone must not be needled; when dates lie in the past,
    /// out of order or too close; or when an answer or decision of `[screening]` does not count. Each is one sentence with
    /// file, key, value and what is allowed.
    pub fn read(
        file: &str,
        bytes: &[u8],
        today: Date,
        library: &Library,
    ) -> Result<Self, DataError> {
        let mut root = Block::parse(file, CASE_FILE.text(file, bytes)?)?;
        root.whole("schema", CASE_SCHEMA..=CASE_SCHEMA)?;
        let title = root.line("title", LONGEST_TITLE)?;
        let identifier = identifier(&mut root)?;
        let planned_on = dates::planned_on(&mut root, today)?;
        let indication = indication(&mut root, library)?;
        let person = person::read(root.block("person")?)?;
        let (device, model) = device(root.block("device")?, library)?;
        let zones = zones::read(&mut root, model, indication, library)?;
        let dates = dates::read(root.block("dates")?, planned_on, library)?;
        let course = course(&mut root, indication, &dates.sessions, library)?;
        let care = care::read(&mut root, library)?;
        let screening = screening(&mut root, &zones, library)?;
        let earlier = earlier::read(&mut root, planned_on, library)?;
        root.finish()?;
        Ok(Self {
            title,
            identifier,
            planned_on,
            person,
            indication: indication.id.clone(),
            zones,
            device,
            course,
            dates,
            care,
            screening,
            earlier,
        })
    }
}

fn screening(
    root: &mut Block,
    zones: &[CaseZone],
    library: &Library,
) -> Result<Option<Answers>, DataError> {
    let ids: Vec<&str> = zones.iter().map(|zone| zone.zone.as_str()).collect();
    root.optional_block("screening")?
        .map(|block| Answers::read(block, &library.screening, &ids))
        .transpose()
}

fn identifier(root: &mut Block) -> Result<Option<String>, DataError> {
    let Some(identifier) = root.optional_text("identifier")? else {
        return Ok(None);
    };
    let is_mark = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    if identifier.is_empty()
        || identifier.len() > LONGEST_IDENTIFIER
        || !identifier.chars().all(is_mark)
    {
        return Err(root.error(
            "identifier",
            &identifier,
            &format!(
                "1 to {LONGEST_IDENTIFIER} letters, digits, hyphens, underscores, dots and slashes without a space; never a \
                 name"
            ),
        ));
    }
    Ok(Some(identifier))
}

fn indication<'a>(root: &mut Block, library: &'a Library) -> Result<&'a Indication, DataError> {
    let known: Vec<(&str, &Indication)> = library
        .courses
        .iter()
        .map(|row| (row.id.as_str(), row))
        .collect();
    root.choice("indication", &known)
}

fn device(mut block: Block, library: &Library) -> Result<(CaseDevice, &Device), DataError> {
    let known: Vec<(&str, &Device)> = library
        .devices
        .iter()
        .map(|device| (device.id.as_str(), device))
        .collect();
    let device = block.choice("id", &known)?;
    let hand_pressure = read_hand_pressure(&mut block)?;
    let numbing_minutes =
        block.optional_number("numbing_minutes", 0.0..=LONGEST_NUMBING_MINUTES)?;
    block.finish()?;
    let at_hand = CaseDevice {
        id: device.id.clone(),
        hand_pressure,
        numbing_minutes,
    };
    Ok((at_hand, device))
}

/// The wishes about the course. Where the indication has no default, they must be there; where all dates are given,
/// number and interval follow from them.
fn course(
    root: &mut Block,
    indication: &Indication,
    sessions: &[DateTime],
    library: &Library,
) -> Result<CourseWish, DataError> {
    let Some(mut block) = root.optional_block("course")? else {
        return course_without_wishes(root, indication, sessions);
    };
    let shortest = whole_days(library.visits.shortest_interval_days.value);
    let wish = CourseWish {
        sessions: block.optional_whole("sessions", 1..=MOST_SESSIONS)?,
        interval_days: block.optional_whole("interval_days", shortest..=LONGEST_INTERVAL_DAYS)?,
        maintenance_per_year: block
            .optional_whole("maintenance_per_year", 0..=MOST_MAINTENANCE_PER_YEAR)?,
    };
    if !sessions.is_empty() {
        let given = [
            ("sessions", wish.sessions),
            ("interval_days", wish.interval_days),
        ];
        if let Some((key, Some(value))) = given.iter().find(|(_, value)| value.is_some()) {
            return Err(block.error(
                key,
                value,
                "left out when dates.sessions lists every session",
            ));
        }
    } else if indication.sessions.is_none() && wish.sessions.is_none() {
        return Err(no_default(&block, "sessions", indication));
    } else if indication.interval_days.is_none() && wish.interval_days.is_none() {
        return Err(no_default(&block, "interval_days", indication));
    }
    block.finish()?;
    Ok(wish)
}

fn course_without_wishes(
    root: &Block,
    indication: &Indication,
    sessions: &[DateTime],
) -> Result<CourseWish, DataError> {
    let has_default = indication.sessions.is_some() && indication.interval_days.is_some();
    if has_default || !sessions.is_empty() {
        Ok(CourseWish::default())
    } else {
        Err(no_default(root, "course", indication))
    }
}

fn no_default(block: &Block, key: &str, indication: &Indication) -> DataError {
    block.error(
        key,
        "nothing",
        &format!(
            "given in the case, since {} has no default course (course.sessions and course.interval_days)",
            indication.id
        ),
    )
    .named("no-usual-course")
}

/// A number of days from a data row, which holds whole numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to integer cast saturates, and the rows hold days of at most a year"
)]
pub(crate) fn whole_days(days: f64) -> u32 {
    days.ceil() as u32
}
