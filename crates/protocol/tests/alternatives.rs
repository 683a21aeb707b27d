//! Other ways to the same wish say what protocol 7 says, for every phototype, and leave its gaps open.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use std::collections::BTreeSet;

use needlework_evidence::Bibliography;
use needlework_protocol::{
    Alternatives, Comparison, ComparisonRow, Courses, Interval, PigmentMatch, Verdict,
};
use needlework_skin::Phototype;
use serde_json::Value;

const YEARS: u32 = 5;

fn alternatives() -> Alternatives {
    Alternatives::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn compare(wish: &str, phototype: Phototype) -> Comparison {
    alternatives().compare(wish, phototype, YEARS).unwrap()
}

/// The row of an option in the first comparison that holds it.
fn row(option: &str) -> ComparisonRow {
    ["facial-wrinkles", "acne-scars", "laxity"]
        .into_iter()
        .flat_map(|wish| compare(wish, Phototype::II).rows)
        .find(|row| row.option.id == option)
        .unwrap()
}

/// `[low, high]` of the transcription, absent where the protocol has a gap.
fn expected(row: &toml::Table, key: &str) -> Option<Interval> {
    let ends = row.get(key)?.as_array()?;
    let end = |at: usize| ends.get(at)?.as_integer().map(|whole| whole as f64);
    Some(Interval {
        low: end(0)?,
        high: end(1)?,
    })
}

fn cost(row: &ComparisonRow, currency: &str) -> Option<Interval> {
    let of = row
        .session_cost
        .iter()
        .find(|cost| cost.currency == currency);
    of.map(|cost| cost.range)
}

fn texts(list: &toml::Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
}

#[test]
fn every_option_comes_to_what_the_table_says() {
    let table: toml::Table = include_str!("data/section_7.toml").parse().unwrap();
    assert_eq!(alternatives().iter().count(), table.len());
    for (id, expectation) in &table {
        let expectation = expectation.as_table().unwrap();
        let row = row(id);
        let found = [
            ("sessions", row.sessions_per_course),
            ("sessions_per_year", row.sessions_per_year),
            ("downtime", row.downtime_days),
            ("cost", cost(&row, "USD")),
            ("cost_euro", cost(&row, "EUR")),
            ("durability", row.durability_months),
        ];
        for (key, interval) in found {
            assert_eq!(interval, expected(expectation, key), "{id}, {key}");
        }
        let pigment: Vec<&str> = row
            .option
            .pigment
            .iter()
            .map(|one| one.figure.seen.as_str())
            .collect();
        for words in texts(&expectation["pigment"]) {
            let is_said = pigment.iter().any(|seen| seen.contains(words));
            assert!(is_said, "{id}: nothing says \"{words}\" in {pigment:?}");
        }
        if expectation["pigment"].as_array().unwrap().is_empty() {
            assert_eq!(row.pigment.fit, PigmentMatch::NotFound, "{id}");
        }
    }
}

/// Every source of an option and of its figures.
fn sources(row: &ComparisonRow) -> BTreeSet<String> {
    fn collect(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(keys) = fields.get("sources").and_then(Value::as_array) {
                    found.extend(keys.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                fields.values().for_each(|inner| collect(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(&serde_json::to_value(&row.option).unwrap(), &mut found);
    found
}

#[test]
fn every_source_of_a_row_stands_behind_one_of_its_figures() {
    let table: toml::Table = include_str!("data/section_7.toml").parse().unwrap();
    for (id, expectation) in &table {
        let found = sources(&row(id));
        for key in texts(&expectation["sources"]) {
            assert!(found.contains(key), "{id}: {key} is cited nowhere");
        }
    }
}

#[test]
fn every_indication_has_a_comparison_that_begins_with_needling() {
    let courses = Courses::shipped(&Bibliography::shipped().unwrap()).unwrap();
    for indication in courses.iter() {
        for phototype in Phototype::ALL {
            let comparison = compare(&indication.id, phototype);
            assert_eq!(comparison.rows[0].option.id, Alternatives::NEEDLING);
            assert!(comparison.rows.len() > 1, "{}", indication.id);
            for row in &comparison.rows {
                assert!(!row.answers.is_empty(), "{}", row.option.id);
            }
        }
    }
    assert!(alternatives().compare("a-wish", Phototype::I, 5).is_none());
}

fn verdicts(wish: &str, option: &str) -> Vec<Verdict> {
    let comparison = compare(wish, Phototype::III);
    let row = comparison.rows.iter().find(|row| row.option.id == option);
    row.map_or_else(Vec::new, |row| {
        row.answers.iter().map(|answer| answer.verdict).collect()
    })
}

/// The comparison statements of protocol 7.
#[test]
fn what_is_for_which_wish() {
    assert_eq!(verdicts("laxity", "microneedling"), [Verdict::NotFor]);
    assert_eq!(verdicts("laxity", "facelift"), [Verdict::MeantFor]);
    assert_eq!(
        verdicts("lines-in-motion", "botulinum-toxin"),
        [Verdict::MeantFor]
    );
    assert_eq!(
        verdicts("lines-in-motion", "microneedling"),
        [Verdict::NotFor]
    );
    assert_eq!(
        verdicts("ice-pick-scars", "microneedling"),
        [Verdict::RespondsLeast]
    );
    assert_eq!(
        verdicts("ice-pick-scars", "ablative-fractional-co2"),
        [Verdict::RespondsLeast]
    );
    assert_eq!(
        verdicts("acne-scars", "non-ablative-fractional-laser")[0],
        Verdict::Compared
    );
    assert_eq!(
        verdicts("acne-scars", "ablative-fractional-co2")[0],
        Verdict::Compared
    );
    assert!(verdicts("acne-scars", "facelift").is_empty());
    assert!(verdicts("stretch-marks", "botulinum-toxin").is_empty());
}

#[test]
fn a_plan_for_lines_says_what_needling_does_not_do() {
    let wishes = |indication: &str| -> Vec<String> {
        let limits = compare(indication, Phototype::II).limits;
        limits.into_iter().map(|limit| limit.wish).collect()
    };
    let lines = wishes("facial-wrinkles");
    assert!(lines.iter().any(|wish| wish.contains("face moves")));
    assert!(lines.iter().any(|wish| wish.contains("loose skin")));
    assert!(
        wishes("acne-scars")
            .iter()
            .any(|wish| wish.contains("ice-pick"))
    );
    assert!(wishes("stretch-marks").is_empty());
}

#[test]
fn the_dark_skin_series_counts_for_its_phototypes_only() {
    let of = |phototype| {
        let comparison = compare("acne-scars", phototype);
        let row = comparison.rows.into_iter().next().unwrap();
        let has = |figures: &[needlework_protocol::PigmentFigure]| {
            figures.iter().any(|one| one.figure.seen.contains("16.7"))
        };
        (
            has(&row.pigment.figures),
            has(&row.pigment.other_phototypes),
        )
    };
    assert_eq!(of(Phototype::II), (false, true));
    assert_eq!(of(Phototype::IV), (true, false));
    assert_eq!(of(Phototype::V), (true, false));
    assert_eq!(of(Phototype::VI), (false, true));
}

#[test]
fn how_well_the_pigment_figures_fit_is_said() {
    let fit = |option: &str, phototype| {
        let comparison = compare("acne-scars", phototype);
        let row = comparison
            .rows
            .into_iter()
            .find(|row| row.option.id == option)
            .unwrap();
        (row.pigment.fit, row.pigment.sentence)
    };
    let (match_, sentence) = fit("microneedling", Phototype::II);
    assert_eq!(match_, PigmentMatch::InThisPhototype);
    assert!(sentence.contains("phototype II"));
    let (match_, _) = fit("non-ablative-fractional-laser", Phototype::II);
    assert_eq!(match_, PigmentMatch::PhototypeNotStated);
    let (match_, sentence) = fit("dermabrasion", Phototype::II);
    assert_eq!(match_, PigmentMatch::InOtherPhototypes);
    assert!(sentence.contains("no figure"));
    let (match_, _) = fit("hyaluronic-filler", Phototype::II);
    assert_eq!(match_, PigmentMatch::NotFound);
}
