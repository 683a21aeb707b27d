//! A plan that knows what earlier courses of the person brought.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a plan that cannot be made has failed"
)]

use jiff::civil::date;
use needlework_planning::{
    Case, EarlierCourse, Library, NoticeLevel, PersonDraws, Plan, PlanError, Settings, plan,
    plan_in, plan_of, preview, preview_of, without_own_results,
};

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

fn read(text: &str, library: &Library) -> Case {
    Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), library).unwrap()
}

const STRONG: &str = "scale = \"lemperle-wrinkles\"\non = 2026-03-01\nvalue = 2.4\nblinded = true";

#[test]
fn draws_that_are_kept_give_the_same_plan_bit_by_bit_whatever_else_changes() {
    let library = Library::shipped().unwrap();
    let mut case = read(&earlier(STRONG), &library);
    let person = PersonDraws::of(&case, &library, &SETTINGS).unwrap();
    for length in [None, Some(0.8)] {
        case.zones[0].needle_length_mm = length;
        let kept = plan_of(&case, &library, &SETTINGS, &person, &|_| {}).unwrap();
        assert_eq!(kept, plan(&case, &library, &SETTINGS, &|_| {}).unwrap());
        let kept = preview_of(&case, &library, &SETTINGS, &person).unwrap();
        assert_eq!(kept, preview(&case, &library, &SETTINGS).unwrap());
    }
    let mut other = case.clone();
    other.person.age_years += 1.0;
    let unknown = read(CHEEK_LINES, &library);
    for other in [other, unknown] {
        let refused = preview_of(&other, &library, &SETTINGS, &person);
        assert_eq!(refused, Err(PlanError::OtherPerson));
    }
    let more = Settings { draws: 65, seed: 1 };
    assert_eq!(
        preview_of(&case, &library, &more, &person),
        Err(PlanError::OtherPerson)
    );
}

#[test]
fn a_plan_says_what_it_would_forecast_without_earlier_results() {
    let library = Library::shipped().unwrap();
    let plan = planned(&earlier(STRONG));
    let unknown = planned(CHEEK_LINES);
    let update = plan.own_results.as_ref().unwrap();
    assert_eq!(update.without.len(), plan.zones.len());
    for (without, zone) in update.without.iter().zip(&unknown.zones) {
        let scale = &zone.outlook.scales[0];
        assert_eq!((&without.zone, &without.scale), (&zone.zone, &scale.id));
        let days = scale.improvement.days.iter().zip(&scale.improvement.values);
        let judged = days.min_by(|one, other| {
            let away = |day: &f64| (day - unknown.judged_day).abs();
            away(one.0).total_cmp(&away(other.0))
        });
        let (_, judged) = judged.unwrap();
        assert!(
            (judged.p50 - without.improvement.p50).abs() < 0.02,
            "{judged:?} {without:?}"
        );
    }
    let case = read(&earlier(STRONG), &library);
    assert_eq!(
        without_own_results(&case, &library, &SETTINGS).unwrap(),
        update.without
    );
    let unknown = read(CHEEK_LINES, &library);
    assert_eq!(
        without_own_results(&unknown, &library, &SETTINGS).unwrap(),
        []
    );
}

#[test]
fn the_results_that_a_forecast_knows_are_named_in_every_language() {
    let library = Library::shipped().unwrap();
    let both = format!(
        "{}\n[[earlier.result]]\nscale = \"redness-hours\"\nvalue = 30\n",
        earlier(STRONG)
    );
    let plan = planned(&both);
    let named = |plan: &Plan| -> Vec<String> {
        let known = &plan.own_results.as_ref().unwrap().known;
        let known = known
            .iter()
            .map(|one| format!("{} {} {}", one.zone_name, one.name, one.unit));
        known.collect()
    };
    let zone = &plan
        .zones
        .iter()
        .find(|zone| zone.zone == "cheek")
        .unwrap()
        .plain_name;
    assert_eq!(
        named(&plan),
        [
            format!("{zone} wrinkles grade"),
            format!("{zone} redness h")
        ]
    );
    let spanish = plan_in(
        &plan,
        &library,
        needlework_protocol::Language::of_code("es").unwrap(),
    )
    .unwrap();
    let said = named(&spanish);
    assert!(
        said[0].contains("arrugas") && said[1].contains("enrojecimiento"),
        "{said:?}"
    );
    let known = &plan.own_results.as_ref().unwrap().known;
    assert_eq!(known[0].on, Some(date(2026, 3, 1)));
    assert_eq!(known[0].minimal_detectable_change, Some(0.64));
    assert_eq!(
        (known[1].on, known[1].minimal_detectable_change),
        (None, None)
    );
}

#[test]
fn earlier_courses_of_a_record_are_taken_or_refused_as_those_of_a_case() {
    let library = Library::shipped().unwrap();
    let text = earlier(STRONG);
    let (_, courses) = text.split_once("[[earlier]]").unwrap();
    let courses = format!("[[earlier]]{courses}");
    let read_on = |day| EarlierCourse::read_all("case", courses.as_bytes(), day, &library);
    assert_eq!(
        read_on(date(2026, 11, 23)).unwrap(),
        read(&text, &library).earlier
    );
    assert!(read_on(date(2025, 10, 1)).is_err());
}
