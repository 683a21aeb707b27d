//! Actives after a session: locked until the clinic releases them, which takes a report of calm skin.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;

use super::events::done;
use super::{fields, key};
use crate::support::{House, between};

const ALL: [&str; 4] = [
    "no-makeup",
    "no-powered-brush",
    "no-retinoid-acid-bpo",
    "no-vitamin-c",
];

/// Whether a colleague can choose a rule on the page of releases.
fn can_be_chosen(page: &str, rule: &str) -> bool {
    page.contains(&format!("name=\"rule\" value=\"{rule}\""))
}

/// Anna Huber told of calm skin a week after her last session, and nobody has released anything yet.
#[tokio::test(flavor = "multi_thread")]
async fn everything_that_waits_is_one_line_and_is_released_on_one_page() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let lines = async || {
        let page = clinician.page("/checks").await;
        let found = between(&page, ">Releases that wait</h2>", "</section>");
        found.matches("Huber, Anna").count()
    };
    assert_eq!(lines().await, 1);
    let own = house.as_patient("Huber").await;
    let locked = own.page("/mine/clearances").await;
    assert!(locked.contains("No vitamin C product on the skin until your clinic clears you."));
    assert!(!locked.contains("Not before you report"), "{locked}");
    let address = format!("/patients/{patient}/releases");
    let page = clinician.page(&address).await;
    assert!(ALL.iter().all(|rule| can_be_chosen(&page, rule)), "{page}");
    done(&clinician, &address, &ALL.map(|rule| ("rule", rule))).await;
    assert_eq!(lines().await, 0);
    let free = own.page("/mine/clearances").await;
    let locked = between(&free, "<h2 id=\"locked\">", "</section>");
    assert!(locked.contains("Nothing waits"), "{locked}");
    let released = between(&free, "<h2 id=\"released\">", "</section>");
    assert!(released.contains("no vitamin C product"), "{released}");
}

/// Daria Imhof has told nothing since her session: make-up may be released, actives wait for what she tells, by telephone too.
#[tokio::test(flavor = "multi_thread")]
async fn actives_wait_for_a_report_of_calm_skin_that_a_colleague_can_record() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Imhof").await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/releases");
    let form = format!("/patients/{patient}/check-ins/new");
    let actives = &ALL[2..];
    let page = clinician.page(&address).await;
    assert!(can_be_chosen(&page, "no-makeup"), "{page}");
    assert!(page.contains(&format!("href=\"{form}\"")), "{page}");
    for rule in actives {
        assert!(!can_be_chosen(&page, rule), "{rule}: {page}");
        let row = page.split(&format!("/rules/{rule}\"")).nth(1).unwrap();
        let row = between(row, "<p", "</li>");
        assert!(row.contains("neither redness nor flaking"), "{rule}: {row}");
        let refused = clinician.post(&address, &[("rule", rule)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{rule}");
    }
    let own = house.as_patient("Imhof").await;
    let locked = own.page("/mine/clearances").await;
    assert!(locked.contains("Not before you report neither"), "{locked}");

    let told = fields(&key(&clinician, &form).await, "0", &[]);
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    done(&clinician, &format!("/patients/{patient}/check-ins"), &told).await;
    house.clock.move_on(SignedDuration::from_mins(5));
    let page = clinician.page(&address).await;
    assert!(ALL.iter().all(|rule| can_be_chosen(&page, rule)), "{page}");
    assert!(!page.contains(&format!("href=\"{form}\"")), "{page}");
}

/// Whoever reports nothing is not told for ever to leave something without a word of what ends it.
#[tokio::test]
async fn what_waits_for_a_report_says_so_after_the_last_check_in_that_is_asked_for() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    house.clock.move_on(SignedDuration::from_hours(24 * 20));
    let card = own.page("/mine").await;
    let left = between(&card, "<h2 id=\"do-not\">", "</section>");
    for words in [
        "Until you report neither redness nor flaking, in a check-in or by a call to your clinic",
        "Until you report that nothing flakes, in a check-in or by a call to your clinic",
    ] {
        assert!(left.contains(words), "{words}: {left}");
    }
}
