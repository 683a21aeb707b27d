//! Every refusal is one sentence that names file, key, value and what is allowed.

#![expect(clippy::expect_used, reason = "a broken example must stop its test")]

use needlework_evidence::{Block, DataError};

fn block(text: &str) -> Block {
    Block::parse("case.toml", text).expect("the text is TOML")
}

fn sentence<T: std::fmt::Debug>(result: Result<T, DataError>) -> String {
    result.expect_err("the value must be refused").to_string()
}

#[test]
fn a_missing_key_says_what_it_must_be() {
    assert_eq!(
        sentence(block("").number("age_years", 18.0..=100.0)),
        "case.toml: age_years is missing; it must be a number from 18 to 100."
    );
    assert_eq!(
        sentence(block("").text("title")),
        "case.toml: title is missing; it must be a text in quotation marks that is not blank."
    );
    assert_eq!(
        sentence(block("").block("device")),
        "case.toml: device is missing; it must be a table of keys."
    );
}

#[test]
fn an_unknown_key_is_named_with_its_path() {
    let mut root = block("[device]\nid = \"pen\"\nneedle_length_um = 1500");
    let mut device = root.block("device").unwrap();
    device.text("id").unwrap();
    assert_eq!(
        sentence(device.finish()),
        "case.toml: device.needle_length_um is not a known key; check its spelling or remove it."
    );
}

#[test]
fn list_entries_are_counted_from_one() {
    let mut root = block("[[zone]]\nid = \"cheek\"\n[[zone]]\nid = 4");
    let mut zones = root.blocks("zone").unwrap();
    assert_eq!(
        sentence(zones[1].text("id")),
        "case.toml: zone[2].id is 4, but must be a text in quotation marks that is not blank."
    );
    assert_eq!(
        sentence(block("zone = [{ id = \"cheek\" }, 7]").blocks("zone")),
        "case.toml: zone[2] is 7, but must be a table, written as [[zone]]."
    );
    assert_eq!(
        sentence(block("zone = \"cheek\"").blocks("zone")),
        "case.toml: zone is \"cheek\", but must be a list of tables, [[zone]]."
    );
}

#[test]
fn a_value_of_the_wrong_type_is_repeated_as_written() {
    assert_eq!(
        sentence(block("length_mm = \"1.5 mm\"").number("length_mm", 0.0..=3.0)),
        "case.toml: length_mm is \"1.5 mm\", but must be a number from 0 to 3."
    );
    assert_eq!(
        sentence(block("sessions = 4.0").whole("sessions", 1..=24)),
        "case.toml: sessions is 4.0, but must be a whole number from 1 to 24."
    );
    assert_eq!(
        sentence(block("day = 2026-11-30").text("day")),
        "case.toml: day is 2026-11-30, but must be a text in quotation marks that is not blank."
    );
    assert_eq!(
        sentence(block("calm = \"yes\"").flag("calm", false)),
        "case.toml: calm is \"yes\", but must be true or false."
    );
    assert_eq!(
        sentence(block("source = [\"a\", 3]").texts("source")),
        "case.toml: source is [\"a\", 3], but must be a list of texts."
    );
    assert_eq!(
        sentence(block("device = 3").block("device")),
        "case.toml: device is 3, but must be a table of keys."
    );
    assert_eq!(
        sentence(block("title = \"  \"").text("title")),
        "case.toml: title is \"  \", but must be a text in quotation marks that is not blank."
    );
}

#[test]
fn a_number_out_of_range_is_refused_and_both_ends_are_allowed() {
    assert_eq!(block("age = 18").number("age", 18.0..=100.0), Ok(18.0));
    assert_eq!(block("age = 100.0").number("age", 18.0..=100.0), Ok(100.0));
    assert_eq!(
        sentence(block("age = -3").number("age", 18.0..=100.0)),
        "case.toml: age is -3, but must be a number from 18 to 100."
    );
    assert_eq!(
        sentence(block("age = 17.99").number("age", 18.0..=f64::INFINITY)),
        "case.toml: age is 17.99, but must be a number of at least 18."
    );
    assert_eq!(
        sentence(block("shift = 1").number("shift", f64::NEG_INFINITY..=0.0)),
        "case.toml: shift is 1, but must be a number of at most 0."
    );
    assert_eq!(
        sentence(block("sessions = 10000").whole("sessions", 1..=24)),
        "case.toml: sessions is 10000, but must be a whole number from 1 to 24."
    );
    assert_eq!(
        sentence(block("sessions = -1").whole("sessions", 0..=24)),
        "case.toml: sessions is -1, but must be a whole number from 0 to 24."
    );
    assert_eq!(
        sentence(block("sessions = 4294967297").whole("sessions", 0..=24)),
        "case.toml: sessions is 4294967297, but must be a whole number from 0 to 24."
    );
}

#[test]
fn numbers_that_are_not_finite_are_refused_even_without_bounds() {
    let unbounded = f64::NEG_INFINITY..=f64::INFINITY;
    for text in ["nan", "inf", "-inf"] {
        assert_eq!(
            sentence(block(&format!("dose = {text}")).number("dose", unbounded.clone())),
            format!(
                "case.toml: dose is {}, but must be a finite number.",
                if text == "nan" { "NaN" } else { text }
            )
        );
    }
    assert_eq!(
        sentence(block("allowed = [0, nan]").number_pair("allowed")),
        "case.toml: allowed is [0, NaN], but must be two numbers in order, [low, high]."
    );
    assert_eq!(
        sentence(block("allowed = [2, 1]").number_pair("allowed")),
        "case.toml: allowed is [2, 1], but must be two numbers in order, [low, high]."
    );
    assert_eq!(
        sentence(block("allowed = [1, 2, 3]").number_pair("allowed")),
        "case.toml: allowed is [1, 2, 3], but must be two numbers in order, [low, high]."
    );
}

