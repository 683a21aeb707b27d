//! What a clinician may mistype is refused in one sentence that names file, key, value and what is allowed.

use jiff::civil::{Date, date};
use needlework_planning::{Case, Library};

const TODAY: Date = date(2026, 11, 23);
const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const NECK: &str = include_str!("../../../examples/neck.toml");

/// Reads an example with one text replaced by another and asserts that it is refused in one sentence about the file
/// which holds all the words.
#[track_caller]
fn refused(example: &str, from: &str, to: &str, words: &[&str]) {
    assert!(example.contains(from), "the example has no {from}");
    refused_bytes(example.replacen(from, to, 1).as_bytes(), words);
}

#[track_caller]
#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn refused_bytes(bytes: &[u8], words: &[&str]) {
    let library = Library::shipped().unwrap();
    let refusal = Case::read("case.toml", bytes, TODAY, &library)
        .unwrap_err()
        .to_string();
    assert!(refusal.starts_with("case.toml: "), "{refusal}");
    assert_eq!(refusal.lines().count(), 1, "{refusal}");
    assert!(refusal.ends_with('.'), "{refusal}");
    for word in words {
        assert!(refusal.contains(word), "{refusal} does not say {word}");
    }
}

#[test]
fn every_example_is_read() {
    let library = Library::shipped().unwrap();
    for text in [
        CHEEK_LINES,
        NECK,
        include_str!("../../../examples/acne-scars.toml"),
        include_str!("../../../examples/upper-lip.toml"),
        include_str!("../../../examples/stretch-marks-roller.toml"),
    ] {
        Case::read("case.toml", text.as_bytes(), TODAY, &library).unwrap();
    }
}

#[test]
fn an_unknown_key_is_named() {
    let height = "[person]\nheight_cm = 170\n";
    refused(
        CHEEK_LINES,
        "[person]\n",
        height,
        &["person.height_cm", "not a known key"],
    );
    let clinic = "schema = 1\nclinic = \"ours\"\n";
    refused(
        CHEEK_LINES,
        "schema = 1\n",
        clinic,
        &["clinic", "not a known key"],
    );
}

#[test]
fn a_wrong_unit_is_seen() {
    let length = "needle_length_mm = 1.5";
    let key = "zones[1].needle_length_mm";
    let micrometres = "needle_length_um = 1500";
    refused(
        CHEEK_LINES,
        length,
        micrometres,
        &["zones[1].needle_length_um"],
    );
    let text = "needle_length_mm = \"1.5 mm\"";
    refused(
        CHEEK_LINES,
        length,
        text,
        &[key, "1.5 mm", "number from 0 to 1.9"],
    );
    let unconverted = "needle_length_mm = 1500";
    refused(
        CHEEK_LINES,
        length,
        unconverted,
        &[key, "1500", "number from 0 to 1.9"],
    );
}

#[test]
fn a_needle_longer_than_the_device_is_refused() {
    let longer = "needle_length_mm = 2.5";
    let words = ["zones[1].needle_length_mm", "2.5", "from 0 to 1.9"];
    refused(CHEEK_LINES, "needle_length_mm = 1.5", longer, &words);
}

#[test]
fn a_zone_inside_the_orbital_rim_is_refused_with_the_reason() {
    let words = ["zones[2].zone", "lower-eyelid", "periorbital", "eye socket"];
    refused(CHEEK_LINES, "\"periorbital\"", "\"lower-eyelid\"", &words);
}

#[test]
fn unknown_names_list_the_known_ones() {
    for (from, to, words) in [
        (
            "\"periorbital\"",
            "\"elbow\"",
            ["zones[2].zone", "elbow", "cheek"],
        ),
        (
            "exceed-unlimited",
            "knitting",
            ["device.id", "knitting", "roller-192"],
        ),
        (
            "facial-wrinkles",
            "hair-loss",
            ["indication", "hair-loss", "acne-scars"],
        ),
        (
            "Europe/Zurich",
            "Europe/Atlantis",
            ["dates.time_zone", "Atlantis", "IANA"],
        ),
    ] {
        refused(CHEEK_LINES, from, to, &words);
    }
}

