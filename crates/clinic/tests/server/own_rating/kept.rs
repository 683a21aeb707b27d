//! Who is asked, when, and what is kept of the answer.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::event::Role as ChartRole;
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::{CLOSES, OPENS, OWN, fields, own_ratings, rate, saved};
use crate::own_chart::section;
use crate::support::House;

#[tokio::test]
async fn whoever_is_asked_reads_it_on_the_card_and_the_answer_is_kept_as_the_patients() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    let card = own.page("/mine").await;
    let asked = section(&card, "rating");
    assert!(asked.contains("href=\"/mine/rating\""), "{card}");
    assert!(asked.contains("until 27 December 2026"), "{asked}");
    let page = own.page(OWN).await;
    // From the best to the worst, each in words.
    let begins = [
        "Very much better.",
        "Much better.",
        "> Better.",
        "No change.",
        "Worse.",
    ];
    let places: Vec<usize> = begins.iter().map(|one| page.find(one).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    saved(&rate(&own, &[("whole", "2"), ("zone_cheek", "1")]).await);
    let kept = own_ratings(&house, "Huber").await;
    let facts: Vec<_> = kept
        .iter()
        .map(|one| (one.facts.zone.as_deref(), one.facts.grade))
        .collect();
    assert_eq!(facts.len(), 2);
    assert!(facts.contains(&(None, 2.0)) && facts.contains(&(Some("cheek"), 1.0)));
    for one in &kept {
        assert_eq!(one.facts.scale, "gais");
        assert_eq!(one.facts.day, "2026-11-26".parse().unwrap());
        assert_eq!(one.author.name, "Anna Huber");
        assert!(!one.facts.is_blinded);
    }
    // The card asks no more, and says what was said.
    let card = own.page("/mine").await;
    let said = section(&card, "rating");
    assert!(
        said.contains("Much better. It could still be a little better."),
        "{said}"
    );
    assert!(said.contains("Change your answer"), "{said}");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_recorded_once_and_a_new_one_corrects_it() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    let first = fields(&own, &[("whole", "4"), ("zone_periorbital", "3")]).await;
    let (one, other) = tokio::join!(own.post(OWN, &first), own.post(OWN, &first));
    saved(&one);
    saved(&other);
    saved(&own.post(OWN, &first).await);
    assert_eq!(own_ratings(&house, "Huber").await.len(), 2);
    house.clock.move_on(SignedDuration::from_hours(1));
    saved(&rate(&own, &[("whole", "3")]).await);
    // Both are kept, and the newest counts; the zone stays as it was.
    assert_eq!(own_ratings(&house, "Huber").await.len(), 3);
    let said = own.page(OWN).await;
    let said = section(&said, "said");
    assert!(
        said.contains("Better. I can clearly see a change."),
        "{said}"
    );
    assert!(!said.contains("No change."), "{said}");
    assert_eq!(said.matches("<li>").count(), 2, "{said}");
}

/// Whoever thinks better of it before the page came back has said the other thing.
#[tokio::test]
async fn another_answer_from_a_page_that_was_sent_corrects_the_first_one() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    let first = fields(&own, &[("whole", "2"), ("zone_cheek", "1")]).await;
    let mut second = first.clone();
    for (name, value) in &mut second {
        if *name == "whole" {
            "5".clone_into(value);
        }
    }
    saved(&own.post(OWN, &first).await);
    house.clock.move_on(SignedDuration::from_mins(1));
    for _ in 0..2 {
        saved(&own.post(OWN, &second).await);
        saved(&own.post(OWN, &first).await);
    }
    let kept = own_ratings(&house, "Huber").await;
    let whole = kept.iter().filter(|one| one.facts.zone.is_none());
    let grades: Vec<f64> = whole.map(|one| one.facts.grade).collect();
    assert_eq!(grades, [2.0, 5.0]);
    let zones = kept.iter().filter(|one| one.facts.zone.is_some()).count();
    assert_eq!(zones, 2);
    let said = own.page(OWN).await;
    assert!(section(&said, "said").contains("Worse."), "{said}");
}

