//! What leaves the clinic: nobody can be singled out, and nothing is lost without being counted.

use std::collections::HashMap;

use needlework_planning::Quantiles;
use needlework_registry::{RESEARCH_COLUMNS, ResearchRow, research_table};
use proptest::prelude::*;

fn row(person: usize, sex: &str, age_years: u32, phototype: u8, zone: &str) -> ResearchRow {
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
        scale: "lemperle-wrinkles".to_owned(),
        predicted: Quantiles::from([0.2, 0.5, 0.9, 1.2, 1.8]),
        observed: 1.0,
        minimal_detectable_change: 0.98,
    }
}

/// The table as another reader of CSV sees it: header and records.
fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect());
    (lines.next().unwrap_or_default(), lines.collect())
}

#[test]
fn a_lone_person_is_made_coarser_or_left_out() {
    let mut rows: Vec<ResearchRow> = (0..6)
        .map(|person| row(person, "female", 44, 2, "cheek"))
        .collect();
    rows.push(row(100, "male", 44, 6, "cheek"));
    let table = research_table(&rows).unwrap();
    // The man is alone even without sex and phototype, so he is not in it.
    assert_eq!((table.rows, table.coarsened, table.left_out), (6, 0, 1));
    assert!(!table.csv.contains("male,40,6") && !table.csv.contains("person"));
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
    let table = research_table(&rows).unwrap();
    assert_eq!((table.rows, table.coarsened, table.left_out), (6, 6, 0));
    let (header, records) = read(&table.csv);
    assert_eq!(header, RESEARCH_COLUMNS.map(|(name, ..)| name));
    assert!(
        records
            .iter()
            .all(|record| record[0] == "withheld" && record[1] == "50" && record[2] == "withheld")
    );
}

#[test]
fn many_rows_of_one_person_are_one_person() {
    let rows: Vec<ResearchRow> = (0..20).map(|_| row(1, "female", 44, 2, "cheek")).collect();
    assert_eq!(research_table(&rows).unwrap().rows, 0);
}

#[test]
fn the_dictionary_explains_every_column() {
    let table = research_table(&[]).unwrap();
    for (name, meaning, _) in RESEARCH_COLUMNS {
        assert!(table.dictionary.contains(name) && table.dictionary.contains(meaning));
    }
}

proptest! {
    #[test]
    fn whoever_is_in_the_table_shares_every_cell_with_four_others(
        people in prop::collection::vec((0_usize..40, 0_usize..2, 20_u32..70, 1_u8..7, 0_usize..2), 0..120),
    ) {
        let rows: Vec<ResearchRow> = people
            .iter()
            .map(|(person, sex, age, phototype, zone)| {
                row(*person, ["female", "male"][*sex], *age, *phototype, ["cheek", "neck"][*zone])
            })
            .collect();
        let table = research_table(&rows).unwrap();
        prop_assert_eq!(table.rows + table.left_out, rows.len());
        let (_, records) = read(&table.csv);
        let mut cells: HashMap<Vec<String>, usize> = HashMap::new();
        for record in &records {
            *cells.entry(record[..5].to_vec()).or_default() += 1;
        }
        for (cell, count) in cells {
            prop_assert!(count >= 5, "{:?} has {} rows", cell, count);
        }
    }
}
