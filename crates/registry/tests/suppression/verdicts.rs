//! What patients say of their results.

use needlework_registry::{
    Answer, ChosenAnswer, Crossed, JudgedPeople, ToldCount, ToldVerdicts, VerdictReview,
};

use crate::{Alike, is_small};

/// How many people chose each of four answers, of which two say better.
type Chosen = [usize; 4];
/// What was judged of people who said the same: better, not better, nothing.
type Judged = [usize; 3];

fn review(chosen: Chosen, crossed: [Judged; 2]) -> VerdictReview {
    let answers = [(1.0, true), (2.0, true), (4.0, false), (5.0, false)];
    let answers = answers.into_iter().zip(chosen);
    let [said_better, said_otherwise] =
        crossed.map(|[better, not_better, not_judged]| JudgedPeople {
            better,
            not_better,
            not_judged,
        });
    let people: usize = chosen.iter().sum();
    VerdictReview {
        people,
        answers: answers
            .map(|((grade, is_better), people)| ChosenAnswer {
                answer: Answer { grade, is_better },
                people,
            })
            .collect(),
        better: needlework_registry::share((chosen[0] + chosen[1]) as f64, people, 0.95),
        crossed: Crossed {
            said_better,
            said_otherwise,
        },
        groups: Vec::new(),
    }
}

/// All ways to part people among three.
fn parted(people: usize) -> impl Iterator<Item = Judged> + Clone {
    (0..=people).flat_map(move |first| {
        (0..=people - first).map(move |second| [first, second, people - first - second])
    })
}

fn withheld(review: &VerdictReview, told: &ToldVerdicts) -> Vec<(String, usize)> {
    let mut withheld = Vec::new();
    if told.people != ToldCount::Exactly(review.people) {
        withheld.push(("people".to_owned(), review.people));
    }
    if told.answers.is_none() {
        let answers = review.answers.iter();
        withheld.extend(answers.map(|one| (format!("answer {}", one.answer.grade), one.people)));
    }
    let of = |is_better: bool| {
        let answers = review
            .answers
            .iter()
            .filter(|one| one.answer.is_better == is_better);
        answers.map(|one| one.people).sum()
    };
    if told.better.is_none() {
        withheld.extend([
            ("better".to_owned(), of(true)),
            ("otherwise".to_owned(), of(false)),
        ]);
    }
    if told.crossed.is_none() {
        let both = [review.crossed.said_better, review.crossed.said_otherwise];
        for (said, judged) in both.iter().enumerate() {
            let counts = judged.counts().into_iter().enumerate();
            withheld.extend(counts.map(|(at, count)| (format!("cell {said} {at}"), count)));
        }
    }
    withheld
}

#[test]
fn no_small_count_of_what_patients_said_can_be_worked_out() {
    let mut alike = Alike::default();
    for (better, otherwise) in
        (0..=7_usize).flat_map(|one| (0..=7_usize).map(move |two| (one, two)))
    {
        for first in 0..=better {
            for third in 0..=otherwise {
                let chosen = [first, better - first, third, otherwise - third];
                for said_better in parted(better) {
                    for said_otherwise in parted(otherwise) {
                        let review = review(chosen, [said_better, said_otherwise]);
                        let told = ToldVerdicts::without_small_counts(&review);
                        alike.tell(format!("{told:?}"), withheld(&review, &told).into_iter());
                    }
                }
            }
        }
    }
    assert!(alike.judge(is_small) > 100_000);
}

#[test]
fn what_is_told_holds_no_small_count_and_clinics_see_all() {
    let large = review([9, 6, 0, 5], [[8, 7, 0], [0, 5, 0]]);
    let told = ToldVerdicts::without_small_counts(&large);
    assert_eq!(told.people, ToldCount::Exactly(20));
    assert_eq!(told.answers.as_ref(), Some(&large.answers));
    assert_eq!(told.crossed, Some(large.crossed));
    assert_eq!(told.groups, None);
    // One answer is rare: what is said of all stays, what each answer got does not.
    let rare = review([9, 6, 3, 5], [[8, 7, 0], [0, 5, 3]]);
    let told = ToldVerdicts::without_small_counts(&rare);
    assert_eq!((told.answers, told.crossed), (None, None));
    assert_eq!(told.better, Some(rare.better));
    // Few said otherwise: what share said better would tell it.
    let one_sided = review([9, 6, 3, 0], [[8, 7, 0], [0, 3, 0]]);
    let told = ToldVerdicts::without_small_counts(&one_sided);
    assert_eq!((told.people, told.better), (ToldCount::Exactly(18), None));
    let full = ToldVerdicts::in_full(&one_sided);
    assert_eq!(full.better, Some(one_sided.better));
    assert_eq!(full.groups, Some(Vec::new()));
}
