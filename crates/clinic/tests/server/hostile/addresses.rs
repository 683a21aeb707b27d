//! Addresses that lead nowhere, or to somebody else.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{Course, NOBODY, require_sentence};
use crate::support::{House, between};

#[tokio::test]
async fn no_path_leads_out_of_the_pages() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let today = physician.page("/").await;
    let stamp = between(&today, "href=\"/assets/", "/");
    let patient = house.patient("Graf").await;
    for path in [
        "/assets/../../etc/passwd".to_owned(),
        "/assets/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        format!("/assets/{stamp}/../../../Cargo.toml"),
        format!("/assets/{stamp}/..%2f..%2fCargo.toml"),
        format!("/assets/{stamp}/%2e%2e%2fclinic.css"),
        format!("/assets/{stamp}/clinic.css%00.js"),
        format!("/assets/{stamp}/"),
        "/assets/0000000000000000/clinic.css".to_owned(),
        "//patients".to_owned(),
        "/patients/".to_owned(),
        "/patients/..".to_owned(),
        "/patients/%00".to_owned(),
        "/patients/%ff".to_owned(),
        "/patients/1001".to_owned(),
        "/patients/Graf".to_owned(),
        "/patients/00000000-0000-0000-0000-00000000000g".to_owned(),
        format!("/patients/{NOBODY}"),
        format!("/patients/{NOBODY}/plans"),
        format!("/patients/{NOBODY}/plans/new"),
        format!("/patients/{NOBODY}/screening"),
        format!("/patients/{NOBODY}/identity"),
        format!("/patients/{NOBODY}/photographs"),
        format!("/patients/{NOBODY}/sessions/start"),
        format!("/patients/{patient}/plans/{NOBODY}"),
        format!("/patients/{patient}/plans/{NOBODY}/document"),
        format!("/patients/{patient}/plans/compare?plan={NOBODY}"),
        format!("/patients/{patient}/plans/compare?plan=nobody"),
        format!("/patients/{patient}/sessions/{NOBODY}"),
        format!("/patients/{patient}/photographs/{NOBODY}"),
        format!("/patients/{patient}/consents/everything"),
        "/rules/../../settings".to_owned(),
        "/rules/nothing".to_owned(),
    ] {
        let answer = physician.get(&path).await;
        require_sentence(&answer, &path);
        assert!(
            !answer.text.contains("[workspace]") && !answer.text.contains("root:"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nothing_is_done_to_somebody_who_is_nobody() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    for (path, fields) in [
        (
            "/identity",
            vec![
                ("given", "Mara"),
                ("birth_date", "1974-03-09"),
                ("reason", "typed"),
            ],
        ),
        ("/plans", vec![]),
        ("/screening", vec![]),
        (
            "/screening/resolve",
            vec![("rule", "isotretinoin"), ("on", "2026-11-26")],
        ),
        ("/sessions/start", vec![]),
        (
            "/appointments",
            vec![
                ("purpose", "review"),
                ("starts", "2026-11-27T10:00"),
                ("minutes", "30"),
                ("room", "1"),
            ],
        ),
    ] {
        let answer = physician
            .post(&format!("/patients/{NOBODY}{path}"), &fields)
            .await;
        assert_eq!(
            answer.status,
            StatusCode::NOT_FOUND,
            "{path}: {}",
            answer.text
        );
        require_sentence(&answer, path);
    }
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_reached_through_another_chart() {
    let course = Course::new().await;
    let other = course.house.patient("Aebi").await;
    let session = course.session;
    for path in ["", "/zones", "/reactions", "/sign", "/abandon"] {
        let address = format!("/patients/{other}/sessions/{session}{path}");
        let answer = if path.is_empty() {
            course.operator.get(&address).await
        } else {
            let fields = [
                ("zone", "cheek"),
                ("reaction", "red"),
                ("reason", "other"),
                ("passes", "4"),
                ("depth_set_mm", "1"),
            ];
            course.operator.post(&address, &fields).await
        };
        require_sentence(&answer, path);
    }
    let address = format!("/patients/{other}/plans/{}", course.plan);
    require_sentence(&course.operator.get(&address).await, "a plan");
}
