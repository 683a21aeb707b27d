//! A second rater who knows neither order nor person: who gets a pair, what the page tells, what is kept and what comes of it.

use axum::http::StatusCode;
use needlework_chart::access::AccessQuery;
use needlework_chart::event::{BlindedVerdict, LooksBetter, ShownFirst};
use needlework_clinic::server::clear_cabinet_of;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::account::Role;

use crate::support::{Browser, House};

/// Draws the pair that waits; its address.
async fn draw(rater: &Browser) -> String {
    let none: [(&str, &str); 0] = [];
    let answer = rater.post("/blinded", &none).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

const GRADES: [(&str, &str); 3] = [("first", "3"), ("second", "2"), ("looks_better", "second")];

#[tokio::test(flavor = "multi_thread")]
async fn the_page_holds_neither_name_nor_day_nor_id_and_the_address_tells_no_order() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let chart = house.chart(huber).await;
    let physician = house.as_role(Role::Physician).await;
    let start = physician.page("/blinded").await;
    assert!(start.contains("pairs of photographs wait"), "{start}");
    let address = draw(&physician).await;
    let page = physician.page(&address).await;
    // The head names whoever is signed in, and the clinic.
    let (_, main) = page.split_once("<main").unwrap();
    // The random id of the pair may hold any digits.
    let main = main.replace(&address, "");
    let identity = chart.identity.as_ref().unwrap();
    let mut telling = vec![
        identity.name.family.clone(),
        identity.name.given.clone(),
        identity.clinic_number.clone(),
        huber.to_string(),
        "/patients/".to_owned(),
        "1966".to_owned(),
    ];
    telling.extend(chart.plans.keys().map(ToString::to_string));
    for (id, photograph) in &chart.photographs {
        let facts = &photograph.added.facts;
        telling.extend([id.to_string(), facts.sha256.clone()]);
        telling.push(facts.taken_at.to_string());
    }
    for telling in telling {
        assert!(!main.contains(&telling), "{telling} is on the page");
    }
    for month in ["2025", "2026", "January", "November", ".jpg"] {
        assert!(!main.contains(month), "{month} is on the page");
    }
    let mut seen = Vec::new();
    for side in ["a", "b"] {
        let picture = physician.get(&format!("{address}/{side}")).await;
        assert_eq!(picture.status, StatusCode::OK);
        assert_eq!(picture.headers["content-type"], "image/jpeg");
        assert_eq!(picture.headers["cache-control"], "private, no-store");
        for telling in ["content-disposition", "last-modified", "etag"] {
            assert!(!picture.headers.contains_key(telling), "{telling}");
        }
        assert!(!picture.text.contains("Exif"));
        seen.push(picture.text);
    }
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_is_drawn_once_and_is_kept_with_the_grades() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let address = draw(&physician).await;
    let first = physician.get(&format!("{address}/a")).await.text;
    // Asked again, it is the same pair in the same order.
    assert_eq!(draw(&physician).await, address);
    assert!(physician.get(&format!("{address}/a")).await.text == first);
    let saved = physician.post(&address, &GRADES).await;
    assert_eq!(saved.location(), "/blinded?from=saved", "{}", saved.text);
    let chart = house.chart(huber).await;
    let rated = chart.blinded_ratings.values().next().unwrap();
    assert_eq!(rated.author.name, "Dr. Ida Frei");
    let facts = &rated.facts;
    assert_eq!(
        facts.verdict,
        BlindedVerdict::Graded {
            first: 3.0,
            second: 2.0,
            looks_better: Some(LooksBetter::Second)
        }
    );
    let shown = match facts.shown_first {
        ShownFirst::Before => facts.before,
        ShownFirst::After => facts.after,
    };
    let opened = house.record.open(huber).await.unwrap();
    let pixels = house.record.pixels(&opened, shown).await.unwrap();
    assert!(String::from_utf8_lossy(&pixels) == first);
    // It is found under its address no more.
    assert_eq!(physician.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        physician.post(&address, &GRADES).await.status,
        StatusCode::NOT_FOUND
    );
    // Looking at the pictures is in the trail, under its own name.
    let query = AccessQuery {
        patient: Some(huber),
        user: Some(rated.author.user),
        before_position: None,
        at_most: 50,
    };
    let trail = house.record.accesses(query).await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|(_, one)| one.action.as_str()).collect();
    assert!(actions.contains(&"blinded-pair-drawn"));
    assert!(actions.contains(&"blinded-photograph-seen"));
    assert!(!actions.contains(&"chart-opened"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_treated_graded_or_opened_the_chart_gets_no_pair_and_no_pair_of_somebody_else() {
    let house = House::of_made_up_people().await;
    // Noa Lind needled, Vera Brandt graded and took the photographs.
    for role in [Role::Operator, Role::Clinician] {
        let knowing = house.as_role(role).await;
        let page = knowing.page("/blinded").await;
        assert!(page.contains("No pair of photographs waits for you."));
        assert_eq!(draw(&knowing).await, "/blinded?from=none");
    }
    // Dr. Paul Stein reads the chart, which holds a grade of the result.
    let prescriber = house.as_role(Role::Prescriber).await;
    let huber = house.patient("Huber").await;
    prescriber.page(&format!("/patients/{huber}/results")).await;
    assert_eq!(draw(&prescriber).await, "/blinded?from=none");
    let physician = house.as_role(Role::Physician).await;
    let address = draw(&physician).await;
    for foreign in [house.as_role(Role::Operator).await, prescriber] {
        for end in ["", "/a", "/b"] {
            let answer = foreign.get(&format!("{address}{end}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let answer = foreign.post(&address, &GRADES).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    // Between drawing and grading she opens the chart herself.
    physician.page(&format!("/patients/{huber}")).await;
    let answer = physician.post(&address, &GRADES).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("cannot grade them blind"));
    assert!(house.chart(huber).await.blinded_ratings.is_empty());
    // The pair that she can no longer grade stands in no way of another one.
    assert_eq!(draw(&physician).await, "/blinded?from=none");
    assert_eq!(physician.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_that_cannot_be_judged_comes_back_to_nobody_who_said_so() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let mut passed = 0;
    loop {
        let address = draw(&physician).await;
        if address == "/blinded?from=none" {
            break;
        }
        let pass = format!("{address}/not-judged");
        let without = physician.post(&pass, &[("reason", "")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("reason", "light"), ("words", "a window in one of them")];
        let answer = physician.post(&pass, &fields).await;
        assert_eq!(answer.location(), "/blinded?from=saved", "{}", answer.text);
        passed += 1;
        assert!(passed < 20);
    }
    // Both zones of the plan, by the three views that were photographed before and after.
    assert_eq!(passed, 2 * 3);
    let chart = house.chart(huber).await;
    assert_eq!(chart.blinded_ratings.len(), 2 * 3);
    for rated in chart.blinded_ratings.values() {
        assert_eq!(rated.facts.before_and_after(), None);
    }
    let prescriber = house.as_role(Role::Prescriber).await;
    assert!(draw(&prescriber).await.starts_with("/blinded/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_that_is_missing_or_none_of_the_scale_is_refused_in_a_sentence() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let address = draw(&physician).await;
    for (first, second, wrong) in [
        ("", "2", "A"),
        ("3", "2.5", "B"),
        ("6", "2", "A"),
        ("3", "NaN", "B"),
    ] {
        let fields = [("first", first), ("second", second)];
        let answer = physician.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let sentence = format!("grade of photograph {wrong} is missing or none of this scale");
        assert!(answer.text.contains(&sentence), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn grades_stand_beside_those_of_the_clinician_and_the_registry_says_which_it_used() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let before = physician.page("/registry").await;
    assert!(before.contains("Judged blind: 0; judged knowing what was done: 1."));
    assert!(before.contains("No zone was graded by both yet."));
    // No change at all, whatever the order, for both zones.
    for _ in 0..2 {
        let address = draw(&physician).await;
        let alike = [
            ("first", "3"),
            ("second", "3"),
            ("looks_better", "cannot-tell"),
        ];
        let answer = physician.post(&address, &alike).await;
        assert_eq!(answer.location(), "/blinded?from=saved", "{}", answer.text);
    }
    let results = physician.page(&format!("/patients/{huber}/results")).await;
    let (_, beside) = results.split_once("Raters beside each other").unwrap();
    assert!(beside.contains("Blinded rater") && beside.contains("Clinician, knowing"));
    assert!(beside.contains("They differ by 1.0, more than the rating error of the scale (0.6)."));
    // What the scale cannot tell is no number.
    let (_, blinded) = beside.split_once("Blinded rater").unwrap();
    let (row, _) = blinded.split_once("</tr>").unwrap();
    assert!(
        row.contains("<td>No change that can be told from rating error (0.6).</td>"),
        "{row}"
    );
    assert!(results.contains("Judged without knowing which was before."));
    let after = physician.page("/registry").await;
    assert!(after.contains("Judged blind: 1; judged knowing what was done: 0."));
    assert!(after.contains("Gradings: 2. People: 1. Too few"), "{after}");
    // The timeline tells that, and no grade.
    let timeline = physician.page(&format!("/patients/{huber}")).await;
    assert!(timeline.contains("Photographs graded blind"));
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_against_rules_lead_to_charts_for_those_who_may_open_them() {
    let house = House::of_made_up_people().await;
    let imhof = house.patient("Imhof").await;
    let chart = format!("/patients/{imhof}/screening");
    let review = async |role: Role| {
        let page = house.as_role(role).await.page("/registry").await;
        let (_, review) = page.split_once("id=\"overrides\"").unwrap();
        review.to_owned()
    };
    let physician = review(Role::Physician).await;
    assert!(physician.contains(&chart));
    // One screening in which the rule spoke, one decision, one session, one adverse event.
    assert!(
        physician.contains("1 of 1: 100 % (3 % – 100 %)"),
        "{physician}"
    );
    assert!(physician.contains("too few to compare"));
    let owner = review(Role::Owner).await;
    assert!(!owner.contains("/patients/") && owner.contains("1 of 1: 100 %"));
    let researcher = review(Role::Researcher).await;
    assert!(!researcher.contains("/patients/") && !researcher.contains("1 of 1"));
    assert!(researcher.contains("fewer than 5"));
    assert!(!researcher.contains("Imhof"));
}

/// Number of documents of drawn pairs in the cabinet.
async fn drawn_pairs(house: &House) -> usize {
    let documents = house.record.documents_after(0).await.unwrap();
    let pairs = documents.iter().filter(|one| one.drawer == "blinded-pair");
    pairs.filter(|one| one.body.is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_shown_no_more_from_the_moment_on_in_which_its_consent_is_taken_back() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let address = draw(&physician).await;
    assert_eq!(physician.get(&address).await.status, StatusCode::OK);
    let own = house.as_patient("Huber").await;
    for id in house.chart(huber).await.consents.keys() {
        let address = format!("/mine/consents/{id}/revoke");
        let answer = own.post(&address, &[("reason", "")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    for end in ["", "/a", "/b"] {
        let answer = physician.get(&format!("{address}{end}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{end}");
        assert!(answer.text.contains("its consent was taken back"), "{end}");
    }
    let graded = physician.post(&address, &GRADES).await;
    assert_eq!(graded.status, StatusCode::UNPROCESSABLE_ENTITY);
    let start = physician.page("/blinded").await;
    assert!(
        start.contains("No pair of photographs waits for you."),
        "{start}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_goes_that_was_drawn_before_one_of_its_photographs_was_withdrawn() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let address = draw(&physician).await;
    let clinician = house.as_role(Role::Clinician).await;
    for id in house.chart(huber).await.photographs.keys() {
        let withdraw = format!("/patients/{huber}/photographs/{id}/withdraw");
        let answer = clinician
            .post(&withdraw, &[("reason", "Another person.")])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    for end in ["", "/a", "/b"] {
        let answer = physician.get(&format!("{address}{end}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{end}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_takes_drawn_pairs_along() {
    let ground = needlework_chart::record::Ground::Request;
    for by_command in [true, false] {
        let house = House::of_made_up_people().await;
        let huber = house.patient("Huber").await;
        let physician = house.as_role(Role::Physician).await;
        let address = draw(&physician).await;
        assert_eq!(drawn_pairs(&house).await, 1);
        let tombstone = needlework_chart::record::Tombstone {
            erased_at: house.clock.now_at(),
            by: None,
            ground,
        };
        house.record.erase(huber, &tombstone).await.unwrap();
        for end in ["", "/a"] {
            let answer = physician.get(&format!("{address}{end}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{end}");
        }
        if by_command {
            clear_cabinet_of(&house.record, huber).await.unwrap();
        } else {
            // A server that is open finds it on its next round.
            let folder = tempfile::TempDir::new().unwrap();
            let post = Post::into_folder(folder.path().to_owned(), "http://clinic.test").unwrap();
            let mut courier = Courier::new(house.clinic.clone(), post);
            courier.go_round().await.unwrap();
        }
        assert_eq!(drawn_pairs(&house).await, 0);
        assert_eq!(physician.get(&address).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_are_counted_that_drawing_would_give() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let prescriber = house.as_role(Role::Prescriber).await;
    let before = prescriber.page("/blinded").await;
    assert!(before.contains("6 pairs of photographs wait"), "{before}");
    // The chart holds a grade of the result, by which whoever reads it could be led.
    prescriber.page(&format!("/patients/{huber}/ratings")).await;
    let after = prescriber.page("/blinded").await;
    assert!(
        after.contains("No pair of photographs waits for you."),
        "{after}"
    );
    assert_eq!(draw(&prescriber).await, "/blinded?from=none");
}
