//! What leaves the clinic: nobody can be singled out.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

use std::collections::{BTreeSet, HashMap};

use needlework_planning::Quantiles;
use needlework_registry::{
    RESEARCH_COLUMNS, ResearchResult, ResearchRow, research_dictionary, research_table,
};
use proptest::prelude::*;

/// A row whose result is the number of the person, so that a table shows whose rows are in it.
fn row(person: u32, sex: &str, age_years: u32, phototype: u8, zone: &str) -> ResearchRow {
    ResearchRow {
        person: format!("person-{person}"),
        sex: sex.to_owned(),
        age_years,
        phototype,
        indication: "fine-lines".to_owned(),
        zone: zone.to_owned(),
        device: "exceed-unlimited".to_owned(),
        needle_length_mm: 1.5,
        sessions: 4,
        day: 180.4,
        judged: Some(ResearchResult {
            scale: "lemperle-wrinkles".to_owned(),
            is_blinded: true,
            predicted: Quantiles::from([0.213, 0.521, 0.907, 1.224, 1.816]),
            observed: f64::from(person),
            rounding: 0.5,
            minimal_detectable_change: 0.64,
        }),
        patient_grade: None,
    }
}

/// The records below the header, and for each the person whose result it shows.
fn records(rows: &[ResearchRow]) -> Vec<(Vec<String>, String)> {
    let csv = research_table(rows).csv().unwrap();
    let mut lines = csv
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(
        lines.next().unwrap(),
        RESEARCH_COLUMNS.map(|column| column.name)
    );
    let observed = RESEARCH_COLUMNS
        .iter()
        .position(|column| column.name == "observed");
    lines
        .map(|record| {
            let person = record[observed.unwrap()].clone();
            (record, person)
        })
        .collect()
}

#[test]
fn a_lone_person_is_left_out() {
    let mut rows: Vec<ResearchRow> = (0..6)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    rows.push(row(100, "male", 44, 6, "cheek"));
    let records = records(&rows);
    // The man is alone even without what is withheld of him, so he is not in it.
    assert_eq!(records.len(), 6);
    assert!(
        records
            .iter()
            .all(|(record, _)| record[0] == "female" && record[2] == "2")
    );
    let csv = research_table(&rows).csv().unwrap();
    assert!(!csv.contains("person") && !csv.contains("male,40,6"));
}

#[test]
fn few_people_with_one_phototype_each_stay_without_it() {
    let rows: Vec<ResearchRow> = (0..6)
        .map(|person| {
            row(
                person,
                "female",
                51,
                1 + u8::try_from(person).unwrap(),
                "cheek",
            )
        })
        .collect();
    let records = records(&rows);
    assert_eq!(records.len(), 6);
    for (record, _) in records {
        assert_eq!(record[..3], ["withheld", "50", "withheld"]);
    }
}

#[test]
fn a_rare_treatment_tells_nobody_apart() {
    let mut rows: Vec<ResearchRow> = (0..10)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    rows[9].sessions = 9;
    rows[9].device = "dermaroller-192".to_owned();
    for (record, person) in records(&rows) {
        assert_ne!(person, "9", "{record:?}");
    }
}

#[test]
fn whoever_is_coarse_in_one_zone_is_coarse_in_all() {
    let mut rows: Vec<ResearchRow> = (0..9)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    // Four of them also at the neck, where they are too few.
    rows.extend((0..4).map(|person| row(person, "female", 44, 2, "neck")));
    for (record, person) in records(&rows) {
        let is_coarse = record[0] == "withheld";
        assert_eq!(is_coarse, person.parse::<u32>().unwrap() < 4, "{record:?}");
        assert_eq!(record[4], "cheek");
    }
}

#[test]
fn many_rows_of_one_person_are_one_person() {
    let rows: Vec<ResearchRow> = (0..20).map(|_| row(1, "female", 44, 2, "cheek")).collect();
    assert_eq!(records(&rows), []);
}

