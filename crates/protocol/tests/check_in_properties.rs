//! More signs never lower a level, and no sign hides another.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::sync::LazyLock;

use needlework_evidence::Bibliography;
use needlework_protocol::check_in::{
    CheckIn, CheckInRules, Context, Grade, GradedSign, Level, Symptom, assess,
};
use proptest::prelude::*;

static RULES: LazyLock<CheckInRules> =
    LazyLock::new(|| CheckInRules::shipped(&Bibliography::shipped().unwrap()).unwrap());

fn of<T: Copy + std::fmt::Debug + 'static>(
    names: &'static [(&'static str, T)],
) -> impl Strategy<Value = T> {
    prop::sample::select(names).prop_map(|(_, one)| one)
}

fn check_in() -> impl Strategy<Value = CheckIn> {
    (
        0.0..800.0_f64,
        prop::collection::btree_map(
            of(GradedSign::NAMES),
            prop::sample::select(&Grade::ALL[..]),
            0..5,
        ),
        prop::option::of(0..=10_u8),
        prop::collection::btree_set(of(Symptom::NAMES), 0..4),
        prop::option::of("[a-z ]{0,20}"),
    )
        .prop_map(|(hour, grades, pain, symptoms, free_text)| CheckIn {
            hour,
            grades,
            pain,
            symptoms,
            free_text,
        })
}

fn level(check_in: &CheckIn, history: &[CheckIn]) -> Option<Level> {
    let context = Context {
        clinic_is_open: true,
    };
    assess(&RULES, check_in, history, context).level
}

proptest! {
    #[test]
    fn one_more_question_answered_with_yes_never_lowers_the_level(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
        more in of(Symptom::NAMES),
    ) {
        let mut worse = told.clone();
        worse.symptoms.insert(more);
        prop_assert!(level(&worse, &history) >= level(&told, &history));
    }

    #[test]
    fn a_higher_grade_never_lowers_the_level(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
        sign in of(GradedSign::NAMES),
    ) {
        let now = told.grades.get(&sign).copied().unwrap_or(Grade::None);
        for higher in Grade::ALL.into_iter().filter(|grade| *grade > now) {
            let mut worse = told.clone();
            worse.grades.insert(sign, higher);
            prop_assert!(level(&worse, &history) >= level(&told, &history));
        }
    }

    #[test]
    fn more_pain_never_lowers_the_level(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
        more in 0..=10_u8,
    ) {
        let mut worse = told.clone();
        worse.pain = Some(told.pain.unwrap_or(0).max(more));
        prop_assert!(level(&worse, &history) >= level(&told, &history));
    }

    #[test]
    fn the_level_is_that_of_the_gravest_finding_and_the_gravest_stands_first(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
    ) {
        let answer = assess(&RULES, &told, &history, Context { clinic_is_open: false });
        let gravest = answer.findings.iter().filter_map(|finding| finding.level).max();
        prop_assert_eq!(answer.level, gravest);
        prop_assert_eq!(answer.findings.first().and_then(|finding| finding.level), gravest);
    }
}
