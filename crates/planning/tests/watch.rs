//! Healing held against what was forecast, and what waits in its order.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::{date, time};
use needlework_planning::{
    Case, Library, LockedForecast, Settings, against_forecast, followed_hours, judge,
    last_check_in_day, may_answer, plan, silence, standing,
};
use needlework_protocol::Role;
use needlework_protocol::check_in::{
    CheckIn, Context, Grade, GradedSign, Level, Opening, PhotoState, Symptom, assess,
};
use proptest::prelude::*;

const OPEN: Context = Context {
    hours_until_read: 0.0,
    review_by: None,
    photo: PhotoState::Possible,
};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::shipped().unwrap());

/// A forecast of one real plan, so that hours, zones and bands are those of the engine.
static FORECAST: LazyLock<LockedForecast> = LazyLock::new(|| {
    let text = include_bytes!("../../../examples/cheek-lines.toml");
    let case = Case::read("case.toml", text, date(2026, 11, 26), &LIBRARY).unwrap();
    let settings = Settings {
        draws: 64,
        ..Settings::default()
    };
    LockedForecast::from(&plan(&case, &LIBRARY, &settings, &|_| {}).unwrap())
});

fn told(hour: f64, redness: Grade) -> CheckIn {
    CheckIn {
        hour,
        grades: [(GradedSign::Redness, redness)].into(),
        ..CheckIn::default()
    }
}

/// The strongest zone, read from the forecast by hand.
fn highest_redness(hour_index: usize) -> f64 {
    let zones = FORECAST.zones.iter();
    zones
        .map(|zone| {
            let redness = zone.side_effects.iter().find(|one| one.id == "redness");
            redness.unwrap().grade.get(hour_index).unwrap().p95
        })
        .fold(0.0, f64::max)
}

#[test]
fn the_strongest_zone_is_what_a_report_is_held_against() {
    for (at, hour) in FORECAST.hours.iter().enumerate() {
        let band = FORECAST.grade_band("redness", *hour).unwrap();
        assert!((band.p95 - highest_redness(at)).abs() < 1e-9, "{hour} h");
        assert!(band.p05 <= band.p50 && band.p50 <= band.p95);
    }
    assert!(FORECAST.grade_band("fever", 24.0).is_none());
}

#[test]
fn a_report_beyond_the_forecast_is_a_message_and_one_within_is_not() {
    // The first hour at which hardly any forecast has more than mild redness.
    let calm = FORECAST
        .hours
        .iter()
        .enumerate()
        .find(|(at, hour)| **hour > 24.0 && highest_redness(*at) < 1.4);
    let (_, hour) = calm.unwrap();
    assert!(*hour < 119.0, "only after {hour} h");
    let within = judge(
        &LIBRARY.check_in,
        Some(&FORECAST),
        &told(*hour, Grade::Mild),
        &[],
        OPEN,
    );
    assert_eq!(within.assessment.level, None);
    assert!(!within.against.iter().any(|one| one.is_outside()));
    let beyond = judge(
        &LIBRARY.check_in,
        Some(&FORECAST),
        &told(*hour, Grade::Moderate),
        &[],
        OPEN,
    );
    assert_eq!(beyond.assessment.level, Some(Level::Message));
    assert!(beyond.against.iter().any(|one| one.is_outside()));
    let mut spoke = beyond.assessment.findings.iter();
    assert!(
        spoke.any(|finding| finding.rule.ends_with(".outside-forecast")),
        "{:?}",
        beyond.assessment.findings
    );
    // Without a forecast the table alone speaks.
    let bare = judge(
        &LIBRARY.check_in,
        None,
        &self::told(*hour, Grade::Moderate),
        &[],
        OPEN,
    );
    assert_eq!(bare.assessment.level, None);
    assert!(bare.against.is_empty());
}

fn reports() -> impl Strategy<Value = CheckIn> {
    let grade = || prop::sample::select(&Grade::ALL[..]);
    let sign = prop::sample::select(GradedSign::NAMES).prop_map(|(_, sign)| sign);
    let symptom = prop::sample::select(Symptom::NAMES).prop_map(|(_, symptom)| symptom);
    (
        0.0..800.0_f64,
        prop::collection::btree_map(sign, grade(), 0..5),
        prop::option::of(0..=10_u8),
        prop::collection::btree_set(symptom, 0..3),
    )
        .prop_map(|(hour, grades, pain, symptoms)| CheckIn {
            hour,
            grades,
            pain,
            symptoms,
            free_text: None,
        })
}

fn level(told: &CheckIn, history: &[CheckIn]) -> Option<Level> {
    let judged = judge(&LIBRARY.check_in, Some(&FORECAST), told, history, OPEN);
    judged.assessment.level
}

