//! What patients say of their results, and beside it what was judged.

use needlework_registry::{
    Answer, Change, Crossed, Group, JudgedPeople, Trait, Verdict, VerdictReview,
};

const ANSWERS: [Answer; 5] = [
    answer(1.0, true),
    answer(2.0, true),
    answer(3.0, true),
    answer(4.0, false),
    answer(5.0, false),
];

const fn answer(grade: f64, is_better: bool) -> Answer {
    Answer { grade, is_better }
}

fn verdict(grade: f64, device: &str, judged: Option<Change>) -> Verdict {
    Verdict {
        group: Group {
            zone: "cheek".to_owned(),
            indication: "fine-lines".to_owned(),
            phototype: 2,
            age_years: 44,
            device: device.to_owned(),
            operator: "operator-1".to_owned(),
        },
        grade,
        judged,
    }
}

#[test]
fn answers_are_counted_and_those_that_nobody_chose_stay() {
    let verdicts = [1.0, 2.0, 2.0, 4.0, 9.0].map(|grade| verdict(grade, "a", None));
    let review = VerdictReview::of(&verdicts, &ANSWERS);
    let people: Vec<usize> = review.answers.iter().map(|one| one.people).collect();
    assert_eq!(people, [1, 2, 0, 1, 0]);
    // A grade that is no answer is none.
    assert_eq!(review.people, 4);
    // Three of four, by the formula of Clopper and Pearson as tabulated: 0.1941 to 0.9937.
    let better = review.better;
    assert!((better.share - 0.75).abs() < 1e-12, "{better:?}");
    assert!((better.low - 0.1941).abs() < 5e-5, "{better:?}");
    assert!((better.high - 0.9937).abs() < 5e-5, "{better:?}");
}

#[test]
fn a_change_that_the_scale_cannot_tell_agrees_with_no_verdict_of_better() {
    let verdicts = [
        verdict(1.0, "a", Some(Change::Better)),
        verdict(3.0, "a", Some(Change::NotTold)),
        verdict(4.0, "a", Some(Change::NotTold)),
        verdict(5.0, "a", Some(Change::Worse)),
        verdict(4.0, "a", Some(Change::Better)),
        verdict(2.0, "a", None),
    ];
    let crossed = VerdictReview::of(&verdicts, &ANSWERS).crossed;
    let expected = Crossed {
        said_better: JudgedPeople {
            better: 1,
            not_better: 1,
            not_judged: 1,
        },
        said_otherwise: JudgedPeople {
            better: 1,
            not_better: 2,
            not_judged: 0,
        },
    };
    assert_eq!(crossed, expected);
    let agreed = crossed.agreed();
    assert_eq!(agreed.of, 5);
    assert!((agreed.counted - 3.0).abs() < 1e-12, "{agreed:?}");
}

#[test]
fn groups_are_told_from_five_people_on_and_are_less_sure_where_several_are_looked_at() {
    let mut verdicts: Vec<Verdict> = (0..10).map(|_| verdict(1.0, "a", None)).collect();
    verdicts.extend((0..4).map(|_| verdict(4.0, "b", None)));
    let review = VerdictReview::of(&verdicts, &ANSWERS);
    let of = |review: &VerdictReview, by: Trait| -> Vec<(String, usize, f64)> {
        let groups = review.groups.iter().filter(|group| group.by == by);
        groups
            .map(|group| (group.value.clone(), group.better.of, group.better.low))
            .collect()
    };
    let one = of(&review, Trait::Device);
    // Ten of ten, at 95 %, as tabulated.
    assert_eq!((one.len(), one[0].0.as_str(), one[0].1), (1, "a", 10));
    assert!((one[0].2 - 0.6915).abs() < 5e-5, "{one:?}");
    assert_eq!(of(&review, Trait::Zone)[0].1, 14);
    verdicts.push(verdict(4.0, "b", None));
    let two = of(&VerdictReview::of(&verdicts, &ANSWERS), Trait::Device);
    assert_eq!(two.len(), 2);
    assert!(two[0].2 < one[0].2, "{two:?}");
}

#[test]
fn of_nobody_nothing_is_known() {
    let review = VerdictReview::of(&[], &ANSWERS);
    assert_eq!((review.people, review.groups.len()), (0, 0));
    assert_eq!((review.better.low, review.better.high), (0.0, 1.0));
}
