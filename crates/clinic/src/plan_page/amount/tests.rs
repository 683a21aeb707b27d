//! Numbers as people say them.

use super::*;
use crate::language::Languages;

fn languages() -> Languages {
    Languages::shipped().unwrap()
}

fn estimate(p05: f64, p50: f64, p95: f64) -> Estimate {
    Estimate {
        mean: p50,
        p05,
        p25: f64::midpoint(p05, p50),
        p50,
        p75: f64::midpoint(p50, p95),
        p95,
    }
}

#[test]
fn a_wide_interval_takes_decimals_away() {
    let languages = languages();
    let words = languages.get("en");
    let narrow = Spread::of(words, &estimate(1.02, 1.113, 1.21), 0.01);
    let wide = Spread::of(words, &estimate(12.3, 42.4, 98.7), 0.01);
    assert_eq!(narrow.short(words), "1.11 (1.02 to 1.21)");
    assert_eq!(wide.short(words), "40 (10 to 100)");
}

#[test]
fn a_small_loss_never_reads_as_minus_zero() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        difference(words, &estimate(-0.4, -0.01, 0.4), 0.1),
        "0.0 (\u{2212}0.4 to +0.4)"
    );
}

#[test]
fn a_loss_is_called_worse() {
    let languages = languages();
    let words = languages.get("en");
    let text = against_today(words, &estimate(-0.2, 0.5, 1.2), 0.1, "grade");
    assert_eq!(
        text,
        "about 0.5\u{a0}grades better than today (between 0.2 worse and 1.2 better)"
    );
    let text = against_today(words, &estimate(-0.9, -0.4, -0.1), 0.1, "grade");
    assert_eq!(
        text,
        "about 0.4\u{a0}grades worse than today (between 0.9 and 0.1 worse)"
    );
    let text = against_today(words, &estimate(-0.1, 0.01, 0.2), 0.1, "grade");
    assert_eq!(
        text,
        "about the same as today (between 0.1 worse and 0.2 better)"
    );
}

#[test]
fn factors_over_powers_of_ten_keep_their_small_end() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        times(words, &estimate(1.04, 212.0, 2_940.0)),
        "210× (1.0 to 2900)"
    );
    assert_eq!(times(words, &estimate(1.0, 1.01, 1.02)), "no difference");
}

#[test]
fn a_long_tail_does_not_round_the_middle_away() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        relative_change(words, &estimate(0.0, 0.06, 4.0)),
        "+6\u{a0}% (0 to +400)"
    );
}

#[test]
fn rare_things_are_not_rounded_to_never() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        people(words, &estimate(0.0, 0.002, 0.03)),
        "less than 1 of 100 (0 to 3)"
    );
}

#[test]
fn short_times_are_hours_and_long_ones_days() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        time(words, &estimate(2.0, 6.0, 20.0)),
        "about 6\u{a0}hours (2 to 20)"
    );
    assert_eq!(
        time(words, &estimate(24.0, 60.0, 120.0)),
        "about 3\u{a0}days (1 to 5)"
    );
}

#[test]
fn one_hour_is_told_as_one() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        time(words, &estimate(1.0, 1.2, 5.0)),
        "about 1\u{a0}hour (1 to 5)"
    );
}

#[test]
fn an_interval_of_hours_and_days_names_both() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(
        time(words, &estimate(0.0, 1.0, 91.0)),
        "about 1\u{a0}hour (less than an hour to 4\u{a0}days)"
    );
    assert_eq!(
        time(words, &estimate(3.0, 30.0, 91.0)),
        "about 30\u{a0}hours (3\u{a0}hours to 4\u{a0}days)"
    );
    assert_eq!(
        end(words, &estimate(0.0, 0.1, 91.0)),
        "mostly not noticeable, at most 4\u{a0}days"
    );
}

#[test]
fn what_is_not_finite_is_said() {
    let languages = languages();
    let words = languages.get("en");
    assert_eq!(rounded(words, f64::NAN, 0.1), "not known");
    assert_eq!(of_hundred(words, f64::INFINITY), "not known");
    assert_eq!(rounded(words, -2.5e300, 0.1), "\u{2212}2.5e300");
}

#[test]
fn values_between_samples_lie_between_their_values() {
    let series = Series {
        unit: "-".to_owned(),
        days: vec![0.0, 10.0],
        values: vec![estimate(0.0, 1.0, 2.0), estimate(1.0, 2.0, 3.0)],
    };
    assert_eq!(at_day(&series, 5.0).map(|value| value.p50), Some(1.5));
    assert_eq!(at_day(&series, 99.0).map(|value| value.p50), Some(2.0));
    assert_eq!(at_day(&series, -1.0).map(|value| value.p50), Some(1.0));
}

#[test]
fn spanish_numbers_have_a_comma_and_spanish_units() {
    let languages = languages();
    let words = languages.get("es");
    assert_eq!(
        Spread::of(words, &estimate(1.02, 1.113, 1.21), 0.01).about(words, "mm"),
        "alrededor de 1,11\u{a0}mm (de 1,02 a 1,21)"
    );
    assert_eq!(
        against_today(words, &estimate(-0.2, 0.5, 1.2), 0.1, "grados"),
        "alrededor de 0,5\u{a0}grados mejor que hoy (entre 0,2 peor y 1,2 mejor)"
    );
    assert_eq!(
        time(words, &estimate(0.0, 1.0, 91.0)),
        "alrededor de 1\u{a0}hora (de menos de una hora a 4\u{a0}días)"
    );
    assert_eq!(
        people(words, &estimate(0.0, 0.002, 0.03)),
        "menos de 1 de 100 (de 0 a 3)"
    );
}