proptest! {
    #[test]
    fn a_worse_report_never_gets_a_lower_level_whatever_was_forecast(
        told in reports(),
        history in prop::collection::vec(reports(), 0..3),
        more in reports(),
    ) {
        let mut worse = told.clone();
        worse.symptoms.extend(more.symptoms);
        for (sign, grade) in more.grades {
            let now = worse.grades.entry(sign).or_insert(Grade::None);
            *now = grade.max(*now);
        }
        worse.pain = worse.pain.max(more.pain);
        prop_assert!(level(&worse, &history) >= level(&told, &history));
    }

    #[test]
    fn a_forecast_never_lowers_what_the_rules_say(
        told in reports(),
        history in prop::collection::vec(reports(), 0..3),
    ) {
        let by_rules = assess(&LIBRARY.check_in, &told, &history, OPEN).level;
        prop_assert!(level(&told, &history) >= by_rules);
        let bands = against_forecast(&LIBRARY.check_in, &FORECAST, &told);
        prop_assert!(bands.iter().all(|one| one.expected <= one.at_most));
    }
}

fn at(local: &str) -> Zoned {
    format!("{local}[Europe/Zurich]").parse().unwrap()
}

#[test]
fn the_board_puts_emergencies_first_and_lets_what_is_overdue_rise() {
    let hours = [time(8, 0, 0, 0), time(18, 0, 0, 0)];
    let opening = Opening::new((1..=5).map(|day| (day, hours)).collect());
    let now = at("2026-11-26T15:00");
    let stands =
        |level, since: &str| standing(&LIBRARY.check_in, level, &at(since), &now, &opening);
    let mut board = [
        ("fresh message", stands(Level::Message, "2026-11-26T09:00")),
        ("fresh review", stands(Level::Review, "2026-11-26T09:00")),
        ("old message", stands(Level::Message, "2026-11-20T09:00")),
        ("fresh urgent", stands(Level::Urgent, "2026-11-26T14:30")),
        ("old review", stands(Level::Review, "2026-11-22T09:00")),
        ("old urgent", stands(Level::Urgent, "2026-11-26T09:00")),
        ("emergency", stands(Level::Emergency, "2026-11-26T14:59")),
    ];
    board.sort_by(|(_, one), (_, other)| one.cmp(other));
    let order = board.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    assert_eq!(
        order,
        [
            "emergency",
            "old review",
            "old urgent",
            "fresh urgent",
            "old message",
            "fresh review",
            "fresh message",
        ]
    );
    assert!(stands(Level::Review, "2026-11-22T09:00").is_overdue);
    assert!(!stands(Level::Review, "2026-11-26T09:00").is_overdue);
}

/// Protocol 5.4, "who acts": levels 2 and 3 are a clinician's, level 1 an operator's. What is graver still is no operator's either.
#[test]
fn the_rules_say_who_may_answer() {
    for (level, least) in [
        (None, Role::Operator),
        (Some(Level::Message), Role::Operator),
        (Some(Level::Review), Role::Clinician),
        (Some(Level::Urgent), Role::Clinician),
        (Some(Level::Emergency), Role::Clinician),
    ] {
        for (_, role) in Role::NAMES {
            let may = may_answer(&LIBRARY.check_in, level, role);
            assert_eq!(may, role >= least, "{level:?} by {role:?}");
        }
    }
}

proptest! {
    /// Who may answer a level may answer every milder one.
    #[test]
    fn no_lower_role_answers_a_graver_level(one in 0..5_u8, other in 0..5_u8, role in prop::sample::select(Role::NAMES.to_vec())) {
        let may = |level: u8| may_answer(&LIBRARY.check_in, Level::numbered(level), role.1);
        prop_assert!(!may(one.max(other)) || may(one.min(other)), "{role:?} {one} {other}");
    }
}

/// Check-ins are due on days 1 to 7 and on day 14; healing is followed for 30 days.
#[test]
fn silence_is_pointed_out_while_healing_is_followed() {
    let since = |heard: &[f64], now| silence(&LIBRARY.check_in, &LIBRARY.care, 0.0, heard, now);
    assert_eq!(since(&[], 71.0), None);
    assert_eq!(since(&[], 72.0), Some(72.0));
    let daily: Vec<f64> = (1..=7).map(|day| f64::from(day) * 24.0 + 10.0).collect();
    assert_eq!(since(&daily, 300.0), None);
    assert_eq!(since(&daily, 400.0), None);
    assert_eq!(since(&[], 31.0 * 24.0), Some(72.0));
    assert_eq!(since(&[], 31.0 * 24.0 + 1.0), None);
}

/// Both rows are found by name: without the one nobody would ever be silent, and without the other healing would be over at once.
#[test]
fn the_shipped_rules_say_on_which_days_a_check_in_is_due_and_how_long_healing_is_followed() {
    assert!((last_check_in_day(&LIBRARY.care) - 14.0).abs() < 1e-9);
    assert!((followed_hours(&LIBRARY.check_in) - 31.0 * 24.0).abs() < 1e-9);
}