#[test]
fn predictions_are_as_coarse_as_grades() {
    let rows: Vec<ResearchRow> = (0..5)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    let (record, _) = records(&rows).swap_remove(0);
    assert_eq!(record[8], "6");
    assert_eq!(record[11..16], ["0", "0.5", "1", "1", "2"]);
}

#[test]
fn the_dictionary_explains_every_column() {
    let dictionary = research_dictionary().unwrap();
    for column in RESEARCH_COLUMNS {
        assert!(dictionary.contains(column.name) && dictionary.contains(column.meaning));
    }
}

proptest! {
    #[test]
    fn whoever_is_in_the_table_shares_every_cell_with_four_other_people(
        people in prop::collection::vec((0_u32..25, 0_usize..2, 20_u32..50, 1_u8..4, 0_usize..2), 0..120),
    ) {
        let rows: Vec<ResearchRow> = people
            .iter()
            .map(|(person, sex, age, phototype, zone)| {
                row(*person, ["female", "male"][*sex], *age, *phototype, ["cheek", "neck"][*zone])
            })
            .collect();
        let mut cells: HashMap<Vec<String>, BTreeSet<String>> = HashMap::new();
        for (record, person) in records(&rows) {
            cells.entry(record[..8].to_vec()).or_default().insert(person);
        }
        for (cell, people) in cells {
            prop_assert!(people.len() >= 5, "{:?} is shared by {} people", cell, people.len());
        }
    }
}

#[test]
fn what_the_patient_said_has_a_column_of_its_own_that_is_empty_where_nothing_was_said() {
    let mut rows: Vec<ResearchRow> = (0..6)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    rows[0].patient_grade = Some(2.0);
    rows[1].patient_grade = Some(5.0);
    // Too few share this cell, whatever was said.
    let mut alone = row(100, "male", 44, 6, "cheek");
    alone.patient_grade = Some(1.0);
    rows.push(alone);
    let at = RESEARCH_COLUMNS
        .iter()
        .position(|column| column.name == "patient_grade")
        .unwrap();
    let said: Vec<(String, String)> = records(&rows)
        .into_iter()
        .map(|(record, person)| (person, record[at].clone()))
        .collect();
    assert_eq!(said.len(), 6);
    for (person, said) in said {
        let expected = match person.as_str() {
            "0" => "2",
            "1" => "5",
            _ => "",
        };
        assert_eq!(said, expected, "{person}");
    }
    let dictionary = research_dictionary().unwrap();
    assert!(dictionary.contains("patient_grade,double,"));
    assert!(dictionary.contains("1 very much better"));
}

#[test]
fn what_somebody_said_of_whom_nothing_was_judged_is_a_row_of_its_own_by_the_same_cells() {
    let mut rows: Vec<ResearchRow> = (0..6)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    for spoken in &mut rows[4..] {
        spoken.judged = None;
        spoken.patient_grade = Some(3.0);
    }
    // Too few share this cell, and a verdict alone is no reason to be told.
    rows.push(ResearchRow {
        judged: None,
        patient_grade: Some(1.0),
        ..row(100, "male", 44, 6, "cheek")
    });
    let at = |name: &str| {
        let mut columns = RESEARCH_COLUMNS.iter();
        columns.position(|column| column.name == name).unwrap()
    };
    let records = records(&rows);
    assert_eq!(records.len(), 6);
    let spoken: Vec<_> = records
        .iter()
        .filter(|(record, _)| record[at("scale")].is_empty())
        .collect();
    assert_eq!(spoken.len(), 2);
    for (record, _) in spoken {
        assert_eq!(record[at("sex")], "female");
        assert_eq!(record[at("period")], "6");
        assert_eq!(record[at("patient_grade")], "3");
        let judged = at("scale")..=at("minimal_detectable_change");
        assert!(
            record[judged.clone()].iter().all(String::is_empty),
            "{record:?}"
        );
        // What may be empty is said to be.
        assert!(
            RESEARCH_COLUMNS[judged]
                .iter()
                .all(|column| column.is_optional)
        );
    }
}
