//! What may leave the clinic for research: rows without anything that points to one person.
//!
//! Only people who agreed to research come in; that is the caller's part. Here what could single somebody out is made coarse
//! (ages by decade, days counted from the first session instead of dates), and rows that fewer than [`SMALLEST_CELL`] people
//! share are made coarser or left out.

use std::collections::{BTreeMap, BTreeSet};

use needlework_planning::Quantiles;

use crate::outcome::AGE_GROUP_YEARS;

/// Fewest people who share what could single them out. With fewer the row is made coarser or left out; five is the usual rule
/// for small cells of health data.
pub const SMALLEST_CELL: usize = 5;
/// What stands in place of a trait that was made coarse.
const WITHHELD: &str = "withheld";

/// One result of one person who agreed to research.
#[derive(Debug, Clone, PartialEq)]
pub struct ResearchRow {
    /// Tells people apart while rows are counted; never leaves.
    pub person: String,
    /// Sex.
    pub sex: String,
    /// Age at the first session, years.
    pub age_years: u32,
    /// Phototype, 1 to 6.
    pub phototype: u8,
    /// Indication id.
    pub indication: String,
    /// Zone id.
    pub zone: String,
    /// Device id of the catalogue.
    pub device: String,
    /// Needle length as planned, mm.
    pub needle_length_mm: f64,
    /// Sessions before the result.
    pub sessions: u32,
    /// Days from the first session to the result.
    pub day: f64,
    /// Scale id.
    pub scale: String,
    /// The locked prediction of the improvement.
    pub predicted: Quantiles,
    /// The improvement that came.
    pub observed: f64,
    /// Smallest improvement that the scale can tell.
    pub minimal_detectable_change: f64,
}

/// Columns of the table: name, meaning, unit.
pub const RESEARCH_COLUMNS: [(&str, &str, &str); 17] = [
    (
        "sex",
        "Sex of the person; withheld where too few share it.",
        "",
    ),
    (
        "age_decade",
        "First year of the decade of age at the first session.",
        "years",
    ),
    (
        "phototype",
        "Fitzpatrick phototype, 1 to 6; withheld where too few share it.",
        "",
    ),
    ("indication", "Id of what was treated.", ""),
    ("zone", "Id of the zone.", ""),
    ("device", "Id of the device in the catalogue.", ""),
    ("needle_length_mm", "Needle length as planned.", "mm"),
    ("sessions", "Signed sessions before the result.", "1"),
    ("day", "Days from the first session to the result.", "d"),
    ("scale", "Id of the scale.", ""),
    (
        "predicted_p05",
        "5 % quantile of the locked prediction of the improvement.",
        "units of the scale",
    ),
    ("predicted_p25", "25 % quantile.", "units of the scale"),
    ("predicted_p50", "Median.", "units of the scale"),
    ("predicted_p75", "75 % quantile.", "units of the scale"),
    ("predicted_p95", "95 % quantile.", "units of the scale"),
    (
        "observed",
        "The improvement that came, positive = better.",
        "units of the scale",
    ),
    (
        "minimal_detectable_change",
        "Smallest improvement that the scale can tell from rating error.",
        "units of the scale",
    ),
];

/// What may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResearchTable {
    /// The rows as CSV with a header.
    pub csv: String,
    /// The meaning of the columns as CSV: name, meaning, unit.
    pub dictionary: String,
    /// Rows in it.
    pub rows: usize,
    /// Rows of which sex and phototype were withheld.
    pub coarsened: usize,
    /// Rows that were left out since even then too few people shared them.
    pub left_out: usize,
}

/// Traits by which somebody could be told from others: sex, decade of age, phototype, indication, zone.
type Cell = [String; 5];

/// Makes the table. Rows are ordered by what they say, so that their order tells nothing.
///
/// # Errors
/// When the writer of CSV refuses, which text in memory rules out.
pub fn research_table(rows: &[ResearchRow]) -> Result<ResearchTable, csv::Error> {
    let fine: Vec<Cell> = rows.iter().map(cell_of).collect();
    let is_small = too_small(&fine, rows);
    let cells: Vec<Cell> = fine
        .into_iter()
        .zip(&is_small)
        .map(|(cell, is_small)| if *is_small { coarse(cell) } else { cell })
        .collect();
    let left_out = too_small(&cells, rows);
    let kept = || (0..rows.len()).filter(|at| left_out.get(*at) == Some(&false));
    let mut lines: Vec<Vec<String>> = kept()
        .filter_map(|at| Some(line(cells.get(at)?, rows.get(at)?)))
        .collect();
    lines.sort();
    Ok(ResearchTable {
        rows: lines.len(),
        coarsened: kept().filter(|at| is_small.get(*at) == Some(&true)).count(),
        left_out: rows.len() - lines.len(),
        csv: text(&RESEARCH_COLUMNS.map(|(name, ..)| name), lines)?,
        dictionary: text(&["column", "meaning", "unit"], dictionary())?,
    })
}

fn cell_of(row: &ResearchRow) -> Cell {
    let decade = row.age_years / AGE_GROUP_YEARS * AGE_GROUP_YEARS;
    [
        row.sex.clone(),
        decade.to_string(),
        row.phototype.to_string(),
        row.indication.clone(),
        row.zone.clone(),
    ]
}

/// The same cell without sex and phototype.
fn coarse([_, decade, _, indication, zone]: Cell) -> Cell {
    let withheld = || WITHHELD.to_owned();
    [withheld(), decade, withheld(), indication, zone]
}

/// Of every row, whether fewer than [`SMALLEST_CELL`] people share its cell.
fn too_small(cells: &[Cell], rows: &[ResearchRow]) -> Vec<bool> {
    let mut people: BTreeMap<&Cell, BTreeSet<&str>> = BTreeMap::new();
    for (cell, row) in cells.iter().zip(rows) {
        people.entry(cell).or_default().insert(&row.person);
    }
    let shared_by = |cell| people.get(cell).map_or(0, BTreeSet::len);
    cells
        .iter()
        .map(|cell| shared_by(cell) < SMALLEST_CELL)
        .collect()
}

fn line([sex, decade, phototype, indication, zone]: &Cell, row: &ResearchRow) -> Vec<String> {
    let mut line = [sex, decade, phototype, indication, zone, &row.device]
        .map(Clone::clone)
        .to_vec();
    line.push(row.needle_length_mm.to_string());
    line.push(row.sessions.to_string());
    line.push(row.day.round().to_string());
    line.push(row.scale.clone());
    let predicted: [f64; 5] = row.predicted.into();
    line.extend(predicted.map(|value| value.to_string()));
    line.push(row.observed.to_string());
    line.push(row.minimal_detectable_change.to_string());
    line
}

fn dictionary() -> Vec<Vec<String>> {
    let columns = RESEARCH_COLUMNS.iter();
    columns
        .map(|(name, meaning, unit)| {
            [name, meaning, unit]
                .map(|text| (*text).to_owned())
                .to_vec()
        })
        .collect()
}

fn text(header: &[&str], lines: Vec<Vec<String>>) -> Result<String, csv::Error> {
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
