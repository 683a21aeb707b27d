//! The price of five years: an interval that moves the right way, and no figure where a part of it is unknown.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::Bibliography;
use needlework_protocol::{Alternatives, Interval, upkeep_cost, yearly_cost};
use needlework_skin::Phototype;
use proptest::prelude::*;

fn interval(ends: std::ops::Range<f64>) -> impl Strategy<Value = Interval> {
    (ends.clone(), ends).prop_map(|(one, other)| Interval {
        low: one.min(other),
        high: one.max(other),
    })
}

fn cost_of(option: &str) -> Option<[f64; 2]> {
    let alternatives = Alternatives::shipped(&Bibliography::shipped().unwrap()).unwrap();
    ["facial-wrinkles", "acne-scars", "laxity"]
        .into_iter()
        .flat_map(|wish| alternatives.compare(wish, Phototype::II, 5).unwrap().rows)
        .find(|row| row.option.id == option)
        .unwrap()
        .cost_with_upkeep
        .into_iter()
        .find(|cost| cost.currency == "USD")
        .map(|cost| [cost.range.low, cost.range.high])
}

/// By hand, from the rows of protocol 7. Needling: 3 sessions, then 60 months / 18 = 3.3, so 3 more at 100; 6 sessions,
/// then 60 / 3 = 20, so 19 more at 600. Light peel: 4 and 29 more at 150; 6 and 59 more at 300. Toxin: 3 to 4 a year.
#[test]
fn five_years_come_to_what_a_pencil_says() {
    assert_eq!(cost_of("microneedling"), Some([600.0, 15_000.0]));
    assert_eq!(cost_of("chemical-peel-light"), Some([4_950.0, 19_500.0]));
    assert_eq!(cost_of("botulinum-toxin"), Some([4_500.0, 10_000.0]));
}

#[test]
fn a_gap_leaves_no_price_of_five_years() {
    for (option, gap) in [
        ("rf-microneedling", "durability"),
        ("ablative-laser-full-field", "durability"),
        ("ablative-fractional-co2", "durability"),
        ("non-ablative-fractional-laser", "durability"),
        ("chemical-peel-medium", "number of sessions"),
        ("chemical-peel-deep", "shortest durability"),
        ("dermabrasion", "durability"),
        ("hyaluronic-filler", "cost"),
        ("topical-retinoid", "cost"),
        ("facelift", "durability as a number"),
    ] {
        assert_eq!(cost_of(option), None, "{option}: {gap} is not known");
    }
}

proptest! {
    #[test]
    fn the_low_end_is_never_above_the_high_end(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        lasts in interval(0.5..120.0),
        years in 1_u32..20,
    ) {
        let cost = upkeep_cost(price, sessions, lasts, years).unwrap();
        prop_assert!(cost.low <= cost.high);
        prop_assert!(cost.low >= price.low * sessions.low, "less than the first course");
    }

    #[test]
    fn more_years_never_cost_less(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        lasts in interval(0.5..120.0),
        years in 1_u32..20,
    ) {
        let now = upkeep_cost(price, sessions, lasts, years).unwrap();
        let later = upkeep_cost(price, sessions, lasts, years + 1).unwrap();
        prop_assert!(later.low >= now.low && later.high >= now.high);
    }

    #[test]
    fn a_longer_effect_never_costs_more(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        lasts in interval(0.5..60.0),
        longer in 1.0..3.0,
        years in 1_u32..20,
    ) {
        let stretched = Interval { low: lasts.low * longer, high: lasts.high * longer };
        let short = upkeep_cost(price, sessions, lasts, years).unwrap();
        let long = upkeep_cost(price, sessions, stretched, years).unwrap();
        prop_assert!(long.low <= short.low && long.high <= short.high);
    }

    #[test]
    fn a_narrower_part_never_widens_the_price(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        lasts in interval(0.5..60.0),
        share in 0.0..1.0,
        years in 1_u32..20,
    ) {
        let middle = f64::midpoint(price.low, price.high);
        let narrow = Interval {
            low: middle - share * (middle - price.low),
            high: middle + share * (price.high - middle),
        };
        let wide = upkeep_cost(price, sessions, lasts, years).unwrap();
        let inside = upkeep_cost(narrow, sessions, lasts, years).unwrap();
        let slack = 1e-9 * wide.high;
        prop_assert!(inside.low >= wide.low - slack && inside.high <= wide.high + slack);
    }

    #[test]
    fn an_effect_that_outlasts_the_years_needs_the_course_alone(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        years in 1_u32..20,
    ) {
        let months = f64::from(years) * 12.0;
        let lasts = Interval { low: months, high: 2.0 * months };
        let cost = upkeep_cost(price, sessions, lasts, years).unwrap();
        prop_assert!((cost.low - price.low * sessions.low).abs() < 1e-6);
        prop_assert!((cost.high - price.high * sessions.high).abs() < 1e-6);
    }

    #[test]
    fn what_is_repeated_each_year_costs_as_much_each_year(
        price in interval(1.0..5_000.0),
        sessions in interval(1.0..10.0),
        years in 1_u32..20,
    ) {
        let one = yearly_cost(price, sessions, 1);
        let all = yearly_cost(price, sessions, years);
        prop_assert!((all.high - one.high * f64::from(years)).abs() < 1e-6 * all.high);
    }

    #[test]
    fn an_effect_of_no_time_has_no_price(price in interval(1.0..5_000.0), years in 1_u32..20) {
        let none = Interval { low: 0.0, high: 3.0 };
        prop_assert_eq!(upkeep_cost(price, price, none, years), None);
    }
}
