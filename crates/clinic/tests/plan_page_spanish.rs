//! The page of a plan in Spanish: what is not marked as kept in English is Spanish, with Spanish dates and numbers.

#![expect(clippy::unwrap_used, reason = "a test may stop at a fault")]

mod spoken;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use needlework_clinic::language::Languages;
use needlework_clinic::plan_page;
use needlework_planning::{Case, Library, Plan, Settings, plan, plan_in};
use needlework_protocol::Language;

use spoken::{is_english, read};

const EXAMPLES: [(&str, &str); 5] = [
    (
        "acne-scars",
        include_str!("../../../examples/acne-scars.toml"),
    ),
    (
        "cheek-lines",
        include_str!("../../../examples/cheek-lines.toml"),
    ),
    ("neck", include_str!("../../../examples/neck.toml")),
    (
        "stretch-marks-roller",
        include_str!("../../../examples/stretch-marks-roller.toml"),
    ),
    (
        "upper-lip",
        include_str!("../../../examples/upper-lip.toml"),
    ),
];
/// What an example says of its use of a device.
const USE: &str = "no roller has an evaluated use";

fn made(text: &str, library: &Library) -> Plan {
    let today = jiff::civil::date(2026, 11, 26);
    let case = Case::read("case.toml", text.as_bytes(), today, library).unwrap();
    let settings = Settings { draws: 20, seed: 1 };
    plan(&case, library, &settings, &|_| {}).unwrap()
}

fn spoken(plan: &Plan, library: &Library, language: Language) -> String {
    let languages = Languages::shipped().unwrap();
    let said = plan_in(plan, library, language).unwrap();
    plan_page(&said, languages.get(language.code())).unwrap()
}

/// A point between digits, as English writes decimals. Numbers of chapters have one in every language.
fn has_decimal_point(text: &str) -> bool {
    let mut rest = text.to_lowercase();
    for chapter in ["protocolo ", "referencia clínica "] {
        let parts = rest.split(chapter);
        let is_of_number = |one: char| one.is_ascii_digit() || one == '.';
        rest = parts
            .map(|part| part.trim_start_matches(is_of_number))
            .collect();
    }
    let letters: Vec<char> = rest.chars().collect();
    letters.windows(3).any(|three| {
        matches!(three, [before, '.', after] if before.is_ascii_digit() && after.is_ascii_digit())
    })
}

/// What a case says in its own words: it stands as it was written.
fn own_words(plan: &Plan) -> BTreeSet<String> {
    let decided = plan.screening.findings.iter().filter_map(|finding| {
        let decision = finding.overridden.as_ref()?;
        Some(decision.reason.clone())
    });
    decided
        .chain([plan.case.title.clone(), USE.to_owned()])
        .collect()
}

#[test]
fn what_is_not_marked_as_english_is_spanish() {
    let library = Library::shipped().unwrap();
    for (name, text) in EXAMPLES {
        let plan = made(text, &library);
        let html = spoken(&plan, &library, Language::of_code("es").unwrap());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("plans")
            .join("es");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.html")), &html).unwrap();
        assert!(html.contains("<html lang=\"es\">"));
        let own = own_words(&plan);
        let mut left = Vec::new();
        for text in read(&html) {
            let mut text = text;
            for said in &own {
                text = text.replace(said, "");
            }
            if is_english(&text)
                || has_decimal_point(&text.replace(env!("CARGO_PKG_VERSION"), ""))
                || text.contains("[plan-")
            {
                left.push(text);
            }
        }
        assert!(
            left.is_empty(),
            "{name} says in English:\n{}",
            left.join("\n")
        );
    }
}

#[test]
fn dates_and_numbers_are_written_as_in_spanish() {
    let library = Library::shipped().unwrap();
    let (_, text) = EXAMPLES[1];
    let plan = made(text, &library);
    let html = spoken(&plan, &library, Language::of_code("es").unwrap());
    let first = plan.sessions.first().unwrap().starts.date();
    let months = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let month = months[usize::from(first.month().unsigned_abs()) - 1];
    let day = format!("{} de {month} de {}", first.day(), first.year());
    assert!(html.contains(&day), "{day}");
    assert!(html.contains("1,5\u{a0}mm"), "needles of 1.5 mm");
}

#[test]
fn what_is_marked_as_english_is_not_the_patients_part() {
    let library = Library::shipped().unwrap();
    let (_, text) = EXAMPLES[1];
    let html = spoken(
        &made(text, &library),
        &library,
        Language::of_code("es").unwrap(),
    );
    let sections = html.split("<section ").skip(1);
    let mut seen = 0;
    for section in sections {
        let opening = section.split('>').next().unwrap();
        let is_of_patient = ["\"sessions\"", "\"care\"", "\"days\"", "\"risks\""]
            .iter()
            .any(|id| opening.contains(&format!("id={id}")));
        if is_of_patient {
            seen += 1;
            let outside: String = section
                .split("<details class=\"evidence\">")
                .map(|part| part.split("</details>").last().unwrap_or_default())
                .collect();
            assert!(!outside.contains("lang=\"en\""), "{opening}");
        }
    }
    assert_eq!(seen, 4, "sections of the patient");
}
