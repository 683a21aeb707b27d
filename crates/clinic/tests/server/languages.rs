//! Texts of the pages: every key that is asked for is there, in every language, with the same things in it.

mod left_over;
mod refusals;
#[path = "../spoken/mod.rs"]
mod spoken;
pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use axum::http::Method;
use needlework_chart::event::EventKind;
use needlework_clinic::language::Languages;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::appointment::Purpose;
use needlework_clinic::server::{CheckKind, ROUTES};
use needlework_language::{LanguageFile, Part};
use needlework_planning::Library;
use needlework_protocol::Endpoint;
use needlework_protocol::screening::AnswerKind;
use needlework_registry::{Kind, Rater, Trait};

use crate::routes::Paths;
use crate::support::House;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Everything that is said in a language.
fn file(code: &str) -> LanguageFile {
    let language = needlework_protocol::Language::of_code(code).unwrap();
    language.file().unwrap()
}

/// Texts by key, with the names of what is put into each: of the pages of the clinic, and of the page of a plan.
fn texts(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let file = file(code);
    let file = [Part::Pages, Part::Plan].map(|part| file.text(part));
    let file = file.join("\n");
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line
            .split_once(" =")
            .filter(|_| !line.starts_with([' ', '\t']))
        {
            name.clone_into(&mut key);
            let is_new = texts.insert(key.clone(), BTreeSet::new()).is_none();
            assert!(is_new, "{code}: {key} comes twice");
        }
        for part in line.split('$').skip(1) {
            let is_name = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
            let name: String = part.chars().take_while(|one| is_name(*one)).collect();
            texts.get_mut(&key).unwrap().insert(name);
        }
    }
    texts
}

fn is_key(text: &str) -> bool {
    let is_of_key = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    text.starts_with(|one: char| one.is_ascii_lowercase()) && text.chars().all(is_of_key)
}

