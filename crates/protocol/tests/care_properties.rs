//! The timeline has no gap and no contradiction, whatever the sessions, the person and what happens.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::{SignedDuration, Zoned};
use needlework_protocol::Role;
use needlework_protocol::care::{
    CareEvent, CarePerson, CareRules, CareSession, CareTimeline, Clearance, InstructionKind, Phase,
    Subject, holds_at, timeline,
};
use needlework_protocol::check_in::Level;
use needlework_skin::Phototype;
use proptest::prelude::*;

static RULES: LazyLock<CareRules> = LazyLock::new(support::rules);

/// Rules that the clinic releases.
const RELEASED: [&str; 4] = [
    "no-makeup",
    "no-powered-brush",
    "no-retinoid-acid-bpo",
    "no-vitamin-c",
];

const ZONES: [&str; 4] = [
    "Europe/Zurich",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
];

fn sessions() -> impl Strategy<Value = Vec<CareSession>> {
    (
        prop::sample::select(&ZONES[..]),
        0..700_i64,
        7..20_i64,
        prop::collection::vec(3..60_i64, 0..4),
        15..180_i64,
    )
        .prop_map(|(zone, day, hour, gaps, minutes)| {
            let first = support::moment(&format!("2026-10-01T00:00[{zone}]"));
            let mut days = vec![day];
            for gap in gaps {
                days.push(days.last().unwrap() + gap);
            }
            days.iter()
                .zip(1..)
                .map(|(day, number)| {
                    let starts = first
                        .checked_add(jiff::Span::new().days(*day))
                        .unwrap()
                        .checked_add(jiff::Span::new().hours(hour))
                        .unwrap();
                    CareSession {
                        number,
                        needling_ends: starts
                            .checked_add(SignedDuration::from_mins(minutes))
                            .unwrap(),
                        starts,
                    }
                })
                .collect()
        })
}

fn person() -> impl Strategy<Value = CarePerson> {
    (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::collection::btree_set(
            prop::sample::select(Subject::NAMES).prop_map(|(_, one)| one),
            0..4,
        ),
    )
        .prop_map(
            |(acne_prone, dense_hair, face_or_neck, is_dark, prescribed)| CarePerson {
                phototype: if is_dark { Phototype::V } else { Phototype::II },
                acne_prone,
                dense_hair,
                face_or_neck,
                prescribed,
                planned: Vec::new(),
            },
        )
}

fn made() -> impl Strategy<Value = CareTimeline> {
    (sessions(), person()).prop_map(|(sessions, person)| {
        timeline(&RULES, &sessions, &person, support::day("2026-06-01")).unwrap()
    })
}

/// Something that happens so many hours after the first `T0`.
fn event(first: Zoned) -> impl Strategy<Value = CareEvent> {
    let at =
        (0..2000_i64).prop_map(move |hour| first.saturating_add(SignedDuration::from_hours(hour)));
    let rule = prop::sample::select(&RELEASED[..]);
    (at, 0..6_u8, any::<bool>(), any::<bool>(), rule).prop_map(|(at, kind, one, other, rule)| {
        match kind {
            0 | 1 => CareEvent::Clearance(Clearance {
                rule: rule.to_owned(),
                at,
                by: Role::Operator,
                because: "photo".to_owned(),
                zone: other.then(|| "cheek".to_owned()),
                released: kind == 0,
                not_before: None,
            }),
            2 | 3 => CareEvent::CheckIn {
                at,
                redness: one,
                flaking: other,
            },
            4 => CareEvent::Report {
                report: if other { "one" } else { "other" }.to_owned(),
                at,
                level: if one { Level::Review } else { Level::Message },
            },
            _ => CareEvent::ReviewClosed {
                report: if other { "one" } else { "other" }.to_owned(),
                at,
                by: Role::Clinician,
            },
        }
    })
}

fn made_with_events() -> impl Strategy<Value = (CareTimeline, Vec<CareEvent>)> {
    made().prop_flat_map(|timeline| {
        let first = timeline.sessions.first().unwrap().needling_ends.clone();
        (Just(timeline), prop::collection::vec(event(first), 0..12))
    })
}

