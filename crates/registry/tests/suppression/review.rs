//! The review of decisions.

use std::collections::BTreeSet;

use needlework_registry::{
    Compared, OverrideReview, ReviewedRule, RuleKind, RuleReview, SharedInterval, ToldCount,
    ToldReview, ToldRule, ToldRun,
};
use proptest::prelude::*;

use crate::run_charts::run_of_one_month;
use crate::{Alike, is_small};

/// Counts of one rule.
#[derive(Debug, Clone)]
struct Counts {
    kind: RuleKind,
    by_role: Vec<usize>,
    asked: usize,
    after: usize,
    troubled: usize,
}

impl Counts {
    fn decided(&self) -> usize {
        self.by_role.iter().sum()
    }
}

/// Counts of a clinic.
#[derive(Debug, Clone)]
struct Clinic {
    rules: Vec<Counts>,
    without: usize,
    troubled_without: usize,
    sessions: usize,
}

/// A count of another one; intervals are not looked at here.
fn of(counted: usize, of: usize) -> SharedInterval {
    SharedInterval {
        counted: counted as f64,
        of,
        share: 0.0,
        low: 0.0,
        high: 1.0,
    }
}

impl Clinic {
    fn review(&self) -> OverrideReview {
        let rules = self.rules.iter().enumerate().map(|(at, counts)| {
            let roles = ["clinician", "operator", "physician"].into_iter();
            let by_role = roles.zip(&counts.by_role).filter(|(_, times)| **times > 0);
            RuleReview {
                rule: ReviewedRule {
                    kind: counts.kind,
                    id: format!("rule-{at}"),
                },
                decided: of(counts.decided(), counts.asked),
                by_role: by_role
                    .map(|(role, times)| (role.to_owned(), *times))
                    .collect(),
                afterwards: of(counts.troubled, counts.after),
                compared: Compared::TooFew,
            }
        });
        OverrideReview {
            rules: rules.collect(),
            without: of(self.troubled_without, self.without),
            sessions: self.sessions,
        }
    }
}

/// Every count of a review as it is, beside how it is told: by name.
fn cells(review: &OverrideReview, told: &ToldReview) -> Vec<(String, usize, ToldCount)> {
    let mut cells = Vec::new();
    for rule in &told.rules {
        let is_it = |one: &&RuleReview| one.rule == rule.rule;
        let truth = review.rules.iter().find(is_it).unwrap();
        let mut add = |name: &str, value: usize, told: ToldCount| {
            cells.push((format!("{} {name}", rule.rule.id), value, told));
        };
        for (role, told) in &rule.by_role {
            add(role, truth.by_role[role], *told);
        }
        add("decided", truth.by_role.values().sum(), rule.decided);
        // How often the start was asked is the number of sessions, of which the page tells those that were signed.
        if rule.rule.kind != RuleKind::StartGate {
            add("asked", truth.decided.of, rule.asked);
        }
        add("after", truth.afterwards.of, rule.after);
        add("troubled", whole(&truth.afterwards), rule.troubled);
    }
    let without = &review.without;
    cells.push(("without".to_owned(), without.of, told.without));
    let troubled = ("troubled without".to_owned(), whole(without));
    cells.push((troubled.0, troubled.1, told.troubled_without));
    cells
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made of whole numbers above"
)]
fn whole(count: &SharedInterval) -> usize {
    count.counted as usize
}

/// Tells all clinics; of those that are told alike, which values each count has that is not told as it is.
fn judge(clinics: impl Iterator<Item = Clinic>, is_judged: impl Fn(&str) -> bool) -> usize {
    let mut alike = Alike::default();
    for clinic in clinics {
        let review = clinic.review();
        let told = ToldReview::without_small_counts(&review);
        let withheld = withheld(&review, &told, &clinic);
        let judged = withheld.into_iter().filter(|(name, _)| is_judged(name));
        alike.tell(format!("{} sessions, {told:?}", clinic.sessions), judged);
    }
    alike.judge(|_| true)
}

/// Counts of a review that are not told as they are; those that are told are what they are told to be.
fn withheld(review: &OverrideReview, told: &ToldReview, clinic: &Clinic) -> Vec<(String, usize)> {
    let mut withheld = Vec::new();
    for (name, value, told) in cells(review, told) {
        match told {
            ToldCount::Exactly(count) => assert_eq!(count, value, "{name} of {clinic:?}"),
            ToldCount::Between(least, most) => {
                assert!((least..=most).contains(&value), "{name} of {clinic:?}");
                withheld.push((name, value));
            }
            ToldCount::Withheld => withheld.push((name, value)),
        }
    }
    withheld
}

