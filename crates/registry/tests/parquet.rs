//! The table for research as Parquet, as an independent reader sees it: the one of the Apache Arrow project, written in C++.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken example must stop its test"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use needlework_planning::Quantiles;
use needlework_registry::{
    ColumnKind, RESEARCH_COLUMNS, ResearchResult, ResearchRow, ResearchTable, research_dictionary,
    research_table,
};
use serde::Deserialize;

/// Prints columns, metadata and values as one line of JSON.
const READER: &str = r#"
import io, json, sys
import pyarrow.parquet
# Threads of its own that still run when the program is over end it with a fault now and then.
file = pyarrow.parquet.ParquetFile(io.BytesIO(sys.stdin.buffer.read()), pre_buffer=False)
table = file.read(use_threads=False)
print(json.dumps({
    "columns": [[field.name, str(field.type), field.nullable] for field in table.schema],
    "dictionary": table.schema.metadata[b"needlework.columns"].decode(),
    "rows": [list(row.values()) for row in table.to_pylist()],
}))
"#;

#[derive(Deserialize)]
struct Seen {
    columns: Vec<(String, String, bool)>,
    dictionary: String,
    rows: Vec<Vec<serde_json::Value>>,
}

fn read_elsewhere(table: &ResearchTable) -> Seen {
    let python = std::env::var("NEEDLEWORK_PYTHON").expect(
        "NEEDLEWORK_PYTHON is not set: run `cargo xtask test`, which installs what this test needs",
    );
    let mut reader = Command::new(python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let bytes = table.parquet().unwrap();
    reader.stdin.take().unwrap().write_all(&bytes).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn row(person: u32, phototype: u8) -> ResearchRow {
    ResearchRow {
        person: format!("person-{person}"),
        sex: "female".to_owned(),
        age_years: 44,
        phototype,
        indication: "atrophic-scars".to_owned(),
        zone: "cheek, left".to_owned(),
        device: "exceed-unlimited".to_owned(),
        needle_length_mm: 1.7,
        sessions: 4,
        day: 180.4,
        // Of every fifth one no scale was judged.
        judged: (!person.is_multiple_of(5)).then(|| ResearchResult {
            scale: "lemperle-wrinkles".to_owned(),
            is_blinded: person.is_multiple_of(2),
            predicted: Quantiles::from([-0.213, 0.521, 0.907, 1.224, 1.816]),
            observed: f64::from(person) / 2.0,
            rounding: 0.5,
            minimal_detectable_change: 0.64,
        }),
        // Every third one was not asked.
        patient_grade: (!person.is_multiple_of(3)).then_some(2.0),
    }
}

/// Seven of one phototype, and six of whom every one has another: those are told without it.
fn people() -> Vec<ResearchRow> {
    let alike = (0..7).map(|person| row(person, 2));
    let few = (7..13).map(|person| row(person, 1 + u8::try_from(person - 7).unwrap()));
    alike.chain(few).collect()
}

#[test]
fn an_independent_reader_finds_the_values_of_the_csv_with_their_types() {
    let table = research_table(&people());
    let csv = table.csv().unwrap();
    let seen = read_elsewhere(&table);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(lines.len() > 5 && csv.contains("withheld"), "{csv}");
    assert!(csv.contains(",\n"), "a grade that was not given: {csv}");
    assert_eq!(seen.rows.len(), lines.len());
    for (row, line) in seen.rows.iter().zip(&lines) {
        for ((value, text), column) in row.iter().zip(line).zip(RESEARCH_COLUMNS) {
            let expected = match column.kind {
                _ if text == "withheld" || text.is_empty() => serde_json::Value::Null,
                ColumnKind::Text => text.into(),
                ColumnKind::Whole => text.parse::<i32>().unwrap().into(),
                ColumnKind::Number => text.parse::<f64>().unwrap().into(),
                ColumnKind::Flag => text.parse::<bool>().unwrap().into(),
            };
            assert_eq!(value, &expected, "{}", column.name);
        }
    }
}

#[test]
fn an_independent_reader_finds_the_types_and_the_meaning_of_the_columns() {
    // Nobody agreed: the columns are there all the same.
    for table in [research_table(&people()), research_table(&[])] {
        let seen = read_elsewhere(&table);
        assert_eq!(seen.dictionary, research_dictionary().unwrap());
        assert_eq!(seen.columns.len(), RESEARCH_COLUMNS.len());
        for ((name, kind, is_nullable), column) in seen.columns.iter().zip(RESEARCH_COLUMNS) {
            assert_eq!(name, column.name);
            assert_eq!(*is_nullable, column.is_optional, "{name}");
            let expected = match column.kind {
                ColumnKind::Text => "string",
                ColumnKind::Whole => "int32",
                ColumnKind::Number => "double",
                ColumnKind::Flag => "bool",
            };
            assert_eq!(kind, expected, "{name}");
        }
    }
}

#[test]
fn both_files_hold_the_same_people() {
    let table = research_table(&people());
    let seen = read_elsewhere(&table);
    let named = |name: &str| {
        let at = RESEARCH_COLUMNS
            .iter()
            .position(|column| column.name == name);
        let at = at.unwrap();
        move |row: &&Vec<serde_json::Value>| row[at].is_null()
    };
    let withheld = seen.rows.iter().filter(named("phototype")).count();
    // Whoever shares the phototype of the seven is told with theirs.
    assert_eq!((withheld, seen.rows.len()), (5, 13));
}
