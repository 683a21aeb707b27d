//! No text, however broken, makes the reader panic or answer with more than one line.

use needlework_evidence::{Block, DataError};
use proptest::prelude::*;

/// Reads a block as every type in turn; what is refused must be refused in one sentence.
fn read_in_every_way(block: &Block, depth: usize) -> Vec<DataError> {
    let everything = f64::NEG_INFINITY..=f64::INFINITY;
    let mut errors = Vec::new();
    for key in ["a", "b", "id", "value", ""] {
        errors.extend(block.clone().number(key, everything.clone()).err());
        errors.extend(block.clone().whole(key, 0..=u32::MAX).err());
        errors.extend(block.clone().text(key).err());
        errors.extend(block.clone().texts(key).err());
        errors.extend(block.clone().flag(key, false).err());
        errors.extend(block.clone().choice(key, &[("yes", ())]).err());
        errors.extend(block.clone().number_pair(key).err());
        match block.clone().blocks(key) {
            Ok(inner) if depth < 3 => {
                errors.extend(inner.iter().flat_map(|i| read_in_every_way(i, depth + 1)));
            }
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        match block.clone().block(key) {
            Ok(inner) if depth < 3 => errors.extend(read_in_every_way(&inner, depth + 1)),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    errors.extend(block.clone().into_blocks().err());
    errors.extend(block.clone().finish().err());
    errors
}

fn errors_of(text: &str) -> Vec<DataError> {
    match Block::parse("case.toml", text) {
        Ok(block) => read_in_every_way(&block, 0),
        Err(error) => vec![error],
    }
}

fn one_readable_line(error: &DataError) -> bool {
    let text = error.to_string();
    text.starts_with("case.toml: ")
        && text.ends_with('.')
        && text.chars().count() < 600
        && !text.chars().any(char::is_control)
}

/// Text made of the pieces that TOML is made of, so that many of them get past the first character.
fn nearly_toml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("b"),
        Just("id"),
        Just("value"),
        Just(" = "),
        Just("\n"),
        Just("["),
        Just("]"),
        Just("[[a]]\n"),
        Just("{"),
        Just("}"),
        Just(","),
        Just("."),
        Just("\"x\""),
        Just("\"\\u001b\""),
        Just("'''"),
        Just("1"),
        Just("-0.5e300"),
        Just("nan"),
        Just("-inf"),
        Just("99999999999999999999"),
        Just("2026-02-30"),
        Just("true"),
        Just("# é\n"),
        Just("\u{feff}"),
        Just("\r\n"),
        Just("\0"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// One line `key = value` with any value, so that most of these texts are TOML.
fn valid_toml() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        any::<f64>().prop_map(|number| format!("{number:?}").to_lowercase()),
        any::<i64>().prop_map(|number| number.to_string()),
        "[a-z0-9é ]{0,80}".prop_map(|text| format!("\"{text}\"")),
        Just("[1, nan]".to_owned()),
        Just("[{ a = 1 }, { b = \"\\u0000\" }]".to_owned()),
        Just("{ a = { b = [[], [1]] } }".to_owned()),
        Just("12:60:00".to_owned()),
    ];
    (value.clone(), value).prop_map(|(a, b)| format!("a = {a}\nb = {b}\n"))
}

proptest! {
    #[test]
    fn any_characters(text in any::<String>()) {
        for error in errors_of(&text) {
            prop_assert!(one_readable_line(&error), "{error:?}");
        }
    }

    #[test]
    fn pieces_of_toml(text in nearly_toml()) {
        for error in errors_of(&text) {
            prop_assert!(one_readable_line(&error), "{error:?}");
        }
    }

    #[test]
    fn toml_with_any_values(text in valid_toml()) {
        for error in errors_of(&text) {
            prop_assert!(one_readable_line(&error), "{error:?}");
        }
    }
}

#[test]
fn nesting_without_end_is_refused_not_overflowed() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}1{}", "{ a = ".repeat(10_000), " }".repeat(10_000)),
        format!("{}a = 1", "a.".repeat(10_000)),
        format!("[{}a]", "a.".repeat(10_000)),
    ] {
        let errors = errors_of(&text);
        assert!(errors.iter().all(one_readable_line));
    }
}