/// Of clinics with one rule, decided against six times, and one sign: what stands beside the review does not narrow it.
#[test]
fn a_run_chart_beside_the_review_tells_no_withheld_count_of_either() {
    let mut alike = Alike::default();
    for clinic in clinics_with_trouble() {
        let review = clinic.review();
        let told = ToldReview::without_small_counts(&review);
        let trouble = clinic.troubled_without + clinic.rules[0].troubled;
        // An adverse event is trouble; trouble may be a report without one, too.
        for events in 1..=trouble {
            let runs = [run_of_one_month(clinic.sessions, events)];
            let runs = ToldRun::without_small_counts(&runs, &told);
            let mut withheld = withheld(&review, &told, &clinic);
            if runs[0].chart.is_none() {
                withheld.push(("events".to_owned(), events));
            }
            let told = format!("{} sessions, {told:?}, {runs:?}", clinic.sessions);
            alike.tell(told, withheld.into_iter());
        }
    }
    assert!(alike.judge(is_small) > 10_000);
}

fn clinics_with_trouble() -> impl Iterator<Item = Clinic> {
    let sessions = (10..=18_usize).flat_map(|all| (0..=all).map(move |after| (after, all - after)));
    let trouble = sessions.flat_map(|(after, without)| {
        let troubled =
            (0..=after).flat_map(move |one| (0..=without).map(move |other| (one, other)));
        troubled.map(move |troubled| (after, without, troubled))
    });
    trouble.flat_map(|(after, without, (troubled, troubled_without))| {
        [2, 3, 7].map(|decided| Clinic {
            rules: vec![Counts {
                kind: RuleKind::Screening,
                by_role: vec![decided],
                asked: 40,
                after,
                troubled,
            }],
            without,
            troubled_without,
            sessions: after + without,
        })
    })
}

/// Times that a rule was asked, at least so often.
fn asked(at_least: usize) -> impl Iterator<Item = usize> {
    let times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 20];
    times.into_iter().filter(move |times| *times >= at_least)
}

/// Numbers of sessions with trouble that tell cases apart.
fn some_troubled(of: usize) -> impl Iterator<Item = usize> {
    let some = BTreeSet::from([0, 1, 2, 5, of]);
    some.into_iter().filter(move |troubled| *troubled <= of)
}

/// Every small clinic with one rule of a kind.
fn clinics_with_one_rule(kind: RuleKind) -> impl Iterator<Item = Clinic> {
    let roles = [1, 3, 4, 5, 6].into_iter();
    let roles = roles.flat_map(|one| (0..=5_usize).map(move |other| [one, other]));
    let decisions = roles.flat_map(|by_role| (0..=13_usize).map(move |all| (by_role, all)));
    let with = decisions.flat_map(move |(by_role, sessions)| {
        // A decision at a session is about that one; one about answers holds for every session until the next answers.
        let most_after = match kind {
            RuleKind::Screening => sessions,
            RuleKind::StartGate | RuleKind::Tolerance => sessions.min(by_role.iter().sum()),
        };
        (0..=most_after).map(move |after| (by_role, sessions, after))
    });
    with.flat_map(move |(by_role, sessions, after)| {
        let decided: usize = by_role.iter().sum();
        let without = sessions - after;
        let fewest_asked = match kind {
            RuleKind::StartGate => decided.max(sessions),
            RuleKind::Screening | RuleKind::Tolerance => decided,
        };
        asked(fewest_asked).flat_map(move |asked| {
            let troubled = some_troubled(after);
            let both = troubled.flat_map(move |one| (0..=without).map(move |other| (one, other)));
            both.map(move |(troubled, troubled_without)| Clinic {
                rules: vec![Counts {
                    kind,
                    by_role: by_role.to_vec(),
                    asked,
                    after,
                    troubled,
                }],
                without,
                troubled_without,
                sessions,
            })
        })
    })
}

#[test]
fn of_a_rule_of_the_screening_no_withheld_count_can_be_worked_out() {
    assert!(judge(clinics_with_one_rule(RuleKind::Screening), |_| true) > 50_000);
}

#[test]
fn of_a_condition_of_the_start_no_withheld_count_can_be_worked_out() {
    assert!(judge(clinics_with_one_rule(RuleKind::StartGate), |_| true) > 50_000);
}

#[test]
fn of_the_tolerance_no_withheld_count_can_be_worked_out() {
    assert!(judge(clinics_with_one_rule(RuleKind::Tolerance), |_| true) > 50_000);
}

