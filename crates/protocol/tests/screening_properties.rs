//! What must hold for any answers: more risk never permits more, no date is forgotten, and dates move together.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod given;

use std::sync::LazyLock;

use given::{Given, Protocol};
use jiff::Span;
use jiff::civil::{Date, date};
use needlework_protocol::screening::{AnswerKind, Grade, Screening, ScreeningRule};
use proptest::prelude::*;

static PROTOCOL: LazyLock<Protocol> = LazyLock::new(Protocol::shipped);

fn asked() -> Vec<&'static ScreeningRule> {
    PROTOCOL
        .rules
        .iter()
        .filter(|rule| rule.kind != AnswerKind::Computed)
        .collect()
}

fn days(count: i64) -> Span {
    Span::new().days(count)
}

/// An answer that reports something, `back` days before the day of the answers where it has a date.
fn risk(rule: &ScreeningRule, choice: usize, back: i64, answered_on: Date) -> String {
    let day = answered_on.saturating_sub(days(back));
    let ahead = answered_on.saturating_add(days(back));
    match rule.kind {
        AnswerKind::Map => "{ answer = \"yes\", marked = [\"here\"] }".to_owned(),
        AnswerKind::DateRange => {
            format!(
                "{{ from = {ahead}, to = {} }}",
                ahead.saturating_add(days(7))
            )
        }
        AnswerKind::Date if rule.record.id == "injectable-after-session" => ahead.to_string(),
        AnswerKind::Date => day.to_string(),
        _ => {
            let risky = rule.words.iter().skip(1).collect::<Vec<_>>();
            let word = risky.get(choice % risky.len()).unwrap();
            if *word == "finished" {
                format!("{{ answer = \"finished\", date = {day}, cleared_on = {day} }}")
            } else {
                format!("\"{word}\"")
            }
        }
    }
}

/// Some rules with risky answers, in two zones.
fn risks() -> impl Strategy<Value = Vec<(usize, usize, i64)>> {
    prop::collection::vec((0..44_usize, 0..4_usize, 0..400_i64), 0..6)
}

fn given(risks: &[(usize, usize, i64)]) -> Given {
    let rules = asked();
    let mut given = Given {
        zones: vec![("cheek".to_owned(), 1.0), ("periorbital".to_owned(), 0.3)],
        ..Given::default()
    };
    for (rule, choice, back) in risks {
        let rule = rules.get(*rule).unwrap();
        let answer = risk(rule, *choice, *back, given.answered_on);
        given = given.with(&rule.record.id, &answer);
    }
    given
}

fn screened(given: &Given) -> Screening {
    given.screened(&PROTOCOL)
}

