//! No text whatever makes the case reader panic, and every refusal is one visible line that names the file.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use needlework_evidence::DataError;
use needlework_planning::{Case, Library};
use proptest::prelude::*;
use proptest::sample::Index;

const TODAY: Date = date(2026, 11, 23);
static LIBRARY: LazyLock<Result<Library, DataError>> = LazyLock::new(Library::shipped);

const EXAMPLES: [&str; 5] = [
    include_str!("../../../examples/cheek-lines.toml"),
    include_str!("../../../examples/acne-scars.toml"),
    include_str!("../../../examples/upper-lip.toml"),
    include_str!("../../../examples/neck.toml"),
    include_str!("../../../examples/stretch-marks-roller.toml"),
];

/// Values that have broken readers of this kind.
const NASTY: [&str; 20] = [
    "nan",
    "-inf",
    "1e308",
    "-0.0",
    "9223372036854775807",
    "-1",
    "0",
    "\"\"",
    "\"\\u0007\"",
    "[]",
    "{}",
    "[[]]",
    "true",
    "1979-05-27",
    "9999-12-31",
    "0001-01-01",
    "2026-12-24T02:30:00Z",
    "1",
    "[2026-12-24, \"x\"]",
    "\"cheek\"",
];

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let library = LIBRARY
        .as_ref()
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    if let Err(error) = Case::read("case.toml", bytes, TODAY, library) {
        let text = error.to_string();
        prop_assert!(text.starts_with("case.toml: "), "{text}");
        prop_assert_eq!(text.lines().count(), 1, "{}", &text);
        prop_assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    Ok(())
}

#[derive(Debug, Clone)]
enum Edit {
    Value(Index, &'static str),
    Drop(Index),
    Double(Index),
    Swap(Index, Index),
    Byte(Index, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<Index>;
    prop_oneof![
        (place(), prop::sample::select(&NASTY[..])).prop_map(|(at, value)| Edit::Value(at, value)),
        place().prop_map(Edit::Drop),
        place().prop_map(Edit::Double),
        (place(), place()).prop_map(|(one, other)| Edit::Swap(one, other)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Byte(at, byte)),
    ]
}

fn edited(example: &str, edits: &[Edit]) -> Vec<u8> {
    let mut lines: Vec<String> = example.lines().map(str::to_owned).collect();
    for edit in edits {
        let count = lines.len();
        match edit {
            Edit::Value(at, value) => {
                if let Some(line) = lines.get_mut(at.index(count)) {
                    let key = line.split('=').next().unwrap_or_default().to_owned();
                    *line = format!("{key}= {value}");
                }
            }
            Edit::Drop(at) if count > 1 => {
                lines.remove(at.index(count));
            }
            Edit::Double(at) => {
                let at = at.index(count);
                lines.extend_from_within(at..=at);
                lines.rotate_right(1);
            }
            Edit::Swap(one, other) => lines.swap(one.index(count), other.index(count)),
            Edit::Drop(_) | Edit::Byte(..) => {}
        }
    }
    let mut bytes = lines.join("\n").into_bytes();
    for edit in edits {
        if let Edit::Byte(at, byte) = edit {
            let at = at.index(bytes.len());
            bytes.splice(at..=at, [*byte]);
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn arbitrary_bytes_are_refused_in_one_line(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes)?;
    }

    #[test]
    fn arbitrary_text_is_refused_in_one_line(
        text in "\\PC{0,200}|([a-z_.\\[\\]\"]{1,12} = [-0-9a-z\"\\[\\]:.]{0,20}\n){0,12}"
    ) {
        check(text.as_bytes())?;
    }

    #[test]
    fn edited_examples_are_read_or_refused_in_one_line(
        example in prop::sample::select(&EXAMPLES[..]), edits in prop::collection::vec(edit(), 1..6)
    ) {
        check(&edited(example, &edits))?;
    }
}
