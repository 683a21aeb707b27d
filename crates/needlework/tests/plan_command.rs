//! `needlework plan` as a person types it: the real program, its files, its exit codes and its sentences.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const EXAMPLES: [&str; 5] = [
    "cheek-lines",
    "acne-scars",
    "upper-lip",
    "neck",
    "stretch-marks-roller",
];
/// Few draws: what is tested here does not depend on their number.
const FEW_DRAWS: [&str; 2] = ["--draws", "20"];

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name)
        .with_extension("toml")
}

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn needlework(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file and folder below a folder.
fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        found.push(entry.path());
        found.extend(everything(&entry.path()));
    }
    found.sort();
    found
}

/// Asserts that a call is refused with exit code 1 and one sentence that holds the words, and that nothing was written.
#[track_caller]
fn refused(folder: &TempDir, case: &str, words: &[&str]) {
    let before = everything(folder.path());
    let output = needlework(folder, &["plan", case]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(output.stdout.is_empty());
    for word in words {
        assert!(error.contains(word), "{error} does not say {word}");
    }
    assert_eq!(everything(folder.path()), before, "something was written");
}

#[test]
fn every_example_becomes_a_page_a_document_and_a_calendar() {
    for name in EXAMPLES {
        let folder = TempDir::new().unwrap();
        let case = example(name);
        let arguments = ["plan", case.to_str().unwrap(), FEW_DRAWS[0], FEW_DRAWS[1]];
        let output = needlework(&folder, &arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
        let plans = folder.path().join("plans").join(name);
        let names: Vec<String> = fs::read_dir(&plans)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(names.len(), 3, "{names:?}");
        let plan: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(plans.join("plan.json")).unwrap()).unwrap();
        assert_eq!(plan["schema"], "needlework.plan/1");
        let page = fs::read_to_string(plans.join("plan.html")).unwrap();
        assert!(page.contains(plan["case"]["title"].as_str().unwrap()));
        let calendar = fs::read_to_string(plans.join("care.ics")).unwrap();
        // Sessions, and the instructions and check-ins around them.
        assert!(
            calendar.matches("BEGIN:VEVENT").count() > plan["sessions"].as_array().unwrap().len()
        );
    }
}

#[test]
fn json_goes_to_standard_output_alone_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let case = example("neck");
    let arguments = [
        "plan",
        case.to_str().unwrap(),
        "--json",
        FEW_DRAWS[0],
        FEW_DRAWS[1],
    ];
    let first = needlework(&folder, &arguments);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(first.stderr.is_empty());
    serde_json::from_slice::<serde_json::Value>(&first.stdout).unwrap();
    assert!(everything(folder.path()).is_empty());
    let second = needlework(&folder, &arguments);
    assert!(
        first.stdout == second.stdout,
        "the same case gave two plans"
    );
}