#[test]
fn an_unknown_choice_lists_the_known_ones() {
    let choices = [("female", 'f'), ("male", 'm')];
    assert_eq!(
        block("sex = \"male\"").choice("sex", &choices),
        Ok('m'),
        "a known choice is taken"
    );
    assert_eq!(
        sentence(block("sex = \"Male\"").choice("sex", &choices)),
        "case.toml: sex is \"Male\", but must be one of: female, male."
    );
    assert_eq!(
        sentence(block("phototype = 7").choice("phototype", &[("I", 1), ("II", 2)])),
        "case.toml: phototype is 7, but must be one of: I, II."
    );
}

#[test]
fn absent_optional_keys_are_absent_but_wrong_ones_are_refused() {
    let mut empty = block("");
    assert_eq!(empty.optional_number("age", 0.0..=1.0), Ok(None));
    assert_eq!(empty.optional_whole("sessions", 0..=9), Ok(None));
    assert_eq!(empty.optional_text("note"), Ok(None));
    assert!(empty.optional_block("dates").unwrap().is_none());
    assert_eq!(empty.texts("source"), Ok(Vec::new()));
    assert!(empty.blocks("zone").unwrap().is_empty());
    assert_eq!(empty.flag("calm", true), Ok(true));
    assert!(block("age = 2").optional_number("age", 0.0..=1.0).is_err());
    assert!(
        block("sessions = 10")
            .optional_whole("sessions", 0..=9)
            .is_err()
    );
    assert!(block("note = 1").optional_text("note").is_err());
    assert!(block("dates = 1").optional_block("dates").is_err());
}

#[test]
fn long_values_and_keys_are_cut() {
    let long = "x".repeat(5_000);
    let error = sentence(block(&format!("title = \"{long}\"")).number("title", 0.0..=1.0));
    assert_eq!(
        error,
        format!(
            "case.toml: title is \"{}…, but must be a number from 0 to 1.",
            "x".repeat(59)
        )
    );
    let error = sentence(block(&format!("{long} = 1")).finish());
    assert!(
        error.chars().count() < 200,
        "{} characters",
        error.chars().count()
    );
}

#[test]
fn control_characters_never_reach_a_terminal() {
    let hostile = "\"\\u001b[2J\\nsecond line\\u0007\"";
    for error in [
        sentence(block(&format!("sex = {hostile}")).choice("sex", &[("female", ())])),
        sentence(block(&format!("{hostile} = 1")).finish()),
        sentence(block(&format!("{hostile} = 1")).into_blocks()),
        sentence(
            block(&format!("[{hostile}]\nage = 1"))
                .into_blocks()
                .map(|mut blocks| match blocks.pop() {
                    Some((_, mut inner)) => inner.text("age").unwrap_err().to_string(),
                    None => String::new(),
                })
                .and_then(|inner| Err::<(), _>(DataError::sentence("case.toml", &inner))),
        ),
    ] {
        assert!(!error.chars().any(char::is_control), "{error:?}");
        assert!(error.contains("\\u{1b}[2J"), "{error}");
    }
}

#[test]
fn text_that_is_not_toml_is_refused_at_its_line_and_column() {
    let cases = [
        ("age_years = 52\nsex = female\n", 2, 7),
        ("title = \"unfinished\n", 1, 20),
        ("[person]\nage_years = 52\nage_years = 53\n", 3, 1),
        ("größe = 1", 1, 3),
        ("[dates]\nfirst = 2026-11-31\n", 2, 9),
    ];
    for (text, line, column) in cases {
        let error = sentence(Block::parse("case.toml", text));
        let start = format!("case.toml: line {line}, column {column} is not valid TOML: ");
        assert!(error.starts_with(&start), "{text:?} gave {error}");
        assert!(error.ends_with('.') && !error.contains('\n'), "{error}");
    }
}

#[test]
fn an_empty_text_is_an_empty_table() {
    assert_eq!(block("").finish(), Ok(()));
    assert_eq!(block("# only a comment\n").finish(), Ok(()));
}

#[test]
fn dates_may_stand_bare_or_in_quotation_marks() {
    let words = "a date like 2027-01-31";
    for text in ["day = 2027-01-31", "day = \"2027-01-31\""] {
        assert_eq!(block(text).moment("day", words).unwrap(), "2027-01-31");
    }
    assert_eq!(
        block("days = [2027-01-31, \"2027-02-28\"]")
            .moments("days", words)
            .unwrap(),
        ["2027-01-31", "2027-02-28"]
    );
    assert!(block("").moments("days", words).unwrap().is_empty());
    assert_eq!(
        sentence(block("day = 20270131").moment("day", words)),
        "case.toml: day is 20270131, but must be a date like 2027-01-31."
    );
    assert_eq!(
        sentence(block("days = [2027-01-31, 7]").moments("days", words)),
        "case.toml: days is [2027-01-31, 7], but must be a list, each item a date like 2027-01-31."
    );
}
