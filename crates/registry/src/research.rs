//! What may leave the clinic for research: rows without anything that points to one person.
//!
//! Only people who agreed to research come in; that is the caller's part. Here what could single somebody out is made coarse:
//! ages by decade, needle lengths by half a millimetre, four weeks instead of days. Whoever shares sex, age, phototype, wish,
//! zone and treatment with fewer than [`SMALLEST_CELL`] people is made coarser, with all of their rows; rows that even then too
//! few people share are left out. Predictions are rounded so far that they do not tell whom they were calculated for: the
//! program is open, and exact ones could be calculated again for every sex, age and phototype until they fit.

mod columns;
mod parquet;
mod table;

use std::collections::{BTreeSet, HashMap};

use needlework_planning::Quantiles;

pub use self::columns::{ColumnKind, RESEARCH_COLUMNS, ResearchColumn};
use self::table::Value;
pub use self::table::{ResearchTable, research_dictionary};
use crate::outcome::decade;

/// Fewest people who share what could single them out; five is the usual rule for small cells of health data.
pub const SMALLEST_CELL: usize = 5;
/// Width of a group of needle lengths, mm: finer than clinics choose them, coarser than one setting.
const LENGTH_GROUP_MM: f64 = 0.5;
/// Days of a period.
const PERIOD_DAYS: f64 = 28.0;

/// One result of one person who agreed to research: what was judged on a scale, what the person said, or both.
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
    /// What was judged; `None`: no scale was, and the person said something all the same.
    pub judged: Option<ResearchResult>,
    /// What the patient said of the zone, else of the whole treatment, on the scale on which patients are asked; `None`: nothing.
    pub patient_grade: Option<f64>,
}

/// What was judged on one scale, against what was predicted.
#[derive(Debug, Clone, PartialEq)]
pub struct ResearchResult {
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
}

/// Traits by which somebody could be told from others: the first eight columns.
type Cell = [Value; 8];

/// Makes the table. Rows are ordered by what they say, so that their order tells nothing.
pub fn research_table(rows: &[ResearchRow]) -> ResearchTable {
    let cells = shared_cells(rows);
    let is_small = too_small(&cells, rows);
    let told = cells.into_iter().zip(rows).zip(is_small);
    ResearchTable::of(
        told.filter(|(_, is_small)| !is_small)
            .map(|((cell, row), _)| line(cell, row))
            .collect(),
    )
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
        Value::Text(row.sex.clone()),
        whole(decade(row.age_years)),
        whole(u32::from(row.phototype)),
        Value::Text(row.indication.clone()),
        Value::Text(row.zone.clone()),
        Value::Text(row.device.clone()),
        Value::Number(length),
        whole(row.sessions),
    ]
}

/// The same cell with age, wish and zone only.
fn coarse([_, decade, _, indication, zone, ..]: Cell) -> Cell {
    [
        Value::Withheld,
        decade,
        Value::Withheld,
        indication,
        zone,
        Value::Withheld,
        Value::Withheld,
        Value::Withheld,
    ]
}

/// Of every row, whether fewer than [`SMALLEST_CELL`] people share its cell.
fn too_small(cells: &[Cell], rows: &[ResearchRow]) -> Vec<bool> {
    let names: Vec<[String; 8]> = cells
        .iter()
        .map(|cell| cell.each_ref().map(Value::to_string))
        .collect();
    let mut people: HashMap<&[String; 8], BTreeSet<&str>> = HashMap::new();
    for (name, row) in names.iter().zip(rows) {
        people.entry(name).or_default().insert(&row.person);
    }
    let shared_by = |name| people.get(name).map_or(0, BTreeSet::len);
    names
        .iter()
        .map(|name| shared_by(name) < SMALLEST_CELL)
        .collect()
}

fn line(cell: Cell, row: &ResearchRow) -> Vec<Value> {
    let mut line = Vec::from(cell);
    line.push(period(row.day));
    let judged = row.judged.as_ref();
    line.extend(judged.map_or([const { Value::Missing }; 9], result));
    line.push(row.patient_grade.map_or(Value::Missing, Value::Number));
    line
}

/// The columns of what was judged.
fn result(of: &ResearchResult) -> [Value; 9] {
    let rounded = |value: f64| {
        // Without the sign of a zero.
        let steps = (value / of.rounding).round() + 0.0;
        Value::Number(steps * of.rounding)
    };
    let predicted: [f64; 5] = of.predicted.into();
    let [p05, p25, p50, p75, p95] = predicted.map(rounded);
    [
        Value::Text(of.scale.clone()),
        Value::Flag(of.is_blinded),
        p05,
        p25,
        p50,
        p75,
        p95,
        rounded(of.observed),
        Value::Number(of.minimal_detectable_change),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "results are seen within some thousand days"
)]
fn period(day: f64) -> Value {
    Value::Whole((day / PERIOD_DAYS).floor() as i32)
}

fn whole(number: u32) -> Value {
    Value::Whole(i32::try_from(number).unwrap_or(i32::MAX))
}
