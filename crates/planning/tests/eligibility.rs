//! What screening does to a plan: the first day, zones that are left out, and what is said about it.

use jiff::civil::{Date, date};
use needlework_planning::{Case, Library, NoticeLevel, Plan, Settings, plan, screening};
use needlework_protocol::screening::{Grade, Permission};

const CASE: &str = r#"
schema = 1
title = "Lines"
planned_on = 2026-11-23
indication = "facial-wrinkles"
[person]
age_years = 52
sex = "female"
phototype = "II"
photodamage = "moderate"
[device]
id = "exceed-unlimited"
[[zones]]
zone = "cheek"
[[zones]]
zone = "periorbital"
[dates]
time_zone = "Europe/Zurich"
"#;

/// Every question answered harmlessly but some.
#[expect(clippy::unwrap_used, reason = "a broken example must stop its test")]
fn answers(library: &Library, different: &[(&str, &str)]) -> String {
    let mut text = "[screening]\nanswered_on = 2026-11-22\n[screening.answers]\n".to_owned();
    for rule in library.screening.iter() {
        let id = rule.record.id.as_str();
        if rule.words.is_empty() || format!("{:?}", rule.kind) == "Computed" {
            continue;
        }
        let harmless = format!("\"{}\"", rule.words.first().unwrap());
        let answer = different.iter().find(|(rule, _)| *rule == id);
        text = format!(
            "{text}{id} = {}\n",
            answer.map_or(&*harmless, |(_, one)| one)
        );
    }
    text
}

#[expect(clippy::unwrap_used, reason = "a broken example must stop its test")]
fn read(library: &Library, dates: &str, screening: &str) -> Case {
    let text = format!("{CASE}{dates}\n{screening}");
    Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), library).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a broken example must stop its test")]
fn planned(dates: &str, different: &[(&str, &str)]) -> Plan {
    let library = Library::shipped().unwrap();
    let case = read(&library, dates, &answers(&library, different));
    plan(&case, &library, &Settings { draws: 20, seed: 1 }, &|_| {}).unwrap()
}

#[expect(clippy::unwrap_used, reason = "every plan has a session")]
fn first_day(plan: &Plan) -> Date {
    plan.sessions.first().unwrap().starts.date()
}

#[test]
fn without_risks_the_first_session_is_the_usual_one() {
    let plan = planned("", &[]);
    assert_eq!(first_day(&plan), date(2026, 11, 30));
    assert_eq!(plan.screening.booking.grade, None);
    assert_eq!(plan.sessions[0].moved_because, None);
}

#[test]
fn the_first_session_waits_for_the_earliest_day_and_says_why() {
    let filler = (
        "filler-recent",
        "{ answer = 2026-11-10, zones = [\"cheek\"] }",
    );
    let toxin = ("toxin-recent", "2026-11-20");
    let plan = planned("", &[filler, toxin]);
    // 10 November + 28 days = 8 December, a Tuesday; the toxin alone would be over on 4 December.
    assert_eq!(first_day(&plan), date(2026, 12, 8));
    assert_eq!(plan.screening.appointment, date(2026, 11, 30));
    let earliest = plan.screening.earliest_together.as_ref().unwrap();
    assert_eq!(earliest.rule, "filler-recent");
    assert_eq!(
        plan.sessions[0].moved_because.as_deref(),
        Some("not before 8 December 2026, because of recent filler")
    );
    assert!(plan.first_session.may_proceed());
}

#[test]
fn a_wished_first_day_moves_too_and_listed_days_stay_with_a_notice() {
    let filler = ("filler-recent", "2026-11-20");
    let wished = planned("first_session = 2026-12-01T14:00:00", &[filler]);
    assert_eq!(
        wished.sessions[0].starts.to_string(),
        "2026-12-18T14:00:00+01:00[Europe/Zurich]"
    );
    let listed = planned("sessions = [2026-12-01, 2027-01-12]", &[filler]);
    assert_eq!(first_day(&listed), date(2026, 12, 1));
    let notice = listed
        .notices
        .iter()
        .find(|one| one.id == "agreed-too-early")
        .unwrap();
    assert_eq!(notice.level, NoticeLevel::Decision);
    assert!(listed.rows.contains_key("protocol.screening.filler-recent"));
}

