//! No text is left over: something asks for each of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use needlework_language::Part;

use super::{ROOT, file, files, is_key, made_keys, named_keys, texts};

/// Keys of the page of a plan in its Rust sources: there every literal that begins like one is one, or the start of several.
fn plan_keys() -> BTreeSet<String> {
    let mut sources = Vec::new();
    files(Path::new(&format!("{ROOT}/src/plan_page")), &mut sources);
    sources.push(fs::read_to_string(format!("{ROOT}/src/language.rs")).unwrap());
    let literals = sources.iter().flat_map(|source| source.split('"'));
    let begins = |one: &&str| one.starts_with("plan-") && !one.contains(char::is_whitespace);
    let mut keys = BTreeSet::new();
    for literal in literals.filter(begins) {
        let several: &[&str] = match literal {
            "plan-unit-{unit}" | "plan-unit-{unit}-one" => {
                &["hours", "days", "weeks", "months", "years", "minutes"]
            }
            "plan-month-short" => &[
                "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
            ],
            "plan-weekday" | "plan-weekday-short" => &["1", "2", "3", "4", "5", "6", "7"],
            key => {
                keys.insert(key.to_owned());
                continue;
            }
        };
        keys.extend(several.iter().map(|name| match literal.split_once('{') {
            Some((before, after)) => {
                let behind = after.split_once('}').map_or("", |(_, behind)| behind);
                format!("{before}{name}{behind}")
            }
            None => format!("{literal}-{name}"),
        }));
    }
    let counted = [
        "mm",
        "per-cm2",
        "points-per-cm2",
        "of-ten",
        "of-hundred",
        "passes",
        "passes-one",
        "channels-per-cm2",
        "seconds-per-cm2",
        "seconds-per-cm2-one",
    ];
    keys.extend(counted.map(|unit| format!("plan-unit-{unit}")));
    keys
}

#[test]
fn the_page_of_a_plan_finds_its_texts_and_no_text_is_left_over() {
    let file = file("en");
    let plan = file.text(Part::Plan);
    let is_of_plan = |key: &String| plan.contains(&format!("\n{key} ="));
    let mut asked = plan_keys();
    asked.extend(named_keys());
    let texts = texts("en");
    let missing: Vec<&String> = asked
        .iter()
        .filter(|key| !texts.contains_key(*key))
        .collect();
    assert!(
        missing.is_empty(),
        "the part plan of en.md lacks {missing:?}"
    );
    let unused: Vec<&String> = texts
        .keys()
        .filter(|key| is_of_plan(key) && !asked.contains(*key))
        .collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

/// Everything between two quotation marks in sources and templates: a key that is chosen elsewhere than where it is said stands
/// among it.
fn literals() -> BTreeSet<String> {
    let mut sources = Vec::new();
    files(Path::new(&format!("{ROOT}/src")), &mut sources);
    files(Path::new(&format!("{ROOT}/templates")), &mut sources);
    let parts = sources.iter().flat_map(|source| source.split('"'));
    parts
        .filter(|part| is_key(part))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_text_of_the_pages_of_the_clinic_is_left_over() {
    let file = file("en");
    let clinic = file.text(Part::Pages);
    let is_of_clinic = |key: &String| format!("\n{clinic}").contains(&format!("\n{key} ="));
    let mut asked = literals();
    // An access is named where it is noted, in whatever way that happens.
    let accesses: Vec<String> = asked.iter().map(|one| format!("access-{one}")).collect();
    asked.extend(accesses);
    asked.extend(named_keys());
    asked.extend(made_keys());
    let texts = texts("en");
    let unused: Vec<&String> = texts
        .keys()
        .filter(|key| is_of_clinic(key) && !asked.contains(*key))
        .collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}