#[test]
fn impossible_people_are_refused() {
    for (from, to, words) in [
        (
            "age_years = 52",
            "age_years = -52",
            ["person.age_years", "-52", "from 18 to 100"],
        ),
        (
            "\"II\"",
            "\"VII\"",
            ["person.phototype", "VII", "I, II, III, IV, V, VI"],
        ),
        (
            "\"female\"",
            "\"male\"",
            ["person.years_since_menopause", "1", "left out for a man"],
        ),
        (
            "menopause = 1",
            "menopause = 40",
            ["person.years_since_menopause", "40", "from 0 to 34"],
        ),
    ] {
        refused(CHEEK_LINES, from, to, &words);
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    for (value, shown) in [("nan", "NaN"), ("inf", "inf"), ("-inf", "-inf")] {
        let age = format!("age_years = {value}");
        refused(
            CHEEK_LINES,
            "age_years = 52",
            &age,
            &["person.age_years", shown],
        );
        let length = format!("needle_length_mm = {value}");
        let words = ["zones[1].needle_length_mm", shown];
        refused(CHEEK_LINES, "needle_length_mm = 1.5", &length, &words);
    }
}

#[test]
fn dates_in_the_past_are_refused() {
    let first = "first_session = 2026-11-23";
    let words = ["dates.first_session", "2026-11-23", "2026-11-24"];
    refused(CHEEK_LINES, "time_of_day = 10:30:00", first, &words);
    let words = ["dates.sessions[1]", "2025-12-08", "after planned_on"];
    refused(NECK, "2026-12-08T09:00:00", "2025-12-08T09:00:00", &words);
}

#[test]
fn sessions_out_of_order_or_too_close_are_refused() {
    let words = ["dates.sessions[3]", "2027-01-05", "2027-01-19 or later"];
    refused(NECK, "2027-02-09T09:00:00", "2027-01-05T09:00:00", &words);
    let words = ["dates.sessions[3]", "2027-01-15", "7 days after"];
    refused(NECK, "2027-02-09T09:00:00", "2027-01-15T09:00:00", &words);
}

#[test]
fn sessions_on_unavailable_days_are_refused() {
    let first = "first_session = 2026-12-24";
    let words = ["dates.first_session", "2026-12-24", "dates.unavailable"];
    refused(CHEEK_LINES, "time_of_day = 10:30:00", first, &words);
}

#[test]
fn absurd_courses_are_refused() {
    let wish = "maintenance_per_year = 1";
    let words = ["course.sessions", "10000", "from 1 to 24"];
    refused(CHEEK_LINES, wish, "sessions = 10000", &words);
    let words = ["course.interval_days", "3", "from 7 to 365"];
    refused(CHEEK_LINES, wish, "interval_days = 3", &words);
    let list = format!("sessions = [{}]", vec!["2027-01-01"; 10_000].join(", "));
    let words = ["dates.sessions", "10000", "at most 24"];
    refused(CHEEK_LINES, "time_of_day = 10:30:00", &list, &words);
}

#[test]
fn a_zone_is_named_once_and_its_coverage_given_once() {
    let words = ["zones[2].zone", "cheek", "only once"];
    refused(CHEEK_LINES, "\"periorbital\"", "\"cheek\"", &words);
    let length = "needle_length_mm = 1.5";
    let twice = "passes = 4\nseconds_per_cm2 = 4";
    refused(CHEEK_LINES, length, twice, &["zones[1]", "more than once"]);
    let roller = CHEEK_LINES.replace("exceed-unlimited", "roller-192");
    let words = ["zones[1].seconds_per_cm2", "roller"];
    refused(&roller, length, "seconds_per_cm2 = 4", &words);
}

#[test]
fn an_indication_without_a_default_course_needs_one_from_the_case() {
    let melasma = CHEEK_LINES.replace("facial-wrinkles", "melasma");
    let words = ["zones[1].needle_length_mm", "melasma"];
    refused(&melasma, "needle_length_mm = 1.5", "", &words);
    let chin = "\"chin\"\nneedle_length_mm = 0.5";
    let with_depths = melasma.replace("\"periorbital\"", chin);
    let wish = "maintenance_per_year = 1";
    let words = ["course.sessions", "melasma", "no default course"];
    refused(&with_depths, wish, "", &words);
    let words = ["course.interval_days", "melasma"];
    refused(&with_depths, wish, "sessions = 4", &words);
}

#[test]
fn listed_sessions_and_a_wished_course_contradict_each_other() {
    let words = ["course.sessions", "dates.sessions"];
    refused(NECK, "maintenance_per_year = 2", "sessions = 3", &words);
    let both = "first_session = 2026-12-08\nsessions = [";
    let words = ["dates.first_session", "dates.sessions"];
    refused(NECK, "sessions = [", both, &words);
}

#[test]
fn what_is_no_case_file_is_refused() {
    refused_bytes(b"", &["empty"]);
    refused_bytes(b" \n\t\n", &["empty"]);
    refused_bytes(b"title = \"caf\xe9\"", &["UTF-8", "byte 13"]);
    refused_bytes(b"schema = 1\ntitle = \n", &["line 2", "not valid TOML"]);
    refused_bytes(b"schema = 2\n", &["schema is 2, but must be 1."]);
    refused_bytes(
        &vec![b'#'; 1_000_001],
        &["1000001 bytes", "at most 1000000"],
    );
}

#[test]
fn answers_about_care_that_make_no_sense_are_refused() {
    let words = ["care.prescribed", "sunscreen", "retinoid"];
    refused(
        NECK,
        "[dates]",
        "[care]\nprescribed = [\"sunscreen\"]\n\n[dates]",
        &words,
    );
    let words = ["care.planned[1].what", "gardening", "sauna"];
    refused(NECK, "what = \"sun\"", "what = \"gardening\"", &words);
    let words = ["care.planned[1].to", "2026-12-26 (its own start)"];
    refused(NECK, "to = 2027-01-02", "to = 2026-12-01", &words);
}
