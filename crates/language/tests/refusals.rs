//! A file that cannot be used is refused with a sentence that says where and what to do.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_language::{Language, LanguageFile, Part};

const SPANISH: &str = include_str!("../data/es.md");

fn read(text: &str) -> Result<LanguageFile, String> {
    LanguageFile::read("xx", text).map_err(|error| error.to_string())
}

/// What is said of the Spanish file with something else in it.
fn refused(from: &str, to: &str) -> String {
    assert!(SPANISH.contains(from), "{from}");
    let read = read(&SPANISH.replacen(from, to, 1));
    let like = Language::ENGLISH.file().unwrap();
    let checked = read.and_then(|file| file.check_texts(&like).map_err(|error| error.to_string()));
    checked.unwrap_err()
}

/// The line of the Spanish file, counted from 1, that begins like this.
fn line(beginning: &str) -> usize {
    let found = SPANISH.lines().position(|line| line.starts_with(beginning));
    found.unwrap() + 1
}

/// The file without the block of a part.
fn without(part: Part) -> String {
    let (before, from) = SPANISH
        .split_once(&format!("```{}\n", part.fence()))
        .unwrap();
    let (_, after) = from.split_once("\n```\n").unwrap();
    before.to_owned() + after
}

#[test]
fn the_whole_file_is_read_under_any_code() {
    let file = read(SPANISH).unwrap();
    assert_eq!(file.language().code(), "xx");
    assert_eq!(file.name(), "Español");
    file.check_texts(&Language::ENGLISH.file().unwrap())
        .unwrap();
}

#[test]
fn a_part_that_is_missing_is_named_with_how_it_begins() {
    for part in Part::ALL {
        let (name, fence) = (part.name(), part.fence());
        assert_eq!(
            read(&without(part)).unwrap_err(),
            format!(
                "xx.md: the part {name} is missing; add a block that begins with ```{fence}, as in the file of another language."
            )
        );
    }
}

#[test]
fn nothing_is_translated_into_the_language_of_the_rules() {
    let refused = LanguageFile::read("en", SPANISH).unwrap_err().to_string();
    assert_eq!(
        refused,
        "en.md: the part translations has no place here, since rules are written in this language; remove it."
    );
    assert!(LanguageFile::read("en", &without(Part::Translations)).is_ok());
}

#[test]
fn a_block_that_is_unknown_there_twice_or_not_closed_is_refused() {
    let at = line("```toml phrases");
    assert_eq!(
        refused("```toml phrases", "```toml sentences"),
        format!(
            "xx.md: line {at}: \"toml sentences\" is no part of a language; the parts are: toml language, fluent pages, fluent plan, \
             toml phrases, toml translations, toml consents, toml medicines."
        )
    );
    assert_eq!(
        refused("```toml phrases", "```fluent plan"),
        format!(
            "xx.md: line {at}: the part plan is there twice; put what belongs to it into one block."
        )
    );
    assert_eq!(
        refused("\"inflesz\"\n```", "\"inflesz\"\n"),
        format!(
            "xx.md: the part language is not closed before line {}; end it with a line that is ``` alone.",
            line("```fluent pages")
        )
    );
    let open = SPANISH.trim_end().strip_suffix("```").unwrap();
    assert!(
        read(open)
            .unwrap_err()
            .starts_with("xx.md: the part medicines is not closed before line "),
    );
}

#[test]
fn the_language_itself_has_a_name_and_a_known_formula_or_none() {
    assert_eq!(
        refused("name = \"Español\"\n", ""),
        "xx.md (language): name is missing; it must be a text in quotation marks that is not blank."
    );
    assert_eq!(
        refused("\"inflesz\"", "\"fernandez-huerta\""),
        "xx.md (language): reading_formula is \"fernandez-huerta\", but must be one of: flesch-kincaid, inflesz, none."
    );
    assert_eq!(
        refused("name = \"Español\"", "flag = \"x\"\nname = \"Español\""),
        "xx.md (language): flag is not a known key; check its spelling or remove it."
    );
    let unmeasured = SPANISH.replacen("\"inflesz\"", "\"none\"", 1);
    assert_eq!(read(&unmeasured).unwrap().reading_formula(), None);
    let broken = refused("name = \"Español\"", "name = Español");
    let place = format!("xx.md (language): line {}, column", line("name = "));
    assert!(broken.starts_with(&place), "{broken}");
}

#[test]
fn a_text_that_is_there_twice_is_named_with_both_lines() {
    let first = line("nav-today =");
    assert_eq!(
        refused("nav-today = ", "nav-today = Otra vez\nnav-today = "),
        format!(
            "xx.md (pages): line {}: the text nav-today is there twice, first in xx.md (pages) on line {first}; remove one of them.",
            first + 1
        )
    );
    // The two parts form one list.
    let second = line("plan-decimal-mark =");
    assert_eq!(
        refused("plan-decimal-mark =", "nav-today = "),
        format!(
            "xx.md (plan): line {second}: the text nav-today is there twice, first in xx.md (pages) on line {first}; remove one of \
             them."
        )
    );
}

#[test]
fn a_text_that_is_missing_or_misspelt_is_named_with_that_of_english() {
    let english = include_str!("../data/en.md");
    let at = english
        .lines()
        .position(|line| line.starts_with("plan-decimal-mark"));
    let at = at.unwrap() + 1;
    assert_eq!(
        refused("plan-decimal-mark =", "# plan-decimal-mark ="),
        format!(
            "xx.md (plan): the text plan-decimal-mark is missing; translate that of en.md (plan), line {at}."
        )
    );
    assert_eq!(
        refused("nav-today = ", "nav-todai = Hoy\nnav-today = "),
        format!(
            "xx.md (pages): line {}: en.md (pages) has no text nav-todai; correct the key or remove the text.",
            line("nav-today =")
        )
    );
}
