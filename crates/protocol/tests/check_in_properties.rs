//! More signs never lower a level, and no sign hides another.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::sync::LazyLock;

use needlework_evidence::Bibliography;
use needlework_protocol::check_in::{
    CheckIn, CheckInRules, Context, Grade, GradedSign, Level, PhotoState, Symptom, assess,
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
        hours_until_read: 0.0,
        review_by: None,
        photo: PhotoState::Possible,
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

    /// Protocol 8.5: never reassure a red flag away. Whoever must be seen reads the words of that level and no other.
    #[test]
    fn from_review_on_an_answer_holds_nothing_of_a_lower_level_nor_of_the_expected_course(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
        hours_until_read in prop_oneof![Just(0.0), 0.1..100.0, Just(f64::INFINITY)],
        review_by in prop::sample::select(&[None, Some("27 November 2026, 18:00")][..]),
        photo in prop::sample::select(&[PhotoState::Possible, PhotoState::Sent, PhotoState::Impossible][..]),
    ) {
        let answer = assess(&RULES, &told, &history, Context { hours_until_read, review_by, photo });
        let Some(level) = answer.level.filter(|level| *level > Level::Message) else {
            return Ok(());
        };
        let row = RULES.level_row(level).unwrap();
        let whole = row.patient();
        let signs: Vec<_> = RULES.signs().iter().filter(|sign| sign.level == level).collect();
        let orders: Vec<&String> = [&row.order, &row.without_photo, &row.closed]
            .into_iter()
            .chain(signs.iter().map(|sign| &sign.order))
            .flatten()
            .collect();
        let besides: Vec<&String> = signs.iter().filter_map(|sign| sign.record.patient.as_ref()).collect();
        for text in &answer.patient {
            let by = row.patient_by.as_ref().zip(review_by).map(|(words, when)| words.replace("{when}", when));
            let responses = [row.patient_closed.as_ref(), by.as_ref()];
            let is_of_level = orders.contains(&text) || besides.contains(&text) || whole.ends_with(text.as_str()) || responses.contains(&Some(text));
            prop_assert!(is_of_level, "{level:?}: {text}");
        }
        let said = answer.patient.iter().filter(|text| orders.contains(text)).count();
        let is_sent = level == Level::Review && photo == PhotoState::Sent;
        prop_assert_eq!(said, usize::from(!is_sent), "{:?}", answer.patient);
    }

    #[test]
    fn the_level_is_that_of_the_gravest_finding_and_the_gravest_stands_first(
        told in check_in(),
        history in prop::collection::vec(check_in(), 0..3),
    ) {
        let answer = assess(&RULES, &told, &history, Context { hours_until_read: 12.0, review_by: None, photo: PhotoState::Possible });
        let gravest = answer.findings.iter().filter_map(|finding| finding.level).max();
        prop_assert_eq!(answer.level, gravest);
        prop_assert_eq!(answer.findings.first().and_then(|finding| finding.level), gravest);
    }
}
