//! How values, keys and ranges are written in an error.

use std::ops::RangeInclusive;

/// Longest piece of a file that an error repeats, so that it stays one readable sentence.
const LONGEST: usize = 60;

/// A range of numbers in words.
pub(crate) fn number_range(allowed: &RangeInclusive<f64>) -> String {
    match (allowed.start().is_finite(), allowed.end().is_finite()) {
        (true, true) => format!("a number from {} to {}", allowed.start(), allowed.end()),
        (true, false) => format!("a number of at least {}", allowed.start()),
        (false, true) => format!("a number of at most {}", allowed.end()),
        (false, false) => "a finite number".to_owned(),
    }
}

/// The value as the writer of the file would recognise it.
pub(crate) fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("\"{text}\""),
        toml::Value::Table(_) => "a table".to_owned(),
        toml::Value::Array(items) => {
            let few: Vec<String> = items.iter().take(LONGEST).map(shown).collect();
            format!("[{}]", few.join(", "))
        }
        toml::Value::Integer(number) => number.to_string(),
        // The decimal point must show: "4.0" is refused where a whole number is wanted, "4" would not be.
        toml::Value::Float(number) => format!("{number:?}"),
        toml::Value::Boolean(truth) => truth.to_string(),
        toml::Value::Datetime(moment) => moment.to_string(),
    }
}

/// A piece of a file, cut when it is long; control characters are spelt out, not sent to a terminal.
pub(crate) fn visible(text: &str) -> String {
    let mut short = String::new();
    for character in text.chars().take(LONGEST) {
        if character.is_control() {
            short.extend(character.escape_default());
        } else {
            short.push(character);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