/// Grade, whether a change is awaited, and the earliest day: larger restricts more.
fn restriction(screening: &Screening) -> Vec<(Option<Grade>, bool)> {
    std::iter::once(&screening.booking)
        .chain(screening.zones.iter().map(|zone| &zone.standing))
        .map(|standing| (standing.grade, standing.waits_for_change))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn one_more_risk_never_permits_more(risks in risks(), rule in 0..44_usize, choice in 0..4_usize, back in 0..400_i64) {
        let before = given(&risks);
        let rules = asked();
        let rule = rules.get(rule).unwrap();
        prop_assume!(!before.answers.contains_key(&rule.record.id));
        let answer = risk(rule, choice, back, before.answered_on);
        let after = before.clone().with(&rule.record.id, &answer);
        let (before, after) = (screened(&before), screened(&after));
        for (less, more) in restriction(&before).iter().zip(restriction(&after)) {
            prop_assert!(more.0 >= less.0, "{} = {answer}", rule.record.id);
        }
        for (less, more) in before.zones.iter().zip(&after.zones) {
            let day = |one: &needlework_protocol::screening::ZoneStanding| {
                one.standing.earliest.as_ref().map(|earliest| earliest.day)
            };
            prop_assert!(day(more) >= day(less));
        }
    }

    #[test]
    fn no_rule_has_a_later_day_than_its_zone(risks in risks()) {
        let screening = screened(&given(&risks));
        for zone in &screening.zones {
            for finding in &screening.findings {
                let concerns = finding.zone.as_ref().is_none_or(|one| *one == zone.zone);
                let defers = finding.effective() == Grade::DeferUntil;
                if let (true, true, Some(day)) = (concerns, defers, finding.earliest) {
                    let earliest = zone.standing.earliest.as_ref().unwrap();
                    prop_assert!(earliest.day >= day);
                    prop_assert!(day > screening.appointment);
                }
            }
        }
    }

    #[test]
    fn on_its_earliest_day_no_dated_deferral_is_left(risks in risks()) {
        let mut given = given(&risks);
        // A later appointment can meet a planned range of days, so it may take a second step, never many.
        for _ in 0..4 {
            let screening = screened(&given);
            let next = screening.zones.iter().filter_map(|zone| zone.standing.earliest.as_ref()).map(|one| one.day).max();
            match next {
                Some(day) => given.appointment = day,
                None => return Ok(()),
            }
        }
        prop_assert!(false, "still deferred on {}", given.appointment);
    }

    #[test]
    fn all_dates_move_together(risks in risks(), shift in -2000..2000_i64) {
        let calendar_months = ["isotretinoin-recent", "radiotherapy", "facelift-eyelid-surgery"];
        let day_based: Vec<_> = risks
            .into_iter()
            .filter(|(rule, ..)| {
                let rules = asked();
                let id = &rules.get(*rule).unwrap().record.id;
                !calendar_months.contains(&id.as_str())
            })
            .collect();
        let here = screened(&given(&day_based));
        let moved = {
            let rules = asked();
            let mut moved = given(&[]);
            moved.answered_on = moved.answered_on.saturating_add(days(shift));
            moved.appointment = moved.appointment.saturating_add(days(shift));
            for (rule, choice, back) in &day_based {
                let rule = rules.get(*rule).unwrap();
                let answer = risk(rule, *choice, *back, moved.answered_on);
                moved = moved.with(&rule.record.id, &answer);
            }
            screened(&moved)
        };
        prop_assert_eq!(restriction(&here), restriction(&moved));
        for (one, other) in here.findings.iter().zip(&moved.findings) {
            prop_assert_eq!(&one.rule, &other.rule);
            let expected = one.earliest.map(|day| day.saturating_add(days(shift)));
            prop_assert_eq!(expected, other.earliest);
        }
    }

    #[test]
    fn any_text_as_an_answer_is_read_or_refused(rule in 0..44_usize, text in "\\PC{0,20}") {
        let quoted = format!("\"{}\"", text.replace(['"', '\\'], "'"));
        let id = asked().get(rule).unwrap().record.id.clone();
        let given = Given::default().with(&id, &quoted);
        if let Err(refused) = given.read(&PROTOCOL.rules) {
            prop_assert!(refused.to_string().contains(&id), "{}", refused);
        }
    }
}

/// Protocol 0.3: 6 months after 31 August 2026 is 28 February 2027, and 29 February in a leap year.
#[test]
fn month_ends_are_clamped() {
    for (last, earliest) in [
        ("2026-08-31", date(2027, 2, 28)),
        ("2026-08-28", date(2027, 2, 28)),
        ("2026-10-31", date(2027, 4, 30)),
        ("2026-08-30", date(2027, 2, 28)),
    ] {
        let given = Given::default().with("isotretinoin-recent", last);
        let day = screened(&given).booking.earliest.unwrap().day;
        assert_eq!(day, earliest, "{last}");
    }
    let mut leap = Given::default().with("isotretinoin-recent", "2027-08-31");
    leap.answered_on = date(2027, 11, 1);
    leap.appointment = date(2027, 12, 1);
    assert_eq!(
        screened(&leap).booking.earliest.unwrap().day,
        date(2028, 2, 29)
    );
}