#[test]
fn a_trip_into_the_sun_is_planned_around() {
    // Two deferrals in a row: the toxin moves the day into the two weeks before the trip.
    let plan = planned(
        "",
        &[
            ("toxin-recent", "2026-11-22"),
            ("sun-planned", "{ from = 2026-12-20, to = 2027-01-03 }"),
        ],
    );
    assert_eq!(first_day(&plan), date(2027, 1, 18));
}

#[test]
fn a_zone_that_is_refused_is_left_out_while_the_rest_goes_ahead() {
    let plan = planned(
        "",
        &[(
            "skin-cancer-suspicious",
            "{ answer = \"yes\", zones = [\"cheek\"] }",
        )],
    );
    let zones: Vec<&str> = plan.zones.iter().map(|zone| zone.zone.as_str()).collect();
    assert_eq!(zones, ["periorbital"]);
    assert_eq!(plan.screening.booking.grade, Some(Grade::Precaution));
}

#[test]
fn a_refused_booking_is_planned_as_a_draft_that_says_no() {
    let plan = planned("", &[("bleeding-disorder", "\"yes\"")]);
    assert_eq!(plan.zones.len(), 2);
    assert_eq!(plan.first_session.grade, Some(Grade::Refuse));
    assert_eq!(plan.permission(), Permission::Refused);
    assert_eq!(plan.stop(), Some("Nobody may be needled by this plan."));
    assert!(
        plan.screening
            .booking
            .sentence
            .starts_with("No, because of")
    );
}

#[test]
fn only_a_plan_with_nothing_left_to_decide_or_await_may_be_used() {
    for (different, permission) in [
        (vec![], Permission::Permitted),
        (
            vec![("herpes-history", "\"yes\"")],
            Permission::NotYet, // a prescriber must decide
        ),
        (vec![("infection-active", "\"yes\"")], Permission::NotYet), // until it is recorded as over
        (vec![("filler-recent", "2026-11-10")], Permission::Permitted), // the first session lies behind it
    ] {
        let plan = planned("", &different);
        assert_eq!(plan.permission(), permission, "{different:?}");
        let words =
            (permission == Permission::NotYet).then_some("Nobody may be needled by this plan yet.");
        assert_eq!(plan.stop(), words);
    }
    // An agreed day stays, though it lies too early.
    let listed = planned(
        "sessions = [2026-12-01, 2027-01-12]",
        &[("filler-recent", "2026-11-20")],
    );
    assert_eq!(listed.permission(), Permission::NotYet);
}

#[test]
fn a_case_without_answers_is_planned_and_says_so() {
    let library = Library::shipped().unwrap();
    let case = read(&library, "", "");
    let (found, first) = screening(&case, &library).unwrap();
    assert_eq!(found.answered_on, None);
    assert_eq!(first.grade, Some(Grade::NeedsClinicianDecision));
    assert!(
        found
            .booking
            .sentence
            .contains("44 questions are not answered")
    );
}

#[test]
fn every_source_of_a_finding_is_in_the_plan() {
    let plan = planned("", &[("keloid-tendency", "\"yes\"")]);
    for key in ["fda-mn", "juhasz-2020"] {
        assert!(plan.sources.contains_key(key), "{key}");
    }
    assert_eq!(plan.screening.conflicts["C19"].topic, "Keloid tendency");
}

#[test]
fn a_clinic_that_waits_longer_moves_the_first_session() {
    let mut library = Library::shipped().unwrap();
    let text = "schema = 1\nname = \"Example\"\n[rules]\nfiller-recent = 56";
    library.apply_clinic("clinic.toml", text).unwrap();
    let case = read(
        &library,
        "",
        &answers(&library, &[("filler-recent", "2026-11-10")]),
    );
    let plan = plan(&case, &library, &Settings { draws: 20, seed: 1 }, &|_| {}).unwrap();
    assert_eq!(first_day(&plan), date(2027, 1, 5));
    assert_eq!(
        plan.clinic.unwrap().values["filler-recent"].to_string(),
        "56"
    );
}

#[test]
fn wrong_answers_name_the_file_and_the_key() {
    let library = Library::shipped().unwrap();
    let text = format!("{CASE}\n{}", answers(&library, &[("diabetes", "\"yes\"")]));
    let refused = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "case.toml: screening.answers.diabetes is \"yes\", but must be one of: no, controlled, uncontrolled, unsure."
    );
}
