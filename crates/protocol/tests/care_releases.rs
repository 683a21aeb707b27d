//! What releases, check-ins and reports change (protocol 4, 4.1).

mod support;

use jiff::{SignedDuration, Zoned};
use needlework_protocol::Role;
use needlework_protocol::care::{
    Because, CareEvent, Clearance, ClearanceRefused, Subject, check_clearance, earliest_release,
    holds_at,
};
use needlework_protocol::check_in::Level;
use support::{SESSION, at, check_in, clearance, forbids, of, planned};

#[test]
fn make_up_waits_for_the_clinic_however_long_it_takes() {
    let timeline = planned(&[SESSION]);
    assert!(forbids(&timeline, &[], 24 * 60, Subject::MakeUp));
    assert!(forbids(&timeline, &[], 24 * 60, Subject::Cotton));
    let events = [CareEvent::Clearance(clearance(&timeline, "no-makeup", 30))];
    assert!(forbids(&timeline, &events, 29, Subject::MakeUp));
    assert!(!forbids(&timeline, &events, 30, Subject::MakeUp));
    assert!(!forbids(&timeline, &events, 30, Subject::Cotton));
    // The first time with cotton, not with a brush.
    let state = holds_at(&timeline, &events, &at(&timeline, 30));
    assert!(state.asked_for().contains(&Subject::Cotton));
    assert!(state.forbidden().contains(&Subject::MakeUpBrush));
    let applied = [
        events[0].clone(),
        CareEvent::Reached {
            at: at(&timeline, 40),
            instruction: "first-makeup-cotton@1".to_owned(),
        },
    ];
    assert!(!forbids(&timeline, &applied, 41, Subject::MakeUpBrush));
}

#[test]
fn a_release_before_its_hour_does_not_count_and_redness_moves_the_hour() {
    let timeline = planned(&[SESSION]);
    let early = clearance(&timeline, "no-makeup", 23);
    assert!(matches!(
        check_clearance(&timeline, &[], &early),
        Err(ClearanceRefused::TooEarly { .. })
    ));
    assert!(forbids(
        &timeline,
        &[CareEvent::Clearance(early)],
        200,
        Subject::MakeUp
    ));
    let red = [check_in(&timeline, 26, true, false)];
    let released =
        |hour| check_clearance(&timeline, &red, &clearance(&timeline, "no-makeup", hour));
    assert!(check_clearance(&timeline, &[], &clearance(&timeline, "no-makeup", 24)).is_ok());
    assert!(released(71).is_err());
    assert!(released(72).is_ok());
    // The powered brush has an hour of its own, red or not.
    assert!(
        check_clearance(
            &timeline,
            &red,
            &clearance(&timeline, "no-powered-brush", 167)
        )
        .is_err()
    );
    assert!(
        check_clearance(
            &timeline,
            &red,
            &clearance(&timeline, "no-powered-brush", 168)
        )
        .is_ok()
    );
    assert!(matches!(
        check_clearance(&timeline, &[], &clearance(&timeline, "no-swimming", 200)),
        Err(ClearanceRefused::NothingWaits { .. })
    ));
}

#[test]
fn one_zone_can_be_released_alone_and_a_refusal_takes_a_release_back() {
    let timeline = planned(&[SESSION]);
    let mut cheek = clearance(&timeline, "no-makeup", 30);
    cheek.zone = Some("cheek".to_owned());
    let events = [CareEvent::Clearance(cheek)];
    let state = holds_at(&timeline, &events, &at(&timeline, 31));
    let ban = state
        .holding
        .iter()
        .find(|one| one.instruction.rule == "no-makeup")
        .unwrap();
    assert_eq!(ban.because, Because::NotReleased);
    assert!(ban.released_zones.contains("cheek"));
    let mut refusal = clearance(&timeline, "no-makeup", 50);
    refusal.released = false;
    let events = [
        CareEvent::Clearance(clearance(&timeline, "no-makeup", 30)),
        CareEvent::Clearance(refusal),
    ];
    assert!(!forbids(&timeline, &events, 49, Subject::MakeUp));
    assert!(forbids(&timeline, &events, 50, Subject::MakeUp));
}

#[test]
fn swimming_waits_for_calm_skin_and_is_put_off_day_by_day() {
    let timeline = planned(&[SESSION]);
    let swims = |events: &[CareEvent], hour| !forbids(&timeline, events, hour, Subject::Swimming);
    assert!(!swims(&[], 400));
    let calm = [check_in(&timeline, 150, false, false)];
    assert!(!swims(&calm, 167));
    assert!(swims(&calm, 168));
    // Six days old: it says nothing about day 7.
    assert!(!swims(&[check_in(&timeline, 26, false, false)], 200));
    let restless = [
        check_in(&timeline, 150, false, false),
        check_in(&timeline, 160, true, false),
        check_in(&timeline, 200, false, true),
        check_in(&timeline, 230, false, false),
    ];
    assert!(!swims(&restless, 229));
    assert!(swims(&restless, 230));
    let state = holds_at(&timeline, &restless, &at(&timeline, 210));
    let ban = state
        .holding
        .iter()
        .find(|one| one.instruction.rule == "no-swimming")
        .unwrap();
    assert_eq!(ban.because, Because::NotCalm);
}

