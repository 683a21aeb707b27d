//! Scripts in names and notes: text on every page.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{Course, IMAGE, SCRIPT, require_sentence};
use crate::support::House;

#[tokio::test]
async fn a_script_in_a_name_is_text_on_every_page() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let fields = [
        ("family", SCRIPT),
        ("given", IMAGE),
        ("birth_date", "1980-01-01"),
        ("clinic_number", IMAGE),
        ("telephone", SCRIPT),
        ("address", SCRIPT),
    ];
    let answer = desk.post("/patients", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let chart = answer.location().to_owned();
    let starts = [
        ("purpose", "consultation"),
        ("starts", "2026-11-26T16:00"),
        ("minutes", "30"),
        ("room", SCRIPT),
    ];
    let made = desk.post(&format!("{chart}/appointments"), &starts).await;
    let room = if made.status == StatusCode::SEE_OTHER {
        SCRIPT
    } else {
        "1"
    };
    if room == "1" {
        require_sentence(&made, "a room that the clinic has not");
        let starts = [starts[0], starts[1], starts[2], ("room", "1")];
        let made = desk.post(&format!("{chart}/appointments"), &starts).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    }
    let named = [
        "/".to_owned(),
        "/patients".to_owned(),
        "/appointments".to_owned(),
        chart.clone(),
        format!("{chart}/identity"),
        format!("{chart}/screening"),
        format!("{chart}/plans"),
        format!("{chart}/consents"),
        format!("{chart}/consents/research"),
        format!("{chart}/sessions"),
        format!("{chart}/photographs"),
    ];
    let mut texts = Vec::new();
    for page in named {
        texts.push((page.clone(), physician.page(&page).await));
    }
    texts.push(("a search".to_owned(), physician.search("<script").await));
    texts.push(("the front desk".to_owned(), desk.page(&chart).await));
    let again = desk.post("/patients", &fields).await;
    texts.push(("somebody alike".to_owned(), again.text));
    for (page, text) in &texts {
        require_escaped(page, text);
        assert!(text.contains("alert("), "{page} does not show the name");
    }
    for page in [
        "/stock?lot=%22%3E%3Cimg%20src=x%20onerror=alert(2)%3E",
        "/patients/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/rules/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ] {
        require_escaped(page, &physician.get(page).await.text);
    }
    let looked_for = [("q", "<script>alert(1)</script>")];
    let found = physician.post("/patients/search", &looked_for).await;
    assert_eq!(found.status, StatusCode::OK);
    require_escaped("a search", &found.text);
}

fn require_escaped(page: &str, text: &str) {
    for tag in ["<script>alert", "<img src=x", "'><img", "\"><img"] {
        assert!(!text.contains(tag), "{page}: {tag}");
    }
}

#[tokio::test]
async fn a_script_that_is_noted_or_named_is_text_too() {
    let course = Course::new().await;
    let session = course.at(&format!("/sessions/{}", course.session));
    let operator = &course.operator;
    let noted = operator
        .post(
            &format!("{session}/reactions"),
            &[
                ("reaction", SCRIPT),
                ("seen", &course.sequence().await.to_string()),
            ],
        )
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
    let seen = course.sequence().await.to_string();
    let product = [
        ("phase", "before"),
        ("product", IMAGE),
        ("lot", SCRIPT),
        ("seen", &seen),
    ];
    let applied = operator
        .post(&format!("{session}/products"), &product)
        .await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.text);
    for page in [session, course.at("")] {
        let text = operator.page(&page).await;
        require_escaped(&page, &text);
        assert!(text.contains("alert("), "{page}");
    }
    let bad = [
        ("zone", SCRIPT),
        ("sex", SCRIPT),
        ("indication", IMAGE),
        ("device", IMAGE),
    ];
    let redrawn = operator.post(&course.at("/plans/redraw"), &bad).await;
    assert!(!redrawn.status.is_server_error());
    require_escaped("the outlook", &redrawn.text);
}