/// Every small clinic with two conditions of the start, whose sessions may be the same ones, and in which nothing went wrong.
fn clinics_with_two_rules() -> impl Iterator<Item = Clinic> {
    let roles = [1, 3, 5, 6].into_iter();
    let roles = roles.flat_map(|one| (0..=4).map(move |other| [one, other]));
    let decisions = roles.flat_map(|first| [1, 2, 3, 4, 5, 9].map(|third| (first, third)));
    let with = decisions.flat_map(|(first, third)| {
        let decided: usize = first.iter().sum();
        let after = (0..=decided.min(7)).flat_map(move |one| {
            let other = 0..=third.min(7);
            other.flat_map(move |other| {
                let both = BTreeSet::from([0, one.min(1).min(other), one.min(other)]);
                both.into_iter().map(move |both| (one, other, both))
            })
        });
        after.map(move |after| (first, third, after))
    });
    with.flat_map(|(first, third, (one, other, both))| {
        let with = one + other - both;
        (with..=14.max(with)).flat_map(move |sessions| {
            let decided: usize = first.iter().sum();
            asked(decided.max(third).max(sessions)).map(move |asked| {
                let counts = |by_role: Vec<usize>, after: usize| Counts {
                    kind: RuleKind::StartGate,
                    by_role,
                    asked,
                    after,
                    troubled: 0,
                };
                Clinic {
                    rules: vec![counts(first.to_vec(), one), counts(vec![third], other)],
                    without: sessions - with,
                    troubled_without: 0,
                    sessions,
                }
            })
        })
    })
}

#[test]
fn of_two_rules_no_withheld_count_can_be_worked_out() {
    // Trouble is the matter of the clinics with one rule.
    let is_judged = |name: &str| !name.contains("troubled");
    assert!(judge(clinics_with_two_rules(), is_judged) > 50_000);
}

#[test]
fn one_small_role_makes_a_range_of_the_sum() {
    let clinic = Clinic {
        rules: vec![Counts {
            kind: RuleKind::StartGate,
            by_role: vec![12, 3],
            asked: 50,
            after: 13,
            troubled: 6,
        }],
        without: 30,
        troubled_without: 7,
        sessions: 43,
    };
    let told = ToldReview::without_small_counts(&clinic.review());
    let rule = &told.rules[0];
    assert_eq!(rule.by_role["clinician"], ToldCount::Exactly(12));
    assert_eq!(rule.by_role["operator"], ToldCount::Between(1, 4));
    assert_eq!(rule.decided, ToldCount::Between(13, 16));
    assert_eq!(rule.asked, ToldCount::Exactly(50));
    // Thirteen sessions are the fewest that can be: they narrow nothing.
    assert_eq!(rule.after, ToldCount::Exactly(13));
    assert_eq!(rule.compared, Some(Compared::NotTold));
    assert_eq!(told.without, ToldCount::Exactly(30));
    let full = ToldReview::in_full(&clinic.review());
    assert_eq!(full.rules[0].decided, ToldCount::Exactly(15));
    assert_eq!(full.rules[0].by_role["operator"], ToldCount::Exactly(3));
}

/// What a told rule must hold to itself: its sum is no more than what its roles leave open.
fn sum_of_roles(rule: &ToldRule) -> (usize, usize) {
    let ranges = rule.by_role.values().map(|told| told.range().unwrap());
    ranges.fold((0, 0), |(least, most), range| {
        (least + range.start(), most + range.end())
    })
}

prop_compose! {
    fn any_counts()(
        kind in prop::sample::select(vec![RuleKind::Screening, RuleKind::StartGate, RuleKind::Tolerance]),
        by_role in prop::collection::vec(1_usize..40, 1..4),
        more_asked in 0_usize..40,
        after_share in 0.0..1.0_f64,
        troubled_share in 0.0..1.0_f64,
    ) -> Counts {
        let decided: usize = by_role.iter().sum();
        let part = |share: f64, all: usize| whole(&SharedInterval { counted: share * all as f64, ..of(0, all) });
        let after = part(after_share, decided);
        Counts { kind, by_role, asked: decided + more_asked, after, troubled: part(troubled_share, after) }
    }
}

proptest! {
    #[test]
    fn sums_and_order_follow_from_what_is_told(
        rules in prop::collection::vec(any_counts(), 1..5),
        without in 0_usize..60,
        troubled_without in 0_usize..60,
    ) {
        // Every session with a decision is of one rule.
        let with: usize = rules.iter().map(|counts| counts.after).sum();
        let clinic = Clinic {
            rules,
            without,
            troubled_without: troubled_without.min(without),
            sessions: with + without,
        };
        let review = clinic.review();
        let told = ToldReview::without_small_counts(&review);
        for (name, value, told) in cells(&review, &told) {
            match told {
                ToldCount::Exactly(count) => {
                    prop_assert_eq!(count, value);
                    prop_assert!(!is_small(count), "{} is {}", name, count);
                }
                ToldCount::Between(least, most) => prop_assert!((least..=most).contains(&value), "{}", name),
                ToldCount::Withheld => {}
            }
        }
        let ends: Vec<usize> = told.rules.iter().map(|rule| *rule.decided.range().unwrap().end()).collect();
        prop_assert!(ends.is_sorted_by(|one, other| one >= other), "{:?}", ends);
        for rule in &told.rules {
            let (least, most) = sum_of_roles(rule);
            prop_assert_eq!(rule.decided.range(), Some(least..=most));
        }
    }
}
