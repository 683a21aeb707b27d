//! Agreement of raters.

use needlework_registry::{Agreement, FEWEST_PEOPLE, RatedTwice, SMALLEST_CELL, ToldAgreement};

/// Agreement of two raters over so many people, each with two readings.
fn agreement(people: usize) -> Agreement {
    let rows: Vec<RatedTwice> = (0..2 * people)
        .map(|at| RatedTwice {
            person: format!("person-{}", at / 2),
            scale: "goodman-baron".to_owned(),
            open: (at % 4) as f64,
            blinded: (at % 3) as f64,
        })
        .collect();
    Agreement::of(&rows, "goodman-baron", true)
}

#[test]
fn of_fewer_than_five_people_nothing_is_told_and_all_are_told_alike() {
    let few: Vec<ToldAgreement> = (1..SMALLEST_CELL)
        .flat_map(|people| ToldAgreement::without_small_counts(&[agreement(people)]))
        .collect();
    assert_eq!(few.len(), SMALLEST_CELL - 1);
    assert!(few.iter().all(|told| *told == few[0]));
    assert_eq!(few[0].agreement, None);
}

#[test]
fn of_enough_people_all_is_told_as_it_is() {
    for people in [SMALLEST_CELL, FEWEST_PEOPLE] {
        let agreement = agreement(people);
        let told = ToldAgreement::without_small_counts(std::slice::from_ref(&agreement));
        assert_eq!(told[0].agreement.as_ref(), Some(&agreement));
        assert_eq!(agreement.measured.is_some(), people >= FEWEST_PEOPLE);
    }
    let few = agreement(1);
    let full = ToldAgreement::in_full(std::slice::from_ref(&few));
    assert_eq!(full[0].agreement.as_ref(), Some(&few));
}
