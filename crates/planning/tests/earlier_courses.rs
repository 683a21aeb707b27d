//! A plan that knows what earlier courses of the person brought.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a plan that cannot be made has failed"
)]

use jiff::civil::date;
use needlework_planning::{Case, Library, NoticeLevel, Plan, Settings, plan};

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const SETTINGS: Settings = Settings { draws: 64, seed: 1 };

fn earlier(result: &str) -> String {
    format!(
        "{CHEEK_LINES}
[[earlier]]
zone = \"cheek\"
device = \"exceed-unlimited\"
needle_length_mm = 1.5
sessions = [2025-09-01, 2025-10-01, 2025-11-01]
lemperle_grade = 3

[[earlier.result]]
{result}
"
    )
}

fn planned(text: &str) -> Plan {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library).unwrap();
    plan(&case, &library, &SETTINGS, &|_| {}).unwrap()
}

fn refused(result: &str, words: &[&str]) {
    let library = Library::shipped().unwrap();
    let text = earlier(result);
    let error = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library).unwrap_err();
    let sentence = error.to_string();
    for word in words {
        assert!(sentence.contains(word), "{sentence} does not say {word}");
    }
}

fn improvement(plan: &Plan) -> f64 {
    let main = &plan.zones[0].outlook.scales[0];
    main.improvement.values.last().unwrap().p50
}

#[test]
fn who_responded_strongly_is_predicted_to_respond_more_strongly_than_who_hardly_did() {
    let told = |value: &str| {
        planned(&earlier(&format!(
            "scale = \"lemperle-wrinkles\"\non = 2026-03-01\nvalue = {value}\nblinded = true"
        )))
    };
    let (strong, weak) = (told("2.4"), told("0.1"));
    let unknown = planned(CHEEK_LINES);
    assert!(
        improvement(&strong) > improvement(&unknown) && improvement(&unknown) > improvement(&weak),
        "{} {} {}",
        improvement(&strong),
        improvement(&unknown),
        improvement(&weak)
    );
    assert_eq!(unknown.own_results, None);
    let update = strong.own_results.unwrap();
    assert_eq!(update.results, 1);
    assert!(update.effective_draws >= 16.0, "{update:?}");
}

#[test]
fn redness_that_lasted_long_is_expected_to_last_long_again() {
    let hours = |value: u32| {
        let plan = planned(&earlier(&format!(
            "scale = \"redness-hours\"\nvalue = {value}"
        )));
        let signs = &plan.zones[0].outlook.side_effects;
        signs
            .iter()
            .find(|sign| sign.id == "redness")
            .unwrap()
            .ends_hour
            .p50
    };
    assert!(hours(120) > 1.5 * hours(12), "{} {}", hours(120), hours(12));
}

#[test]
fn a_result_that_the_model_hardly_ever_reaches_is_told_and_believed_in_part() {
    let plan = planned(&earlier(
        "scale = \"lemperle-wrinkles\"\non = 2026-03-01\nvalue = -2.0\nerror = 0.02\nblinded = true",
    ));
    let update = plan.own_results.as_ref().unwrap();
    assert!(update.power < 1.0, "{update:?}");
    assert!(update.effective_draws >= 15.9, "{update:?}");
    let notice = plan
        .notices
        .iter()
        .find(|it| it.id == "own-results-unlikely");
    assert_eq!(notice.unwrap().level, NoticeLevel::Warning);
}

#[test]
fn what_cannot_have_been_observed_is_refused() {
    refused(
        "scale = \"pores\"\nvalue = 1",
        &["earlier[1].result[1].scale", "pores", "redness-hours"],
    );
    let early = "scale = \"texture\"\non = 2025-09-01\nvalue = 1";
    refused(early, &["on", "after 2025-09-01 (the first session)"]);
    let future = "scale = \"texture\"\non = 2027-01-01\nvalue = 1";
    refused(future, &["on", "2027-01-01", "not after 2026-11-23"]);
    refused(
        "scale = \"lemperle-wrinkles\"\non = 2026-03-01\nvalue = 9",
        &["value", "9", "5"],
    );
    refused(
        "scale = \"redness-hours\"\nvalue = -1",
        &["value", "-1", "from 0"],
    );
    refused(
        "scale = \"redness-hours\"\nvalue = 3\nwho = \"me\"",
        &["who"],
    );
}