/// Files below a folder.
fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Text up to the parenthesis that closes one that is open.
fn until_closed(text: &str) -> &str {
    let mut depth = 1;
    for (at, one) in text.char_indices() {
        match one {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// Keys that templates and handlers name: as the first thing that is given, or as one of several that are chosen among.
fn named_keys() -> BTreeSet<String> {
    let mut sources = Vec::new();
    files(Path::new(&format!("{ROOT}/src/server")), &mut sources);
    files(Path::new(&format!("{ROOT}/templates/clinic")), &mut sources);
    files(Path::new(&format!("{ROOT}/templates/plan")), &mut sources);
    let mut keys = BTreeSet::new();
    for source in &sources {
        let calls = [
            "say(",
            "say_with(",
            "say_all(",
            "count(",
            "parts(",
            "refused(",
            "refused_with(",
            "conflict(",
            "away(",
        ];
        for call in calls {
            for after in source.split(call).skip(1) {
                let given = until_closed(after).trim_start();
                let literals: Vec<&str> = given.split('"').skip(1).step_by(2).collect();
                if given.starts_with('"') {
                    keys.insert(literals[0].to_owned());
                } else if given.starts_with("if ") || given.starts_with("match ") {
                    keys.extend(
                        literals
                            .into_iter()
                            .filter(|one| is_key(one))
                            .map(str::to_owned),
                    );
                }
            }
        }
        let calls =
            [".note(", ".note_each(", ".open_for_mails("].map(|call| source.split(call).skip(1));
        for after in calls.into_iter().flatten() {
            let given = until_closed(after);
            if let Some(action) = given.split('"').nth(1) {
                keys.insert(format!("access-{action}"));
            }
        }
        for after in source.split("action: \"").skip(1) {
            let action = after.split('"').next().unwrap_or_default();
            if is_key(action) {
                keys.insert(format!("access-{action}"));
            }
        }
    }
    keys
}

/// Keys that the grading of photographs and the review of decisions make from names.
fn made_keys_of_judging() -> Vec<String> {
    let raters = Rater::ALL.map(Rater::name);
    let names: [(&str, &[&str]); 6] = [
        ("rater", &raters),
        ("beside-apart", &["detectable", "meaningful"]),
        ("beside-together", &["detectable", "meaningful"]),
        ("blinded-better", &["first", "second", "cannot-tell"]),
        (
            "blinded-reason",
            &["blurred", "light", "pose", "covered", "known"],
        ),
        ("override-kind", &["screening", "start-gate", "tolerance"]),
    ];
    let keys = names.iter();
    keys.flat_map(|(prefix, names)| names.iter().map(move |name| format!("{prefix}-{name}")))
        .collect()
}

/// Keys of how a request to erase a person stands, for the clinic and for the patient.
const KEYS_OF_ERASURES: [&str; 6] = [
    "erasure-ground-request",
    "erasure-ground-retention-over",
    "erasure-asked-on",
    "erasure-kept",
    "own-erasure-asked",
    "own-erasure-kept",
];

/// What comes next for a patient.
const NEXT_STEPS: [&str; 12] = [
    "sign",
    "adverse-event",
    "screen",
    "approve",
    "consent",
    "consent-taken-back",
    "session",
    "submit",
    "declined",
    "completed",
    "stopped",
    "plan",
];

/// Keys that are made from names.
fn made_keys() -> BTreeSet<String> {
    let library = Library::shipped().unwrap();
    let mut keys = BTreeSet::new();
    let mut add = |prefix: &str, names: &[&str]| {
        keys.extend(names.iter().map(|name| format!("{prefix}-{name}")));
    };
    for role in Role::ALL {
        add("role", &[role.name()]);
    }
    for (name, _) in needlework_protocol::Role::NAMES {
        add("role", &[name]);
    }
    for kind in EventKind::ALL {
        add("event", &[kind.name()]);
    }
    for kind in CheckKind::ALL {
        add("check", &[kind.name(), &format!("{}-text", kind.name())]);
    }
    for purpose in Purpose::ALL {
        add("purpose", &[purpose.name()]);
    }
    for (name, _) in Endpoint::NAMES {
        add("endpoint", &[name]);
    }
    for number in 1..=12 {
        add("month", &[&number.to_string()]);
    }
    for number in 1..=7 {
        add("weekday", &[&number.to_string()]);
    }
    let asked = library.screening.iter();
    for rule in asked.filter(|rule| rule.kind != AnswerKind::Computed) {
        for word in &rule.words {
            add("word", &[word]);
        }
    }
    add("word", &["never", "dated", "ongoing", "unknown", "no"]);
    for by in Trait::ALL {
        add("trait", &[by.name()]);
    }
    for kind in Kind::ALL {
        add("registry-finding", &[kind.name()]);
    }
    add(
        "grade",
        &[
            "precaution",
            "needs-clinician-decision",
            "defer-until",
            "refuse",
        ],
    );
    for step in NEXT_STEPS {
        add("next", &[step, &format!("{step}-action")]);
    }
    add("verdict", &["permitted", "not-yet", "refused"]);
    add(
        "consent",
        &["treatment", "photograph", "marketing", "research"],
    );
    add(
        "article",
        &["cartridge", "device", "numbing", "product", "operator"],
    );
    add("stock", &["out-of-use", "in-use", "moved"]);
    add("stock", &["corrected", "blocked", "released"]);
    add(
        "problem",
        &["401", "403", "404", "409", "422", "429", "500", "503"],
    );
    for subject in ["phototype", "before-phototype"] {
        add(subject, &["I", "II", "III", "IV", "V", "VI"]);
    }
    for subject in ["photodamage", "before-photodamage"] {
        add(subject, &["none", "mild", "moderate", "severe"]);
    }
    add("sex", &["female", "male"]);
    add(
        "numbing",
        &["product", "strength", "numbing-lot", "amount-g", "area-cm2"],
    );
    add(
        "plan",
        &[
            "draft",
            "in-review",
            "approved",
            "active",
            "completed",
            "superseded",
            "stopped",
        ],
    );
    keys.extend(made_keys_of_judging());
    keys.extend(KEYS_OF_ERASURES.map(str::to_owned));
    keys
}

#[test]
fn every_key_that_is_asked_for_is_there() {
    let texts = texts("en");
    let keys = named_keys();
    assert!(keys.len() > 200, "{} keys were found", keys.len());
    let all = keys.into_iter().chain(made_keys());
    let missing: Vec<String> = all.filter(|key| !texts.contains_key(key)).collect();
    assert!(missing.is_empty(), "en.md lacks {}", missing.join(", "));
}

/// Zones, wishes and views are named by the protocol: in English by its rows, in every other language by its translations.
#[test]
fn zones_wishes_and_views_have_a_name_in_every_language() {
    let library = Library::shipped().unwrap();
    for language in Languages::shipped().unwrap().iter() {
        let known = needlework_protocol::Language::of_code(language.code()).unwrap();
        if known == needlework_protocol::Language::ENGLISH {
            continue;
        }
        let into = library.translation(known).unwrap();
        for zone in library.zones.iter() {
            assert!(into.zone(&zone.id).is_some(), "{}", zone.id);
        }
        for indication in library.courses.iter() {
            assert!(
                into.indication(&indication.id).is_some(),
                "{}",
                indication.id
            );
        }
        for view in library.views.iter() {
            assert!(into.view(&view.id).is_some(), "{}", view.id);
        }
    }
}

#[test]
fn what_is_read_here_is_what_the_server_reads() {
    let languages = Languages::shipped().unwrap();
    for language in languages.iter() {
        for key in texts(language.code()).keys() {
            assert!(language.has(key), "{}: {key}", language.code());
        }
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_things_in_them() {
    let usual = texts("en");
    let languages = Languages::shipped().unwrap();
    for language in languages.iter() {
        let other = texts(language.code());
        let lacking = |of: &BTreeMap<String, _>, than: &BTreeMap<String, _>| {
            let keys: Vec<String> = of
                .keys()
                .filter(|key| !than.contains_key(*key))
                .cloned()
                .collect();
            keys.join(", ")
        };
        let code = language.code();
        assert_eq!(lacking(&usual, &other), "", "{code} lacks them");
        assert_eq!(lacking(&other, &usual), "", "only {code} has them");
        for (key, things) in &usual {
            assert_eq!(&other[key], things, "{code}: {key}");
        }
    }
}

/// Keys in brackets, as a text that is not there shows itself.
fn bare_keys(page: &str) -> Vec<&str> {
    page.split('[')
        .skip(1)
        .filter_map(|after| after.split_once(']'))
        .map(|(inside, _)| inside)
        .filter(|inside| is_key(inside))
        .collect()
}

#[tokio::test]
async fn no_page_shows_a_key_in_the_place_of_a_text() {
    assert_eq!(bare_keys("<p>[nav-today] [0-9]</p>"), ["nav-today"]);
    let house = House::of_made_up_people().await;
    let paths = Paths::of(&house).await;
    let mut seen = 0;
    for role in [Role::Physician, Role::FrontDesk, Role::Owner, Role::Patient] {
        let browser = house.as_role(role).await;
        for route in ROUTES.iter().filter(|route| route.method == Method::GET) {
            let path = paths.fill(route.path);
            let page = browser.get(&path).await.text;
            if page.starts_with("<!") {
                // The whole plan brings its style, which has brackets of its own.
                let body = page.split("</style>").last().unwrap_or_default();
                assert_eq!(bare_keys(body), Vec::<&str>::new(), "{path}");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[tokio::test]
async fn the_outlook_and_the_whole_plan_speak_the_language_of_the_account_or_the_one_that_is_asked_for()
 {
    let house = House::of_made_up_people().await;
    let paths = Paths::of(&house).await;
    let browser = house.as_role(Role::Physician).await;
    let changed = browser
        .post("/account/language", &[("language", "es")])
        .await;
    assert!(changed.status.is_redirection(), "{}", changed.text);
    let plan = browser
        .page(&paths.fill("/patients/{patient}/plans/{plan}"))
        .await;
    for spanish in [
        "meses después de la primera sesión",
        "mejor que hoy",
        "grados",
    ] {
        assert!(plan.contains(spanish), "{spanish}");
    }
    for english in [
        "months after",
        "better than today",
        "\u{a0}grade ",
        "The middle forecast",
    ] {
        assert!(!plan.contains(english), "{english}");
    }
    let document = paths.fill("/patients/{patient}/plans/{plan}/document");
    assert!(browser.page(&document).await.contains("<html lang=\"es\">"));
    let english = browser.page(&format!("{document}?language=en")).await;
    assert!(english.contains("<html lang=\"en\">"));
    let unknown = browser.page(&format!("{document}?language=xx")).await;
    assert!(unknown.contains("<html lang=\"en\">"), "the usual language");
}