/// Every moment at which anything may change, and one in the middle of each stretch between.
fn moments(timeline: &CareTimeline) -> Vec<Zoned> {
    let mut all: BTreeSet<Zoned> = BTreeSet::new();
    for one in &timeline.instructions {
        all.insert(one.from.clone());
        all.extend(one.until.clone());
        all.extend(one.earliest_end.clone());
    }
    let edges: Vec<Zoned> = all.into_iter().collect();
    let between = edges.iter().zip(edges.iter().skip(1)).map(|(from, to)| {
        from.saturating_add(SignedDuration::from_secs(
            to.duration_since(from).as_secs() / 2,
        ))
    });
    let mut moments: Vec<Zoned> = between.collect();
    moments.extend(edges.clone());
    moments
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_required_and_forbidden_at_one_hour((timeline, events) in made_with_events()) {
        for at in moments(&timeline) {
            let state = holds_at(&timeline, &events, &at);
            let forbidden: BTreeSet<Subject> = state.holding.iter()
                .flat_map(|one| RULES.products().with_parts(&one.instruction.forbids))
                .collect();
            for one in &state.holding {
                for asked in &one.instruction.asks_for {
                    prop_assert!(!forbidden.contains(asked), "{:?} at {at}: {}", asked, one.instruction.id);
                }
            }
        }
    }

    #[test]
    fn what_is_prescribed_is_never_forbidden((sessions, person) in (sessions(), person())) {
        let made = timeline(&RULES, &sessions, &person, support::day("2026-06-01")).unwrap();
        for one in &made.instructions {
            for subject in &person.prescribed {
                prop_assert!(!one.forbids.contains(subject), "{}", one.id);
            }
        }
    }

    /// What is forbidden up to a session and again after it is forbidden through the visit.
    #[test]
    fn a_ban_before_a_session_meets_the_ban_after_it(timeline in made()) {
        for session in &timeline.sessions {
            let at = |at: &Zoned| holds_at(&timeline, &[], at).forbidden();
            let instant = SignedDuration::from_secs(1);
            let before = at(&session.starts.saturating_sub(instant));
            let after = at(&session.needling_ends);
            let lasting: BTreeSet<Subject> = before.intersection(&after).copied().collect();
            for moment in [&session.starts, &session.needling_ends.saturating_sub(instant)] {
                let during = at(moment);
                prop_assert!(lasting.is_subset(&during), "session {}", session.number);
            }
        }
    }

    /// From `T0` to two weeks later, or to the next session, some instruction always holds.
    #[test]
    fn no_hour_after_a_session_is_left_without_an_instruction(timeline in made(), hour in 0..336_i64) {
        for (at, session) in timeline.sessions.iter().enumerate() {
            let moment = session.needling_ends.saturating_add(SignedDuration::from_hours(hour));
            let next = timeline.sessions.get(at + 1);
            if next.is_none_or(|next| moment < next.starts) {
                let state = holds_at(&timeline, &[], &moment);
                let own = state.holding.iter().any(|one| one.instruction.session == session.number
                    && one.instruction.phase == Phase::After);
                prop_assert!(own, "{moment}");
            }
        }
    }

    #[test]
    fn the_cards_follow_one_another_without_a_gap(timeline in made()) {
        for (one, next) in timeline.cards.iter().zip(timeline.cards.iter().skip(1)) {
            prop_assert_eq!(&one.until, &next.from);
            prop_assert!(one.from < one.until);
        }
        let first = timeline.sessions.first().unwrap();
        prop_assert!(timeline.cards.iter().any(|card| card.from == first.needling_ends));
    }

    /// A card never gives back what another instruction still forbids.
    #[test]
    fn a_card_frees_nothing_that_is_still_forbidden(timeline in made()) {
        for card in &timeline.cards {
            let calm = [CareEvent::CheckIn { at: card.from.clone(), redness: false, flaking: false }];
            let forbidden = holds_at(&timeline, &calm, &card.from).forbidden();
            for name in card.may_begin_again.iter().chain(&card.may_begin_again_when_calm) {
                let still = forbidden.iter().any(|one| RULES.products().name(*one) == name);
                prop_assert!(!still, "{name} at {}", card.from);
            }
        }
    }

    /// Whatever is reported, only the clinic ends what it has to release, and a question about what was prescribed is no such thing.
    #[test]
    fn reports_alone_end_nothing_that_the_clinic_releases((timeline, events) in made_with_events(), hour in 0..1500_i64) {
        let first = timeline.sessions.first().unwrap().needling_ends.clone();
        let at = first.saturating_add(SignedDuration::from_hours(hour));
        let reports: Vec<CareEvent> = events.into_iter().filter(|event| !matches!(event, CareEvent::Clearance(_))).collect();
        let state = holds_at(&timeline, &reports, &at);
        for one in timeline.instructions.iter().filter(|one| RELEASED.contains(&one.rule.as_str())) {
            let is_in_time = one.from <= at && one.until.as_ref().is_none_or(|until| at < *until);
            if one.clearance_of.is_some() {
                let holds = state.holding.iter().any(|held| held.instruction.id == one.id);
                prop_assert_eq!(holds, is_in_time, "{} at {}", one.id, at);
            } else {
                prop_assert_eq!(one.kind, InstructionKind::Ask, "{}", one.id);
                prop_assert!(one.forbids.is_empty(), "{}", one.id);
            }
        }
    }

    #[test]
    fn every_instruction_lasts_and_has_an_id_of_its_own(timeline in made()) {
        let ids: BTreeSet<&str> = timeline.instructions.iter().map(|one| one.id.as_str()).collect();
        prop_assert_eq!(ids.len(), timeline.instructions.len());
        for one in &timeline.instructions {
            prop_assert!(one.until.as_ref().is_none_or(|until| *until > one.from), "{}", one.id);
        }
    }

    /// An open report of level 2 or higher gives back every clearance and every restart that had been given.
    #[test]
    fn a_report_makes_nothing_more_permissive((timeline, events) in made_with_events(), hour in 0..1500_i64) {
        let first = timeline.sessions.first().unwrap().needling_ends.clone();
        let at = first.saturating_add(SignedDuration::from_hours(hour));
        let before = holds_at(&timeline, &events, &at).forbidden();
        let mut reported = events.clone();
        reported.push(CareEvent::Report { report: "new".to_owned(), at: at.clone(), level: Level::Review });
        reported.retain(|event| !matches!(event, CareEvent::ReviewClosed { .. }));
        let state = holds_at(&timeline, &reported, &at);
        prop_assert!(state.suspended);
        prop_assert!(before.iter().filter(|one| **one != Subject::MakeUpBrush).all(|one| state.forbidden().contains(one)));
    }

    /// Later sessions on other days move the instructions with them: nothing depends on the date itself.
    #[test]
    fn a_session_moved_by_whole_weeks_moves_every_elapsed_hour_with_it(hour in 8..19_i64, weeks in 1..8_i64) {
        let start = |weeks: i64| {
            support::moment("2026-05-04T00:00[Asia/Kolkata]")
                .checked_add(jiff::Span::new().weeks(weeks).hours(hour))
                .unwrap()
        };
        let made = |weeks: i64| {
            let starts = start(weeks);
            let needling_ends = starts.checked_add(SignedDuration::from_hours(1)).unwrap();
            let session = CareSession { number: 1, starts, needling_ends };
            timeline(&RULES, &[session], &support::person(), support::day("2026-01-01")).unwrap()
        };
        let (one, other) = (made(0), made(weeks));
        let shift = other.sessions[0].starts.duration_since(&one.sessions[0].starts);
        for (one, other) in one.instructions.iter().zip(&other.instructions).filter(|(one, _)| one.from > support::moment("2026-01-02T00:00[Asia/Kolkata]")) {
            prop_assert_eq!(&one.id, &other.id);
            prop_assert_eq!(other.from.duration_since(&one.from), shift);
        }
    }
}
