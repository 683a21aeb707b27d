//! The table for research, whatever file it becomes.

use std::fmt;

use super::columns::RESEARCH_COLUMNS;

/// What stands in place of a value that is withheld, in text.
const WITHHELD: &str = "withheld";

/// A value of the table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i32),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Not told: too few people share it.
    Withheld,
    /// Never given.
    Missing,
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Whole(number) => number.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Flag(flag) => flag.fmt(formatter),
            Self::Withheld => formatter.write_str(WITHHELD),
            Self::Missing => Ok(()),
        }
    }
}

/// What may leave. Small cells are suppressed in it already, so that every file made of it says the same.
#[derive(Debug, Clone, PartialEq)]
pub struct ResearchTable {
    lines: Vec<Vec<Value>>,
}

impl ResearchTable {
    /// The table of these lines, in the order of what they say.
    pub(super) fn of(mut lines: Vec<Vec<Value>>) -> Self {
        lines.sort_by_cached_key(|line| texts(line));
        Self { lines }
    }

    /// Its lines, each with a value for every one of [`RESEARCH_COLUMNS`].
    pub(super) fn lines(&self) -> &[Vec<Value>] {
        &self.lines
    }

    /// The table as CSV with a header.
    ///
    /// # Errors
    /// When the writer of CSV refuses, which text in memory rules out.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let lines = self.lines.iter().map(|line| texts(line));
        text(&RESEARCH_COLUMNS.map(|column| column.name), lines)
    }
}

/// The meaning of the columns as CSV: name, type, unit, whether values may be missing, and meaning.
///
/// # Errors
/// When the writer of CSV refuses, which text in memory rules out.
pub fn research_dictionary() -> Result<String, csv::Error> {
    let header = ["column", "type", "unit", "is_optional", "meaning"];
    let lines = RESEARCH_COLUMNS.iter().map(|column| {
        vec![
            column.name.to_owned(),
            column.kind.name().to_owned(),
            column.unit.to_owned(),
            column.is_optional.to_string(),
            column.meaning.to_owned(),
        ]
    });
    text(&header, lines)
}

fn texts(line: &[Value]) -> Vec<String> {
    line.iter().map(Value::to_string).collect()
}

fn text(header: &[&str], lines: impl Iterator<Item = Vec<String>>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for line in lines {
        writer.write_record(line)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
