//! A trial file that cannot be right is refused whole, with one sentence.

#![expect(clippy::unwrap_used, reason = "a study that is not refused has failed")]

mod study;

use needlework_trial::{Knowledge, Trial};
use proptest::prelude::*;
use study::{STUDY, with};

fn refusal(text: &[u8]) -> String {
    let knowledge = Knowledge::shipped().unwrap();
    Trial::read("study.toml", text, &knowledge)
        .unwrap_err()
        .to_string()
}

#[test]
fn what_cannot_be_right_is_refused_with_file_key_and_what_is_allowed() {
    const RESPONDERS: &str = "statistic = \"responders\"\nat_least = 1.0\n";
    let cases = [
        (
            with("day = 150", "day = -1"),
            ["endpoint[1].day", "-1", "0"],
        ),
        (
            with("day = 150", ""),
            ["endpoint[1].day", "missing", "number"],
        ),
        (
            with("\"lemperle-wrinkles\"", "\"lemperl\""),
            ["endpoint[1].scale", "lemperl", "lemperle-wrinkles"],
        ),
        (
            with(
                "statistic = \"mean-change\"\nobserved = -1.0\ninterval = [-1.2, -0.8]\n",
                &format!("{RESPONDERS}observed = 1.2\n"),
            ),
            ["endpoint[1].observed", "1.2", "0 to 1"],
        ),
        (
            with("participants = 60", "participants = 0"),
            ["population.participants", "0", "from 1"],
        ),
        (
            with("interval = [-1.2, -0.8]", "interval = [-0.9, -0.8]"),
            ["endpoint[1].interval", "-0.9", "-1"],
        ),
        (
            with("interval = [-1.2, -0.8]", "interval = [-0.8, -1.2]"),
            ["endpoint[1].interval", "-0.8", "in order"],
        ),
        (
            with("observed = -1.0\n", ""),
            ["interval", "without", "observed"],
        ),
        (
            with("observed = -1.0", "observed = -9.0"),
            ["endpoint[1].observed", "-9", "-5"],
        ),
        (
            with("\"mean-change\"", "\"events\""),
            ["endpoint[1]", "statistic", "lemperle-wrinkles"],
        ),
        (
            with("needle_length_mm = 1.5", "needle_length_mm = 3.0"),
            ["protocol.needle_length_mm", "3", "1.5"],
        ),
        (
            with("\"exceed\"", "\"hammer\""),
            ["protocol.device", "hammer", "roller"],
        ),
        (
            with("[\"cheek\"]", "[\"upper-eyelid\"]"),
            ["population.zones", "upper-eyelid", "cheek"],
        ),
        (
            with("sessions = 4", "sessions = 400"),
            ["protocol.sessions", "400", "24"],
        ),
        (
            with(
                "sessions = 4\ninterval_days = 30",
                "sessions = 21\ninterval_days = 300",
            ),
            ["protocol.interval_days", "300", "180"],
        ),
        (
            with("[40, 60]", "[60, 40]"),
            ["population.age_years", "60", "in order"],
        ),
        (
            with("participants = 60", "participants = 60\nhair = true"),
            ["population.hair", "known key", "spelling"],
        ),
        (
            format!(
                "{STUDY}\n[[endpoint]]\nday = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"mean-change\"\nobserved = -0.2\n"
            ),
            ["endpoint[2]", "endpoint[1]", "keep one"],
        ),
        (String::new(), ["empty", "trial", "endpoints"]),
        ("schema = 1\n[".to_owned(), ["line 2", "column", "TOML"]),
    ];
    for (text, parts) in cases {
        let sentence = refusal(text.as_bytes());
        assert!(sentence.starts_with("study.toml: "), "{sentence}");
        assert!(sentence.ends_with('.'), "{sentence}");
        for part in parts {
            assert!(sentence.contains(part), "no {part:?} in: {sentence}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert!(refusal(&[0x73, 0xff, 0x00]).contains("UTF-8"));
    assert!(refusal(&vec![b'#'; 1_000_001]).contains("1000000 bytes"));
}

#[test]
fn an_untreated_arm_has_no_redness() {
    let text = with(
        "[protocol]\ndevice = \"exceed\"\nneedle_length_mm = 1.5\nsessions = 4\ninterval_days = 30",
        "[[arm]]\nid = \"untreated\"\nsessions = 0",
    )
    .replace(
        "day = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"mean-change\"\nobserved = -1.0\ninterval = [-1.2, -0.8]",
        "arm = \"untreated\"\nscale = \"redness-hours\"\nstatistic = \"mean\"",
    );
    let sentence = refusal(text.as_bytes());
    assert!(sentence.contains("endpoint[1].scale"), "{sentence}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics(at in 0..STUDY.len(), with in "[ -~\\n]{0,6}", cut in 0_usize..40) {
        let knowledge = Knowledge::shipped().unwrap();
        let mut text = STUDY.to_owned();
        let end = (at + cut).min(text.len());
        text.replace_range(at..end, &with);
        let _ = Trial::read("study.toml", text.as_bytes(), &knowledge);
    }
}
