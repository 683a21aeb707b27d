//! Ratings of a chart against a forecast that the planner made.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use needlework_planning::{Case, Library, LockedForecast, Settings, preview};
use needlework_registry::{CarriedOut, Change, GivenGrade, JudgedScale, Rater};

const CASE: &str = include_str!("../../../examples/cheek-lines.toml");
const FIRST: Date = date(2026, 12, 1);
const LAST: Date = date(2027, 3, 1);
/// Ninety days after the last session.
const JUDGED: Date = date(2027, 5, 30);

struct Clinic {
    library: Library,
    forecast: LockedForecast,
}

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn clinic() -> Clinic {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", CASE.as_bytes(), date(2026, 11, 23), &library).unwrap();
    let plan = preview(&case, &library, &Settings { draws: 20, seed: 1 }).unwrap();
    Clinic {
        forecast: LockedForecast::from(&plan),
        library,
    }
}

impl Clinic {
    fn judged(&self, grades: &[GivenGrade]) -> Vec<JudgedScale> {
        let course = CarriedOut {
            forecast: &self.forecast,
            first_session: FIRST,
            began_at: Timestamp::UNIX_EPOCH,
            last_session: LAST,
            grades,
            judge_after_days: 90.0,
            open_optimism_share: 0.2,
        };
        course.judged(&self.library.scales)
    }
}

fn wrinkles(value: f64, day: Date, is_blinded: bool) -> GivenGrade {
    GivenGrade {
        scale: "lemperle-wrinkles".to_owned(),
        zone: Some("cheek".to_owned()),
        value,
        day,
        rater: if is_blinded {
            Rater::Blinded
        } else {
            Rater::Clinician
        },
        given_as: "the first rater".to_owned(),
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}

/// The same grade by somebody else.
fn by_another(grade: GivenGrade) -> GivenGrade {
    GivenGrade {
        given_as: "the second rater".to_owned(),
        ..grade
    }
}

/// The same grade, recorded seconds after the course began.
fn recorded_later(grade: GivenGrade, seconds: i64) -> GivenGrade {
    GivenGrade {
        recorded_at: Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds),
        ..grade
    }
}

/// The auditor's case: 3 before and 2 after, and a 0 "of before" that was typed once the result was known.
#[test]
fn an_open_grade_from_before_that_was_recorded_after_the_beginning_counts_for_nothing() {
    let clinic = clinic();
    let before = date(2026, 11, 23);
    let known = [
        wrinkles(3.0, before, false),
        recorded_later(wrinkles(2.0, JUDGED, false), 100),
    ];
    let honest = clinic.judged(&known);
    for day in [before, FIRST] {
        let mut typed = known.to_vec();
        typed.push(recorded_later(wrinkles(0.0, day, false), 200));
        assert_eq!(clinic.judged(&typed), honest, "{day}");
    }
    let late_alone = [
        recorded_later(wrinkles(3.0, before, false), 1),
        known[1].clone(),
    ];
    assert_eq!(clinic.judged(&late_alone), []);
    // Whoever grades blind grades afterwards, and does not know which photograph is which.
    let blind = [
        recorded_later(wrinkles(3.0, before, true), 100),
        recorded_later(wrinkles(2.0, JUDGED, true), 100),
    ];
    assert_eq!(clinic.judged(&blind).len(), 1);
}

#[test]
fn a_correction_by_the_same_rater_on_the_same_day_takes_the_place_of_what_it_corrects() {
    let clinic = clinic();
    let judged = clinic.judged(&[
        wrinkles(3.0, date(2026, 11, 23), false),
        recorded_later(wrinkles(1.0, JUDGED, false), 20),
        recorded_later(wrinkles(2.0, JUDGED, false), 10),
    ]);
    assert!((judged[0].after - 1.0).abs() < 1e-12);
}

#[test]
fn a_grade_fewer_is_an_improvement_of_one_on_its_own_day() {
    let clinic = clinic();
    let judged = clinic.judged(&[
        wrinkles(3.0, date(2026, 11, 23), true),
        wrinkles(2.0, date(2027, 6, 2), true),
    ]);
    let [one] = judged.as_slice() else {
        panic!("{} scales were judged", judged.len())
    };
    assert_eq!(
        (one.zone.as_str(), one.scale.as_str()),
        ("cheek", "lemperle-wrinkles")
    );
    // 1 December to 2 June: 30 + 31 + 28 + 31 + 30 + 31 days after 2 December, and one.
    assert!((one.day - 183.0).abs() < 1e-9);
    assert!((one.measured.improvement - 1.0).abs() < 1e-12);
    assert_eq!(one.judgement.change, Change::Better);
    let cheek = clinic.forecast.zone("cheek").unwrap();
    let locked = cheek
        .scales
        .iter()
        .find(|scale| scale.id == one.scale)
        .unwrap();
    let at = |day| locked.improvement_at(&clinic.forecast.days, day).unwrap();
    assert_eq!(one.judgement.predicted, at(183.0));
}