#[test]
fn json_with_out_does_both() {
    let folder = TempDir::new().unwrap();
    let case = example("upper-lip");
    let arguments = [
        "plan",
        case.to_str().unwrap(),
        "--json",
        "--out",
        "here/now",
        FEW_DRAWS[0],
        FEW_DRAWS[1],
    ];
    let output = needlework(&folder, &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = fs::read(folder.path().join("here/now/plan.json")).unwrap();
    assert!(written == output.stdout);
}

/// The page is in Spanish; the document for programs and the calendar are the same in every language.
#[test]
fn the_page_speaks_the_language_that_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let case = example("neck");
    let written = |code: &str| {
        let arguments = [
            "plan",
            case.to_str().unwrap(),
            "--language",
            code,
            "--out",
            code,
            FEW_DRAWS[0],
            FEW_DRAWS[1],
        ];
        let output = needlework(&folder, &arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        ["plan.html", "plan.json", "care.ics"]
            .map(|name| fs::read_to_string(folder.path().join(code).join(name)).unwrap())
    };
    let [english, json, calendar] = written("en");
    let [spanish, same_json, same_calendar] = written("es");
    assert!(english.contains("<html lang=\"en\">") && english.contains("Your sessions"));
    assert!(spanish.contains("<html lang=\"es\">") && spanish.contains("Sus sesiones"));
    assert!(!spanish.contains("Your sessions"));
    assert_eq!((json, calendar), (same_json, same_calendar));
}

/// Who may not be needled hears that before anything else, and no date sounds like an appointment.
#[test]
fn what_is_printed_begins_with_whether_anybody_may_be_needled() {
    let folder = TempDir::new().unwrap();
    let cheek_lines = fs::read_to_string(example("cheek-lines")).unwrap();
    let bleeding = cheek_lines.replace("bleeding-disorder = \"no\"", "bleeding-disorder = \"yes\"");
    fs::write(folder.path().join("refused.toml"), bleeding).unwrap();
    let refused = folder.path().join("refused.toml");
    for (case, first, then) in [
        (
            refused,
            "Nobody may be needled by this plan. No, because of",
            "sessions from 2026-11-30, a draft (cancelled in the calendar)",
        ),
        (
            example("neck"),
            "Nobody may be needled by this plan yet. A prescriber must decide first",
            "none of them confirmed",
        ),
        (
            example("acne-scars"),
            "Cheeks: Not before 28 February 2027, because of isotretinoin",
            "First possible session: Cheeks: Yes",
        ),
        (
            example("cheek-lines"),
            "Cheeks: Yes, with care on 30 November 2026",
            "sessions from 2026-11-30, judged",
        ),
    ] {
        let arguments = ["plan", case.to_str().unwrap(), FEW_DRAWS[0], FEW_DRAWS[1]];
        let said = text(&needlework(&folder, &arguments).stdout);
        assert!(said.starts_with(first), "{said}");
        assert!(said.contains(then), "{said}");
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let folder = TempDir::new().unwrap();
    for arguments in [
        &["plan"][..],
        &["sew"],
        &["plan", "a.toml", "--draws", "many"],
        &["plan", "a.toml", "--language", "xx"],
    ] {
        assert_eq!(
            needlework(&folder, arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn what_is_no_case_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("folder")).unwrap();
    fs::write(path.join("empty.toml"), "").unwrap();
    fs::write(path.join("latin.toml"), b"title = \"caf\xe9\"").unwrap();
    fs::write(path.join("broken.toml"), "schema = 1\ntitle = \n").unwrap();
    fs::File::create(path.join("huge.toml"))
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    refused(&folder, "missing.toml", &["missing.toml", "no such file"]);
    refused(&folder, "folder", &["folder", "this is a folder"]);
    refused(&folder, "empty.toml", &["empty.toml", "empty"]);
    refused(&folder, "latin.toml", &["latin.toml", "UTF-8"]);
    refused(&folder, "broken.toml", &["broken.toml", "line 2"]);
    refused(
        &folder,
        "huge.toml",
        &["huge.toml", "100000000 bytes", "at most 1000000"],
    );
}

#[test]
fn mistakes_in_a_case_are_refused() {
    let folder = TempDir::new().unwrap();
    let original = fs::read_to_string(example("cheek-lines")).unwrap();
    for (from, to, words) in [
        (
            "[person]\n",
            "[person]\nheight_cm = 170\n",
            ["person.height_cm", "not a known key"],
        ),
        (
            "needle_length_mm = 1.5",
            "needle_length_um = 1500",
            ["needle_length_um", "known key"],
        ),
        (
            "needle_length_mm = 1.5",
            "needle_length_mm = 2.5",
            ["2.5", "from 0 to 1.9"],
        ),
        (
            "\"periorbital\"",
            "\"upper-eyelid\"",
            ["upper-eyelid", "never needled"],
        ),
        ("age_years = 52", "age_years = -5", ["-5", "from 18 to 100"]),
        (
            "age_years = 52",
            "age_years = nan",
            ["NaN", "from 18 to 100"],
        ),
        ("\"II\"", "\"VII\"", ["VII", "I, II, III, IV, V, VI"]),
        (
            "maintenance_per_year = 1",
            "sessions = 10000",
            ["10000", "from 1 to 24"],
        ),
        (
            "time_of_day = 10:30:00",
            "first_session = 2020-01-01",
            ["2020-01-01", "after planned_on"],
        ),
        (
            "time_of_day = 10:30:00",
            "sessions = [2027-02-01, 2027-01-04]",
            ["dates.sessions[2]", "or later"],
        ),
    ] {
        assert!(original.contains(from), "the example has no {from}");
        fs::write(
            folder.path().join("case.toml"),
            original.replacen(from, to, 1),
        )
        .unwrap();
        let [first, second] = words;
        refused(&folder, "case.toml", &["case.toml", first, second]);
    }
}

#[test]
fn a_folder_that_cannot_be_written_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("taken"), "a file").unwrap();
    let case = example("neck");
    let arguments = [
        "plan",
        case.to_str().unwrap(),
        "--out",
        "taken",
        FEW_DRAWS[0],
        FEW_DRAWS[1],
    ];
    let output = needlework(&folder, &arguments);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains("taken") && error.contains("--out"),
        "{error}"
    );
    assert_eq!(error.lines().count(), 1, "{error}");
    assert_eq!(everything(folder.path()).len(), 1);
}
