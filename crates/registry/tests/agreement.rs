//! Agreement of two raters, held against published examples and against other programs.

use needlework_registry::{
    Agreement, AgreementMeasure, RatedTwice, intraclass_correlation, limits_of_agreement,
    weighted_kappa,
};

/// Grades 1 to 6 of twenty people by two raters.
const FIRST: [u8; 20] = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3];
const SECOND: [u8; 20] = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];

/// Peak flow of seventeen people by two meters, l/min (Bland and Altman, Lancet 1986, table 1).
const WRIGHT: [f64; 17] = [
    494.0, 395.0, 516.0, 434.0, 476.0, 557.0, 413.0, 442.0, 650.0, 433.0, 417.0, 656.0, 267.0,
    478.0, 178.0, 423.0, 427.0,
];
const MINI: [f64; 17] = [
    512.0, 430.0, 520.0, 428.0, 500.0, 600.0, 364.0, 380.0, 658.0, 445.0, 432.0, 626.0, 260.0,
    477.0, 259.0, 350.0, 451.0,
];

fn near(value: Option<f64>, expected: f64, within: f64) {
    let value = value.unwrap_or(f64::NAN);
    assert!((value - expected).abs() < within, "{value}, not {expected}");
}

fn pairs<T: Into<f64> + Copy>(one: &[T], other: &[T]) -> Vec<[f64; 2]> {
    let both = one.iter().zip(other);
    both.map(|(one, other)| [(*one).into(), (*other).into()])
        .collect()
}

fn rows(readings: &[[f64; 2]]) -> Vec<RatedTwice> {
    let numbered = readings.iter().enumerate();
    numbered
        .map(|(person, [open, blinded])| RatedTwice {
            person: person.to_string(),
            scale: "goodman-baron".to_owned(),
            open: *open,
            blinded: *blinded,
        })
        .collect()
}

#[test]
fn weighted_kappa_is_that_of_another_program() {
    // scikit-learn 1.9.1, cohen_kappa_score(weights="quadratic", labels=[1, ..., 6]).
    near(
        weighted_kappa(&pairs(&FIRST, &SECOND)),
        0.296_765_119_549_929_6,
        1e-12,
    );
    // The same of grades in half steps from 0 to 4.
    let one = [0.0, 0.5, 1.0, 1.0, 1.5, 2.0, 2.0, 2.5, 3.0, 3.5, 4.0, 1.0];
    let other = [0.5, 0.5, 1.0, 1.5, 1.0, 2.0, 2.5, 2.5, 2.5, 4.0, 3.5, 1.0];
    near(weighted_kappa(&pairs(&one, &other)), 0.944, 1e-12);
}

#[test]
fn full_agreement_is_one_and_where_nothing_varies_nothing_is_told() {
    near(weighted_kappa(&pairs(&FIRST, &FIRST)), 1.0, 1e-12);
    assert_eq!(weighted_kappa(&[[2.0, 2.0]; 12]), None);
    assert_eq!(weighted_kappa(&[]), None);
    assert_eq!(intraclass_correlation(&[[2.0, 2.0]; 12]), None);
}

#[test]
fn the_intraclass_correlation_is_the_published_one() {
    // Shrout and Fleiss, Psychological Bulletin 1979, tables 2 and 4: six people, four judges, ICC(2,1) = 0.29.
    let judged = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];
    // With more digits by pingouin 0.7.0, ICC(A,1).
    near(intraclass_correlation(&judged), 0.289_764, 1e-6);
    near(
        intraclass_correlation(&pairs(&WRIGHT, &MINI)),
        0.945_928,
        1e-6,
    );
}

#[test]
fn limits_of_agreement_are_the_published_ones() {
    let (mean, [low, high]) = limits_of_agreement(&pairs(&WRIGHT, &MINI)).unwrap_or_default();
    // Printed: mean -2.1, standard deviation 38.8 l/min; the paper then takes 2 deviations, here they are 1.96.
    assert!((mean - -2.1).abs() < 0.05, "{mean}");
    assert!(((high - low) / (2.0 * 1.96) - 38.8).abs() < 0.05);
}

#[test]
fn an_interval_holds_the_value_and_is_the_same_every_time() {
    let rows = rows(&pairs(&FIRST, &SECOND));
    let agreement = Agreement::of(&rows, "goodman-baron", true);
    assert_eq!((agreement.readings, agreement.people), (20, 20));
    let measured = agreement.measured.unwrap();
    assert_eq!(measured.measure, AgreementMeasure::WeightedKappa);
    let [low, high] = measured.interval;
    assert!(low < measured.value && measured.value < high);
    // The standard error of this kappa by Fleiss, Cohen and Everitt (1969) is near 0.2.
    assert!((0.4..1.1).contains(&(high - low)), "{low} to {high}");
    assert_eq!(Agreement::of(&rows, "goodman-baron", true), agreement);
}

#[test]
fn readings_of_one_person_do_not_pass_for_those_of_many() {
    let readings = pairs(&FIRST, &SECOND);
    let mut one_person = rows(&readings);
    for row in &mut one_person {
        row.person = "one".to_owned();
    }
    let agreement = Agreement::of(&one_person, "goodman-baron", true);
    assert_eq!((agreement.people, agreement.measured), (1, None));
    // Every reading four times: the interval is that of twenty people, not of eighty.
    let four_times: Vec<RatedTwice> = rows(&readings).iter().cycle().take(80).cloned().collect();
    let (single, repeated) = (rows(&readings), four_times);
    let width = |rows: &[RatedTwice]| {
        let measured = Agreement::of(rows, "goodman-baron", true).measured.unwrap();
        measured.interval[1] - measured.interval[0]
    };
    assert!((width(&single) - width(&repeated)).abs() < 1e-9);
}

#[test]
fn with_nine_people_nothing_is_told_but_the_count() {
    let few = rows(&pairs(&FIRST[..9], &SECOND[..9]));
    let agreement = Agreement::of(&few, "goodman-baron", true);
    assert_eq!((agreement.readings, agreement.people), (9, 9));
    assert_eq!(agreement.measured, None);
    assert_eq!(Agreement::of(&few, "another", true).readings, 0);
}

#[test]
fn a_scale_without_grades_takes_the_intraclass_correlation() {
    let measured = Agreement::of(&rows(&pairs(&WRIGHT, &MINI)), "goodman-baron", false);
    let measured = measured.measured.unwrap();
    assert_eq!(measured.measure, AgreementMeasure::IntraclassCorrelation);
    near(Some(measured.value), 0.945_928, 1e-6);
    // pingouin 0.7.0 gives 0.86 to 0.98 by the F distribution.
    near(Some(measured.interval[0]), 0.86, 0.06);
    near(Some(measured.interval[1]), 0.98, 0.02);
}