#[test]
fn what_was_rated_in_the_middle_of_the_course_or_long_after_it_judges_nothing() {
    let clinic = clinic();
    let before = wrinkles(3.0, date(2026, 11, 23), false);
    for day in [date(2027, 2, 1), LAST, date(2027, 4, 14), date(2027, 7, 16)] {
        let judged = clinic.judged(&[before.clone(), wrinkles(2.0, day, false)]);
        assert_eq!(judged, [], "{day}");
    }
    let edge = clinic.judged(&[before, wrinkles(2.0, date(2027, 4, 15), false)]);
    assert_eq!(edge.len(), 1);
}

#[test]
fn without_a_grade_before_nothing_is_judged() {
    let clinic = clinic();
    assert_eq!(clinic.judged(&[wrinkles(2.0, JUDGED, true)]), []);
    let during = wrinkles(3.0, date(2026, 12, 2), true);
    assert_eq!(clinic.judged(&[during, wrinkles(2.0, JUDGED, true)]), []);
}

#[test]
fn blinded_raters_go_first_and_several_are_averaged() {
    let clinic = clinic();
    let before = date(2026, 11, 23);
    let judged = clinic.judged(&[
        wrinkles(3.0, before, false),
        wrinkles(1.0, JUDGED, false),
        wrinkles(3.0, before, true),
        by_another(wrinkles(2.0, before, true)),
        wrinkles(2.0, JUDGED, true),
        by_another(wrinkles(2.0, JUDGED, true)),
    ]);
    let one = judged.first().unwrap();
    assert_eq!(one.rater, Rater::Blinded);
    assert!((one.before - 2.5).abs() < 1e-12);
    // Half a grade: less than the scale can tell.
    assert!((one.measured.improvement - 0.5).abs() < 1e-12);
    assert_eq!(one.judgement.change, Change::NotTold);
}

#[test]
fn a_grade_of_the_whole_face_counts_for_every_zone_of_the_plan() {
    let clinic = clinic();
    let whole = |value, day| GivenGrade {
        zone: None,
        ..wrinkles(value, day, false)
    };
    let judged = clinic.judged(&[whole(3.0, date(2026, 11, 23)), whole(2.0, JUDGED)]);
    let zones: Vec<&str> = judged.iter().map(|one| one.zone.as_str()).collect();
    assert_eq!(zones, ["cheek", "periorbital"]);
}

#[test]
fn an_open_rater_sees_more_than_the_forecast_says_but_no_more_than_there_is() {
    let clinic = clinic();
    let judged = |is_blinded| {
        let judged = clinic.judged(&[
            wrinkles(3.0, date(2026, 11, 23), is_blinded),
            wrinkles(2.0, JUDGED, is_blinded),
        ]);
        judged.first().unwrap().judgement.predicted
    };
    let (blinded, open) = (judged(true), judged(false));
    // A fifth of what open raters see is not there: 1 / (1 - 0.2).
    assert!((open.p50 - 1.25 * blinded.p50).abs() < 1e-9);
    assert!(open.p95 <= 3.0_f64.max(blinded.p95));
}

#[test]
fn a_grade_of_the_zone_goes_before_one_of_the_whole_face() {
    let clinic = clinic();
    let whole = |value, day| GivenGrade {
        zone: None,
        ..wrinkles(value, day, false)
    };
    let before = date(2026, 11, 23);
    let judged = clinic.judged(&[
        wrinkles(3.0, before, false),
        wrinkles(2.0, JUDGED, false),
        whole(5.0, before),
        whole(5.0, JUDGED),
    ]);
    let cheek = judged.iter().find(|one| one.zone == "cheek").unwrap();
    assert!((cheek.measured.improvement - 1.0).abs() < 1e-12);
}

#[test]
fn each_rater_is_told_for_itself_and_what_a_patient_sees_judges_no_forecast() {
    let clinic = clinic();
    let (before, of) = (date(2026, 11, 23), |rater| {
        move |value, day| GivenGrade {
            rater,
            ..wrinkles(value, day, false)
        }
    });
    let patient = of(Rater::Patient);
    let own = [patient(4.0, before), patient(1.0, JUDGED)];
    assert_eq!(clinic.judged(&own), []);
    let clinician = of(Rater::Clinician);
    let mut all = own.to_vec();
    all.extend([clinician(3.0, before), clinician(2.0, JUDGED)]);
    all.extend([wrinkles(3.0, before, true), wrinkles(3.0, JUDGED, true)]);
    let course = CarriedOut {
        forecast: &clinic.forecast,
        first_session: FIRST,
        began_at: Timestamp::UNIX_EPOCH,
        last_session: LAST,
        grades: &all,
        judge_after_days: 90.0,
        open_optimism_share: 0.2,
    };
    let each = course.judged_by_each(&clinic.library.scales);
    let told: Vec<(Rater, f64)> = each
        .iter()
        .map(|one| (one.rater, one.measured.improvement))
        .collect();
    assert_eq!(
        told,
        [
            (Rater::Blinded, 0.0),
            (Rater::Clinician, 1.0),
            (Rater::Patient, 3.0)
        ]
    );
    // The blinded rater goes first.
    let judged = course.judged(&clinic.library.scales);
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0].rater, Rater::Blinded);
}
