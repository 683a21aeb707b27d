//! What the planner chooses where the case leaves it open, and what it tells the clinician about it.

use jiff::civil::date;
use needlework_needling::Coverage;
use needlework_planning::{Case, Library, NoticeLevel, Plan, Settings, plan};
use needlework_protocol::screening::Grade;

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const FEW_DRAWS: Settings = Settings { draws: 20, seed: 1 };

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned(text: &str) -> Plan {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library).unwrap();
    plan(&case, &library, &FEW_DRAWS, &|_| {}).unwrap()
}

/// The first example with some of its texts replaced, and one zone only.
fn changed(changes: &[(&str, &str)]) -> Plan {
    let second = CHEEK_LINES.find("[[zones]]\nzone = \"periorbital\"");
    let course = CHEEK_LINES.find("[course]");
    let mut text = match (second, course) {
        (Some(second), Some(course)) => [&CHEEK_LINES[..second], &CHEEK_LINES[course..]].concat(),
        _ => CHEEK_LINES.to_owned(),
    };
    for (from, to) in changes {
        assert!(text.contains(from), "the example has no {from}");
        text = text.replace(from, to);
    }
    planned(&text)
}

fn found(plan: &Plan, rule: &str) -> Option<Grade> {
    plan.screening
        .findings
        .iter()
        .find(|finding| finding.rule == rule && finding.unanswered.is_none())
        .map(|finding| finding.grade)
}

fn level(plan: &Plan, id: &str) -> Option<NoticeLevel> {
    plan.notices
        .iter()
        .find(|notice| notice.id == id)
        .map(|notice| notice.level)
}

#[test]
fn an_open_setting_is_the_deepest_usual_one_within_the_device() {
    let open = changed(&[("needle_length_mm = 1.5", "")]);
    assert!((open.zones[0].technique.needle_length_mm - 1.0).abs() < 1e-12);
    assert_eq!(found(&open, "above-usual-depth"), None);
    let home = changed(&[
        ("needle_length_mm = 1.5", ""),
        ("exceed-unlimited", "roller-home"),
    ]);
    let longest = home.device.lengths.longest_mm;
    assert!((home.zones[0].technique.needle_length_mm - longest).abs() < 1e-12);
    assert_eq!(level(&home, "below-usual-depth"), Some(NoticeLevel::Note));
}

#[test]
fn an_open_coverage_follows_the_kind_of_device() {
    let pen = changed(&[]);
    assert_eq!(
        pen.zones[0].technique.coverage,
        Coverage::SecondsPerCm2(4.0)
    );
    // 250 channels per cm² at 16.7 a pass.
    let roller = changed(&[("exceed-unlimited", "roller-192")]);
    assert_eq!(roller.zones[0].technique.coverage, Coverage::Passes(15.0));
}

#[test]
fn depth_beyond_the_usual_needs_a_reason_and_beyond_the_limits_a_decision() {
    let deeper = changed(&[]);
    assert_eq!(found(&deeper, "above-usual-depth"), Some(Grade::Precaution));
    assert_eq!(found(&deeper, "off-label-use"), None);
    let beyond = changed(&[
        ("exceed-unlimited", "dermapen-4"),
        ("needle_length_mm = 1.5", "needle_length_mm = 2.5"),
    ]);
    assert_eq!(found(&beyond, "above-depth-limit"), Some(Grade::Refuse));
    assert_eq!(found(&beyond, "off-label-use"), Some(Grade::Precaution));
    assert_eq!(beyond.screening.booking.grade, Some(Grade::Refuse));
}