#[test]
fn a_report_of_level_2_suspends_releases_and_restarts_until_a_clinician_closes_it() {
    let timeline = planned(&[SESSION]);
    let report = |hour, level| CareEvent::Report {
        report: format!("at hour {hour}"),
        at: at(&timeline, hour),
        level,
    };
    let closed = |hour, by| CareEvent::ReviewClosed {
        report: "at hour 200".to_owned(),
        at: at(&timeline, hour),
        by,
    };
    let mut events = vec![
        CareEvent::Clearance(clearance(&timeline, "no-makeup", 30)),
        check_in(&timeline, 168, false, false),
        CareEvent::Clearance(clearance(&timeline, "no-retinoid-acid-bpo", 170)),
        CareEvent::Clearance(clearance(&timeline, "no-vitamin-c", 170)),
        report(190, Level::Message),
    ];
    assert!(!forbids(&timeline, &events, 195, Subject::MakeUp));
    events.push(report(200, Level::Review));
    for subject in [
        Subject::MakeUp,
        Subject::Cotton,
        Subject::Swimming,
        Subject::Retinoid,
        Subject::VitaminC,
    ] {
        assert!(!forbids(&timeline, &events, 199, subject), "{subject:?}");
        assert!(forbids(&timeline, &events, 200, subject), "{subject:?}");
    }
    // What ends by time alone stays ended.
    assert!(!forbids(&timeline, &events, 200, Subject::Exercise));
    let late = clearance(&timeline, "no-powered-brush", 210);
    assert!(matches!(
        check_clearance(&timeline, &events, &late),
        Err(ClearanceRefused::Suspended)
    ));
    events.push(closed(220, Role::Operator));
    assert!(forbids(&timeline, &events, 221, Subject::MakeUp));
    events.push(closed(230, Role::Clinician));
    assert!(!forbids(&timeline, &events, 230, Subject::MakeUp));
    assert!(!forbids(&timeline, &events, 230, Subject::Swimming));
}

/// The answer to a harmless message says nothing about the fever that was reported beside it.
#[test]
fn every_report_of_level_2_waits_for_its_own_answer() {
    let timeline = planned(&[SESSION]);
    let report = |report: &str, hour, level| CareEvent::Report {
        report: report.to_owned(),
        at: at(&timeline, hour),
        level,
    };
    let closed = |report: &str, hour| CareEvent::ReviewClosed {
        report: report.to_owned(),
        at: at(&timeline, hour),
        by: Role::Clinician,
    };
    let mut events = vec![
        report("fever", 40, Level::Urgent),
        report("patches", 41, Level::Review),
        report("thanks", 42, Level::Message),
    ];
    let is_suspended =
        |events: &[CareEvent]| holds_at(&timeline, events, &at(&timeline, 60)).suspended;
    for answered in ["thanks", "patches", "another one"] {
        events.push(closed(answered, 50));
        assert!(is_suspended(&events), "{answered}");
    }
    events.push(closed("fever", 51));
    assert!(!is_suspended(&events));
}

#[test]
fn a_new_session_asks_for_new_releases() {
    let timeline = planned(&[SESSION, "2027-01-07T10:00[Europe/Zurich]"]);
    let events = [CareEvent::Clearance(clearance(&timeline, "no-makeup", 30))];
    let second = |hours| {
        let after = timeline.sessions[1]
            .needling_ends
            .saturating_add(SignedDuration::from_hours(hours));
        holds_at(&timeline, &events, &after)
            .forbidden()
            .contains(&Subject::MakeUp)
    };
    assert!(second(1));
    assert!(second(200));
}

/// An instruction holds up to, not including, its end (protocol 4.1): from the next session on, its own hours count.
#[test]
fn a_release_counts_for_the_session_after_which_it_is_given() {
    let timeline = planned(&[SESSION, "2027-01-07T10:00[Europe/Zurich]"]);
    let instruction = *of(&timeline, "no-makeup", 1).first().unwrap();
    let end = instruction.until.clone().unwrap();
    let at = |moment: Zoned| {
        let given = Clearance {
            at: moment,
            ..clearance(&timeline, "no-makeup", 30)
        };
        check_clearance(&timeline, &[], &given)
    };
    assert!(at(end.saturating_sub(SignedDuration::from_hours(1))).is_ok());
    assert!(at(end.clone()).is_err(), "the next session has begun");
    assert!(at(end.saturating_add(SignedDuration::from_hours(2))).is_err());
}

