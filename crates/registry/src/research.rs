//! What may leave the clinic for research: rows without anything that points to one person.
//!
//! Only people who agreed to research come in; that is the caller's part. Here what could single somebody out is made coarse:
//! ages by decade, needle lengths by half a millimetre, four weeks instead of days. Whoever shares sex, age, phototype, wish,
//! zone and treatment with fewer than [`SMALLEST_CELL`] people is made coarser, with all of their rows; rows that even then too
//! few people share are left out. Predictions are rounded so far that they do not tell whom they were calculated for: the
//! program is open, and exact ones could be calculated again for every sex, age and phototype until they fit.

use std::collections::{BTreeMap, BTreeSet};

use needlework_planning::Quantiles;

use crate::outcome::decade;

/// Fewest people who share what could single them out; five is the usual rule for small cells of health data.
pub const SMALLEST_CELL: usize = 5;
/// What stands in place of a trait that was made coarse.
const WITHHELD: &str = "withheld";
/// Width of a group of needle lengths, mm: finer than clinics choose them, coarser than one setting.
const LENGTH_GROUP_MM: f64 = 0.5;
/// Days of a period.
const PERIOD_DAYS: f64 = 28.0;

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
    /// Whether whoever rated did not know what was done.
    pub is_blinded: bool,
    /// The prediction of what such a rater sees.
    pub predicted: Quantiles,
    /// The improvement that came.
    pub observed: f64,
    /// Steps to which improvements are rounded, in units of the scale.
    pub rounding: f64,
    /// Smallest improvement that the scale can tell.
    pub minimal_detectable_change: f64,
    /// What the patient said of the zone, else of the whole treatment, on the scale on which patients are asked; `None`: nothing.
    pub patient_grade: Option<f64>,
}

/// Columns of the table: name, meaning, unit.
pub const RESEARCH_COLUMNS: [(&str, &str, &str); 19] = [
    ("sex", "Sex; withheld where too few share it.", ""),
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
    (
        "device",
        "Id of the device in the catalogue; withheld where too few share it.",
        "",
    ),
    (
        "needle_length_from_mm",
        "Lower end of the half millimetre in which the needle length lies; withheld where too few share it.",
        "mm",
    ),
    (
        "sessions",
        "Signed sessions before the result; withheld where too few share it.",
        "1",
    ),
    (
        "period",
        "Four weeks in which the result was seen, counted from 0 at the first session.",
        "28 d",
    ),
    ("scale", "Id of the scale.", ""),
    (
        "is_blinded",
        "Whether whoever rated did not know what was done; the prediction is of what such a rater sees.",
        "",
    ),
    (
        "predicted_p05",
        "5 % quantile of the locked prediction of the improvement, rounded.",
        "units of the scale",
    ),
    (
        "predicted_p25",
        "25 % quantile, rounded.",
        "units of the scale",
    ),
    ("predicted_p50", "Median, rounded.", "units of the scale"),
    (
        "predicted_p75",
        "75 % quantile, rounded.",
        "units of the scale",
    ),
    (
        "predicted_p95",
        "95 % quantile, rounded.",
        "units of the scale",
    ),
    (
        "observed",
        "The improvement that came, positive = better, rounded.",
        "units of the scale",
    ),
    (
        "minimal_detectable_change",
        "Smallest improvement that the scale can tell from rating error.",
        "units of the scale",
    ),
    (
        "patient_grade",
        "What the patient said when the result was judged, of the zone where it was told apart, else of the whole treatment: grade of the Global Aesthetic Improvement Scale, 1 very much better, 4 no change, 5 worse; empty where nothing was said. No prediction is of it.",
        "1",
    ),
];

/// What may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResearchTable {
    /// The rows as CSV with a header.
    pub csv: String,
    /// The meaning of the columns as CSV: name, meaning, unit.
    pub dictionary: String,
}

/// Traits by which somebody could be told from others: the first eight columns.
type Cell = [String; 8];

/// Makes the table. Rows are ordered by what they say, so that their order tells nothing.
///
/// # Errors
/// When the writer of CSV refuses, which text in memory rules out.
pub fn research_table(rows: &[ResearchRow]) -> Result<ResearchTable, csv::Error> {
    let cells = shared_cells(rows);
    let is_small = too_small(&cells, rows);
    let mut lines: Vec<Vec<String>> = cells
        .iter()
        .zip(rows)
        .zip(is_small)
        .filter(|(_, is_small)| !is_small)
        .map(|((cell, row), _)| line(cell, row))
        .collect();
    lines.sort();
    Ok(ResearchTable {
        csv: text(&RESEARCH_COLUMNS.map(|(name, ..)| name), lines)?,
        dictionary: text(&["column", "meaning", "unit"], dictionary())?,
    })
}

/// The cell of every row: fine, or coarse for everybody of whom any row would stand in a small one. Who leaves a cell may make it
/// small for those who stay; so it is looked at again until nobody leaves.
fn shared_cells(rows: &[ResearchRow]) -> Vec<Cell> {
    let mut coarse_people: BTreeSet<&str> = BTreeSet::new();
    loop {
        let cell = |row: &ResearchRow| {
            let cell = cell_of(row);
            if coarse_people.contains(row.person.as_str()) {
                coarse(cell)
            } else {
                cell
            }
        };
        let cells: Vec<Cell> = rows.iter().map(cell).collect();
        let before = coarse_people.len();
        let small = too_small(&cells, rows);
        let leaving = rows.iter().zip(small).filter(|(_, is_small)| *is_small);
        coarse_people.extend(leaving.map(|(row, _)| row.person.as_str()));
        if coarse_people.len() == before {
            return cells;
        }
    }
}

fn cell_of(row: &ResearchRow) -> Cell {
    let length = (row.needle_length_mm / LENGTH_GROUP_MM).floor() * LENGTH_GROUP_MM;
    [
        row.sex.clone(),
        decade(row.age_years).to_string(),
        row.phototype.to_string(),
        row.indication.clone(),
        row.zone.clone(),
        row.device.clone(),
        length.to_string(),
        row.sessions.to_string(),
    ]
}

/// The same cell with age, wish and zone only.
fn coarse([_, decade, _, indication, zone, ..]: Cell) -> Cell {
    let withheld = || WITHHELD.to_owned();
    [
        withheld(),
        decade,
        withheld(),
        indication,
        zone,
        withheld(),
        withheld(),
        withheld(),
    ]
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

fn line(cell: &Cell, row: &ResearchRow) -> Vec<String> {
    let rounded = |value: f64| {
        // Without the sign of a zero.
        let steps = (value / row.rounding).round() + 0.0;
        (steps * row.rounding).to_string()
    };
    let mut line = cell.to_vec();
    line.push((row.day / PERIOD_DAYS).floor().to_string());
    line.push(row.scale.clone());
    line.push(row.is_blinded.to_string());
    let predicted: [f64; 5] = row.predicted.into();
    line.extend(predicted.map(rounded));
    line.push(rounded(row.observed));
    line.push(row.minimal_detectable_change.to_string());
    let said = row.patient_grade.map(|grade| grade.to_string());
    line.push(said.unwrap_or_default());
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