#[tokio::test]
async fn answers_that_are_none_are_refused_in_words_and_nothing_is_kept() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    for (answers, sentence) in [
        (vec![], "for all treated places together is missing"),
        (
            vec![("zone_cheek", "2")],
            "for all treated places together is missing",
        ),
        (vec![("whole", "6")], "An answer is of the wrong kind"),
        (vec![("whole", "2.5")], "An answer is of the wrong kind"),
        (vec![("whole", "NaN")], "An answer is of the wrong kind"),
        (vec![("whole", "better")], "An answer is of the wrong kind"),
        (
            vec![("whole", "2"), ("zone_cheek", "0")],
            "An answer is of the wrong kind",
        ),
    ] {
        let answer = rate(&own, &answers).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{answers:?}"
        );
        assert!(
            answer.text.contains(sentence),
            "{answers:?}: {}",
            answer.text
        );
    }
    // A zone that the plan does not have is none of the answers.
    saved(&rate(&own, &[("whole", "2"), ("zone_neck", "1")]).await);
    let kept = own_ratings(&house, "Huber").await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].facts.zone, None);
    // A form of somebody else, and one without a key.
    let mut foreign = fields(&own, &[("whole", "2")]).await;
    foreign[1].1 = house.patient("Fontana").await.to_string();
    let answer = own.post(OWN, &foreign).await;
    assert!(
        answer.text.contains("on the page of somebody else"),
        "{}",
        answer.text
    );
    let answer = own.post(OWN, &[("whole", "2")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(own_ratings(&house, "Huber").await.len(), 1);
}

#[tokio::test]
async fn nobody_is_asked_before_a_course_is_done_and_without_one() {
    let house = House::of_made_up_people().await;
    let form = fields(&house.as_patient("Huber").await, &[("whole", "1")]).await;
    // No plan; approved and not begun; in the middle of a course; one session that nobody signed; a course that was stopped.
    for family in ["Aebi", "Egger", "Fontana", "Graf", "Imhof"] {
        let own = house.as_patient(family).await;
        let card = own.page("/mine").await;
        assert_eq!(section(&card, "rating"), "", "{family}");
        let page = own.page(OWN).await;
        assert!(page.contains("nothing to answer now"), "{family}: {page}");
        assert!(!page.contains("<input type=\"radio\""), "{family}");
        let mut sent = form.clone();
        sent[1].1 = house.patient(family).await.to_string();
        let answer = own.post(OWN, &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{family}");
        assert!(
            answer.text.contains("does not ask this now"),
            "{}",
            answer.text
        );
        assert!(own_ratings(&house, family).await.is_empty(), "{family}");
    }
}

/// The window is one of days at the clinic, both ends among them.
#[tokio::test]
async fn the_window_opens_and_closes_at_midnight_of_the_clinic() {
    let house = House::of_made_up_people().await;
    let chart = house.chart(house.patient("Huber").await).await;
    let days = chart.sessions.values().map(|one| one.started.facts.day);
    let last = days.max().unwrap();
    assert_eq!((OPENS - last).get_days(), 90);
    assert_eq!((CLOSES - last).get_days(), 135);
    // In winter the clinic is an hour ahead of UTC.
    for (at, is_asked) in [
        ("2026-11-11T22:59:59Z", false),
        ("2026-11-11T23:00:00Z", true),
        ("2026-12-27T22:59:59Z", true),
        ("2026-12-27T23:00:00Z", false),
    ] {
        house.clock.set(at.parse().unwrap());
        let own = house.as_patient("Huber").await;
        let page = own.page(OWN).await;
        assert_eq!(page.contains("name=\"whole\""), is_asked, "{at}");
        let tells_when = page.contains("You can answer from 12 November 2026 on.");
        assert_eq!(tells_when, at < "2026-11-11T23", "{at}");
    }
    // A page that was opened on the last day and is sent on the next one.
    house.clock.set("2026-12-27T22:59:00Z".parse().unwrap());
    let own = house.as_patient("Huber").await;
    let late = fields(&own, &[("whole", "2")]).await;
    house.clock.move_on(SignedDuration::from_mins(2));
    let answer = own.post(OWN, &late).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text
    );
    assert!(own_ratings(&house, "Huber").await.is_empty());
}

#[tokio::test]
async fn another_course_ends_the_window_of_the_one_before() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let own = house.as_patient("Huber").await;
    assert!(own.page(OWN).await.contains("name=\"whole\""));
    // The first session of another plan, today.
    let opened = house.record.open(patient).await.unwrap();
    let events = house.record.history(patient).await.unwrap();
    let again = crate::own_rating::seen::next_course(&events, house.clock.now());
    let mut chart = opened;
    for event in again {
        chart = house.record.append(&chart, &[event]).await.unwrap();
    }
    assert!(!own.page(OWN).await.contains("name=\"whole\""));
}

#[tokio::test]
async fn colleagues_have_no_such_page() {
    let house = House::of_made_up_people().await;
    for role in [
        Role::FrontDesk,
        Role::Operator,
        Role::Clinician,
        Role::Owner,
    ] {
        let browser = house.as_role(role).await;
        assert_eq!(browser.get(OWN).await.status, StatusCode::FORBIDDEN);
        let sent = browser.post(OWN, &[("whole", "1")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
    let chart = house.chart(house.patient("Huber").await).await;
    let mut ratings = chart.ratings.values();
    assert!(ratings.all(|one| one.author.role != ChartRole::Patient));
}
