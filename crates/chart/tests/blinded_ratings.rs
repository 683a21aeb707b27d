//! A pair of photographs is graded once by each rater, and by nobody who could know what they show.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod support;

use needlework_chart::event::{
    Author, BlindedPairRated, BlindedVerdict, ConsentClass, ConsentRevoked, Event, Recorded, Role,
    ShownFirst,
};
use needlework_chart::fold::{Chart, Refusal};
use needlework_chart::id::RatingId;
use support::later::blinded_rating;
use support::story::{
    self, AFTER_PHOTOGRAPH, BEFORE_PHOTOGRAPH, FIRST_PLAN, PHOTOGRAPH, PHOTOGRAPH_CONSENT,
};
use support::{author, blinded_rater, front_desk, minute, operator, physician};
use uuid::Uuid;

/// The chart before anybody graded the pair.
fn with_pair() -> Chart {
    let events = story::events();
    let is_rating = |one: &Recorded| matches!(one.event, Event::BlindedPairRated(_));
    let rated = events.iter().position(is_rating).unwrap();
    Chart::fold(events.iter().take(rated)).unwrap()
}

fn rate(chart: &Chart, facts: BlindedPairRated, by: Author) -> Result<Chart, Refusal> {
    chart.admit(&Event::from(facts).by(by, minute(900)))
}

#[test]
fn the_order_in_which_they_were_shown_says_which_grade_is_whose() {
    let rated = blinded_rating();
    assert_eq!(rated.shown_first, ShownFirst::After);
    assert_eq!(rated.before_and_after(), Some([3.0, 2.0]));
    let turned = BlindedPairRated {
        shown_first: ShownFirst::Before,
        ..rated
    };
    assert_eq!(turned.before_and_after(), Some([2.0, 3.0]));
}

#[test]
fn a_rater_grades_a_pair_once_and_another_rater_may_grade_it_too() {
    let chart = rate(&with_pair(), blinded_rating(), blinded_rater()).unwrap();
    let again = BlindedPairRated {
        rating: RatingId::from_uuid(Uuid::from_u128(0xc2)),
        ..blinded_rating()
    };
    let repeated = rate(&chart, again.clone(), blinded_rater());
    assert_eq!(repeated, Err(Refusal::GradedBefore));
    let other = author(8, "Dr. Eva Lund", Role::Clinician);
    assert_eq!(rate(&chart, again, other).unwrap().blinded_ratings.len(), 2);
}

#[test]
fn whoever_treated_or_graded_or_took_the_photographs_is_not_blind() {
    let chart = with_pair();
    // Noa Lind needled and took the photographs; Dr. Ida Frei graded.
    for by in [operator(), physician()] {
        assert_eq!(rate(&chart, blinded_rating(), by), Err(Refusal::NotBlind));
    }
    let known = chart.who_knows(FIRST_PLAN, [BEFORE_PHOTOGRAPH, AFTER_PHOTOGRAPH]);
    assert!(known.contains(&operator().user) && known.contains(&physician().user));
    assert!(!known.contains(&blinded_rater().user));
    // The same person by another account: sessions name who answered for them.
    let second_account = author(9, "Dr. Ida Frei", Role::Physician);
    assert_eq!(
        rate(&chart, blinded_rating(), second_account),
        Err(Refusal::NotBlind)
    );
}

#[test]
fn reception_grades_nothing() {
    let refused = rate(&with_pair(), blinded_rating(), front_desk());
    assert!(matches!(
        refused,
        Err(Refusal::Role {
            role: Role::FrontDesk,
            ..
        })
    ));
}

#[test]
fn before_comes_before_after_and_both_are_there_with_consent() {
    let chart = with_pair();
    let swapped = BlindedPairRated {
        before: AFTER_PHOTOGRAPH,
        after: BEFORE_PHOTOGRAPH,
        ..blinded_rating()
    };
    assert_eq!(rate(&chart, swapped, blinded_rater()), Err(Refusal::NoPair));
    let withdrawn = BlindedPairRated {
        before: PHOTOGRAPH,
        ..blinded_rating()
    };
    assert!(matches!(
        rate(&chart, withdrawn, blinded_rater()),
        Err(Refusal::Over { .. })
    ));
    let revoked = ConsentRevoked {
        consent: PHOTOGRAPH_CONSENT,
        reason: None,
    };
    let revoked = Event::from(revoked).by(front_desk(), minute(800));
    let without = chart.admit(&revoked).unwrap();
    assert_eq!(
        rate(&without, blinded_rating(), blinded_rater()),
        Err(Refusal::NoConsent {
            class: ConsentClass::Photograph
        })
    );
}

#[test]
fn a_pair_that_was_not_judged_has_a_reason_and_no_grades() {
    let not_judged = |reason: &str| BlindedPairRated {
        verdict: BlindedVerdict::NotJudged {
            reason_code: reason.to_owned(),
            words: None,
        },
        ..blinded_rating()
    };
    let chart = with_pair();
    assert_eq!(
        rate(&chart, not_judged(" "), blinded_rater()),
        Err(Refusal::Blank("the reason"))
    );
    assert!(rate(&chart, not_judged("blurred"), blinded_rater()).is_ok());
    assert_eq!(not_judged("blurred").before_and_after(), None);
    let not_a_number = BlindedPairRated {
        verdict: BlindedVerdict::Graded {
            first: f64::NAN,
            second: 2.0,
            looks_better: None,
        },
        ..blinded_rating()
    };
    assert!(rate(&chart, not_a_number, blinded_rater()).is_err());
}