#[test]
fn what_a_release_begins_does_not_begin_without_one() {
    let timeline = planned(&[SESSION]);
    let asks = |events: &[CareEvent]| {
        holds_at(&timeline, events, &at(&timeline, 30))
            .holding
            .iter()
            .any(|one| one.instruction.rule == "first-makeup-cotton")
    };
    assert!(!asks(&[]));
    assert!(asks(&[CareEvent::Clearance(clearance(
        &timeline,
        "no-makeup",
        25
    ))]));
}

/// Whoever lists what waits and whoever lets it be released ask the same rule: before the hour that is named none counts, from then
/// on each does.
#[test]
fn the_earliest_release_is_the_first_one_that_counts() {
    let timeline = planned(&[SESSION]);
    let red = vec![check_in(&timeline, 20, true, false)];
    let calm_since = [red.clone(), vec![check_in(&timeline, 30, false, false)]].concat();
    for (events, rule, hours) in [
        (vec![], "no-makeup", 24),
        (red.clone(), "no-makeup", 72),
        (calm_since, "no-makeup", 24),
        // Redness puts off make-up and nothing else.
        (red, "no-powered-brush", 168),
    ] {
        let asked = at(&timeline, 40);
        let earliest = earliest_release(&timeline, &events, rule, &asked);
        assert_eq!(earliest, Some(at(&timeline, hours)), "{rule}");
        let counts = |hour: i64| {
            let given = clearance(&timeline, rule, hour);
            check_clearance(&timeline, &events, &given).is_ok()
        };
        for hour in (41..200).step_by(7) {
            assert_eq!(counts(hour), hour >= hours, "{rule} in hour {hour}");
        }
    }
    let asked = at(&timeline, 40);
    assert_eq!(
        earliest_release(&timeline, &[], "no-swimming", &asked),
        None
    );
}

/// A calm report counts until redness is reported again, still before the hour at which the pause may end.
#[test]
fn redness_that_is_reported_later_takes_a_calm_report_back() {
    let timeline = planned(&[SESSION]);
    let calm = check_in(&timeline, 150, false, false);
    let swims = |later: CareEvent| {
        let events = [calm.clone(), later];
        !forbids(&timeline, &events, 200, Subject::Swimming)
    };
    assert!(!swims(check_in(&timeline, 160, true, false)));
    assert!(!swims(check_in(&timeline, 160, false, true)));
    assert!(swims(check_in(&timeline, 160, false, false)));
    assert!(swims(check_in(&timeline, 180, true, false)));
}

/// Picking waits for a report without flakes, which counts from the hour up to which flakes are expected.
#[test]
fn picking_waits_for_a_report_without_flakes() {
    let timeline = planned(&[SESSION]);
    let picks = |hour, flaking| {
        let events = [check_in(&timeline, hour, false, flaking)];
        !forbids(&timeline, &events, 400, Subject::Picking)
    };
    assert!(forbids(&timeline, &[], 400, Subject::Picking));
    assert!(!picks(160, false));
    assert!(picks(168, false));
    assert!(!picks(168, true));
}

/// Weekly sessions: the pause before the next begins while the pause after the last still runs, and nothing restarts.
#[test]
fn between_close_sessions_a_pause_goes_on_without_a_restart() {
    let timeline = planned(&[SESSION, "2026-12-24T10:00[Europe/Zurich]"]);
    let calm = [
        check_in(&timeline, 168, false, false),
        CareEvent::Clearance(clearance(&timeline, "no-retinoid-acid-bpo", 169)),
    ];
    // 17 December at 11:00 the first pause may end, and the clinic ends it; the next one begins on the 18th.
    for hour in [167, 13 + 168, 300, 335] {
        assert!(forbids(&timeline, &calm, hour, Subject::Retinoid), "{hour}");
    }
    assert!(!forbids(&timeline, &calm, 170, Subject::Retinoid));
    let sunny = timeline.cards.iter().flat_map(|card| &card.may_begin_again);
    assert!(!sunny.into_iter().any(|name| name == "strong sun"));
}

/// Sessions 28 days apart: the sun rule of the first ends on day 14 in the afternoon, that of the second begins at
/// midnight.
#[test]
fn nobody_is_told_of_a_freedom_that_ends_within_a_day() {
    let timeline = planned(&[SESSION, "2027-01-07T10:00[Europe/Zurich]"]);
    let mut told = timeline.cards.iter().flat_map(|card| &card.may_begin_again);
    assert!(!told.any(|name| name == "strong sun"));
    let mut told = timeline.cards.iter().flat_map(|card| &card.may_begin_again);
    assert!(told.any(|name| name == "facials"));
}
