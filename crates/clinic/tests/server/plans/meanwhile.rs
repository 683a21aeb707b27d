//! Two people write one draft: neither overwrites what the other wrote without having seen it.

use axum::http::StatusCode;
use needlework_chart::access::AccessQuery;
use needlework_chart::id::PlanId;
use needlework_clinic::server::office::account::Role;

use super::keep;
use crate::forms::plan_of_cheeks;
use crate::support::{House, between};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_somebody_else_changed_can_only_be_saved_beside_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let (vera, ida) = (
        house.as_role(Role::Clinician).await,
        house.as_role(Role::Physician).await,
    );
    let plan = keep(&house, patient, plan_of_cheeks("0", &[])).await;
    let (plans, address) = (
        format!("/patients/{patient}/plans"),
        format!("/patients/{patient}/plans/{plan}"),
    );
    let seen = house.sequence(patient).await.to_string();
    let theirs = plan_of_cheeks(&seen, &[("name", "Theirs")]);
    let saved = ida.post(&address, &theirs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let before = house.sequence(patient).await;
    let mine = plan_of_cheeks(&seen, &[("name", "Mine")]);
    // However often it is sent.
    for _ in 0..2 {
        let told = vera.post(&address, &mine).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.text);
        assert!(told.text.contains("value=\"Mine\""), "{}", told.text);
        let meanwhile = between(&told.text, "aria-labelledby=\"meanwhile\"", "</section>");
        assert!(
            meanwhile.contains("Dr. Ida Frei: Draft changed"),
            "{meanwhile}"
        );
        assert!(
            meanwhile.contains(&format!("href=\"{address}\" target=\"_blank\"")),
            "{meanwhile}"
        );
        // The form that comes back is as old as the one that was sent.
        assert_eq!(between(&told.text, "name=\"seen\" value=\"", "\""), seen);
        let actions = between(&told.text, "<button name=\"do\"", "</form>");
        assert!(
            actions.contains(&format!("formaction=\"{plans}\"")),
            "{actions}"
        );
        assert!(!actions.contains("value=\"submit\""), "{actions}");
    }
    assert_eq!(house.sequence(patient).await, before);
    let other = vera.post(&plans, &mine).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
    let again = vera.post(&plans, &mine).await;
    assert_eq!(again.location(), other.location(), "kept once");
    assert_eq!(house.plan_json(patient, plan).await["name"], "Theirs");
    let other: PlanId = other
        .location()
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(house.plan_json(patient, other).await["name"], "Mine");
    assert_eq!(house.sequence(patient).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tap_on_save_is_no_conflict_with_oneself() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let vera = house.as_role(Role::Clinician).await;
    let plan = keep(&house, patient, plan_of_cheeks("0", &[])).await;
    let address = format!("/patients/{patient}/plans/{plan}");
    let seen = house.sequence(patient).await.to_string();
    let mine = plan_of_cheeks(&seen, &[("name", "Mine")]);
    for _ in 0..2 {
        let saved = vera.post(&address, &mine).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    }
    let once = seen.parse::<u64>().unwrap() + 1;
    assert_eq!(house.sequence(patient).await, once);
}

/// A part of a page is drawn anew without another line, but never without any.
#[tokio::test(flavor = "multi_thread")]
async fn redrawing_the_outlook_of_a_chart_that_was_not_opened_is_in_the_trail() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let vera = house.as_role(Role::Clinician).await;
    let query = AccessQuery {
        patient: Some(patient),
        user: None,
        before_position: None,
        at_most: 100,
    };
    let opened = async || {
        let trail = house.record.accesses(query).await.unwrap();
        let opened = trail.iter().filter(|(_, one)| one.action == "chart-opened");
        opened.count()
    };
    let redraw = format!("/patients/{patient}/plans/redraw");
    let before = opened().await;
    for _ in 0..2 {
        let drawn = vera.post(&redraw, &plan_of_cheeks("0", &[])).await;
        assert_eq!(drawn.status, StatusCode::OK, "{}", drawn.text);
    }
    assert_eq!(
        opened().await,
        before + 1,
        "the first one, and not the second"
    );
    let ida = house.as_role(Role::Physician).await;
    ida.page(&format!("/patients/{patient}/plans/new")).await;
    assert_eq!(opened().await, before + 2);
    ida.post(&redraw, &plan_of_cheeks("0", &[])).await;
    assert_eq!(opened().await, before + 2, "the page was opened before");
}
