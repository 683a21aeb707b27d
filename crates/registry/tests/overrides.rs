//! The review of decisions against rules: counts, exact intervals, and nothing claimed of few.

use std::collections::{BTreeMap, BTreeSet};

use needlework_registry::{
    Compared, DecidedAgainst, OverrideReview, ReviewedRule, ReviewedSession, RuleKind,
};

fn keloid() -> ReviewedRule {
    ReviewedRule {
        kind: RuleKind::Screening,
        id: "keloid-tendency".to_owned(),
    }
}

fn contact() -> ReviewedRule {
    ReviewedRule {
        kind: RuleKind::StartGate,
        id: "contact".to_owned(),
    }
}

fn decided(rule: ReviewedRule, role: &str) -> DecidedAgainst {
    DecidedAgainst {
        rule,
        role: role.to_owned(),
    }
}

fn sessions(against: &[ReviewedRule], troubled: usize, of: usize) -> Vec<ReviewedSession> {
    let against: BTreeSet<ReviewedRule> = against.iter().cloned().collect();
    (0..of)
        .map(|at| ReviewedSession {
            against: against.clone(),
            had_trouble: at < troubled,
        })
        .collect()
}

#[test]
fn a_rule_is_told_with_how_often_it_was_asked_who_decided_and_what_followed() {
    let asked = BTreeMap::from([(keloid(), 20), (contact(), 50)]);
    let by = [
        decided(keloid(), "physician"),
        decided(keloid(), "physician"),
        decided(keloid(), "clinician"),
        decided(contact(), "operator"),
    ];
    let mut all = sessions(&[keloid()], 5, 10);
    all.extend(sessions(&[], 0, 10));
    let review = OverrideReview::of(&asked, &by, &all);
    let [first, second] = review.rules.as_slice() else {
        panic!("{} rules", review.rules.len())
    };
    assert_eq!((&first.rule, &second.rule), (&keloid(), &contact()));
    assert_eq!((first.decided.counted, first.decided.of), (3.0, 20));
    let roles = BTreeMap::from([("clinician".to_owned(), 1), ("physician".to_owned(), 2)]);
    assert_eq!(first.by_role, roles);
    // Clopper and Pearson at 95 %, as tabulated: 5 of 10 and 0 of 10.
    let after = first.afterwards;
    assert!((after.low - 0.1871).abs() < 5e-5 && (after.high - 0.8129).abs() < 5e-5);
    assert!((review.without.high - 0.3085).abs() < 5e-5);
    // 18.7 % lies below 30.9 %: these counts tell nothing apart.
    assert_eq!(first.compared, Compared::NotTold);
    assert_eq!(second.compared, Compared::TooFew);
}

#[test]
fn trouble_that_follows_more_often_is_said_once_the_intervals_part() {
    let mut all = sessions(&[keloid()], 20, 30);
    all.extend(sessions(&[], 10, 200));
    let by = [decided(keloid(), "physician")];
    let review = OverrideReview::of(&BTreeMap::new(), &by, &all);
    assert_eq!(review.rules[0].compared, Compared::MoreOften);
    // Nobody counted how often it was asked: at least as often as it was decided against.
    assert_eq!(review.rules[0].decided.of, 1);
}

#[test]
fn a_session_with_another_decision_is_none_without_decision() {
    let mut all = sessions(&[contact()], 9, 9);
    all.extend(sessions(&[], 0, 12));
    let by = [
        decided(keloid(), "physician"),
        decided(contact(), "operator"),
    ];
    let review = OverrideReview::of(&BTreeMap::new(), &by, &all);
    assert_eq!((review.without.counted, review.without.of), (0.0, 12));
    assert!(
        review
            .rules
            .iter()
            .all(|rule| rule.compared == Compared::TooFew)
    );
}

#[test]
fn where_nobody_decided_against_a_rule_there_is_nothing_to_review() {
    let asked = BTreeMap::from([(keloid(), 20)]);
    let review = OverrideReview::of(&asked, &[], &sessions(&[], 1, 4));
    assert!(review.rules.is_empty());
}