/// A decision that names its lengths holds up to them, and in their zones.
#[test]
fn a_decision_about_a_length_does_not_cover_a_longer_needle() {
    let decided = |longest: &str| {
        let decision = format!(
            "[[screening.overrides]]\nrule = \"above-depth-limit\"\nversion = 1\nrole = \"clinician\"\n\
             reason = \"Thick skin.\"\nat = 2026-11-22\n{longest}\n[[screening.overrides]]"
        );
        let plan = changed(&[
            ("exceed-unlimited", "dermapen-4"),
            ("needle_length_mm = 1.5", "needle_length_mm = 2.5"),
            ("[[screening.overrides]]", &decision),
        ]);
        let mut findings = plan.screening.findings.into_iter();
        let found = findings.find(|finding| finding.rule == "above-depth-limit");
        found.is_some_and(|finding| finding.overridden.is_some())
    };
    assert!(
        decided(""),
        "a case that names none was decided as it stands"
    );
    assert!(decided("longest_mm = [\"cheek 2.5\"]"));
    assert!(!decided("longest_mm = [\"cheek 2.2\"]"));
    assert!(!decided("longest_mm = [\"chin 2.5\"]"));
    assert!(!decided("longest_mm = []"));
}

#[test]
fn a_device_beyond_what_was_evaluated_is_told() {
    let scars = changed(&[
        ("facial-wrinkles", "acne-scars"),
        ("exceed-unlimited", "skinpen-precision"),
        ("needle_length_mm = 1.5", "needle_length_mm = 1.8"),
    ]);
    assert_eq!(found(&scars, "above-evaluated-depth"), Some(Grade::Refuse));
    // Recommended to 1.5 mm, cleared to 2.0: warned at the first, blocked at the second.
    let recommended = changed(&[
        ("facial-wrinkles", "acne-scars"),
        ("exceed-unlimited", "drpen-a20"),
        ("needle_length_mm = 1.5", "needle_length_mm = 1.8"),
    ]);
    assert_eq!(found(&recommended, "above-evaluated-depth"), None);
    assert_eq!(
        found(&recommended, "above-usual-depth"),
        Some(Grade::Precaution)
    );
    let dark = changed(&[("\"II\"", "\"V\"")]);
    assert_eq!(
        found(&dark, "phototype-outside-device"),
        Some(Grade::Precaution)
    );
    assert_eq!(found(&dark, "phototype-iv-vi"), Some(Grade::Precaution));
    let light = changed(&[]);
    assert_eq!(found(&light, "phototype-outside-device"), None);
    assert_eq!(found(&light, "phototype-iv-vi"), None);
}

#[test]
fn people_below_the_age_of_the_device_are_told() {
    let young = changed(&[
        ("age_years = 52", "age_years = 20"),
        ("years_since_menopause = 1", ""),
    ]);
    assert_eq!(found(&young, "age-minimum"), Some(Grade::Precaution));
    assert_eq!(found(&changed(&[]), "age-minimum"), None);
}

#[test]
fn short_intervals_and_missing_defaults_are_told() {
    let short = changed(&[("maintenance_per_year = 1", "interval_days = 10")]);
    assert_eq!(
        level(&short, "interval-last-needling"),
        Some(NoticeLevel::Warning)
    );
    let melasma = changed(&[
        ("facial-wrinkles", "melasma"),
        ("needle_length_mm = 1.5", "needle_length_mm = 0.5"),
        (
            "maintenance_per_year = 1",
            "sessions = 4\ninterval_days = 21",
        ),
    ]);
    assert_eq!(
        level(&melasma, "no-default-course"),
        Some(NoticeLevel::Decision)
    );
    assert_eq!(
        found(&melasma, "depth-unknown"),
        Some(Grade::NeedsClinicianDecision)
    );
}

#[test]
fn an_event_soon_after_a_session_is_told() {
    let soon = changed(&[("time_of_day = 10:30:00", "event = 2026-12-01")]);
    assert_eq!(
        level(&soon, "event-in-downtime"),
        Some(NoticeLevel::Warning)
    );
    let late = changed(&[("time_of_day = 10:30:00", "event = 2027-10-01")]);
    assert_eq!(level(&late, "event-in-downtime"), None);
}
